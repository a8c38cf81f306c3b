"""iCalendar's events as appointments. What cannot be kept is told: an event that would come in wrong stays out whole, and of the others
each value that has no place here."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import Any

from crm_desktop.core.cards import clean_note
from crm_desktop.core.dates import DAY_MINUTES, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import LONGEST, MOST_DAYS, Answer, AppointmentState
from crm_desktop.core.recurrence import checked_rule
from crm_desktop.core.text import clean_line
from crm_desktop.exchange.calendar_events import Event, Guest, zone_named
from crm_desktop.exchange.calendar_lines import Component, Property, read_calendars
from crm_desktop.exchange.calendar_writing import MORNING, REASON, STATE
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.services.incoming import Place, Refused

FIRST_YEAR, LAST_YEAR = 1900, 2999
LINKS = ("URL", "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE")
_READ = {
    "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RECURRENCE-ID", "LOCATION", "DESCRIPTION", "STATUS", "ORGANIZER",
    "ATTENDEE", *LINKS,
}  # fmt: skip
_OF_THE_FILE = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "REQUEST-STATUS", "COLOR"}
"""Says nothing about the appointment that people would miss."""
_USUAL = {"PRIORITY": ("0", "5"), "CLASS": ("PUBLIC",)}
_ANSWERS = {"ACCEPTED": Answer.ACCEPTED, "TENTATIVE": Answer.TENTATIVE, "DECLINED": Answer.DECLINED}
_NO_APPOINTMENTS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")


@dataclass(slots=True)
class Seen:
    """An event as a file states it. `instance`: of which time of its series it tells, as the file writes that."""

    event: Event
    place: Place
    order: tuple[int, str]
    instance: date | datetime | None = None
    called_off: bool = False

    @property
    def instance_day(self) -> date:
        assert self.instance is not None, "asked only of one time of a series"
        return self.day_in(self.event.zone)

    def day_in(self, zone: str) -> date:
        if isinstance(self.instance, datetime):
            return self.instance.astimezone(zone_of(zone)).date() if self.instance.tzinfo else self.instance.date()
        assert self.instance is not None, "asked only of one time of a series"
        return self.instance


@dataclass(slots=True)
class Read:
    """What files hold. `left_out` are values of events that come in; `floating` counts those whose zone is the company's."""

    seen: list[Seen] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left_out: list[Refused] = field(default_factory=list)
    floating: int = 0
    moved: set[str] = field(default_factory=set)
    """Zones nobody knows, whose events are kept by their moment."""
    alike: dict[str, bool] = field(default_factory=dict)
    """Whether a file's own definition of a zone is the company's by another name."""

    def add(self, other: "Read") -> None:
        """Of another file."""
        self.seen += other.seen
        self.refused += other.refused
        self.left_out += other.left_out
        self.floating += other.floating
        self.moved |= other.moved


def read_file(path: Path, encoding: str, zone: str, read: Read) -> tuple[str, int]:
    """Adds to `read`; how the bytes were read, and how many events there are."""
    calendars, read_as = read_calendars(path, encoding)
    count = 0
    for calendar in calendars:
        zones = {_line_of(part, "TZID"): part for part in calendar.parts if part.kind == "VTIMEZONE"}
        method = calendar.raw("METHOD").upper()
        for part in calendar.parts:
            if part.kind == "VTIMEZONE":
                continue
            count += 1
            reader = EventReader(part, Place(path.name, part.line), zones, zone, read)
            try:
                read.seen.append(reader.read(method))
            except (BadValue, UserError) as error:
                read.refused.append(Refused.of(reader.place, "", _line_of(part, "SUMMARY"), str(error)))
            else:
                read.left_out += reader.left_out
        if calendar.problem:
            read.refused.append(Refused.of(Place(path.name, calendar.line), "", "", calendar.problem))
    return read_as, count


class EventReader:
    """One component of a calendar. `zones` are the file's own definitions of its zones."""

    def __init__(self, component: Component, place: Place, zones: dict[str, Component], company_zone: str, read: Read) -> None:
        self.left_out: list[Refused] = []
        self.place = place
        self._component, self._zones, self._company_zone, self._told = component, zones, company_zone, read
        self._zone = company_zone

    def read(self, method: str) -> Seen:
        """Raises BadValue where it cannot come in."""
        component = self._component
        if component.kind != "VEVENT":
            raise BadValue(_("Only appointments come in, and this is none: {kind}.").format(kind=component.kind))
        if component.problem:
            raise BadValue(component.problem)
        if method in _NO_APPOINTMENTS:
            raise BadValue(_("This is an answer to an invitation, not an appointment."))
        if component.all("EXRULE") or len(component.all("RRULE")) > 1:
            raise BadValue(_("It repeats by several rules, which cannot be kept."))
        called_off = method == "CANCEL" or component.raw("STATUS").upper() == "CANCELLED"
        event = self._people(self._words(self._times()))
        if called_off:
            event = replace(event, state=AppointmentState.CANCELLED)
        self._note_the_rest()
        order = component.raw("SEQUENCE").zfill(9), component.raw("LAST-MODIFIED") or component.raw("DTSTAMP")
        return Seen(event, self.place, (int(order[0]) if order[0].isdigit() else 0, order[1]), self._instance(), called_off)

    def _times(self) -> Event:
        start = self._component.first("DTSTART")
        if start is None:
            raise BadValue(_("It does not say when it begins."))
        begins = self._when(start)
        blank = Event(uid=self._uid(), title="", starts_on=date.min, starts_time="", minutes=0, zone=self._zone)
        if not isinstance(begins, datetime):
            days = self._days(begins)
            blank = replace(blank, zone=self._company_zone, starts_on=begins, minutes=days * DAY_MINUTES if days > 1 else 0)
        else:
            self._zone = self._zone_of(start, begins)
            wall = self._wall(begins)
            if wall.second:
                self._leave_out(start, _("Seconds are not kept."))
            timed = replace(blank, starts_on=wall.date(), starts_time=f"{wall:%H:%M}", zone=self._zone, minutes=1)
            blank = replace(timed, minutes=self._minutes(timed))
        rule = self._rule(blank)
        return replace(blank, recurrence=rule, except_days=self._except_days(blank) if rule else (), remind_before=self._reminder(blank))

    def _uid(self) -> str:
        """One without says of itself what tells it apart."""
        uid = clean_line(_text(self._component.first("UID")))
        return uid or sha256(self._component.text().encode()).hexdigest()[:32]

    def _when(self, item: Property) -> date | datetime:
        """A day, a wall time, or a moment in UTC."""
        from icalendar.prop import vDDDTypes

        try:
            found = vDDDTypes.from_ical(item.raw.strip())  # type: ignore[no-untyped-call]
        except (ValueError, TypeError) as error:
            raise BadValue(_("“{text}” is no day and no time.").format(text=item.raw.strip()[:40])) from error
        if not isinstance(found, date):
            raise BadValue(_("“{text}” is no day and no time.").format(text=item.raw.strip()[:40]))
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise BadValue(_("“{text}” lies too far out.").format(text=item.raw.strip()[:40]))
        return found

    def _zone_of(self, item: Property, begins: datetime) -> str:
        if begins.tzinfo is not None:
            return "UTC"
        tzid = item.parameters.get("TZID", "")
        if not tzid:
            self._told.floating += 1
            return self._company_zone
        definition = self._zones.get(tzid)
        zone = zone_named(tzid) or (zone_named(_line_of(definition, "X-LIC-LOCATION")) if definition else "")
        if zone:
            return zone
        if definition is not None and self._is_the_companys(definition, begins):
            return self._company_zone
        if definition is None or self._component.all("RRULE"):
            raise BadValue(_("Its time zone “{name}” is not known here.").format(name=tzid[:80]))
        self._told.moved.add(tzid)
        return self._company_zone

    def _is_the_companys(self, definition: Component, begins: datetime) -> bool:
        """Asked once for each definition: it takes a second."""
        text = definition.text()
        if text not in self._told.alike:
            self._told.alike[text] = _runs_alike(_defined(definition), self._company_zone, begins)
        return self._told.alike[text]

    def _wall(self, at: datetime, item: Property | None = None) -> datetime:
        """In the event's zone, without it."""
        item = item or self._component.first("DTSTART")
        assert item is not None, "an event without a start was refused"
        moment = self._moment(at, item)
        return moment.astimezone(zone_of(self._zone)).replace(tzinfo=None) if moment else at

    def _moment(self, at: datetime, item: Property) -> datetime | None:
        """None where it is wall time of the event's own zone already."""
        if at.tzinfo is not None:
            return at
        tzid = item.parameters.get("TZID", "")
        zone: tzinfo | None = None
        if tzid and zone_named(tzid):
            zone = zone_of(zone_named(tzid))
        elif tzid in self._zones and not zone_named(_line_of(self._zones[tzid], "X-LIC-LOCATION")):
            zone = _defined(self._zones[tzid])
        return None if zone is None or str(zone) == self._zone else at.replace(tzinfo=zone)

    def _days(self, begins: date) -> int:
        end, length = self._component.first("DTEND"), self._component.first("DURATION")
        last = begins + timedelta(days=1)
        if end is not None:
            found = self._when(end)
            last = found.date() if isinstance(found, datetime) else found
        elif length is not None:
            last = begins + self._length(length)
        days = max((last - begins).days, 1)
        if last < begins:
            raise BadValue(_("It ends before it begins."))
        if days > MOST_DAYS:
            raise BadValue(_("It lasts longer than {count} days.").format(count=MOST_DAYS))
        return days

    def _minutes(self, event: Event) -> int:
        end, length = self._component.first("DTEND"), self._component.first("DURATION")
        if end is not None:
            found = self._when(end)
            if not isinstance(found, datetime):
                raise BadValue(_("It begins at a time and ends on a day."))
            lasts = (self._moment(found, end) or found.replace(tzinfo=zone_of(event.zone))).astimezone(UTC) - event.span()[0]
        elif length is not None:
            lasts = self._length(length)
        else:
            start = self._component.first("DTSTART")
            self._leave_out(start or Property("DTSTART", {}, "", 0), _("It has no end: it is kept as lasting one minute."))
            lasts = timedelta(minutes=1)
        minutes = int(lasts.total_seconds()) // 60
        if lasts < timedelta():
            raise BadValue(_("It ends before it begins."))
        if minutes > LONGEST:
            raise BadValue(_("It lasts longer than {count} days.").format(count=LONGEST // DAY_MINUTES))
        return max(minutes, 1)

    def _length(self, item: Property) -> timedelta:
        from icalendar.prop import vDuration

        try:
            return vDuration.from_ical(item.raw.strip())  # type: ignore[no-any-return, no-untyped-call]
        except ValueError as error:
            raise BadValue(_("“{text}” is no length of time.").format(text=item.raw.strip()[:40])) from error

    def _rule(self, event: Event) -> str:
        item = self._component.first("RRULE")
        if item is None:
            return ""
        parts = [self._part(part.strip(), event) for part in item.raw.strip().upper().split(";") if part.strip()]
        try:
            return checked_rule(";".join(filter(None, parts)))
        except UserError as error:
            raise BadValue(
                _("Its repetition “{rule}” does not go by days and cannot be kept.").format(rule=item.raw.strip()[:80])
            ) from error

    def _part(self, part: str, event: Event) -> str:
        """The end of a series as its last day."""
        if not part.startswith("UNTIL="):
            return part
        if part[len("UNTIL=") :][:4] > str(LAST_YEAR):
            return ""  # so some programs say that it does not end
        item = Property("UNTIL", {}, part.removeprefix("UNTIL="), 0)
        until = self._when(item)
        if isinstance(until, datetime):
            wall = self._wall(until, item)
            until = wall.date() if not event.starts_time or f"{wall:%H:%M}" >= event.starts_time else wall.date() - timedelta(days=1)
        return f"UNTIL={until:%Y%m%d}"

    def _except_days(self, event: Event) -> tuple[date, ...]:
        days = set()
        for item in self._component.all("EXDATE"):
            for raw in filter(None, item.raw.split(",")):
                found = self._when(item._replace(raw=raw))
                days.add(self._wall(found, item).date() if isinstance(found, datetime) else found)
        return tuple(sorted(days))

    def _instance(self) -> date | datetime | None:
        item = self._component.first("RECURRENCE-ID")
        if item is None:
            return None
        if item.parameters.get("RANGE"):
            raise BadValue(_("It changes a series from one time on, which cannot be kept; split the series in its own calendar."))
        found = self._when(item)
        return self._moment(found, item) or found if isinstance(found, datetime) else found

    def _reminder(self, event: Event) -> int | None:
        """The first that comes before the start; the others are told."""
        kept: int | None = None
        for alarm in (part for part in self._component.parts if part.kind == "VALARM"):
            trigger = alarm.first("TRIGGER")
            if trigger is None:
                continue
            before = self._before(trigger, event) if kept is None else None
            if before is None:
                self._leave_out(trigger, _("One reminder is kept, and only one before the start."))
            else:
                kept = before
        return kept

    def _before(self, trigger: Property, event: Event) -> int | None:
        raw = trigger.raw.strip()
        if "P" not in raw.upper() or trigger.parameters.get("RELATED", "START").upper() == "END":
            return None
        lead = -self._length(trigger)
        if not event.starts_time:
            lead += MORNING
        return int(lead.total_seconds()) // 60 if lead >= timedelta() else None

    def _words(self, event: Event) -> Event:
        component = self._component
        state = component.raw(STATE)
        return replace(
            event,
            title=clean_line(_text(component.first("SUMMARY"))) or _("(no title)"),
            place=clean_line(_text(component.first("LOCATION"))),
            link=next((clean_line(component.raw(name)) for name in LINKS if component.raw(name)), ""),
            note=clean_note(_text(component.first("DESCRIPTION"))),
            state=state if state in tuple(AppointmentState) else AppointmentState.PLANNED,
            state_reason=clean_line(_text(component.first(REASON))),
        )

    def _people(self, event: Event) -> Event:
        organizer = self._component.first("ORGANIZER")
        guests: dict[tuple[str, str], Guest] = {}
        for item in self._component.all("ATTENDEE"):
            guest = _guest(item)
            if guest.name or guest.email:
                guests.setdefault((guest.email.casefold() or guest.name, ""), guest)
        asked = None if organizer is None else _guest(organizer)
        return replace(event, organizer=asked if asked and (asked.name or asked.email) else None, guests=tuple(guests.values()))

    def _note_the_rest(self) -> None:
        status = self._component.first("STATUS")
        if status is not None and status.raw.strip().upper() not in ("CONFIRMED", "CANCELLED"):
            self._leave_out(status, _("Here it is planned, whether that is certain or not."))
        for item in self._component.properties:
            usual = item.raw.strip().upper() in _USUAL.get(item.name, ("",))
            if item.name not in _READ | _OF_THE_FILE and not item.name.startswith("X-") and not usual:
                self._leave_out(item, _("Appointments have no place for this."))

    def _leave_out(self, item: Property, reason: str) -> None:
        """By its own line: the event's would keep all of it out."""
        self.left_out.append(Refused.of(self.place._replace(line=item.line), item.name, item.raw.strip(), reason))


def _text(item: Property | None) -> str:
    from icalendar.parser import unescape_backslash

    return "" if item is None else str(unescape_backslash(item.raw))


def _line_of(component: Component, name: str) -> str:
    return _text(component.first(name)).strip()


def _guest(item: Property) -> Guest:
    address = item.raw.strip()
    email = address[7:] if address[:7].lower() == "mailto:" else ""
    return Guest(
        clean_line(item.parameters.get("CN", "")), clean_line(email),
        _ANSWERS.get(item.parameters.get("PARTSTAT", "").upper(), Answer.NONE),
    )  # fmt: skip


def _defined(definition: Component) -> tzinfo:
    """A zone as the file itself defines it."""
    from icalendar import Timezone

    try:
        found: Any = Timezone.from_ical(definition.text())
        zone: tzinfo = found.to_tz(lookup_tzid=False)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise BadValue(_("Its time zone is not known here, and the file defines it wrongly.")) from error
    return zone


def _runs_alike(zone: tzinfo, known: str, begins: datetime) -> bool:
    """Whether clocks there show the same as in a zone that is known, noon by noon of two years."""
    noons = (begins.replace(hour=12) + timedelta(days=days) for days in range(2 * 366))
    return all(noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=zone_of(known)).utcoffset() for noon in noons)


def events_of(read: Read) -> Iterator[Seen]:
    """Each appointment once: the newest of several that say they are the same, and series without the times that are told apart."""
    newest: dict[tuple[str, str], Seen] = {}
    for seen in read.seen:
        key = seen.event.uid, "" if seen.instance is None else seen.instance_day.isoformat()
        before = newest.get(key)
        if before is not None and before.event != seen.event:
            older = before if before.order < seen.order else seen
            read.refused.append(Refused.of(older.place, "UID", older.event.uid, _("The files hold a newer or equal event of this UID.")))
        if before is None or before.order < seen.order:
            newest[key] = seen
    series = {uid: seen for (uid, instance), seen in newest.items() if not instance}
    apart = [seen for (_uid, instance), seen in newest.items() if instance]
    for seen in apart:
        main = series.get(seen.event.uid)
        if main is not None and main.event.recurrence:
            days = {*main.event.except_days, seen.day_in(main.event.zone)}
            main.event = replace(main.event, except_days=tuple(sorted(days)))
    yield from series.values()
    for seen in apart:
        main = series.get(seen.event.uid)
        if main is None or not seen.called_off:
            day = seen.day_in(seen.event.zone if main is None else main.event.zone)
            seen.event = replace(seen.event, uid=f"{seen.event.uid}/{day:%Y%m%d}", recurrence="", except_days=())
            yield seen
