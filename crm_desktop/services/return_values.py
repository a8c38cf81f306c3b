"""What returned goods were sold for: their share of the line, of the order's discount and of its tax."""

from decimal import Decimal

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.tax import spread
from crm_desktop.data.models import Order, OrderLine


def paid_for_lines(order: Order) -> dict[int, Decimal]:
    """By line: what the customer paid for it, tax included; shipping stays out. They add up to the order's total without shipping,
    but for the tax on shipping."""
    digits = digits_of(order.currency)
    lines = list(OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.position, OrderLine.id))
    after_discount = [line.total - part for line, part in zip(lines, spread(order.discount, _weights(lines), digits), strict=True)]
    taxes = spread(_goods_tax(order), [amount * line.tax_rate for line, amount in zip(lines, after_discount, strict=True)], digits)
    return {line.id: amount + tax for line, amount, tax in zip(lines, after_discount, taxes, strict=True)}


def value_of(order: Order, line: OrderLine, quantity: Decimal, before: Decimal) -> Decimal:
    """Of `quantity` units of which `before` went back earlier: bit by bit they come to what they come to at once."""
    whole, digits = paid_for_lines(order)[line.id], digits_of(order.currency)
    return rounded(whole * (before + quantity) / line.quantity, digits) - rounded(whole * before / line.quantity, digits)


def _weights(lines: list[OrderLine]) -> list[Decimal]:
    return [line.total for line in lines]


def _goods_tax(order: Order) -> Decimal:
    """The order's tax without what falls on its shipping."""
    taxed = order.goods - order.discount + order.shipping_charge
    if not order.tax or not taxed:
        return ZERO
    return rounded(order.tax * (order.goods - order.discount) / taxed, digits_of(order.currency))
