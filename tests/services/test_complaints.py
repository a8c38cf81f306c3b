from decimal import Decimal

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds_of_service import CaseKind, Cause, Remedy, Validity
from crm_desktop.core.kinds_of_trade import PaymentMethod, ReturnReason, VoucherKind
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import (
    CaseCheck,
    CaseEvent,
    CaseRemedy,
    ChecklistItem,
    Customer,
    Invoice,
    Order,
    OrderLine,
    Payment,
    Product,
    ReturnRequest,
    Staff,
    SupportCase,
    Voucher,
)
from crm_desktop.data.undo import undo
from crm_desktop.queries.case_pages import case_page
from crm_desktop.queries.case_sheets import case_sheet
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.figures_cases import remedies as remedies_of
from crm_desktop.queries.timeline_rows import case_rows
from crm_desktop.services.agreements import AgreementInput, start_agreement
from crm_desktop.services.case_joining import merge_cases
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.services.company import StaffInput, add_staff
from crm_desktop.services.complaints import RemedyInput, give_remedy, judge_complaint, tick_item
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.orders import LineInput, ship_order
from crm_desktop.services.payments import PaymentInput, record_payment
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.vouchers import pay_by_voucher
from tests.conftest import DAY


@pytest.fixture
def complaint(store, nancy, make_order):
    order = make_order()
    record_payment(PaymentInput(order.id, Decimal("29.97")), nancy)
    wanted = CaseInput("Damaged goods", CaseKind.COMPLAINT, order.customer_id, order_id=order.id)
    (row_id,) = open_case(wanted, nancy).of(Entity.CASE)
    return SupportCase.get_by_id(row_id)


@pytest.fixture
def rookie(store, owner):
    """Nobody may give back more than ten euros in this role."""
    add_staff(StaffInput("Robert King", "robert", Role.REPRESENTATIVE), owner)
    set_refund_limit(Role.REPRESENTATIVE, Decimal(10), owner)
    return Staff.get(login="robert").actor()


def remedies():
    return [(row.kind, row.cost, row.currency) for row in CaseRemedy.select().order_by(CaseRemedy.id)]


def test_a_complaint_is_judged_with_its_cause(complaint, nancy):
    judge_complaint(complaint.id, complaint.version, Validity.VALID, nancy, Cause.CARRIER, "wet carton")
    case = SupportCase.get()
    assert (case.validity, case.cause, case.cause_note) == ("valid", "carrier", "wet carton")
    told = {row.kind: row.after for row in CaseEvent.select()}
    assert (told["checked"], told["cause"]) == ("valid", "carrier")
    (row_id,) = open_case(CaseInput("Where is it?"), nancy).of(Entity.CASE)
    with pytest.raises(NotAllowed, match="no complaint"):
        judge_complaint(row_id, 1, Validity.VALID, nancy)


def test_a_refund_pays_back_and_stands_on_the_case(complaint, nancy):
    change = give_remedy(complaint.id, RemedyInput(Remedy.REFUND, Decimal(5)), nancy)
    paid = Payment.select().where(Payment.direction == "out").get()
    assert (paid.amount, paid.reason, paid.order_id) == (Decimal(5), complaint.number, complaint.order_id)
    assert remedies() == [("refund", Decimal(5), "EUR")]
    assert (SupportCase.get().remedy, SupportCase.get().remedy_cost) == ("refund", Decimal(5))
    assert Order.get().owed == 0
    assert set(rebuild().values()) == {0}
    undo(change.operation, nancy)
    assert not remedies() and not Payment.select().where(Payment.direction == "out").exists()
    assert SupportCase.get().remedy_cost == 0


def test_a_replacement_sends_goods_for_nothing_and_costs_what_they_are_worth(complaint, nancy):
    product = Product.get()
    give_remedy(complaint.id, RemedyInput(Remedy.REPLACEMENT, lines=(LineInput(product.id, Decimal(2)),)), nancy)
    again = Order.select().order_by(Order.id.desc()).get()
    assert (again.total, again.customer_id) == (0, complaint.customer_id)
    assert complaint.number in again.note
    assert remedies() == [("replacement", Decimal("19.98"), "EUR")]
    assert CaseRemedy.get().order_id == again.id


@pytest.mark.parametrize(
    ("kind", "given", "as_voucher"),
    [
        (Remedy.COUPON, {"percent": Decimal(5)}, VoucherKind.COUPON),
        (Remedy.DISCOUNT, {"amount": Decimal(5)}, VoucherKind.DISCOUNT),
        (Remedy.CREDIT, {"amount": Decimal(7)}, VoucherKind.STORE_CREDIT),
    ],
)
def test_coupon_discount_and_credit_are_vouchers_of_the_customer(complaint, nancy, kind, given, as_voucher):
    give_remedy(complaint.id, RemedyInput(kind, **given), nancy)
    voucher = Voucher.get()
    assert (voucher.kind, voucher.customer_id, voucher.case_id) == (as_voucher, complaint.customer_id, complaint.id)
    assert remedies() == [(kind, given.get("amount", 0), "EUR")]


def test_several_remedies_add_up_and_the_last_one_names_the_case(complaint, nancy):
    give_remedy(complaint.id, RemedyInput(Remedy.REFUND, Decimal(5)), nancy)
    give_remedy(complaint.id, RemedyInput(Remedy.CREDIT, Decimal(2)), nancy)
    give_remedy(complaint.id, RemedyInput(Remedy.APOLOGY, note="by phone"), nancy)
    assert (SupportCase.get().remedy, SupportCase.get().remedy_cost) == ("apology", Decimal(7))


def test_a_coupon_of_percents_costs_what_it_takes_off_once_it_is_used(complaint, nancy, make_order, owner):
    give_remedy(complaint.id, RemedyInput(Remedy.APOLOGY), nancy)
    give_remedy(complaint.id, RemedyInput(Remedy.COUPON, percent=Decimal(10)), nancy)
    assert SupportCase.get().remedy_cost == 0
    order = make_order(Customer.get(), Product.get(), quantity=2)

    used = pay_by_voucher(order.id, Voucher.get().code, nancy)

    assert (SupportCase.get().remedy_cost, remedy_figures()) == (Decimal("2.00"), {"apology": (1, 0), "coupon": (1, 20_000)})
    assert [(row.kind, row.cost, row.percent) for row in case_page(complaint.id, nancy.id).remedies] == [
        ("apology", 0, 0), ("coupon", Decimal(2), 10)
    ]  # fmt: skip
    assert set(rebuild().values()) == {0}
    undo(used.operation, nancy)
    assert (SupportCase.get().remedy_cost, remedy_figures()["coupon"]) == (0, (1, 0))


def test_what_a_coupon_took_off_in_another_currency_is_told_in_it(complaint, nancy, make_order):
    give_remedy(complaint.id, RemedyInput(Remedy.COUPON, percent=Decimal(10)), nancy)
    pay_by_voucher(make_order(Customer.get(), Product.get(), quantity=2, currency="USD").id, Voucher.get().code, nancy)
    (row,) = case_page(complaint.id, nancy.id).remedies
    assert (row.cost, row.currency, SupportCase.get().remedy_cost) == (Decimal(2), "USD", 0)


def remedy_figures():
    start = int(utc_now().timestamp()) - 86_400
    return {kind: (row.cases, row.cost) for (kind, _currency), row in remedies_of(Scope(start, start + 2 * 86_400)).items()}


def test_an_exchange_takes_the_goods_back_by_a_return(complaint, nancy):
    line = OrderLine.get()
    ship_order(complaint.order_id, Order.get().version, DAY, "Post", nancy)
    back = (ReturnLineInput(Decimal(1), ReturnReason.DAMAGED_IN_TRANSIT, line.id),)
    give_remedy(complaint.id, RemedyInput(Remedy.EXCHANGE, returned=back), nancy)
    assert SupportCase.get().return_id == ReturnRequest.get().id
    with pytest.raises(NotAllowed, match="return already"):
        give_remedy(complaint.id, RemedyInput(Remedy.EXCHANGE, returned=back), nancy)


def test_what_is_above_the_limit_of_a_role_is_refused_naming_who_may_and_nothing_is_saved(complaint, rookie):
    product = Product.get()
    for wanted in (
        RemedyInput(Remedy.REFUND, Decimal(20)),
        RemedyInput(Remedy.CREDIT, Decimal(20)),
        RemedyInput(Remedy.REPLACEMENT, lines=(LineInput(product.id, Decimal(2)),)),
    ):
        with pytest.raises(NotAllowed, match="supervisor"):
            give_remedy(complaint.id, wanted, rookie)
    assert not CaseRemedy.select().exists() and not Voucher.select().exists() and Order.select().count() == 1
    give_remedy(complaint.id, RemedyInput(Remedy.REFUND, Decimal(10)), rookie)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (RemedyInput(Remedy.REFUND), "how much"),
        (RemedyInput(Remedy.REFUND, Decimal(500)), "left to refund"),
        (RemedyInput(Remedy.REPLACEMENT), "sent again"),
        (RemedyInput(Remedy.COUPON), "amount"),
        (RemedyInput(Remedy.APOLOGY, Decimal(5)), "gives nothing away"),
        (RemedyInput(Remedy.EXCHANGE), "at least one line"),
    ],
)
def test_a_remedy_that_makes_no_sense_is_refused(complaint, nancy, wanted, why):
    with pytest.raises(UserError, match=why):
        give_remedy(complaint.id, wanted, nancy)
    assert not CaseRemedy.select().exists()


def test_a_remedy_needs_an_order_or_a_customer_where_it_gives_something(store, nancy):
    (row_id,) = open_case(CaseInput("x", CaseKind.COMPLAINT, caller="somebody"), nancy).of(Entity.CASE)
    with pytest.raises(UserError, match="needs an order"):
        give_remedy(row_id, RemedyInput(Remedy.REFUND, Decimal(1)), nancy)
    with pytest.raises(UserError, match="say who"):
        give_remedy(row_id, RemedyInput(Remedy.COUPON, Decimal(1)), nancy)


def test_the_checklist_is_that_of_the_kind_and_can_be_ticked_back(complaint, nancy):
    item = ChecklistItem.get(kind="complaint")
    for _time in range(2):
        tick_item(complaint.id, item.id, nancy)
    assert CaseCheck.select().count() == 1
    tick_item(complaint.id, item.id, nancy, is_done=False)
    assert not CaseCheck.select().exists()
    with pytest.raises(UserError, match="not on the checklist"):
        tick_item(complaint.id, ChecklistItem.get(kind="technical").id, nancy)


@pytest.fixture
def billed(store, nancy, make_order, make_customer):
    """Two invoices of two orders of one customer."""
    orders = [make_order(), make_order(Customer.get())]
    return [Invoice.get_by_id(*issue_invoice(order.id, nancy).of(Entity.INVOICE)) for order in orders]


def test_a_dispute_is_about_one_invoice_and_through_it_about_its_order(billed, nancy):
    invoice = billed[1]
    (row_id,) = open_case(CaseInput("Charged twice", CaseKind.BILLING_DISPUTE, invoice_id=invoice.id), nancy).of(Entity.CASE)
    case = SupportCase.get_by_id(row_id)
    assert (case.invoice_id, case.order_id, case.customer_id) == (invoice.id, invoice.order_id, invoice.customer_id)
    assert [order.payment_state == "disputed" for order in Order.select().order_by(Order.id)] == [False, True]
    change_case(row_id, case.version, CaseInput("Charged twice", CaseKind.BILLING_DISPUTE, invoice_id=billed[0].id), nancy)
    assert [order.payment_state == "disputed" for order in Order.select().order_by(Order.id)] == [True, False]
    assert {row.after for row in CaseEvent.select().where(CaseEvent.kind == "changed")} == {"invoice", "order"}


def test_an_invoice_of_another_order_or_of_somebody_else_is_refused(billed, nancy, make_customer):
    first, second = billed
    with pytest.raises(UserError, match=f"{first.number} is of order"):
        open_case(CaseInput("Wrong sum", order_id=second.order_id, invoice_id=first.id), nancy)
    with pytest.raises(UserError, match="another customer's"):
        open_case(CaseInput("Wrong sum", customer_id=make_customer("Somebody else").id, invoice_id=first.id), nancy)
    with pytest.raises(UserError, match="not there any more"):
        open_case(CaseInput("Wrong sum", invoice_id=99), nancy)
    assert not SupportCase.select().exists()


def test_a_dispute_is_about_the_two_payments_for_the_same_goods_and_what_changes_of_it_can_be_undone(billed, nancy, make_customer):
    invoice = billed[1]
    paid = [
        *record_payment(PaymentInput(invoice.order_id, Decimal(40), PaymentMethod.CARD), nancy).of(Entity.PAYMENT),
        *record_payment(PaymentInput(invoice.order_id, Decimal(40), PaymentMethod.CARD), nancy).of(Entity.PAYMENT),
    ]
    (row_id,) = open_case(CaseInput("Charged twice", CaseKind.BILLING_DISPUTE, payment_ids=tuple(paid)), nancy).of(Entity.CASE)
    case = SupportCase.get_by_id(row_id)
    assert (case.order_id, case.customer_id) == (invoice.order_id, invoice.customer_id)
    assert Order.get_by_id(invoice.order_id).payment_state == "disputed"

    changed = change_case(row_id, case.version, CaseInput("Charged twice", CaseKind.BILLING_DISPUTE, payment_ids=(paid[0],)), nancy)
    assert [each.id for each in case_sheet(row_id).payments] == [paid[0]]
    assert CaseEvent.select().where(CaseEvent.kind == "changed", CaseEvent.after == "payments").count() == 1
    undo(changed.operation, nancy)
    assert [each.id for each in case_sheet(row_id).payments] == paid
    assert [row.payments for row in case_rows([row_id]).values()] == [2]


def test_payments_of_somebody_else_or_that_are_not_there_are_refused(billed, nancy, make_customer):
    (payment_id,) = record_payment(PaymentInput(billed[0].order_id, Decimal(40), PaymentMethod.CARD), nancy).of(Entity.PAYMENT)
    with pytest.raises(UserError, match="another customer's"):
        open_case(CaseInput("Charged twice", customer_id=make_customer("Somebody else").id, payment_ids=(payment_id,)), nancy)
    with pytest.raises(UserError, match="not there any more"):
        open_case(CaseInput("Charged twice", payment_ids=(payment_id, 99)), nancy)
    assert not SupportCase.select().exists()


def test_a_payment_that_two_cases_are_about_stands_once_in_the_one_they_become(billed, nancy):
    (payment_id,) = record_payment(PaymentInput(billed[0].order_id, Decimal(40), PaymentMethod.CARD), nancy).of(Entity.PAYMENT)
    (kept,) = open_case(CaseInput("Charged twice", payment_ids=(payment_id,)), nancy).of(Entity.CASE)
    (row_id,) = open_case(CaseInput("Two charges", payment_ids=(payment_id,)), nancy).of(Entity.CASE)
    merge_cases(row_id, SupportCase.get_by_id(row_id).version, kept, nancy)
    assert [each.id for each in case_sheet(kept).payments] == [payment_id]


def test_a_return_or_an_agreement_of_somebody_else_is_refused_and_their_own_bring_them_along(billed, nancy, make_customer):
    order = Order.get_by_id(billed[0].order_id)
    ship_order(order.id, order.version, DAY, "Post", nancy)
    lines = (ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, OrderLine.get(order=order.id).id),)
    (back_id,) = request_return(ReturnInput(lines, order.id, window_reason="as promised"), nancy).of(Entity.RETURN)
    (agreement_id,) = start_agreement(AgreementInput(order.customer_id, "Coffee", DAY), nancy).of(Entity.AGREEMENT)
    other = make_customer("Somebody else")
    with pytest.raises(UserError, match="is another customer's"):
        open_case(CaseInput("Not back", customer_id=other.id, return_id=back_id), nancy)
    with pytest.raises(UserError, match="is another customer's"):
        open_case(CaseInput("Not back", customer_id=other.id, agreement_id=agreement_id), nancy)
    open_case(CaseInput("Not back", return_id=back_id), nancy)
    open_case(CaseInput("Too much coffee", agreement_id=agreement_id), nancy)
    assert [(case.customer_id, case.order_id) for case in SupportCase.select().order_by(SupportCase.id)] == [
        (order.customer_id, order.id),
        (order.customer_id, None),
    ]
