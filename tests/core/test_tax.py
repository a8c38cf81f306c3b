from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.money import rounded
from crm_desktop.core.tax import TaxShare, spread, tax_per_rate

DIGITS = st.sampled_from([0, 2, 3])
RATES = st.sampled_from([Decimal(rate) for rate in ("0", "7", "8.1", "19", "20", "25.5")])
LINES = st.lists(st.tuples(RATES, st.integers(0, 10**9)), min_size=1, max_size=12)
EXTRA = st.integers(-(10**6), 10**6)


def amounts(lines, digits):
    return [(rate, Decimal(units).scaleb(-digits)) for rate, units in lines]


@given(LINES, EXTRA, DIGITS, st.booleans())
def test_shares_add_up_to_the_lines_and_the_extra_to_the_last_unit(lines, extra, digits, included):
    lines, extra = amounts(lines, digits), Decimal(extra).scaleb(-digits)
    shares = tax_per_rate(lines, extra, included=included, digits=digits)
    whole = sum(amount for _rate, amount in lines) + extra
    assert sum(share.gross if included else share.net for share in shares) == whole
    assert [share.rate for share in shares] == sorted({rate for rate, _amount in lines})


@given(LINES, DIGITS, st.booleans())
def test_each_rates_tax_is_right_to_half_a_unit(lines, digits, included):
    for share in tax_per_rate(amounts(lines, digits), included=included, digits=digits):
        exact = share.gross * share.rate / (100 + share.rate) if included else share.net * share.rate / 100
        assert share.tax == rounded(share.tax, digits)
        assert abs(share.tax - exact) <= Decimal(1).scaleb(-digits) / 2


@given(EXTRA, st.lists(st.integers(0, 10**9), min_size=1, max_size=12), DIGITS)
def test_parts_add_up_to_the_amount(amount, over, digits):
    amount = Decimal(amount).scaleb(-digits)
    parts = spread(amount, [Decimal(weight) for weight in over], digits)
    assert len(parts) == len(over)
    assert sum(parts) == amount
    assert all(part == rounded(part, digits) for part in parts)


def test_tax_is_rounded_once_per_rate():
    """Three times 0.33 at 19 % is 0.19 of tax; rounded line by line it would be 0.18."""
    lines = [(Decimal(19), Decimal("0.33"))] * 3
    assert tax_per_rate(lines, included=False) == (TaxShare(Decimal(19), Decimal("0.99"), Decimal("0.19")),)


def test_tax_is_taken_out_of_prices_that_include_it():
    assert tax_per_rate([(Decimal(20), Decimal("12.00"))], included=True) == (TaxShare(Decimal(20), Decimal("10.00"), Decimal("2.00")),)


def test_half_a_yen_is_rounded_up():
    assert tax_per_rate([(Decimal(10), Decimal(105))], included=False, digits=0)[0].tax == 11
