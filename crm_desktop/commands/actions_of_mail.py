"""What `do` sends: an e-mail by the server that the settings name."""

import os
import sys
from functools import partial
from pathlib import Path

from crm_desktop.commands.action import Action
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_knowledge import TemplateKind
from crm_desktop.exchange.mail_account import mail_account
from crm_desktop.exchange.smtp import Server, deliver
from crm_desktop.queries.outgoing_mails import begun_mail
from crm_desktop.queries.template_values import About, languages_for
from crm_desktop.queries.templates import FilledTemplate, filled_template, template_called
from crm_desktop.services.attachments import file_input
from crm_desktop.services.outgoing_mails import MailInput, hold_mail, send_held

FILE_VARIABLE = "CRM_DESKTOP_SMTP_PASSWORD_FILE"


def send_mail(
    to: str, by: Actor, subject: str = "", body: str = "", cc: str = "", template: str = "", files: tuple[str, ...] = (),
    customer_id: int | None = None, case_id: int | None = None, order_id: int | None = None, return_id: int | None = None,
) -> Change:  # fmt: skip
    """Sent at once; what the server refuses is kept, and the window offers to try again.

    `template` is the shortcut or the name of one, filled in with what is known of the record; a subject that is given stands instead
    of its own, and a body where it leaves room for one, else below.
    """
    import click

    account = mail_account()
    if account.server is None:
        raise UserError(_("No mail server is set up on this computer. Nothing was sent; name one in the window's settings, under E-mail."))
    about = _about(About(customer_id, None, order_id, return_id, case_id))
    filled = _filled(template, about, by) if template else None
    if filled is not None:
        subject, body = subject or filled.subject, _within(filled, body)
    wanted = MailInput(
        to, subject, body, cc, tuple(file_input(Path(name)) for name in files), about.customer_id, about.contact_id, about.case_id,
        about.order_id, about.return_id, filled.template_id if filled else None,
    ).checked()  # fmt: skip
    password = _password(account.server)
    mail_id = hold_mail(wanted, account.sender, by)
    send = partial(deliver, server=account.server, password=password)
    return send_held(mail_id, by, send, partial(click.echo, err=True))


def _about(given: About) -> About:
    """With the customer of the record that is named."""
    records = ((Entity.CASE, given.case_id), (Entity.RETURN, given.return_id), (Entity.ORDER, given.order_id))
    begun = next((begun_mail(entity, row_id) for entity, row_id in records if row_id is not None), None)
    if begun is None:
        return given
    order_id, return_id = given.order_id or begun.order_id, given.return_id or begun.return_id
    same = given.customer_id in (None, begun.customer_id)
    return About(given.customer_id or begun.customer_id, begun.contact_id if same else None, order_id, return_id, given.case_id)


def _filled(named: str, about: About, by: Actor) -> FilledTemplate:
    sheet = template_called(named, by.id, languages_for(about), TemplateKind.EMAIL)
    if sheet is None:
        raise UserError(_("There is no template “{name}” for e-mails. Nothing was sent; `list templates` shows them.").format(name=named))
    found = filled_template(sheet.id, about, by.id)
    assert found is not None, "read a moment ago"
    return found


def _within(filled: FilledTemplate, body: str) -> str:
    if filled.cursor is None:
        return "\n\n".join(filter(None, (filled.body, body)))
    return f"{filled.body[: filled.cursor]}{body}{filled.body[filled.cursor :]}"


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
