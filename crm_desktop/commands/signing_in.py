"""Who a command acts for: the person of `--as`, and where people sign in, only with their password."""

import os

from crm_desktop.commands.keys import first_line, may_ask
from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

PASSWORD_FILE = "CRM_DESKTOP_PASSWORD_FILE"  # noqa: S105 - its name, no password


def actor(login: str | None, password_file: str | None) -> Actor:
    """Raises UserError for a wrong password, or where none can be asked for."""
    from crm_desktop.queries.actors import actor_of, sign_in_is_on

    if not sign_in_is_on():
        return actor_of(login)
    if login is None:
        raise UserError(_("People sign in here. Say who you are with --as LOGIN; nothing was changed."))
    return _signed_in(login, password_file)


def _signed_in(login: str, password_file: str | None) -> Actor:
    from crm_desktop.services.sign_in import CodeWanted, sign_in

    password = given_password(login, password_file)
    try:
        found = sign_in(login, password)
    except CodeWanted:
        if not may_ask():
            raise
        import click

        found = sign_in(login, password, click.prompt(_("Code")))
    if found.needs_factor:
        raise UserError(
            _("An owner needs a second factor too. Open the window and sign in there: it is set up in a minute. Nothing was changed.")
        )
    return found.actor


def given_password(login: str, password_file: str | None) -> str:
    """From the file, or typed."""
    if named := password_file or os.environ.get(PASSWORD_FILE):
        return first_line(named, PASSWORD_FILE)
    if not may_ask():
        text = _("The password of {login} is needed. Name a file that holds it with --password-file, or in {variable}.")
        raise UserError(text.format(login=login, variable=PASSWORD_FILE))
    import click

    typed: str = click.prompt(_("Password of {login}").format(login=login), hide_input=True)
    return typed
