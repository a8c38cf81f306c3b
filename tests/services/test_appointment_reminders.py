from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.data.models import Appointment, AppointmentReminder
from crm_desktop.services import appointment_reminders
from crm_desktop.services.appointment_reminders import dismiss_appointment_reminder, snooze_appointment
from crm_desktop.services.appointments import AppointmentInput, change_appointment, close_appointment, plan_appointment, skip_occurrence
from crm_desktop.services.history import undo_latest

VISIT = AppointmentInput("Visit", date(2026, 10, 19), "09:00", 90, remind_before=30)
WEEKLY = replace(VISIT, recurrence="FREQ=WEEKLY;BYDAY=MO")
FIRST = datetime(2026, 10, 19, 6, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The week before, and settable."""

    def set_to(moment):
        monkeypatch.setattr(appointment_reminders, "utc_now", lambda: moment)

    set_to(datetime(2026, 10, 12, 12, tzinfo=UTC))
    return set_to


@pytest.fixture
def plan(nancy):
    def plan(wanted=VISIT):
        (row_id,) = plan_appointment(wanted, nancy).of(Entity.APPOINTMENT)
        return Appointment.get_by_id(row_id)

    return plan


def fresh(row):
    return type(row).get_by_id(row.id)


def waiting():
    standing = AppointmentReminder.select().where(~AppointmentReminder.cancelled, AppointmentReminder.shown_at.is_null())
    return [reminder.at for reminder in standing.order_by(AppointmentReminder.at)]


def test_a_notice_comes_so_many_minutes_before(plan):
    plan()
    assert waiting() == [FIRST]


def test_a_whole_day_is_counted_from_nine_in_the_morning(plan):
    plan(AppointmentInput("Fair", date(2026, 10, 19), remind_before=60))
    assert waiting() == [datetime(2026, 10, 19, 6, tzinfo=UTC)]


@pytest.mark.parametrize("wanted", [replace(VISIT, remind_before=None), replace(VISIT, starts_on=date(2026, 10, 5))])
def test_there_is_none_where_none_is_wanted_or_it_is_over(plan, wanted):
    plan(wanted)
    assert waiting() == []


def test_it_moves_with_its_appointment(plan, nancy):
    visit = plan()
    change_appointment(visit.id, visit.version, replace(VISIT, starts_time="10:00", uid=visit.uid), nancy)
    assert waiting() == [FIRST + timedelta(hours=1)]
    change_appointment(visit.id, fresh(visit).version, replace(VISIT, uid=visit.uid), nancy)
    assert waiting() == [FIRST]
    assert AppointmentReminder.select().count() == 2


@pytest.mark.parametrize("state", [AppointmentState.HELD, AppointmentState.NO_SHOW, AppointmentState.CANCELLED])
def test_it_ends_with_its_appointment_and_comes_back_by_undo(plan, nancy, state):
    visit = plan()
    close_appointment(visit.id, visit.version, state, nancy, "ill")
    assert waiting() == []
    undo_latest(nancy)
    assert waiting() == [FIRST]


def test_a_dismissed_notice_does_not_come_again_when_only_words_change(plan, nancy):
    visit = plan()
    dismiss_appointment_reminder(visit.id, nancy)
    change_appointment(visit.id, fresh(visit).version, replace(VISIT, title="Visit to Ada", uid=visit.uid), nancy)
    assert waiting() == []
    with pytest.raises(UserError, match="No reminder"):
        dismiss_appointment_reminder(visit.id, nancy)


def test_a_series_has_one_notice_and_then_the_next(plan, nancy, clock):
    weekly = plan(WEEKLY)
    for week in range(3):
        assert waiting() == [FIRST + week * WEEK + (timedelta(hours=1) if week else timedelta())]  # the clocks go back on the 25th
        dismiss_appointment_reminder(weekly.id, nancy)
    clock(datetime(2027, 1, 6, 12, tzinfo=UTC))
    dismiss_appointment_reminder(weekly.id, nancy)
    assert waiting() == [datetime(2027, 1, 11, 7, 30, tzinfo=UTC)]


def test_a_series_that_is_over_has_no_next_notice(plan, nancy):
    weekly = plan(replace(WEEKLY, recurrence="FREQ=WEEKLY;COUNT=2"))
    for _ in range(2):
        dismiss_appointment_reminder(weekly.id, nancy)
    assert waiting() == []


def test_a_day_that_is_called_off_is_passed_over(plan, nancy):
    weekly = plan(WEEKLY)
    skip_occurrence(weekly.id, weekly.version, VISIT.starts_on, nancy)
    assert waiting() == [FIRST + WEEK + timedelta(hours=1)]


def test_a_snoozed_notice_waits_and_stays_one(plan, nancy):
    visit = plan()
    later = FIRST + timedelta(minutes=20)
    snooze_appointment(visit.id, later, nancy)
    (reminder,) = AppointmentReminder.select()
    assert (reminder.at, reminder.snoozed_until) == (FIRST, later)


def test_snoozing_makes_a_notice_where_there_is_none(plan, nancy):
    visit = plan(replace(VISIT, remind_before=None))
    snooze_appointment(visit.id, FIRST, nancy)
    assert waiting() == [FIRST]


def test_what_is_over_is_not_snoozed(plan, nancy):
    visit = plan()
    close_appointment(visit.id, visit.version, AppointmentState.HELD, nancy)
    with pytest.raises(NotAllowed, match="held"):
        snooze_appointment(visit.id, FIRST, nancy)


def test_an_auditor_dismisses_nothing(plan, auditor):
    with pytest.raises(NotAllowed):
        dismiss_appointment_reminder(plan().id, auditor)
