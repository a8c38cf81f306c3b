"""When whom is met: planned, moved, held or not, and who is asked to two places at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import DAY_MINUTES, span, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import LONGEST, MOST_DAYS, Answer, AppointmentState
from crm_desktop.core.recurrence import checked_rule, occurrences
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Appointment, Attendee, Company, Contact, Customer, Order, Staff, SupportCase
from crm_desktop.services.appointment_reminders import plan_reminder
from crm_desktop.services.follow_ups import checked_time


@dataclass(frozen=True, slots=True)
class AttendeeInput:
    """A colleague, a contact, a customer, or somebody by name and e-mail."""

    staff_id: int | None = None
    contact_id: int | None = None
    customer_id: int | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentInput:
    """Wall time in `zone` (empty: the company's); without `starts_time` (`HH:MM`) one whole day, or as many as `minutes` make.
    `owner_id` None: who plans it.

    `recurrence` is an RFC 5545 RRULE of days, `except_days` those on which it does not come, `remind_before` minutes, `uid` iCalendar's
    (empty: a new one).
    """

    title: str
    starts_on: date
    starts_time: str = ""
    minutes: int = 60
    zone: str = ""
    customer_id: int | None = None
    order_id: int | None = None
    case_id: int | None = None
    owner_id: int | None = None
    place: str = ""
    link: str = ""
    note: str = ""
    recurrence: str = ""
    except_days: tuple[date, ...] = ()
    remind_before: int | None = None
    uid: str = ""
    attendees: tuple[AttendeeInput, ...] = ()

    def checked(self) -> "AppointmentInput":
        title, zone = clean_said(self.title), self.zone or Company.the().zone
        zone_of(zone)
        if not title:
            raise UserError(_("An appointment needs a few words on what it is. Nothing was saved."))
        if self.starts_time and not 0 < self.minutes <= LONGEST:
            raise UserError(_("An appointment lasts from a minute to seven days. Nothing was saved."))
        if self.remind_before is not None and self.remind_before < 0:
            raise UserError(_("A reminder comes before the appointment. Nothing was saved."))
        recurrence = checked_rule(self.recurrence)
        return replace(
            self, title=title, zone=zone, starts_time=checked_time(self.starts_time), minutes=self._minutes(),
            place=clean_said(self.place), link=clean_line(self.link), note=clean_note(self.note), recurrence=recurrence,
            except_days=tuple(sorted(set(self.except_days))) if recurrence else (), uid=clean_line(self.uid),
        )  # fmt: skip

    def _minutes(self) -> int:
        """None for a single whole day."""
        if self.starts_time:
            return self.minutes
        days = self.minutes // DAY_MINUTES
        if days > MOST_DAYS:
            raise UserError(_("An appointment lasts at most {count} whole days. Nothing was saved.").format(count=MOST_DAYS))
        return days * DAY_MINUTES if days > 1 else 0

    def fill(self, appointment: Appointment) -> None:
        for name in ("title", "starts_on", "starts_time", "minutes", "zone", "place", "link", "note", "recurrence", "remind_before"):
            setattr(appointment, name, getattr(self, name))
        for name in ("customer", "order", "case", "owner"):
            setattr(appointment, name, getattr(self, f"{name}_id"))
        appointment.except_days = ",".join(day.isoformat() for day in self.except_days)


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody is asked to another appointment at the same time."""

    staff_id: int
    appointment_id: int
    title: str
    at: datetime


def plan_appointment(wanted: AppointmentInput, by: Actor, key: str | None = None) -> Change:
    """Two at once are allowed: `clashes` tells the form before it is saved."""
    with operation(N_("Planned an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        done.numbers["day"] = str(new_appointment(wanted, by, done).starts_on)
    return done.change


def new_appointment(wanted: AppointmentInput, by: Actor, done: Done) -> Appointment:
    """Within an operation that is under way."""
    wanted = wanted.checked()
    _check_links(wanted)
    appointment = Appointment(uid=wanted.uid or f"{uuid4()}@crm-desktop")
    replace(wanted, owner_id=wanted.owner_id or by.id).fill(appointment)
    if Appointment.get_or_none(uid=appointment.uid) is not None:
        raise UserError(_("This appointment is in the calendar already. Nothing was saved."))
    done.insert(appointment)
    done.insert(*(_attendee(appointment, given) for given in wanted.attendees))
    plan_reminder(appointment, done)
    return appointment


def change_appointment(
    appointment_id: int, version: int, wanted: AppointmentInput, by: Actor, reason: str = "", key: str | None = None
) -> Change:
    """Who is asked again keeps their answer unless it moved. Raises NotAllowed once it is held or cancelled."""
    with operation(N_("Changed an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        wanted = wanted.checked()
        _check_links(wanted)
        appointment = planned_appointment(appointment_id, version)
        before = _when(appointment)
        replace(wanted, owner_id=wanted.owner_id or appointment.owner_id).fill(appointment)
        moved = before != _when(appointment)
        if moved:
            appointment.state_reason = clean_said(reason)
        done.save(appointment)
        _ask(appointment, wanted.attendees, moved, done)
        plan_reminder(appointment, done)
        done.numbers["day"] = str(wanted.starts_on)
    return done.change


def close_appointment(
    appointment_id: int, version: int, state: AppointmentState, by: Actor, reason: str = "", key: str | None = None
) -> Change:
    """Held, nobody came, or cancelled, which says why."""
    with operation(N_("An appointment on {day} is {state} now"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        appointment = planned_appointment(appointment_id, version)
        if state == AppointmentState.PLANNED or (state == AppointmentState.CANCELLED and not clean_line(reason)):
            raise UserError(_("Say why the appointment is cancelled. Nothing was changed."))
        appointment.state, appointment.state_reason = state, clean_said(reason)
        done.save(appointment)
        plan_reminder(appointment, done)
        done.numbers.update(day=str(appointment.starts_on), state=str(state))
    return done.change


def skip_occurrence(appointment_id: int, version: int, day: date, by: Actor, key: str | None = None) -> Change:
    """A series does not come on this day. Raises UserError for a day on which it would not come anyway."""
    with operation(N_("Called off an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        appointment = planned_appointment(appointment_id, version)
        skipped = appointment.skipped
        if not appointment.recurrence or not occurrences(appointment.recurrence, appointment.starts_on, day, day, skipped):
            raise UserError(_("This appointment does not come on {day}. Nothing was changed.").format(day=day))
        appointment.except_days = ",".join(sorted(each.isoformat() for each in {*skipped, day}))
        done.save(appointment)
        plan_reminder(appointment, done)
        done.numbers["day"] = str(day)
    return done.change


def note_answer(attendee_id: int, version: int, answer: Answer, by: Actor, key: str | None = None) -> Change:
    with operation(N_("An answer to an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        attendee = Attendee.get_by_id(attendee_id)
        attendee.version, attendee.answer = version, answer
        done.save(attendee)
        done.numbers["day"] = str(attendee.appointment.starts_on)
    return done.change


def clashes(wanted: AppointmentInput, by: Actor, besides: int | None = None) -> list[Clash]:
    """Other planned appointments of the same colleagues at the time of the first one wanted. A hint, not a wall."""
    wanted = wanted.checked()
    start, end = span(wanted.starts_on, wanted.starts_time, wanted.minutes, zone_of(wanted.zone))
    staff = {wanted.owner_id or by.id, *(given.staff_id for given in wanted.attendees if given.staff_id)}
    found = []
    for other in _others(staff, start, end, besides):
        at = _meets(other, start, end)
        if at is not None:
            asked = {other.owner_id, *(row.staff_id for row in Attendee.select().where(Attendee.appointment == other))}
            found += [Clash(person, other.id, other.title, at) for person in sorted(staff) if person in asked]
    return sorted(found, key=lambda clash: (clash.at, clash.appointment_id, clash.staff_id))


def _others(staff: Collection[int], start: datetime, end: datetime, besides: int | None) -> Iterator[Appointment]:
    """What may meet these hours: single ones that overlap them, and all that repeat and began before."""
    of_staff = Attendee.select(Attendee.appointment).where(Attendee.staff.in_(staff))
    near = (Appointment.ends_at > start) | (Appointment.recurrence != "")
    yield from (
        Appointment.select()
        .where(Appointment.state == AppointmentState.PLANNED, Appointment.starts_at < end, near, Appointment.id != (besides or 0))
        .where(Appointment.owner.in_(staff) | Appointment.id.in_(of_staff))
        .order_by(Appointment.starts_at, Appointment.id)
    )


def _meets(other: Appointment, start: datetime, end: datetime) -> datetime | None:
    """When this appointment, or one of its repetitions, overlaps."""
    days, zone = [other.starts_on], zone_of(other.zone)
    if other.recurrence:
        first = start.astimezone(zone).date() - timedelta(days=1 + other.minutes // DAY_MINUTES)
        days = occurrences(other.recurrence, other.starts_on, first, end.astimezone(zone).date(), other.skipped)
    for day in days:
        begins, ends = span(day, other.starts_time, other.minutes, zone)
        if begins < end and start < ends:
            return begins
    return None


def _when(appointment: Appointment) -> tuple[date, str, int, str, str]:
    return appointment.starts_on, appointment.starts_time, appointment.minutes, appointment.zone, appointment.recurrence


def planned_appointment(appointment_id: int, version: int) -> Appointment:
    """In the version a form was filled from; raises NotAllowed once it is held or cancelled."""
    appointment = Appointment.get_by_id(appointment_id)
    if appointment.version == version and appointment.state != AppointmentState.PLANNED:
        raise NotAllowed(_("This appointment is {state}. Nothing was changed.").format(state=_(appointment.state)))
    appointment.version = version
    return appointment


def _attendee(appointment: Appointment, given: AttendeeInput) -> Attendee:
    if not (given.staff_id or given.contact_id or given.customer_id or clean_line(given.name) or clean_line(given.email)):
        raise UserError(_("Say who is asked to come. Nothing was saved."))
    return Attendee(
        appointment=appointment, staff=given.staff_id, contact=given.contact_id, customer=given.customer_id, name=clean_line(given.name),
        email=clean_line(given.email),
    )  # fmt: skip


def _ask(appointment: Appointment, wanted: tuple[AttendeeInput, ...], moved: bool, done: Done) -> None:
    fresh = {_who(row): row for row in (_attendee(appointment, given) for given in wanted)}
    for stored in Attendee.select().where(Attendee.appointment == appointment):
        if fresh.pop(_who(stored), None) is None:
            done.delete(stored)
        elif moved and stored.answer != Answer.NONE:
            stored.answer = Answer.NONE
            done.save(stored)
    done.insert(*fresh.values())


def _who(attendee: Attendee) -> tuple[int | None, int | None, int | None, str, str]:
    return attendee.staff_id, attendee.contact_id, attendee.customer_id, attendee.name, attendee.email


def _check_links(wanted: AppointmentInput) -> None:
    links = [(Customer, wanted.customer_id), (Order, wanted.order_id), (SupportCase, wanted.case_id), (Staff, wanted.owner_id)]
    for given in wanted.attendees:
        links += [(Staff, given.staff_id), (Contact, given.contact_id), (Customer, given.customer_id)]
    for model, row_id in links:
        if row_id is not None and model.get_or_none(id=row_id) is None:
            raise UserError(_("Somebody or something of this appointment is not there any more. Nothing was saved; choose anew."))
