"""Reads for the list of interactions and for one of them."""

from array import array
from collections.abc import Sequence
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


def interaction_ids(text: str = "", sort: str = "started", downwards: bool = True) -> "array[int]":
    """Every interaction, newest first unless said otherwise; with a text, those it finds, at most a thousand."""
    return _found(text, downwards) if text.strip() else ids_of(_ids_text(sort, downwards))


def first_interactions(text: str, limit: int, sort: str = "started", downwards: bool = True) -> list[InteractionRow]:
    ids = _found(text, downwards)[:limit] if text.strip() else ids_of(_ids_text(sort, downwards) + " LIMIT ?", (limit,))
    return in_order(ids, interaction_rows(ids))


def interaction_rows(ids: Sequence[int]) -> dict[int, InteractionRow]:
    return {row[0]: InteractionRow._make((*row[:11], at(row[11]), moment(row[12]), *row[13:])) for row in rows_by_ids(_ROWS, ids)}


@cache
def _ids_text(sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM interaction WHERE {in_sight('id', 'interaction')} ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(text: str, downwards: bool) -> "array[int]":
    """By the interaction's words, and by its customer's."""
    keyed = set(rows_by_ids("SELECT started_at, id FROM interaction WHERE id IN ({ids})", find(Interaction, text, FOUND)))
    of_customers = "SELECT started_at, id FROM interaction WHERE shelf <> 'trash' AND customer_id IN ({ids})"
    keyed.update(rows_by_ids(of_customers, find(Customer, text, 50)))
    return array("q", (row[1] for row in sorted(keyed, reverse=downwards)[:FOUND]))
