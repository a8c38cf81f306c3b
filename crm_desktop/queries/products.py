"""Reads for the product list, and for one product with its stock."""

from array import array
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from crm_desktop.core.custom_values import Definition
from crm_desktop.core.money import UNIT
from crm_desktop.core.read_json import kept_object
from crm_desktop.data.finding import find
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.custom_fields import definitions
from crm_desktop.queries.lists import FOUND, ids_of, in_order, rows_by_ids, rows_of

SORTS = {"name": "sort_key"}


class ProductRow(NamedTuple):
    id: int
    sku: str
    name: str
    category: str
    unit: str
    price: Decimal
    on_hand: Decimal
    stocked: bool
    active: bool


class MovementRow(NamedTuple):
    """What came and went; `order` is its number, empty for a receipt or a correction."""

    id: int
    moved_on: date
    kind: str
    quantity: Decimal
    order: str
    note: str


class ProductCard(NamedTuple):
    """Everything a form or a panel shows about one product."""

    id: int
    version: int
    sku: str
    name: str
    description: str
    category: str
    unit: str
    barcode: str
    price: Decimal
    cost: Decimal | None
    tax_rate: Decimal
    stocked: bool
    active: bool
    warranty_months: int
    return_instructions: str
    shelf: str
    custom: dict[str, Any]
    on_hand: Decimal
    movements: tuple[MovementRow, ...]


class ProductWords(NamedTuple):
    """What other products say: offered where one of them is meant again."""

    categories: tuple[str, ...]
    units: tuple[str, ...]
    fields: tuple[Definition, ...]


_LATEST = 50
_CARD = """
SELECT product.id, product.version, product.sku, product.name, product.description, COALESCE(category.name, ''), product.unit,
    product.barcode, product.price, product.cost, product.tax_rate, product.stocked, product.active, product.warranty_months,
    product.return_instructions, product.shelf, product.custom, product.on_hand
FROM product LEFT JOIN product_category AS category ON category.id = product.category_id WHERE product.id = ?"""
_MOVEMENTS = """
SELECT moved.id, moved.moved_on, moved.kind, moved.quantity, COALESCE(placed.number, ''), moved.note
FROM stock_movement AS moved LEFT JOIN sales_order AS placed ON placed.id = moved.order_id
WHERE moved.product_id = ? ORDER BY moved.id DESC LIMIT ?"""
_ROWS = """
SELECT product.id, product.sku, product.name, COALESCE(category.name, ''), product.unit, product.price, product.on_hand, product.stocked,
    product.active
FROM product LEFT JOIN product_category AS category ON category.id = product.category_id WHERE product.id IN ({ids})"""


def product_ids(text: str = "", sort: str = "name", downwards: bool = False) -> "array[int]":
    """Every product by name; with a text, those it finds, at most a thousand."""
    return _found(text, downwards) if text.strip() else ids_of(_ids_text(sort, downwards))


def first_products(text: str, limit: int, sort: str = "name", downwards: bool = False) -> list[ProductRow]:
    ids = _found(text, downwards)[:limit] if text.strip() else ids_of(_ids_text(sort, downwards) + " LIMIT ?", (limit,))
    return in_order(ids, product_rows(ids))


def product_rows(ids: Sequence[int]) -> dict[int, ProductRow]:
    rows = rows_by_ids(_ROWS, ids)
    return {row[0]: ProductRow._make((*row[:5], row[5] * UNIT, row[6] * UNIT, bool(row[7]), bool(row[8]))) for row in rows}


def product_card(product_id: int) -> ProductCard | None:
    """With its latest movements; None when the product is not there (any more)."""
    for row in rows_of(_CARD, (product_id,)):
        *plain, price, cost, tax_rate, stocked, active, months, instructions, shelf, custom, on_hand = row
        moved = tuple(
            MovementRow(number, date.fromisoformat(on), kind, quantity * UNIT, order, note)
            for number, on, kind, quantity, order, note in rows_of(_MOVEMENTS, (product_id, _LATEST))
        )
        return ProductCard._make((
            *plain, price * UNIT, None if cost is None else cost * UNIT, tax_rate * UNIT, bool(stocked), bool(active), months,
            instructions, shelf, kept_object(custom), on_hand * UNIT, moved,
        ))  # fmt: skip
    return None


def product_words() -> ProductWords:
    categories = tuple(row[0] for row in rows_of("SELECT name FROM product_category ORDER BY name"))
    units = tuple(row[0] for row in rows_of("SELECT DISTINCT unit FROM product WHERE unit <> '' ORDER BY unit LIMIT 50"))
    return ProductWords(categories, units, definitions("product"))


@cache
def _ids_text(sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM product WHERE {in_sight('id', 'product')} ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(text: str, downwards: bool) -> "array[int]":
    keyed = rows_by_ids("SELECT sort_key, id FROM product WHERE id IN ({ids})", find("product", text, FOUND))
    return array("q", (row[1] for row in sorted(keyed, reverse=downwards)))
