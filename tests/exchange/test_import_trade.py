"""Payments, shipments and returns of a file: what comes in, what is refused, and that importing again and undoing leave nothing doubled."""

import shutil
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import fetch
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import RECORDS, Order, OrderLine, Payment, ReturnLine, ReturnRequest, Shipment, Staff
from crm_desktop.exchange.importing import run_import, undo_import
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.services.returns import split_return

SALES = """
source = "old"
decimal = "."
dates = "YMD"
[[file]]
path = "orders.csv"
[file.customer]
id = "Who"
name = "Who"
repeated = "same"
[file.order]
id = "Order"
number = "Order"
customer = "Who"
ordered_at = "Day"
currency = { column = "Currency", optional = true }
repeated = "same"
[file.line]
id = { join = ["Order", "Article"], with = "/" }
order = "Order"
sku = "Article"
name = "Article"
quantity = "Units"
unit_price = "Price"
"""
SHIPMENTS = """
[[file]]
path = "shipments.csv"
optional = true
[file.shipment]
id = "Parcel"
order = "Order"
carrier = "Carrier"
tracking = "Tracking"
link = { value = "https://example.org/{tracking}" }
shipped_on = "Left"
delivered_on = "Arrived"
"""
PARCELS = """
[[file]]
path = "shipments.csv"
[file.shipment]
id = "Parcel"
order = "Order"
shipped_on = "Left"
repeated = "same"
[file.shipment_line]
id = { join = ["Parcel", "Article"], with = "/" }
shipment = "Parcel"
sku = "Article"
quantity = "Units"
"""
RETURNED = """
[[file]]
path = "returns.csv"
optional = true
[file.return]
id = "Order"
order = "Order"
requested_at = { column = "Asked", optional = true }
"""
RETURN_LINES = """
[[file]]
path = "returns.csv"
[file.return]
id = "Return"
order = "Order"
requested_at = "Asked"
state = { column = "State", optional = true, default = "settled" }
repeated = "same"
[file.return_line]
id = { join = ["Return", "Article"], with = "/" }
return = "Return"
sku = "Article"
quantity = "Units"
value = { column = "Value", optional = true }
reason = { column = "Why", optional = true }
"""
PAYMENTS = """
[[file]]
path = "payments.csv"
[file.payment]
id = "Id"
order = "Order"
amount = "Amount"
currency = { column = "Currency", optional = true }
received_at = "Day"
reference = "Reference"
[file.payment.method]
column = "How"
other = "other"
[file.payment.method.map]
Visa = "card"
Bank = "transfer"
"""
ORDERS = "Who,Order,Day,Article,Units,Price\nAda,1,2026-01-05,Cup,4,2.50\nAda,1,2026-01-05,Pot,1,30\nBo,2,2026-01-06,Cup,2,2.50\n"
LEFT = "Parcel,Order,Carrier,Tracking,Left,Arrived\nP1,1,Post,T 1,2026-01-07,2026-01-09\nP2,2,Post,,2026-01-07,\n"
MONEY = "Id,Order,Amount,Day,Reference,How\na,1,40,2026-01-06,R1,Visa\nb,1,-10,2026-01-20,R2,Bank\nc,2,5,2026-01-06,,Cash\n"


@pytest.fixture
def sales(write, bring):
    """Import orders with what else the test's mapping says of them."""

    def make(mapping, orders=ORDERS, **files):
        write("orders.csv", orders)
        for name, text in files.items():
            write(f"{name}.csv", text)
        return bring(write("sales.toml", SALES + mapping))

    return make


def reasons(result):
    return [(row.place.line, row.column, row.reason) for row in result.refused]


def contents():
    return {model._meta.table_name: fetch(f"SELECT * FROM {model._meta.table_name} ORDER BY id") for model in RECORDS}


def lines():
    return {(line.order.number, line.sku): line for line in OrderLine.select()}


def test_money_and_goods_come_in_once_and_go_out_again(sales, owner):
    before = contents()
    whole = SHIPMENTS + RETURNED + PAYMENTS
    result = sales(whole, shipments=LEFT, returns="Order\n2\n", payments=MONEY)
    assert not result.partly
    first, second = Order.select().order_by(Order.number)
    assert (first.fulfilment, first.payment_state, first.paid, first.refunded, first.owed) == ("fulfilled", "partly_refunded", 40, 10, 0)
    assert (second.fulfilment, second.credited, second.owed) == ("returned", 5, -5)
    assert {(p.direction, p.method, str(p.amount)) for p in Payment.select()} == {
        ("in", "card", "40.0000"), ("out", "transfer", "10.0000"), ("in", "other", "5.0000"),
    }  # fmt: skip
    assert (Shipment.get(tracking="T 1").status, Shipment.get(tracking="T 1").link) == ("delivered", "https://example.org/T%201")
    back = ReturnRequest.get()
    assert (back.dated, back.requested_at, back.state, back.number) == (False, second.ordered_at, "settled", "RMA-00001")
    line = ReturnLine.get()
    assert (line.reason, line.resolution, line.value, line.quantity) == ("unknown", "refund", 5, 2)
    assert not any(rebuild().values())
    assert verify_chain() == []

    now = contents()
    again = sales(whole, shipments=LEFT, returns="Order\n2\n", payments=MONEY)
    assert (again.change, again.partly, contents()) == (None, False, now)
    undone = undo_import(result.run, by=owner)
    assert (undone.kept, contents()) == ([], before)


class TestOnOneEngine:
    """One engine is enough for what is decided row by row."""

    @pytest.fixture
    def address(self, empty_files, tmp_path):
        shutil.copy(empty_files / "plain", tmp_path / "shop.crm")
        return tmp_path / "shop.crm", None

    def test_more_than_was_paid_is_not_refunded(self, sales):
        money = MONEY + "d,1,-30.01,2026-01-21,R3,Visa\ne,1,-30,2026-01-22,R4,Visa\n"
        result = sales(PAYMENTS, payments=money)
        assert reasons(result) == [(5, "amount", "Order 1 has 30 EUR left to refund.")]
        assert Order.get(number="1").refunded == 40

    def test_refunds_are_weighed_against_all_that_was_paid(self, sales):
        result = sales(PAYMENTS, payments="Id,Order,Amount,Day,Reference,How\na,1,-10,2026-01-05,,Visa\nb,1,40,2026-01-06,,Visa\n")
        assert not result.partly
        refund = Payment.get(direction="out")
        assert (refund.allowance, Order.get(number="1").owed) == (10, 0)

    def test_what_was_paid_too_much_goes_back_and_the_price_stays(self, sales):
        sales(PAYMENTS, payments="Id,Order,Amount,Day,Reference,How\na,1,50,2026-01-06,,Visa\nb,1,-12,2026-01-07,,Visa\n")
        assert (Payment.get(direction="out").allowance, Order.get(number="1").owed) == (2, 0)

    def test_unknown_orders_other_currencies_and_fractions_are_rejected(self, sales):
        header = "Id,Order,Amount,Currency,Day,Reference,How\n"
        money = header + "a,9,1,EUR,2026-01-06,,Visa\nb,1,1,USD,2026-01-06,,Visa\nc,1,0.001,EUR,2026-01-06,,Visa\nd,1,0,EUR,2026-01-06,,\n"
        assert reasons(sales(PAYMENTS, payments=money)) == [
            (5, "Amount", "An amount must be above zero."),
            (2, "order", "This is not there, or was rejected itself."),
            (3, "currency", "Order 1 is in EUR."),
            (4, "amount", "EUR has 2 digits after the point."),
        ]

    def test_a_payment_that_was_recorded_here_is_not_taken_twice(self, sales, nancy):
        sales("")
        record_payment(PaymentInput(Order.get(number="1").id, Decimal(40), reference="R1"), nancy)
        result = sales(PAYMENTS, payments=MONEY)
        assert reasons(result) == [(2, "reference", "A payment with this reference and amount is here already.")]
        assert Order.get(number="1").paid == 40

    def test_instalments_under_one_reference_are_two_payments_and_the_same_moment_is_one(self, sales):
        header = "Id,Order,Amount,Day,Reference,How\n"
        money = header + "a,1,10,2026-01-06,R,Visa\nb,1,10,2026-02-06,R,Visa\nc,1,10,2026-02-06,R,Visa\n"
        assert [line for line, _column, _reason in reasons(sales(PAYMENTS, payments=money))] == [4]

    def test_a_refund_above_the_limit_of_who_imports_is_rejected(self, sales, write, owner, store):
        set_refund_limit(Role.SUPERVISOR, Decimal(8), owner)
        sales("")
        write("payments.csv", MONEY)
        result = run_import(write("sales.toml", SALES + PAYMENTS), by=Staff.get(login="nancy").actor())
        assert [(line, column) for line, column, _reason in reasons(result)] == [(3, "amount")]
        assert "may give back 8 EUR" in result.refused[0].reason
        assert isinstance(owner, Actor)

    def test_what_was_booked_stays_and_what_the_bank_says_later_counts(self, sales):
        mapping = PAYMENTS.replace('How"\nother', 'How"\nother').replace("[file.payment.method]", 'status = "How"\n[file.payment.method]')
        header = "Id,Order,Amount,Day,Reference,How\n"
        sales(mapping, payments=header + "a,1,40,2026-01-06,R1,pending\n")
        assert Order.get(number="1").paid == 0
        result = sales(mapping, payments=header + "a,1,41,2026-01-06,R1,captured\n")
        assert reasons(result) == [(2, "amount", "This was booked already and stays as it is.")]
        assert Order.get(number="1").paid == 40
        result = sales(mapping, payments=header + "a,1,40,2026-01-06,R1,pending\n")
        assert [reason for _line, _column, reason in reasons(result)] == [
            "A payment that is captured cannot become pending. Nothing was changed."
        ]

    def test_no_more_is_shipped_than_was_ordered(self, sales):
        parcels = (
            "Parcel,Order,Left,Article,Units\nP1,1,2026-01-07,Cup,3\nP1,1,2026-01-07,Pot,1\nP2,1,2026-01-08,Cup,2\nP3,1,2026-01-08,Cup,1\n"
        )
        result = sales(PARCELS, shipments=parcels)
        assert reasons(result) == [(4, "quantity", "Only 1 of “Cup” still wait to be shipped."), (4, "order", "No line of it came in.")]
        assert (lines()["1", "Cup"].shipped, Order.get(number="1").fulfilment, Shipment.select().count()) == (4, "fulfilled", 2)
        again = sales(PARCELS, shipments=parcels)
        assert (again.change, len(again.refused)) == (None, 2)

    def test_lines_that_are_new_in_a_parcel_that_is_here_are_weighed_too(self, sales):
        header = "Parcel,Order,Left,Article,Units\n"
        sales(PARCELS, shipments=header + "P1,1,2026-01-07,Cup,3\n")
        result = sales(PARCELS, shipments=header + "P1,1,2026-01-07,Cup,3\nP1,1,2026-01-07,Pot,2\n")
        assert reasons(result) == [(3, "quantity", "Only 1 of “Pot” still wait to be shipped.")]
        result = sales(PARCELS, shipments=header + "P1,1,2026-01-07,Cup,4\nP1,1,2026-01-07,Pot,1\n")
        assert reasons(result) == [(2, "quantity", "This was booked already and stays as it is.")]
        assert (lines()["1", "Cup"].shipped, lines()["1", "Pot"].shipped) == (3, 1)

    def test_a_parcel_of_all_that_waits_and_one_for_which_nothing_is_left(self, sales):
        left = LEFT + "P3,1,Post,,2026-01-08,\nP4,2,Post,,2026-01-09,2026-01-08\n"
        result = sales(SHIPMENTS, shipments=left)
        assert reasons(result) == [
            (5, "Arrived", "A shipment arrives after it leaves."),
            (4, "order", "Nothing of this order waits to be shipped."),
        ]

    def test_a_shipment_that_came_back_is_refused_once_its_goods_were_returned(self, sales):
        sales(SHIPMENTS + RETURNED, shipments=LEFT, returns="Order,Asked\n1,2026-01-12\n")
        moved = SHIPMENTS.replace('delivered_on = "Arrived"', 'status = "Arrived"')
        result = sales(moved, shipments=LEFT.replace("2026-01-09", "lost").replace("2026-01-07,\n", "2026-01-07,in_transit\n"))
        assert [(line, column) for line, column, _reason in reasons(result)] == [(2, "status")]

    def test_no_more_comes_back_than_was_shipped(self, sales):
        back = "Return,Order,Asked,Article,Units\nA,1,2026-01-12,Cup,3\nB,1,2026-01-13,Cup,2\nC,1,2026-01-13,Jug,1\n"
        result = sales(SHIPMENTS + RETURN_LINES, shipments=LEFT, returns=back)
        assert [row for row in reasons(result) if row[1] != "order"] == [
            (3, "quantity", "Only 1 of “Cup” were shipped and can be returned."),
            (4, "line", "The order has no such line."),
        ]
        assert (lines()["1", "Cup"].returned, Order.get(number="1").credited) == (3, Decimal("7.5"))
        assert all(back.dated for back in ReturnRequest.select())

    def test_an_order_of_which_nothing_left_cannot_come_back(self, sales):
        assert reasons(sales(RETURNED, returns="Order\n2\n")) == [(2, "order", "Nothing of this order was shipped and can have come back.")]

    def test_returned_goods_are_worth_at_most_what_was_paid_for_them(self, sales):
        back = "Return,Order,Asked,Article,Units,Value,State,Why\nA,1,2026-01-12,Cup,1,2.51,,\nB,1,2026-01-12,Cup,1,2,settled,damaged\n"
        result = sales(SHIPMENTS + RETURN_LINES, shipments=LEFT, returns=back + "C,1,2026-01-12,Pot,1,,requested,other\n")
        assert reasons(result)[0] == (4, "Why", "Say what the other reason is.") or reasons(result)[0][0] == 4
        assert (2, "value", "The value of this line lies between 0 and 2.5 EUR.") in reasons(result)
        assert [(line.reason, line.value) for line in ReturnLine.select()] == [("damaged", 2)]

    def test_a_return_under_way_is_not_settled_yet(self, sales):
        back = "Return,Order,Asked,Article,Units,State\nA,1,2026-01-12,Pot,1,approved\n"
        sales(SHIPMENTS + RETURN_LINES, shipments=LEFT, returns=back)
        line = ReturnLine.get()
        assert (line.resolution, line.value, line.return_request.state, line.return_request.received_at) == ("", 0, "approved", None)
        result = sales(SHIPMENTS + RETURN_LINES, shipments=LEFT, returns=back.replace("approved", "cancelled"))
        assert [column for _line, column, _reason in reasons(result)] == ["state"]

    def test_what_is_split_off_a_return_without_a_day_has_none_either(self, sales, nancy):
        received = RETURNED + 'state = { value = "received" }\n'
        sales(SHIPMENTS + received, shipments=LEFT, returns="Order\n1\n")
        back = ReturnRequest.get()
        cup = ReturnLine.get(name="Cup")
        split_return(back.id, back.version, {cup.id: Decimal(1)}, nancy)
        assert [request.dated for request in ReturnRequest.select()] == [False, False]

    def test_a_return_comes_in_one_parcel_once_its_goods_are_on_their_way(self, sales):
        back = "Return,Order,Asked,Article,Units,State,Parcel,Left\n"
        rows = "A,1,2026-01-12,Cup,1,received,X1,2026-01-13\nB,1,2026-01-12,Pot,1,approved,X2,2026-01-13\n"
        parcels = """
[[file]]
path = "inward.csv"
[file.return_shipment]
id = "Parcel"
return = "Return"
shipped_on = "Left"
"""
        inward = "Parcel,Return,Left\nX1,A,2026-01-13\nX2,B,2026-01-13\nX3,A,2026-01-13\n"
        result = sales(SHIPMENTS + RETURN_LINES + parcels, shipments=LEFT, returns=back + rows, inward=inward)
        assert reasons(result) == [
            (3, "return", "A return that is approved has no goods on their way."),
            (4, "return", "A parcel of this return is here already."),
        ]
        parcel = Shipment.get(direction="in")
        assert (parcel.return_request.source_id, parcel.order.number, parcel.status) == ("A", "1", "in_transit")
        assert lines()["1", "Cup"].shipped == 4
