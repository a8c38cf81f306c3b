from fractions import Fraction

import pytest

from crm_desktop.core.figures import FIGURES, FIGURES_BY_ID, PLAIN, STORED, Unit, Value, change

SHARES_OF_UNITS = {
    "return_rate",
    "return_reason_share",
    "damage_share",
    "damage_share_others",
    "refund_rate",
    "qa_score",
    "qa_own",
    "qa_gap",
}


def test_every_figure_says_what_it_counts():
    assert len(FIGURES_BY_ID) == len(FIGURES)
    for figure in FIGURES:
        assert figure.name and figure.numerator and figure.definition
        assert bool(figure.denominator) is (figure.unit not in PLAIN)
        assert (figure.scale == STORED) is (figure.unit in (Unit.MONEY, Unit.UNITS) or figure.id in SHARES_OF_UNITS)


def test_a_count_is_its_numerator_and_a_share_is_divided_exactly():
    assert Value("contacts", 7).amount == 7
    assert Value("missed_calls", 1, 3).amount == Fraction(1, 3)


@pytest.mark.parametrize("value", [Value("contacts", None), Value("missed_calls", None, None), Value("missed_calls", 0, 0)])
def test_without_data_there_is_no_amount(value):
    assert value.amount is None
    assert not value.is_enough


def test_a_share_of_few_cases_is_not_enough_to_mean_something():
    assert not Value("missed_calls", 1, 4).is_enough
    assert Value("missed_calls", 1, 5).is_enough


def test_counts_change_in_proportion_and_shares_by_points():
    grown, fewer = (
        change(Value("contacts", 120), Value("contacts", 100)),
        change(Value("missed_calls", 1, 10), Value("missed_calls", 3, 10)),
    )

    assert grown is not None
    assert (grown.amount, grown.is_relative, grown.is_better) == (Fraction(1, 5), True, None)
    assert fewer is not None
    assert (fewer.amount, fewer.is_relative, fewer.is_better) == (Fraction(-1, 5), False, True)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (Value("contacts", 5), Value("contacts", None)),
        (Value("contacts", 5), Value("contacts", 0)),
        (Value("missed_calls", 4, 4), Value("missed_calls", 1, 100)),
    ],
)
def test_nothing_changes_where_one_side_is_unknown_nought_or_too_small(now, before):
    assert change(now, before) is None


def test_more_is_worse_for_what_should_be_small():
    assert change(Value("follow_ups_overdue", 3), Value("follow_ups_overdue", 2)).is_better is False
    assert change(Value("follow_ups_kept", 9, 10), Value("follow_ups_kept", 8, 10)).is_better is True
    assert change(Value("follow_ups_kept", 8, 10), Value("follow_ups_kept", 8, 10)).is_better is None


def test_money_and_units_are_what_is_stored_divided_by_their_scale():
    assert Value("order_value", 123_450, currency="EUR").amount == Fraction("12.345")
    assert Value("returned_units", 25_000).amount == Fraction("2.5")
    assert Value("settle_days", 5 * 86_400, 2).amount == Fraction("2.5")
    assert Value("return_rate", 10_000, 40_000).amount == Fraction(1, 4)
    assert not Value("return_rate", 10_000, 49_999).is_enough
    assert Value("return_rate", 10_000, 50_000).is_enough


def test_sums_change_in_proportion_and_never_between_two_currencies():
    earlier = Value("refunds_paid", 100_000, currency="EUR")

    assert change(Value("refunds_paid", 150_000, currency="EUR"), earlier).amount == Fraction(1, 2)
    assert change(Value("refunds_paid", 150_000, currency="USD"), earlier) is None
