"""Reads for the paper that people work from: what was promised and what is planned, with whom and how to reach them."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from crm_desktop.core.dates import day_bounds, span, zone_of
from crm_desktop.core.recurrence import occurrences
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import at, day, ids_of, moment, rows_by_ids, rows_of

_GULP = 500


@dataclass(frozen=True, slots=True)
class Whose:
    """Empty `staff_ids`: everybody's. `customer_id` None: about anybody."""

    staff_ids: tuple[int, ...] = ()
    customer_id: int | None = None


class Promise(NamedTuple):
    """An open follow-up. `phone` is the person's it is about, else the customer's, else anybody's there that may be used.

    `back` is the return of its order that is still open, `tried_at` and `tried` the last attempt.
    """

    number: str
    title: str
    promise: str
    priority: str
    due_on: date | None
    due_time: str
    due_at: datetime
    repeats: bool
    owner: str
    attempts: int
    tried_at: datetime | None
    tried: str
    customer: str
    name: str
    contact: str
    phone: str
    do_not_contact: str
    order: str
    back: str
    interaction: str


class Meeting(NamedTuple):
    """One day of an appointment; `starts_at` and `ends_at` in UTC."""

    title: str
    starts_at: datetime
    ends_at: datetime
    is_whole_day: bool
    place: str
    link: str
    note: str
    owner: str
    customer: str
    name: str
    phone: str
    do_not_contact: str
    order: str


_PHONE = """COALESCE((SELECT point.value FROM contact_point AS point LEFT JOIN contact AS whose ON whose.id = point.contact_id
    WHERE point.customer_id = {0}.customer_id AND point.kind IN ('phone', 'mobile') AND NOT point.invalid AND NOT point.opted_out
        AND COALESCE(whose.active, TRUE)
    ORDER BY {1}CASE WHEN point.contact_id IS NULL THEN 1 ELSE 2 END, point.main DESC, point.id LIMIT 1), '')"""
_PROMISES = f"""
SELECT wanted.id, wanted.number, wanted.title, wanted.promise, wanted.priority, wanted.due_on, wanted.due_time, wanted.due_at,
    wanted.recurrence, COALESCE(staff.name, ''), wanted.attempts, tried.at, COALESCE(tried.result, ''),
    COALESCE(customer.number, ''), COALESCE(customer.name, ''), COALESCE(contact.name, ''),
    {_PHONE.format("wanted", "CASE WHEN point.contact_id = wanted.contact_id THEN 0 ELSE 1 END, ")},
    COALESCE(customer.do_not_contact, ''), COALESCE(placed.number, ''),
    COALESCE((SELECT back.number FROM return_request AS back WHERE back.order_id = wanted.order_id
        AND back.state IN ('requested', 'approved', 'in_transit', 'received', 'inspected') ORDER BY back.id DESC LIMIT 1), ''),
    COALESCE(held.number, '')
FROM follow_up AS wanted
LEFT JOIN customer ON customer.id = wanted.customer_id
LEFT JOIN contact ON contact.id = wanted.contact_id
LEFT JOIN sales_order AS placed ON placed.id = wanted.order_id
LEFT JOIN interaction AS held ON held.id = wanted.interaction_id
LEFT JOIN staff ON staff.id = wanted.owner_id
LEFT JOIN follow_up_attempt AS tried ON tried.id = (SELECT MAX(last.id) FROM follow_up_attempt AS last WHERE last.follow_up_id = wanted.id)
WHERE wanted.id IN ({{ids}})"""
_MEETINGS = f"""
SELECT met.title, met.starts_on, met.starts_time, met.minutes, met.zone, met.recurrence, met.except_days, met.place, met.link, met.note,
    COALESCE(staff.name, ''), COALESCE(customer.number, ''), COALESCE(customer.name, ''), {_PHONE.format("met", "")},
    COALESCE(customer.do_not_contact, ''), COALESCE(placed.number, '')
FROM appointment AS met
LEFT JOIN customer ON customer.id = met.customer_id
LEFT JOIN sales_order AS placed ON placed.id = met.order_id
LEFT JOIN staff ON staff.id = met.owner_id
WHERE met.state = 'planned' AND met.starts_at < ? AND (met.recurrence <> '' OR met.ends_at > ?)"""


def open_ids(whose: Whose, before: datetime | None = None) -> "array[int]":
    """Open follow-ups by when they are due."""
    wheres, values = _wheres(whose, "owner_id IN ({})")
    if before is not None:
        wheres.append("due_at < ?")
        values.append(int(before.timestamp()))
    where = " AND ".join(["state = 'open'", *wheres, in_sight("id", "follow_up")])
    return ids_of(f"SELECT id FROM follow_up WHERE {where} ORDER BY due_at, id", values)


def promises(ids: Sequence[int]) -> Iterator[Promise]:
    """In the order of the ids, in gulps; what vanished since is left out."""
    for start in range(0, len(ids), _GULP):
        some = ids[start : start + _GULP]
        rows = {row[0]: row for row in rows_by_ids(_PROMISES, some)}
        yield from (_promise(rows[row_id][1:]) for row_id in some if row_id in rows)


def meetings(whose: Whose, first: date, last: date, zone: str) -> list[Meeting]:
    """Planned appointments that touch these days of `zone`, each day of a series for itself; a colleague's are also those they attend."""
    start, end = day_bounds(first, zone_of(zone))[0], day_bounds(last, zone_of(zone))[1]
    attended = "EXISTS (SELECT 1 FROM attendee WHERE attendee.appointment_id = met.id AND attendee.staff_id IN ({0}))"
    wheres, values = _wheres(whose, f"(met.owner_id IN ({{0}}) OR {attended})", "met.")
    text = " AND ".join([_MEETINGS, *wheres])
    found = []
    for row in rows_of(text, (int(end.timestamp()), int(start.timestamp()), *values)):
        found += [each for each in _days_of(row, first, last) if each.starts_at < end and each.ends_at > start]
    return sorted(found, key=lambda met: (met.starts_at, met.title))


def _wheres(whose: Whose, of_staff: str, table: str = "") -> tuple[list[str], list[int]]:
    wheres, values = [], list[int]()
    if whose.customer_id is not None:
        wheres.append(f"{table}customer_id = ?")
        values.append(whose.customer_id)
    if whose.staff_ids:
        wheres.append(of_staff.format(", ".join("?" * len(whose.staff_ids))))
        values += [*whose.staff_ids] * of_staff.count("IN (")
    return wheres, values


def _promise(row: Sequence[Any]) -> Promise:
    return Promise._make((*row[:4], day(row[4]), row[5], at(row[6]), bool(row[7]), *row[8:10], moment(row[10]), *row[11:]))


def _days_of(row: Sequence[Any], first: date, last: date) -> Iterator[Meeting]:
    """A day more at both ends, for the company's zone may be another; and as many before as one of them lasts."""
    title, starts_on, starts_time, minutes, zone, rule, without = row[:7]
    begins = date.fromisoformat(starts_on)
    since = first - timedelta(days=2 + minutes // (24 * 60))
    skipped = tuple(map(date.fromisoformat, filter(None, without.split(","))))
    days = occurrences(rule, begins, since, last + timedelta(days=1), skipped) if rule else [begins]
    for each in days:
        yield Meeting._make((title, *span(each, starts_time, minutes, zone_of(zone)), not starts_time, *row[7:]))
