"""`undo`: take back what was done."""

import click

from crm_desktop.commands.desk import Desk
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _


@click.command(
    "undo",
    help=_(
        "Take back what you did last, or OPERATION, a number that “history” shows. Taking back an undo brings back what it had undone."
        " Where something done later builds on it, nothing is undone and that is named."
    ),
    epilog="\b\nExample:\n  crm-desktop history\n  crm-desktop undo 41",
)
@click.argument("operation", metavar="[OPERATION]", type=click.IntRange(1, 2**31), required=False)
@click.pass_obj
def command(desk: Desk, operation: int | None) -> None:
    from crm_desktop.data.models import Operation
    from crm_desktop.services.history import undo, undo_latest

    with desk.opened() as actor:
        change = undo_latest(actor) if operation is None else undo(_id_of(operation), actor)
        done = Operation.get_by_id(change.operation)
        undone = Operation.get_by_id(done.undoes_id)
        click.echo(_("Undone: {what} (operation {number}).").format(what=undone.text(), number=undone.sequence))


def _id_of(sequence: int) -> int:
    from crm_desktop.data.models import Operation

    found = Operation.get_or_none(sequence=sequence)
    if found is None:
        raise UserError(_("There is no operation {number}; “history” shows those there are. Nothing was changed.").format(number=sequence))
    return int(found.id)
