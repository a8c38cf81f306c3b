"""When things happen in the sample company: growth, seasons, weekdays, hours, and days off."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

SEASON = (0.85, 0.75, 0.85, 0.95, 1.0, 0.95, 0.85, 0.8, 1.0, 1.1, 1.5, 1.7)
"""January to December: gifts are bought before Christmas."""
SHOPPING_DAYS = (1.2, 1.05, 1.0, 1.0, 0.95, 0.75, 0.9)
DESK_DAYS = (1.35, 1.1, 1.0, 1.0, 0.85, 0.18, 0.0)
"""Monday has the weekend's questions; on Saturday two people are in for half a day."""
SHOPPING_HOURS = (1, 0, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 8, 7, 7, 7, 7, 8, 9, 11, 12, 10, 6, 3)
DESK_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0.4, 10, 13, 11, 6, 7, 10, 9, 7, 0.6, 0, 0, 0, 0, 0, 0)
SATURDAY_HOURS = (0,) * 10 + (4, 5, 4, 2) + (0,) * 10
MORNING = time(10)
"""The sample ends at this time of its last day."""
_SHOPPING, _DESK, _SATURDAY = (list(accumulate(hours)) for hours in (SHOPPING_HOURS, DESK_HOURS, SATURDAY_HOURS))
_MORNINGS = [*[0] * (MORNING.hour - 1), 1]
FREE = ((1, 1), (3, 17), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))
"""Month and day; fixed, so that they need no church calendar."""


def holidays(first: date, last: date) -> list[date]:
    found = (date(year, month, day) for year in range(first.year, last.year + 2) for month, day in FREE)
    return sorted(day for day in found if first <= day <= last + timedelta(days=92))


class Rhythm:
    """Draws moments, as UTC seconds, between the first day and the morning of the last, more of them where more happens."""

    def __init__(self, random: Random, zone: ZoneInfo, first: date, last: date, closed: bool) -> None:
        """`closed`: nothing happens while nobody is in."""
        self._random, self._zone, self._closed = random, zone, closed
        self._days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        free = set(holidays(first, last)) if closed else set()
        weekdays = DESK_DAYS if closed else SHOPPING_DAYS
        growth = [0.75 + 0.5 * number / len(self._days) for number in range(len(self._days))]
        weights = [
            0.0 if day in free else weekdays[day.weekday()] * SEASON[day.month - 1] * more
            for day, more in zip(self._days, growth, strict=True)
        ]
        weights[-1] *= 0.15
        self._sums = list(accumulate(weights))
        self._starts: dict[tuple[date, int], int] = {}

    def moments(self, count: int) -> list[int]:
        """In order of time."""
        return sorted(self.moment_on(self._day()) for _ in range(count))

    def moment_on(self, day: date) -> int:
        hours = _SHOPPING
        if self._closed:
            hours = _SATURDAY if day.weekday() == 5 else _DESK
        hour = pick(self._random, _MORNINGS if day == self._days[-1] else hours)
        return self._start_of(day, hour) + int(self._random.random() * 3_600)

    def _start_of(self, day: date, hour: int) -> int:
        """As UTC seconds. Asking the zone costs more than all the rest."""
        if (day, hour) not in self._starts:
            self._starts[day, hour] = int(datetime.combine(day, time(hour), self._zone).timestamp())
        return self._starts[day, hour]

    def _day(self) -> date:
        return self._days[pick(self._random, self._sums)]


def pick(random: Random, sums: Sequence[float]) -> int:
    """A place, by the running sums of the weights: `random.choices` adds them up each time."""
    return bisect(sums, random.random() * sums[-1], 0, len(sums) - 1)


def working_day(day: date, days: int) -> date:
    """So many weekdays later."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def shift_to_monday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
