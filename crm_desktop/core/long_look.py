"""A look through a whole company that somebody waits for: it tells how far it is, and is broken off when nobody waits any longer."""

from collections.abc import Callable
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import NamedTuple

SECONDS_BETWEEN = 0.2
FIRST_GUESS = 0.04
"""Of the whole: before that nobody can tell how long it takes."""


class Why(StrEnum):
    """What is looked through, and on what occasion."""

    AFTER_CRASH = "after_crash"
    WEEKLY = "weekly"
    BACKUP = "backup"
    """Before it takes the company's place."""


class HowFar(NamedTuple):
    share: float
    """From 0 to 1."""
    seconds_left: float | None
    """About; None where nobody can tell yet."""
    why: Why


class LongLook:
    """Counted by several threads, told by one of them at a time; given up by any other."""

    def __init__(self, told: Callable[[HowFar], object], clock: Callable[[], float] = monotonic) -> None:
        self._told, self._clock = told, clock
        self._lock = Lock()
        self._wanted = self._done = 0.0
        self._why = Why.WEEKLY
        self._since = self._last = 0.0
        self._is_given_up = False

    @property
    def is_given_up(self) -> bool:
        return self._is_given_up

    def give_up(self) -> None:
        """The store stays closed, and as it is."""
        self._is_given_up = True

    def begin(self, wanted: float, why: Why) -> None:
        """`wanted` steps are about what it takes."""
        self._wanted, self._done, self._why = max(1.0, wanted), 0.0, why
        self._since = self._last = self._clock()

    def count(self, steps: float) -> bool:
        """Whether it goes on."""
        with self._lock:
            self._done += steps
            self._tell()
        return not self._is_given_up

    def _tell(self) -> None:
        now = self._clock()
        if now - self._last < SECONDS_BETWEEN:
            return
        self._last, share = now, min(self._done / self._wanted, 0.99)
        left = (now - self._since) * (1 - share) / share if share >= FIRST_GUESS else None
        self._told(HowFar(share, left, self._why))
