"""Reads of the register of incidents, and of what persons ask about their data."""

from datetime import date, datetime
from typing import Any, NamedTuple

from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.privacy import Clock, RequestKind, RequestOutcome, Risk, clock_of, is_late
from crm_desktop.queries.lists import at, moment, rows_of


class IncidentRow(NamedTuple):
    """`clock` is how it stands with telling the authority; `found_by` who noted it."""

    id: int
    version: int
    description: str
    found_at: datetime
    happened_at: datetime | None
    data: str
    persons: int
    risk: Risk
    measures: str
    reported_at: datetime | None
    why_not: str
    persons_told_at: datetime | None
    closed_at: datetime | None
    found_by: str
    clock: Clock


class RequestRow(NamedTuple):
    """`called` is the customer's number and name, or who asked. `is_late`: it is, or was answered late."""

    id: int
    version: int
    kind: RequestKind
    customer_id: int | None
    called: str
    who: str
    asked_on: date
    due_on: date
    extended_because: str
    identity: str
    note: str
    staff_id: int | None
    staff: str
    outcome: RequestOutcome
    answered_on: date
    answer: str
    is_late: bool


_INCIDENTS = """
SELECT incident.id, incident.version, incident.description, incident.found_at, incident.happened_at, incident.data, incident.persons,
    incident.risk, incident.measures, incident.reported_at, incident.why_not, incident.persons_told_at, incident.closed_at,
    COALESCE(staff.name, '')
FROM incident LEFT JOIN staff ON staff.id = incident.staff_id {} ORDER BY incident.found_at DESC, incident.id DESC"""
_REQUESTS = """
SELECT asked.id, asked.version, asked.kind, asked.customer_id, COALESCE(customer.number || ' ' || customer.name, asked.who), asked.who,
    asked.asked_on, asked.due_on, asked.extended_because, asked.identity, asked.note, asked.staff_id, COALESCE(staff.name, ''),
    asked.outcome, asked.answered_on, asked.answer
FROM privacy_request AS asked LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN staff ON staff.id = asked.staff_id
ORDER BY CASE WHEN asked.outcome = '' THEN 0 ELSE 1 END, asked.due_on, asked.id"""


def incidents() -> list[IncidentRow]:
    """The latest first."""
    return [_incident(row) for row in rows_of(_INCIDENTS.format(""))]


def incident_of(number: str) -> IncidentRow | None:
    """By its number, as lists show it."""
    wanted = number.strip()
    found = rows_of(_INCIDENTS.format("WHERE incident.id = ?"), (int(wanted),)) if wanted.isascii() and wanted.isdigit() else []
    return next(map(_incident, found), None)


def requests() -> list[RequestRow]:
    """Open ones first, by the day they are due."""
    ((zone,),) = rows_of("SELECT zone FROM company")
    today = local_day(utc_now(), zone_of(zone))
    return [_request(row, today) for row in rows_of(_REQUESTS)]


def _incident(row: tuple[Any, ...]) -> IncidentRow:
    found, told, risk = at(row[3]), moment(row[9]), Risk(row[7])
    clock = clock_of(found, told, risk, utc_now())
    return IncidentRow._make((
        *row[:3], found, moment(row[4]), row[5], row[6], risk, row[8], told, row[10], moment(row[11]), moment(row[12]), row[13], clock
    ))  # fmt: skip


def _request(row: tuple[Any, ...], today: date) -> RequestRow:
    asked, due, answered = (date.fromisoformat(row[place]) for place in (6, 7, 14))
    return RequestRow._make((
        row[0], row[1], RequestKind(row[2]), *row[3:6], asked, due, *row[8:13], RequestOutcome(row[13]), answered, row[15],
        is_late(due, answered, today),
    ))  # fmt: skip
