"""Two ways to do the same, timed in turn in the same run: times differ between computers, their ratio hardly does."""

import random
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

Work = Callable[[int], object]


class Measured(NamedTuple):
    """Seconds: medians, what nineteen of twenty rounds stayed below, and the least; the last two are 0 where nobody counted them. `budget`
    is the ratio that the product must keep; None: told, not promised.
    """

    name: str
    floor_name: str
    floor: float
    ours: float
    budget: float | None = None
    rounds: int = 0
    floor_p95: float = 0.0
    ours_p95: float = 0.0
    floor_least: float = 0.0
    ours_least: float = 0.0

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def kept(self) -> bool | None:
        return None if self.budget is None else self.ratio <= self.budget


def compare(name: str, floor_name: str, floor: Work, ours: Work, *, rounds: int, budget: float | None = None) -> Measured:
    """Both are called with the number of the round, once before it counts, then in an order that chance decides.

    Work that returns a float took so many seconds by its own account.
    """
    floor(-1)
    ours(-1)
    times: dict[str, list[float]] = {"floor": [], "ours": []}
    for number in range(rounds):
        for label, work in random.sample([("floor", floor), ("ours", ours)], 2):
            start = perf_counter()
            own = work(number)
            times[label].append(own if isinstance(own, float) else perf_counter() - start)
    each, mine = times["floor"], times["ours"]
    slowest = slowest_but_few(each), slowest_but_few(mine)
    return Measured(name, floor_name, median(each), median(mine), budget, rounds, *slowest, min(each), min(mine))


def slowest_but_few(seconds: Sequence[float]) -> float:
    """What nineteen of twenty stay below; the slowest where they are too few to tell."""
    return quantiles(seconds, n=20)[-1] if len(seconds) >= 20 else max(seconds)


def told(measured: Measured) -> str:
    budget = "" if measured.budget is None else f"≤ {measured.budget:g} ×"
    verdict = {True: "kept", False: "NOT KEPT", None: ""}[measured.kept]
    return (
        f"{measured.name:52} {_ms(measured.ours)} p95 {_ms(measured.ours_p95)} {measured.ratio:8.2f} × {budget:>8} {verdict:9}"
        f" floor {_ms(measured.floor)} p95 {_ms(measured.floor_p95)}: {measured.floor_name}"
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:10.3f} ms" if seconds else " " * 13
