from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.dates import NEVER
from crm_desktop.core.privacy import ClockState, Risk, clock_of, due_of, is_late

FOUND = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)


def hours(count):
    return FOUND + timedelta(hours=count)


@pytest.mark.parametrize(
    ("told", "risk", "now", "clock"),
    [
        (None, Risk.RISK, 10, (ClockState.RUNS, 62)),
        (None, Risk.HIGH, 72, (ClockState.RUNS, 0)),
        (None, Risk.RISK, 75.5, (ClockState.OVER, 3)),
        (None, Risk.NONE, 500, (ClockState.NOT_NEEDED, 0)),
        (71, Risk.RISK, 500, (ClockState.TOLD, 71)),
        (72, Risk.NONE, 500, (ClockState.TOLD, 72)),
        (100, Risk.RISK, 500, (ClockState.TOLD_LATE, 28)),
    ],
)
def test_72_hours_run_from_when_it_was_found(told, risk, now, clock):
    assert clock_of(FOUND, None if told is None else hours(told), risk, hours(now)) == clock


@pytest.mark.parametrize(
    ("asked", "due", "later"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2026, 11, 22), date(2026, 12, 22), date(2027, 2, 22)),
        (date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
        (date(2023, 12, 30), date(2024, 1, 30), date(2024, 3, 30)),
    ],
)
def test_an_answer_is_due_a_month_later_or_three_with_a_reason(asked, due, later):
    assert (due_of(asked, is_extended=False), due_of(asked, is_extended=True)) == (due, later)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_has_28_to_31_days_and_three_are_never_shorter(asked):
    assert 28 <= (due_of(asked, is_extended=False) - asked).days <= 31
    assert due_of(asked, is_extended=True) > due_of(asked, is_extended=False)


def test_what_is_due_today_is_in_time_and_what_was_answered_late_stays_late():
    due = date(2026, 5, 4)

    assert not is_late(due, NEVER, due)
    assert is_late(due, NEVER, due + timedelta(1))
    assert not is_late(due, due, due + timedelta(100))
    assert is_late(due, due + timedelta(1), due + timedelta(100))
