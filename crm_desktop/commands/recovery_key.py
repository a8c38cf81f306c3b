"""`recovery-key`: another one, for a company whose sheet was lost, or seen by somebody who should not."""

from pathlib import Path

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.protection import hand_over, sheet_option
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


@click.command(
    "recovery-key",
    help=_(
        "Make a new recovery key for FILE, or for the store that --store names, which may be open. The former key opens neither the company"
        " nor its backups any more; only copies of them that lie elsewhere."
    ),
    epilog="\b\nExample:\n  crm-desktop recovery-key shop.crm --recovery-sheet sheet.pdf",
)
@click.argument("file", metavar="[FILE]", required=False)
@sheet_option
@click.pass_obj
def command(desk: Desk, file: str | None, recovery_sheet: str | None) -> None:
    from crm_desktop.core.second_place import second_place
    from crm_desktop.core.settings import load_settings
    from crm_desktop.queries.desk import company_facts
    from crm_desktop.services.protection import is_protected, new_recovery, use_recovery

    path = desk.file(file)
    key = desk.key_of(path)
    with desk.opened_with(path, key) as actor:
        if key is None or not is_protected(path):
            raise UserError(_("This company has no passphrase, and so no recovery key. Nothing was changed; “protect” gives it both."))
        facts, new = company_facts(), new_recovery(path, key)
        hand_over(new, Path(path), facts.name if facts is not None else "", recovery_sheet)
        use_recovery(path, new, actor, second_place(load_settings(), str(path)))
    click.echo(_("This recovery key counts now, for the backups too. Tear up the former sheet."))
