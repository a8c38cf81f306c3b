from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import AlreadyDone, CannotUndo, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Customer, Operation, Order, Payment, Voucher
from crm_desktop.data.search import find
from crm_desktop.services.history import undo, undo_latest
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.services.vouchers import VoucherInput, cancel_voucher, give_voucher, pay_by_voucher

COUPON = VoucherInput(VoucherKind.COUPON, percent=Decimal(10), code="AUTUMN 10")
GOODWILL = VoucherInput(VoucherKind.GOODWILL, Decimal(30), reason="two calls about one parcel")


def fresh(row):
    return type(row).get_by_id(row.id)


@pytest.fixture
def order(make_order, make_product):
    """Of 20 euro."""
    return make_order(product=make_product(price="5"), quantity=4)


@pytest.fixture
def give(nancy):
    def give(wanted):
        give_voucher(wanted, nancy)
        return Voucher.select().order_by(Voucher.id.desc()).get()

    return give


def test_a_voucher_pays_what_is_owed_and_keeps_the_rest(order, give, make_order, nancy):
    voucher = give(GOODWILL)
    assert (len(voucher.code), voucher.currency, voucher.remaining) == (8, "EUR", 30)

    pay_by_voucher(order.id, voucher.code, nancy)

    assert (fresh(order).payment_state, fresh(voucher).remaining, fresh(voucher).uses) == ("paid", 10, 1)
    assert (Payment.get().method, Customer.get().balance) == ("voucher", 0)
    again = make_order(customer=order.customer)
    pay_by_voucher(again.id, voucher.code, nancy)
    assert (fresh(again).paid, fresh(voucher).remaining) == (10, 0)
    assert set(rebuild().values()) == {0}


def test_part_of_a_voucher_can_be_used(order, give, nancy):
    voucher = give(GOODWILL)
    pay_by_voucher(order.id, voucher.code, nancy, Decimal(4))
    assert (fresh(order).owed, fresh(voucher).remaining) == (16, 26)
    with pytest.raises(UserError, match="up to 16 EUR"):
        pay_by_voucher(order.id, voucher.code, nancy, Decimal(17))


def test_a_coupon_takes_percent_off_each_order_once(order, give, nancy):
    give(COUPON)
    pay_by_voucher(order.id, "autumn10", nancy)
    assert fresh(order).paid == 2
    with pytest.raises(UserError, match="used already"):
        pay_by_voucher(order.id, "autumn10", nancy)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"expires_on": date(2026, 1, 1)}, "expired on 2026-01-01"),
        ({"currency": "USD"}, "another currency"),
    ],
)
def test_a_voucher_that_does_not_count_says_why(order, give, nancy, fields, reason):
    voucher = give(VoucherInput(VoucherKind.DISCOUNT, Decimal(5), **fields))
    with pytest.raises(UserError, match=reason):
        pay_by_voucher(order.id, voucher.code, nancy)
    assert not Payment.select().exists()


def test_another_customers_voucher_does_not_count(order, give, make_customer, nancy):
    voucher = give(VoucherInput(VoucherKind.STORE_CREDIT, Decimal(5), customer_id=make_customer("Bob").id))
    with pytest.raises(UserError, match="another customer"):
        pay_by_voucher(order.id, voucher.code, nancy)


def test_a_used_up_voucher_is_empty(order, give, make_order, nancy):
    voucher = give(VoucherInput(VoucherKind.DISCOUNT, Decimal(20)))
    pay_by_voucher(order.id, voucher.code, nancy)
    with pytest.raises(UserError, match="nothing is left"):
        pay_by_voucher(make_order().id, voucher.code, nancy)


def test_a_voucher_may_count_only_so_often(order, give, make_order, nancy):
    voucher = give(VoucherInput(VoucherKind.COUPON, percent=Decimal(50), max_uses=1))
    pay_by_voucher(order.id, voucher.code, nancy)
    with pytest.raises(UserError, match="used already"):
        pay_by_voucher(make_order().id, voucher.code, nancy)


def test_a_cancelled_voucher_does_not_count(order, give, nancy):
    voucher = give(GOODWILL)
    cancel_voucher(voucher.id, voucher.version, nancy)
    with pytest.raises(UserError, match="was cancelled"):
        pay_by_voucher(order.id, voucher.code, nancy)


def test_store_credit_is_the_customers_money(give, make_customer, nancy):
    voucher = give(VoucherInput(VoucherKind.STORE_CREDIT, Decimal(5), customer_id=make_customer().id))
    with pytest.raises(NotAllowed, match="customer's money"):
        cancel_voucher(voucher.id, voucher.version, nancy)


def test_a_cancelled_order_takes_no_voucher(order, give, nancy):
    voucher = give(GOODWILL)
    cancel_order(order.id, "no", nancy)
    with pytest.raises(UserError, match="not open"):
        pay_by_voucher(order.id, voucher.code, nancy)


def test_a_code_that_nobody_gave_is_refused(order, nancy):
    with pytest.raises(UserError, match="no voucher NOPE"):
        pay_by_voucher(order.id, "NOPE", nancy)


@pytest.mark.parametrize(
    "wanted",
    [
        VoucherInput(VoucherKind.COUPON),
        VoucherInput(VoucherKind.COUPON, Decimal(5), Decimal(5)),
        VoucherInput(VoucherKind.COUPON, percent=Decimal(101)),
        VoucherInput(VoucherKind.COUPON, Decimal("5.001")),
        VoucherInput(VoucherKind.STORE_CREDIT, Decimal(5)),
        VoucherInput(VoucherKind.GOODWILL, Decimal(5)),
        VoucherInput(VoucherKind.COUPON, Decimal(5), customer_id=99),
    ],
)
def test_a_voucher_that_makes_no_sense_is_refused(nancy, wanted):
    with pytest.raises(UserError, match="Nothing was saved"):
        give_voucher(wanted, nancy)
    assert not Voucher.select().exists()


def test_a_code_is_given_once(give, nancy):
    give(COUPON)
    with pytest.raises(UserError, match="AUTUMN10 is there already"):
        give_voucher(COUPON, nancy)


def test_goodwill_above_the_roles_limit_is_refused(make_customer, nancy, owner):
    set_refund_limit(Role.REPRESENTATIVE, Decimal(20), owner)
    wanted = VoucherInput(VoucherKind.GOODWILL, Decimal(21), customer_id=make_customer().id, reason="sorry")
    with pytest.raises(NotAllowed, match="owner, supervisor"):
        give_voucher(wanted, Actor(nancy.id, "bob", Role.REPRESENTATIVE))


def test_the_same_payment_twice_is_one(order, give, nancy):
    voucher = give(GOODWILL)
    pay_by_voucher(order.id, voucher.code, nancy, Decimal(5), key="form")
    with pytest.raises(AlreadyDone):
        pay_by_voucher(order.id, voucher.code, nancy, Decimal(5), key="form")
    assert fresh(voucher).remaining == 25


def test_undoing_a_payment_by_voucher_gives_it_back_and_a_used_voucher_stays(order, give, nancy):
    voucher = give(GOODWILL)
    given = Operation.select().order_by(Operation.id.desc()).get().id
    pay_by_voucher(order.id, voucher.code, nancy)
    with pytest.raises(CannotUndo):
        undo(given, nancy)
    undo_latest(nancy)
    assert (fresh(voucher).remaining, Order.get().payment_state) == (30, "unpaid")


def test_a_voucher_is_found_by_its_code(give):
    voucher = give(COUPON)
    assert find(Voucher, "AUTUMN10") == [voucher.id]
