"""`password`: of somebody who works here."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.keys import first_line, may_ask
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


@click.command(
    "password",
    help=_(
        "Give LOGIN a password, or another one. As soon as an owner has one, everybody signs in with theirs; a company of one person may"
        " do without. One's own needs the old one, which --password-file holds or is asked for."
    ),
    epilog="\b\nExample:\n  crm-desktop --as olga password nancy",
)
@click.argument("login", metavar="LOGIN", required=False)
@click.option("--new-password-file", metavar="FILE", help=_("Holds the new one, in its first line. Without it, it is asked for."))
@click.option("--stop", is_flag=True, help=_("Forget all passwords and second factors: nobody signs in any more."))
@click.pass_obj
def command(desk: Desk, login: str | None, new_password_file: str | None, stop: bool) -> None:
    from crm_desktop.commands.signing_in import given_password
    from crm_desktop.queries.actors import actor_of, sign_in_is_on
    from crm_desktop.services.sign_in import set_password, stop_sign_in

    with desk.opened() as by:
        if stop:
            stop_sign_in(by)
            click.echo(_("Nobody signs in any more: whoever opens the company may do everything."))
            return
        whom = actor_of(login or by.login)
        old = given_password(by.login, desk.password_file) if whom.id == by.id and sign_in_is_on() else ""
        set_password(whom.id, _new_password(whom.login, new_password_file), by, old)
        click.echo(_("{login} has a new password.").format(login=whom.login))
        if not sign_in_is_on():
            click.echo(_("Nobody is asked for one yet: that begins when an owner has one."))


def _new_password(login: str, named: str | None) -> str:
    if named is not None:
        return first_line(named, "--new-password-file")
    if not may_ask():
        raise UserError(_("Nobody can be asked for the new password of {login}. Name a file with --new-password-file.").format(login=login))
    typed: str = click.prompt(_("New password of {login}").format(login=login), hide_input=True, confirmation_prompt=_("The same again"))
    return typed
