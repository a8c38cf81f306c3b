"""Documents leave the house with people's names on them: who may print, and that it was done, is written down first."""

from collections.abc import Sequence

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.database import write
from crm_desktop.data.models import AccessLog


def may_print(by: Actor) -> None:
    """Raises NotAllowed for a role that may not print documents."""
    demand(by, Right.PRINT)


def note_printing(document: str, numbers: Sequence[str], by: Actor) -> None:
    """One entry for each record. Call it before the paper exists: a print that nobody can see afterwards must not happen."""
    demand(by, Right.PRINT)
    now = utc_now()
    with write():
        for number in numbers:
            AccessLog.create(at=now, staff_id=by.id, action="print", entity_table=document, detail=number)
