from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.core.invoicing import Amounts, Left, part_of, whole_of
from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.tax import TaxShare

RATES = st.sampled_from([Decimal(rate) for rate in ("0", "7", "19", "25.5")])
LINES = st.lists(st.tuples(RATES, st.integers(1, 12), st.integers(0, 10**6)), min_size=1, max_size=8)
"""Rate, units, and what they come to in the currency's smallest unit."""
EXTRAS = st.tuples(st.integers(0, 10**5), st.integers(0, 10**5))
TAKEN = st.lists(st.lists(st.integers(0, 12), min_size=8, max_size=8), max_size=12)


def order_of(lines, extras, digits, included):
    left = [Left(place, rate, Decimal(units), Decimal(cents).scaleb(-digits)) for place, (rate, units, cents) in enumerate(lines)]
    discount, shipping = (Decimal(cents).scaleb(-digits) for cents in extras)
    return left, whole_of([(line.rate, line.total) for line in left], discount, shipping, included=included, digits=digits)


def divided(left, rest, wishes, digits, included):
    """Invoices for what each wish asks for and is left, and one for what remains."""
    parts = []
    for wish in [*wishes, None]:
        take = {line.line_id: line.units if wish is None else min(Decimal(wish[line.line_id]), line.units) for line in left}
        take = {line_id: units for line_id, units in take.items() if units}
        if take:
            part = part_of(left, rest, take, included=included, digits=digits)
            parts.append((take, part, rest, left))
            rest = rest.less([part.amounts])
            left = [Left(n, rate, units - take.get(n, 0), total - part.totals.get(n, 0)) for n, rate, units, total in left]
    return parts


@given(LINES, EXTRAS, TAKEN, st.sampled_from([0, 2, 3]), st.booleans())
def test_the_parts_of_an_order_come_to_it_to_the_cent(lines, extras, wishes, digits, included):
    left, whole = order_of(lines, extras, digits, included)
    parts = divided(left, whole, wishes, digits, included)

    amounts = [part.amounts for _take, part, _rest, _left in parts]
    for field in ("goods", "discount", "shipping_charge", "net", "tax", "total"):
        assert sum(getattr(each, field) for each in amounts) == getattr(whole, field)
    for share in whole.shares:
        assert sum(each.net for part in amounts for each in part.shares if each.rate == share.rate) == share.net
        assert sum(each.tax for part in amounts for each in part.shares if each.rate == share.rate) == share.tax
    for line in left:
        assert sum(part.totals.get(line.line_id, 0) for _take, part, _rest, _left in parts) == line.total


@given(LINES, EXTRAS, TAKEN, st.sampled_from([0, 2, 3]), st.booleans())
def test_each_part_adds_up_in_itself_and_states_the_rates_of_its_lines(lines, extras, wishes, digits, included):
    left, whole = order_of(lines, extras, digits, included)
    for take, (totals, amounts), rest, before in divided(left, whole, wishes, digits, included):
        assert amounts.goods == sum(totals.values())
        taxed = sum(share.gross if included else share.net for share in amounts.shares)
        assert amounts.goods - amounts.discount + amounts.shipping_charge == taxed
        assert [share.rate for share in amounts.shares] == sorted({line.rate for line in before if line.line_id in take})
        assert all(value == rounded(value, digits) for value in (*totals.values(), amounts.discount, amounts.total))
        assert 0 <= amounts.shipping_charge <= whole.shipping_charge
        assert all(0 <= totals[line.line_id] <= line.total for line in before if line.line_id in take)
        assert rest.less([amounts]).goods >= 0


def test_a_hundred_pieces_at_three_cents_never_state_a_tax_that_is_far_off():
    """Rounded up each time it would be a euro of tax for 57 cents, and the last piece would have to give 42 cents back."""
    left, whole = order_of([(Decimal(19), 100, 300)], (0, 0), 2, included=False)
    parts = divided(left, whole, [[1] * 8] * 99, 2, included=False)
    assert (len(parts), sum(part.amounts.tax for _take, part, _rest, _left in parts)) == (100, Decimal("0.57"))
    assert {part.amounts.tax for _take, part, _rest, _left in parts} == {Decimal("0.00"), Decimal("0.01")}


def test_an_order_that_costs_nothing_but_its_shipping_charges_it_with_the_last_piece():
    left, whole = order_of([(Decimal(0), 2, 0)], (0, 490), 2, included=True)
    first, last = (part.amounts for _take, part, _rest, _left in divided(left, whole, [[1] * 8], 2, included=True))
    assert (first.total, last.total) == (0, Decimal("4.90"))


def test_what_is_credited_is_left_again():
    rate, whole = Decimal(19), Amounts(Decimal(10), ZERO, ZERO, (TaxShare(Decimal(19), Decimal(10), Decimal("1.90")),))
    assert whole.less([whole, whole.negative()]) == whole
    assert whole.less([whole]).shares == (TaxShare(rate, ZERO, ZERO),)
