"""Reads for the list of interactions and for one of them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from crm_desktop.data.models import Customer, Interaction
from crm_desktop.data.search import find
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import FOUND, at, ids_of, in_order, moment, rows_by_ids

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
    """`since` counts and `until` does not; `outcome` empty: any. `to_return`: only calls we missed and did not return yet."""

    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcome: str = ""
    customer_id: int | None = None
    to_return: bool = False

    def wheres(self) -> tuple[str, ...]:
        given = (
            ("started_at >= ?", self.since),
            ("started_at < ?", self.until),
            ("outcome = ?", self.outcome),
            ("customer_id = ?", self.customer_id),
        )
        return (*(clause for clause, value in given if value), *([TO_RETURN] if self.to_return else []))

    def values(self) -> tuple[str | int, ...]:
        moments = (int(moment.timestamp()) for moment in (self.since, self.until) if moment is not None)
        given = (self.outcome, self.customer_id or 0)
        return (*moments, *(value for value in given if value))


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
    ids = set(find(Interaction, wanted.text, FOUND))
    of_customers = "SELECT id FROM interaction WHERE shelf <> 'trash' AND customer_id IN ({ids})"
    ids.update(row[0] for row in rows_by_ids(of_customers, find(Customer, wanted.text, 50)))
    if wanted.to_return:
        ids.intersection_update(
            row[0] for row in rows_by_ids(f"SELECT id FROM interaction WHERE {TO_RETURN} AND id IN ({{ids}})", tuple(ids))
        )
    rows = [
        row for row in interaction_rows(tuple(ids)).values()
        if wanted.outcome in ("", row.outcome) and wanted.customer_id in (None, row.customer_id)
        and (wanted.since is None or row.started_at >= wanted.since) and (wanted.until is None or row.started_at < wanted.until)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.started_at, row.id), reverse=downwards)
    return array("q", (row.id for row in rows[:FOUND]))
