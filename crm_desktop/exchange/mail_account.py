"""How this person's e-mails leave the house from this computer. The password is asked for once per start and written down nowhere."""

from typing import NamedTuple

from crm_desktop.core.settings import load_settings
from crm_desktop.exchange.smtp import Security, Server

MAIL_PROGRAM, SERVER = "mailto", "smtp"
USUAL_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


class MailAccount(NamedTuple):
    """`server` is None where the computer's own mail program sends."""

    sender: str
    server: Server | None


def mail_account() -> MailAccount:
    chosen = load_settings()
    if chosen.mail_way != SERVER or not chosen.mail_host:
        return MailAccount(chosen.mail_from, None)
    security = Security(chosen.mail_security)
    port = int(chosen.mail_port) if chosen.mail_port.isdecimal() else USUAL_PORTS[security]
    return MailAccount(chosen.mail_from, Server(chosen.mail_host, port, security, chosen.mail_user))
