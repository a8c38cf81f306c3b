"""`unprotect`: a company's file without a passphrase again."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


@click.command(
    "unprotect",
    help=_(
        "Take the passphrase off FILE, or off the store that --store names. Whoever has the file can read it then. A verified backup is"
        " made on the way. Nobody may have it open meanwhile."
    ),
    epilog="\b\nExample:\n  crm-desktop unprotect shop.crm",
)
@click.argument("file", metavar="[FILE]", required=False)
@click.pass_obj
def command(desk: Desk, file: str | None) -> None:
    from crm_desktop.services.protection import unprotect

    path = desk.file(file)
    key = desk.key_of(path)
    with desk.opened_with(path, key) as actor:
        if key is None:
            raise UserError(_("{path} is not protected. Nothing was changed.").format(path=path))
    done = unprotect(path, key, actor)
    click.echo(_("Anybody can read {path} now. Backed up and verified: {backup}.").format(path=path, backup=done.backup.path))
