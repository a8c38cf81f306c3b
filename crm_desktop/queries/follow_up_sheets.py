"""Everything about one follow-up, for the form that changes it and the panel beside the list."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.core.dates import due_moment, zone_of
from crm_desktop.queries.lists import at, day, rows_of

MORNING = "09:00"
"""When a reminder for a follow-up without a time comes."""


class FollowUpSheet(NamedTuple):
    """`due_on` None: any day. `remind_before` is minutes before it is due, `reminds_at` when the notice comes up next."""

    id: int
    version: int
    number: str
    title: str
    customer_id: int | None
    customer: str
    contact_id: int | None
    interaction_id: int | None
    order_id: int | None
    order: str
    channel_id: int | None
    promise: str
    due_on: date | None
    due_time: str
    zone: str
    priority: str
    owner_id: int | None
    recurrence: str
    state: str
    remind_before: int | None
    reminds_at: datetime | None


class Tried(NamedTuple):
    """An attempt to reach somebody."""

    at: datetime
    result: str
    note: str
    staff: str


class About(NamedTuple):
    """An order that a follow-up may be about; `back` is the number of its latest return, empty without one."""

    order_id: int
    number: str
    ordered_at: datetime
    back: str


_SHEET = """
SELECT wanted.id, wanted.version, wanted.number, wanted.title, wanted.customer_id, COALESCE(customer.name, ''), wanted.contact_id,
    wanted.interaction_id, wanted.order_id, COALESCE(placed.number, ''), wanted.channel_id, wanted.promise, wanted.due_on, wanted.due_time,
    wanted.zone, wanted.priority, wanted.owner_id, wanted.recurrence, wanted.state
FROM follow_up AS wanted
LEFT JOIN customer ON customer.id = wanted.customer_id
LEFT JOIN sales_order AS placed ON placed.id = wanted.order_id
WHERE wanted.id = ?"""
_REMINDERS = "SELECT at, snoozed_until, shown_at FROM reminder WHERE follow_up_id = ? AND NOT cancelled ORDER BY at"
_TRIED = """
SELECT tried.at, tried.result, tried.note, COALESCE(staff.name, '') FROM follow_up_attempt AS tried
LEFT JOIN staff ON staff.id = tried.staff_id WHERE tried.follow_up_id = ? ORDER BY tried.at DESC, tried.id DESC LIMIT ?"""
_ABOUT = """
SELECT placed.id, placed.number, placed.ordered_at, COALESCE((SELECT back.number FROM return_request AS back
    WHERE back.order_id = placed.id ORDER BY back.id DESC LIMIT 1), '')
FROM sales_order AS placed WHERE placed.customer_id = ? ORDER BY placed.ordered_at DESC, placed.id DESC LIMIT ?"""


def follow_up_sheet(follow_up_id: int) -> FollowUpSheet | None:
    """None when it is not there (any more)."""
    for row in rows_of(_SHEET, (follow_up_id,)):
        due_on = day(row[12])
        before, reminds_at = _reminder(follow_up_id, due_on, row[13], row[14])
        return FollowUpSheet._make((*row[:12], due_on, *row[13:], before, reminds_at))
    return None


def attempts(follow_up_id: int, limit: int = 20) -> list[Tried]:
    """The latest first."""
    return [Tried(at(row[0]), *row[1:]) for row in rows_of(_TRIED, (follow_up_id, limit))]


def orders_to_be_about(customer_id: int, limit: int = 30) -> list[About]:
    """A customer's latest orders."""
    return [About(row[0], row[1], at(row[2]), row[3]) for row in rows_of(_ABOUT, (customer_id, limit))]


def _reminder(follow_up_id: int, due_on: date | None, due_time: str, zone: str) -> tuple[int | None, datetime | None]:
    rows = rows_of(_REMINDERS, (follow_up_id,))
    if due_on is None or not rows:
        return None, None
    due = due_moment(due_on, due_time or MORNING, zone_of(zone))
    leads = [int((due - at(row[0])).total_seconds() // 60) for row in rows if at(row[0]) <= due]
    return min(leads, default=None), _next(rows)


def _next(rows: Sequence[tuple[int, int | None, int | None]]) -> datetime | None:
    waiting = [at(snoozed or planned) for planned, snoozed, shown in rows if not shown]
    return min(waiting, default=None)
