"""Who looked at which customer. Outside history: looking changes nothing."""

from datetime import datetime, timedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.data.database import write
from crm_desktop.data.models import AccessLog, Customer

LOOKED = "look"
AGAIN = timedelta(minutes=10)
"""Who comes back sooner is still looking."""


def note_look(customer_id: int, by: Actor, now: datetime | None = None) -> bool:
    """Whether it was written down: not again within ten minutes, and not of who is gone."""
    at = now or utc_now()
    theirs = AccessLog.row_id == customer_id, AccessLog.staff_id == by.id, AccessLog.at > at - AGAIN
    with write():
        known = AccessLog.select().where(*theirs, AccessLog.action == LOOKED, AccessLog.entity_table == "customer").exists()
        if known or Customer.get_or_none(id=customer_id) is None:
            return False
        AccessLog.create(at=at, staff_id=by.id, action=LOOKED, entity_table="customer", row_id=customer_id)
    return True
