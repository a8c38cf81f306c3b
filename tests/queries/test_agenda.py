"""The calendar's blocks, counted again by walking the days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.data.models import Appointment
from crm_desktop.queries.agenda import agenda, appointments_on
from crm_desktop.queries.to_do import Whose
from crm_desktop.services.appointments import AppointmentInput, AttendeeInput, close_appointment, plan_appointment, skip_occurrence
from crm_desktop.services.follow_ups import complete_follow_up

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 10, 19)
"""The clocks change on the Sunday after it."""


@pytest.fixture
def plan(nancy):
    def plan(title="Visit", day=MONDAY, at="09:00", by=None, **fields):
        (row_id,) = plan_appointment(AppointmentInput(title, day, at, **fields), by or nancy).of(Entity.APPOINTMENT)
        return Appointment.get_by_id(row_id)

    return plan


EVERYBODY = Whose()


def seen(first=MONDAY, days=14, whose=EVERYBODY):
    return [(block.title, block.day, block.is_repeat) for block in agenda(whose, first, first + timedelta(days - 1), BERLIN)]


def test_series_come_on_each_of_their_days_at_the_same_wall_time(plan, nancy):
    weekly = plan(recurrence="FREQ=WEEKLY;BYDAY=MO,WE")
    skip_occurrence(weekly.id, weekly.version, MONDAY + timedelta(2), nancy)
    expected = [day for day in (MONDAY + timedelta(n) for n in range(14)) if day.weekday() in (0, 2) and day != MONDAY + timedelta(2)]
    assert seen() == [("Visit", day, False) for day in expected]
    blocks = agenda(Whose(), MONDAY, MONDAY + timedelta(13), BERLIN)
    assert {block.begins.astimezone(BERLIN).hour for block in blocks} == {9}
    assert blocks[0].begins == datetime(2026, 10, 19, 7, tzinfo=UTC) and blocks[-1].begins.hour == 8


def test_a_follow_up_that_repeats_shows_what_will_come_of_it(make_follow_up):
    make_follow_up("Ring", due_on=MONDAY + timedelta(1), due_time="09:00", recurrence="FREQ=DAILY;COUNT=3")
    assert seen() == [("Ring", MONDAY + timedelta(n), n > 1) for n in (1, 2, 3)]
    assert seen(MONDAY + timedelta(3), 1) == [("Ring", MONDAY + timedelta(3), True)]


def test_what_lasts_over_midnight_is_on_both_days_and_what_is_over_on_none(plan):
    plan("Fair", at="", minutes=3 * 24 * 60)
    plan("Night", at="22:00", minutes=240)
    assert [title for title, _day, _repeat in seen(MONDAY, 1)] == ["Fair", "Night"]
    assert [title for title, _day, _repeat in seen(MONDAY + timedelta(1), 1)] == ["Fair", "Night"]
    assert [title for title, _day, _repeat in seen(MONDAY + timedelta(3), 1)] == []
    plan("Weekly fair", at="", minutes=3 * 24 * 60, recurrence="FREQ=WEEKLY")
    assert seen(MONDAY + timedelta(9), 1) == [("Weekly fair", MONDAY + timedelta(7), False)]


def test_one_sees_what_one_owns_and_what_one_is_asked_to(plan, nancy, owner, make_follow_up):
    plan("Hers", by=owner)
    plan("Both", at="10:00", by=owner, attendees=(AttendeeInput(staff_id=nancy.id),))
    make_follow_up("Mine", due_on=MONDAY, due_time="11:00")
    assert [title for title, _day, _repeat in seen(whose=Whose((nancy.id,)))] == ["Both", "Mine"]
    assert [title for title, _day, _repeat in seen()] == ["Hers", "Both", "Mine"]
    assert [block.title for block in appointments_on(Whose((nancy.id,)), MONDAY, MONDAY, BERLIN)] == ["Both"]


def test_done_follow_ups_and_cancelled_meetings_go_and_held_ones_stay(plan, nancy, make_follow_up):
    held, cancelled, ring = plan("Held"), plan("Cancelled"), make_follow_up("Ring", due_on=MONDAY)
    close_appointment(held.id, held.version, AppointmentState.HELD, nancy)
    close_appointment(cancelled.id, cancelled.version, AppointmentState.CANCELLED, nancy, "ill")
    complete_follow_up(ring.id, nancy)
    (block,) = agenda(Whose(), MONDAY, MONDAY, BERLIN)
    assert (block.title, block.is_done) == ("Held", True)


def test_its_day_is_that_of_its_own_zone(plan):
    plan("Call Tokyo", at="08:00", zone="Asia/Tokyo")
    (block,) = agenda(Whose(), MONDAY, MONDAY, BERLIN)
    assert (block.day, block.begins.astimezone(BERLIN).hour) == (MONDAY, 1)
    plan("Call Honolulu", at="20:00", zone="Pacific/Honolulu")
    assert seen(MONDAY + timedelta(1), 1) == [("Call Honolulu", MONDAY, False)]
