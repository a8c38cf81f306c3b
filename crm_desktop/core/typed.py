"""What people type, read in one way each: numbers, days, moments, yes or no. Anything else is a plain sentence."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import day_bounds, next_month
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.money import PLACES

_DECIMAL = re.compile(rf"[+-]?\d{{1,14}}(?:\.\d{{1,{PLACES}}})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_YEAR_AND_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})


class Period(NamedTuple):
    """From `first` up to, and without, `after`."""

    first: datetime
    after: datetime


def read_decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text.strip()):
        raise UserError(
            _("“{text}” is not a number. Write it as 12.50, with at most {places} decimal places.").format(text=text, places=PLACES)
        )
    return Decimal(text.strip())


def read_integer(text: str) -> int:
    if not _INTEGER.fullmatch(text.strip()):
        raise UserError(_("“{text}” is not a whole number of at most nine digits.").format(text=text))
    return int(text)


def read_bool(text: str) -> bool:
    word = text.strip().casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UserError(_("“{text}” is neither yes nor no.").format(text=text))


def read_day(text: str) -> date:
    try:
        if _DAY.fullmatch(text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UserError(_("There is no day “{text}”.").format(text=text)) from error
    raise UserError(_("“{text}” is not a day. Write it as 2026-11-21.").format(text=text))


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """In UTC. Without an offset it is wall time in `zone`; one that a clock change skips or repeats is refused."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise UserError(_("“{text}” is not a moment. Write it as 2026-11-21T14:30, or with an offset: …T14:30+01:00.").format(text=text))
    day, time, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{offset or ''}")
        return (moment if offset else _in_zone(moment, zone, text)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UserError(_("There is no moment “{text}”.").format(text=text)) from error


def read_period(text: str, zone: ZoneInfo) -> Period:
    """A year, a month or a day in this zone, or one second."""
    if _MOMENT.fullmatch(text.strip()):
        moment = read_moment(text, zone)
        return Period(moment, moment + timedelta(seconds=1))
    first, after = read_days(text)
    try:
        return Period(day_bounds(first, zone)[0], day_bounds(after, zone)[0])
    except OverflowError as error:
        raise UserError(_("“{text}” is too far away to count in.").format(text=text)) from error


def read_days(text: str) -> tuple[date, date]:
    """A year, a month or a day: its first day, and the first one after it."""
    wanted = text.strip()
    try:
        if _YEAR.fullmatch(wanted):
            return date(int(wanted), 1, 1), date(int(wanted) + 1, 1, 1)
        if _YEAR_AND_MONTH.fullmatch(wanted):
            first = date.fromisoformat(f"{wanted}-01")
            return first, next_month(first)
        if _DAY.fullmatch(wanted):
            day = date.fromisoformat(wanted)
            return day, day + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise UserError(_("There is no day, month or year “{text}”.").format(text=text)) from error
    raise UserError(_("“{text}” is not a day, month or year. Write it as 2026-11-21, 2026-11 or 2026.").format(text=text))


def _in_zone(moment: datetime, zone: ZoneInfo, text: str) -> datetime:
    earlier, later = moment.replace(tzinfo=zone), moment.replace(tzinfo=zone, fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    if earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        raise UserError(_("The clocks skipped “{text}” in {zone}. Write another time.").format(text=text, zone=zone.key))
    raise UserError(
        _("“{text}” came twice in {zone}, when the clocks were changed. Add the offset, as in {text}{offset}.").format(
            text=text, zone=zone.key, offset=earlier.isoformat()[-6:]
        )
    )
