"""Whatever people do about money and goods in whatever order: both are conserved, and what cannot be is refused, also by undo."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds_of_trade import Condition, Disposition, PaymentStatus, ReturnReason
from crm_desktop.data.audit import verify_chain
from crm_desktop.data.database import create_file, open_store
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import (
    Customer,
    Operation,
    Order,
    OrderLine,
    Payment,
    Product,
    ReturnLine,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    StockMovement,
    Voucher,
)
from crm_desktop.data.undo import undo
from crm_desktop.services.company import CompanyInput, found_company
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.orders import LineInput, OrderDetails, OrderInput, cancel_order, change_order, confirm_order, place_order
from crm_desktop.services.payments import PaymentInput, record_payment, refund, set_payment_status
from crm_desktop.services.products import ProductInput, add_product, receive_goods
from crm_desktop.services.returns import (
    ReturnInput,
    ReturnLineInput,
    approve_return,
    cancel_return,
    inspect_line,
    receive_return,
    request_return,
    split_return,
)
from crm_desktop.services.settlements import (
    ToSettle,
    reject_line,
    settle_by_exchange,
    settle_by_partial_refund,
    settle_by_refund,
    settle_by_replacement,
    settle_by_store_credit,
)
from crm_desktop.services.shipments import ParcelLine, ShipmentInput, mark_lost, mark_sent_back, ship
from crm_desktop.services.vouchers import pay_by_voucher
from tests.conftest import DAY
from tests.examples import examples

OWNER = Actor(1, "owner", Role.OWNER)
WHICH = st.integers(0, 1_000)
UNITS = st.integers(1, 3).map(Decimal)
CENTS = st.integers(1, 4_000).map(lambda cents: Decimal(cents) / 100)
PHASES = tuple(phase for phase in Phase if phase is not Phase.shrink)
"""Shrinking runs each step anew and takes minutes; a sequence of 25 steps can be read as it is."""
SETTLE = (settle_by_refund, settle_by_store_credit, settle_by_replacement, settle_by_partial_refund, settle_by_exchange, reject_line)


def pick(model, which):
    rows = list(model.select().order_by(model.id))
    return rows[which % len(rows)]


def total(rows):
    return sum(rows, Decimal(0))


class Trade(RuleBasedStateMachine):
    new_store = None

    def __init__(self):
        super().__init__()
        self.store = type(self).new_store()
        self.store.connect()

    def teardown(self):
        self.store.close()

    def do(self, service, *arguments, **more):
        """What is refused leaves nothing behind."""
        count = Operation.select().count()
        try:
            service(*arguments, OWNER, **more)
        except UserError:
            assert Operation.select().count() == count

    @initialize()
    def open_shop(self):
        found_company(CompanyInput("Hafenhandel", currency="EUR", zone="Europe/Berlin"))
        for name in ("ada", "bob"):
            add_customer(CustomerInput(name), OWNER)
        for sku, price in (("pen", "9.99"), ("cup", "12.50")):
            (row_id,) = add_product(ProductInput(sku, sku, Decimal(price), tax_rate=Decimal(19)), OWNER).of(Entity.PRODUCT)
            receive_goods(row_id, Decimal(50), DAY, OWNER)
        self.opening = Operation.select().count()

    @rule(which=WHICH, counts=st.tuples(UNITS, UNITS), discount=st.sampled_from(["0", "1.11"]), draft=st.sampled_from([False, False, True]))
    def order(self, which, counts, discount, draft):
        lines = tuple(LineInput(product.id, count) for product, count in zip(Product.select().order_by(Product.id), counts, strict=True))
        self.do(place_order, OrderInput(pick(Customer, which).id, lines, discount=Decimal(discount), draft=draft))

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH, amount=CENTS)
    def pay(self, which, amount):
        order = pick(Order, which)
        self.do(record_payment, PaymentInput(order.id, order.owed if order.owed > 0 else amount))

    @precondition(lambda self: Payment.select().exists())
    @rule(which=WHICH, amount=CENTS, pending=st.booleans())
    def give_back(self, which, amount, pending):
        self.do(refund, PaymentInput(pick(Order, which).id, amount, reason="late", pending=pending))

    @precondition(lambda self: Payment.select().exists())
    @rule(which=WHICH, status=st.sampled_from(PaymentStatus))
    def hear_from_the_bank(self, which, status):
        payment = pick(Payment, which)
        self.do(set_payment_status, payment.id, payment.version, status)

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH, whole=st.booleans())
    def ship(self, which, whole):
        order = pick(Order, which)
        first = OrderLine.get(order=order)
        self.do(ship, order.id, order.version, ShipmentInput(None if whole else (ParcelLine(first.id, Decimal(1)),), shipped_on=DAY))

    @precondition(lambda self: Shipment.select().exists())
    @rule(which=WHICH, how=st.sampled_from([mark_lost, mark_sent_back]))
    def lose(self, which, how):
        self.do(how, pick(Shipment, which).id)

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH)
    def cancel(self, which):
        self.do(cancel_order, pick(Order, which).id, "no")

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH)
    def confirm(self, which):
        order = pick(Order, which)
        self.do(confirm_order, order.id, order.version)

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH, charge=CENTS)
    def change_charge(self, which, charge):
        order = pick(Order, which)
        self.do(change_order, order.id, order.version, OrderDetails(discount=order.discount, shipping_charge=charge))

    @precondition(lambda self: Order.select().exists())
    @rule(which=WHICH)
    def invoice(self, which):
        self.do(issue_invoice, pick(Order, which).id)

    @precondition(lambda self: Shipment.select().exists())
    @rule(which=WHICH, units=UNITS, received=st.booleans())
    def ask_for_return(self, which, units, received):
        line = pick(OrderLine, which)
        wanted = ReturnLineInput(units, ReturnReason.DAMAGED, line.id)
        before = ReturnRequest.select().count()
        self.do(request_return, ReturnInput((wanted,), line.order_id, window_reason="known"))
        if received and ReturnRequest.select().count() > before:
            request = ReturnRequest.select().order_by(ReturnRequest.id.desc()).get()
            self.do(approve_return, request.id, request.version)
            self.do(receive_return, request.id, request.version + 1)

    @precondition(lambda self: ReturnRequest.select().exists())
    @rule(which=WHICH, step=st.sampled_from([approve_return, receive_return]))
    def move_on(self, which, step):
        request = pick(ReturnRequest, which)
        self.do(step, request.id, request.version)

    @precondition(lambda self: ReturnRequest.select().exists())
    @rule(which=WHICH)
    def drop(self, which):
        request = pick(ReturnRequest, which)
        self.do(cancel_return, request.id, request.version, "kept")

    @precondition(lambda self: ReturnLine.select().exists())
    @rule(which=WHICH)
    def split(self, which):
        line = pick(ReturnLine, which)
        self.do(split_return, line.return_id, line.return_request.version, {line.id: Decimal(1)})

    @precondition(lambda self: ReturnLine.select().exists())
    @rule(which=WHICH, disposition=st.sampled_from([Disposition.RESTOCK, Disposition.SCRAP]))
    def inspect(self, which, disposition):
        line = pick(ReturnLine, which)
        self.do(inspect_line, line.id, line.version, Condition.USED, disposition)

    @precondition(lambda self: ReturnLine.select().exists())
    @rule(which=WHICH, settle=st.sampled_from(SETTLE), value=st.none() | CENTS)
    def settle(self, which, settle, value):
        line = pick(ReturnLine, which)
        if not line.condition:
            inspect = (line.id, line.version, Condition.USED, Disposition.SCRAP)
            self.do(inspect_line, *inspect)
            line = ReturnLine.get_by_id(line.id)
        chosen = ToSettle(line.id, line.version, value, "as agreed")
        goods = ((LineInput(pick(Product, which).id, Decimal(1)),),) if settle is settle_by_exchange else ()
        self.do(settle, chosen, *goods)

    @precondition(lambda self: Voucher.select().exists())
    @rule(which=WHICH)
    def use_voucher(self, which):
        voucher = pick(Voucher, which)
        self.do(pay_by_voucher, pick(Order, which).id, voucher.code)

    @rule(which=WHICH, name=st.sampled_from(["cy", "di"]))
    def meet_somebody(self, which, name):
        self.do(add_customer, CustomerInput(f"{name} {which}"))

    @rule(one=WHICH, other=WHICH)
    def merge(self, one, other):
        kept, gone = pick(Customer, one), pick(Customer, other)
        self.do(merge_customers, kept.id, kept.version, gone.id, gone.version, {})

    @precondition(lambda self: Operation.select().count() > self.opening)
    @rule(which=WHICH)
    def undo_any(self, which):
        """But not the opening of the shop."""
        done = Operation.select().order_by(Operation.id)
        self.do(undo, done[self.opening + which % (done.count() - self.opening)].id)

    @invariant()
    def money_is_conserved(self):
        """What came in and stayed is what orders took, what vouchers hold, and what customers are to get back."""
        captured = [payment for payment in Payment.select() if payment.status == "captured"]
        money = total(p.amount * (1 if p.direction == "in" else -1) for p in captured if p.method not in ("voucher", "offset"))
        held = total(voucher.remaining for voucher in Voucher.select())
        owed = total(customer.balance for customer in Customer.select())
        due = total(order.total - order.credited if order.state in ("open", "completed") else -order.credited for order in Order.select())
        assert money == due - owed + held
        assert not total(p.amount * (1 if p.direction == "in" else -1) for p in captured if p.method == "offset")

    @invariant()
    def nobody_gets_back_more_than_they_paid(self):
        for order in Order.select():
            if order.payment_state != "disputed":
                assert order.refunded <= order.paid
        for voucher in Voucher.select():
            assert 0 <= voucher.remaining <= voucher.amount

    @invariant()
    def goods_are_conserved(self):
        for line in OrderLine.select():
            back = ReturnLine.select().join(ReturnRequest).where(ReturnLine.order_line == line)
            claimed = back.where(ReturnRequest.state.not_in(["declined", "cancelled", "expired"]), ReturnLine.resolution != "rejected")
            assert 0 <= line.returned <= total(item.quantity for item in claimed) <= line.shipped <= line.quantity
        for product in Product.select():
            moved = StockMovement.select().where(StockMovement.product == product)
            assert product.on_hand == total(movement.quantity for movement in moved)
            packed = ShipmentLine.select().join(Shipment).where(ShipmentLine.product == product, Shipment.status == "lost")
            sold = OrderLine.select().join(Order).where(OrderLine.product == product, Order.state.in_(["open", "completed"]))
            again = ReturnLine.select().where(ReturnLine.product == product, ReturnLine.disposition == "restock")
            expected = 50 - sum(total(row.quantity for row in rows) for rows in (packed, sold)) + total(row.quantity for row in again)
            assert product.on_hand == expected

    @invariant()
    def nothing_is_left_with_who_was_merged(self):
        merged = Customer.select().where(Customer.merged_into.is_null(False))
        for model in (Order, Payment, ReturnRequest, Voucher):
            assert not model.select().where(model.customer.in_(merged)).exists()

    @invariant()
    def sums_and_history_hold(self):
        assert set(rebuild().values()) <= {0}
        assert verify_chain() == []


@pytest.mark.torture
@pytest.mark.parametrize(("engine", "examples"), [("plain", examples(1, 30, 3)), ("server", examples(1, 5))])
def test_money_and_goods_are_conserved_in_any_sequence(engine, examples, request, tmp_path):
    if engine == "server":
        server = request.getfixturevalue("server")
        Trade.new_store = lambda: open_store(server.new_store())
    else:
        numbers = iter(range(10_000))

        def new_store():
            path = tmp_path / f"{next(numbers)}.crm"
            create_file(path)
            return open_store(path)

        Trade.new_store = new_store
    quick = settings(max_examples=examples, phases=PHASES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Trade, settings=quick)
