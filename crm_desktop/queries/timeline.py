"""Everything about one customer, newest first: interactions, orders and follow-ups in one list."""

from array import array
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.data.database import database, stream
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.queries.interactions import InteractionRow, interaction_rows
from crm_desktop.queries.lists import for_engine, in_order, rows_of
from crm_desktop.queries.orders import OrderRow, order_rows

Record = InteractionRow | OrderRow | FollowUpRow
KINDS = (Entity.INTERACTION, Entity.ORDER, Entity.FOLLOW_UP)
_STEP = 8
"""An entry's id is its record's times this, plus the place of its kind: room for kinds to come."""
_TEXTS = (
    "SELECT started_at, id FROM interaction WHERE customer_id = ? ORDER BY started_at DESC, id DESC",
    "SELECT ordered_at, id FROM sales_order WHERE customer_id = ? ORDER BY ordered_at DESC, id DESC",
    "SELECT due_at, id FROM follow_up WHERE customer_id = ? ORDER BY due_at DESC, id DESC",
)
_COUNTS = """
SELECT (SELECT COUNT(*) FROM interaction WHERE customer_id = ?), (SELECT COUNT(*) FROM sales_order WHERE customer_id = ?),
    (SELECT COUNT(*) FROM follow_up WHERE customer_id = ?)"""


class Entry(NamedTuple):
    id: int
    kind: Entity
    record: Record


def entry_id(kind: Entity, record_id: int) -> int:
    return record_id * _STEP + KINDS.index(kind)


def record_of(entry: int) -> tuple[Entity, int]:
    return KINDS[entry % _STEP], entry // _STEP


def timeline_ids(customer_id: int, kinds: Sequence[Entity] = KINDS) -> "array[int]":
    """Each kind comes from its index, and they are merged here: no engine sorts anything."""
    return array("q", _merged(customer_id, kinds))


def first_entries(customer_id: int, limit: int, kinds: Sequence[Entity] = KINDS) -> list[Entry]:
    ids = tuple(islice(_merged(customer_id, kinds, limit), limit))
    return in_order(ids, entries(ids))


def entries(ids: Sequence[int]) -> dict[int, Entry]:
    wanted: dict[Entity, list[int]] = {kind: [] for kind in KINDS}
    for kind, record_id in map(record_of, ids):
        wanted[kind].append(record_id)
    found: list[tuple[Entity, int, Record]] = [(Entity.INTERACTION, *item) for item in interaction_rows(wanted[Entity.INTERACTION]).items()]
    found += [(Entity.ORDER, *item) for item in order_rows(wanted[Entity.ORDER]).items()]
    found += [(Entity.FOLLOW_UP, *item) for item in follow_up_rows(wanted[Entity.FOLLOW_UP]).items()]
    return {entry_id(kind, record_id): Entry(entry_id(kind, record_id), kind, row) for kind, record_id, row in found}


def counts(customer_id: int) -> dict[Entity, int]:
    """How many entries of each kind."""
    found = rows_of(_COUNTS, (customer_id,) * len(KINDS))
    return dict(zip(KINDS, found[0], strict=True))


def _merged(customer_id: int, kinds: Sequence[Entity], limit: int | None = None) -> Iterator[int]:
    arms = [[(-seconds, place, -record) for seconds, record in _read(place, customer_id, limit)] for place in map(KINDS.index, kinds)]
    return (-record * _STEP + place for _seconds, place, record in merge(*arms))


def _read(place: int, customer_id: int, limit: int | None) -> list[tuple[int, int]]:
    text, values = (_TEXTS[place], (customer_id,)) if limit is None else (_TEXTS[place] + " LIMIT ?", (customer_id, limit))
    return [(row[0], row[1]) for row in stream(for_engine(text, database.param), values)]
