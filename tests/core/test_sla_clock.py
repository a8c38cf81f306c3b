"""Working time against a slow clock that looks at the wall every minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from crm_desktop.core.errors import UserError
from crm_desktop.core.sla_clock import DAY, MINUTE, AroundTheClock, Due, Hold, NoWorkingTime, WorkingClock
from crm_desktop.core.working_hours import Hours

WEEK = [Hours(day, opens, closes) for day in range(5) for opens, closes in (("09:00", "12:30"), ("13:00", "17:00"))]
BERLIN = ZoneInfo("Europe/Berlin")
CHANGES = [
    ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 3, 8, 5, tzinfo=UTC)),
    ("America/Havana", datetime(2026, 11, 1, 5, tzinfo=UTC)),
    ("Asia/Kolkata", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
]


def at(text, zone=BERLIN):
    return int(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp())


def wall(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


@some.composite
def ranges(draw):
    ends = sorted(draw(some.sets(some.integers(0, 23 * 60 + 59), min_size=2, max_size=6)))
    return [(wall(opens), wall(closes)) for opens, closes in zip(ends[::2], ends[1::2], strict=False)]


@some.composite
def weeks(draw):
    chosen = draw(some.lists(ranges(), min_size=7, max_size=7))
    return [Hours(day, *each) for day, times in enumerate(chosen) for each in times]


@some.composite
def situations(draw):
    """A zone, its hours and a stretch of up to four days around a clock change, with holds."""
    zone, change = draw(some.sampled_from(CHANGES))
    week, middle = draw(weeks()), int(change.timestamp())
    start = middle - MINUTE * draw(some.integers(0, 2 * 24 * 60))
    end = start + MINUTE * draw(some.integers(0, 4 * 24 * 60))
    day = change.astimezone(ZoneInfo(zone)).date()
    holidays = draw(some.sets(some.sampled_from([day + timedelta(ago) for ago in range(-2, 3)]), max_size=1))
    lasts = some.tuples(some.integers(0, 4 * 24 * 60), some.none() | some.integers(0, 24 * 60))
    holds = [
        Hold(start + MINUTE * begins, None if minutes is None else start + MINUTE * (begins + minutes))
        for begins, minutes in draw(some.lists(lasts, max_size=3))
    ]
    return ZoneInfo(zone), week, holidays, start, end, holds


def working(zone, week, holidays):
    """Whether a moment is working time, as somebody sees it on the wall."""
    minutes = {(each.weekday, minute) for each in week for minute in range(minutes_of(each.opens), minutes_of(each.closes))}

    def works(moment):
        shown = datetime.fromtimestamp(moment, zone)
        return (shown.weekday(), shown.hour * 60 + shown.minute) in minutes and shown.date() not in holidays

    return works


def minutes_of(shown):
    return int(shown[:2]) * 60 + int(shown[3:])


def held(moment, holds):
    return any(hold.start <= moment and (hold.end is None or moment < hold.end) for hold in holds)


def counted(zone, week, holidays, start, end, holds=()):
    works = working(zone, week, holidays)
    return sum(MINUTE for each in range(start, end, MINUTE) if works(each) and not held(each, holds))


@given(situations())
@settings(max_examples=60, deadline=None)
def test_working_time_between_two_moments_is_what_the_wall_shows_every_minute(situation):
    zone, week, holidays, start, end, holds = situation
    clock = WorkingClock(week, holidays, zone)
    assert clock.between(start, end) == counted(zone, week, holidays, start, end)
    assert clock.elapsed(start, end, holds) == counted(zone, week, holidays, start, end, holds)


@given(situations(), some.integers(1, 10 * 60))
@settings(max_examples=60, deadline=None)
def test_a_target_falls_due_at_the_first_minute_by_which_so_much_time_has_passed(situation, minutes):
    zone, week, holidays, start, _end, holds = situation
    due = WorkingClock(week, holidays, zone).due(start, minutes * MINUTE, holds)
    works, left, horizon = working(zone, week, holidays), minutes, start + 5 * DAY
    for moment in range(start, horizon, MINUTE):
        left -= works(moment) and not held(moment, holds)
        if not left:
            assert due == Due(moment + MINUTE)
            return
    if any(hold.end is None for hold in holds):
        assert due == Due(None, left * MINUTE)
    else:
        assert due.at > horizon


@given(situations(), some.lists(some.integers(0, 10 * 60), max_size=4))
@settings(max_examples=60, deadline=None)
def test_several_targets_at_once_fall_due_as_each_of_them_alone(situation, minutes):
    zone, week, holidays, start, _end, holds = situation
    targets = [each * MINUTE for each in minutes]
    for clock in (WorkingClock(week, holidays, zone), AroundTheClock()):
        assert clock.moments(start, targets, holds) == [clock.due(start, target, holds).at for target in targets]


@given(situations(), some.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_so_much_time_later_so_much_time_has_passed(situation, seconds):
    zone, week, holidays, start, _end, _holds = situation
    clock = WorkingClock(week, holidays, zone)
    assert clock.between(start, clock.after(start, seconds)) == seconds


@pytest.mark.parametrize(
    ("opened", "minutes", "due"),
    [
        ("2026-11-06 16:00", 60, "2026-11-06 17:00"),
        ("2026-11-06 16:00", 61, "2026-11-09 09:01"),
        ("2026-11-07 03:00", 30, "2026-11-09 09:30"),
        ("2026-11-09 12:00", 60, "2026-11-09 13:30"),
        ("2026-12-24 16:30", 60, "2026-12-28 09:30"),
    ],
)
def test_evenings_weekends_lunch_and_holidays_do_not_count(opened, minutes, due):
    clock = WorkingClock(WEEK, {date(2026, 12, 25)}, BERLIN)
    assert clock.due(at(opened), minutes * MINUTE) == Due(at(due))


def test_a_hold_counts_only_by_the_working_time_it_covers():
    clock = WorkingClock(WEEK, (), BERLIN)
    overnight = Hold(at("2026-11-09 16:30"), at("2026-11-10 09:30"))
    assert clock.due(at("2026-11-09 16:00"), 2 * 60 * MINUTE, [overnight]) == Due(at("2026-11-10 11:00"))


def test_a_clock_that_is_held_says_what_is_left():
    clock = WorkingClock(WEEK, (), BERLIN)
    assert clock.due(at("2026-11-09 09:00"), 120 * MINUTE, [Hold(at("2026-11-09 09:30"), None)]) == Due(None, 90 * MINUTE)


def test_a_hold_after_the_due_time_changes_nothing():
    clock = WorkingClock(WEEK, (), BERLIN)
    assert clock.due(at("2026-11-09 09:00"), 60 * MINUTE, [Hold(at("2026-11-09 11:00"), None)]) == Due(at("2026-11-09 10:00"))


def test_around_the_clock_every_minute_counts():
    holds = [Hold(at("2026-10-25 01:00"), at("2026-10-25 04:00"))]
    assert AroundTheClock().due(at("2026-10-25 00:00"), 2 * 60 * MINUTE, holds).at == at("2026-10-25 05:00")


def test_moments_may_be_asked_for_in_any_order():
    clock = WorkingClock(WEEK, (), BERLIN)
    late = clock.after(at("2026-11-06 16:00"), 61 * MINUTE)
    assert clock.after(at("2019-03-01 16:00"), 61 * MINUTE) == at("2019-03-04 09:01")
    assert clock.after(at("2026-11-06 16:00"), 61 * MINUTE) == late


def test_no_working_hours_are_refused():
    with pytest.raises(NoWorkingTime, match="no working hours"):
        WorkingClock([], (), BERLIN)


def test_hours_that_overlap_are_refused():
    with pytest.raises(UserError, match="overlap"):
        WorkingClock([Hours(0, "09:00", "12:00"), Hours(0, "11:59", "17:00")], (), BERLIN)


def test_hours_that_end_before_they_begin_are_refused():
    with pytest.raises(UserError, match="begin before they end"):
        WorkingClock([Hours(0, "12:00", "09:00")], (), BERLIN)


def test_time_that_never_comes_is_refused():
    clock = WorkingClock([Hours(0, "09:00", "09:01")], (), BERLIN)
    with pytest.raises(NoWorkingTime, match="does not come in 50 years"):
        clock.after(at("2026-11-09 09:00"), 4_000 * MINUTE)
