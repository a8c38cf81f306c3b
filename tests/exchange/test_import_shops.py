"""The order exports of web shops, by the mappings that are shipped: what was paid, refunded and sent comes out right."""

import csv
import shutil
from io import StringIO

import pytest

from crm_desktop.core.paths import resource
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Customer, Order, OrderLine, Payment

SHOPIFY = (
    "Name", "Email", "Phone", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency", "Subtotal", "Shipping",
    "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price",
    "Lineitem sku", "Lineitem fulfillment status", "Billing Name", "Billing Street", "Billing City", "Billing Zip", "Billing Country",
    "Billing Phone", "Shipping Name", "Shipping Street", "Shipping City", "Shipping Zip", "Shipping Country", "Notes", "Cancelled at",
    "Payment Method", "Payment Reference", "Refunded Amount", "Outstanding Balance", "Tags", "Source",
)  # fmt: skip
WOO = (
    "Order Number", "Order Status", "Order Date", "Customer Note", "First Name (Billing)", "Last Name (Billing)", "Email (Billing)",
    "Phone (Billing)", "Address 1&2 (Billing)", "City (Billing)", "Postcode (Billing)", "Country Code (Billing)", "First Name (Shipping)",
    "Last Name (Shipping)", "Address 1&2 (Shipping)", "Postcode (Shipping)", "City (Shipping)", "Country Code (Shipping)",
    "Payment Method Title", "Order Shipping Amount", "Order Refund Amount", "Order Total Amount", "Order Total Tax Amount", "SKU",
    "Item Name", "Quantity (- Refund)", "Item Cost", "Coupon Code",
)  # fmt: skip


@pytest.fixture
def address(empty_files, tmp_path):
    """One engine is enough: nothing here is decided by the store."""
    shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
    return tmp_path / "shop.crm", None


@pytest.fixture
def orders(write, bring):
    """Import these rows, each the filled cells by header, by one of the shipped mappings."""

    def make(mapping, header, *rows):
        text = StringIO()
        writer = csv.DictWriter(text, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
        path = write("orders.csv", text.getvalue())
        return bring(resource("mappings", f"{mapping}.toml"), [path])

    return make


def sold(name, total, **more):
    """The first row of an order in Shopify: two cups at 10, and what it says of the order."""
    row = {
        "Name": name, "Email": "ada@example.org", "Currency": "EUR", "Subtotal": "20.00", "Shipping": "4.00", "Taxes": "3.83",
        "Total": total, "Created at": "2026-03-01 23:30:00 +0000", "Lineitem quantity": "2", "Lineitem name": "Cup",
        "Lineitem price": "10.00",
        "Lineitem sku": "CUP", "Billing Name": "Ada L", "Billing Zip": "'01067", "Financial Status": "pending", "Refunded Amount": "0.00",
        "Outstanding Balance": "0.00", "Fulfillment Status": "unfulfilled", "Lineitem fulfillment status": "pending",
    }  # fmt: skip
    return {**row, **{name.replace("_", " "): value for name, value in more.items()}}


PAID = {"Financial_Status": "paid", "Paid_at": "2026-03-02 08:00:00 +0000", "Payment_Method": "Shopify Payments", "Payment_Reference": "c1"}
SENT = {"Fulfillment_Status": "fulfilled", "Fulfilled_at": "2026-03-02 23:30:00 +0000", "Lineitem_fulfillment_status": "fulfilled"}


def second(name, status="fulfilled"):
    return {
        "Name": name, "Created at": "2026-03-01 23:30:00 +0000", "Lineitem quantity": "1", "Lineitem name": "Pot", "Lineitem price": "5.00",
        "Lineitem sku": "POT", "Lineitem fulfillment status": status,
    }  # fmt: skip


def test_an_order_of_shopify_is_paid_sent_and_partly_refunded(orders):
    first = sold("#1", "24.00", **{**PAID, **SENT, "Subtotal": "20.00", "Discount_Amount": "5.00", "Refunded_Amount": "10.00"})
    assert not orders("shopify-orders", SHOPIFY, {**first, "Financial Status": "partially_refunded"}, second("#1")).partly
    order = Order.get(number="#1")
    assert (order.goods, order.discount, order.shipping_charge, order.tax, order.total) == (25, 5, 4, 0, 24)
    assert (order.state, order.fulfilment, order.payment_state, order.owed) == ("completed", "fulfilled", "partly_refunded", 0)
    assert str(order.shipped_on) == "2026-03-03"  # in Berlin
    assert [(p.direction, p.amount, p.method, p.reference) for p in Payment.select().order_by(Payment.id)] == [
        ("in", 24, "card", "c1"), ("out", 10, "card", ""),
    ]  # fmt: skip
    assert [(line.sku, line.shipped) for line in OrderLine.select().order_by(OrderLine.position)] == [("CUP", 2), ("POT", 1)]
    assert not any(rebuild().values())


def test_orders_of_shopify_that_are_open_cancelled_or_paid_in_part(orders):
    result = orders(
        "shopify-orders", SHOPIFY, sold("#2", "24.00"),
        sold("#3", "24.00", **{**PAID, "Financial_Status": "refunded", "Refunded_Amount": "24.00",
             "Cancelled_at": "2026-03-04 10:00:00 +0000"}),
        sold("#4", "24.00", **{**PAID, "Financial_Status": "partially_paid", "Outstanding_Balance": "14.00"}),
        sold("#5", "27.83", **{**PAID, **SENT}), second("#5", "pending"),
    )  # fmt: skip
    assert not result.partly
    facts = {o.number: (o.state, o.payment_state, o.fulfilment, o.owed) for o in Order.select()}
    assert facts["#2"] == ("open", "unpaid", "unfulfilled", 24)
    assert facts["#3"] == ("cancelled", "refunded", "unfulfilled", 0)
    assert facts["#4"] == ("open", "partly_paid", "unfulfilled", 14)
    assert facts["#5"][2] == "partly"
    assert str(Order.get(number="#5").tax) == "3.8300"
    assert Customer.select().count() == 1


def test_a_second_import_of_a_shops_export_changes_nothing(orders):
    rows = (sold("#1", "24.00", **PAID, **SENT), second("#1"))
    orders("shopify-orders", SHOPIFY, *rows)
    again = orders("shopify-orders", SHOPIFY, *rows)
    assert (again.change, again.refused) == (None, [])


def item(number, status, article, left, total="30.00", refund="0.00", **more):
    row = {
        "Order Number": number, "Order Status": status, "Order Date": "2026-03-01 12:00", "First Name (Billing)": "Ada",
        "Last Name (Billing)": "L", "Email (Billing)": "ada@example.org", "Country Code (Billing)": "DE", "Payment Method Title": "PayPal",
        "Order Shipping Amount": "0", "Order Refund Amount": refund, "Order Total Amount": total, "Order Total Tax Amount": "0",
        "SKU": article, "Item Name": article.title(), "Quantity (- Refund)": str(left), "Item Cost": "10.00",
    }  # fmt: skip
    return {**row, **more}


def test_orders_of_woocommerce_are_worth_what_is_left_of_them(orders):
    result = orders(
        "woocommerce-orders", WOO, item("7", "Completed", "CUP", 1, refund="20.00"), item("7", "Completed", "POT", 0, refund="20.00"),
        item("8", "Refunded", "CUP", 0, refund="30.00"), item("9", "Pending payment", "CUP", 3), item("10", "wc-cancelled", "CUP", 3),
    )  # fmt: skip
    assert not result.partly
    facts = {o.number: (o.state, o.payment_state, o.paid, o.refunded, o.owed) for o in Order.select()}
    assert facts == {
        "7": ("completed", "partly_refunded", 30, 20, 0), "8": ("completed", "refunded", 30, 30, 0), "9": ("open", "unpaid", 0, 0, 30),
        "10": ("cancelled", "unpaid", 0, 0, 0),
    }  # fmt: skip
    assert {p.method for p in Payment.select()} == {"other"}
    assert not any(rebuild().values())
