"""How an order is divided among its invoices: each takes its share of what is left, rounded, and the last takes the rest."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.tax import TaxShare, tax_per_rate


class Amounts(NamedTuple):
    """What a document adds up to: goods less discount plus shipping is what its shares tax."""

    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    shares: tuple[TaxShare, ...]

    @property
    def net(self) -> Decimal:
        return sum((share.net for share in self.shares), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((share.tax for share in self.shares), ZERO)

    @property
    def total(self) -> Decimal:
        return self.net + self.tax

    def less(self, others: Iterable["Amounts"]) -> "Amounts":
        """What is left without these; every rate stays, be it with nothing."""
        left = self
        for other in others:
            shares = {share.rate: share for share in left.shares}
            for share in other.shares:
                before = shares.get(share.rate, TaxShare(share.rate, ZERO, ZERO))
                shares[share.rate] = TaxShare(share.rate, before.net - share.net, before.tax - share.tax)
            left = Amounts(
                left.goods - other.goods, left.discount - other.discount, left.shipping_charge - other.shipping_charge,
                tuple(shares[rate] for rate in sorted(shares)),
            )  # fmt: skip
        return left

    def negative(self) -> "Amounts":
        return Amounts(ZERO, ZERO, ZERO, ()).less([self])


class Left(NamedTuple):
    """What of an order's line stands on no invoice: units and what they come to."""

    line_id: int
    rate: Decimal
    units: Decimal
    total: Decimal


class Part(NamedTuple):
    """By line: what its units come to."""

    totals: dict[int, Decimal]
    amounts: Amounts


def whole_of(
    lines: Sequence[tuple[Decimal, Decimal]], discount: Decimal, shipping_charge: Decimal, *, included: bool, digits: int
) -> Amounts:
    """Of an order whose `lines` are (rate, total)."""
    goods = sum((total for _rate, total in lines), ZERO)
    shares = tax_per_rate(lines, shipping_charge - discount, included=included, digits=digits)
    return Amounts(goods, discount, shipping_charge, shares)


def part_of(lines: Sequence[Left], rest: Amounts, take: Mapping[int, Decimal], *, included: bool, digits: int) -> Part:
    """`take` is units by line, `rest` what no invoice states yet. Once all units are taken, all of the rest is, to the last cent.

    A rate's discount, shipping and tax go with its goods; of goods that cost nothing, with the last of them.
    """
    totals = {
        line.line_id: _share_of(line.total, take[line.line_id], line.units, digits, last=take[line.line_id] == line.units)
        for line in lines
        if line.line_id in take
    }
    left = {share.rate: share for share in rest.shares}
    shares, extra = [], ZERO
    for rate in sorted({line.rate for line in lines if line.line_id in take}):
        of_rate = [line for line in lines if line.rate == rate]
        last = all(take.get(line.line_id, ZERO) == line.units for line in of_rate)
        goods = sum((totals.get(line.line_id, ZERO) for line in of_rate), ZERO)
        goods_left = sum((line.total for line in of_rate), ZERO)
        taxed_left = left[rate].gross if included else left[rate].net
        more = _share_of(taxed_left - goods_left, goods, goods_left, digits, last=last)
        tax = _share_of(left[rate].tax, goods + more, taxed_left, digits, last=last)
        shares.append(TaxShare(rate, goods + more - tax if included else goods + more, tax))
        extra += more
    goods = sum(totals.values(), ZERO)
    everything = all(take.get(line.line_id, ZERO) == line.units for line in lines)
    discount, shipping = (rest.discount, rest.shipping_charge) if everything else _parted(rest, goods, extra, digits)
    return Part(totals, Amounts(goods, discount, shipping, tuple(shares)))


def _parted(rest: Amounts, goods: Decimal, extra: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """A part's discount and shipping, which are to differ by `extra`."""
    discount = _share_of(rest.discount, goods, rest.goods, digits, last=False)
    shipping = min(max(extra + discount, ZERO), rest.shipping_charge)
    return shipping - extra, shipping


def _share_of(amount: Decimal, part: Decimal, whole: Decimal, digits: int, *, last: bool) -> Decimal:
    if last:
        return amount
    return rounded(amount * part / whole, digits) if whole else ZERO
