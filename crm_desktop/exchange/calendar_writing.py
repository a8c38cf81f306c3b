"""Appointments as iCalendar (RFC 5545), for any other calendar. What is written here is read back the same by `calendar_reading`."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from crm_desktop import __version__
from crm_desktop.core.dates import DAY_MINUTES, day_bounds, zone_of
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.exchange.calendar_events import Event, Guest

STATE, REASON = "X-CRM-DESKTOP-STATE", "X-CRM-DESKTOP-REASON"
"""What other calendars have no word for: held, nobody came, and why."""
NO_MAIL = "invalid:nomail"
MORNING = timedelta(hours=9)
"""From when the minutes of a reminder of a whole day count."""
_FURTHEST = date(2100, 1, 1)
_ANSWERS = {Answer.NONE: "NEEDS-ACTION", Answer.ACCEPTED: "ACCEPTED", Answer.TENTATIVE: "TENTATIVE", Answer.DECLINED: "DECLINED"}


def calendar_text(events: Iterable[tuple[Event, datetime]], name: str = "") -> bytes:
    """Each with the moment it was changed last. Lines end and fold as the standard wants, times stand in their zones."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//crm-desktop//{__version__}//EN")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", _text(name))
    written = list(events)
    for zone in sorted({event.zone for event, _changed in written if event.starts_time and event.zone != "UTC"}):
        calendar.add_component(_timezone(zone, [event for event, _changed in written if event.zone == zone]))
    for event, changed in written:
        calendar.add_component(_component(event, changed))
    text: bytes = calendar.to_ical()
    return text


def _timezone(zone: str, events: Sequence[Event]) -> Any:
    from icalendar import Timezone

    first = min(event.starts_on for event in events).replace(month=1, day=1) - timedelta(days=366)
    last = max(event.starts_on for event in events).replace(month=1, day=1) + timedelta(days=10 * 366)
    return Timezone.from_tzid(zone, first_date=max(first, date(1970, 1, 1)), last_date=min(max(last, date(2038, 1, 1)), _FURTHEST))


@cache
def _kind_of_text() -> type[Any]:
    from icalendar import vText

    class Text(vText):
        """The library takes a backslash before a capital N for the end of a line; here it is what somebody wrote."""

        def to_ical(self) -> bytes:
            return rb"\\N".join(vText(part).to_ical() for part in str(self).split(r"\N"))

    return Text


def _text(text: str) -> Any:
    return _kind_of_text()(text)


def _component(event: Event, changed: datetime) -> Any:
    from icalendar import Event as Component
    from icalendar import vUri

    made = Component()
    made.add("uid", event.uid)
    made.add("dtstamp", changed.astimezone(UTC))
    made.add("summary", _text(event.title))
    _add_time(made, event)
    for name, text in (("location", event.place), ("description", event.note), (REASON, event.state_reason)):
        if text:
            made.add(name, _text(text))
    if event.link:
        made.add("url", vUri(event.link))
    made.add("status", "CANCELLED" if event.state == AppointmentState.CANCELLED else "CONFIRMED")
    if event.state not in (AppointmentState.CANCELLED, AppointmentState.PLANNED):
        made.add(STATE, event.state)
    if event.organizer is not None:
        made.add("organizer", _address(event.organizer), encode=False)
    for guest in event.guests:
        address = _address(guest)
        address.params["PARTSTAT"] = _ANSWERS[Answer(guest.answer)]
        made.add("attendee", address, encode=False)
    if event.remind_before is not None:
        made.add_component(_alarm(event, event.remind_before))
    return made


def _add_time(made: Any, event: Event) -> None:
    if event.starts_time:
        made.add("dtstart", _wall(event, event.starts_on))
        end = _end(event)
        made.add("duration", timedelta(minutes=event.minutes)) if end is None else made.add("dtend", end)
    else:
        made.add("dtstart", event.starts_on)
        made.add("dtend", event.starts_on + timedelta(days=max(event.minutes // DAY_MINUTES, 1)))
    if event.recurrence:
        from icalendar.prop import vInline

        made.add("rrule", vInline(_rule(event)), encode=False)
    if event.except_days:
        made.add("exdate", [_wall(event, day) if event.starts_time else day for day in event.except_days])


def _wall(event: Event, day: date) -> datetime:
    zone = UTC if event.zone == "UTC" else zone_of(event.zone)
    return datetime.combine(day, time.fromisoformat(event.starts_time), zone)


def _end(event: Event) -> datetime | None:
    """None where the wall time of its end comes twice or never, so that only its length says when it ends."""
    end = event.span()[1]
    wall = end.astimezone(UTC if event.zone == "UTC" else zone_of(event.zone))
    return None if wall.fold or wall.replace(fold=1).utcoffset() != wall.utcoffset() else wall


def _rule(event: Event) -> str:
    """Where the appointment has a time, a series ends with a moment and not with a day."""
    parts = event.recurrence.split(";")
    if event.starts_time:
        parts = [_until(part, event.zone) for part in parts]
    return ";".join(parts)


def _until(part: str, zone: str) -> str:
    if not part.startswith("UNTIL=") or len(part) != len("UNTIL=20261231"):
        return part
    last = day_bounds(datetime.strptime(part[-8:], "%Y%m%d").date(), zone_of(zone))[1] - timedelta(seconds=1)  # noqa: DTZ007
    return f"UNTIL={last:%Y%m%dT%H%M%SZ}"


def _address(guest: Guest) -> Any:
    from icalendar import vCalAddress

    address = vCalAddress(f"mailto:{guest.email}" if guest.email else NO_MAIL)
    if guest.name:
        address.params["CN"] = guest.name
    return address


def _alarm(event: Event, before: int) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", timedelta(minutes=-before) if event.starts_time else MORNING - timedelta(minutes=before))
    return alarm
