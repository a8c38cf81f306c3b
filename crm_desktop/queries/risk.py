"""Customers at risk: who complained more than once, or said that they are not content.

A complaint is a case of that kind, or an incoming contact about one that belongs to no case: what was told twice counts once.
"""

from array import array
from collections import Counter
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import month_bounds
from crm_desktop.core.kinds import ReasonKind
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.survey_kinds import ResponseState, SurveyKind
from crm_desktop.queries.lists import rows_by_ids, rows_of
from crm_desktop.queries.trends import earlier_month

COMPLAINTS = 2
"""From so many on a customer is at risk."""
LOW = 2
"""An answer to a CSAT survey, from 1 to 5, up to which a customer is."""
MONTHS = 3
"""How far back complaints and answers count, the month that is looked at included."""

_CASES = f"""SELECT customer_id, COUNT(*) FROM support_case WHERE kind = '{CaseKind.COMPLAINT}' AND merged_into_id IS NULL
AND customer_id IS NOT NULL AND opened_at >= ? AND opened_at < ? GROUP BY customer_id"""
_CONTACTS = f"""SELECT held.customer_id, COUNT(*) FROM interaction AS held JOIN contact_reason AS reason ON reason.id = held.reason_id
WHERE reason.kind = '{ReasonKind.COMPLAINT}' AND held.direction = 'in' AND held.case_id IS NULL AND held.customer_id IS NOT NULL
AND held.started_at >= ? AND held.started_at < ? GROUP BY held.customer_id"""
_ANSWERS = f"""SELECT given.customer_id, MIN(given.score) FROM survey_response AS given JOIN survey ON survey.id = given.survey_id
WHERE survey.kind = '{SurveyKind.CSAT}' AND given.state = '{ResponseState.ANSWERED}' AND given.score BETWEEN 1 AND {LOW}
AND given.customer_id IS NOT NULL AND given.answered_at >= ? AND given.answered_at < ? GROUP BY given.customer_id"""
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
    return array("q", _found(since, until)[0])


def at_risk(since: int, until: int, most: int) -> Risk:
    found, complaints, answers = _found(since, until)
    named = {row[0]: (row[1], row[2]) for row in rows_by_ids(_NAMES, found[:most])}
    return Risk(
        len(found),
        tuple(AtRisk(each, *named[each], complaints[each], answers.get(each)) for each in found[:most] if each in named),
    )


def _found(since: int, until: int) -> tuple[list[int], Counter[int], dict[int, int]]:
    """Customers, how often each complained, and the lowest answer of each."""
    complaints: Counter[int] = Counter()
    for text in (_CASES, _CONTACTS):
        complaints.update(dict(rows_of(text, (since, until))))
    answers: dict[int, int] = dict(rows_of(_ANSWERS, (since, until)))
    found = [customer for customer in complaints.keys() | answers.keys() if complaints[customer] >= COMPLAINTS or customer in answers]
    found.sort(key=lambda customer: (-complaints[customer], answers.get(customer, LOW + 1), customer))
    return found, complaints, answers
