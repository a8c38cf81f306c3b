"""Days and moments, checked as text. 3/4/2024 is refused where neither the mapping nor the column says which is the month."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds
from crm_desktop.core.i18n import _
from crm_desktop.exchange.rejects import BadValue


class DateOrder(StrEnum):
    DAY_FIRST = "DMY"
    MONTH_FIRST = "MDY"
    YEAR_FIRST = "YMD"


_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2})[ -]?([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? (\d{1,2}),?)[ ,-]+(\d{4})", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)? ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)
_BOTH = re.compile(r"(.+?)(?:[Tt ]|, ?)(\d{1,2}:\d{2}.*)", re.ASCII)
_USUAL = re.compile(r"(\d{4}-\d\d-\d\d)[ T]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_DAY = 86_400
_DATE = len("2000-01-01")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_OLDEST, _NEWEST = 1800, 2200
_LONGEST = 60
MIDNIGHT = time()
Order = str | Callable[[], str]


def told_order(text: str) -> str:
    """The order of day and month that this value can only have been written with; empty where it does not tell."""
    found = _YEAR_LAST.match(text.strip())
    if not found:
        return ""
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST if second > 12 >= first else ""


def is_either_way(text: str) -> bool:
    """Whether day and month in this could change places, and would then be another day."""
    found = _YEAR_LAST.match(text.strip())
    if not found:
        return False
    first, second = int(found[1]), int(found[3])
    return first != second and max(first, second) <= 12


def day_reader(order: Order) -> Callable[[str], str]:
    """`order` is the column's where it is known, or asked for when it matters. Beside the date, midnight is left out."""

    def read(text: str) -> str:
        day, clock, _zone = _parts(text, order)
        if clock != MIDNIGHT:
            raise BadValue(_("There is a time of day beside the date; a day alone is wanted here."))
        return day.isoformat()

    return read


def moment_reader(order: Order, zone: ZoneInfo) -> Callable[[str], int]:
    """Seconds since 1970. A time without an offset is wall time in `zone`; a day alone is its first moment there."""

    midnights: dict[str, int | None] = {}
    usual: dict[str, int] = {}
    clocks: dict[str, int] = {}
    """Days that came before, and what stands behind days: the two together are as `_USUAL`."""

    def read(text: str) -> int:
        try:
            return usual[text[:_DATE]] + clocks[text[_DATE:]]
        except KeyError:
            return read_new(text)

    def read_new(text: str) -> int:
        if found := _USUAL.fullmatch(text):
            day = found[1]
            if day not in midnights:
                midnights[day] = _midnight(day, zone)
            midnight = midnights[day]
            if midnight is not None:
                usual[day] = midnight
                seconds = clocks[text[_DATE:]] = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
                return midnight + seconds
        return read_any(text)

    def read_any(text: str) -> int:
        day, clock, offset = _parts(text, order)
        if offset is not None:
            return int(datetime.combine(day, clock, offset).timestamp())
        return _wall_moment(day, clock, zone)

    return read


def day_of_moment_reader(order: Order, zone: ZoneInfo) -> Callable[[str], str]:
    """The day on which a moment falls in `zone`."""
    read_moment = moment_reader(order, zone)
    return lambda text: datetime.fromtimestamp(read_moment(text), zone).date().isoformat()


def read_clock(text: str) -> str:
    """`HH:MM`."""
    found = _TIME.fullmatch(text.strip())
    if not found or found[5]:
        raise BadValue(_("This is not a time of day."))
    return f"{_clock(found):%H:%M}"


def _parts(text: str, order: Order) -> tuple[date, time, timezone | None]:
    written = text.strip()
    if len(written) > _LONGEST:
        raise BadValue(_("This is not a date."))
    both = _BOTH.fullmatch(written)
    day = _day(both[1].strip() if both else written, order)
    if not both:
        return day, MIDNIGHT, None
    found = _TIME.fullmatch(both[2])
    if not found:
        raise BadValue(_("The time of day in this cannot be read."))
    return day, _clock(found), _offset(found[5])


def _day(written: str, order: Order) -> date:
    year, month, day = _numbers(written, order)
    if not _OLDEST <= year <= _NEWEST:
        raise BadValue(_("The year {year} is out of range.").format(year=year))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadValue(_("There is no such day.")) from error


def _numbers(written: str, order: Order) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(written):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.fullmatch(written):
        day, month = _by_order(int(found[1]), int(found[3]), order if isinstance(order, str) else order())
        return int(found[4]), month, day
    if found := _NAMED.fullmatch(written):
        return int(found[5]), _month(found[2] or found[3]), int(found[1] or found[4])
    if _SHORT_YEAR.fullmatch(written):
        raise BadValue(_("The year has two digits. Export dates with four digits."))
    raise BadValue(_("This is not a date."))


def _by_order(first: int, second: int, order: str) -> tuple[int, int]:
    """Day and month."""
    if order == DateOrder.DAY_FIRST:
        return first, second
    if order == DateOrder.MONTH_FIRST:
        return second, first
    if order == DateOrder.YEAR_FIRST:
        raise BadValue(_("This date does not begin with its year, as the mapping says."))
    if first == second or first > 12:
        return first, second
    if second > 12:
        return second, first
    raise BadValue(_("The day and the month in this can be read either way. State their order in the mapping: DMY or MDY."))


def _month(name: str) -> int:
    matching = [number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name.casefold())]
    if name.casefold() == "sept":
        matching = [9]
    if len(matching) != 1:
        raise BadValue(_("This is not a date."))
    return matching[0]


def _clock(found: re.Match[str]) -> time:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            raise BadValue(_("There is no such time of day."))
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise BadValue(_("There is no such time of day.")) from error


def _offset(written: str | None) -> timezone | None:
    if not written:
        return None
    if written[0] not in "+-":
        return UTC
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    if hours > 14 or minutes > 59:
        raise BadValue(_("There is no such offset from UTC."))
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if written[0] == "-" else away)


def _midnight(written: str, zone: ZoneInfo) -> int | None:
    """The first second of a day on which the clocks are not changed, when every other follows from it; None for any other day."""
    try:
        first, following = day_bounds(_day(written, ""), zone)
    except (BadValue, OverflowError):
        return None
    seconds = int(first.timestamp())
    return seconds if following.timestamp() - seconds == _DAY and first.astimezone(zone).time() == MIDNIGHT else None


def _wall_moment(day: date, clock: time, zone: ZoneInfo) -> int:
    if clock == MIDNIGHT:
        return int(day_bounds(day, zone)[0].timestamp())
    wall = datetime.combine(day, clock)
    first, second = (int(wall.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1))
    if first < second:
        raise BadValue(_("The clocks went back: this time came twice. Export times with their offset, as in 02:30+01:00."))
    if first > second:
        raise BadValue(_("The clocks went forward: this time never came. Check the time zone."))
    return first
