"""Customers who may be the one being typed: same phone, same e-mail, a similar name in the same place, or the very name
while no place is typed. A hint, never a wall."""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from crm_desktop.core.kinds import PHONES
from crm_desktop.core.text import fold, search_words
from crm_desktop.data.database import database, fetch
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import rows_by_ids, rows_of
from crm_desktop.queries.subjects_of_customers import DUPLICATES

SIMILAR = 0.82
"""Share of letters in common from which two folded names count as similar: "Meyer GmbH" and "Meier GmbH"."""
_CANDIDATES = 200


class Likeness(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name and place"


class Duplicate(NamedTuple):
    """`shared` is what both have, as it is compared; `phone` is the first to call that customer by."""

    id: int
    number: str
    name: str
    place: str
    likeness: Likeness
    shared: str
    phone: str = ""


class Twins(NamedTuple):
    """Two customers who may be one. `id` is only the pair's place in the list; `likeness` names what they share, `shared` is that."""

    id: int
    first_id: int
    second_id: int
    number: str
    name: str
    place: str
    other_number: str
    other_name: str
    other_place: str
    likeness: str
    shared: str


_MOST_TWINS = 500
_TWINS = """SELECT pair.first_id, pair.second_id, customer.number, customer.name, customer.place, twin.number, twin.name, twin.place,
    pair.likeness, pair.shared FROM {source} ORDER BY pair.hints DESC, customer.sort_key, pair.first_id, pair.second_id LIMIT ?"""
_APART = "SELECT other_id FROM kept_apart WHERE customer_id = ? UNION SELECT customer_id FROM kept_apart WHERE other_id = ?"
_PHONES = f"""SELECT customer.id, (SELECT value FROM contact_point AS point WHERE point.customer_id = customer.id
    AND point.kind IN ({", ".join(f"'{kind}'" for kind in sorted(PHONES))}) ORDER BY point.main DESC, point.id LIMIT 1)
FROM customer WHERE customer.id IN ({{ids}})"""


def likely_duplicates(name: str, city: str = "", normals: Collection[str] = (), but: int | None = None) -> list[Duplicate]:
    """`normals` are phones and e-mails in their normal spelling; `but` is the customer whose form this is."""
    found: dict[int, Duplicate] = {}
    apart = set() if but is None else _kept_apart_from(but) | {but}
    for duplicate in (*_by_point(normals), *_by_name(name, city)):
        if duplicate.id not in apart:
            found.setdefault(duplicate.id, duplicate)
    phones = dict(rows_by_ids(_PHONES, tuple(found)))
    return [each._replace(phone=phones.get(each.id) or "") for each in found.values()]


def twins() -> list[Twins]:
    """Pairs of customers who may be one, those with most in common first; pairs that were looked at and kept apart are left out."""
    return [Twins(place, *row) for place, row in enumerate(rows_of(_TWINS.format(source=DUPLICATES.source), (_MOST_TWINS,)), start=1)]


def _kept_apart_from(customer_id: int) -> set[int]:
    return {row[0] for row in rows_of(_APART, (customer_id, customer_id))}


def _by_point(normals: Collection[str]) -> list[Duplicate]:
    wanted = sorted(filter(None, normals))
    if not wanted:
        return []
    rows = fetch(
        f"""SELECT DISTINCT customer.id, customer.number, customer.name, customer.place, point.kind, point.normal
        FROM contact_point AS point JOIN customer ON customer.id = point.customer_id
        WHERE point.normal IN ({_marks(wanted)}) AND customer.merged_into_id IS NULL AND customer.shelf <> 'trash' ORDER BY customer.id""",
        wanted,
    )
    return [
        Duplicate(row_id, number, name, place, Likeness.EMAIL if kind == "email" else Likeness.PHONE, normal)
        for row_id, number, name, place, kind, normal in rows
    ]


def _by_name(name: str, city: str) -> list[Duplicate]:
    sought, town = fold(name), fold(city)
    candidates = sorted({row_id for start in _starts(name) for row_id in find("customer", start, _CANDIDATES)})
    if not candidates or not sought:
        return []
    rows = fetch(
        f"""SELECT id, number, name, place, sort_key, place_key FROM customer
        WHERE id IN ({_marks(candidates)}) AND merged_into_id IS NULL AND shelf <> 'trash' ORDER BY id""",
        candidates,
    )
    return [
        Duplicate(row_id, number, stored, place, Likeness.NAME, stored)
        for row_id, number, stored, place, key, place_key in rows
        if (key == sought and not town) or (place_key.partition(",")[0] == town and SequenceMatcher(None, sought, key).ratio() >= SIMILAR)
    ]


def _starts(name: str) -> Iterable[str]:
    """Beginnings of the name's words, short enough to outlive a slip in their ends."""
    return (word[:3] for word in search_words(name) if len(word) >= 3)


def _marks(values: Collection[object]) -> str:
    return ", ".join([database.param] * len(values))
