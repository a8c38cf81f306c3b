"""`backups`: those there are."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.output import print_json, print_table
from crm_desktop.core.i18n import _


@click.command(
    "backups",
    help=_("Show the store's backups, the newest first. The store itself may be damaged or gone."),
    epilog="\b\nExample:\n  crm-desktop --store shop.crm backups --json",
)
@click.option("--json", "as_json", is_flag=True, help=_("As JSON, for programs."))
@click.pass_obj
def command(desk: Desk, as_json: bool) -> None:
    from crm_desktop.services.backups import backup_folder, backups

    address = desk.address()
    found = backups(address)
    if as_json:
        records = [
            {
                "path": str(each.path),
                "made_at": each.made_at.isoformat(),
                "size": each.size,
                "verified": each.verified,
                "problem": each.problem,
                "holds": each.holds() if each.manifest else "",
            }
            for each in found
        ]
        print_json({"folder": str(backup_folder(address)), "count": len(records), "records": records})
    elif found:
        rows = ((each.made_at.astimezone(), each.path.name, each.size, each.problem or each.holds()) for each in found)
        print_table(("made", "file", "bytes", "holds"), rows)
    else:
        click.echo(_("There is no backup in {folder}.").format(folder=backup_folder(address)))
