"""Appointments in and out as calendar files."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_trade import Answer
from crm_desktop.exchange.calendar_events import Event, Guest
from crm_desktop.exchange.calendar_reading import Read, Seen, events_of
from crm_desktop.exchange.calendar_writing import calendar_text
from crm_desktop.exchange.importing import FileFacts, ImportResult, Prepared, Progress, write_prepared
from crm_desktop.exchange.mapping import ImportMapping
from crm_desktop.exchange.reading_apart import Foreign
from crm_desktop.queries.calendars import Known, Planned, Series, appointments_by_id, people_of, series_of, staff_called
from crm_desktop.queries.columns import Column, Kind
from crm_desktop.queries.listing import Question, records
from crm_desktop.queries.subjects_of_trade import APPOINTMENTS
from crm_desktop.services.imports import company_facts
from crm_desktop.services.incoming import Incoming, Reference, Refused

SOURCE, WORD, FURTHER = "ics", "appointment", "further value"
_READING = 0.6
_COLUMNS = (
    "uid", "title", "starts_on", "starts_time", "minutes", "zone", "place", "link", "note", "recurrence", "except_days", "remind_before",
    "state", "state_reason", "customer_id", "owner_id",
)  # fmt: skip
_ATTENDEE = ("appointment_id", "staff_id", "contact_id", "customer_id", "name", "email", "answer")
_APPOINTMENT_ID = Column("appointment", "appointment.id", Kind.NUMBER)


def import_calendar(
    paths: Sequence[Path],
    *,
    by: Actor,
    encoding: str = "",
    dry_run: bool = False,
    rejects: Path | None = None,
    progress: Progress | None = None,
    back_up: Callable[[], object] | None = None,
) -> ImportResult:
    """Into the open store, as `importing.run_import` does. Appointments are known by their UID."""
    company = company_facts()
    assert company is not None, "an open store has its company"
    prepared = prepare_calendars(paths, company.zone, encoding, progress=progress)
    return write_prepared(prepared, by=by, dry_run=dry_run, rejects=rejects, progress=progress, back_up=back_up)


def prepare_calendars(
    paths: Sequence[Path], zone: str, encoding: str = "", *, asked: str = "", progress: Progress | None = None
) -> Prepared:
    """Reads and checks the files and writes nothing. `zone` is the company's, `asked` what people stated beside the files.

    Raises UserError for a file that is no calendar.
    """
    read, files = Read(), []
    for number, path in enumerate(paths, start=1):
        read_as, count = _read_apart(path, encoding, zone, read)
        files.append(FileFacts(path.name, (read_as,), count))
        if progress is not None:
            progress(_READING * number / len(paths))
    rows = _Rows(list(events_of(read)))
    incoming = rows.incoming()
    refused = [(WORD, row) for row in (*read.refused, *rows.refused)] + [(FURTHER, row) for row in read.left_out]
    return Prepared(
        ImportMapping(Path(SOURCE), f"import --from {SOURCE} {asked}".strip(), SOURCE, ()),
        incoming,
        refused,
        list(_notices(read, zone)),
        files,
        {path.name: _digest(path) for path in paths},
    )


def _read_apart(path: Path, encoding: str, zone: str, read: Read) -> tuple[str, int]:
    """As `calendar_reading.read_file`, in the process for foreign files."""
    file = Foreign("calendar", path, encoding, zone)
    try:
        read_as, count, found = file.as_kind(tuple[str, int, Read], file.head)
    finally:
        file.close()
    read.add(found)
    return read_as, count


def write_appointments(path: Path, question: Question) -> int:
    """A list of appointments as a calendar that others open. How many were written. Raises UserError for a list of anything else."""
    if question.subject.name != APPOINTMENTS.name:
        raise UserError(_("Calendars hold appointments. Nothing was exported; choose .csv, .xlsx or .json."))
    ids = [row[0] for row in records(question, (_APPOINTMENT_ID,))]
    written = [(_event(planned), planned.updated_at) for planned in appointments_by_id(ids)]
    company = company_facts()
    path.write_bytes(calendar_text(written, "" if company is None else company.name))
    return len(written)


class _Rows:
    """Events as rows of appointments and attendees."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.refused: list[Refused] = []
        self._seen = seen
        self._here = series_of({name for each in seen for name in (each.event.uid, _series(each.event))})
        self._people = people_of({guest.email.lower() for each in seen for guest in _everybody(each.event) if guest.email})

    def incoming(self) -> list[Incoming]:
        """What is called off without its words, and series of which one time was told alone, change nothing else of what is here."""
        appointments = Incoming("appointment", _COLUMNS, WORD, once=frozenset({"uid", "customer_id", "owner_id"}), match=("uid",))
        attendees = Incoming(
            "attendee", _ATTENDEE, references=(Reference("appointment_id", "appointment"),),
            once=frozenset({"staff_id", "contact_id", "customer_id"}),
        )  # fmt: skip
        called_off = Incoming("appointment", ("state", "state_reason"), WORD)
        without = Incoming("appointment", ("except_days",))
        for seen in self._standing(without):
            event = seen.event
            if seen.called_off and self._came_before(event.uid):
                called_off.add(event.uid, [event.state, event.state_reason], seen.place)
                continue
            appointments.add(event.uid, self._row(event), seen.place)
            for key, guest, known in self._asked(event):
                attendees.add(f"{event.uid}#{key}", [event.uid, *_who(known), guest.name, guest.email, guest.answer], seen.place)
        return [each for each in (appointments, called_off, without, attendees) if each.keys]

    def _standing(self, without: Incoming) -> Iterator[Seen]:
        """One time of a series that came before: the series does not come on that day any more."""
        in_files = {seen.event.uid for seen in self._seen}
        days: dict[str, set[str]] = {}
        for seen in self._seen:
            main = self._here.get(_series(seen.event)) if seen.instance is not None else None
            if main is None or _series(seen.event) in in_files or not main.recurrence:
                yield seen
            elif main.source != SOURCE:
                reason = _("It changes one time of a series that was planned here. Call that day off here and plan it anew.")
                self.refused.append(Refused.of(seen.place, "RECURRENCE-ID", seen.event.title, reason))
            else:
                uid = _series(seen.event)
                days.setdefault(uid, {day.isoformat() for day in main.except_days}).add(seen.day_in(main.zone).isoformat())
                if uid in without.keys:
                    without.rows[without.keys.index(uid)] = [",".join(sorted(days[uid]))]
                else:
                    without.add(uid, [",".join(sorted(days[uid]))], seen.place)
                if not seen.called_off or self._came_before(seen.event.uid):
                    yield seen

    def _came_before(self, uid: str) -> bool:
        return self._here.get(uid, Series("", "", (), "")).source == SOURCE

    def _row(self, event: Event) -> list[object]:
        days = ",".join(day.isoformat() for day in event.except_days)
        customers = {known.customer_id for _key, _guest, known in self._asked(event) if known.customer_id}
        customer = customers.pop() if len(customers) == 1 else None
        return [
            event.uid, event.title, event.starts_on.isoformat(), event.starts_time, event.minutes, event.zone, event.place, event.link,
            event.note, event.recurrence, days, event.remind_before, event.state, event.state_reason, customer, self._owner(event),
        ]  # fmt: skip

    def _owner(self, event: Event) -> int | None:
        """The colleague who asks."""
        asks = event.organizer
        if asks is None:
            return None
        return self._people.get(asks.email.lower(), Known()).staff_id if asks.email else staff_called(asks.name)

    def _asked(self, event: Event) -> Iterator[tuple[str, Guest, Known]]:
        """Everybody who comes: who asks too, unless it is the colleague who owns it. With what tells them apart within it."""
        guests = list(event.guests)
        asks = event.organizer
        if asks is not None and self._owner(event) is None and not any(_alike(asks, guest) for guest in guests):
            guests.append(asks._replace(answer=Answer.ACCEPTED))
        for guest in guests:
            yield guest.email.lower() or guest.name, guest, self._people.get(guest.email.lower(), Known())


def _everybody(event: Event) -> Iterator[Guest]:
    yield from event.guests
    if event.organizer is not None:
        yield event.organizer


def _alike(one: Guest, other: Guest) -> bool:
    return one.email.lower() == other.email.lower() if one.email else one.name == other.name


def _who(known: Known) -> tuple[int | None, int | None, int | None]:
    return known.staff_id, known.contact_id, None if known.contact_id else known.customer_id


def _series(event: Event) -> str:
    """The UID of the series that one time of it was told apart from."""
    return event.uid.rpartition("/")[0]


def _event(planned: Planned) -> Event:
    names = (
        "uid", "title", "starts_on", "starts_time", "minutes", "zone", "place", "link", "note", "recurrence", "except_days",
        "remind_before", "state", "state_reason",
    )  # fmt: skip
    owner = None if planned.owner is None else Guest(planned.owner.name, planned.owner.email)
    guests = tuple(Guest(*person) for person in planned.attendees)
    return Event(**{name: getattr(planned, name) for name in names}, organizer=owner, guests=guests)


def _notices(read: Read, zone: str) -> Iterator[str]:
    if read.floating:
        yield ngettext(
            "{count} appointment without a time zone was taken to be in {{zone}}, the company's.",
            "{count} appointments without a time zone were taken to be in {{zone}}, the company's.",
            read.floating,
        ).format(zone=zone)
    for name in sorted(read.moved):
        yield _("The time zone “{name}” is not known here; its appointments keep their moment, in {zone}.").format(
            name=name[:80], zone=zone
        )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise UserError(_("{file} cannot be read: {error}. Nothing was imported.").format(file=path, error=error.strerror)) from error
