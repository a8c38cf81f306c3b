"""When somebody is in at the sample company: nobody there answers, gives back or asks for anything at night, on a Sunday or a day off."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from crm_desktop.core.dates import zone_of
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.rhythm import FREE

_WEEKDAY, _SATURDAY = (time(9), time(17)), (time(10), time(14))
_HOUR = 3_600


def in_hours(moment: datetime) -> datetime:
    """This moment, or one in the first hour after they come in again."""
    local = moment.astimezone(zone_of(COMPANY.zone))
    hours = _hours(local.date())
    if hours and hours[0] <= local.time() < hours[1]:
        return moment
    day = local.date() if hours and local.time() < hours[0] else local.date() + timedelta(days=1)
    while (hours := _hours(day)) is None:
        day += timedelta(days=1)
    return datetime.combine(day, hours[0], local.tzinfo).astimezone(UTC) + timedelta(seconds=int(moment.timestamp()) % _HOUR)


def hours_before(end: datetime, hours: float) -> datetime:
    """So many of the hours in which somebody is in before this moment."""
    local, left = end.astimezone(zone_of(COMPANY.zone)), timedelta(hours=hours)
    day = local.date()
    while True:
        if span := _span(day, local.tzinfo):
            opens, closes = span[0], min(span[1], local)
            if closes - opens >= left:
                return (closes - left).astimezone(UTC)
            left -= max(closes - opens, timedelta())
        day -= timedelta(days=1)


def _hours(day: date) -> tuple[time, time] | None:
    if (day.month, day.day) in FREE or day.weekday() == 6:
        return None
    return _SATURDAY if day.weekday() == 5 else _WEEKDAY


def _span(day: date, zone: tzinfo | None) -> tuple[datetime, datetime] | None:
    hours = _hours(day)
    return hours and (datetime.combine(day, hours[0], zone), datetime.combine(day, hours[1], zone))
