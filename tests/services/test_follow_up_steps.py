from datetime import date, timedelta

import pytest

from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Attempt, FollowUpState
from crm_desktop.data.models import FollowUp, FollowUpAttempt, Reminder
from crm_desktop.services.follow_up_steps import (
    Due,
    assign_follow_up,
    move_follow_up,
    reopen_follow_up,
    skip_follow_up,
    try_again,
)
from crm_desktop.services.follow_ups import FollowUpInput, cancel_follow_up, complete_follow_up
from crm_desktop.services.history import undo_latest
from tests.services.test_follow_ups import again

TUESDAY = date(2026, 1, 6)


def standing():
    return [reminder.at for reminder in Reminder.select().where(~Reminder.cancelled)]


def test_moving_takes_the_reminder_along_and_undo_brings_both_back(make_follow_up, nancy):
    follow_up = make_follow_up(due_time="09:00", remind_before=60)
    (before,) = standing()
    move_follow_up(follow_up.id, follow_up.version, Due(follow_up.due_on + timedelta(1), "10:30"), nancy)
    moved = again(follow_up)
    assert (moved.due_on, moved.due_time) == (follow_up.due_on + timedelta(1), "10:30")
    assert standing() == [before + timedelta(days=1, hours=1, minutes=30)]
    undo_latest(nancy)
    assert (again(follow_up).due_on, standing()) == (follow_up.due_on, [before])


def test_what_somebody_else_moved_meanwhile_is_not_overwritten(make_follow_up, nancy, owner):
    follow_up = make_follow_up()
    move_follow_up(follow_up.id, follow_up.version, Due(TUESDAY), nancy)
    with pytest.raises(EditConflict):
        move_follow_up(follow_up.id, follow_up.version, Due(NEVER), owner)
    with pytest.raises(EditConflict):
        assign_follow_up(follow_up.id, follow_up.version, nancy.id, owner)


def test_it_may_wait_for_any_day_unless_it_repeats_or_has_a_time(make_follow_up, nancy):
    follow_up = make_follow_up(remind_before=0)
    move_follow_up(follow_up.id, follow_up.version, Due(NEVER), nancy)
    assert (again(follow_up).due_on, standing()) == (NEVER, [])
    weekly = make_follow_up(recurrence="FREQ=WEEKLY")
    for refused, due in ((weekly, Due(NEVER)), (make_follow_up(), Due(NEVER, "09:00"))):
        with pytest.raises(UserError, match="needs a day"):
            move_follow_up(refused.id, refused.version, due, nancy)


def test_a_colleague_takes_it_over(make_follow_up, nancy, owner):
    follow_up = make_follow_up()
    assign_follow_up(follow_up.id, follow_up.version, owner.id, nancy)
    assert again(follow_up).owner_id == owner.id
    with pytest.raises(UserError, match="colleague"):
        assign_follow_up(follow_up.id, again(follow_up).version, 99, nancy)


def test_a_try_is_counted_and_the_next_one_planned_in_one_step(make_follow_up, nancy):
    follow_up = make_follow_up()
    try_again(follow_up.id, Attempt.LEFT_MESSAGE, Due(TUESDAY, "14:00"), nancy, "with her brother")
    tried = again(follow_up)
    assert (tried.attempts, tried.due_on, tried.due_time, tried.state) == (1, TUESDAY, "14:00", FollowUpState.OPEN)
    assert FollowUpAttempt.get().note == "with her brother"
    undo_latest(nancy)
    assert (again(follow_up).attempts, again(follow_up).due_on) == (0, follow_up.due_on)


def test_a_series_can_be_left_out_once(make_follow_up, nancy):
    follow_up = make_follow_up(due_on=TUESDAY, recurrence="FREQ=WEEKLY;COUNT=2", remind_before=0)
    skip_follow_up(follow_up.id, follow_up.version, nancy)
    skipped = again(follow_up)
    assert (skipped.due_on, skipped.recurrence, len(standing())) == (TUESDAY + timedelta(7), "FREQ=WEEKLY;COUNT=1", 1)
    with pytest.raises(UserError, match="does not come again"):
        skip_follow_up(follow_up.id, skipped.version, nancy)


def test_what_is_done_can_be_opened_again_and_does_not_repeat_twice(make_follow_up, nancy):
    follow_up = make_follow_up(recurrence="FREQ=WEEKLY")
    complete_follow_up(follow_up.id, nancy, "Reached")
    reopen_follow_up(follow_up.id, again(follow_up).version, nancy)
    opened = again(follow_up)
    assert (opened.state, opened.completed_at, opened.outcome, opened.recurrence) == (FollowUpState.OPEN, None, "", "")
    assert [each.recurrence for each in FollowUp.select().order_by(FollowUp.id)] == ["", "FREQ=WEEKLY"]
    with pytest.raises(NotAllowed, match="open already"):
        reopen_follow_up(follow_up.id, opened.version, nancy)


def test_a_cancelled_series_goes_on_when_it_is_opened_again(make_follow_up, nancy):
    follow_up = make_follow_up(recurrence="FREQ=WEEKLY")
    cancel_follow_up(follow_up.id, nancy, "closed for the winter")
    reopen_follow_up(follow_up.id, again(follow_up).version, nancy)
    assert again(follow_up).recurrence == "FREQ=WEEKLY"


def test_done_and_what_comes_next_are_one_step(make_follow_up, nancy):
    follow_up = make_follow_up()
    complete_follow_up(follow_up.id, nancy, "Reached", then=FollowUpInput("Send it", TUESDAY))
    assert [(each.title, each.state) for each in FollowUp.select().order_by(FollowUp.id)] == [("Call back", "done"), ("Send it", "open")]
    undo_latest(nancy)
    assert [(each.title, each.state) for each in FollowUp.select()] == [("Call back", "open")]
