from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.thinning import LEAST, MONTHS, MOST_AT_ONCE, RECENT, Taken, superfluous

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ROOM = 10**12
GAPS = st.lists(st.integers(0, 60 * 24 * 45).map(lambda minutes: timedelta(minutes=minutes)), max_size=60)


def made(gaps, size=1):
    moments = [START]
    for gap in gaps:
        moments.append(moments[-1] + gap)
    return [Taken(moment, size) for moment in moments]


@given(GAPS)
def test_the_newest_and_all_of_its_last_two_days_stay(gaps):
    taken = made(gaps)
    gone = superfluous(taken, ROOM)

    assert all(taken[place].made_at <= taken[-1].made_at - RECENT for place in gone)
    assert len(gone) <= MOST_AT_ONCE


@given(GAPS)
def test_of_each_of_the_last_twelve_months_the_last_stays(gaps):
    taken = made(gaps)
    stay = [each for place, each in enumerate(taken) if place not in superfluous(taken, ROOM)]
    last = {(each.made_at.year, each.made_at.month): each for each in taken}

    assert all(each in stay for _month, each in sorted(last.items())[-MONTHS:])


def test_four_hours_apart_for_a_year_becomes_days_weeks_and_months():
    taken = [Taken(START + timedelta(hours=4 * each), 1) for each in range(6 * 365)]
    taken = stay(taken, ROOM)
    older = [each for each in taken if each.made_at <= taken[-1].made_at - RECENT]

    assert len(older) <= 14 + 8 + 12
    assert len(taken) - len(older) == 12
    assert {each.made_at.month for each in taken} == set(range(1, 13))


def test_a_clock_that_jumps_ahead_ten_years_costs_only_the_times_of_a_day():
    days = [Taken(START + timedelta(days=each), 1) for each in range(10)]
    ahead = Taken(days[-1].made_at + timedelta(days=3650), 1)

    assert superfluous([*days, ahead], ROOM) == []


def test_after_a_clock_that_went_back_nothing_goes():
    later = [Taken(START + timedelta(minutes=each), 1) for each in range(100, 4000, 20)]

    assert superfluous([*later, Taken(START, 1)], 0) == []


@given(GAPS, st.integers(0, 30))
def test_what_is_too_large_goes_from_the_oldest_on_but_three_stay(gaps, most):
    roomy, tight = stay(made(gaps), ROOM), stay(made(gaps), most)

    assert len(tight) <= max(most, LEAST)
    assert tight == roomy[len(roomy) - len(tight) :]
    assert len(tight) >= min(len(roomy), LEAST)


def stay(taken, most_bytes):
    while gone := superfluous(taken, most_bytes):
        taken = [each for place, each in enumerate(taken) if place not in gone]
    return taken
