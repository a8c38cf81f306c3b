"""Two ways to do the same, timed in turn in the same run: times differ between computers, their ratio hardly does."""

import random
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

Work = Callable[[int], object]


class Measured(NamedTuple):
    """Seconds, medians. `budget` is the ratio that the product must keep; None: told, not promised."""

    name: str
    floor_name: str
    floor: float
    ours: float
    budget: float | None = None
    rounds: int = 0

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
    return Measured(name, floor_name, median(times["floor"]), median(times["ours"]), budget, rounds)


def told(measured: Measured) -> str:
    budget = "" if measured.budget is None else f"≤ {measured.budget:g} ×"
    verdict = {True: "kept", False: "NOT KEPT", None: ""}[measured.kept]
    return (
        f"{measured.name:44} {measured.ours * 1000:11.3f} ms {measured.ratio:8.2f} × {budget:>8} {verdict:9}"
        f" floor {measured.floor * 1000:11.3f} ms: {measured.floor_name}"
    )
