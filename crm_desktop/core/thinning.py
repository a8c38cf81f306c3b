"""Which of many backups may go. A clock that is wrong must cost none that matters, so age is never measured against it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

RECENT = timedelta(hours=48)
"""Before the newest: all of them stay."""
DAYS, WEEKS, MONTHS = 14, 8, 12
"""Of so many days, weeks and months on which one was made, the last stays."""
LEAST = 3
"""Stay however large they are."""
MOST_AT_ONCE = 20
"""More never go in one go, whatever a clock says."""


class Taken(NamedTuple):
    made_at: datetime
    size: int


def superfluous(taken: Sequence[Taken], most_bytes: int) -> list[int]:
    """Places in `taken`, the oldest first. `taken` is in the order in which they were made; none where a clock went back since."""
    moments = [each.made_at for each in taken]
    if moments != sorted(moments):
        return []
    places = range(len(taken))
    kept = {place for place in places if moments[place] > moments[-1] - RECENT}
    kept |= _last_of(places, DAYS, lambda place: moments[place].date())
    kept |= _last_of(places, WEEKS, lambda place: moments[place].isocalendar()[:2])
    kept |= _last_of(places, MONTHS, lambda place: (moments[place].year, moments[place].month))
    going = [place for place in places if place not in kept]
    return (going + _too_large(taken, sorted(kept), most_bytes))[:MOST_AT_ONCE]


def _last_of(places: Iterable[int], many: int, stretch: Callable[[int], object]) -> set[int]:
    last = {stretch(place): place for place in places}
    return set(sorted(last.values())[-many:])


def _too_large(taken: Sequence[Taken], kept: list[int], most_bytes: int) -> list[int]:
    """The oldest of those that would stay, until the others fit."""
    going, size = [], sum(taken[place].size for place in kept)
    for place in kept[:-LEAST]:
        if size <= most_bytes:
            break
        going.append(place)
        size -= taken[place].size
    return going
