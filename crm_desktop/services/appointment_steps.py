"""Appointments on their way: moved as they are, and one time of a series changed, moved, held or called off without the others."""

from dataclasses import replace
from datetime import date

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.core.recurrence import occurrences
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Appointment, Attendee
from crm_desktop.services.appointment_reminders import plan_reminder
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, new_appointment, planned_appointment


def move_appointment(
    appointment_id: int, version: int, starts_on: date, starts_time: str, minutes: int, by: Actor, key: str | None = None
) -> Change:
    """All of a series moves with its first day. Everybody is asked anew, and its notice comes again."""
    with operation(N_("Moved an appointment to {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        appointment = planned_appointment(appointment_id, version)
        wanted = replace(stored_input(appointment), starts_on=starts_on, starts_time=starts_time, minutes=minutes).checked()
        appointment.starts_on, appointment.starts_time, appointment.minutes = wanted.starts_on, wanted.starts_time, wanted.minutes
        done.save(appointment)
        for attendee in Attendee.select().where(Attendee.appointment == appointment, Attendee.answer != Answer.NONE):
            attendee.answer = Answer.NONE
            done.save(attendee)
        plan_reminder(appointment, done)
        done.numbers["day"] = str(starts_on)
    return done.change


def change_occurrence(appointment_id: int, version: int, day: date, wanted: AppointmentInput, by: Actor, key: str | None = None) -> Change:
    """The series does not come on `day` any more; in its place stands an appointment of its own."""
    with operation(N_("Changed one appointment of a series on {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        _take_out(appointment_id, version, day, done)
        new_appointment(replace(wanted, recurrence="", except_days=(), uid=""), by, done)
        done.numbers["day"] = str(day)
    return done.change


def move_occurrence(
    appointment_id: int, version: int, day: date, starts_on: date, starts_time: str, minutes: int, by: Actor, key: str | None = None
) -> Change:
    with operation(N_("Moved one appointment of a series to {day}"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        series = _take_out(appointment_id, version, day, done)
        wanted = replace(
            stored_input(series), starts_on=starts_on, starts_time=starts_time, minutes=minutes, recurrence="", except_days=(), uid=""
        )
        new_appointment(wanted, by, done)
        done.numbers["day"] = str(starts_on)
    return done.change


def close_occurrence(
    appointment_id: int, version: int, day: date, state: AppointmentState, by: Actor, reason: str = "", key: str | None = None
) -> Change:
    """One time of a series is held, or nobody came; the others stay planned."""
    with operation(N_("An appointment on {day} is {state} now"), by, may=Right.PLAN_APPOINTMENTS, key=key) as done:
        if state not in (AppointmentState.HELD, AppointmentState.NO_SHOW):
            raise NotAllowed(_("One time of a series is left out instead of cancelled. Nothing was changed."))
        series = _take_out(appointment_id, version, day, done)
        alone = replace(stored_input(series), starts_on=day, recurrence="", except_days=(), uid="", remind_before=None)
        made = new_appointment(alone, by, done)
        made.state, made.state_reason = state, clean_said(reason)
        done.save(made)
        done.numbers.update(day=str(day), state=str(state))
    return done.change


def stored_input(appointment: Appointment) -> AppointmentInput:
    """As a form would write it again."""
    people = Attendee.select().where(Attendee.appointment == appointment).order_by(Attendee.id)
    return AppointmentInput(
        title=appointment.title, starts_on=appointment.starts_on, starts_time=appointment.starts_time, minutes=appointment.minutes,
        zone=appointment.zone, customer_id=appointment.customer_id, order_id=appointment.order_id, owner_id=appointment.owner_id,
        place=appointment.place, link=appointment.link, note=appointment.note, recurrence=appointment.recurrence,
        except_days=tuple(sorted(appointment.skipped)), remind_before=appointment.remind_before, uid=appointment.uid,
        attendees=tuple(AttendeeInput(each.staff_id, each.contact_id, each.customer_id, each.name, each.email) for each in people),
    )  # fmt: skip


def _take_out(appointment_id: int, version: int, day: date, done: Done) -> Appointment:
    series = planned_appointment(appointment_id, version)
    if not series.recurrence or not occurrences(series.recurrence, series.starts_on, day, day, series.skipped):
        raise UserError(_("This appointment does not come on {day}. Nothing was changed.").format(day=day))
    series.except_days = ",".join(sorted(each.isoformat() for each in {*series.skipped, day}))
    done.save(series)
    plan_reminder(series, done)
    return series
