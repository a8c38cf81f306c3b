import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.wall_times import read_wall_time


@pytest.mark.parametrize(
    ("typed", "read"),
    [("9", "09:00"), ("9:30", "09:30"), ("9.30", "09:30"), ("930", "09:30"), ("1430", "14:30"), ("9am", "09:00"), ("12 am", "00:00"),
     ("12pm", "12:00"), ("14 Uhr", "14:00"), (" 14h ", "14:00"), ("24", None), ("9:60", None), ("13pm", None), ("", None), ("nine", None)],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed, read):
    assert read_wall_time(typed) == read


@given(st.times())
def test_what_is_stored_is_read_as_it_is(time):
    assert read_wall_time(f"{time:%H:%M}") == f"{time:%H:%M}"
