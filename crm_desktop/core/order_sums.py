"""What an order comes to: while it is typed, and when it is saved."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.money import ZERO
from crm_desktop.core.tax import tax_per_rate


class OrderSums(NamedTuple):
    """`tax` comes on top of the prices; it is nothing where they include theirs."""

    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        return self.goods - self.discount + self.shipping_charge + self.tax


def order_sums(
    lines: Sequence[tuple[Decimal, Decimal]], discount: Decimal, shipping_charge: Decimal, *, included: bool, digits: int
) -> OrderSums:
    """`lines` are (tax rate, total)."""
    extra = shipping_charge - discount
    shares = () if included else tax_per_rate(lines, extra, included=False, digits=digits)
    goods, tax = sum([total for _rate, total in lines], ZERO), sum([share.tax for share in shares], ZERO)
    return OrderSums(goods, discount, shipping_charge, tax)
