"""Two ways to do the same, timed in turn in the same run: times differ between computers, their ratio hardly does."""

import random
from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

Work = Callable[[int], object]


class Measured(NamedTuple):
    """Seconds: medians, what nineteen of twenty rounds stayed below, and the least; the last two are 0 where nobody counted them. `budget`
    is the ratio that the product must keep; None: told, not promised. `most` and `most_p95`: what it may take at most, whatever the floor.
    In another `unit` than seconds they are no times; `above`: `most` is what ours may be more than the floor.
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
    most: float | None = None
    most_p95: float | None = None
    unit: str = "s"
    above: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def kept(self) -> bool | None:
        """None: nothing is promised."""
        return self.strain <= 1 if self.demand else None

    @property
    def strain(self) -> float:
        """The greatest share of what is promised that it takes: above 1 it is not kept."""
        demands = (
            (self.ratio, self.budget),
            (self.ours - self.floor if self.above else self.ours, self.most),
            (self.ours_p95 or self.ours, self.most_p95),
        )
        return max((found / demand for found, demand in demands if demand), default=0.0)

    @property
    def demand(self) -> str:
        """As a person reads it; empty where nothing is promised."""
        found = [] if self.budget is None else [f"≤ {self.budget:g} ×"]
        if self.most is not None:
            found.append(f"≤ {shown(self.most, self.unit)}{' above' if self.above else ''}")
        if self.most_p95 is not None:
            found.append(f"p95 ≤ {shown(self.most_p95, self.unit)}")
        return "; ".join(found)


def compare(
    name: str,
    floor_name: str,
    floor: Work,
    ours: Work,
    *,
    rounds: int,
    budget: float | None = None,
    most: float | None = None,
    most_p95: float | None = None,
) -> Measured:
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
    return Measured(name, floor_name, median(each), median(mine), budget, rounds, *slowest, min(each), min(mine), most, most_p95)


def slowest_but_few(seconds: Sequence[float]) -> float:
    """What nineteen of twenty stay below; the slowest where they are too few to tell."""
    return quantiles(seconds, n=20)[-1] if len(seconds) >= 20 else max(seconds)


def told(measured: Measured) -> str:
    verdict = {True: "kept", False: "NOT KEPT", None: ""}[measured.kept]
    ours, floor = (f"{shown(seconds, measured.unit):>11}" for seconds in (measured.ours, measured.floor))
    slowest = f" p95 {shown(measured.ours_p95, measured.unit):>10}" if measured.ours_p95 else " " * 15
    return (
        f"{measured.name:60} {ours}{slowest} {measured.ratio:8.2f} × {measured.demand:>20} {verdict:9} floor {floor}: {measured.floor_name}"
    )


def shown(value: float, unit: str = "s") -> str:
    """As short as it stays exact enough to compare."""
    if unit != "s":
        return f"{value:.3g} {unit}" if value < 100 else f"{value:,.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.1 else f"{value * 1000:.3g} ms"
