"""How much a long test does. In the usual round little of everything; `dev.py torture --short`, which every change goes through, runs what
is marked `torture` with more; `dev.py torture` and `dev.py test --thorough` with all there is. A variable says which it is."""

import os
from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")

VARIABLE = "CRM_DESKTOP_THOROUGH"
CHANGE, ALL = "change", "all"
ROUND = ("", CHANGE, ALL).index(os.environ.get(VARIABLE, ""))


def examples(usual: int, thorough: int, change: int | None = None) -> int:
    """How many; `change`: in the torture chamber's short round, for a test that is marked so."""
    return (usual, usual if change is None else change, thorough)[ROUND]


def every(number: int) -> int:
    """A stride: each step in the torture chamber, only every so many in the usual round."""
    return examples(number, 1, 1)


def in_full(*things: Thing) -> tuple[Thing, ...]:
    """What the usual round leaves to the torture chamber."""
    return things if ROUND else ()


def some(things: Iterable[Thing], stride: int) -> list[Thing]:
    return list(things)[:: every(stride)]
