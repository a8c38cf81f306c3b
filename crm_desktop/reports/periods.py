"""Which days a report covers, and what they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

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

    @property
    def months(self) -> int:
        """How many whole months it is; 0 where it is days."""
        if self.first.day != 1 or self.last != _month_end(self.last):
            return 0
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def is_quarter(self) -> bool:
        return self.months == 3 and self.first.month % 3 == 1

    @property
    def is_year(self) -> bool:
        return self.months == 12 and self.first.month == 1

    def earlier(self) -> "Period":
        """As many months before, or as many days."""
        return self._moved(-1)

    def year_earlier(self) -> "Period":
        if self.months:
            return self._by_months(-12)
        return Period(_a_year_before(self.first), _a_year_before(self.last))

    def later(self) -> "Period":
        """As many months after, or as many days."""
        return self._moved(1)

    def label(self, formats: Formats, *, short: bool = False) -> str:
        if self.is_month:
            return formats.short_month(self.first) if short else formats.month(self.first)
        if self.is_year:
            return str(self.first.year)
        if self.is_quarter:
            return _("Q{quarter} {year}").format(quarter=self.first.month // 3 + 1, year=self.first.year)
        if self.first == self.last:
            return formats.day(self.first)
        first = formats.short_day(self.first) if self.first.year == self.last.year else formats.day(self.first)
        return f"{first} – {formats.day(self.last)}"

    def _moved(self, times: int) -> "Period":
        if self.months:
            return self._by_months(times * self.months)
        return Period(self.first + timedelta(days=times * self.days), self.last + timedelta(days=times * self.days))

    def _by_months(self, months: int) -> "Period":
        return Period(self.first + relativedelta(months=months), _month_end(self.last.replace(day=1) + relativedelta(months=months)))


def quarter_of(day: date) -> Period:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Period(first, _month_end(first + relativedelta(months=2)))


def year_of(day: date) -> Period:
    return Period(day.replace(month=1, day=1), day.replace(month=12, day=31))


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
