from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.data.models import Appointment, Attendee
from crm_desktop.services.appointment_steps import change_occurrence, close_occurrence, move_appointment, move_occurrence
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, note_answer, plan_appointment
from crm_desktop.services.history import undo_latest

MONDAY, NEXT = date(2026, 10, 19), date(2026, 10, 26)


@pytest.fixture
def weekly(nancy, owner):
    people = (AttendeeInput(staff_id=owner.id), AttendeeInput(name="Ada"))
    wanted = AppointmentInput("Visit", MONDAY, "09:00", 90, recurrence="FREQ=WEEKLY", place="Room 1", attendees=people)
    (row_id,) = plan_appointment(wanted, nancy).of(Entity.APPOINTMENT)
    return Appointment.get_by_id(row_id)


def alone():
    return Appointment.get(Appointment.recurrence == "")


def test_moving_keeps_everything_and_asks_everybody_again(weekly, nancy):
    attendee = Attendee.get(name="Ada")
    note_answer(attendee.id, attendee.version, Answer.ACCEPTED, nancy)
    weekly = Appointment.get_by_id(weekly.id)
    move_appointment(weekly.id, weekly.version, MONDAY, "11:00", 60, nancy)
    moved = Appointment.get()
    assert (moved.starts_at, moved.minutes, moved.place, moved.uid) == (datetime(2026, 10, 19, 9, tzinfo=UTC), 60, "Room 1", weekly.uid)
    assert [each.answer for each in Attendee.select()] == ["none", "none"]
    with pytest.raises(EditConflict):
        move_appointment(weekly.id, weekly.version, MONDAY, "12:00", 60, nancy)


def test_one_time_of_a_series_moves_with_its_people_and_the_others_stay(weekly, nancy):
    move_occurrence(weekly.id, weekly.version, NEXT, date(2026, 10, 27), "10:00", 90, nancy)
    assert Appointment.get_by_id(weekly.id).skipped == {NEXT}
    assert (alone().title, alone().starts_on, alone().place) == ("Visit", date(2026, 10, 27), "Room 1")
    assert Attendee.select().where(Attendee.appointment == alone()).count() == 2
    undo_latest(nancy)
    assert Appointment.select().count() == 1 and not Appointment.get().skipped


def test_one_time_of_a_series_is_changed_alone(weekly, nancy):
    wanted = AppointmentInput("Visit with lunch", NEXT, "12:00", recurrence="FREQ=WEEKLY", uid=weekly.uid)
    change_occurrence(weekly.id, weekly.version, NEXT, wanted, nancy)
    assert (alone().title, alone().uid != weekly.uid) == ("Visit with lunch", True)


def test_one_time_of_a_series_was_held_and_the_rest_is_still_planned(weekly, nancy):
    close_occurrence(weekly.id, weekly.version, NEXT, AppointmentState.HELD, nancy, "signed")
    assert (alone().state, alone().state_reason, alone().starts_on) == ("held", "signed", NEXT)
    assert Appointment.get_by_id(weekly.id).state == "planned"
    with pytest.raises(NotAllowed, match="left out"):
        close_occurrence(weekly.id, weekly.version, MONDAY, AppointmentState.CANCELLED, nancy)


def test_a_day_on_which_it_does_not_come_is_refused(weekly, nancy):
    single = replace(AppointmentInput("Once", MONDAY))
    (row_id,) = plan_appointment(single, nancy).of(Entity.APPOINTMENT)
    for appointment, day in ((weekly, date(2026, 10, 20)), (Appointment.get_by_id(row_id), MONDAY)):
        with pytest.raises(UserError, match="does not come"):
            move_occurrence(appointment.id, appointment.version, day, NEXT, "09:00", 60, nancy)
