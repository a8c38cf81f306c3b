"""What was sold between two days: by month, by product and by customer, each currency for itself."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds, next_month
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.money import UNIT
from crm_desktop.queries.lists import rows_of

_SOLD = f"placed.state IN ('{OrderState.OPEN}', '{OrderState.COMPLETED}') AND placed.ordered_at >= ? AND placed.ordered_at < ?"
_SUMS = "COUNT(*), SUM(placed.goods), SUM(placed.discount), SUM(placed.shipping_charge), SUM(placed.tax), SUM(placed.total)"
_BY_CURRENCY = f"SELECT placed.currency, {_SUMS} FROM sales_order AS placed WHERE {_SOLD} GROUP BY placed.currency"
_BY_PRODUCT = f"""
SELECT placed.currency, line.sku, MAX(line.name), SUM(line.quantity), COUNT(DISTINCT placed.id), SUM(line.total)
FROM sales_order AS placed JOIN order_line AS line ON line.order_id = placed.id WHERE {_SOLD}
GROUP BY placed.currency, line.sku ORDER BY 6 DESC, 2"""
_BY_CUSTOMER = f"""
SELECT placed.currency, customer.number, customer.name, COUNT(*), SUM(placed.goods - placed.discount), SUM(placed.total)
FROM sales_order AS placed JOIN customer ON customer.id = placed.customer_id WHERE {_SOLD}
GROUP BY placed.currency, customer.id, customer.number, customer.name ORDER BY 5 DESC, 2"""
_ENDS = "SELECT MIN(ordered_at), MAX(ordered_at) FROM sales_order WHERE state IN ('open', 'completed')"


class Sales(NamedTuple):
    """Of orders that are not drafts and not cancelled. `goods` is before what the orders take off all their lines."""

    orders: int
    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    tax: Decimal
    total: Decimal


class MonthSales(NamedTuple):
    currency: str
    month: date
    sales: Sales


class ProductSales(NamedTuple):
    """`amount` is after discounts of the lines, as the orders' prices are: with tax or without."""

    currency: str
    sku: str
    name: str
    quantity: Decimal
    orders: int
    amount: Decimal


class CustomerSales(NamedTuple):
    """`amount` is goods after all discounts, `total` what the orders come to."""

    currency: str
    number: str
    name: str
    orders: int
    amount: Decimal
    total: Decimal


def sales_by_month(first: date, last: date, zone: ZoneInfo) -> list[MonthSales]:
    """Months that something was sold in; the first and the last only as far as the days go."""
    return [
        MonthSales(row[0], start, Sales(int(row[1]), *(int(units) * UNIT for units in row[2:])))
        for start, bounds in _months(first, last, zone)
        for row in sorted(rows_of(_BY_CURRENCY, bounds))
    ]


def sales_by_product(first: date, last: date, zone: ZoneInfo) -> list[ProductSales]:
    """The most first."""
    rows = rows_of(_BY_PRODUCT, _bounds(first, last, zone))
    return [ProductSales(row[0], row[1], row[2], int(row[3]) * UNIT, int(row[4]), int(row[5]) * UNIT) for row in rows]


def sales_by_customer(first: date, last: date, zone: ZoneInfo) -> list[CustomerSales]:
    """The most first."""
    rows = rows_of(_BY_CUSTOMER, _bounds(first, last, zone))
    return [CustomerSales(row[0], row[1], row[2], int(row[3]), int(row[4]) * UNIT, int(row[5]) * UNIT) for row in rows]


def first_and_last_sale() -> tuple[int, int] | None:
    """Seconds since 1970."""
    ((first, last),) = rows_of(_ENDS)
    return None if first is None else (int(first), int(last))


def _months(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[date, tuple[int, int]]]:
    start = first
    while start <= last:
        following = next_month(start.replace(day=1))
        yield start.replace(day=1), (_start_of(start, zone), min(_start_of(following, zone), _bounds(first, last, zone)[1]))
        start = following


def _bounds(first: date, last: date, zone: ZoneInfo) -> tuple[int, int]:
    return _start_of(first, zone), int(day_bounds(last, zone)[1].timestamp())


def _start_of(day: date, zone: ZoneInfo) -> int:
    return int(day_bounds(day, zone)[0].timestamp())
