"""Everything that the form of one customer holds, in one read; and the words it offers to choose from or to complete."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.custom_values import Definition, Kept
from crm_desktop.core.money import UNIT
from crm_desktop.core.read_json import kept_object
from crm_desktop.data.database import reading
from crm_desktop.queries.consents import ConsentRow, consents_of, purposes
from crm_desktop.queries.custom_fields import definitions
from crm_desktop.queries.customers import PointRow, points_of
from crm_desktop.queries.desk import Choice
from crm_desktop.queries.lists import day, rows_of
from crm_desktop.queries.tags import tags_of

_MOST_WORDS = 2_000
"""Tags, purposes or sources that are offered while typing."""


class AddressForm(NamedTuple):
    id: int
    kind: str
    label: str
    lines: str
    postal_code: str
    city: str
    region: str
    country: str


class ContactForm(NamedTuple):
    id: int
    name: str
    role: str
    salutation: str
    department: str
    birthday: str
    main: bool
    active: bool
    notes: str
    custom: dict[str, Kept]
    points: tuple[PointRow, ...]


class CustomerForm(NamedTuple):
    """`points` are the customer's own; those of contacts stand with them."""

    id: int
    version: int
    number: str
    kind: str
    name: str
    legal_name: str
    tax_id: str
    salutation: str
    first_name: str
    last_name: str
    birthday: str
    language: str
    preferred_channel: str
    best_time: str
    do_not_contact: str
    vip: bool
    status: str
    account_owner_id: int | None
    credit_limit: Decimal | None
    customer_since: date | None
    notes: str
    quick_facts: str
    custom: dict[str, Kept]
    points: tuple[PointRow, ...] = ()
    addresses: tuple[AddressForm, ...] = ()
    contacts: tuple[ContactForm, ...] = ()
    consents: tuple[ConsentRow, ...] = ()
    tags: tuple[str, ...] = ()


class FormWords(NamedTuple):
    """What a form of a customer offers: colleagues, the company's own fields, and words that were used before."""

    staff: tuple[Choice, ...]
    fields: tuple[Definition, ...]
    contact_fields: tuple[Definition, ...]
    tags: tuple[str, ...]
    purposes: tuple[str, ...]
    sources: tuple[str, ...]


_OWN = CustomerForm._fields[:-5]
_CUSTOMER = f"SELECT {', '.join(_OWN)} FROM customer WHERE id = ?"
_ADDRESSES = f"SELECT {', '.join(AddressForm._fields)} FROM address WHERE customer_id = ? ORDER BY id"
_CONTACTS = f"SELECT {', '.join(ContactForm._fields[:-1])} FROM contact WHERE customer_id = ? ORDER BY active DESC, main DESC, id"
_STAFF = """SELECT id, name, role FROM staff
WHERE active OR id = (SELECT account_owner_id FROM customer WHERE customer.id = ?) ORDER BY name, id"""
_TAGS = f"""SELECT name FROM tag WHERE key NOT IN (SELECT key FROM tag_look WHERE NOT active)
GROUP BY name ORDER BY COUNT(*) DESC, name LIMIT {_MOST_WORDS}"""
_SOURCES = f"SELECT source FROM consent WHERE source <> '' GROUP BY source ORDER BY COUNT(*) DESC, source LIMIT {_MOST_WORDS}"


def customer_form(customer_id: int) -> CustomerForm | None:
    """None when the customer is not there (any more)."""
    with reading():
        return next((_with_parts(_own(row)) for row in rows_of(_CUSTOMER, (customer_id,))), None)


def form_words(customer_id: int = 0) -> FormWords:
    """Of colleagues who left, the one who looks after this customer is offered none the less."""
    staff = tuple(Choice(*row) for row in rows_of(_STAFF, (customer_id,)))
    return FormWords(staff, definitions("customer"), definitions("contact"), _words(_TAGS), purposes(), _words(_SOURCES))


def _own(row: tuple[Any, ...]) -> CustomerForm:
    values: dict[str, Any] = dict(zip(_OWN, row, strict=True))
    limit = values["credit_limit"]
    values |= {
        "vip": bool(values["vip"]),
        "credit_limit": None if limit is None else limit * UNIT,
        "customer_since": day(values["customer_since"]),
        "custom": kept_object(values["custom"]),
    }
    return CustomerForm(**values)


def _with_parts(own: CustomerForm) -> CustomerForm:
    points = points_of(own.id)
    contacts = (_contact(row, points) for row in rows_of(_CONTACTS, (own.id,)))
    return own._replace(
        points=tuple(point for point in points if point.contact_id is None),
        addresses=tuple(AddressForm(*row) for row in rows_of(_ADDRESSES, (own.id,))),
        contacts=tuple(contacts),
        consents=consents_of(own.id),
        tags=tuple(tags_of("customer", own.id)),
    )


def _contact(row: tuple[Any, ...], points: tuple[PointRow, ...]) -> ContactForm:
    values: dict[str, Any] = dict(zip(ContactForm._fields, row, strict=False))
    values |= {"main": bool(values["main"]), "active": bool(values["active"]), "custom": kept_object(values["custom"])}
    return ContactForm(**values, points=tuple(point for point in points if point.contact_id == values["id"]))


def _words(text: str) -> tuple[str, ...]:
    return tuple(row[0] for row in rows_of(text))
