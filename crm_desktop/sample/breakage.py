"""One product that one carrier breaks more and more often: what a report is to find."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from random import Random
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import NEVER, month_bounds
from crm_desktop.sample.catalogue import ROUGH
from crm_desktop.sample.trade import Good, Sale

_DAY = 86_400
_RECENT = 28 * _DAY
_RISING = ((0.05, 6), (0.045, 6), (0.018, 2), (0.008, 1))
"""What share of a month's contacts the fragile product makes beside the usual, and how many at least: this month, the one before, …"""
_MOST = 5
"""One parcel in so many breaks at most, unless that is less than the least."""


Complaints = list[tuple[int, Sale]]
"""When, as UTC seconds, and about which order; in the order of time."""


class Breakage:
    def __init__(self, random: Random, sales: Sequence[Sale], goods: Sequence[Good], zone: ZoneInfo, end: int) -> None:
        self._random, self._zone, self._end = random, zone, end
        newest = end - len(_RISING) * 31 * _DAY - _RECENT
        self._broken = [sale for sale in sales if sale.at >= newest and _is_broken(sale, goods)]

    def complaints(self, per_month: float, moment_on: Callable[[date], int]) -> Complaints:
        """No order twice before each had its turn."""
        found = []
        next_start, start = self._end, self._month_start(self._end)
        for share, least in _RISING:
            sales = [sale for sale in self._broken if start - _RECENT <= sale.at < next_start - 4 * _DAY]
            wanted = round(max(min(round(per_month * share), len(sales) // _MOST), least) * (next_start - start) / (30 * _DAY))
            for sale in self._each_in_turn(sales, wanted):
                earliest = max(start, sale.at + 3 * _DAY)
                at = moment_on(self._desk_day(earliest + self._random.randrange(max(1, next_start - _DAY - earliest))))
                found.append((min(at, self._end), sale))
            next_start, start = start, self._month_start(start - 1)
        return sorted(found, key=lambda complaint: complaint[0])

    def _each_in_turn(self, sales: list[Sale], wanted: int) -> Iterator[Sale]:
        self._random.shuffle(sales)
        return (sales[place % len(sales)] for place in range(wanted if sales else 0))

    def _month_start(self, at: int) -> int:
        month = datetime.fromtimestamp(at, self._zone).date()
        return int(month_bounds(month, self._zone)[0].timestamp())

    def _desk_day(self, at: int) -> date:
        day = datetime.fromtimestamp(min(at, self._end - _DAY), self._zone).date()
        return day if day.weekday() < 5 else date.fromordinal(day.toordinal() - (day.weekday() - 4))


def _is_broken(sale: Sale, goods: Sequence[Good]) -> bool:
    return sale.carrier == ROUGH and sale.shipped_on != NEVER and any(goods[line.good].fragile for line in sale.lines)
