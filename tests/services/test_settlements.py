from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import AlreadyDone, CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Condition, Disposition, RepairState, ReturnReason
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Customer, Operation, Order, OrderLine, Payment, Product, Repair, ReturnLine, ReturnRequest, Voucher
from crm_desktop.services.history import redo_latest, undo, undo_latest
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, approve_return, inspect_line, receive_return, request_return
from crm_desktop.services.settlements import (
    ToSettle,
    outlook,
    reject_line,
    set_repair_state,
    settle_by_exchange,
    settle_by_partial_refund,
    settle_by_refund,
    settle_by_repair,
    settle_by_replacement,
    settle_by_store_credit,
)
from crm_desktop.services.shipments import ship_order
from crm_desktop.services.vouchers import pay_by_voucher
from tests.conftest import DAY


def fresh(row):
    return type(row).get_by_id(row.id)


def latest(model):
    return model.select().order_by(model.id.desc()).get()


def to_settle(value=None, **more):
    line = latest(ReturnLine)
    return ToSettle(line.id, line.version, None if value is None else Decimal(value), **more)


def money_out():
    return sum(payment.amount for payment in Payment.select().where(Payment.direction == "out", Payment.method != "offset"))


@pytest.fixture
def order(make_order, make_product, nancy):
    """Four pens of 25, all shipped, nothing paid."""
    order = make_order(product=make_product("pen", price="25", on_hand=10), quantity=4)
    ship_order(order.id, order.version, DAY, "Speedy", nancy)
    return fresh(order)


@pytest.fixture
def paid(order, nancy):
    record_payment(PaymentInput(order.id, Decimal(100)), nancy)
    return fresh(order)


@pytest.fixture
def bring(nancy):
    """Units of an order's only line are back and inspected."""

    def bring(order, quantity=2, disposition=Disposition.SCRAP, inspected=True):
        line = ReturnLineInput(Decimal(quantity), ReturnReason.DAMAGED, OrderLine.get(order=order).id)
        (row_id,) = request_return(ReturnInput((line,), order.id, window_reason="known"), nancy).of(Entity.RETURN)
        approve_return(row_id, 1, nancy)
        if inspected:
            receive_return(row_id, 2, nancy, DAY)
            line = latest(ReturnLine)
            inspect_line(line.id, line.version, Condition.DEFECTIVE, disposition, nancy)
        return ReturnRequest.get_by_id(row_id)

    return bring


def test_a_refund_gives_back_what_the_goods_were_sold_for(paid, bring, nancy):
    request = bring(paid)

    settle_by_refund(to_settle(), nancy)

    assert (fresh(request).state, ReturnLine.get().resolution, ReturnLine.get().value) == ("settled", "refund", 50)
    assert (fresh(paid).credited, fresh(paid).refunded, fresh(paid).owed, fresh(paid).payment_state) == (50, 50, 0, "partly_refunded")
    assert (Customer.get().balance, Payment.get(direction="out").return_line_id) == (0, ReturnLine.get().id)
    assert set(rebuild().values()) == {0}


@pytest.mark.parametrize("paid_before", [0, 30, 60, 100])
@pytest.mark.parametrize("value", [10, 30, 50])
def test_what_is_said_before_goes_back_then(order, bring, nancy, paid_before, value):
    if paid_before:
        record_payment(PaymentInput(order.id, Decimal(paid_before)), nancy)
    bring(order)
    said = outlook(latest(ReturnLine).id).back(Decimal(value))
    settle_by_refund(to_settle(value), nancy)
    assert said == money_out()


def test_what_was_not_paid_yet_is_owed_no_more_instead_of_given_back(order, bring, nancy):
    record_payment(PaymentInput(order.id, Decimal(60)), nancy)
    bring(order)
    settle_by_refund(to_settle(), nancy)
    assert (fresh(order).owed, money_out()) == (0, 10)


def test_an_order_that_was_never_paid_owes_less(order, bring, nancy):
    bring(order)
    settle_by_refund(to_settle(), nancy)
    assert (fresh(order).owed, money_out(), Customer.get().balance) == (50, 0, 50)


def test_a_value_above_what_the_goods_were_sold_for_is_refused(paid, bring, nancy):
    bring(paid)
    with pytest.raises(UserError, match="between 0 and 50 EUR"):
        settle_by_refund(to_settle("50.01"), nancy)


def test_the_value_has_its_share_of_discount_and_tax(make_customer, make_product, bring, nancy):
    product = make_product(price="10")
    Product.update(tax_rate=Decimal(20)).where(Product.id == product.id).execute()
    wanted = OrderInput(make_customer().id, (LineInput(product.id, Decimal(3)),), discount=Decimal(5), shipping_charge=Decimal(10))
    place_order(wanted, nancy)
    order = Order.get()
    assert (order.tax, order.total) == (7, 42)
    ship_order(order.id, order.version, DAY, "", nancy)
    record_payment(PaymentInput(order.id, Decimal(42)), nancy)
    for quantity in (1, 2):
        bring(order, quantity)
        settle_by_refund(to_settle(), nancy)
    assert [line.value for line in ReturnLine.select().order_by(ReturnLine.id)] == [10, 20]
    assert fresh(order).owed == 0


def test_a_refund_above_the_roles_limit_is_refused_and_nothing_is_settled(paid, bring, nancy, owner):
    set_refund_limit(Role.REPRESENTATIVE, Decimal(49), owner)
    bring(paid)
    with pytest.raises(NotAllowed, match="owner, supervisor"):
        settle_by_refund(to_settle(), Actor(nancy.id, "bob", Role.REPRESENTATIVE))
    assert ReturnLine.get().resolution == ""


def test_what_is_not_inspected_is_not_refunded(paid, bring, nancy):
    bring(paid, inspected=False)
    with pytest.raises(NotAllowed, match="is approved"):
        settle_by_refund(to_settle(), nancy)


def test_the_second_person_who_settles_a_line_is_told(paid, bring, nancy, owner):
    bring(paid)
    which = to_settle()
    settle_by_refund(which, nancy)
    with pytest.raises(EditConflict):
        settle_by_store_credit(which, owner)
    with pytest.raises(NotAllowed, match="settled already"):
        settle_by_store_credit(to_settle(), owner)
    assert money_out() == 50


def test_the_same_settlement_twice_is_one(paid, bring, nancy):
    bring(paid)
    which = to_settle()
    settle_by_refund(which, nancy, key="form")
    with pytest.raises(AlreadyDone):
        settle_by_refund(which, nancy, key="form")
    assert money_out() == 50


def test_an_exchange_for_dearer_goods_leaves_the_difference_to_pay(paid, bring, make_product, nancy):
    bring(paid)
    lamp = make_product("lamp", price="80", on_hand=1)
    settle_by_exchange(to_settle(), (LineInput(lamp.id, Decimal(1)),), nancy)
    again = latest(Order)
    assert (again.total, again.paid, again.owed, again.payment_state) == (80, 50, 30, "partly_paid")
    assert (ReturnLine.get().replacement_id, fresh(paid).owed, Customer.get().balance, money_out()) == (again.id, 0, 30, 0)
    assert fresh(lamp).on_hand == 0


def test_an_exchange_for_cheaper_goods_gives_the_difference_back(paid, bring, make_product, nancy):
    bring(paid)
    settle_by_exchange(to_settle(), (LineInput(make_product("lamp", price="30").id, Decimal(1)),), nancy)
    assert (latest(Order).owed, money_out(), Customer.get().balance) == (0, 20, 0)


def test_an_exchange_of_what_was_not_paid_leaves_both_orders_to_pay(order, bring, make_product, nancy):
    bring(order)
    settle_by_exchange(to_settle(), (LineInput(make_product("lamp", price="80").id, Decimal(1)),), nancy)
    assert (fresh(order).owed, latest(Order).owed, Customer.get().balance, money_out()) == (50, 80, 130, 0)


def test_a_replacement_is_a_real_order_that_costs_nothing(paid, bring, nancy):
    bring(paid)
    settle_by_replacement(to_settle(), nancy)
    again = latest(Order)
    line = OrderLine.get(order=again)
    assert (again.total, line.discount_percent, line.gross, line.quantity, again.payment_state) == (0, 100, 50, 2, "paid")
    assert (again.note, ReturnLine.get().value) == ("replacement for return RMA-00001", 50)
    assert (fresh(paid).owed, Customer.get().balance, Product.get().on_hand) == (0, 0, 4)


def test_store_credit_pays_for_the_next_order(paid, bring, make_order, make_product, nancy):
    bring(paid)
    settle_by_store_credit(to_settle(), nancy, date(2099, 1, 1))
    voucher = Voucher.get()
    assert (voucher.kind, voucher.amount, voucher.remaining, voucher.customer_id) == ("store_credit", 50, 50, paid.customer_id)

    again = make_order(customer=paid.customer, product=make_product("lamp", price="30"), quantity=1)
    pay_by_voucher(again.id, voucher.code.lower(), nancy)

    assert (fresh(again).payment_state, fresh(voucher).remaining) == ("paid", 20)


def test_there_is_no_store_credit_for_what_was_not_paid(order, bring, nancy):
    bring(order)
    with pytest.raises(NotAllowed, match="Nothing of this was paid"):
        settle_by_store_credit(to_settle(), nancy)


def test_a_partial_refund_leaves_the_goods_with_the_customer(paid, bring, nancy):
    request = bring(paid, inspected=False)
    settle_by_partial_refund(to_settle("7.50"), nancy)
    assert (fresh(request).state, money_out(), OrderLine.get().returned, fresh(paid).fulfilment) == (
        "settled",
        Decimal("7.5"),
        0,
        "fulfilled",
    )
    assert fresh(paid).owed == 0


def test_goods_that_are_here_are_not_kept(paid, bring, nancy):
    bring(paid)
    with pytest.raises(NotAllowed, match="goods are here"):
        settle_by_partial_refund(to_settle("7.50"), nancy)


def test_a_rejected_line_goes_back_and_can_come_again(paid, bring, nancy):
    bring(paid, 4)
    with pytest.raises(UserError, match="Say why"):
        reject_line(to_settle(), nancy)
    reject_line(to_settle(note="worn"), nancy)
    assert (OrderLine.get().returned, fresh(paid).credited, money_out()) == (0, 0, 0)
    bring(paid, 4)


@pytest.mark.parametrize("give_back", [lambda which, by: reject_line(which, by), lambda which, by: settle_by_repair(which, "wobbles", by)])
def test_what_is_back_on_the_shelf_does_not_go_back_to_the_customer(paid, bring, nancy, give_back):
    bring(paid, disposition=Disposition.RESTOCK)
    with pytest.raises(NotAllowed, match="back in stock"):
        give_back(to_settle(note="worn"), nancy)


def test_a_repair_goes_its_way(paid, bring, nancy):
    bring(paid, disposition=Disposition.REFURBISH)
    settle_by_repair(to_settle(), "wobbles", nancy, warranty=True)
    for state in (RepairState.CONFIRMED, RepairState.UNDER_REPAIR, RepairState.REPAIRED):
        set_repair_state(Repair.get().id, Repair.get().version, state, nancy, labour=Decimal(12))
    assert (Repair.get().state, Repair.get().labour, OrderLine.get().returned) == ("repaired", 12, 0)
    with pytest.raises(NotAllowed, match="cannot become"):
        set_repair_state(Repair.get().id, Repair.get().version, RepairState.CANCELLED, nancy)


def test_a_return_without_an_order_is_paid_at_todays_price(make_customer, make_product, nancy):
    wanted = ReturnLineInput(Decimal(2), ReturnReason.GIFT, product_id=make_product(price="9.99").id)
    request_return(ReturnInput((wanted,), customer_id=make_customer().id), nancy)
    approve_return(1, 1, nancy)
    receive_return(1, 2, nancy)
    inspect_line(1, 1, Condition.AS_NEW, Disposition.RESTOCK, nancy)
    settle_by_refund(to_settle(), nancy)
    assert (money_out(), Customer.get().balance, Product.get().on_hand) == (Decimal("19.98"), 0, 2)


@pytest.mark.parametrize("settle", [settle_by_refund, settle_by_store_credit, settle_by_replacement])
def test_undo_and_redo_of_a_settlement(paid, bring, nancy, settle):
    request = bring(paid)
    settle(to_settle(), nancy)
    undo_latest(nancy)
    assert (fresh(request).state, ReturnLine.get().resolution, fresh(paid).owed, Payment.select().count()) == ("inspected", "", 0, 1)
    assert Order.select().count() == 1 and not Voucher.select().exists()
    redo_latest(nancy)
    assert (fresh(request).state, ReturnLine.get().value) == ("settled", 50)
    assert set(rebuild().values()) == {0}


def test_an_inspection_under_a_settlement_stays(paid, bring, nancy):
    bring(paid)
    inspected = Operation.select().order_by(Operation.id.desc()).get().id
    settle_by_refund(to_settle(), nancy)
    with pytest.raises(CannotUndo):
        undo(inspected, nancy)


def test_two_desks_that_settle_one_line_at_once_pay_once(store, paid, bring, nancy, owner):
    bring(paid, 2)
    which = to_settle()

    def desk(by):
        with store.connection_context():
            try:
                settle_by_refund(which, by)
            except (EditConflict, NotAllowed):
                return "told"
        return "settled"

    with ThreadPoolExecutor(2) as desks:
        said = sorted(desks.map(desk, (nancy, owner)))

    assert said == ["settled", "told"]
    assert money_out() == 50
    assert set(rebuild().values()) == {0}
