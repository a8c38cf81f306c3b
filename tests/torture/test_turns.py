"""A trial that has no more time ends, and what must be done together was."""

from math import inf

import pytest

from tests.torture import shop


@pytest.fixture(autouse=True)
def time_afterwards():
    yield
    shop.give(inf)


def test_without_a_limit_all_rounds_are_done():
    shop.give(inf)
    assert list(shop.turns(5)) == [0, 1, 2, 3, 4]


def test_a_trial_whose_time_is_over_ends_before_its_next_round():
    done = []
    shop.give(inf)
    for number in shop.turns(100):
        done.append(number)
        if number == 3:
            shop.give(-1)
    assert done == [0, 1, 2, 3]


def test_rounds_that_belong_together_are_all_done():
    done = []
    shop.give(inf)
    for number in shop.turns(100, together=10):
        done.append(number)
        if number == 13:
            shop.give(-1)
    assert done == list(range(20))
