"""Sums of orders and money, each currency for itself, as it is stored; and who was in touch or bought.

`where` names a stretch of time, and perhaps more.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import NO_MONEY, Flow, PaymentStatus, Resolution
from crm_desktop.data.database import database, fetch

COUNTED = f"placed.state NOT IN ('{OrderState.DRAFT}', '{OrderState.CANCELLED}')"
NO_REPLACEMENT = f"""NOT EXISTS (SELECT 1 FROM return_line AS back
        WHERE back.replacement_id = placed.id AND back.resolution = '{Resolution.REPLACEMENT}')"""
_NO_MONEY = ", ".join(f"'{method}'" for method in sorted(NO_MONEY))


class Sum(NamedTuple):
    """How many, and what they come to as it is stored."""

    cases: int = 0
    amount: int = 0


def placed_by_currency(where: str, params: Sequence[int]) -> dict[str, Sum]:
    text = f"""SELECT placed.currency, COUNT(*), SUM(placed.total) FROM sales_order AS placed
WHERE {where} AND {COUNTED} GROUP BY placed.currency"""
    return {row[0]: Sum(int(row[1]), int(row[2])) for row in _rows(text, params)}


def units_sold(where: str, params: Sequence[int]) -> int:
    """Of orders placed; what was sent again in place of returned goods was not sold."""
    text = f"""SELECT COALESCE(SUM(line.quantity), 0) FROM sales_order AS placed JOIN order_line AS line ON line.order_id = placed.id
WHERE {where} AND {COUNTED} AND line.quantity > 0 AND {NO_REPLACEMENT}"""
    return int(_rows(text, params)[0][0])


def moved_by_currency(where: str, params: Sequence[int]) -> dict[str, tuple[int, int]]:
    """What came in and what went back, as `payments` tells it way by way."""
    text = f"""SELECT paid.currency, COALESCE(SUM(CASE WHEN paid.direction = '{Flow.IN}' THEN paid.amount ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN paid.direction = '{Flow.OUT}' AND paid.status = '{PaymentStatus.CAPTURED}' THEN paid.amount ELSE 0 END), 0)
FROM payment AS paid WHERE {where}
    AND paid.status IN ('{PaymentStatus.CAPTURED}', '{PaymentStatus.CHARGED_BACK}') AND paid.method NOT IN ({_NO_MONEY})
GROUP BY paid.currency"""
    return {row[0]: (int(row[1]), int(row[2])) for row in _rows(text, params)}


class TradeSums(NamedTuple):
    """`sold` in units as they are stored, `moved` as it came in and went back."""

    placed: dict[str, Sum]
    sold: int
    moved: dict[str, tuple[int, int]]


def told(start: int, end: int) -> list[Any]:
    """The whole company's, as it is kept."""
    ordered = "placed.ordered_at >= ? AND placed.ordered_at < ?"
    placed, moved = (
        placed_by_currency(ordered, (start, end)),
        moved_by_currency("paid.received_at >= ? AND paid.received_at < ?", (start, end)),
    )
    return [_listed(placed), units_sold(ordered, (start, end)), _listed(moved)]


def _listed(sums: Any) -> list[list[Any]]:
    return [[currency, *numbers] for currency, numbers in sorted(sums.items())]


def read(kept: Sequence[Any]) -> TradeSums:
    placed, sold, moved = kept
    return TradeSums({row[0]: Sum(*row[1:]) for row in placed}, sold, {row[0]: (row[1], row[2]) for row in moved})


def active_customers(start: int, end: int) -> int:
    """Different customers with an interaction or an order."""
    text = f"""SELECT COUNT(*) FROM
    (SELECT customer_id FROM interaction WHERE started_at >= ? AND started_at < ? AND customer_id IS NOT NULL
    UNION SELECT placed.customer_id FROM sales_order AS placed
    WHERE placed.ordered_at >= ? AND placed.ordered_at < ? AND {COUNTED}) AS seen"""
    return int(_rows(text, (start, end) * 2)[0][0])


def _rows(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)
