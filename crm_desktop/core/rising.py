"""Whether a count is more than chance would make of what is usual.

The test is the exact conditional one for two Poisson rates (Przyborowski and Wilenski, 1940): if contacts come as often as before, each of
all of them fell into the month with the month's share of the whole time, so the month's number is binomial. What is asked is how often
chance alone would give that many or more. Many counts are looked at together, so the answers are corrected by Benjamini and Hochberg: of
those found at 5 %, one in twenty is expected to be chance.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import exp, lgamma, log, log1p
from typing import NamedTuple

LEAST = 3
"""Fewer in all are not tested: whatever way they fell, it could be chance. The test is given that sum, so leaving it out bends nothing."""
RISE = 1.5
"""How many times the usual is worth a look, as in the monthly report."""
SURE = 0.05
"""Share of chance findings that is put up with among those called more than chance."""
_NOTHING = 1e-17


class By(StrEnum):
    """What a reason is looked at together with."""

    ALL = "all"
    PRODUCT = "product"
    CARRIER = "carrier"
    CHANNEL = "channel"
    REGION = "region"


class Compared(NamedTuple):
    """A month's number beside the time before, whose length is `before_time` in the unit of `now_time`."""

    now: int
    before: int
    now_time: float
    before_time: float

    @property
    def usual(self) -> float:
        """What the time before would give a month of this length."""
        return self.before * self.now_time / self.before_time

    @property
    def times(self) -> float | None:
        """None where there was nothing before."""
        return self.now / self.usual if self.before else None

    @property
    def is_rise(self) -> bool:
        return self.now >= LEAST and self.now >= RISE * self.usual

    @property
    def chance(self) -> float:
        """How likely at least so many are if nothing changed."""
        return at_least(self.now, self.now + self.before, self.now_time / (self.now_time + self.before_time))


def at_least(count: int, trials: int, share: float) -> float:
    """The probability of `count` or more successes in so many trials: exact but for rounding, however many there are."""
    if count <= 0:
        return 1.0
    if count > trials:
        return 0.0
    if count > trials * share:
        return min(1.0, _sum(count, trials, share, 1))
    return max(0.0, 1.0 - _sum(count - 1, trials, share, -1))


def _sum(start: int, trials: int, share: float, step: int) -> float:
    """Away from the middle each term is smaller than the one before, so that what is beyond a tiny one can be left out."""
    odds = share / (1 - share)
    term = exp(lgamma(trials + 1) - lgamma(start + 1) - lgamma(trials - start + 1) + start * log(share) + (trials - start) * log1p(-share))
    total, at = 0.0, start
    while 0 <= at <= trials and term > total * _NOTHING:
        total += term
        term *= odds * (trials - at) / (at + 1) if step > 0 else at / ((trials - at + 1) * odds)
        at += step
    return total


def corrected(chances: Sequence[float]) -> list[float]:
    """For each, the smallest share of chance findings at which it would be among those found (Benjamini and Hochberg, 1995)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place], reverse=True)
    found, smallest = [1.0] * len(chances), 1.0
    for above, place in enumerate(order):
        smallest = min(smallest, chances[place] * (len(chances) / (len(chances) - above)))
        found[place] = smallest
    return found
