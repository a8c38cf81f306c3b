from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.data.models import Customer, Order, OrderLine
from crm_desktop.reports.documents import sales_list
from crm_desktop.reports.documents.data import figures
from crm_desktop.reports.documents.sales_list import SalesParameters, collect
from crm_desktop.services.orders import LineInput, OrderInput, cancel_order, place_order
from tests.reports.documents.conftest import pages_of

SEPTEMBER, OCTOBER = datetime(2026, 9, 30, 21, 30, tzinfo=UTC), datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
"""An hour around midnight in Berlin."""


@pytest.fixture
def sales(house, buyer, make_goods, make_customer, nancy):
    """Two customers, three goods, two months, two currencies, and one order that was cancelled."""
    goods = [make_goods(sku, price, "19") for sku, price in (("lamp", "49.90"), ("book", "9.95"), ("pen", "0.99"))]
    other = make_customer("Ada")

    def sell(customer, day, *counts, **more):
        lines = tuple(LineInput(product.id, Decimal(count)) for product, count in zip(goods, counts, strict=False) if Decimal(count))
        return place_order(OrderInput(customer.id, lines, ordered_at=day, **more), nancy)

    sell(buyer, SEPTEMBER, 1, 2, discount=Decimal("5.00"))
    sell(buyer, OCTOBER, "0.5", 0, 10, shipping_charge=Decimal("4.90"))
    sell(other, OCTOBER, 0, 3)
    sell(other, OCTOBER, 0, 0, 7, currency="USD")
    (gone,) = sell(other, OCTOBER, 9).of(Entity.ORDER)
    cancel_order(gone, "no", nancy)


def asked(**wanted):
    (paper,) = collect(SalesParameters(**wanted)).papers
    return paper


def counted(orders):
    """Plain loops over what is stored: units and amount by product, and goods after discounts by customer, of euros."""
    products, customers = defaultdict(lambda: [Decimal(0), Decimal(0)]), defaultdict(Decimal)
    for order in orders:
        customers[Customer.get_by_id(order.customer_id).number] -= order.discount
        for line in OrderLine.select().where(OrderLine.order == order):
            products[line.sku][0] += line.quantity
            products[line.sku][1] += line.total
            customers[Customer.get_by_id(order.customer_id).number] += line.total
    return dict(products), dict(customers)


def test_every_sum_is_that_of_plain_loops(sales):
    block = asked(since=date(2026, 9, 1), until=date(2026, 10, 31)).blocks[0]
    orders = [order for order in Order.select() if order.state == "open" and order.currency == "EUR"]
    products, customers = counted(orders)

    assert {row.sku: [row.quantity, row.amount] for row in block.products} == products
    assert {row.number: row.amount for row in block.customers} == customers
    assert block.whole.total == sum(order.total for order in orders)
    assert sum(row.total for row in block.customers) == block.whole.total
    assert block.whole.goods - block.whole.discount == sum(customers.values())
    assert [row.amount for row in block.products] == sorted((row.amount for row in block.products), reverse=True)


def test_a_month_ends_at_the_companys_midnight(sales):
    months = asked(since=date(2026, 9, 1), until=date(2026, 10, 31)).blocks[0].months
    assert [(row.month, row.sales.orders) for row in months] == [(date(2026, 9, 1), 1), (date(2026, 10, 1), 2)]
    assert asked(month=date(2026, 9, 1)).blocks[0].whole.orders == 1


def test_currencies_are_never_added(sales):
    paper = asked(month=date(2026, 10, 1))
    assert [(block.currency, block.whole.orders) for block in paper.blocks] == [("EUR", 2), ("USD", 1)]


def test_without_days_it_is_the_month_of_the_newest_order(sales):
    paper = asked()
    assert (paper.first, paper.last, paper.number) == (date(2026, 10, 1), date(2026, 10, 31), "2026-10-01-2026-10-31")


def test_beyond_a_hundred_the_rest_is_one_sum_unless_everything_is_asked_for(sales, monkeypatch):
    monkeypatch.setattr(sales_list, "MOST", 1)
    short, whole = asked(month=date(2026, 10, 1)).blocks[0], asked(month=date(2026, 10, 1), everything=True).blocks[0]
    assert short.products == whole.products[:1]
    assert short.more_products.count == len(whole.products) - 1
    assert short.products[0].amount + short.more_products.amount == sum(row.amount for row in whole.products)
    assert whole.more_products.count == whole.more_customers.count == 0


def test_what_is_printed_is_in_the_figures_too(sales, tmp_path):
    data = collect(SalesParameters(month=date(2026, 10, 1)))
    sales_list.draw(data, tmp_path / "sales.pdf")
    text = " ".join(pages_of(tmp_path / "sales.pdf"))
    (told,) = figures(data)["documents"]
    for block in told["blocks"]:
        for row in (*block["products"], *block["customers"]):
            assert row["amount"].replace(".", ",") in text
    assert "In EUR" in text and "In USD" in text and "prices without tax" in text


def test_a_time_in_which_nothing_was_sold_says_so(sales, tmp_path):
    sales_list.draw(collect(SalesParameters(month=date(2020, 2, 1))), tmp_path / "none.pdf")
    assert "Nothing was sold in these days." in pages_of(tmp_path / "none.pdf")[0]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"month": date(2026, 10, 1), "since": date(2026, 10, 1)}, "not both"),
        ({"since": date(2026, 10, 1)}, "first and its last"),
        ({"since": date(2026, 10, 2), "until": date(2026, 10, 1)}, "after the first"),
        ({"since": date(1990, 1, 1), "until": date(2026, 10, 1)}, "within ten years"),
        ({"paper": "a5"}, "Paper is a4 or letter"),
    ],
)
def test_days_that_make_no_sense_are_refused(sales, wanted, why):
    with pytest.raises(UserError, match=why):
        asked(**wanted)


def test_where_nothing_was_ever_sold_days_are_asked_for(house):
    with pytest.raises(UserError, match="Nothing was sold yet"):
        asked()
