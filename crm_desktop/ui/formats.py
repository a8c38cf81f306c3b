"""Numbers, money, days and times as the company writes them. Qt's own tables of locales, which are there anyway:
Babel's dates would take as long to load as the whole first list."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTime

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import local_day, utc_now, zone_of
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.money import rounded
from crm_desktop.core.spans_of_time import duration
from crm_desktop.queries.desk import CompanyFacts


def _sign_of(currency: str, locale: QLocale) -> str:
    """What the currency's own country writes beside an amount; empty where that is only its code."""
    code, sign = QLocale.CurrencySymbolFormat.CurrencyIsoCode, QLocale.CurrencySymbolFormat.CurrencySymbol
    anywhere = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)
    signs = [place.currencySymbol(sign) for place in (locale, *anywhere) if place.currencySymbol(code) == currency]
    return next((found for found in sorted(signs, key=len) if found != currency), "")


class Formats:
    """Made once per store; used from any thread. `language` is that of the window, for the names of months and days."""

    def __init__(self, company: CompanyFacts, language: str = "en") -> None:
        self._language = language
        self._take(company)

    def take(self, company: CompanyFacts) -> bool:
        """From now on as this company writes; whether that is another way than before."""
        before = self.currency, self.zone, self._locale
        self._take(company)
        return before != (self.currency, self.zone, self._locale)

    def _take(self, company: CompanyFacts) -> None:
        self.currency = company.currency
        self.country = company.locale.rpartition("_")[2]
        self.zone: ZoneInfo = zone_of(company.zone)
        self._written = company.locale
        self._locale = QLocale(company.locale)
        self._sign = _sign_of(company.currency, self._locale)
        self._dates = QLocale(f"{self._language}_{self.country}")
        short = self._dates.dateFormat(QLocale.FormatType.ShortFormat)
        self.month_first = short.find("M") < short.find("d")
        self.languages = self._language.partition("_")[0], company.locale.partition("_")[0]
        """The window's and the company's: in either people may type."""

    def money(self, amount: Decimal, currency: str = "") -> str:
        """Rounded to the digits of its currency; the company's has its sign, others their code: five dollars are not all the same."""
        code = currency or self.currency
        digits = digits_of(code)
        size = float(rounded(abs(amount), digits))
        if code == self.currency and self._sign:
            text = self._locale.toCurrencyString(size, self._sign, digits)
        else:
            text = f"{code}\u00a0{self._locale.toString(size, 'f', digits)}"
        return self._locale.negativeSign() + text if amount < 0 else text

    def number(self, amount: Decimal | int) -> str:
        """Without zeros that say nothing: 3, 1.5, 1,000."""
        text = format(Decimal(amount).normalize(), "f")
        digits = len(text.partition(".")[2])
        return self._locale.toString(float(amount), "f", digits)

    def percent(self, of_hundred: Decimal | int) -> str:
        """40% or 40 %, as the company's language writes it."""
        from crm_desktop.core.formats import percent_space

        return f"{self.number(of_hundred)}{percent_space(self._written)}%"

    def plain(self, amount: Decimal, least_digits: int = 0) -> str:
        """In a field that is typed into: the decimal sign as people here type it, and no groups."""
        text = format(amount.normalize(), "f")
        whole, _point, rest = text.partition(".")
        rest = rest.ljust(least_digits, "0")
        return f"{whole}{self._locale.decimalPoint()}{rest}" if rest else whole

    def read_number(self, text: str) -> Decimal | None:
        """What was typed, as people here type numbers; None for what is none, or could be two."""
        typed = "".join(text.split()).replace("'", "").replace("’", "")
        point, group = re.escape(self._locale.decimalPoint()), re.escape(self._locale.groupSeparator().strip() or " ")
        if not re.fullmatch(rf"-?(\d+|\d{{1,3}}({group}\d{{3}})+)({point}\d+)?", typed, re.ASCII):
            return None
        return Decimal(re.sub(group, "", typed).replace(self._locale.decimalPoint(), "."))

    def day(self, when: date, now: datetime | None = None) -> str:
        """`21 Nov`, and the year where it is not this one."""
        today = local_day(now or utc_now(), self.zone)
        pattern = "MMM d" if self.month_first else "d MMM"
        if when.year != today.year:
            pattern += ", yyyy" if self.month_first else " yyyy"
        return self._dates.toString(QDate(when.year, when.month, when.day), pattern)

    def day_of_year(self, month: int, day: int) -> str:
        """`29 Feb`, of any year."""
        when = date(2000, month, day)
        return self._dates.toString(QDate(when.year, when.month, when.day), "MMM d" if self.month_first else "d MMM")

    def weekday(self, when: date) -> str:
        return self._dates.toString(QDate(when.year, when.month, when.day), "ddd MMM d" if self.month_first else "ddd d MMM")

    def week_start(self, day: date) -> date:
        """The first day of its week, which begins where the company is as it does there: on Monday, Sunday or Saturday."""
        first = self._locale.firstDayOfWeek().value - 1
        return day - timedelta((day.weekday() - first) % 7)

    def day_name(self, weekday: int) -> str:
        """In full; 0 is Monday."""
        return self._dates.standaloneDayName(weekday + 1, QLocale.FormatType.LongFormat)

    def month(self, first: date) -> str:
        return self._dates.toString(QDate(first.year, first.month, 1), "MMMM yyyy")

    def time(self, when: datetime) -> str:
        local = when.astimezone(self.zone)
        return self._dates.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)

    def wall_time(self, text: str) -> str:
        """Of `HH:MM` as it is stored."""
        return self._dates.toString(QTime.fromString(text, "HH:mm"), QLocale.FormatType.ShortFormat)

    def moment(self, when: datetime) -> str:
        """The time where it is today, else the day."""
        return self.time(when) if self.local_day(when) == self.today() else self.day(self.local_day(when))

    def day_and_time(self, when: datetime) -> str:
        return f"{self.day(self.local_day(when))}, {self.time(when)}"

    def ago(self, when: datetime | None) -> str:
        """How long since, in the largest unit that fits."""
        if when is None:
            return _("never")
        days = (self.today() - self.local_day(when)).days
        if days <= 0:
            return _("today")
        if days < 7:
            return ngettext("{count} d ago", "{count} d ago", days)
        if days < 60:
            return ngettext("{count} w ago", "{count} w ago", days // 7)
        if days < 730:
            return ngettext("{count} mo ago", "{count} mo ago", days // 30)
        return ngettext("{count} y ago", "{count} y ago", days // 365)

    def due(self, when: date | None, wall_time: str) -> str:
        """Short enough for a chip: `today 10:30`, `Mon 09:00`, `21 Nov`."""
        if when is None:
            return _("any day")
        days = (when - self.today()).days
        names = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
        name = names.get(days) or (self.weekday(when) if abs(days) < 7 else self.day(when))
        return f"{name} {self.wall_time(wall_time)}" if wall_time else name

    def duration(self, length: timedelta) -> str:
        return duration(length.total_seconds())

    def today(self) -> date:
        return local_day(utc_now(), self.zone)

    def local_day(self, when: datetime) -> date:
        return local_day(when, self.zone)
