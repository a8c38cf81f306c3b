from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.data.models import Appointment
from crm_desktop.queries.reminders import due_notices
from crm_desktop.services import appointment_reminders
from crm_desktop.services.appointment_reminders import dismiss_appointment_reminder, snooze_appointment
from crm_desktop.services.appointments import AppointmentInput, plan_appointment
from crm_desktop.services.case_steps import note_case
from crm_desktop.services.case_viewers import look_at_case
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.follow_ups import complete_follow_up, dismiss_reminder, snooze
from crm_desktop.services.notices import tell_due

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(appointment_reminders, "utc_now", lambda: datetime(2026, 1, 1, tzinfo=UTC))


def test_who_is_named_on_a_case_is_told_until_they_look_at_it(store, nancy, owner, make_customer):
    (case_id,) = open_case(CaseInput("Crushed boxes", customer_id=make_customer("Ada").id), owner).of(Entity.CASE)
    note_case(case_id, "@nancy, who\npacked this?", owner)
    now = utc_now() + timedelta(seconds=1)

    (found,) = due_notices(nancy.id, now)

    assert (found.entity, found.record_id, found.customer) == (Entity.CASE, case_id, "Ada")
    assert found.title.endswith(": @nancy, who packed this?") and found.reminder_id < 0
    assert due_notices(owner.id, now) == [] and tell_due(nancy).fresh == (found,) and tell_due(nancy).fresh == ()
    assert look_at_case(case_id, nancy) and not look_at_case(case_id, nancy)
    assert due_notices(nancy.id, now) == []


@pytest.fixture
def visit(make_customer, nancy):
    wanted = AppointmentInput("Visit", date(2026, 1, 5), "13:30", 60, customer_id=make_customer("Ada").id, remind_before=60)
    plan_appointment(wanted, nancy)
    return Appointment.get()


def titles(owner_id=None, now=NOON):
    return [notice.title for notice in due_notices(owner_id, now)]


def test_follow_ups_and_appointments_are_told_together_the_longest_waiting_first(visit, make_follow_up, nancy):
    call = make_follow_up("Call back", due_time="10:00", remind_before=0)

    found = due_notices(nancy.id, NOON + timedelta(hours=1))

    assert [(notice.entity, notice.record_id, notice.number, notice.customer) for notice in found] == [
        (Entity.FOLLOW_UP, call.id, call.number, ""),
        (Entity.APPOINTMENT, visit.id, "", "Ada"),
    ]
    assert [notice.due for notice in found] == [datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 11, 30, tzinfo=UTC)]


def test_nothing_is_told_before_its_time_or_to_others(visit, nancy, owner):
    assert titles(now=datetime(2026, 1, 5, 11, 29, 59, tzinfo=UTC)) == []
    assert (titles(), titles(nancy.id), titles(owner.id)) == (["Visit"], ["Visit"], [])


def test_what_nobody_owns_is_told_to_everybody(visit, owner):
    Appointment.update(owner=None).execute()
    assert titles(owner.id) == ["Visit"]


def test_what_was_dismissed_snoozed_or_done_is_told_no_more(visit, make_follow_up, nancy):
    seen, later, finished = (make_follow_up(title, due_time="10:00", remind_before=0) for title in ("Seen", "Later", "Finished"))
    assert titles() == ["Seen", "Later", "Finished", "Visit"]

    dismiss_reminder(seen.id, nancy)
    snooze(later.id, NOON + timedelta(hours=1), nancy)
    complete_follow_up(finished.id, nancy)
    snooze_appointment(visit.id, NOON + timedelta(hours=2), nancy)

    assert titles() == []
    assert titles(now=NOON + timedelta(hours=3)) == ["Later", "Visit"]
    dismiss_appointment_reminder(visit.id, nancy)
    assert titles(now=NOON + timedelta(hours=3)) == ["Later"]
