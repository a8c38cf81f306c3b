"""All that an address book is to know of customers: them, their people, and how each is reached."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crm_desktop.data.database import fetch
from crm_desktop.queries.lists import rows_by_ids

_MADE = "SELECT created_at FROM company"
_CUSTOMERS = """SELECT id, 0, number, source, source_id, kind, name, salutation, first_name, last_name, '', '', '', birthday, language,
    notes, custom FROM customer WHERE id IN ({ids})"""
_CONTACTS = """SELECT contact.id, customer.id, customer.number, contact.source, contact.source_id, 'contact', contact.name,
    contact.salutation, contact.first_name, contact.last_name, customer.name, contact.department, contact.role, contact.birthday, '',
    contact.notes, contact.custom
FROM contact JOIN customer ON customer.id = contact.customer_id WHERE customer.id IN ({ids}) ORDER BY contact.id"""
_POINTS = """SELECT customer_id, contact_id, kind, value, label, main FROM contact_point WHERE customer_id IN ({ids}) ORDER BY id"""
_ADDRESSES = """SELECT customer_id, kind, lines, city, region, postal_code, country, label FROM address
WHERE customer_id IN ({ids}) ORDER BY id"""
_TAGS = "SELECT row_id, name FROM tag WHERE entity_table = 'customer' AND row_id IN ({ids}) ORDER BY id"


class Point(NamedTuple):
    kind: str
    value: str
    label: str
    main: bool


class AddressOf(NamedTuple):
    kind: str
    lines: str
    city: str
    region: str
    postal_code: str
    country: str
    label: str


class Card(NamedTuple):
    """A customer, or a contact of the customer `of`, who is 0 otherwise. `custom` is JSON; `kind` of a contact is that word."""

    id: int
    of: int
    number: str
    source: str
    source_id: str
    kind: str
    name: str
    salutation: str
    first_name: str
    last_name: str
    company: str
    department: str
    role: str
    birthday: str
    language: str
    notes: str
    custom: str
    points: Sequence[Point]
    addresses: Sequence[AddressOf]
    tags: Sequence[str]


def cards_of(ids: Sequence[int]) -> Iterator[Card]:
    """Each customer, and then their contacts, in the order of the ids. A few hundred at a time."""
    customers = {row[0]: row for row in rows_by_ids(_CUSTOMERS, ids)}
    contacts: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows_by_ids(_CONTACTS, ids):
        contacts[row[1]].append(row)
    points: defaultdict[tuple[int, int | None], list[Point]] = defaultdict(list)
    for customer, contact, *point in rows_by_ids(_POINTS, ids):
        points[customer, contact].append(Point(*point))
    addresses: defaultdict[int, list[AddressOf]] = defaultdict(list)
    for customer, *address in rows_by_ids(_ADDRESSES, ids):
        addresses[customer].append(AddressOf(*address))
    tags: defaultdict[int, list[str]] = defaultdict(list)
    for customer, name in rows_by_ids(_TAGS, ids):
        tags[customer].append(name)
    for row_id in ids:
        if row_id in customers:
            yield Card._make((*customers[row_id], points[row_id, None], addresses[row_id], tags[row_id]))
            yield from (Card._make((*contact, points[row_id, contact[0]], (), ())) for contact in contacts[row_id])


def store_token() -> int:
    """What tells this company's store from every other: when it was made, in seconds."""
    ((made,),) = fetch(_MADE)
    return int(made)
