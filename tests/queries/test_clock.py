from datetime import timedelta

import pytest
import time_machine

from crm_desktop.core.dates import utc_now
from crm_desktop.data.contents import contents
from crm_desktop.data.database import current
from crm_desktop.data.models import Operation
from crm_desktop.queries.clock import NEAR_ENOUGH, saved_in_the_future
from crm_desktop.services.notices import tell_due


@pytest.mark.parametrize(
    ("behind", "is_told"), [(-timedelta(days=2), False), (timedelta(), False), (NEAR_ENOUGH, False), (timedelta(days=2), True)]
)
def test_a_clock_that_is_behind_what_was_saved_last_shows_and_changes_nothing(make_customer, behind, is_told):
    make_customer()
    before, last = contents(current()), Operation.select().order_by(Operation.sequence.desc()).get().at
    with time_machine.travel(last - behind, tick=False):
        assert saved_in_the_future() == (last if is_told else None)
    assert contents(current()) == before


def test_it_is_right_again_as_soon_as_something_was_saved_by_a_right_clock(make_customer):
    with time_machine.travel(utc_now() + timedelta(days=3650)):
        make_customer(name="Later")
    assert saved_in_the_future() is not None
    make_customer(name="Now")
    assert saved_in_the_future() is None


def test_an_empty_store_says_nothing(empty_store):
    assert saved_in_the_future() is None


def test_a_reminder_that_a_clock_told_too_early_comes_when_its_time_has_come_and_once(make_follow_up, nancy):
    make_follow_up(due_on=(utc_now() + timedelta(days=30)).date(), due_time="09:00", remind_before=0)
    assert tell_due(nancy).fresh == ()
    with time_machine.travel(utc_now() + timedelta(days=3650)):
        assert [len(tell_due(nancy).fresh) for _look in range(2)] == [1, 0]
    assert tell_due(nancy).fresh == ()
    with time_machine.travel(utc_now() + timedelta(days=32)):
        assert [len(tell_due(nancy).fresh) for _look in range(2)] == [1, 0]
