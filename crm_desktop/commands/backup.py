"""`backup`: a copy that was read again and is the same."""

from pathlib import Path

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.i18n import _


@click.command(
    "backup",
    help=_("Make a backup of the store in FOLDER, or in the folder “… backups” beside it, and read it again to be sure."),
    epilog="\b\nExample:\n  crm-desktop backup /media/stick",
)
@click.argument("folder", metavar="[FOLDER]", required=False)
@click.pass_obj
def command(desk: Desk, folder: str | None) -> None:
    from crm_desktop.services.backups import back_up

    with desk.opened() as actor:
        made = back_up(actor, Path(folder) if folder else None)
    click.echo(_("Backed up and verified: {path} ({holds}).").format(path=made.path, holds=made.holds()))
