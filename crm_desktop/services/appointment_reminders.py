"""Notices of appointments: one for the next time each comes, which moves with it and ends with it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import islice

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import due_moment, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.core.recurrence import first_occurrence
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Appointment, AppointmentReminder
from crm_desktop.services.follow_ups import MORNING

_CHUNK = 500


def plan_reminder(appointment: Appointment, done: Done) -> None:
    """Within an operation that is under way: the notice of the next time it comes, and no other that waits.

    One that somebody dismissed is not made again unless the appointment moves; one that was snoozed stays so.
    """
    wanted = _next_notice(appointment, utc_now())
    waiting = None
    for reminder in _reminders(appointment):
        if reminder.at == wanted:
            waiting = reminder
        elif not reminder.cancelled and reminder.shown_at is None:
            reminder.cancelled = True
            done.save(reminder)
    if wanted is None:
        return
    if waiting is None:
        done.insert(AppointmentReminder(appointment=appointment, at=wanted))
    elif waiting.cancelled:
        waiting.cancelled, waiting.snoozed_until = False, None
        done.save(waiting)


def plan_reminders(appointment_ids: Collection[int], done: Done) -> None:
    """The same for many."""
    remaining = iter(sorted(appointment_ids))
    while some := list(islice(remaining, _CHUNK)):
        for appointment in Appointment.by_ids(some).values():
            plan_reminder(appointment, done)


def snooze_appointment(appointment_id: int, until: datetime, by: Actor, key: str | None = None) -> Change:
    """Its notice comes again at `until`; without one, one is made. Raises NotAllowed unless it is still planned."""
    with operation(N_("Snoozed an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        appointment = _planned(appointment_id)
        standing = _standing(appointment)
        for reminder in standing:
            reminder.snoozed_until = until
            done.save(reminder)
        if not standing:
            _make(appointment, until, done)
        done.numbers["day"] = str(appointment.starts_on)
    return done.change


def dismiss_appointment_reminder(appointment_id: int, by: Actor, key: str | None = None) -> Change:
    """Seen. Of a series the notice of its next time is made. Raises UserError where none waits."""
    with operation(N_("Dismissed the reminder of an appointment on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        appointment = _planned(appointment_id)
        standing = _standing(appointment)
        if not standing:
            raise UserError(_("No reminder of this appointment waits. Nothing was changed."))
        now = utc_now()
        for reminder in standing:
            reminder.shown_at = now
            done.save(reminder)
        following = _next_notice(appointment, max(now, *(reminder.at + _lead(appointment) for reminder in standing)))
        if appointment.recurrence and following is not None:
            _make(appointment, following, done)
        done.numbers["day"] = str(appointment.starts_on)
    return done.change


def _next_notice(appointment: Appointment, after: datetime) -> datetime | None:
    """When the notice is due of the first time it begins after this moment; None where it has none or begins no more."""
    if appointment.state != AppointmentState.PLANNED or appointment.remind_before is None:
        return None
    starts = _next_start(appointment, after)
    return None if starts is None else starts - _lead(appointment)


def _next_start(appointment: Appointment, after: datetime) -> datetime | None:
    if not appointment.recurrence:
        starts = _begins(appointment, appointment.starts_on)
        return starts if starts > after else None
    since = after.astimezone(zone_of(appointment.zone)).date()
    while True:
        day = first_occurrence(appointment.recurrence, appointment.starts_on, since, appointment.skipped)
        if day is None or _begins(appointment, day) > after:
            return None if day is None else _begins(appointment, day)
        since = day + timedelta(days=1)


def _begins(appointment: Appointment, day: date) -> datetime:
    return due_moment(day, appointment.starts_time or MORNING, zone_of(appointment.zone))


def _lead(appointment: Appointment) -> timedelta:
    return timedelta(minutes=appointment.remind_before or 0)


def _reminders(appointment: Appointment) -> list[AppointmentReminder]:
    return list(AppointmentReminder.select().where(AppointmentReminder.appointment == appointment).order_by(AppointmentReminder.id))


def _standing(appointment: Appointment) -> list[AppointmentReminder]:
    return [reminder for reminder in _reminders(appointment) if not reminder.cancelled and reminder.shown_at is None]


def _make(appointment: Appointment, at: datetime, done: Done) -> None:
    earlier = AppointmentReminder.get_or_none(appointment=appointment, at=at)
    if earlier is None:
        done.insert(AppointmentReminder(appointment=appointment, at=at))
    else:
        earlier.cancelled, earlier.snoozed_until, earlier.shown_at = False, None, None
        done.save(earlier)


def _planned(appointment_id: int) -> Appointment:
    appointment = Appointment.get_by_id(appointment_id)
    if appointment.state != AppointmentState.PLANNED:
        raise NotAllowed(_("This appointment is {state}. Nothing was changed.").format(state=_(appointment.state)))
    return appointment
