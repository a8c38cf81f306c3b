"""What an address book brought before, and who is reached by the same phone or e-mail: an import of contacts asks before it writes."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.data.database import database, fetch

_CHUNK = 500
_CUSTOMERS = "SELECT source_id FROM customer WHERE source = ?"
_COMPANIES = "SELECT source_id, name FROM customer WHERE source = ? AND kind = 'company' ORDER BY id"
_CONTACTS = """SELECT contact.source_id, CASE WHEN customer.source = contact.source THEN customer.source_id ELSE '' END
FROM contact JOIN customer ON customer.id = contact.customer_id WHERE contact.source = ?"""
_FURTHER = """SELECT source_id, custom FROM customer WHERE source = ?
UNION ALL SELECT source_id, custom FROM contact WHERE source = ?"""
_POINTS = "SELECT id, source_id, '', '', kind, value, label FROM contact_point WHERE source = ? ORDER BY id"
_ADDRESSES = """SELECT address.id, address.source_id, customer.source_id, address.kind,
    lines, city, region, postal_code, country, label
FROM address JOIN customer ON customer.id = address.customer_id WHERE address.source = ? ORDER BY address.id"""
_REACHED = """SELECT point.normal, customer.number, customer.name FROM contact_point AS point
JOIN customer ON customer.id = point.customer_id
WHERE point.normal IN ({}) AND point.source <> ? AND customer.merged_into_id IS NULL ORDER BY point.id"""


class Part(NamedTuple):
    """A phone or an address that came in before. `key` is the key of whoever it came with, a # and a number."""

    id: int
    key: str
    customer: str
    kind: str
    values: tuple[str, ...]

    @property
    def owner(self) -> str:
        return self.key.rpartition("#")[0]

    @property
    def number(self) -> int:
        return int(self.key.rpartition("#")[2])


POINT = ("kind", "value", "label")
ADDRESS = ("lines", "city", "region", "postal_code", "country", "label")


def customers_of(source: str) -> set[str]:
    return {key for (key,) in _rows(_CUSTOMERS, source)}


def contacts_of(source: str) -> dict[str, str]:
    """Source ids of the contacts, and of their companies where those came from there too."""
    return dict(_rows(_CONTACTS, source))


def companies_of(source: str) -> list[tuple[str, str]]:
    """Source ids and names of companies, the oldest first."""
    return [(key, name) for key, name in _rows(_COMPANIES, source)]


def further_fields_of(source: str) -> dict[str, str]:
    """JSON of everybody's further fields by source id."""
    return dict(_rows(_FURTHER, source, source))


def points_of(source: str) -> list[Part]:
    return [Part(row_id, key, customer, kind, tuple(values)) for row_id, key, customer, kind, *values in _rows(_POINTS, source)]


def addresses_of(source: str) -> list[Part]:
    return [Part(row_id, key, customer, kind, tuple(values)) for row_id, key, customer, kind, *values in _rows(_ADDRESSES, source)]


def reached_elsewhere(normals: Collection[str], source: str) -> dict[str, tuple[str, str]]:
    """Number and name of the customer from elsewhere who has each phone or e-mail."""
    found: dict[str, tuple[str, str]] = {}
    for some in _chunks(normals):
        for normal, number, name in _rows(_REACHED.format(", ".join("?" * len(some))), *some, source):
            found.setdefault(normal, (number, name))
    return found


def _rows(text: str, *params: str) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)


def _chunks(values: Collection[str]) -> Iterator[list[str]]:
    remaining = iter(sorted(values))
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
