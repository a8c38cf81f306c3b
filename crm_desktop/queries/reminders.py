"""What people are to be reminded of now: follow-ups and appointments, in one read."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.queries.lists import at, rows_of


class Notice(NamedTuple):
    """`record_id` is the follow-up's or the appointment's; `due` when the notice came up; `number` is empty for an appointment.

    `reminder_id` names the notice itself, with `entity` and `due`: snoozed, it is another one.
    """

    entity: Entity
    record_id: int
    number: str
    title: str
    customer_id: int | None
    customer: str
    due: datetime
    reminder_id: int = 0


# An owner's notices, and those of what nobody owns.
_NOTICES = """
SELECT 'follow_up', promised.id, promised.number, promised.title, promised.customer_id, COALESCE(customer.name, ''),
    COALESCE(reminder.snoozed_until, reminder.at) AS due, reminder.id
FROM reminder JOIN follow_up AS promised ON promised.id = reminder.follow_up_id
LEFT JOIN customer ON customer.id = promised.customer_id
WHERE NOT reminder.cancelled AND reminder.shown_at IS NULL AND reminder.at <= ? AND COALESCE(reminder.snoozed_until, reminder.at) <= ?
    AND promised.state = 'open'{whose}
UNION ALL
SELECT 'appointment', planned.id, '', planned.title, planned.customer_id, COALESCE(customer.name, ''),
    COALESCE(notice.snoozed_until, notice.at), notice.id
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
    return [Notice._make((Entity(row[0]), *row[1:6], at(row[6]), row[7])) for row in rows]


# Planned ones by the index on `at`; snoozed ones came up before, and few wait at any time.
_NEXT = """
SELECT MIN(due) FROM (
SELECT MIN(reminder.at) AS due FROM reminder JOIN follow_up AS promised ON promised.id = reminder.follow_up_id
WHERE reminder.at > ? AND reminder.snoozed_until IS NULL AND NOT reminder.cancelled AND reminder.shown_at IS NULL
    AND promised.state = 'open'{whose}
UNION ALL SELECT MIN(reminder.snoozed_until) FROM reminder JOIN follow_up AS promised ON promised.id = reminder.follow_up_id
WHERE reminder.snoozed_until > ? AND NOT reminder.cancelled AND reminder.shown_at IS NULL AND promised.state = 'open'{whose}
UNION ALL SELECT MIN(notice.at) FROM appointment_reminder AS notice JOIN appointment AS planned ON planned.id = notice.appointment_id
WHERE notice.at > ? AND notice.snoozed_until IS NULL AND NOT notice.cancelled AND notice.shown_at IS NULL
    AND planned.state = 'planned'{whose_planned}
UNION ALL SELECT MIN(notice.snoozed_until) FROM appointment_reminder AS notice
    JOIN appointment AS planned ON planned.id = notice.appointment_id
WHERE notice.snoozed_until > ? AND NOT notice.cancelled AND notice.shown_at IS NULL AND planned.state = 'planned'{whose_planned}
) AS waiting"""


def next_notice_at(owner_id: int, after: datetime) -> datetime | None:
    """When the next one comes up after this moment, of one owner and of what nobody owns."""
    whose = " AND COALESCE({0}.owner_id, ?) = ?"
    text = _NEXT.format(whose=whose.format("promised"), whose_planned=whose.format("planned"))
    ((found,),) = rows_of(text, (int(after.timestamp()), owner_id, owner_id) * 4)
    return None if found is None else at(found)
