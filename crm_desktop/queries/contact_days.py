"""Sums of interactions over a period: added up from the days that are kept, and counted where a day is not.

A day is kept for the whole company. An operation that reaches an interaction forgets the days around it, so what is kept is right.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds
from crm_desktop.data.contact_days import COLUMNS, ContactSums, Quarter, counted, counted_quarters, customers_of
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of


class Held(NamedTuple):
    """What a period held: sums, quarters of an hour in their order, and the customers there was an interaction with."""

    sums: ContactSums
    quarters: list[Quarter]
    customers: set[int]


def held_in(scope: Scope) -> Held:
    """Every row looked at."""
    where = scope.where("held.started_at", "held.staff_id")
    return Held(counted(where, scope.params), counted_quarters(where, scope.params), set(customers_of(where, scope.params)))


class Kept(NamedTuple):
    """What is known of a stretch of days: `gaps` are the stretches that must be counted."""

    held: Held
    gaps: tuple[tuple[int, int], ...]


def kept(start: int, end: int, days: Sequence[tuple[int, int]]) -> Kept:
    """Of these days from start to end. A day of another length is of another time zone, and does not count."""
    text = f"SELECT starts_at, ends_at, quarters, customers, {COLUMNS} FROM contact_day WHERE starts_at >= ? AND starts_at < ?"
    found = {(row[0], row[1]): row for row in rows_of(text, (start, end))}
    sums, quarters, customers = ContactSums(), list[Quarter](), set[int]()
    gaps: list[tuple[int, int]] = []
    for day in days:
        row = found.get(day)
        if row is None:
            if gaps and gaps[-1][1] == day[0]:
                gaps[-1] = gaps[-1][0], day[1]
            else:
                gaps.append(day)
        else:
            sums = sums.plus(ContactSums(*row[4:]))
            customers.update(json.loads(row[3]))
            quarters += [Quarter(day[0] + offset, *counts) for offset, *counts in json.loads(row[2])]
    return Kept(Held(sums, quarters, customers), tuple(gaps))


def days_between(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Each day of the calendar in UTC seconds, from its first moment to the first after it."""
    for place in range((last - first).days + 1):
        begins, ends = day_bounds(first + timedelta(days=place), zone)
        yield int(begins.timestamp()), int(ends.timestamp())


def held_between(first: date, last: date, zone: ZoneInfo) -> Held:
    """The whole company's, of these days."""
    days = list(days_between(first, last, zone))
    known = kept(days[0][0], days[-1][1], days)
    sums, quarters, customers = known.held
    for gap in known.gaps:
        found = held_in(Scope(*gap))
        sums = sums.plus(found.sums)
        quarters += found.quarters
        customers |= found.customers
    return Held(sums, sorted(quarters), customers)


def missing_days(first: date, last: date, zone: ZoneInfo) -> list[tuple[int, int]]:
    days = list(days_between(first, last, zone))
    text = "SELECT starts_at, ends_at FROM contact_day WHERE starts_at >= ? AND starts_at < ?"
    known = set(rows_of(text, (days[0][0], days[-1][1])))
    return [day for day in days if day not in known]
