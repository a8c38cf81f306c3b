from decimal import Decimal, localcontext
from fractions import Fraction
from math import comb, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.core.rising import Compared, at_least, corrected
from tests.examples import examples


def exact(count, trials, share):
    return sum(comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(count, trials + 1))


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 40), st.integers(1, 400))
@settings(max_examples=examples(60, 1_000), deadline=None)
def test_the_chance_is_the_sum_of_the_binomial_s_terms(now, before, now_time, before_time):
    share = Fraction(now_time, now_time + before_time)
    assert Compared(now, before, now_time, before_time).chance == pytest.approx(float(exact(now, now + before, share)), rel=1e-9, abs=1e-12)


def test_a_number_of_many_digits_is_counted_as_exactly():
    trials, count = 400_000, 17_100
    with localcontext(prec=60):
        odds = Decimal(1) / 23
        term = prod(Decimal(trials - k) / (k + 1) * odds for k in range(count)) * (Decimal(23) / 24) ** trials
        total, k = term, count
        while term > total / 10**25:
            term *= Decimal(trials - k) / (k + 1) * odds
            total, k = total + term, k + 1
    assert at_least(count, trials, 1 / 24) == pytest.approx(float(total), rel=1e-6)
    assert at_least(0, trials, 1 / 24) == 1
    assert at_least(trials + 1, trials, 1 / 24) == 0
    assert at_least(trials // 24, trials, 1 / 24) == pytest.approx(0.5, abs=0.01)


def test_the_usual_month_has_the_month_s_own_length():
    found = Compared(14, 34, 31, 310)
    assert (found.usual, round(found.times, 2), found.is_rise) == (3.4, 4.12, True)
    assert Compared(5, 0, 31, 310).times is None
    assert not Compared(2, 0, 31, 310).is_rise, "two are no trend"
    assert not Compared(5, 40, 31, 310).is_rise, "a quarter more is none either"


def test_many_comparisons_are_corrected_for():
    """The example of Benjamini and Hochberg's own paper: at 5 % the four smallest of fifteen are found."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert [level <= 0.05 for level in corrected(chances)] == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=30))
def test_a_correction_never_makes_anything_surer_and_keeps_the_order(chances):
    levels = corrected(chances)
    assert all(chance <= level <= 1 for chance, level in zip(chances, levels, strict=True))
    ranked = sorted(range(len(chances)), key=lambda place: chances[place])
    assert [levels[place] for place in ranked] == sorted(levels)
    for place, level in enumerate(levels):
        later = [chances[each] * len(chances) / (rank + 1) for rank, each in enumerate(ranked) if chances[each] >= chances[place]]
        assert level == pytest.approx(min(1.0, *later, 1.0))
