"""How figures grow with the store, from ten thousand interactions to a million: python -m tests.benchmarks.growth_bench [MILLION]

What a person waits for hardly may grow: each figure at each size, and the largest over the smallest. What comes in and what is drawn takes
as long for each row, or page, of a large file as of a small one. Seconds are the processor's: the clock tells more of what else it does.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from crm_desktop.data.database import open_store
from crm_desktop.data.models import Customer, Interaction, Order
from crm_desktop.data.search import find
from crm_desktop.queries import timeline
from crm_desktop.queries.customers import customer_ids, customer_rows
from crm_desktop.queries.narrowed import narrowed_ids
from tests.benchmarks import csv_bench, lists_bench, million_bench, reading_bench, report_bench, store_bench
from tests.benchmarks.million_bench import GROWING, NEWEST

ROUNDS = 9
MOST, LINEAR = 2.0, 1.15
"""Times as long as at the smallest size; the other for each row or page of ten times as many."""
ROWS = {"ten-thousand": 10_000, "hundred-thousand": 100_000, "million": 1_000_000}
DRAWN = "ten-thousand", "hundred-thousand"
"""Sizes of reports: a million rows on thirty thousand pages is no paper."""
_SOUGHT: tuple[tuple[str, type[Any], tuple[str, ...]], ...] = (
    ("customers", Customer, reading_bench.TYPED),
    ("orders", Order, ("so", "so 5", "SO-0500", "quai", "clay st")),
    ("phones", Customer, ("0171", "020 79", "392", "7946 0", "+420 0")),
    ("all notes", Interaction, reading_bench.NOTES),
)


class Grown(NamedTuple):
    """Seconds at each size, the least of all rounds: between one size and the next a busy computer may have become idle."""

    name: str
    seconds: dict[str, float]
    most: float = MOST

    @property
    def times(self) -> float:
        found = list(self.seconds.values())
        return found[-1] / found[0]

    @property
    def kept(self) -> bool:
        return self.times <= self.most


def measure(given: Mapping[str, Path] | None = None, rounds: int = ROUNDS, rows: Mapping[str, int] = ROWS) -> Iterator[Grown]:
    """On stores that lie beside those given by their size, or are made once. They are left as they are."""
    found: dict[str, dict[str, float]] = {}
    for size in GROWING:
        for name, seconds in _figures(_store(size, given or {}), rounds):
            found.setdefault(name, {})[size] = seconds
    yield from (Grown(name, seconds) for name, seconds in found.items() if len(seconds) == len(GROWING))
    yield Grown("CSV import, each interaction", {size: csv_bench.processor(rows[size]) / rows[size] for size in GROWING}, LINEAR**2)
    yield Grown("monthly report, each page", {size: _page(rows[size]) for size in DRAWN}, LINEAR)


def _store(size: str, given: Mapping[str, Path]) -> Path:
    beside = [path for one in given.values() for path in sorted(one.resolve().parent.glob(f"{size}-*.crm"))]
    return given.get(size) or (beside[-1] if beside else million_bench.made(size)[0])


def _page(rows: int) -> float:
    drawn = report_bench.drawn(rows)
    return drawn.seconds / drawn.pages


def _figures(path: Path, rounds: int) -> Iterator[tuple[str, float]]:
    """The same names at each size."""
    with open_store(path).connection_context():
        looks = [look.wanted for look in lists_bench.orders()]
        yield "first rows of a list, all orders of all", _each(looks, lambda wanted: narrowed_ids(wanted, lists_bench.FIRST), rounds)
        ids = customer_ids()
        pages = [ids[start : start + reading_bench.PAGE] for start in (0, len(ids) // 2, len(ids) - reading_bench.PAGE)]
        yield f"page of {reading_bench.PAGE} customers", _each(pages, customer_rows, rounds)
        for name, model, typed in _SOUGHT:
            yield f"key pressed, search of {name}", _each(typed, lambda text, model=model: find(model, text), rounds)
        for name, customers in zip(("busiest", "usual"), million_bench.customers(20), strict=True):
            yield f"{name} customer with everything", _each(customers, lambda each: timeline.first_entries(each, NEWEST), rounds)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / "copy.crm"
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        with open_store(copy).connection_context():
            (saved,) = store_bench.save_order(5 * rounds)
            yield "save of an order of 10 lines", saved.ours_least


def _each(things: Any, work: Callable[[Any], object], rounds: int) -> float:
    """The least of all rounds, for each of these things."""
    found = []
    for _round in range(rounds + 1):  # the first, cold one is hardly the least
        start = process_time()
        for thing in things:
            work(thing)
        found.append(process_time() - start)
    return min(found) / len(things)


def table(grown: list[Grown]) -> list[str]:
    head = f"{'growth':44}" + "".join(f"{size:>18}" for size in GROWING) + f"{'grown':>10}"
    return [head, *(_line(each) for each in grown)]


def _line(grown: Grown) -> str:
    cells = "".join(f"{grown.seconds[size] * 1000:15.3f} ms" if size in grown.seconds else " " * 18 for size in GROWING)
    return f"{grown.name:44}{cells}{grown.times:8.2f} × ≤ {grown.most:.3g} × {'kept' if grown.kept else 'NOT KEPT'}"


def main(million: str = "") -> None:
    for line in table(list(measure({"million": Path(million)} if million else None))):
        print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
