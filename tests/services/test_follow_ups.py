from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import Attempt, FollowUpState
from crm_desktop.data.models import FollowUp, Reminder
from crm_desktop.services.follow_ups import (
    FollowUpInput,
    cancel_follow_up,
    change_follow_up,
    complete_follow_up,
    record_attempt,
    snooze,
)
from crm_desktop.services.history import undo_latest

NINE_IN_BERLIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def again(follow_up):
    return FollowUp.get_by_id(follow_up.id)


def test_wall_time_gives_the_moment_it_is_due(make_follow_up):
    assert make_follow_up(due_time="9:00").due_at == NINE_IN_BERLIN
    assert make_follow_up(due_time="9:00", zone="America/New_York").due_at == NINE_IN_BERLIN + timedelta(hours=6)
    assert make_follow_up().due_at == datetime(2026, 1, 5, 22, 59, 59, tzinfo=UTC)
    assert make_follow_up(due_on=NEVER).due_at.year == 9999


def test_who_writes_it_owns_it(make_follow_up, owner, nancy):
    assert (make_follow_up().owner_id, make_follow_up(owner_id=owner.id).owner_id) == (nancy.id, owner.id)


def test_done_with_its_outcome(make_follow_up, nancy):
    follow_up = make_follow_up()
    complete_follow_up(follow_up.id, nancy, "Sent a new one", NINE_IN_BERLIN)
    done = again(follow_up)
    assert (done.state, done.outcome, done.completed_at) == (FollowUpState.DONE, "Sent a new one", NINE_IN_BERLIN)
    with pytest.raises(NotAllowed):
        complete_follow_up(follow_up.id, nancy)


def test_one_that_repeats_is_followed_by_its_next_and_undo_takes_both_back(make_follow_up, nancy):
    first = make_follow_up(due_time="09:00", recurrence="freq=weekly;count=2", remind_before=30)

    complete_follow_up(first.id, nancy)

    second = FollowUp.get(state=FollowUpState.OPEN)
    assert (second.due_on, second.due_time, second.recurrence) == (date(2026, 1, 12), "09:00", "FREQ=WEEKLY;COUNT=1")
    assert Reminder.get(follow_up=second).at == NINE_IN_BERLIN + timedelta(days=7, minutes=-30)
    undo_latest(nancy)
    assert [f.state for f in FollowUp.select()] == [FollowUpState.OPEN]
    complete_follow_up(first.id, nancy)
    complete_follow_up(FollowUp.get(state=FollowUpState.OPEN).id, nancy)
    assert not FollowUp.select().where(FollowUp.state == FollowUpState.OPEN).exists()


def test_the_next_of_one_that_was_done_late_does_not_begin_late(make_follow_up, nancy):
    first = make_follow_up(recurrence="FREQ=DAILY")
    complete_follow_up(first.id, nancy, completed_at=NINE_IN_BERLIN + timedelta(days=10))
    assert FollowUp.get(state=FollowUpState.OPEN).due_on == first.due_on + timedelta(10)


def test_cancelling_ends_a_series_and_its_reminders(make_follow_up, nancy):
    follow_up = make_follow_up(recurrence="FREQ=DAILY", remind_before=0)
    cancel_follow_up(follow_up.id, nancy)
    assert [f.state for f in FollowUp.select()] == [FollowUpState.CANCELLED]
    assert Reminder.get().cancelled


def test_attempts_are_counted_and_it_stays_open(make_follow_up, nancy):
    follow_up = make_follow_up()
    record_attempt(follow_up.id, Attempt.NO_ANSWER, nancy)
    record_attempt(follow_up.id, Attempt.VOICEMAIL, nancy, "will ring back")
    assert (again(follow_up).attempts, again(follow_up).state) == (2, FollowUpState.OPEN)


def test_a_reminder_moves_with_its_day(make_follow_up, nancy):
    follow_up = make_follow_up(due_time="09:00", remind_before=60)
    change_follow_up(follow_up.id, follow_up.version, FollowUpInput("Call back", date(2026, 1, 6), "09:00", remind_before=60), nancy)
    standing = [reminder.at for reminder in Reminder.select().where(~Reminder.cancelled)]
    assert standing == [NINE_IN_BERLIN + timedelta(hours=23)]


def test_snoozing_brings_a_reminder_again(make_follow_up, nancy):
    follow_up = make_follow_up(remind_before=0)
    snooze(follow_up.id, NINE_IN_BERLIN, nancy)
    assert Reminder.get().snoozed_until == NINE_IN_BERLIN


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " "},
        {"due_on": NEVER, "due_time": "09:00"},
        {"due_time": "25:00"},
        {"recurrence": "weekly"},
        {"due_on": NEVER, "recurrence": "FREQ=DAILY"},
        {"due_on": NEVER, "remind_before": 5},
        {"customer_id": 99},
        {"owner_id": 99},
        {"zone": "Nowhere"},
    ],
)
def test_what_makes_no_sense_is_refused(make_follow_up, fields):
    with pytest.raises(UserError, match="Nothing was"):
        make_follow_up(**fields)
    assert not FollowUp.select().exists()
