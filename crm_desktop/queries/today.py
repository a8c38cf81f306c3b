"""Reads for the page where staff start: what is due, what waits, and how the last days went."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds
from crm_desktop.core.kinds import ChannelKind, FollowUpState
from crm_desktop.core.money import UNIT
from crm_desktop.queries.agenda import appointments_on
from crm_desktop.queries.follow_ups import FollowUpFilter, FollowUpRow, first_follow_ups
from crm_desktop.queries.interactions import TO_RETURN, InteractionFilter, InteractionRow, first_interactions
from crm_desktop.queries.lists import at, rows_of
from crm_desktop.queries.mentions import MentionRow, unseen_mentions
from crm_desktop.queries.return_sheets import open_returns
from crm_desktop.queries.returns import StuckReturn, stuck_returns
from crm_desktop.queries.sla import DueCase, breaches, due_soon, late_counts
from crm_desktop.queries.to_do import Whose

WEEK = 7
CHART_DAYS = 21
_MOST = 60
_CASES = 8


class Counted(NamedTuple):
    """Of the last seven days, and of the seven before."""

    now: int
    before: int


class Day(NamedTuple):
    day: date
    calls: int
    others: int


class Met(NamedTuple):
    """An appointment of today or soon."""

    id: int
    day: date
    title: str
    starts_at: datetime
    all_day: bool
    customer_id: int | None
    customer: str


class Today(NamedTuple):
    """`due`, `met`, `soon` and `soon_met` are one person's or everybody's, the rest is the company's. `sold` is in the company's currency.

    `soon` and `soon_met` are of the seven days after today.

    `mentions` are notes on cases that name the person and were not seen yet; nobody sees another's.

    `missed` counts, and `calls` lists for two weeks, only calls that were missed and not returned.

    `late` and `nearly` count cases of everybody whose time is over, or nearly so; `cases` are the first of them.

    `is_new`: the company has no customer at all, also not put away.
    """

    due: tuple[FollowUpRow, ...]
    met: tuple[Met, ...]
    soon: tuple[FollowUpRow, ...]
    soon_met: tuple[Met, ...]
    contacts: Counted
    missed: Counted
    orders: Counted
    sold: Decimal
    returns: int
    stuck: tuple[StuckReturn, ...]
    overdue: int
    days: tuple[Day, ...]
    calls: tuple[InteractionRow, ...]
    late: int
    nearly: int
    cases: tuple[DueCase, ...]
    mentions: tuple[MentionRow, ...]
    is_new: bool


# What lies in the archive or the trash counts here as in every report: the shelf never changes a figure.
_DAYS = """WITH day (first, last) AS (VALUES {days})
SELECT (SELECT COUNT(*) FROM interaction WHERE started_at >= first AND started_at < last),
    (SELECT COUNT(*) FROM interaction WHERE started_at >= first AND started_at < last
        AND +channel_id IN (SELECT id FROM channel WHERE kind = ?)) FROM day ORDER BY first"""
_COUNT = "SELECT COUNT(*) FROM interaction WHERE started_at >= ? AND started_at < ?"
_ORDERS = """SELECT COUNT(*), COALESCE(SUM(CASE WHEN currency = (SELECT currency FROM company) THEN total ELSE 0 END), 0) FROM sales_order
WHERE ordered_at >= ? AND ordered_at < ? AND state IN ('open', 'completed')"""
_OVERDUE = "SELECT COUNT(*) FROM follow_up WHERE state = 'open' AND due_at < ?"


def today_of(staff_id: int | None, now: datetime, zone: ZoneInfo, named: int = 0) -> Today:
    """What is due and who is met is this person's, with None everybody's; all the rest is everybody's. `named`: whose mentions."""
    today = now.astimezone(zone).date()
    tomorrow = int(day_bounds(today, zone)[1].timestamp())
    week, fortnight = (_start(today, days, zone) for days in (WEEK - 1, 2 * WEEK - 1))
    orders, sold = rows_of(_ORDERS, (week, tomorrow))[0]
    earlier = rows_of(_ORDERS, (fortnight, week))[0][0]
    nearly, late = late_counts(now)
    due, soon = _due(staff_id, tomorrow, int(day_bounds(today + timedelta(WEEK), zone)[1].timestamp()))
    return Today(
        due=due,
        met=_met(staff_id, today, today, zone),
        soon=soon,
        soon_met=_met(staff_id, today + timedelta(1), today + timedelta(WEEK), zone),
        contacts=Counted(rows_of(_COUNT, (week, tomorrow))[0][0], rows_of(_COUNT, (fortnight, week))[0][0]),
        missed=Counted(_to_return(week, tomorrow), _to_return(fortnight, week)),
        orders=Counted(orders, earlier),
        sold=int(sold) * UNIT,
        returns=open_returns(),
        stuck=tuple(stuck_returns(today, _MOST)),
        overdue=rows_of(_OVERDUE, (int(now.timestamp()),))[0][0],
        days=_days(today, zone),
        late=late,
        nearly=nearly,
        cases=tuple([*breaches(now, _CASES), *due_soon(now, _CASES)][:_CASES]) if late or nearly else (),
        calls=tuple(first_interactions(InteractionFilter(since=at(fortnight), until=at(tomorrow), to_return=True), 10)),
        mentions=tuple(unseen_mentions(named)),
        is_new=not rows_of("SELECT 1 FROM customer LIMIT 1"),
    )


def _start(today: date, days_ago: int, zone: ZoneInfo) -> int:
    return int(day_bounds(today - timedelta(days_ago), zone)[0].timestamp())


def _to_return(since: int, until: int) -> int:
    return int(rows_of(f"{_COUNT} AND {TO_RETURN}", (since, until))[0][0])


def _met(staff_id: int | None, first: date, last: date, zone: ZoneInfo) -> tuple[Met, ...]:
    """One time of a series is met too."""
    blocks = appointments_on(Whose((staff_id,) if staff_id is not None else ()), first, last, zone)
    planned = [block for block in blocks if not block.is_done]
    return tuple(
        Met(each.record_id, each.day, each.title, each.begins, each.all_day, each.customer_id, each.customer) for each in planned[:_MOST]
    )


def _due(staff_id: int | None, tomorrow: int, later: int) -> tuple[tuple[FollowUpRow, ...], tuple[FollowUpRow, ...]]:
    """Until tonight, and from then until later."""
    mine = first_follow_ups(FollowUpFilter(FollowUpState.OPEN, staff_id), _MOST)
    due = tuple(row for row in mine if row.due_at.timestamp() < tomorrow)
    return due, tuple(row for row in mine[len(due) :] if row.due_at.timestamp() < later)


def _days(today: date, zone: ZoneInfo) -> tuple[Day, ...]:
    days = [today - timedelta(ago) for ago in range(CHART_DAYS - 1, -1, -1)]
    bounds = [int(moment.timestamp()) for day in days for moment in day_bounds(day, zone)]
    counts = rows_of(_DAYS.format(days=", ".join(["(?, ?)"] * len(days))), (*bounds, ChannelKind.PHONE))
    return tuple(Day(day, calls, contacts - calls) for day, (contacts, calls) in zip(days, counts, strict=True))
