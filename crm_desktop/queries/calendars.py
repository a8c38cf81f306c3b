"""Reads for calendar files: appointments with everybody who is asked, and who the people of a calendar are here."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.core.text import fold
from crm_desktop.data.database import database, fetch
from crm_desktop.queries.lists import at, rows_by_ids

_CHUNK = 500


class Person(NamedTuple):
    name: str
    email: str
    answer: str


class Planned(NamedTuple):
    """An appointment as it is stored. `owner` is None where nobody owns it."""

    id: int
    uid: str
    title: str
    starts_on: date
    starts_time: str
    minutes: int
    zone: str
    place: str
    link: str
    note: str
    recurrence: str
    except_days: tuple[date, ...]
    remind_before: int | None
    state: str
    state_reason: str
    updated_at: datetime
    owner: Person | None
    attendees: tuple[Person, ...]


class Series(NamedTuple):
    """A series that is here already. `source` is empty where it was planned here."""

    source: str
    recurrence: str
    except_days: tuple[date, ...]
    zone: str


class Known(NamedTuple):
    """Who an e-mail belongs to: a colleague, or a customer and perhaps a contact there."""

    staff_id: int | None = None
    contact_id: int | None = None
    customer_id: int | None = None


_PLANNED = """
SELECT planned.id, planned.uid, planned.title, planned.starts_on, planned.starts_time, planned.minutes, planned.zone, planned.place,
    planned.link, planned.note, planned.recurrence, planned.except_days, planned.remind_before, planned.state, planned.state_reason,
    planned.updated_at, COALESCE(staff.name, ''), COALESCE(staff.email, '')
FROM appointment AS planned LEFT JOIN staff ON staff.id = planned.owner_id WHERE planned.id IN ({ids})"""
_EMAIL = """(SELECT value FROM contact_point WHERE id = (
        SELECT MIN(point.id) FROM contact_point AS point WHERE point.kind = 'email' AND {}))"""
_ATTENDEES = f"""
SELECT asked.appointment_id, COALESCE(NULLIF(asked.name, ''), staff.name, contact.name, customer.name, ''),
    COALESCE(NULLIF(asked.email, ''), NULLIF(staff.email, ''),
        {_EMAIL.format("point.contact_id = asked.contact_id")},
        {_EMAIL.format("point.customer_id = asked.customer_id AND point.contact_id IS NULL")}, ''),
    asked.answer
FROM attendee AS asked LEFT JOIN staff ON staff.id = asked.staff_id LEFT JOIN contact ON contact.id = asked.contact_id
LEFT JOIN customer ON customer.id = asked.customer_id
WHERE asked.appointment_id IN ({{ids}}) ORDER BY asked.appointment_id, asked.id"""
_SERIES = "SELECT uid, source, recurrence, except_days, zone FROM appointment WHERE uid IN ({})"
_STAFF = "SELECT id, name, email FROM staff WHERE active ORDER BY id"
_REACHED = """SELECT point.normal, point.customer_id, point.contact_id FROM contact_point AS point
JOIN customer ON customer.id = point.customer_id
WHERE point.kind = 'email' AND point.normal IN ({}) AND customer.merged_into_id IS NULL ORDER BY point.id"""


def appointments_by_id(ids: Sequence[int]) -> Iterator[Planned]:
    """In the order of the ids, in gulps."""
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        asked: dict[int, list[Person]] = {}
        for row_id, *person in rows_by_ids(_ATTENDEES, some):
            asked.setdefault(row_id, []).append(Person(*person))
        found = {row[0]: row for row in rows_by_ids(_PLANNED, some)}
        yield from (_planned(found[row_id], asked.get(row_id, [])) for row_id in some if row_id in found)


def series_of(uids: Collection[str]) -> dict[str, Series]:
    """Appointments that are here, by iCalendar's UID."""
    return {row[0]: Series(row[1], row[2], _days(row[3]), row[4]) for row in _found(_SERIES, uids)}


def people_of(emails: Collection[str]) -> dict[str, Known]:
    """By e-mail in small letters. One that several customers have says nothing, and is left out."""
    found: dict[str, Known] = {}
    told: dict[str, set[tuple[int, int | None]]] = {}
    for normal, customer_id, contact_id in _found(_REACHED, emails):
        told.setdefault(normal, set()).add((customer_id, contact_id))
    for normal, owners in told.items():
        if len({customer_id for customer_id, _contact in owners}) == 1:
            contacts = {contact_id for _customer, contact_id in owners if contact_id}
            ((customer_id, _contact), *_more) = owners
            found[normal] = Known(contact_id=contacts.pop() if len(contacts) == 1 else None, customer_id=customer_id)
    for row_id, _name, email in fetch(_STAFF):
        if email and email.lower() in emails:
            found[email.lower()] = Known(staff_id=row_id)
    return found


def staff_called(name: str) -> int | None:
    """The one colleague of this name."""
    found = [row[0] for row in fetch(_STAFF) if fold(row[1]) == fold(name)]
    return found[0] if len(found) == 1 else None


def _planned(row: tuple[Any, ...], attendees: list[Person]) -> Planned:
    owner = Person(row[16], row[17], "none") if row[16] or row[17] else None
    days, begins = _days(row[11]), date.fromisoformat(row[3])
    return Planned._make((*row[:3], begins, *row[4:11], days, *row[12:15], at(row[15]), owner, tuple(attendees)))


def _days(text: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, filter(None, text.split(","))))


def _found(text: str, values: Collection[str]) -> Iterator[tuple[Any, ...]]:
    remaining = iter(sorted(values))
    while some := list(islice(remaining, _CHUNK)):
        yield from fetch(text.format(", ".join([database.param] * len(some))), some)
