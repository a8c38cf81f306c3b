"""`restore`: a backup in the store's place."""

from contextlib import suppress
from pathlib import Path

import click

from crm_desktop.commands.desk import Desk, remember
from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.i18n import _


@click.command(
    "restore",
    help=_(
        "Put BACKUP, a file that “backups” lists, in the place of the store that --store names. What is there now is moved aside, not lost."
        " Nobody may have the store open meanwhile."
    ),
    epilog='\b\nExample:\n  crm-desktop --store shop.crm restore "shop backups/shop-20261121T120000Z.crm"',
)
@click.argument("backup", metavar="BACKUP")
@click.pass_obj
def command(desk: Desk, backup: str) -> None:
    from crm_desktop.commands.progress import look_bar
    from crm_desktop.services.backups import restore_backup

    address, path = desk.address(), _found(desk, Path(backup))
    by, key = _actor(desk), _key(desk, address, path)
    with look_bar(address) as watched:
        done = restore_backup(address, path, by, key, watched)
    remember(address)
    click.echo(_("Restored {backup} ({holds}).").format(backup=done.backup.path.name, holds=done.backup.holds()))
    if done.aside is not None:
        click.echo(_("What was there before lies in {aside}.").format(aside=done.aside))


def _found(desk: Desk, path: Path) -> Path:
    """Also by its name alone, as “backups” shows it."""
    from crm_desktop.services.backups import backup_folder

    return path if path.exists() or path.name != str(path) else backup_folder(desk.address()) / path


def _key(desk: Desk, address: Path | str, backup: Path) -> bytes | None:
    """The passphrase that people know now opens the backups from before it was changed; the one they had then, too."""
    from crm_desktop.services.protection import have_one_key

    with suppress(StoreRefused):  # what keeps the company closed is no reason to keep a backup of it closed
        if isinstance(address, Path) and have_one_key(address, backup):
            return desk.key_of(address)
    return desk.key_of(backup)


def _actor(desk: Desk) -> Actor:
    """A store that cannot be opened cannot say who works there: then only its owner brings it back."""
    from crm_desktop.core.actors import FOUNDER

    try:
        with desk.opened() as actor:
            return actor
    except StoreRefused as error:
        if desk.login is not None:
            raise UserError(
                _("This store cannot be opened to see who {login} is. Leave out --as; nothing was changed.").format(login=desk.login)
            ) from error
        return FOUNDER
