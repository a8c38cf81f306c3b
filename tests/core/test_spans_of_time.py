"""Lengths of time: written in one way, and read back."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.spans_of_time import duration, minutes_text, read_minutes


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"), (42, "42 s"), (Fraction(119, 2), "1 min"), (288, "4 min 48 s"), (1_050, "17 min 30 s"), (3_599, "59 min 59 s"),
        (3_599.7, "1 h"), (3_870, "1 h 5 min"), (12_720, "3 h 32 min"), (7_170, "2 h"),
    ],
)  # fmt: skip
def test_a_duration_is_told_in_the_units_people_use(seconds, text):
    assert duration(seconds) == text


@given(st.integers(1, 100_000))
def test_what_is_set_and_what_is_counted_look_alike(minutes):
    assert duration(minutes * 60) == minutes_text(minutes)
    assert read_minutes(duration(minutes * 60)) == minutes
