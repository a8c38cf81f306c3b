"""What returned goods were sold for: their share of the line, of the order's discount and of its tax."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.tax import spread
from crm_desktop.data.models import Order, OrderLine


class Extras(NamedTuple):
    """What an order costs beside its lines, or less."""

    discount: Decimal
    shipping_charge: Decimal
    tax: Decimal


def paid_for_lines(order: Order) -> dict[int, Decimal]:
    """By line: what the customer paid for it, tax included; shipping stays out. They add up to the order's total without shipping,
    but for the tax on shipping."""
    lines = list(OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position, OrderLine.id))
    extras = Extras(order.discount, order.shipping_charge, order.tax)
    paid = paid_for([(line.total, line.tax_rate) for line in lines], extras, digits_of(order.currency))
    return {line.id: amount for line, amount in zip(lines, paid, strict=True)}


def paid_for(lines: Sequence[tuple[Decimal, Decimal]], extras: Extras, digits: int) -> list[Decimal]:
    """`lines` are total and tax rate of each line of one order, in its order."""
    totals = [total for total, _rate in lines]
    after_discount = [total - part for total, part in zip(totals, spread(extras.discount, totals, digits), strict=True)]
    goods_tax = _goods_tax(sum(totals, ZERO), extras, digits)
    taxes = spread(goods_tax, [amount * rate for (_total, rate), amount in zip(lines, after_discount, strict=True)], digits)
    return [amount + tax for amount, tax in zip(after_discount, taxes, strict=True)]


def value_of(order: Order, line: OrderLine, quantity: Decimal, before: Decimal) -> Decimal:
    """Of `quantity` units of which `before` went back earlier: bit by bit they come to what they come to at once."""
    return part_of(paid_for_lines(order)[line.id], line.quantity, quantity, before, digits_of(order.currency))


def part_of(whole: Decimal, units: Decimal, quantity: Decimal, before: Decimal, digits: int) -> Decimal:
    """What `quantity` of a line's units are worth; the parts that went back `before` and this one add up without a rest."""
    return rounded(whole * (before + quantity) / units, digits) - rounded(whole * before / units, digits)


def _goods_tax(goods: Decimal, extras: Extras, digits: int) -> Decimal:
    """The order's tax without what falls on its shipping."""
    taxed = goods - extras.discount + extras.shipping_charge
    if not extras.tax or not taxed:
        return ZERO
    return rounded(extras.tax * (goods - extras.discount) / taxed, digits)
