"""Ids that mostly follow each other, as those of a million imported rows do: kept as ranges."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Set
from itertools import chain


class IdRanges(Set[int]):
    """Read like a frozenset, and in order."""

    __slots__ = ("_count", "_firsts", "_ranges")

    def __init__(self, ids: Iterable[int], blocks: Iterable[range] = ()) -> None:
        joined: list[range] = []
        for each in sorted((*blocks, *(range(one, one + 1) for one in ids)), key=lambda each: each.start):
            if joined and each.start <= joined[-1].stop:
                joined[-1] = range(joined[-1].start, max(joined[-1].stop, each.stop))
            elif each:
                joined.append(each)
        self._ranges = tuple(joined)
        self._firsts = [each.start for each in joined]
        self._count = sum(map(len, joined))

    @classmethod
    def _from_iterable(cls, ids: Iterable[int]) -> Set[int]:  # type: ignore[override]
        """What it has in common with others is small enough."""
        return frozenset(ids)

    def __contains__(self, one: object) -> bool:
        if not isinstance(one, int):
            return False
        place = bisect_right(self._firsts, one) - 1
        return place >= 0 and one in self._ranges[place]

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self._ranges)

    def __len__(self) -> int:
        return self._count

    @property
    def ranges(self) -> tuple[range, ...]:
        """Apart from each other, the first first."""
        return self._ranges


def in_order(ids: Iterable[int]) -> Iterable[int]:
    return ids if isinstance(ids, IdRanges) else sorted(ids)
