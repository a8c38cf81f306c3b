"""A mail handed to a server, and what servers answer in plain words."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.outgoing_mails import MaybeSent, PartlyTaken

_PATIENCE = 30
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST_ANSWER = 300


class Security(StrEnum):
    """How the way to the server is locked: at once, after the first words, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Without a `user` nothing is asked for. The password is never written down anywhere."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""


def deliver(message: EmailMessage, server: Server, password: str = "", *, context: ssl.SSLContext | None = None) -> None:
    """Raises UserError where the server cannot be reached or takes nothing, PartlyTaken where it refuses some of those it goes to, and
    MaybeSent where it went away before it answered."""
    if server.user and server.security is Security.NONE and server.host not in _HERE:
        raise UserError(_("A password is not sent over an open line. Nothing was sent; choose TLS or STARTTLS in the settings."))
    handed_over = False
    try:
        session = _opened(server, context or ssl.create_default_context())
        try:
            if server.user:
                session.login(server.user, password)
            sender, recipients = _envelope(message)
            handed_over = True
            refused = session.send_message(message, sender, recipients)
        finally:
            _leave(session)
    except smtplib.SMTPServerDisconnected as error:
        raise _lost(server, handed_over=handed_over) from error
    except smtplib.SMTPException as error:
        raise _refused(error) from error
    except ssl.SSLError as error:
        told = _("The line to {host} could not be locked: {error}. Nothing was sent; check the server and how it is locked.")
        raise UserError(told.format(host=server.host, error=error.reason or error)) from error
    except OSError as error:
        raise _lost(server, handed_over=handed_over) from error
    if refused:
        raise PartlyTaken(_("The mail went out, but not to {names}: the server refused them.").format(names=", ".join(refused)))


def _refused(error: smtplib.SMTPException) -> UserError:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return UserError(_("The mail server does not know this user and password. Nothing was sent."))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = "; ".join(f"{address}: {_text(answer)}" for address, (_code, answer) in error.recipients.items())
        return UserError(_("The mail server refused whom it goes to: {answer} Nothing was sent.").format(answer=answers))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return UserError(_("The mail server refused the sender: {answer} Nothing was sent.").format(answer=_text(error.smtp_error)))
    if isinstance(error, smtplib.SMTPResponseException):
        return UserError(_("The mail server refused it: {answer} Nothing was sent.").format(answer=_text(error.smtp_error)))
    told = _("The mail server cannot do what the settings ask for: {answer} Nothing was sent.")
    return UserError(told.format(answer=_text(str(error))))


def _opened(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=context)
    session = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    if server.security is Security.STARTTLS:
        try:
            session.starttls(context=context)
        except BaseException:
            session.close()
            raise
    return session


def _leave(session: smtplib.SMTP) -> None:
    """What it says now changes nothing of what it took before."""
    with suppress(smtplib.SMTPException, OSError):
        session.quit()
    session.close()


def _envelope(message: EmailMessage) -> tuple[str, list[str]]:
    from_ = message["From"].addresses[0].addr_spec
    return from_, [each.addr_spec for name in ("To", "Cc") if message[name] for each in message[name].addresses]


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:_LONGEST_ANSWER].rstrip(".") + "."


def _lost(server: Server, *, handed_over: bool) -> UserError:
    if handed_over:
        return MaybeSent(
            _("The mail server went away before it said whether it took the mail. Look among what you sent before you send it again.")
        )
    return UserError(
        _("The mail server {host} cannot be reached at port {port}. Nothing was sent; check the network and the settings.").format(
            host=server.host, port=server.port
        )
    )
