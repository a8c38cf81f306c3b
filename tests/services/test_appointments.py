from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import AlreadyDone, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Appointment, Attendee
from crm_desktop.services.appointments import (
    AppointmentInput,
    AttendeeInput,
    change_appointment,
    clashes,
    close_appointment,
    note_answer,
    plan_appointment,
    skip_occurrence,
)
from crm_desktop.services.history import undo_latest

MONDAY = date(2026, 10, 19)
VISIT = AppointmentInput("Visit", MONDAY, "09:00", 90)
WEEKLY = replace(VISIT, recurrence="FREQ=WEEKLY;BYDAY=MO")


@pytest.fixture
def plan(nancy):
    def plan(wanted=VISIT):
        (row_id,) = plan_appointment(wanted, nancy).of(Entity.APPOINTMENT)
        return Appointment.get_by_id(row_id)

    return plan


def test_an_appointment_is_wall_time_and_its_moments_follow(plan, nancy):
    visit = plan()
    assert (visit.starts_at, visit.ends_at) == (datetime(2026, 10, 19, 7, tzinfo=UTC), datetime(2026, 10, 19, 8, 30, tzinfo=UTC))
    assert (visit.owner_id, visit.zone, visit.state) == (nancy.id, "Europe/Berlin", "planned")
    assert set(rebuild().values()) == {0}


def test_a_whole_day_of_a_clock_change_has_25_hours(plan):
    fair = plan(AppointmentInput("Fair", date(2026, 10, 25)))
    assert (fair.ends_at - fair.starts_at).total_seconds() == 25 * 3600


def test_whole_days_may_be_several(plan, nancy):
    fair = plan(AppointmentInput("Fair", date(2026, 10, 24), minutes=3 * 24 * 60))
    assert (fair.minutes, (fair.ends_at - fair.starts_at).total_seconds()) == (4_320, 73 * 3600)
    assert [clash.appointment_id for clash in clashes(replace(VISIT, starts_on=date(2026, 10, 26)), nancy)] == [fair.id]
    assert set(rebuild().values()) == {0}
    with pytest.raises(UserError, match="366"):
        plan(AppointmentInput("Sabbatical", MONDAY, minutes=367 * 24 * 60))


def test_two_appointments_of_one_person_at_once_are_told(plan, nancy, owner):
    visit = plan()
    call = replace(VISIT, title="Call", starts_time="10:00")
    assert [(clash.staff_id, clash.appointment_id) for clash in clashes(call, nancy)] == [(nancy.id, visit.id)]
    assert clashes(call, owner) == []
    assert clashes(replace(call, starts_time="10:30"), nancy) == []
    assert clashes(VISIT, nancy, besides=visit.id) == []


def test_somebody_who_is_asked_to_come_is_busy_too(plan, nancy, owner):
    plan(replace(VISIT, attendees=(AttendeeInput(staff_id=owner.id),)))
    assert [clash.staff_id for clash in clashes(VISIT, owner)] == [owner.id]


def test_a_series_stays_at_nine_when_the_clocks_change(plan, nancy):
    plan(WEEKLY)
    later = replace(VISIT, starts_on=date(2026, 11, 2))
    assert [clash.at for clash in clashes(later, nancy)] == [datetime(2026, 11, 2, 8, tzinfo=UTC)]
    assert clashes(replace(later, starts_on=date(2026, 11, 3)), nancy) == []


def test_a_series_does_not_come_on_a_day_that_is_called_off(plan, nancy):
    weekly = plan(WEEKLY)
    skip_occurrence(weekly.id, weekly.version, date(2026, 11, 2), nancy)
    assert clashes(replace(VISIT, starts_on=date(2026, 11, 2)), nancy) == []
    assert clashes(replace(VISIT, starts_on=date(2026, 11, 9)), nancy) != []
    undo_latest(nancy)
    assert clashes(replace(VISIT, starts_on=date(2026, 11, 2)), nancy) != []


@pytest.mark.parametrize("day", [date(2026, 11, 3), date(2026, 10, 12)])
def test_only_a_day_of_the_series_is_called_off(plan, nancy, day):
    weekly, visit = plan(WEEKLY), plan(replace(VISIT, starts_on=day))
    for appointment in (weekly, visit):
        with pytest.raises(UserError, match="does not come on"):
            skip_occurrence(appointment.id, appointment.version, day, nancy)


def test_a_cancelled_appointment_is_in_nobodys_way(plan, nancy):
    visit = plan()
    with pytest.raises(UserError, match="Say why"):
        close_appointment(visit.id, visit.version, AppointmentState.CANCELLED, nancy)
    close_appointment(visit.id, visit.version, AppointmentState.CANCELLED, nancy, "ill")
    assert clashes(VISIT, nancy) == []
    with pytest.raises(NotAllowed, match="is cancelled"):
        change_appointment(visit.id, Appointment.get().version, VISIT, nancy)


def test_moving_it_asks_everybody_again(plan, nancy, owner):
    attendees = (AttendeeInput(staff_id=owner.id), AttendeeInput(name="Ada", email="ada@example.org"))
    visit = plan(replace(VISIT, attendees=attendees))
    for attendee in Attendee.select():
        note_answer(attendee.id, attendee.version, Answer.ACCEPTED, nancy)
    visit = Appointment.get_by_id(visit.id)

    change_appointment(visit.id, visit.version, replace(VISIT, note="bring samples", attendees=attendees), nancy)
    assert {attendee.answer for attendee in Attendee.select()} == {"accepted"}

    moved = replace(VISIT, starts_time="11:00", attendees=attendees[1:])
    change_appointment(visit.id, Appointment.get().version, moved, nancy, "train was late")

    assert [(attendee.name, attendee.answer) for attendee in Attendee.select()] == [("Ada", "none")]
    assert Appointment.get().state_reason == "train was late"


def test_two_people_who_change_one_appointment_conflict(plan, nancy, owner):
    visit = plan()
    change_appointment(visit.id, visit.version, replace(VISIT, title="Lunch"), nancy)
    with pytest.raises(EditConflict):
        close_appointment(visit.id, visit.version, AppointmentState.HELD, owner)


def test_the_same_event_of_a_calendar_comes_once(plan, nancy):
    plan(replace(VISIT, uid="1@example.org"))
    with pytest.raises(UserError, match="already"):
        plan_appointment(replace(VISIT, uid="1@example.org"), nancy)


def test_the_same_form_twice_is_one_appointment(nancy):
    plan_appointment(VISIT, nancy, key="form")
    with pytest.raises(AlreadyDone):
        plan_appointment(VISIT, nancy, key="form")


def test_undo_takes_it_with_its_attendees(plan, nancy, owner):
    plan(replace(VISIT, attendees=(AttendeeInput(staff_id=owner.id),)))
    undo_latest(nancy)
    assert not Appointment.select().exists() and not Attendee.select().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " "},
        {"minutes": 0},
        {"starts_time": "25:00"},
        {"zone": "Mars/Olympus"},
        {"recurrence": "FREQ=SECONDLY"},
        {"remind_before": -1},
        {"customer_id": 99},
        {"attendees": (AttendeeInput(),)},
        {"attendees": (AttendeeInput(staff_id=99),)},
    ],
)
def test_an_appointment_that_makes_no_sense_is_refused(nancy, fields):
    with pytest.raises(UserError):
        plan_appointment(replace(VISIT, **fields), nancy)
    assert not Appointment.select().exists()
