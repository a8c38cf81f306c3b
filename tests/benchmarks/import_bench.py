"""What writing an import costs beside the raw rows: python -m tests.benchmarks.import_bench [FOLDER OF NORTHWIND'S CSV FILES]

The floor writes the same rows by `executemany`, in one transaction, into the same tables with the same indexes. Search index and derived
columns are timed beside it: they are made once, at the end.
"""

import gc
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from crm_desktop.core.paths import resource
from crm_desktop.data import history
from crm_desktop.data.database import create_file, current, fetch, open_store
from crm_desktop.exchange.importing import prepare, write_prepared
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.imports import bring_in
from crm_desktop.services.incoming import Incoming, Place, Reference, RunInput

COMPANY = CompanyInput("Bench", "EUR", "Europe/Berlin")
RUN = RunInput("bench", "", {})
CUSTOMERS, ORDERS, LINES, CALLS = 5_000, 20_000, 60_000, 40_000
ORIGIN = ("source", "source_id", "import_run_id")


class Measured(NamedTuple):
    """Seconds, medians: the floor, our database part, and what search index and derived columns took beside it."""

    name: str
    floor: float
    ours: float
    beside: float

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    def __str__(self) -> str:
        return (
            f"{self.name:28} floor {self.floor * 1000:9.1f} ms   ours {self.ours * 1000:9.1f} ms   ratio {self.ratio:5.2f}"
            f"   (search and derived columns {self.beside * 1000:.0f} ms)"
        )


class Timed:
    """Seconds spent in a function while it is called through here."""

    def __init__(self, work: Callable[..., None]) -> None:
        self.work, self.seconds = work, 0.0

    def __call__(self, *args: object) -> None:
        start = perf_counter()
        self.work(*args)
        self.seconds += perf_counter() - start


def measure_rows(rounds: int = 5) -> Measured:
    """5,000 customers, 20,000 orders with 60,000 lines, and 40,000 interactions."""
    floors, ours, beside = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.crm"
        create_file(template)
        with open_store(template).connection_context():
            found_company(COMPANY)
        tables = _written_once(template, Path(folder))
        for _round in range(rounds):
            for work in random.sample([_raw, _imported], 2):
                with _fresh(template, Path(folder)):
                    gc.collect()
                    if work is _raw:
                        floors.append(_raw(tables))
                    else:
                        whole, derived = _imported()
                        ours.append(whole - derived)
                        beside.append(derived)
    return Measured("import of 125,000 rows", median(floors), median(ours), median(beside))


def measure_northwind(folder: Path, rounds: int = 5) -> tuple[float, float]:
    """Seconds to read and check the files, and to write everything into a new store; medians."""
    reading, writing = [], []
    with tempfile.TemporaryDirectory() as work:
        for number in range(rounds):
            start = perf_counter()
            prepared = prepare(resource("mappings", "northwind.toml"), folder)
            reading.append(perf_counter() - start)
            assert prepared.mapping.company is not None
            path = Path(work) / f"{number}.crm"
            create_file(path)
            with open_store(path).connection_context():
                found_company(prepared.mapping.company)
                start = perf_counter()
                write_prepared(prepared, by=FOUNDER)
                writing.append(perf_counter() - start)
    return median(reading), median(writing)


def _incoming() -> list[Incoming]:
    """Rows as a mapping of files would hand them over."""
    customers = Incoming("customer", ("number", "name", "kind"), "customer")
    orders = Incoming(
        "sales_order", ("number", "customer_id", "ordered_at", "currency", "shipping_charge", "state"), "order",
        (Reference("customer_id", "customer"),),
    )  # fmt: skip
    lines = Incoming(
        "order_line", ("order_id", "position", "sku", "name", "quantity", "unit_price", "gross", "total"), "line",
        (Reference("order_id", "sales_order"),),
    )  # fmt: skip
    channels = Incoming("channel", ("name", "kind"), "channel", match=("name",))
    calls = Incoming(
        "interaction", ("number", "customer_id", "channel_id", "direction", "summary", "notes", "started_at", "ended_at"), "interaction",
        (Reference("customer_id", "customer"), Reference("channel_id", "channel")),
    )  # fmt: skip
    for n in range(CUSTOMERS):
        customers.add(f"c{n}", [f"C{n}", f"Customer number {n} of the town", "company"], Place("c.csv", n))
    for n in range(ORDERS):
        orders.add(f"o{n}", [f"O{n}", f"c{n % CUSTOMERS}", 1_700_000_000 + n * 60, "EUR", 49_000, "open"], Place("o.csv", n))
    for n in range(LINES):
        lines.add(f"l{n}", [f"o{n % ORDERS}", 1, "A1", "An article", 20_000, 129_900, 259_800, 259_800], Place("l.csv", n))
    channels.add("Phone", ["Phone", "phone"], Place("i.csv", 1))
    for n in range(CALLS):
        calls.add(
            f"i{n}",
            [f"I{n}", f"c{n % CUSTOMERS}", "Phone", "in", "Asked for it", "Told them to wait a little. " * 3, 1_700_000_000 + n, None],
            Place("i.csv", n),
        )  # fmt: skip
    return [customers, orders, lines, channels, calls]


@contextmanager
def _fresh(template: Path, folder: Path) -> Iterator[None]:
    path = folder / "round.crm"
    shutil.copy(template, path)
    with open_store(path).connection_context():
        yield
    for left in folder.glob("round.crm*"):
        # The lock of a store is a folder.
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _written_once(template: Path, folder: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    """The statements and rows of the floor: what the import writes, read back with its ids."""
    with _fresh(template, folder):
        bring_in(_incoming(), RUN, FOUNDER)
        found = []
        for incoming in _incoming():
            names = ("id", "version", "created_at", "updated_at", *incoming.columns, *ORIGIN)
            rows = fetch(f"SELECT {', '.join(names)} FROM {incoming.table} WHERE source = 'bench' ORDER BY id")
            if rows:
                found.append((f"INSERT INTO {incoming.table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows))
    return found


def _raw(tables: list[tuple[str, list[tuple[object, ...]]]]) -> float:
    cursor = current().cursor()
    start = perf_counter()
    cursor.execute("BEGIN IMMEDIATE")
    for text, rows in tables:
        cursor.executemany(text, rows)
    cursor.execute("COMMIT")
    return perf_counter() - start


def _imported() -> tuple[float, float]:
    incoming, timed = _incoming(), Timed(history.refresh)
    history.refresh = timed
    try:
        start = perf_counter()
        bring_in(incoming, RUN, FOUNDER)
        return perf_counter() - start, timed.seconds
    finally:
        history.refresh = timed.work


def main() -> None:
    print(measure_rows())
    if len(sys.argv) > 1:
        reading, writing = measure_northwind(Path(sys.argv[1]))
        print(f"{'whole Northwind':28} read and checked in {reading * 1000:.0f} ms, written in {writing * 1000:.0f} ms")


if __name__ == "__main__":
    main()
