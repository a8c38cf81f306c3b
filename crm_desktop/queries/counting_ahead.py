"""What figures and trends will ask for, counted before anybody asks: as little at once as can be counted alone, the newest first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import month_bounds, next_month
from crm_desktop.core.kept_counts import Counted, Stretch, Subject
from crm_desktop.data.kept import BY_WAY, is_kept, told_of
from crm_desktop.queries.contact_days import missing_days
from crm_desktop.queries.lists import rows_of
from crm_desktop.queries.trends import MONTHS, earlier_month, newest_month

_SHOWN = 2
"""Months: the page of figures shows one beside the one before."""
_DAYS = 5
_OF_TRENDS = (*BY_WAY.values(), Subject.CAME_AGAIN)
_OF_FIGURES = (Subject.CONTACTS, Subject.CONTACTS_WITH_KNOWLEDGE, Subject.TRADE, Subject.ACTIVE_CUSTOMERS)
_BOUNDS = "SELECT MIN(started_at), MAX(started_at) FROM interaction"


class Piece(NamedTuple):
    """A few days of the calendar that are to be kept, or what was counted of one month."""

    days: tuple[Stretch, ...] = ()
    counted: tuple[Counted, ...] = ()


def next_piece(zone: ZoneInfo, now: datetime) -> Piece | None:
    """None: all that is asked for at first is kept."""
    newest = newest_month(zone)
    if newest is None:
        return None
    if days := missing_days(earlier_month(newest, _SHOWN - 1), next_month(newest) - timedelta(days=1), zone):
        return Piece(days=tuple(days[-_DAYS:]))
    for subject, stretch in _wanted(newest, zone, now):
        if not is_kept(subject, stretch):
            return Piece(counted=told_of(subject, [stretch]).fresh)
    return None


def _wanted(newest: date, zone: ZoneInfo, now: datetime) -> Iterator[tuple[Subject, Stretch]]:
    """Whole months from that of the first contact. One in which something is told of what is still to come is counted by who asks."""
    ((first, last),) = rows_of(_BOUNDS)
    for back in range(MONTHS[-1]):
        start, end = (int(each.timestamp()) for each in month_bounds(earlier_month(newest, back), zone))
        if end <= first:
            return
        if last > now.timestamp() and end > now.timestamp():
            continue
        for subject in (*_OF_TRENDS, *(_OF_FIGURES if back < _SHOWN else ())):
            yield subject, (start, end)
