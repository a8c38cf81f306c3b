"""What a figure is: two numbers, their unit, and in words how they are counted."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    RATIO = "ratio"
    DAYS = "days"  # of seconds that are summed
    MONEY = "money"  # of one currency, as it is stored
    UNITS = "units"  # of goods, as they are stored


PLAIN = frozenset({Unit.COUNT, Unit.MONEY, Unit.UNITS})
"""Sums without a denominator."""
STORED = 10_000
"""Money and quantities are kept that many times larger."""


class Better(StrEnum):
    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """`numerator` and `denominator` say what is counted; a plain count has no denominator.

    With a denominator below `least` the two numbers are shown instead of a share that would mislead.
    `is_part`: the first number is part of the second, as with most shares; those of too few cases are shown as the two numbers.
    `scale`: how many times larger both numbers are kept, so that they stay whole.
    """

    id: str
    name: str
    numerator: str
    denominator: str
    unit: Unit
    better: Better
    definition: str
    least: int = 0
    scale: int = 1
    is_part: bool = True
