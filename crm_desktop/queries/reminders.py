"""What people are to be reminded of now, in one read: follow-ups, appointments, cases nearly late, and what colleagues ask or write."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import FAR
from crm_desktop.queries.lists import at, rows_of


class Notice(NamedTuple):
    """`record_id` is that of the record named by `entity`; `due` when the notice came up; `number` is empty for an appointment.

    `reminder_id` names the notice itself, with `entity` and `due`: snoozed, it is another one. Below 0 it is a mention on that case.
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
UNION ALL
SELECT 'case', asked.id, asked.number, asked.subject, asked.customer_id, COALESCE(customer.name, asked.caller), asked.next_warn_at, asked.id
FROM support_case AS asked LEFT JOIN customer ON customer.id = asked.customer_id
WHERE asked.next_warn_at <= ? AND asked.shelf = ''{whose_case}
UNION ALL
SELECT 'escalation', helped.id, asked.number, helped.reason, asked.customer_id, COALESCE(customer.name, asked.caller), helped.at, helped.id
FROM escalation AS helped JOIN support_case AS asked ON asked.id = helped.case_id LEFT JOIN customer ON customer.id = asked.customer_id
WHERE helped.state = 'waiting'{whose_help}
UNION ALL
SELECT 'approval', wanted.id, COALESCE(placed.number, ''), wanted.reason, wanted.customer_id, COALESCE(customer.name, ''), wanted.at,
    wanted.id
FROM approval AS wanted LEFT JOIN customer ON customer.id = wanted.customer_id
LEFT JOIN sales_order AS placed ON placed.id = wanted.order_id WHERE wanted.decision = ''{whose_decision}
UNION ALL
SELECT 'case', asked.id, asked.number, COALESCE(writer.name || ': ', '') || SUBSTR(happened.note, 1, 200), asked.customer_id,
    COALESCE(customer.name, asked.caller), happened.at, -mention.id
FROM mention JOIN case_event AS happened ON happened.id = mention.case_event_id JOIN support_case AS asked ON asked.id = happened.case_id
LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN staff AS writer ON writer.id = happened.staff_id
WHERE asked.shelf <> 'trash' AND NOT EXISTS (SELECT 1 FROM seen_mention AS seen WHERE seen.mention_id = mention.id){whose_mention}
ORDER BY 7, 1, 2 LIMIT ?"""
_OF_CASE = " AND COALESCE(asked.assignee_id, ?) = ?"
_OF_HELP = " AND helped.to_staff_id = ?"
_OF_MENTION = " AND mention.staff_id = ?"
_OF_DECISION = """ AND COALESCE(wanted.asked_of_id, ?) = ? AND wanted.asked_by_id <> ?
    AND EXISTS (SELECT 1 FROM staff WHERE staff.id = ? AND staff.role IN ('owner', 'supervisor'))"""


def due_notices(owner_id: int | None, now: datetime, limit: int = 200) -> list[Notice]:
    """The longest waiting first. Of one owner (with what nobody owns), or None: everybody's."""
    whose = "" if owner_id is None else " AND COALESCE({0}.owner_id, ?) = ?"
    of_service = ("", "", "", "") if owner_id is None else (_OF_CASE, _OF_HELP, _OF_DECISION, _OF_MENTION)
    text = _NOTICES.format(
        whose=whose.format("promised"), whose_planned=whose.format("planned"), whose_case=of_service[0], whose_help=of_service[1],
        whose_decision=of_service[2], whose_mention=of_service[3],
    )  # fmt: skip
    owner = () if owner_id is None else (owner_id, owner_id)
    moment = int(now.timestamp())
    asked = () if owner_id is None else (owner_id,) * 6
    rows = rows_of(text, (moment, moment, *owner, moment, moment, *owner, moment, *owner, *asked, limit))
    return [Notice._make((Entity(row[0]), *row[1:3], " ".join(row[3].split()), *row[4:6], at(row[6]), row[7])) for row in rows]


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
UNION ALL SELECT MIN(asked.next_warn_at) FROM support_case AS asked WHERE asked.next_warn_at > ? AND asked.next_warn_at < ?
    AND asked.shelf = ''{whose_case}
) AS waiting"""


def next_notice_at(owner_id: int, after: datetime) -> datetime | None:
    """When the next one comes up after this moment, of one owner and of what nobody owns."""
    whose = " AND COALESCE({0}.owner_id, ?) = ?"
    text = _NEXT.format(whose=whose.format("promised"), whose_planned=whose.format("planned"), whose_case=_OF_CASE)
    moment = int(after.timestamp())
    ((found,),) = rows_of(text, (*(moment, owner_id, owner_id) * 4, moment, FAR, owner_id, owner_id))
    return None if found is None else at(found)
