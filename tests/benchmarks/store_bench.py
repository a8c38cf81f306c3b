"""What the store costs beside the same rows in plain SQL: saving, bulk, pages, lists, search."""

import secrets
from collections.abc import Callable, Iterator
from decimal import Decimal
from time import perf_counter
from typing import Any

from crm_desktop.core.changes import Entity
from crm_desktop.core.rights import Right
from crm_desktop.data import history
from crm_desktop.data.database import current
from crm_desktop.data.history import operation
from crm_desktop.data.models import Customer, Product, Record, StockMovement
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.customers import AddressInput, CustomerInput, add_customer
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.products import ProductInput, add_product
from tests.benchmarks.import_bench import Timed
from tests.benchmarks.measuring import Measured, compare

RAW_ORDER = """INSERT INTO sales_order (version, created_at, updated_at, number, customer_id, staff_id, ordered_at, currency,
billing_address, shipping_address, gross, goods, total, line_count)
VALUES (1, 0, 0, ?, ?, 1, 1767607200, 'EUR', 'Kai 1', 'Kai 1', 999000, 999000, 999000, 10) RETURNING id"""
RAW_LINE = """INSERT INTO order_line (version, created_at, updated_at, order_id, position, product_id, sku, name, quantity, unit_price,
gross, total) VALUES (1, 0, 0, ?, ?, ?, 'P', 'pen', 10000, 99900, 99900, 99900)"""
RAW_MOVE = """INSERT INTO stock_movement (version, created_at, updated_at, product_id, order_id, kind, quantity, moved_on)
VALUES (1, 0, 0, ?, ?, 'sale', -10000, '2026-01-05')"""
FLOOR = "raw executemany, same indexes"


def sql(text: str) -> str:
    return text.replace("?", current().param)


def begin() -> Any:
    cursor = current().cursor()
    cursor.execute("BEGIN" if current().param == "%s" else "BEGIN IMMEDIATE")
    return cursor


def save_order(rounds: int = 60) -> Iterator[Measured]:
    """With history, stock, sums and search index, beside the 21 rows alone."""
    (customer,) = add_customer(CustomerInput("Ada", addresses=(AddressInput("Kai 1", "Kiel"),)), FOUNDER).of(Entity.CUSTOMER)
    first = Product.select().count()
    added = [add_product(ProductInput(f"BENCH-{first + n}", "pen", Decimal("9.99")), FOUNDER) for n in range(10)]
    products = [next(iter(change.of(Entity.PRODUCT))) for change in added]
    wanted = OrderInput(customer, tuple(LineInput(product, Decimal(1)) for product in products))

    def raw(number: int) -> None:
        cursor = begin()
        cursor.execute(sql(RAW_ORDER), (f"RAW-{first}-{number}", customer))
        (order,) = cursor.fetchone()
        for place, product in enumerate(products):
            cursor.execute(sql(RAW_LINE), (order, place, product))
            cursor.execute(sql(RAW_MOVE), (product, order))
        cursor.execute("COMMIT")

    yield compare("save an order of 10 lines", "21 raw inserts", raw, lambda _round: place_order(wanted, FOUNDER), rounds=rounds, budget=4)


def bulk_rows(count: int = 100_000, searched: int = 20_000, rounds: int = 5) -> Iterator[Measured]:
    """An operation with block entries, beside `executemany` of the same rows into the same table with its indexes."""
    (product,) = add_product(ProductInput(f"BULK-{Product.select().count()}", "pen"), FOUNDER).of(Entity.PRODUCT)

    def movements(_run: str) -> list[tuple[Any, ...]]:
        return [(product, "receipt", 10_000, "2026-01-05") for _ in range(count)]

    def customers(run: str) -> list[tuple[Any, ...]]:
        return [(f"{run}-{n}", f"Name {n}") for n in range(searched)]

    bulk = Bulk(StockMovement, ("product_id", "kind", "quantity", "moved_on"), movements)
    yield compare(f"{count:,} stock movements, database part", FLOOR, bulk.raw, bulk.database_part, rounds=rounds, budget=1.5)
    bulk = Bulk(Customer, ("number", "name"), customers)
    yield compare(f"{searched:,} customers, database part", FLOOR, bulk.raw, bulk.database_part, rounds=rounds, budget=1.5)
    yield compare(f"{searched:,} customers, with search and derived columns", FLOOR, bulk.raw, bulk.ours, rounds=rounds)


class Bulk:
    """`rows` are asked for with a word that no other round has."""

    def __init__(self, model: type[Record], columns: tuple[str, ...], rows: Callable[[str], list[tuple[Any, ...]]]) -> None:
        self._model, self._columns, self._rows = model, columns, rows
        names = ("version", "created_at", "updated_at", *columns)
        self._text = f"INSERT INTO {model._meta.table_name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"

    def raw(self, _round: int) -> float:
        rows = [(1, 0, 0, *row) for row in self._rows(secrets.token_hex(4))]
        start = perf_counter()
        cursor = begin()
        cursor.executemany(sql(self._text), rows)
        cursor.execute("COMMIT")
        return perf_counter() - start

    def ours(self, _round: int) -> float:
        rows = self._rows(secrets.token_hex(4))
        start = perf_counter()
        with operation("Imported", FOUNDER, may=Right.IMPORT) as done:
            done.insert_many(self._model, self._columns, rows)
        return perf_counter() - start

    def database_part(self, number: int) -> float:
        """Without what is made once at the end: search index and derived columns."""
        refresh = history.refresh
        timed = Timed(refresh)
        history.refresh = timed
        try:
            return self.ours(number) - timed.seconds
        finally:
            history.refresh = refresh
