"""What people are to be reminded of now: follow-ups and appointments, in one read."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.queries.lists import at, rows_of


class Notice(NamedTuple):
    """`record_id` is the follow-up's or the appointment's; `due` when the notice came up; `number` is empty for an appointment."""

    entity: Entity
    record_id: int
    number: str
    title: str
    customer_id: int | None
    customer: str
    due: datetime


# An owner's notices, and those of what nobody owns.
_NOTICES = """
SELECT 'follow_up', promised.id, promised.number, promised.title, promised.customer_id, COALESCE(customer.name, ''),
    COALESCE(reminder.snoozed_until, reminder.at) AS due
FROM reminder JOIN follow_up AS promised ON promised.id = reminder.follow_up_id
LEFT JOIN customer ON customer.id = promised.customer_id
WHERE NOT reminder.cancelled AND reminder.shown_at IS NULL AND reminder.at <= ? AND COALESCE(reminder.snoozed_until, reminder.at) <= ?
    AND promised.state = 'open'{whose}
UNION ALL
SELECT 'appointment', planned.id, '', planned.title, planned.customer_id, COALESCE(customer.name, ''),
    COALESCE(notice.snoozed_until, notice.at)
FROM appointment_reminder AS notice JOIN appointment AS planned ON planned.id = notice.appointment_id
LEFT JOIN customer ON customer.id = planned.customer_id
WHERE NOT notice.cancelled AND notice.shown_at IS NULL AND notice.at <= ? AND COALESCE(notice.snoozed_until, notice.at) <= ?
    AND planned.state = 'planned'{whose_planned}
ORDER BY 7, 1, 2 LIMIT ?"""


def due_notices(owner_id: int | None, now: datetime, limit: int = 200) -> list[Notice]:
    """The longest waiting first. Of one owner (with what nobody owns), or None: everybody's."""
    whose = "" if owner_id is None else " AND COALESCE({0}.owner_id, ?) = ?"
    text = _NOTICES.format(whose=whose.format("promised"), whose_planned=whose.format("planned"))
    owner = () if owner_id is None else (owner_id, owner_id)
    moment = int(now.timestamp())
    rows = rows_of(text, (moment, moment, *owner, moment, moment, *owner, limit))
    return [Notice._make((Entity(row[0]), *row[1:6], at(row[6]))) for row in rows]
