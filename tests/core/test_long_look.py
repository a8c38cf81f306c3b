"""How far a long look is, and about how long it still takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.long_look import SECONDS_BETWEEN, LongLook, Why


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    return []


@pytest.fixture
def look(told, clock):
    made = LongLook(told.append, clock)
    made.begin(1_000, Why.AFTER_CRASH)
    return made


def test_it_tells_how_far_it_is_and_how_long_it_takes_at_the_pace_so_far(look, told, clock):
    clock.now += 10
    look.count(250)
    assert told == [(0.25, 30.0, Why.AFTER_CRASH)]


def test_nobody_guesses_from_too_little(look, told, clock):
    clock.now += 1
    look.count(10)
    assert told[-1].seconds_left is None


def test_it_tells_no_more_often_than_an_eye_sees(look, told, clock):
    for _step in range(100):
        clock.now += SECONDS_BETWEEN / 10
        look.count(1)
    assert 1 <= len(told) <= 10


@given(steps=st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_more_than_was_thought_never_is_more_than_all(steps):
    told, clock = [], Clock()
    look = LongLook(told.append, clock)
    look.begin(100, Why.WEEKLY)
    for each in steps:
        clock.now += 1
        assert look.count(each)
    assert all(0 <= how.share < 1 and (how.seconds_left is None or how.seconds_left >= 0) for how in told)
    assert [how.share for how in told] == sorted(how.share for how in told)


def test_who_gives_up_ends_it_at_its_next_step(look):
    assert look.count(1)
    look.give_up()
    assert look.is_given_up
    assert not look.count(1)
