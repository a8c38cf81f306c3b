"""Reads for the list of follow-ups, grouped by urgency."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds, local_day
from crm_desktop.core.kinds import FollowUpState
from crm_desktop.data.database import database, stream
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import at, day, for_engine, ids_of, in_order, moment, rows_by_ids, rows_of


class Urgency(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NO_DAY = "no_day"


class FollowUpRow(NamedTuple):
    id: int
    version: int
    number: str
    title: str
    customer_id: int | None
    customer: str
    order: str
    interaction: str
    due_on: date | None
    due_time: str
    due_at: datetime
    priority: str
    owner: str
    state: str
    attempts: int
    promise: str
    outcome: str
    completed_at: datetime | None
    recurrence: str


@dataclass(frozen=True, slots=True)
class FollowUpFilter:
    """`owner_id` None: everybody's."""

    state: FollowUpState = FollowUpState.OPEN
    owner_id: int | None = None

    def values(self) -> tuple[str | int, ...]:
        return (self.state,) if self.owner_id is None else (self.owner_id, self.state)


@dataclass(frozen=True, slots=True)
class Bounds:
    """UTC seconds after which a follow-up belongs to the next group; made once per load, so that all its reads agree."""

    ends: tuple[int, int, int, int]

    def urgency(self, due_at: int) -> Urgency:
        return tuple(Urgency)[bisect_right(self.ends, due_at)]


_ROWS = """
SELECT wanted.id, wanted.version, wanted.number, wanted.title, wanted.customer_id, COALESCE(customer.name, ''),
    COALESCE(placed.number, ''), COALESCE(held.number, ''), wanted.due_on, wanted.due_time, wanted.due_at, wanted.priority,
    COALESCE(staff.name, ''), wanted.state, wanted.attempts, wanted.promise, wanted.outcome, wanted.completed_at, wanted.recurrence
FROM follow_up AS wanted
LEFT JOIN customer ON customer.id = wanted.customer_id
LEFT JOIN sales_order AS placed ON placed.id = wanted.order_id
LEFT JOIN interaction AS held ON held.id = wanted.interaction_id
LEFT JOIN staff ON staff.id = wanted.owner_id
WHERE wanted.id IN ({ids})"""


def bounds(now: datetime, zone: ZoneInfo) -> Bounds:
    """Overdue, the rest of today, the next seven days, later, no day."""
    today = local_day(now, zone)
    end_of_today, end_of_week = (day_bounds(some, zone)[1] for some in (today, today + timedelta(days=7)))
    no_day = int(datetime(9999, 12, 29, tzinfo=now.tzinfo).timestamp())
    return Bounds((int(now.timestamp()), int(end_of_today.timestamp()), int(end_of_week.timestamp()), no_day))


def follow_up_ids(wanted: FollowUpFilter = FollowUpFilter()) -> "array[int]":
    """Open ones by when they are due, closed ones the latest first."""
    return ids_of(_ids_text(wanted.owner_id is not None, wanted.state != FollowUpState.OPEN), wanted.values())


def first_follow_ups(wanted: FollowUpFilter, limit: int) -> list[FollowUpRow]:
    text = _ids_text(wanted.owner_id is not None, wanted.state != FollowUpState.OPEN)
    ids = ids_of(text + " LIMIT ?", (*wanted.values(), limit))
    return in_order(ids, follow_up_rows(ids))


def grouped_ids(wanted: FollowUpFilter, groups: Bounds) -> "dict[Urgency, array[int]]":
    """The same ids in groups that are not empty, the most urgent first."""
    found: dict[Urgency, array[int]] = {}
    text = for_engine(_ids_text(wanted.owner_id is not None, wanted.state != FollowUpState.OPEN), database.param)
    for row_id, due_at in stream(text, wanted.values()):
        found.setdefault(groups.urgency(due_at), array("q")).append(row_id)
    return found


def follow_up_rows(ids: Sequence[int]) -> dict[int, FollowUpRow]:
    return {
        row[0]: FollowUpRow._make((*row[:8], day(row[8]), row[9], at(row[10]), *row[11:17], moment(row[17]), row[18]))
        for row in rows_by_ids(_ROWS, ids)
    }


class Waiting(NamedTuple):
    open: int
    overdue: int


def waiting(owner_id: int | None, now: datetime) -> Waiting:
    """How many are open and how many of them overdue."""
    text = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN due_at < ? THEN 1 ELSE 0 END), 0) FROM follow_up WHERE "
    whose, values = ("", ()) if owner_id is None else ("owner_id = ? AND ", (owner_id,))
    ((all_open, overdue),) = rows_of(f"{text}{whose}state = 'open'", (int(now.timestamp()), *values))
    return Waiting(all_open, int(overdue))


@cache
def _ids_text(of_owner: bool, latest_first: bool) -> str:
    order = "DESC" if latest_first else "ASC"
    owner = "owner_id = ? AND " if of_owner else ""
    return f"SELECT id, due_at FROM follow_up WHERE {owner}state = ? AND {in_sight('id', 'follow_up')} ORDER BY due_at {order}, id {order}"
