from datetime import timedelta

import pytest
import time_machine

from crm_desktop.core.dates import utc_now
from crm_desktop.data.contents import contents
from crm_desktop.data.database import current
from crm_desktop.data.models import Operation
from crm_desktop.queries.clock import NEAR_ENOUGH, saved_in_the_future


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
