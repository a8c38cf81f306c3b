"""`passphrase`: another one, for somebody who knows the old one or holds the recovery key."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.keys import may_ask, new_passphrase
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


@click.command(
    "passphrase",
    help=_(
        "Change the passphrase of FILE, or of the store that --store names. The file itself stays as it is, and may be open."
        " Backups from before open with the old passphrase; the recovery key opens them all."
    ),
    epilog="\b\nExample:\n  crm-desktop passphrase shop.crm --forgotten",
)
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--forgotten", is_flag=True, help=_("Ask for the recovery key instead of the old passphrase."))
@click.option("--new-passphrase-file", metavar="FILE", help=_("Holds the new one, in its first line. Without it, it is asked for."))
@click.pass_obj
def command(desk: Desk, file: str | None, forgotten: bool, new_passphrase_file: str | None) -> None:
    from crm_desktop.services.protection import change_passphrase, renew_passphrase, unlock_by_recovery

    path = desk.file(file)
    if forgotten:
        _demand_somebody_with_the_sheet()
        key = unlock_by_recovery(path, click.prompt(_("Recovery key")))
        renew_passphrase(path, key, _typed(new_passphrase_file))
    else:
        known = desk.key_of(path)
        with desk.opened_with(path, known) as actor:
            change_passphrase(path, known or b"", _typed(new_passphrase_file), actor)
    click.echo(_("The passphrase is changed. Make a backup, so that the newest one opens with it too."))


def _demand_somebody_with_the_sheet() -> None:
    if not may_ask():
        raise UserError(
            _("The recovery key is on the printed sheet, and nobody can be asked for it here. Nothing was changed; run this in a terminal.")
        )


def _typed(named: str | None) -> str:
    """The environment holds the old one: only the option names a file with the new one."""
    return new_passphrase(named, from_environment=False)
