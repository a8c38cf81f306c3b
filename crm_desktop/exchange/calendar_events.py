"""What an appointment is in a calendar file, before it is one here or after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from crm_desktop.core.dates import span, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState


class Guest(NamedTuple):
    """Somebody who is asked to come, or who asks."""

    name: str = ""
    email: str = ""
    answer: str = Answer.NONE


@dataclass(frozen=True, slots=True)
class Event:
    """Fields mean what they mean in `data.models.Appointment`; `recurrence` states its end as a day."""

    uid: str
    title: str
    starts_on: date
    starts_time: str
    minutes: int
    zone: str
    place: str = ""
    link: str = ""
    note: str = ""
    recurrence: str = ""
    except_days: tuple[date, ...] = ()
    remind_before: int | None = None
    state: str = AppointmentState.PLANNED
    state_reason: str = ""
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()

    def span(self, day: date | None = None) -> tuple[datetime, datetime]:
        """Of its first day, or of another."""
        return span(day or self.starts_on, self.starts_time, self.minutes, zone_of(self.zone))


def zone_named(tzid: str) -> str:
    """The zone that a calendar calls so: by its own name, behind a maker's path, or as Windows calls it. Empty: none is known."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    tzid = tzid.strip().strip('"')
    parts = tzid.split("/")
    names = ["/".join(parts[start:]) for start in range(len(parts))] if tzid.startswith("/") else [tzid]
    return next((name for name in names if name and _is_zone(name)), WINDOWS_TO_OLSON.get(tzid, ""))


def _is_zone(name: str) -> bool:
    try:
        zone_of(name)
    except UserError:
        return False
    return True
