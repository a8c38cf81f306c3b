"""Which days a report covers, and what they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds, next_month
from crm_desktop.core.errors import UserError
from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _

FIRST_WEEK = 7 * 86_400
"""Seconds within which records must begin for a period to be compared with: half a month would only look like growth."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are part of it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == _month_end(self.first)

    def seconds(self, zone: ZoneInfo) -> tuple[int, int]:
        """Its first moment and the first after it, in UTC seconds."""
        start, end = day_bounds(self.first, zone)[0], day_bounds(self.last, zone)[1]
        return int(start.timestamp()), int(end.timestamp())

    def earlier(self) -> "Period":
        """The month before, or as many days before."""
        if self.is_month:
            return month_of(self.first - timedelta(days=1))
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def year_earlier(self) -> "Period":
        if self.is_month:
            return month_of(self.first.replace(year=self.first.year - 1))
        return Period(_a_year_before(self.first), _a_year_before(self.last))

    def later(self) -> "Period":
        """The month after, or as many days after."""
        if self.is_month:
            return month_of(next_month(self.first))
        return Period(self.last + timedelta(days=1), self.last + timedelta(days=self.days))

    def label(self, formats: Formats, *, short: bool = False) -> str:
        if self.is_month:
            return formats.short_month(self.first) if short else formats.month(self.first)
        if self.first == self.last:
            return formats.day(self.first)
        first = formats.short_day(self.first) if self.first.year == self.last.year else formats.day(self.first)
        return f"{first} – {formats.day(self.last)}"


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), _month_end(day))


def checked_period(first: date, last: date) -> Period:
    """Raises UserError for days that no report can cover."""
    if last < first:
        raise UserError(_("The period ends before it begins. Nothing was printed; check the two days."))
    if not 1971 <= first.year <= last.year <= 9990:
        raise UserError(_("There are no records of such a time. Nothing was printed; choose another month."))
    return Period(first, last)


def _month_end(day: date) -> date:
    return next_month(day) - timedelta(days=1)


def _a_year_before(day: date) -> date:
    day_in_month = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - 1, day=day_in_month)
