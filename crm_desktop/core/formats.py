"""Numbers, money, days and durations as a company writes them. Words in dates come in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time, get_day_names, get_month_names
from babel.numbers import format_currency, format_decimal, get_currency_precision

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

Number = int | float | Decimal | Fraction

NOTHING = "–"
"""Stands where there is no value: never a zero."""


@cache
def locale_of(name: str) -> Locale:
    """Raises UserError for a locale nobody knows."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as error:
        raise UserError(
            _("There is no language or country “{name}”. Nothing was changed; use a name like de_DE.").format(name=name)
        ) from error


@cache
def percent_space(locale: str) -> str:
    """What stands between a number and its sign of percent."""
    return "\N{NO-BREAK SPACE}" if "\N{NO-BREAK SPACE}" in locale_of(locale).percent_formats[None].pattern else ""


@dataclass(frozen=True, slots=True)
class Formats:
    """`locale` is the company's and decides digits, money and the order of a date; `language` is that of its month names."""

    locale: str
    language: str
    zone: ZoneInfo

    def number(self, value: Number, digits: int = 0) -> str:
        """Rounded half up to `digits` places, all of them shown."""
        rounded = _decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        locale = locale_of(self.locale)
        grouped = locale.decimal_formats[None].pattern.split(".")[0]
        return str(format_decimal(rounded, format=grouped + "." * bool(digits) + "0" * digits, locale=locale))

    def quantity(self, value: Number) -> str:
        """As many decimal places as it has, at most four: 3, or 2.5."""
        exact = _decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
        places = exact.as_tuple().exponent
        return self.number(exact, max(-places, 0) if isinstance(places, int) else 0)

    def percent(self, share: Number, digits: int = 0) -> str:
        """0.69 as `69 %`, as the company's language spaces it."""
        return f"{self.number(_decimal(share) * 100, digits)}{percent_space(self.locale)}%"

    def money(self, amount: Decimal, currency: str) -> str:
        digits = get_currency_precision(currency)
        rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return str(format_currency(rounded, currency, locale=locale_of(self.locale)))

    def month(self, day: date) -> str:
        """October 2026."""
        return _dated(self._dates, "yMMMM", day)

    def short_month(self, day: date) -> str:
        return _dated(self._dates, "yMMM", day)

    def month_name(self, day: date) -> str:
        """Oct."""
        return str(get_month_names("abbreviated", "stand-alone", self._dates)[day.month])

    def day(self, day: date) -> str:
        """1 Oct 2026."""
        return _dated(self._dates, "yMMMd", day)

    def short_day(self, day: date) -> str:
        """1 Oct."""
        return _dated(self._dates, "MMMd", day)

    def day_of_year(self, month: int, day: int) -> str:
        """1 Oct, of any year; also 29 Feb."""
        return self.short_day(date(2000, month, day))

    def weekday(self, day: date) -> str:
        return _dated(self._dates, "EEEE", day)

    def weekdays(self, width: str = "abbreviated") -> tuple[str, ...]:
        """Monday to Sunday."""
        names = get_day_names(width, "stand-alone", self._dates)  # type: ignore[arg-type]
        return tuple(str(names[place]) for place in range(7))

    def day_name(self, weekday: int) -> str:
        """In full; 0 is Monday."""
        return self.weekdays("wide")[weekday]

    @property
    def first_weekday(self) -> int:
        """0 is Monday."""
        return int(locale_of(self.locale).first_week_day)

    def time(self, moment: datetime) -> str:
        """08:02 or 8:02 AM, in the company's zone."""
        local = moment.astimezone(self.zone)
        return self.clock(local.hour, local.minute)

    def clock(self, hour: int, minute: int = 0) -> str:
        """A time of day as the country writes it; 24 is midnight."""
        return _clock(self._dates, hour % 24, minute)

    def moment(self, moment: datetime) -> str:
        """31 Oct 2026, 17:42."""
        return f"{self.day(moment.astimezone(self.zone).date())}, {self.time(moment)}"

    def short_moment(self, moment: datetime) -> str:
        """1 Oct 08:02, without a year."""
        return f"{self.short_day(moment.astimezone(self.zone).date())} {self.time(moment)}"

    @property
    def _dates(self) -> Locale:
        """The page's language, as the company's country writes it if that is known (`en_DE`)."""
        return _localised(self.language, locale_of(self.locale).territory or "")


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


@cache
def _localised(language: str, territory: str) -> Locale:
    wanted = locale_of(language)
    if wanted.territory or not territory:
        return wanted
    try:
        return Locale.parse(f"{language}_{territory}")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_GB") if language == "en" else wanted


@lru_cache(maxsize=5000)
def _dated(locale: Locale, skeleton: str, day: date) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


@lru_cache(maxsize=5000)
def _clock(locale: Locale, hour: int, minute: int) -> str:
    return str(format_time(time(hour, minute), "short", locale=locale))
