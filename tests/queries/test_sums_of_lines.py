"""Sums of order lines are exact, whether all orders are in one currency or not."""

from decimal import Decimal

import pytest

from crm_desktop.data.models import OrderLine
from crm_desktop.queries.listing import Question, groups
from crm_desktop.queries.subjects import ORDER_LINES


def by_hand(field, currency):
    return sum((getattr(line, field) for line in OrderLine.select() if line.order.currency == currency), Decimal(0))


@pytest.mark.parametrize("field", ["total", "gross"])
def test_one_currency_is_one_sum(make_customer, make_product, make_order, field):
    customer, product = make_customer(), make_product("P-1", "0.07")
    for quantity in (1, 3, 1_000_003):
        make_order(customer, product, quantity)
    (whole,) = groups(Question(ORDER_LINES), field)
    assert (whole.currency, whole.size, whole.total) == ("EUR", 3, by_hand(field, "EUR"))


def test_two_currencies_are_two_sums(make_customer, make_product, make_order):
    customer, product = make_customer(), make_product()
    make_order(customer, product)
    make_order(customer, product, 2, currency="USD")
    found = {group.currency: (group.size, group.total) for group in groups(Question(ORDER_LINES), "total")}
    assert found == {currency: (1, by_hand("total", currency)) for currency in ("EUR", "USD")}


def test_where_something_is_asked_only_that_counts(make_customer, make_product, make_order):
    customer, product = make_customer(), make_product()
    make_order(customer, product)
    order = make_order(customer, product, 2)
    (part,) = groups(Question(ORDER_LINES, (("order", "=", order.number),)), "total")
    assert (part.size, part.total) == (1, by_hand("total", "EUR") - Decimal("29.97"))


def test_no_lines_have_no_sum(store):
    assert groups(Question(ORDER_LINES), "total") == []
