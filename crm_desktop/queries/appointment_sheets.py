"""Everything about one appointment, for the form that changes it, and who can be asked to come."""

from datetime import date
from typing import NamedTuple

from crm_desktop.queries.lists import rows_of


class Asked(NamedTuple):
    """Somebody who is asked. `name` and `email` are as they were given; `called` is what people call them."""

    staff_id: int | None
    contact_id: int | None
    customer_id: int | None
    name: str
    email: str
    called: str
    answer: str


class AppointmentSheet(NamedTuple):
    id: int
    version: int
    title: str
    customer_id: int | None
    customer: str
    order_id: int | None
    order: str
    owner_id: int | None
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
    uid: str
    state: str
    state_reason: str
    attendees: tuple[Asked, ...]


class Invitable(NamedTuple):
    """A contact of a customer."""

    id: int
    name: str


_SHEET = """
SELECT met.id, met.version, met.title, met.customer_id, COALESCE(customer.name, ''), met.order_id, COALESCE(placed.number, ''),
    met.owner_id, met.starts_on, met.starts_time, met.minutes, met.zone, met.place, met.link, met.note, met.recurrence, met.except_days,
    met.remind_before, met.uid, met.state, met.state_reason
FROM appointment AS met
LEFT JOIN customer ON customer.id = met.customer_id
LEFT JOIN sales_order AS placed ON placed.id = met.order_id
WHERE met.id = ?"""
_ASKED = """
SELECT asked.staff_id, asked.contact_id, asked.customer_id, asked.name, asked.email,
    COALESCE(NULLIF(asked.name, ''), staff.name, contact.name, customer.name, asked.email), asked.answer
FROM attendee AS asked LEFT JOIN staff ON staff.id = asked.staff_id LEFT JOIN contact ON contact.id = asked.contact_id
LEFT JOIN customer ON customer.id = asked.customer_id
WHERE asked.appointment_id = ? ORDER BY asked.id"""
_CONTACTS = "SELECT id, name FROM contact WHERE customer_id = ? AND active ORDER BY id"


def appointment_sheet(appointment_id: int) -> AppointmentSheet | None:
    """None when it is not there (any more)."""
    for row in rows_of(_SHEET, (appointment_id,)):
        days = tuple(map(date.fromisoformat, filter(None, row[16].split(","))))
        asked = tuple(Asked(*each) for each in rows_of(_ASKED, (appointment_id,)))
        return AppointmentSheet._make((*row[:8], date.fromisoformat(row[8]), *row[9:16], days, *row[17:], asked))
    return None


def invitable(customer_id: int) -> list[Invitable]:
    return [Invitable(*row) for row in rows_of(_CONTACTS, (customer_id,))]
