from datetime import date, timedelta

import pytest

from crm_desktop.core.errors import UserError
from crm_desktop.core.recurrence import checked_rule, first_occurrence, next_after_done, next_occurrence, occurrences

MONDAY = date(2026, 10, 19)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=²", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
     "FREQ=DAILY;UNTIL=20261399", "FREQ=DAILY;UNTIL=20261231T000000Z", "FREQ=DAILY;UNTIL=", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9"],
)  # fmt: skip
def test_what_never_comes_never_ends_to_come_or_goes_by_hours_is_no_rule(rule):
    with pytest.raises(UserError, match="is not a repetition"):
        checked_rule(rule)


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;INTERVAL=7;BYDAY=MO", "UNTIL=19990101;FREQ=WEEKLY", "COUNT=3;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"]
)
def test_what_comes_some_day_is_a_rule(rule):
    assert checked_rule(rule.lower()) == rule


def test_days_that_are_left_out_do_not_come():
    left_out = {MONDAY + WEEK, MONDAY + 3 * WEEK}
    assert occurrences("FREQ=WEEKLY;COUNT=5", MONDAY, MONDAY, date(2027, 1, 1), left_out) == [MONDAY, MONDAY + 2 * WEEK, MONDAY + 4 * WEEK]
    assert first_occurrence("FREQ=WEEKLY;COUNT=5", MONDAY, MONDAY + timedelta(days=1), left_out) == MONDAY + 2 * WEEK
    assert first_occurrence("FREQ=WEEKLY;COUNT=2", MONDAY, MONDAY + timedelta(days=1), left_out) is None


def test_the_first_day_comes_whatever_the_rule_says():
    assert first_occurrence("FREQ=WEEKLY;BYDAY=TU", MONDAY, date(2026, 1, 1)) == MONDAY
    assert first_occurrence("FREQ=WEEKLY;BYDAY=TU", MONDAY, date(2026, 1, 1), {MONDAY}) == MONDAY + timedelta(days=1)


def test_a_series_ends_with_its_last_day():
    rule = "FREQ=WEEKLY;UNTIL=20261102;BYDAY=MO"
    assert first_occurrence(rule, MONDAY, MONDAY + WEEK + timedelta(days=1)) == MONDAY + 2 * WEEK
    assert first_occurrence(rule, MONDAY, MONDAY + 2 * WEEK + timedelta(days=1)) is None
    assert occurrences(rule, MONDAY, date(2026, 1, 1), MONDAY - timedelta(days=1)) == []


def test_a_series_that_its_first_day_keeps_from_coming_is_given_up():
    """Every seventh day from a Monday on is never a Tuesday; whoever asks is not kept waiting for the year 9999."""
    rule = "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=3"
    assert first_occurrence(rule, MONDAY, MONDAY + timedelta(days=1)) is None
    assert occurrences(rule, MONDAY, MONDAY, MONDAY + WEEK) == [MONDAY]


def test_what_is_left_of_a_count_goes_with_the_next_day():
    assert next_occurrence("COUNT=11;FREQ=WEEKLY", MONDAY) == (MONDAY + WEEK, "COUNT=10;FREQ=WEEKLY")


def test_what_was_missed_before_it_was_done_is_not_asked_for_again():
    daily = "FREQ=DAILY"
    assert next_after_done(daily, MONDAY, MONDAY) == (MONDAY + timedelta(1), daily)
    assert next_after_done(daily, MONDAY, MONDAY + 2 * WEEK) == (MONDAY + 2 * WEEK, daily)
    assert next_after_done("FREQ=WEEKLY;INTERVAL=2", MONDAY, MONDAY + 3 * WEEK) == (MONDAY + 4 * WEEK, "FREQ=WEEKLY;INTERVAL=2")
    assert next_after_done("FREQ=WEEKLY", MONDAY, MONDAY - WEEK) == (MONDAY + WEEK, "FREQ=WEEKLY")
    assert next_after_done("FREQ=WEEKLY;COUNT=3", MONDAY, MONDAY + 3 * WEEK) == (MONDAY + WEEK, "FREQ=WEEKLY;COUNT=2")
    assert next_after_done(f"FREQ=DAILY;UNTIL={MONDAY + WEEK:%Y%m%d}", MONDAY, MONDAY + 2 * WEEK) is None
