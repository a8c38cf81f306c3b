"""What a store of a million rows costs beside plain SQL: a customer with everything, sums of money, lists, search.

`python -m tests.benchmarks.million_bench [SIZE]` makes the store once, under `build`; when what makes it changes, it is made anew.
"""

import hashlib
import json
import multiprocessing
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.money import from_store
from crm_desktop.core.rising import By
from crm_desktop.data.contents import tables
from crm_desktop.data.database import create_file, current, fetch, open_store, stream
from crm_desktop.data.kept import forget_all
from crm_desktop.queries import timeline
from crm_desktop.queries.listing import Question, groups
from crm_desktop.queries.subjects import ORDER_LINES
from crm_desktop.queries.today import today_of
from crm_desktop.queries.trends import MONTHS, newest_month, rising, span_of
from crm_desktop.sample.company import make_sample
from crm_desktop.sample.sizes import SIZES, Size
from crm_desktop.services.figures import keep_counts
from tests.benchmarks import reading_bench
from tests.benchmarks.measuring import Measured, compare, told
from tests.benchmarks.memory import highest_memory
from tests.benchmarks.reading_bench import raw
from tests.benchmarks.timeline_floor import everything

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "benchmarks"
UNTIL = date(2026, 5, 13)
UTC = ZoneInfo("UTC")
NEWEST = 200
_MADE_BY = (ROOT / "crm_desktop" / "sample", ROOT / "crm_desktop" / "data" / "migrations")
_GULP = 20_000


GROWING: Mapping[str, Size] = {
    "ten-thousand": Size(1826, 1_000, 3_000, 9_780, staff=8, unsettled=0.22),
    "hundred-thousand": Size(1826, 10_000, 30_000, 97_800, staff=15, unsettled=0.22),
    "million": SIZES["million"],
}
"""The same company at three sizes."""


class Built(NamedTuple):
    """Seconds of making the store, and of the bare rows into the same tables with the same indexes; megabytes at the highest, and of the
    file."""

    seconds: float
    floor: float
    memory_mb: float
    file_mb: float

    def __str__(self) -> str:
        return (
            f"made in {self.seconds:.0f} s, {self.seconds / self.floor:.1f} × the bare rows ({self.floor:.0f} s); "
            f"{self.memory_mb:.0f} MB of memory, {self.file_mb:.0f} MB of file"
        )


def made(size: str = "million") -> tuple[Path, Built]:
    """The store, made now or before."""
    content = b"".join(path.read_bytes() for folder in _MADE_BY for path in sorted(folder.glob("*.py")))
    path = CACHE / f"{size}-{hashlib.sha256(content).hexdigest()[:12]}.crm"
    said = path.with_suffix(".json")
    if not said.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for old in CACHE.glob(f"{size}-*"):
            old.unlink()
        built = build(path, size)
        said.write_text(json.dumps(built), encoding="utf-8")
    return path, Built(*json.loads(said.read_text(encoding="utf-8")))


def build(path: Path, size: str) -> Built:
    """In a process of its own, for memory only ever grows."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as child:
        seconds, memory = child.submit(_build, path, size).result()
    return Built(seconds, _bare_rows(path), memory, path.stat().st_size / 1e6)


def _build(path: Path, size: str) -> tuple[float, float]:
    SIZES.update(GROWING)
    create_file(path)
    store = open_store(path)
    with store.connection_context():
        start = perf_counter()
        make_sample(size, 1, UNTIL)
        return perf_counter() - start, highest_memory()


def _bare_rows(path: Path) -> float:
    """Seconds of writing all rows of the store again, neither derived nor indexed for search nor known to history."""
    copy = path.with_suffix(".bare")
    copy.unlink(missing_ok=True)
    create_file(copy)
    open_store(copy)
    source, seconds = open_store(path), 0.0
    with source.connection_context():
        current().execute_sql(f"ATTACH '{copy}' AS bare")
        names = [name for name in tables(current()) if name not in ("schema_migration", "chain_head", "number_series", "audit_entry")]
        cursor = current().cursor()
        cursor.execute("PRAGMA foreign_keys = 0")
        cursor.execute("BEGIN")
        for name in names:
            columns = [row[1] for row in fetch(f"PRAGMA main.table_info({name})")]
            text = f"INSERT OR IGNORE INTO bare.{name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
            reading = current().execute_sql(f"SELECT {', '.join(columns)} FROM main.{name}")
            while rows := reading.fetchmany(_GULP):
                start = perf_counter()
                cursor.executemany(text, rows)
                seconds += perf_counter() - start
        start = perf_counter()
        cursor.execute("COMMIT")
        seconds += perf_counter() - start
    copy.unlink()
    return seconds


def customers(count: int) -> tuple[list[int], list[int]]:
    """The one with most, and so many others, the same each time."""
    (busiest,) = fetch(
        "SELECT customer_id FROM interaction WHERE customer_id IS NOT NULL GROUP BY customer_id ORDER BY COUNT(*) DESC, customer_id LIMIT 1"
    )
    buying = [row[0] for row in fetch("SELECT id FROM customer WHERE order_count > 1 ORDER BY id LIMIT 20000")]
    return list(busiest), Random(1).sample(buying, min(len(buying), count)) or list(busiest)


def one_customer(rounds: int = 60) -> Iterator[Measured]:
    """The newest of everything about the customer with most of it, and about others in turn."""
    for who, some in zip(("the busiest customer", "a usual customer"), customers(rounds), strict=True):
        yield compare(
            f"{who} with everything, newest {NEWEST}",
            "raw SQL of the same cells",
            lambda number, some=some: everything(some[number % len(some)], NEWEST),
            lambda number, some=some: timeline.first_entries(some[number % len(some)], NEWEST),
            rounds=rounds,
            budget=2,
            most=0.02,
        )


def sums(rounds: int = 9) -> Iterator[Measured]:
    """What `list order-lines --sum total` adds up, exact to the last digit."""
    (group,) = groups(Question(ORDER_LINES), "total")
    counted = [row[0] for row in stream("SELECT total FROM order_line")]
    assert (group.size, group.total) == (len(counted), from_store(sum(counted)))
    yield compare(
        f"sum of {group.size:,} order lines",
        "raw SUM",
        lambda _round: raw("SELECT SUM(total) FROM order_line"),
        lambda _round: groups(Question(ORDER_LINES), "total"),
        rounds=rounds,
        budget=1.5,
    )


def trends(rounds: int = 3) -> Iterator[Measured]:
    """What rose over 24 months, counted and then kept, beside a plain count of the same contacts."""
    month = newest_month(UTC)
    span = month and span_of(month, MONTHS[-1], UTC, datetime.now(UTC))
    if not span:
        return
    text = "SELECT COUNT(*) FROM interaction WHERE direction = 'in' AND reason_id IS NOT NULL AND started_at >= ? AND started_at < ?"
    for by in By:
        forget_all()  # an earlier run, or the program itself, may have kept them
        first = rising(by, span)
        for how in ("counted", "kept"):
            yield compare(
                f"trends of {MONTHS[-1]} months by {by}, {how}",
                "raw COUNT of the contacts",
                lambda _round: fetch(text, (span.first, span.until)),
                lambda _round, by=by: rising(by, span),
                rounds=rounds,
                most=1.0,
            )
            keep_counts(first.fresh)
        assert rising(by, span) == first._replace(fresh=())


def today(rounds: int = 9) -> Iterator[Measured]:
    """The page where staff start, as it was on the day of the newest contact."""
    ((newest,),) = fetch("SELECT MAX(started_at) FROM interaction")
    for whose, staff in (("one person's", 1), ("everybody's", None)):
        yield compare(
            f"Today, {whose}",
            "raw COUNT of the contacts of 21 days",
            lambda _round: fetch("SELECT COUNT(*) FROM interaction WHERE started_at > ?", (newest - 21 * 86_400,)),
            lambda _round, staff=staff: today_of(staff, datetime.fromtimestamp(newest, UTC), UTC, 1),
            rounds=rounds,
            most=0.05,
        )


def measure(path: Path, rounds: int = 1) -> Iterator[Measured]:
    """`rounds` is how often the usual number of them."""
    with open_store(path).connection_context():
        yield from one_customer(60 * rounds)
        yield from sums(9 * rounds)
        yield from trends(3 * rounds)
        yield from today(9 * rounds)
        yield from (each._replace(budget=None) for each in reading_bench.list_customers(20 * rounds))
        yield from (each._replace(budget=None) for each in reading_bench.page(50 * rounds))
        yield from (each._replace(budget=None) for each in reading_bench.search(100 * rounds))


def main() -> None:
    path, built = made(*sys.argv[1:])
    print(f"{path.name}: {built}", flush=True)
    for each in measure(path):
        print(told(each), flush=True)


if __name__ == "__main__":
    main()
