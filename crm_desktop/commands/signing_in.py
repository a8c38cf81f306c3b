"""Who a command acts for: the person of `--as`, and where people sign in, only with their password."""

import os
from functools import partial

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
        _set_up_factor(found.actor)
    return found.actor


def _set_up_factor(by: Actor) -> None:
    """At a terminal, and on its second channel: what the command itself writes stays as other programs read it."""
    if not may_ask():
        raise UserError(
            _(
                "An owner needs a second factor too. Sign in at a terminal or in the window: it is set up there in a minute."
                " Nothing was changed."
            )
        )
    import click

    from crm_desktop.reports.qr import lines
    from crm_desktop.services.sign_in import keep_factor, new_factor

    new = new_factor(by)
    say = partial(click.echo, err=True)
    say(_("An owner needs a second factor too. Scan this with an authenticator on your telephone, or type the letters below it:"))
    say("\n".join(("", *lines(new.address), "", f"  {new.secret}", "")))
    while True:
        try:
            _change, codes = keep_factor(new, click.prompt(_("Type the six digits it shows"), err=True), by)
        except UserError as error:
            say(error)
        else:
            break
    say(_("It counts now. Write these codes down for the day your telephone is lost; each is good once:"))
    say("\n".join(f"  {code}" for code in codes))


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
