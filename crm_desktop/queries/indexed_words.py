"""Which few records can hold a text, as the search index of words tells: each of them is still looked at, but no others.

A text that is part of another is made of the same words, but the first may have begun before it and the last may go on after it.
"""

import re
from typing import NamedTuple

from crm_desktop.core.text import fold
from crm_desktop.data.database import fetch
from crm_desktop.data.finding import LONGEST_WORD, Sought, holders
from crm_desktop.data.known_words import with_part
from crm_desktop.queries.columns import Column, Subject

MOST = 20_000
"""Records that are looked at one by one sooner than along the order of the list."""
INDEXED = {
    "customer": ("number", "name", "legal_name", "first_name", "last_name", "quick_facts", "source_id"),
    "product": ("sku", "name", "description", "barcode"),
    "sales_order": ("number", "shipping_address", "note"),
    "interaction": ("number", "caller", "summary", "notes"),
    "follow_up": ("number", "title", "promise", "outcome"),
    "return_request": ("number", "note"),
    "invoice": ("number", "name", "address"),
    "voucher": ("code", "reason"),
    "support_case": ("number", "subject", "description", "caller", "cause_note", "source_id"),
    "survey_response": ("number", "comment"),
}
"""Columns of which every word is in the index of their table."""
OF_CUSTOMERS = {"address": ("lines", "postal_code", "city")}
"""Columns of a customer's parts of which every word is in the index of customers."""
ALIKE = {"sales_order": {"billing_address": "shipping_address"}}
"""Columns that mostly say the same as another of which every word is in the index; records in which they differ have an index too."""
_TABLES = re.compile(r"(?:^|\bJOIN )(\w+)(?: AS (\w+))?")
_OWN = re.compile(r"(?:COALESCE\()?(\w+)\.(\w+)(?:, ''\))?")
_WORD = re.compile(r"[^\W_]+")
_PHONE = "'phone'"
_KNOWN = "\u1000"
"""Of letters before it, the engines and Python agree that they are letters."""


class Place(NamedTuple):
    """A column of a table with a search index; `name` is what the query calls the table. `differing` is SQL of the ids of records in which
    the column says something else than what is in the index."""

    table: str
    name: str
    differing: str = ""

    @property
    def key(self) -> str:
        return f"{self.name}.id"


_CUSTOMERS = Place("customer", "customer")


def place_of(subject: Subject, column: Column) -> Place | None:
    own = _OWN.fullmatch(column.sql)
    if own is None:
        return None
    table = next((table for table, alias in _TABLES.findall(subject.source) if (alias or table) == own[1]), "")
    if subject.key == _CUSTOMERS.key and own[2] in OF_CUSTOMERS.get(table, ()):
        return _CUSTOMERS
    if alike := ALIKE.get(table, {}).get(own[2]):
        return Place(table, own[1], f"SELECT id FROM {table} WHERE {own[2]} <> {alike}")
    return Place(table, own[1]) if own[2] in INDEXED.get(table, ()) else None


def few_with_part(subject: Subject, column: Column, text: str) -> list[int] | None:
    """As `few_with` of a value among several. Of phones, the index knows digits alone."""
    if subject.key != _CUSTOMERS.key or column.part is None or _PHONE in column.part.records:
        return None
    return few_with(_CUSTOMERS, text, whole=False)


def few_with(place: Place, text: str, *, whole: bool) -> list[int] | None:
    """Ids of all records that may hold this text, or with `whole` may be this text. None where they are many, or nobody can tell."""
    sought = [each for each in (_sought(place.table, fold(text), found, whole=whole) for found in _WORD.finditer(fold(text))) if each]
    few = holders(place.table, sought, MOST) if sought else None
    if few is None or not place.differing:
        return few
    others = [row[0] for row in fetch(f"{place.differing} LIMIT {MOST + 1}")]
    return None if len(others) > MOST else [*few, *others]


def _sought(table: str, text: str, found: re.Match[str], *, whole: bool) -> Sought | None:
    """What one word of the text asks of the words of a record; None where that cannot be told."""
    word, is_last = found[0][:LONGEST_WORD], found.end() == len(text)
    if max(word) >= _KNOWN:
        return None
    if whole or found.start():
        return Sought((word,), goes_on=is_last and not whole)
    words = with_part(table, word, LONGEST_WORD)
    if words is None:
        return None
    return Sought(tuple(each for each in words if is_last or each.endswith(word) or len(each) >= LONGEST_WORD))
