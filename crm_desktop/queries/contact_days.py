"""Days of the calendar, for which sums of interactions are kept. An operation that reaches an interaction forgets the days around it."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds
from crm_desktop.queries.lists import rows_of


def days_between(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """Each day of the calendar in UTC seconds, from its first moment to the first after it."""
    for place in range((last - first).days + 1):
        begins, ends = day_bounds(first + timedelta(days=place), zone)
        yield int(begins.timestamp()), int(ends.timestamp())


def missing_days(first: date, last: date, zone: ZoneInfo) -> list[tuple[int, int]]:
    """Those that are not kept. A day of another length is of another time zone, and does not count."""
    days = list(days_between(first, last, zone))
    text = "SELECT starts_at, ends_at FROM contact_day WHERE starts_at >= ? AND starts_at < ?"
    known = set(rows_of(text, (days[0][0], days[-1][1])))
    return [day for day in days if day not in known]
