"""Reads for the list of returns and for one return with its lines."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.core.money import UNIT
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import FOUND, at, day, ids_of, in_order, rows_by_ids, rows_of

OPEN = (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.IN_TRANSIT, ReturnState.RECEIVED, ReturnState.INSPECTED)
"""Something is still to be done about these."""


class ReturnRow(NamedTuple):
    id: int
    number: str
    customer_id: int
    customer: str
    order: str
    requested_at: datetime
    state: str
    line_count: int
    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ReturnFilter:
    """`states` empty: all."""

    states: tuple[ReturnState, ...] = ()
    text: str = ""


class ReturnLineRow(NamedTuple):
    """`sold` is how many the order's line holds; without an order as many as come back. `said`: the company's word for the reason."""

    id: int
    version: int
    name: str
    sold: Decimal
    quantity: Decimal
    reason: str
    said: str
    note: str
    condition: str
    disposition: str
    resolution: str
    value: Decimal
    replacement: str
    voucher: str
    order_line_id: int | None
    product_id: int | None


class ReturnSheet(NamedTuple):
    """One return with all it needs to go on."""

    id: int
    version: int
    number: str
    customer_id: int
    customer: str
    order_id: int | None
    order: str
    requested_at: datetime
    deadline: date | None
    state: str
    state_reason: str
    window_reason: str
    note: str
    currency: str
    carrier: str
    tracking: str
    lines: tuple[ReturnLineRow, ...]


ALL = ReturnFilter()
_ROWS = """
SELECT asked.id, asked.number, asked.customer_id, customer.name, COALESCE(placed.number, ''), asked.requested_at, asked.state,
    (SELECT COUNT(*) FROM return_line WHERE return_id = asked.id),
    (SELECT COALESCE(SUM(value), 0) FROM return_line WHERE return_id = asked.id),
    asked.currency
FROM return_request AS asked JOIN customer ON customer.id = asked.customer_id
LEFT JOIN sales_order AS placed ON placed.id = asked.order_id WHERE asked.id IN ({ids})"""
_SHEET = """
SELECT asked.id, asked.version, asked.number, asked.customer_id, customer.name, asked.order_id, COALESCE(placed.number, ''),
    asked.requested_at, asked.deadline, asked.state, asked.state_reason, asked.window_reason, asked.note, asked.currency,
    COALESCE(parcel.carrier, ''), COALESCE(parcel.tracking, '')
FROM return_request AS asked JOIN customer ON customer.id = asked.customer_id
LEFT JOIN sales_order AS placed ON placed.id = asked.order_id
LEFT JOIN shipment AS parcel ON parcel.id = (SELECT MAX(id) FROM shipment WHERE return_id = asked.id AND direction = 'in')
WHERE asked.id = ?"""
_LINES = """
SELECT line.id, line.version, line.name, COALESCE(sold.quantity, line.quantity), line.quantity, line.reason, COALESCE(said.name, ''),
    line.note, line.condition, line.disposition, line.resolution, line.value, COALESCE(again.number, ''), COALESCE(voucher.code, ''),
    line.order_line_id, line.product_id
FROM return_line AS line LEFT JOIN order_line AS sold ON sold.id = line.order_line_id
LEFT JOIN return_reason AS said ON said.id = line.chosen_reason_id LEFT JOIN sales_order AS again ON again.id = line.replacement_id
LEFT JOIN voucher ON voucher.id = line.voucher_id WHERE line.return_id = ? ORDER BY line.id"""


def return_ids(wanted: ReturnFilter = ALL, downwards: bool = True) -> "array[int]":
    """Every matching return, newest first unless said otherwise; with a text, at most a thousand."""
    if wanted.text.strip():
        return _found(wanted, downwards)
    return ids_of(_ids_text(len(wanted.states), downwards), wanted.states)


def first_returns(wanted: ReturnFilter, limit: int, downwards: bool = True) -> list[ReturnRow]:
    if wanted.text.strip():
        ids = _found(wanted, downwards)[:limit]
    else:
        ids = ids_of(_ids_text(len(wanted.states), downwards) + " LIMIT ?", (*wanted.states, limit))
    return in_order(ids, return_rows(ids))


def return_rows(ids: Sequence[int]) -> dict[int, ReturnRow]:
    return {row[0]: ReturnRow._make((*row[:5], at(row[5]), *row[6:8], int(row[8]) * UNIT, row[9])) for row in rows_by_ids(_ROWS, ids)}


def open_returns() -> int:
    """How many wait for a next step."""
    marks = ", ".join("?" * len(OPEN))
    return int(rows_of(f"SELECT COUNT(*) FROM return_request WHERE state IN ({marks})", OPEN)[0][0])


def return_sheet(return_id: int) -> ReturnSheet | None:
    """None when the return is not there (any more)."""
    for row in rows_of(_SHEET, (return_id,)):
        lines = tuple(
            ReturnLineRow._make((*line[:3], line[3] * UNIT, line[4] * UNIT, *line[5:11], line[11] * UNIT, *line[12:]))
            for line in rows_of(_LINES, (return_id,))
        )
        return ReturnSheet._make((*row[:7], at(row[7]), day(row[8]), *row[9:], lines))
    return None


@cache
def _ids_text(states: int, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    where = f"WHERE state IN ({', '.join('?' * states)}) " if states else ""
    return f"SELECT id FROM return_request {where}ORDER BY requested_at {order}, id {order}"


def _found(wanted: ReturnFilter, downwards: bool) -> "array[int]":
    """By the return's words, and by its customer's."""
    ids = set(find("return_request", wanted.text, FOUND))
    of_customers = rows_by_ids("SELECT id FROM return_request WHERE customer_id IN ({ids})", find("customer", wanted.text, 50))
    ids.update(row[0] for row in of_customers)
    rows = [row for row in return_rows(tuple(ids)).values() if not wanted.states or row.state in wanted.states]
    rows.sort(key=lambda row: (row.requested_at, row.id), reverse=downwards)
    return array("q", (row.id for row in rows[:FOUND]))
