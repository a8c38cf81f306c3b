"""How figures grow with the store, from ten thousand interactions to a million: python -m tests.benchmarks.growth_bench [MILLION]

What a person waits for hardly may grow: each figure at each size, and the largest over the smallest.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from crm_desktop.data.database import open_store
from tests.benchmarks import lists_bench, million_bench, reading_bench, store_bench
from tests.benchmarks.measuring import Measured
from tests.benchmarks.million_bench import GROWING

ROUNDS = 30
MOST = 2.0
"""Times as long as at the smallest size."""


class Grown(NamedTuple):
    """Seconds at each size, the least of all rounds: between one size and the next a busy computer may have become idle."""

    name: str
    seconds: dict[str, float]

    @property
    def times(self) -> float:
        found = list(self.seconds.values())
        return found[-1] / found[0]

    @property
    def kept(self) -> bool:
        return self.times <= MOST


def measure(given: Mapping[str, Path] | None = None, rounds: int = ROUNDS) -> Iterator[Grown]:
    """On stores that are made once, or on those given by their size. They are left as they are."""
    found: dict[str, dict[str, float]] = {}
    for size in GROWING:
        path = (given or {}).get(size) or million_bench.made(size)[0]
        for name, each in _figures(path, rounds):
            found.setdefault(name, {})[size] = each.ours_least
    yield from (Grown(name, seconds) for name, seconds in found.items() if len(seconds) == len(GROWING))


def _figures(path: Path, rounds: int) -> Iterator[tuple[str, Measured]]:
    """The same names at each size."""
    with open_store(path).connection_context():
        for each, _look in lists_bench.slowest(lists_bench.orders(), 1, max(1, 3 * rounds // 10)):
            yield "first rows of the slowest list", each
        yield from _named("page of 200 customers", reading_bench.page(rounds))
        yield from _named("key pressed, search of {}", reading_bench.search(2 * rounds), "customers", "interactions")
        yield from _named("{} customer with everything", million_bench.one_customer(rounds), "busiest", "usual")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.crm"
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
        with open_store(copy).connection_context():
            yield from _named("save of an order of 10 lines", store_bench.save_order(rounds))


def _named(name: str, measured: Iterator[Measured], *words: str) -> Iterator[tuple[str, Measured]]:
    for place, each in enumerate(measured):
        yield name.format(words[place] if words else ""), each


def table(grown: list[Grown]) -> list[str]:
    head = f"{'growth':36}" + "".join(f"{size:>18}" for size in GROWING) + f"{'grown':>10}"
    return [head, *(_line(each) for each in grown)]


def _line(grown: Grown) -> str:
    cells = "".join(f"{grown.seconds[size] * 1000:15.3f} ms" for size in GROWING)
    return f"{grown.name:36}{cells}{grown.times:8.2f} × ≤ {MOST:g} × {'kept' if grown.kept else 'NOT KEPT'}"


def main(million: str = "") -> None:
    for line in table(list(measure({"million": Path(million)} if million else None))):
        print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
