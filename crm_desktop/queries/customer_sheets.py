"""Reads for a customer's sheet: all that is kept of them but what happened, which is their timeline."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.custom_values import CustomTable, plain_name
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.core.money import UNIT
from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.custom_fields import TABLES, definitions
from crm_desktop.queries.lists import day, moment, rows_of
from crm_desktop.queries.tags import tags_of


class Reach(NamedTuple):
    """A phone, an e-mail or the like; `whose` is a contact's name, empty for the customer's own."""

    kind: str
    value: str
    label: str
    whose: str
    is_main: bool
    is_invalid: bool
    opted_out: bool


class Place(NamedTuple):
    """`label` is what the customer calls it; `address` lines as on an envelope."""

    kind: str
    label: str
    address: str


class Further(NamedTuple):
    """The value of a field that the company defined, as it is kept: numbers are their digits, days ISO."""

    label: str
    kind: CustomFieldKind
    value: str | bool


class Person(NamedTuple):
    """`birthday` is `YYYY-MM-DD` or `--MM-DD`."""

    name: str
    role: str
    department: str
    birthday: str
    notes: str
    further: tuple[Further, ...]


class Party(NamedTuple):
    """Sums are in `currency`, the company's. `balance` is what they still owe; below zero: what they are to get back."""

    id: int
    number: str
    kind: str
    name: str
    legal_name: str
    salutation: str
    first_name: str
    last_name: str
    birthday: str
    status: str
    vip: bool
    customer_since: date | None
    language: str
    preferred_channel: str
    best_time: str
    do_not_contact: str
    owner: str
    credit_limit: Decimal | None
    notes: str
    quick_facts: str
    order_count: int
    spent: Decimal
    balance: Decimal
    last_contact_at: datetime | None
    currency: str
    further: tuple[Further, ...]
    tags: tuple[str, ...]
    reach: tuple[Reach, ...]
    places: tuple[Place, ...]
    people: tuple[Person, ...]

    @property
    def is_erased(self) -> bool:
        return self.status == CustomerStatus.ANONYMISED


_PARTY = """
SELECT customer.id, customer.number, customer.kind, customer.name, customer.legal_name, customer.salutation, customer.first_name,
    customer.last_name, customer.birthday, customer.status, customer.vip, customer.customer_since, customer.language,
    customer.preferred_channel, customer.best_time, customer.do_not_contact, COALESCE(keeper.name, ''), customer.credit_limit,
    customer.notes, customer.quick_facts, customer.order_count, customer.spent, customer.balance, customer.last_contact_at,
    (SELECT currency FROM company), customer.custom
FROM customer LEFT JOIN staff AS keeper ON keeper.id = customer.account_owner_id
WHERE customer.id = (SELECT COALESCE(merged_into_id, id) FROM customer WHERE number = ?)"""
_REACH = """
SELECT point.kind, point.value, point.label, COALESCE(contact.name, ''), point.main, point.invalid, point.opted_out
FROM contact_point AS point LEFT JOIN contact ON contact.id = point.contact_id
WHERE point.customer_id = ? AND COALESCE(contact.active, TRUE)
ORDER BY CASE WHEN contact.id IS NULL THEN 0 ELSE contact.id END, point.main DESC, point.id"""
_PLACES = """
SELECT kind, label, lines, postal_code, city, region, country FROM address WHERE customer_id = ?
ORDER BY CASE kind WHEN 'billing' THEN 0 WHEN 'shipping' THEN 1 ELSE 2 END, id"""
_PEOPLE = "SELECT name, role, department, birthday, notes, custom FROM contact WHERE customer_id = ? AND active ORDER BY id"


def party(number: str) -> Party | None:
    """For the number of somebody who was merged into another, that other."""
    for row in rows_of(_PARTY, (number,)):
        return _party(row)
    return None


def _party(row: Sequence[Any]) -> Party:
    row_id = row[0]
    limit = None if row[17] is None else row[17] * UNIT
    stored = (
        *row[:10], bool(row[10]), day(row[11]), *row[12:17], limit, *row[18:21], row[21] * UNIT, row[22] * UNIT, moment(row[23]), row[24],
    )  # fmt: skip
    reach = tuple(Reach._make((*each[:4], *map(bool, each[4:]))) for each in rows_of(_REACH, (row_id,)))
    people = tuple(Person._make((*each[:5], _further(CustomTable.CONTACT, each[5]))) for each in rows_of(_PEOPLE, (row_id,)))
    places = tuple(_place(*each) for each in rows_of(_PLACES, (row_id,)))
    return Party._make((*stored, _further(CustomTable.CUSTOMER, row[25]), tuple(tags_of("customer", row_id)), reach, places, people))


def _place(kind: str, label: str, lines: str, postal_code: str, city: str, region: str, country: str) -> Place:
    return Place(kind, label, "\n".join(filter(None, (lines, " ".join(filter(None, (postal_code, city))), region, country))))


def _further(table: CustomTable, custom: str) -> tuple[Further, ...]:
    """In the order the fields were given; then what an import kept under names that nobody defined."""
    values = {name: _kept(value) for name, value in kept_object(custom).items() if value not in (None, "")}
    by_name = {plain_name(name): name for name in values}
    found = []
    for field in definitions(TABLES[table], retired=True) if values else ():
        name = by_name.pop(plain_name(field.name), None)
        if name is not None:
            found.append(Further(field.label, field.kind, values[name]))
    return (*found, *(Further(name, CustomFieldKind.TEXT, values[name]) for name in by_name.values()))


def _kept(value: object) -> str | bool:
    return value if isinstance(value, str | bool) else json.dumps(value, ensure_ascii=False)
