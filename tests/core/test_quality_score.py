"""What an assessment comes to, against a slow count that takes nothing for granted."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.quality_score import (
    STEPS,
    CriterionScale,
    Given,
    compliance,
    drawn,
    mean,
    quality_score,
    share,
    spread,
)

criteria = st.lists(
    st.sampled_from(CriterionScale).flatmap(
        lambda scale: st.builds(
            Given, st.just(scale), st.integers(0, 60), st.booleans(), st.one_of(st.none(), st.sampled_from(STEPS[scale]))
        )
    ),
    max_size=12,
)


def slow_score(given_):
    """Every criterion laid out as many times as it weighs, each worth its place on its scale; then counted."""
    laid_out = []
    for scale, weight, fatal, score in given_:
        if score is None:
            continue
        steps = STEPS[scale]
        if fatal and score == min(steps):
            return Fraction(0)
        laid_out += [Fraction(score - min(steps), max(steps) - min(steps))] * weight
    return sum(laid_out) / Fraction(len(laid_out)) if laid_out else None


@given(criteria)
def test_the_score_is_what_a_slow_count_says(given_):
    assert quality_score(given_) == slow_score(given_)


@given(criteria, st.integers(1, 50))
def test_only_the_proportions_of_weights_matter(given_, times):
    heavier = [each._replace(weight=each.weight * times) for each in given_]
    assert quality_score(heavier) == quality_score(given_)


@given(criteria, st.sampled_from(CriterionScale), st.integers(0, 60), st.booleans(), st.randoms())
def test_what_did_not_apply_and_the_order_change_nothing(given_, scale, weight, fatal, random):
    more = [*given_, Given(scale, weight, fatal, None)]
    random.shuffle(more)
    assert (quality_score(more), compliance(more)) == (quality_score(given_), compliance(given_))


@given(criteria)
def test_a_failed_fatal_criterion_makes_it_nothing(given_):
    assert quality_score([*given_, Given(CriterionScale.ONE_TO_FIVE, 0, fatal=True, score=1)]) == 0


@given(criteria)
def test_a_score_lies_between_nothing_and_all(given_):
    score = quality_score(given_)
    assert score is None or 0 <= score <= 1


@pytest.mark.parametrize(
    ("scale", "score", "worth"),
    [
        (CriterionScale.YES_NO, 1, Fraction(1)),
        (CriterionScale.ZERO_THREE_FIVE, 3, Fraction(3, 5)),
        (CriterionScale.ZERO_ONE_TWO, 1, Fraction(1, 2)),
        (CriterionScale.ONE_TO_FIVE, 1, Fraction(0)),
        (CriterionScale.ONE_TO_FIVE, 4, Fraction(3, 4)),
    ],
)
def test_the_worst_is_worth_nothing_and_the_best_all(scale, score, worth):
    assert share(scale, score) == worth


def test_weights_need_not_add_up_to_a_hundred():
    scored = [Given(CriterionScale.YES_NO, 10, False, 1), Given(CriterionScale.ZERO_ONE_TWO, 20, False, 1)]
    assert quality_score(scored) == Fraction(2, 3)


def test_where_nothing_applied_there_is_no_score():
    assert quality_score([Given(CriterionScale.YES_NO, 10, True, None)]) is None
    assert (mean([]), spread([Fraction(1)])) == (None, None)
    assert spread([Fraction(1, 2), Fraction(3, 4), Fraction(1)]) == Fraction(1, 2)


@given(st.sets(st.integers(1, 10**9), max_size=200), st.integers(1, 60), st.text(max_size=20))
def test_a_draw_takes_each_once_and_the_same_again(candidates, count, seed):
    found = drawn(candidates, count, seed)
    assert len(found) == len(set(found)) == min(count, len(candidates))
    assert set(found) <= candidates
    assert drawn(sorted(candidates, reverse=True), count, seed) == found


def test_no_conversation_is_drawn_more_often_than_another():
    """4,000 draws of 3 out of 12: each comes in about a quarter of them (chi-squared of 11 degrees, far tail)."""
    times = dict.fromkeys(range(1, 13), 0)
    for seed in range(4000):
        for row_id in drawn(range(1, 13), 3, str(seed)):
            times[row_id] += 1
    assert sum((count - 1000) ** 2 / 1000 for count in times.values()) < 31.3
