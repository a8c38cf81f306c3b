"""Customers at risk, by name: who complained more than once, or said that they are not content."""

from array import array
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import month_bounds
from crm_desktop.data.at_risk import at_risk as customers_at_risk
from crm_desktop.queries.lists import rows_by_ids
from crm_desktop.queries.trends import earlier_month

MONTHS = 3
"""How far back complaints and answers count, the month that is looked at included."""

_NAMES = "SELECT id, number, name FROM customer WHERE id IN ({ids})"


class AtRisk(NamedTuple):
    """`answer`: the lowest of theirs, None where they gave no low one."""

    customer_id: int
    number: str
    customer: str
    complaints: int
    answer: int | None


class Risk(NamedTuple):
    """How many customers are at risk, and the first of them."""

    customers: int
    first: tuple[AtRisk, ...]


def since(day: date, zone: ZoneInfo) -> int:
    """From when complaints and answers count that make a customer be at risk on this day."""
    return int(month_bounds(earlier_month(day, MONTHS - 1), zone)[0].timestamp())


def ids_at_risk(since: int, until: int) -> "array[int]":
    """Of these UTC seconds; most complaints first, and the least content of as many."""
    return array("q", customers_at_risk(since, until)[0])


def at_risk(since: int, until: int, most: int) -> Risk:
    found, complaints, answers = customers_at_risk(since, until)
    named = {row[0]: (row[1], row[2]) for row in rows_by_ids(_NAMES, found[:most])}
    return Risk(
        len(found),
        tuple(AtRisk(each, *named[each], complaints[each], answers.get(each)) for each in found[:most] if each in named),
    )
