from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import AlreadyDone, CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import PaymentMethod, PaymentStatus
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Customer, Operation, Order, Payment
from crm_desktop.services.history import redo_latest, undo, undo_latest
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.payments import PaymentInput, record_payment, refund, set_payment_status
from crm_desktop.services.refund_limits import set_refund_limit


def fresh(order):
    return Order.get_by_id(order.id)


def balance(order):
    return Customer.get_by_id(order.customer_id).balance


@pytest.fixture
def bob(store, nancy):
    """A representative."""
    return Actor(nancy.id, "bob", Role.REPRESENTATIVE)


@pytest.fixture
def order(make_order, make_product):
    """Of 100 euro."""
    return make_order(product=make_product(price="25"), quantity=4)


@pytest.fixture
def paid(order, nancy):
    record_payment(PaymentInput(order.id, Decimal(100)), nancy)
    return order


def test_an_order_is_paid_in_parts_and_by_several_methods(order, nancy):
    assert (order.payment_state, balance(order)) == ("unpaid", 100)

    change = record_payment(PaymentInput(order.id, Decimal(60), PaymentMethod.CARD), nancy)

    assert change.of(Entity.PAYMENT) and change.of(Entity.ORDER) == {order.id} and change.of(Entity.CUSTOMER) == {order.customer_id}
    assert (fresh(order).payment_state, fresh(order).paid, balance(order)) == ("partly_paid", 60, 40)
    record_payment(PaymentInput(order.id, Decimal(40), PaymentMethod.CASH), nancy)
    assert (fresh(order).payment_state, fresh(order).owed, balance(order)) == ("paid", 0, 0)


def test_what_is_paid_too_much_stands_as_the_customers_money(paid, nancy):
    record_payment(PaymentInput(paid.id, Decimal(5)), nancy)
    assert (fresh(paid).owed, balance(paid)) == (-5, -5)


def test_a_refund_in_parts_ends_with_everything_refunded(paid, nancy):
    refund(PaymentInput(paid.id, Decimal(30), reason="late"), nancy)
    assert (fresh(paid).payment_state, fresh(paid).refunded, balance(paid)) == ("partly_refunded", 30, 0)

    refund(PaymentInput(paid.id, Decimal(70), reason="very late"), nancy)

    assert fresh(paid).payment_state == "refunded"


def test_money_that_goes_back_may_still_be_owed(paid, nancy):
    refund(PaymentInput(paid.id, Decimal(30), reason="wrong card", still_owed=True), nancy)
    assert (fresh(paid).owed, balance(paid)) == (30, 30)


def test_what_was_paid_too_much_goes_back_first(paid, nancy):
    record_payment(PaymentInput(paid.id, Decimal(5)), nancy)
    refund(PaymentInput(paid.id, Decimal(15), reason="late"), nancy)
    assert (fresh(paid).credited, fresh(paid).owed, balance(paid)) == (10, 0, 0)


def test_undoing_a_payment_that_was_refunded_since_is_refused(paid, nancy):
    payment = Operation.select().order_by(Operation.id.desc()).get().id
    refund(PaymentInput(paid.id, Decimal(15), reason="late", pending=True), nancy)
    with pytest.raises(CannotUndo, match="would be refunded than was paid"):
        undo(payment, nancy)
    assert fresh(paid).paid == 100


def test_more_than_was_paid_and_not_refunded_cannot_be_refunded(paid, nancy):
    refund(PaymentInput(paid.id, Decimal(60), reason="late", pending=True), nancy)
    with pytest.raises(UserError, match="has 40 EUR left"):
        refund(PaymentInput(paid.id, Decimal("40.01"), reason="late"), nancy)
    assert Payment.select().where(Payment.direction == "out").count() == 1


def test_a_refund_that_failed_can_be_made_again(paid, nancy):
    refund(PaymentInput(paid.id, Decimal(100), reason="late", pending=True), nancy)
    payment = Payment.get(direction="out")
    assert fresh(paid).refunded == 0
    set_payment_status(payment.id, payment.version, PaymentStatus.FAILED, nancy)
    refund(PaymentInput(paid.id, Decimal(100), reason="late"), nancy)
    assert fresh(paid).refunded == 100


def test_a_refund_says_why(paid, nancy):
    with pytest.raises(UserError, match="Say why"):
        refund(PaymentInput(paid.id, Decimal(1), reason=" "), nancy)


def test_pending_money_is_not_paid_yet(order, nancy):
    record_payment(PaymentInput(order.id, Decimal(100), pending=True), nancy)
    assert fresh(order).payment_state == "unpaid"
    payment = Payment.get()
    set_payment_status(payment.id, payment.version, PaymentStatus.CAPTURED, nancy)
    assert fresh(order).payment_state == "paid"


def test_a_charge_back_disputes_the_order_until_it_is_won(paid, nancy):
    payment = Payment.get()
    set_payment_status(payment.id, payment.version, PaymentStatus.CHARGED_BACK, nancy)
    assert (fresh(paid).payment_state, balance(paid)) == ("disputed", 100)

    payment = Payment.get()
    set_payment_status(payment.id, payment.version, PaymentStatus.CAPTURED, nancy)

    assert (fresh(paid).payment_state, balance(paid)) == ("paid", 0)


def test_a_failed_payment_stays_failed(order, nancy):
    record_payment(PaymentInput(order.id, Decimal(100), pending=True), nancy)
    payment = Payment.get()
    set_payment_status(payment.id, payment.version, PaymentStatus.FAILED, nancy)
    with pytest.raises(NotAllowed, match="cannot become"):
        set_payment_status(payment.id, payment.version + 1, PaymentStatus.CAPTURED, nancy)


def test_two_people_who_answer_for_one_payment_conflict(order, nancy, owner):
    record_payment(PaymentInput(order.id, Decimal(100), pending=True), nancy)
    payment = Payment.get()
    set_payment_status(payment.id, payment.version, PaymentStatus.FAILED, nancy)
    with pytest.raises(EditConflict):
        set_payment_status(payment.id, payment.version, PaymentStatus.CAPTURED, owner)


def test_the_same_refund_twice_is_one(paid, nancy):
    wanted = PaymentInput(paid.id, Decimal(30), reason="late")
    refund(wanted, nancy, key="form-1")
    with pytest.raises(AlreadyDone):
        refund(wanted, nancy, key="form-1")
    assert fresh(paid).refunded == 30


def test_a_refund_above_the_roles_limit_names_who_may(paid, bob, owner):
    set_refund_limit(Role.REPRESENTATIVE, Decimal(20), owner)
    with pytest.raises(NotAllowed, match=r"20 EUR.*owner, supervisor"):
        refund(PaymentInput(paid.id, Decimal("20.01"), reason="late"), bob)
    refund(PaymentInput(paid.id, Decimal(20), reason="late"), bob)


def test_small_refunds_of_one_order_count_together(paid, bob, owner):
    set_refund_limit(Role.REPRESENTATIVE, Decimal(20), owner)
    refund(PaymentInput(paid.id, Decimal(15), reason="late"), bob)
    with pytest.raises(NotAllowed, match="ask somebody"):
        refund(PaymentInput(paid.id, Decimal(6), reason="late"), bob)


def test_a_limit_says_nothing_about_another_currency(make_order, bob, owner):
    order = make_order(currency="USD")
    record_payment(PaymentInput(order.id, Decimal(10)), owner)
    set_refund_limit(Role.REPRESENTATIVE, Decimal(20), owner)
    with pytest.raises(NotAllowed, match="owner"):
        refund(PaymentInput(order.id, Decimal(1), reason="late"), bob)
    refund(PaymentInput(order.id, Decimal(1), reason="late"), owner)


@pytest.mark.parametrize(("currency", "right", "wrong"), [("JPY", "7", "7.5"), ("KWD", "7.125", "7.1255"), ("EUR", "7.12", "7.125")])
def test_an_amount_has_the_digits_of_its_currency(make_order, nancy, currency, right, wrong):
    order = make_order(currency=currency)
    with pytest.raises(UserError, match="digits"):
        record_payment(PaymentInput(order.id, Decimal(wrong)), nancy)
    record_payment(PaymentInput(order.id, Decimal(right)), nancy)
    assert fresh(order).paid == Decimal(right)


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_payment_of_nothing_is_refused(order, nancy, amount):
    with pytest.raises(UserError, match="above zero"):
        record_payment(PaymentInput(order.id, Decimal(amount)), nancy)


def test_a_voucher_cannot_be_paid_with_as_if_it_were_money(order, nancy):
    with pytest.raises(UserError, match="by its code"):
        record_payment(PaymentInput(order.id, Decimal(1), PaymentMethod.VOUCHER), nancy)


def test_a_cancelled_orders_payments_are_the_customers(paid, nancy):
    cancel_order(paid.id, "changed their mind", nancy)
    assert (fresh(paid).owed, balance(paid)) == (-100, -100)


def test_an_auditor_takes_no_money(order, auditor):
    with pytest.raises(NotAllowed):
        record_payment(PaymentInput(order.id, Decimal(1)), auditor)


def test_undo_and_redo_of_a_payment(paid, nancy):
    undo_latest(nancy)
    assert (fresh(paid).payment_state, balance(paid)) == ("unpaid", 100)
    redo_latest(nancy)
    assert (fresh(paid).payment_state, balance(paid)) == ("paid", 0)
    assert set(rebuild().values()) == {0}
