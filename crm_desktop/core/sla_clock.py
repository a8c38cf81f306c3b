"""Working time: how much of it lies between two moments, and which moment comes after so much of it.

Moments are seconds since 1970 and durations are seconds, since a store counts a hundred thousand cases at once. A moment is working time
when the clock on the wall of the company's zone shows one of the day's hours, whatever the clock change does to that day: an hour that is
skipped is no working time, one that comes twice counts twice.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from threading import local
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.working_hours import Hours, demand_apart

MINUTE = 60
DAY = 24 * 60 * MINUTE
WARN_AT = 0.8
"""Of a target."""
_MORE_DAYS = 400
"""As many are worked out at once as are needed, and these."""
_LONGEST_YEARS = 50
_KNOWN_DAYS = 4_096
"""Of a zone, kept for the next clock over the same days."""
_KEPT_CLOCKS = 4
"""Of a thread."""


class NoWorkingTime(UserError):
    """A target in working time, and none to come."""


class Hold(NamedTuple):
    """From when to when nothing was expected of us; `end` None: still."""

    start: int
    end: int | None


class Due(NamedTuple):
    """`at` is None while the clock is held; `left` is what was left of the target then, 0 where `at` is known."""

    at: int | None
    left: int = 0


NEVER = Due(None)


class Clock(ABC):
    @abstractmethod
    def between(self, start: int, end: int) -> int:
        """Seconds of working time; 0 where `end` is not after `start`."""

    @abstractmethod
    def after(self, start: int, seconds: int) -> int:
        """The first moment at which so much has passed; `start` itself for nothing. Raises NoWorkingTime."""

    @abstractmethod
    def _worked(self, moment: int) -> int:
        """Working time until then, since a moment that stays the same while only later moments are asked about."""

    @abstractmethod
    def _when(self, worked: int) -> int:
        """The first moment until which so much was worked. Raises NoWorkingTime."""

    @abstractmethod
    def _whens(self, worked: list[int]) -> list[int | None]:
        """Each of them. Raises NoWorkingTime for any."""

    def due(self, start: int, target: int, holds: Sequence[Hold] = ()) -> Due:
        """When `target` seconds have passed that no hold covers. Holds may overlap and come in any order."""
        if not target:
            return Due(start)
        base = self._worked(start)
        worked, left = _beyond(base + target, self._stops(start, base, holds))
        if left:
            return Due(None, left)
        try:
            return Due(self._when(worked))
        except NoWorkingTime:
            return NEVER

    def moments(self, start: int, targets: Sequence[int], holds: Sequence[Hold] = ()) -> list[int | None]:
        """As `due`, the moment of each target; holds are looked at once. None: never, for hours may be so few, or not while it is held."""
        if 0 in targets:
            return [self.due(start, target, holds).at for target in targets]
        base = self._worked(start)
        worked = [base + target for target in targets]
        if holds and (stops := self._stops(start, base, holds)):
            reached = [_beyond(each, stops) for each in worked]
            if any(left for _each, left in reached):
                return [None if left else self._comes(each) for each, left in reached]
            worked = [each for each, _left in reached]
        try:
            return self._whens(worked)
        except NoWorkingTime:
            return [self._comes(each) for each in worked]

    def _comes(self, worked: int) -> int | None:
        try:
            return self._when(worked)
        except NoWorkingTime:
            return None

    def _stops(self, start: int, base: int, holds: Sequence[Hold]) -> list[tuple[int, int | None]]:
        """How much was worked when each hold began, and how much passed before it ended."""
        found: list[tuple[int, int | None]] = []
        for begins, ends in _merged(holds):
            if ends is None or ends > start:
                stopped = self._worked(begins) if begins > start else base
                found.append((stopped, None if ends is None else self._worked(ends) - stopped))
        return found

    def elapsed(self, start: int, end: int, holds: Sequence[Hold] = ()) -> int:
        """Working time that no hold covers."""
        held = 0
        for hold in _merged(holds):
            held += self.between(max(hold.start, start), end if hold.end is None else min(hold.end, end))
        return self.between(start, end) - held


class AroundTheClock(Clock):
    def between(self, start: int, end: int) -> int:
        return max(end - start, 0)

    def after(self, start: int, seconds: int) -> int:
        return start + seconds

    def _worked(self, moment: int) -> int:
        return moment

    def _when(self, worked: int) -> int:
        return worked

    def _whens(self, worked: list[int]) -> list[int | None]:
        return [*worked]


class WorkingClock(Clock):
    """The spans of working time are worked out as far as somebody asks, and found by halving."""

    def __init__(self, hours: Sequence[Hours], holidays: Collection[date], zone: ZoneInfo) -> None:
        """Raises NoWorkingTime without hours, UserError for hours that overlap or end before they begin."""
        if not hours:
            raise NoWorkingTime(
                _("There are no working hours, so no time passes. Nothing was changed; enter the company's hours, or count all day.")
            )
        demand_apart(hours)
        self._zone, self._holidays = zone, frozenset(holidays)
        self._hours: dict[int, list[tuple[int, int]]] = {}
        for each in sorted(hours):
            self._hours.setdefault(each.weekday, []).append((_seconds_of(each.opens), _seconds_of(each.closes)))
        self._first = self._next = date.min
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        """Working time before each span, since the first of them."""
        self._total = 0
        self._from = self._until_known = 0
        """Moments between which nothing more need be worked out."""

    def between(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        before = self._worked(start)
        return self._worked(end) - before

    def after(self, start: int, seconds: int) -> int:
        if seconds <= 0:
            return start
        return self._when(self._worked(start) + seconds)

    def _when(self, worked: int) -> int:
        if self._total < worked:
            self._lengthen_to(worked)
        place = bisect_left(self._before, worked) - 1
        return self._starts[place] + worked - self._before[place]

    def _whens(self, worked: list[int]) -> list[int | None]:
        found: list[int | None] = []
        starts, before = self._starts, self._before
        for each in worked:
            if self._total < each:
                self._lengthen_to(each)
            place = bisect_left(before, each) - 1
            found.append(starts[place] + each - before[place])
        return found

    def _worked(self, moment: int) -> int:
        if not self._from <= moment < self._until_known:
            self._reach(moment)
        place = bisect_right(self._starts, moment) - 1
        return self._before[place] + min(moment, self._ends[place]) - self._starts[place] if place >= 0 else 0

    def _lengthen_to(self, worked: int) -> None:
        horizon = self._next.year + _LONGEST_YEARS
        while self._total < worked:
            if self._next.year > min(horizon, date.max.year - 2):
                raise NoWorkingTime(
                    _("So much working time does not come in {years} years. Nothing was changed; check the hours.").format(
                        years=_LONGEST_YEARS
                    )
                )
            self._lengthen(self._next + timedelta(_MORE_DAYS))

    def _reach(self, moment: int) -> None:
        """Days around this moment are worked out. A zone is at most a day from UTC, and two more are always ahead."""
        day = datetime.fromtimestamp(moment, UTC).date()
        if self._next == date.min or day - timedelta(2) < self._first:
            self._first = self._next = day - timedelta(_MORE_DAYS if self._next != date.min else 2)
            self._starts, self._ends, self._before, self._total = [], [], [], 0
        if day + timedelta(2) >= self._next:
            self._lengthen(day + timedelta(_MORE_DAYS + 2))
        self._from, self._until_known = _midnight(self._first + timedelta(2)), _midnight(self._next - timedelta(2))

    def _lengthen(self, until: date) -> None:
        while self._next < until:
            hours = () if self._next in self._holidays else self._hours.get(self._next.weekday(), ())
            for start, end in _spans(self._next, hours, self._zone) if hours else ():
                self._starts.append(start)
                self._ends.append(end)
                self._before.append(self._total)
                self._total += end - start
            self._next += timedelta(1)


class _Kept(local):
    """A clock learns the days it is asked about, so it is worth keeping; and is written to meanwhile, so each thread has its own."""

    def __init__(self) -> None:
        self.clock = lru_cache(maxsize=_KEPT_CLOCKS)(WorkingClock)


_kept = _Kept()


def working_clock_of(hours: Iterable[Hours], holidays: Iterable[date], zone: ZoneInfo) -> WorkingClock:
    """Of these hours, with the days it knows from before. Raises NoWorkingTime without any."""
    return _kept.clock(tuple(hours), frozenset(holidays), zone)


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _spans(day: date, hours: Sequence[tuple[int, int]], zone: ZoneInfo) -> list[tuple[int, int]]:
    """When the wall shows these hours of this day."""
    midnight = _midnight(day)
    found = []
    for start, end, offset in _pieces(day, midnight, zone):
        for opens, closes in hours:
            begins, ends = max(midnight + opens - offset, start), min(midnight + closes - offset, end)
            if begins < ends:
                found.append((begins, ends))
    return sorted(found)


@lru_cache(maxsize=_KNOWN_DAYS)
def _pieces(day: date, midnight: int, zone: ZoneInfo) -> tuple[tuple[int, int, int], ...]:
    """Stretches of one offset from UTC that cover the day: nearly always one, two around a clock change."""
    offsets = {_offset_of_wall(each, fold, zone) for each in (day, day + timedelta(1)) for fold in (0, 1)}
    start, end = midnight - max(offsets), midnight + DAY - min(offsets)
    if len(offsets) == 1:
        return ((start, end, offsets.pop()),)
    moments = [*range(start, end, 60 * MINUTE), end]
    changes = [_change_between(one, other, zone) for one, other in pairwise(moments) if _offset(one, zone) != _offset(other, zone)]
    return tuple((since, until, _offset(since, zone)) for since, until in pairwise([start, *changes, end]))


def _change_between(before: int, after: int, zone: ZoneInfo) -> int:
    """The first moment of the new offset."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _offset(middle, zone) == old else (before, middle)
    return after


def _offset(moment: int, zone: ZoneInfo) -> int:
    found = datetime.fromtimestamp(moment, zone).utcoffset()
    return round(found.total_seconds()) if found is not None else 0


def _offset_of_wall(day: date, fold: int, zone: ZoneInfo) -> int:
    found = datetime.combine(day, time(fold=fold), zone).utcoffset()
    return round(found.total_seconds()) if found is not None else 0


def _seconds_of(wall: str) -> int:
    return (int(wall[:2]) * 60 + int(wall[3:])) * MINUTE


def _beyond(worked: int, stops: Sequence[tuple[int, int | None]]) -> tuple[int, int]:
    """So much is worked when a target is reached in spite of the holds; else what is left of it while it is held."""
    for stopped, gap in stops:
        if worked <= stopped:
            break
        if gap is None:
            return stopped, worked - stopped
        worked += gap
    return worked, 0


def _merged(holds: Sequence[Hold]) -> Sequence[Hold]:
    """In order and apart; one that has no end swallows what follows."""
    if len(holds) < 2:
        return holds
    found: list[Hold] = []
    for hold in sorted(holds, key=lambda each: each.start):
        if found and (found[-1].end is None or hold.start <= found[-1].end):
            last = found[-1].end
            found[-1] = Hold(found[-1].start, None if last is None or hold.end is None else max(last, hold.end))
        else:
            found.append(hold)
    return found
