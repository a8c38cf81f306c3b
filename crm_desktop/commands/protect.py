"""`protect`: a passphrase on a company's file."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.commands.keys import new_passphrase
from crm_desktop.commands.protection import hand_over, sheet_option
from crm_desktop.core.i18n import _


@click.command(
    "protect",
    help=_(
        "Put a passphrase on FILE, or on the store that --store names: it is encrypted, and so is every backup from then on."
        " A verified backup is made on the way. Nobody may have it open meanwhile."
    ),
    epilog="\b\nExample:\n  crm-desktop protect shop.crm --recovery-sheet sheet.pdf",
)
@click.argument("file", metavar="[FILE]", required=False)
@sheet_option
@click.option("--remove-readable", is_flag=True, help=_("Remove the backups from before, which anybody can read."))
@click.pass_obj
def command(desk: Desk, file: str | None, recovery_sheet: str | None, remove_readable: bool) -> None:
    from crm_desktop.core.rights import Right, demand
    from crm_desktop.data.protecting import demand_plain
    from crm_desktop.queries.desk import company_facts
    from crm_desktop.services.protection import new_protection, protect
    from crm_desktop.services.protection import remove_readable as remove

    path = desk.file(file)
    if path.is_file():
        demand_plain(path)
    with desk.opened_with(path, None) as actor:
        demand(actor, Right.PROTECT)
        facts = company_facts()
    new = new_protection(new_passphrase(desk.passphrase_file))
    hand_over(new, path, facts.name if facts else "", recovery_sheet)
    done = protect(path, new, actor)
    click.echo(_("{path} is protected now. Backed up and verified: {backup}.").format(path=path, backup=done.backup.path))
    if done.readable and remove_readable:
        remove(done.readable, actor)
        click.echo(_("Removed the backups from before, which anybody could read: {count}.").format(count=len(done.readable)))
    elif done.readable:
        click.echo(_("Backups from before can still be read by anybody:"))
        for each in done.readable:
            click.echo(f"  {each}")
