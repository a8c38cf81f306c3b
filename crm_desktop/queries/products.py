"""Reads for the product list."""

from array import array
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.data.models import Product
from crm_desktop.data.search import find
from crm_desktop.queries.columns import in_sight
from crm_desktop.queries.lists import FOUND, ids_of, in_order, rows_by_ids

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


@cache
def _ids_text(sort: str, downwards: bool) -> str:
    order = "DESC" if downwards else "ASC"
    return f"SELECT id FROM product WHERE {in_sight('id', 'product')} ORDER BY {SORTS[sort]} {order}, id {order}"


def _found(text: str, downwards: bool) -> "array[int]":
    keyed = rows_by_ids("SELECT sort_key, id FROM product WHERE id IN ({ids})", find(Product, text, FOUND))
    return array("q", (row[1] for row in sorted(keyed, reverse=downwards)))
