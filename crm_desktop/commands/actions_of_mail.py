"""What `do` sends: an e-mail by the server that the settings name."""

import os
import sys
from functools import partial
from pathlib import Path

from crm_desktop.commands.action import Action
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.exchange.mail_account import mail_account
from crm_desktop.exchange.smtp import Server, deliver
from crm_desktop.services.outgoing_mails import MailInput, hold_mail, send_held

FILE_VARIABLE = "CRM_DESKTOP_SMTP_PASSWORD_FILE"


def send_mail(
    to: str, subject: str, body: str, by: Actor, cc: str = "", customer_id: int | None = None, case_id: int | None = None,
    order_id: int | None = None, return_id: int | None = None,
) -> Change:  # fmt: skip
    """Sent at once; what the server refuses is kept, and the window offers to try again."""
    import click

    account = mail_account()
    if account.server is None:
        raise UserError(_("No mail server is set up on this computer. Nothing was sent; name one in the window's settings, under E-mail."))
    wanted = MailInput(to, subject, body, cc, customer_id=customer_id, case_id=case_id, order_id=order_id, return_id=return_id).checked()
    password = _password(account.server)
    mail_id = hold_mail(wanted, account.sender, by)
    send = partial(deliver, server=account.server, password=password)
    return send_held(mail_id, by, send, partial(click.echo, err=True))


def _password(server: Server) -> str:
    """From the file that CRM_DESKTOP_SMTP_PASSWORD_FILE names, or asked for. Never an argument: others can see those."""
    if not server.user:
        return ""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            sentence = _("{path}, which {variable} names, cannot be read. Nothing was sent.")
            raise UserError(sentence.format(path=named, variable=FILE_VARIABLE)) from error
    if not sys.stdin.isatty():
        sentence = _("The mail server wants a password. Nothing was sent; let {variable} name the file with it.")
        raise UserError(sentence.format(variable=FILE_VARIABLE))
    import click

    return str(click.prompt(_("Password of {user} on {host}").format(user=server.user, host=server.host), hide_input=True))


ACTIONS = (Action("send-mail", N_("An e-mail by the mail server that the settings name."), send_mail),)
