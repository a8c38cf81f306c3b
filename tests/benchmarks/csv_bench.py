"""A CSV file of interactions comes in, as from a person's hands: python -m tests.benchmarks.csv_bench [ROWS]

The floor reads the same file by `csv` and writes the same rows by `executemany`, into the same table, so that each of its indexes gets
the same entries, in one transaction.
Each way runs in a process of its own, for memory only ever grows. What is made once at the end, search index and derived columns, is timed
beside it.
"""

import csv
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import NamedTuple

from crm_desktop.core.paths import resource
from crm_desktop.data import history
from crm_desktop.data.database import create_file, current, fetch, open_store
from crm_desktop.exchange.importing import run_import
from crm_desktop.services.company import FOUNDER, CompanyInput, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from tests.benchmarks.import_bench import Timed
from tests.benchmarks.measuring import Measured, told
from tests.benchmarks.memory import highest_memory

ROWS = 1_000_000
CUSTOMERS = 500
BUDGET, MOST_MB = 2.0, 200
_HEAD = ("Number", "Customer", "Staff", "Channel", "Reason", "Started", "Ended", "Direction", "Outcome", "Summary", "Notes")
_INSERT = """INSERT INTO interaction (version, created_at, updated_at, source, source_id, import_run_id, number, customer_id, channel_id,
reason_id, direction, outcome, summary, notes, custom, started_at, ended_at)
VALUES (1, 0, 0, 'raw', ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, ?)"""
_SAID = (
    ("Asked where the parcel is", "Parcel has not moved for three days, the carrier says delivered, nobody signed for it."),
    ("Wants a copy of the invoice", "Sent it again to the address on file; asked us to note the new tax number."),
    ("The lamp flickers", "It flickers after an hour and hums. Asks for an exchange before the weekend, kept the receipt."),
)


class Came(NamedTuple):
    """Seconds in all, and of what is made once at the end; megabytes above those before it began."""

    seconds: float
    at_the_end: float
    memory_mb: float


def measure(rows: int = ROWS) -> Iterator[Measured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "interactions.csv", rows)
        floor, ours = (_in_a_child(way, folder) for way in (_raw, _imported))
    what = f"CSV import of {rows:,} interactions"
    yield Measured(
        f"{what} (search index and derived columns: {ours.at_the_end:.1f} s beside it)", "csv and raw executemany, same indexes",
        floor.seconds, ours.seconds - ours.at_the_end, BUDGET, rounds=1,
    )  # fmt: skip
    yield Measured(
        f"{what}, memory above the start", "the same", max(floor.memory_mb, 0.1), ours.memory_mb, rounds=1, most=MOST_MB, unit="MB"
    )


def processor(rows: int) -> float:
    """Seconds of the processor for all of it, what is made once at the end with it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_file(folder / "interactions.csv", rows)
        return _in_a_child(_by_processor, folder).seconds


def write_file(path: Path, rows: int) -> None:
    random, first = Random(1), datetime(2020, 1, 1, 8, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEAD)
        for place in range(rows):
            began = first + timedelta(minutes=place)
            summary, notes = _SAID[random.randrange(len(_SAID))]
            writer.writerow((
                f"T-{place}", f"Customer {random.randrange(CUSTOMERS)}", "", random.choice(("Phone", "E-mail", "Chat")), "Delivery",
                began.strftime("%Y-%m-%d %H:%M:%S"), (began + timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S"), "in", "resolved",
                f"{summary} {place}", notes,
            ))  # fmt: skip


def _in_a_child(way: Callable[[Path], tuple[float, float]], folder: Path) -> Came:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        return child.submit(_weighed, way, folder).result()


def _weighed(way: Callable[[Path], tuple[float, float]], folder: Path) -> Came:
    store = folder / f"{way.__name__}.crm"
    create_file(store)
    with open_store(store).connection_context():
        found_company(CompanyInput("Bench", "EUR", "Europe/Berlin"))
        for place in range(CUSTOMERS):
            add_customer(CustomerInput(f"Customer {place}"), FOUNDER)
        before = highest_memory()
        seconds, at_the_end = way(folder)
        return Came(seconds, at_the_end, highest_memory() - before)


def _raw(folder: Path) -> tuple[float, float]:
    customers = dict(fetch("SELECT name, id FROM customer"))
    channels = {"Phone": 1, "E-mail": 2, "Chat": 3}
    ((reason,),) = fetch("SELECT MIN(id) FROM contact_reason")  # a contact without one stands in fewer indexes

    def rows() -> Iterator[tuple[object, ...]]:
        with (folder / "interactions.csv").open(encoding="utf-8", newline="") as given:
            for row in csv.DictReader(given):
                number, began, ended = row["Number"], *(datetime.fromisoformat(row[each]) for each in ("Started", "Ended"))
                yield (
                    number, number, customers[row["Customer"]], channels[row["Channel"]], reason, row["Direction"], row["Outcome"],
                    row["Summary"], row["Notes"], int(began.timestamp()), int(ended.timestamp()),
                )  # fmt: skip

    cursor, start = current().cursor(), perf_counter()
    # Searching is prepared once, at the end, by both: a trigger for each row would be no floor.
    for (name,) in fetch("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'interaction'"):
        cursor.execute(f"DROP TRIGGER {name}")
    cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(_INSERT, rows())
    cursor.execute("COMMIT")
    return perf_counter() - start, 0.0


def _imported(folder: Path) -> tuple[float, float]:
    timed = Timed(history.refresh)
    history.refresh = timed
    try:
        start = perf_counter()
        run_import(resource("mappings", "interactions.toml"), folder, by=FOUNDER)
        return perf_counter() - start, timed.seconds
    finally:
        history.refresh = timed.work


def _by_processor(folder: Path) -> tuple[float, float]:
    start = process_time()
    run_import(resource("mappings", "interactions.toml"), folder, by=FOUNDER)
    return process_time() - start, 0.0


def main(rows: str = str(ROWS)) -> None:
    for each in measure(int(rows)):
        print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
