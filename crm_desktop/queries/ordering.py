"""Reads for the form of an order: products as they are found while typing, and the lines of one that is open."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.core.text import fold
from crm_desktop.data.finding import find
from crm_desktop.queries.lists import in_order, rows_by_ids, rows_of

_SHOWN = 20


class SoldProduct(NamedTuple):
    """As it is today. `stocked` no: it is never counted."""

    id: int
    sku: str
    name: str
    price: Decimal
    tax_rate: Decimal
    on_hand: Decimal
    stocked: bool


class OpenLine(NamedTuple):
    """A line of an order that can still change; `tax_rate` is the line's own."""

    id: int
    product: SoldProduct
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal


class Pricing(NamedTuple):
    currency: str
    prices_include_tax: bool


_PRODUCTS = """SELECT id, sku, name, price, tax_rate, on_hand, stocked FROM product WHERE active AND shelf = '' AND id IN ({ids})"""
_OPEN_LINES = """
SELECT line.id, line.quantity, line.unit_price, line.discount_percent,
    product.id, line.sku, line.name, product.price, line.tax_rate, product.on_hand, product.stocked
FROM order_line AS line JOIN product ON product.id = line.product_id WHERE line.order_id = ? ORDER BY line.position, line.id"""


def find_products(text: str) -> list[SoldProduct]:
    """Those that can be sold, by number or any word; the one of exactly this number first, since a scanner presses Enter at once."""
    ids = find("product", text, _SHOWN)
    found = in_order(ids, {row[0]: _product(row) for row in rows_by_ids(_PRODUCTS, ids)})
    return sorted(found, key=lambda product: fold(product.sku) != fold(text.strip()))


def sold_products(ids: Sequence[int]) -> dict[int, SoldProduct]:
    """Those of them that can still be sold."""
    return {row[0]: _product(row) for row in rows_by_ids(_PRODUCTS, ids)}


def open_lines(order_id: int) -> list[OpenLine]:
    found = rows_of(_OPEN_LINES, (order_id,))
    return [OpenLine(row[0], _product(row[4:]), row[1] * UNIT, row[2] * UNIT, row[3] * UNIT) for row in found]


def pricing() -> Pricing:
    ((currency, included),) = rows_of("SELECT currency, prices_include_tax FROM company")
    return Pricing(currency, bool(included))


def _product(row: tuple[object, ...]) -> SoldProduct:
    row_id, sku, name, price, rate, on_hand, stocked = row
    return SoldProduct._make((row_id, sku, name, price * UNIT, rate * UNIT, on_hand * UNIT, bool(stocked)))  # type: ignore[operator]
