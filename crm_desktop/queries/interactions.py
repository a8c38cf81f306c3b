"""Reads for the list of interactions and for one of them."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from crm_desktop.data.contact_days import CAME_BEFORE
from crm_desktop.data.finding import find
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import FOUND, at, ids_of, in_order, moment, rows_by_ids, rows_of

SORTS = {"started": "started_at"}


class InteractionRow(NamedTuple):
    id: int
    number: str
    customer_id: int | None
    customer: str
    """Who it was; of nobody we know, as it was noted."""
    channel: str
    channel_kind: str
    direction: str
    reason: str
    reason_kind: str
    summary: str
    notes: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    staff: str
    order: str


@dataclass(frozen=True, slots=True)
class InteractionFilter:
    """`since` counts and `until` does not; `outcome` empty: any. `to_return`: only calls we missed and did not return yet.

    `product_id`: about it, or about an order that holds it; `carrier` brought the order; `home`: country and region of the customer's
    first address. `is_repeat`: only incoming ones whose customer came for the same reason within the seven days before.
    `spans`: only in one of these times, each from its first second to before its last.
    """

    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcome: str = ""
    customer_id: int | None = None
    to_return: bool = False
    direction: str = ""
    reason_id: int | None = None
    channel_id: int | None = None
    product_id: int | None = None
    carrier: str = ""
    home: tuple[str, str] | None = None
    is_repeat: bool = False
    spans: tuple[tuple[int, int], ...] = ()

    def wheres(self) -> tuple[str, ...]:
        found = [clause for clause, values in self._conditions() if values]
        return (*found, *([TO_RETURN] if self.to_return else []), *([IS_REPEAT] if self.is_repeat else []))

    def values(self) -> tuple[str | int, ...]:
        return tuple(value for _clause, values in self._conditions() for value in values)

    def _conditions(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Each with its values; without any it does not count."""
        yield "started_at >= ?", _moment(self.since)
        yield "started_at < ?", _moment(self.until)
        for column in ("outcome", "customer_id", "direction", "reason_id", "channel_id"):
            value = getattr(self, column)
            yield f"{column} = ?", (value,) if value else ()
        yield _OF_PRODUCT, (self.product_id, self.product_id) if self.product_id else ()
        yield _BROUGHT, (self.carrier,) if self.carrier else ()
        yield _LIVING, self.home or ()
        each = " OR ".join(["started_at >= ? AND started_at < ?"] * len(self.spans))
        yield f"({each})", tuple(second for span in self.spans for second in span)


def _moment(given: datetime | None) -> tuple[int, ...]:
    return () if given is None else (int(given.timestamp()),)


_OF_PRODUCT = """(product_id = ? OR EXISTS (SELECT 1 FROM order_line AS line WHERE line.order_id = interaction.order_id
    AND line.product_id = ?))"""
_BROUGHT = """EXISTS (SELECT 1 FROM shipment AS sent WHERE sent.order_id = interaction.order_id AND sent.direction = 'out'
    AND sent.carrier = ?)"""
_LIVING = """EXISTS (SELECT 1 FROM address AS lived WHERE lived.id = (SELECT MIN(id) FROM address
    WHERE address.customer_id = interaction.customer_id) AND lived.country = ? AND lived.region = ?)"""
IS_REPEAT = f"direction = 'in' AND EXISTS ({CAME_BEFORE.replace('held.', 'interaction.')})"
"""The customer came for the same reason within the seven days before."""
_REACHED = """NOT EXISTS (SELECT 1 FROM interaction AS later WHERE later.{same} AND later.started_at > interaction.started_at
    AND later.outcome <> 'missed' AND (later.direction = 'out' OR later.outcome <> 'voicemail') AND later.shelf <> 'trash')"""
TO_RETURN = " AND ".join(
    (
        "outcome = 'missed' AND direction = 'in'",
        _REACHED.format(same="customer_id = interaction.customer_id"),
        _REACHED.format(same="phone = interaction.phone AND later.phone <> ''"),
    )
)
"""Missed, and since then nobody of the same customer or number was spoken or written to, nor spoke or wrote to us."""
ALL = InteractionFilter()
_ROWS = """
SELECT held.id, held.number, held.customer_id, COALESCE(customer.name, held.caller), channel.name, channel.kind, held.direction,
    COALESCE(reason.name, ''), COALESCE(reason.kind, ''), held.summary, held.notes, held.started_at, held.ended_at, held.outcome,
    COALESCE(staff.name, ''), COALESCE(placed.number, '')
FROM interaction AS held
JOIN channel ON channel.id = held.channel_id
LEFT JOIN customer ON customer.id = held.customer_id
LEFT JOIN contact_reason AS reason ON reason.id = held.reason_id
LEFT JOIN staff ON staff.id = held.staff_id
LEFT JOIN sales_order AS placed ON placed.id = held.order_id
WHERE held.id IN ({ids})"""


def interaction_ids(wanted: InteractionFilter = ALL, sort: str = "started", downwards: bool = True) -> "array[int]":
    """Every matching interaction, newest first unless said otherwise; with a text, those it finds, at most a thousand."""
    if wanted.text.strip():
        return _found(wanted, downwards)
    return ids_of(_ids_text(wanted.wheres(), sort, downwards), wanted.values())


def first_interactions(wanted: InteractionFilter, limit: int, sort: str = "started", downwards: bool = True) -> list[InteractionRow]:
    if wanted.text.strip():
        ids = _found(wanted, downwards)[:limit]
    else:
        ids = ids_of(_ids_text(wanted.wheres(), sort, downwards) + " LIMIT ?", (*wanted.values(), limit))
    return in_order(ids, interaction_rows(ids))


def interaction_rows(ids: Sequence[int]) -> dict[int, InteractionRow]:
    return {row[0]: InteractionRow._make((*row[:11], at(row[11]), moment(row[12]), *row[13:])) for row in rows_by_ids(_ROWS, ids)}


@cache
def _ids_text(wheres: tuple[str, ...], sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    where = " AND ".join([*wheres, in_sight("id", "interaction")])
    return f"SELECT id FROM interaction WHERE {where} ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(wanted: InteractionFilter, downwards: bool) -> "array[int]":
    """By the interaction's words, and by its customer's."""
    ids = set(find("interaction", wanted.text, FOUND))
    of_customers = "SELECT id FROM interaction WHERE shelf <> 'trash' AND customer_id IN ({ids})"
    ids.update(row[0] for row in rows_by_ids(of_customers, find("customer", wanted.text, 50)))
    kept = set(_kept(wanted, tuple(ids)))
    rows = [row for row in interaction_rows(tuple(ids)).values() if row.id in kept]
    rows.sort(key=lambda row: (row.started_at, row.id), reverse=downwards)
    return array("q", (row.id for row in rows[:FOUND]))


def _kept(wanted: InteractionFilter, ids: tuple[int, ...]) -> Iterator[int]:
    """Those of them that the rest of the filter leaves."""
    where, values = " AND ".join(["1 = 1", *wanted.wheres()]), wanted.values()
    for start in range(0, len(ids), FOUND):
        some = ids[start : start + FOUND]
        marks = ", ".join("?" * len(some))
        yield from (row[0] for row in rows_of(f"SELECT id FROM interaction WHERE {where} AND id IN ({marks})", (*values, *some)))
