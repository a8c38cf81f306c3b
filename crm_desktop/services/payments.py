"""Money that comes in and goes back. Each function is one operation; a payment's amount never changes, only its status."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import NO_MONEY, Flow, InvoiceKind, PaymentMethod, PaymentStatus
from crm_desktop.core.money import ZERO, from_store, rounded, shown
from crm_desktop.core.rights import Right
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Invoice, Order, Payment, ReturnLine, Voucher
from crm_desktop.services.refund_limits import demand_limit

_HELD = """SELECT COALESCE(SUM(CASE WHEN direction = 'in' THEN amount ELSE -amount END), 0) FROM payment
WHERE order_id = ? AND (status = 'captured' OR (direction = 'out' AND status = 'pending'))"""
_MOVES = {
    PaymentStatus.PENDING: (PaymentStatus.CAPTURED, PaymentStatus.FAILED),
    PaymentStatus.CAPTURED: (PaymentStatus.CHARGED_BACK, PaymentStatus.FAILED),
    PaymentStatus.CHARGED_BACK: (PaymentStatus.CAPTURED,),
    PaymentStatus.FAILED: (),
}


@dataclass(frozen=True, slots=True)
class PaymentInput:
    """An amount in the order's currency. `received_at` None: now. A refund says why.

    What is refunded of more than was owed just goes back; anything else comes off the price, unless it is `still_owed`. With an
    `invoice_id` it is for that invoice of the order; otherwise it pays them in the order they were issued.
    """

    order_id: int
    amount: Decimal
    method: PaymentMethod = PaymentMethod.TRANSFER
    reference: str = ""
    received_at: datetime | None = None
    pending: bool = False
    reason: str = ""
    still_owed: bool = False
    invoice_id: int | None = None

    def checked(self) -> "PaymentInput":
        if self.amount <= 0:
            raise UserError(_("An amount must be above zero. Nothing was saved."))
        if self.method in NO_MONEY:
            raise UserError(_("A voucher is paid with by its code. Nothing was saved; choose how the money moved."))
        return replace(self, reference=clean_said(self.reference), reason=clean_said(self.reason))


def record_payment(wanted: PaymentInput, by: Actor, key: str | None = None) -> Change:
    """More than is owed is taken: it stands as money that the customer is to get back."""
    wanted = wanted.checked()
    with operation(N_("Recorded a payment for order {number}"), by, may=Right.TAKE_PAYMENTS, key=key) as done:
        order = _order_of(wanted)
        new_payment(
            order, Flow.IN, wanted.amount, wanted.method, by, done, reference=wanted.reference, received_at=wanted.received_at,
            pending=wanted.pending, invoice=_invoice_of(wanted, order),
        )  # fmt: skip
        done.numbers["number"] = order.number
    return done.change


def refund(wanted: PaymentInput, by: Actor, key: str | None = None) -> Change:
    """Raises UserError above what was paid and not yet refunded, and NotAllowed above what the person's role may give back."""
    with operation(N_("Refunded a payment of order {number}"), by, may=Right.REFUND, key=key) as done:
        done.numbers["number"] = give_back(wanted, by, done).number
    return done.change


def give_back(wanted: PaymentInput, by: Actor, done: Done) -> Order:
    """Within an operation that is under way: what a refund does."""
    wanted = wanted.checked()
    if not wanted.reason:
        raise UserError(_("Say why the money goes back. Nothing was saved."))
    order = _order_of(wanted)
    pay_back(
        order, wanted.amount, wanted.method, by, done, reference=wanted.reference, received_at=wanted.received_at,
        pending=wanted.pending, reason=wanted.reason,
        allowance=ZERO if wanted.still_owed else max(ZERO, wanted.amount + min(order.owed, ZERO)),
        invoice=_invoice_of(wanted, order),
    )  # fmt: skip
    return order


def set_payment_status(payment_id: int, version: int, status: PaymentStatus, by: Actor, key: str | None = None) -> Change:
    """Pending: captured or failed. Captured: charged back by the bank, or failed after all. Charged back: won, captured again."""
    with operation(N_("A payment of order {number} is {status} now"), by, may=Right.TAKE_PAYMENTS, key=key) as done:
        payment = Payment.get_by_id(payment_id)
        if payment.version == version:
            check_move(payment, status)
        payment.version, payment.status = version, status
        done.save(payment)
        done.numbers.update(number="" if payment.order is None else payment.order.number, status=str(status))
    return done.change


def refundable(order: Order) -> Decimal:
    """What was paid and is not refunded, nor on its way back."""
    ((units,),) = fetch(_HELD.replace("?", database.param), (order.id,))
    return from_store(int(units))


def pay_back(
    order: Order, amount: Decimal, method: PaymentMethod, by: Actor, done: Done, *, reference: str = "",
    received_at: datetime | None = None, pending: bool = False, reason: str = "", line: ReturnLine | None = None,
    allowance: Decimal = ZERO, invoice: Invoice | None = None,
) -> Payment:  # fmt: skip
    """Within an operation that is under way. The guards of every refund."""
    held = refundable(order)
    if amount > held:
        raise UserError(
            _("Order {number} has {held} {currency} left to refund, not {amount}. Nothing was saved.").format(
                number=order.number, held=shown(max(held, ZERO)), currency=order.currency, amount=shown(amount)
            )
        )
    if method != PaymentMethod.OFFSET:
        demand_limit(by, amount, order.currency, order)
    return new_payment(
        order, Flow.OUT, amount, method, by, done, reference=reference, received_at=received_at, pending=pending, reason=reason, line=line,
        allowance=allowance, invoice=invoice,
    )  # fmt: skip


def new_payment(
    order: Order, direction: Flow, amount: Decimal, method: PaymentMethod, by: Actor, done: Done, *, reference: str = "",
    received_at: datetime | None = None, pending: bool = False, reason: str = "", line: ReturnLine | None = None,
    voucher: Voucher | None = None, allowance: Decimal = ZERO, invoice: Invoice | None = None,
) -> Payment:  # fmt: skip
    """Within an operation that is under way. Raises UserError for fractions that the currency does not have."""
    if amount != rounded(amount, digits_of(order.currency)):
        raise UserError(
            _("{currency} has {digits} digits after the point. Nothing was saved; round {amount}.").format(
                currency=order.currency, digits=digits_of(order.currency), amount=shown(amount)
            )
        )
    payment = Payment(
        order=order, customer=order.customer_id, direction=direction, amount=amount, currency=order.currency, method=method,
        reference=reference, reason=reason, received_at=received_at or utc_now(), return_line=line, voucher=voucher, staff=by.id,
        allowance=allowance, invoice=invoice,
        status=PaymentStatus.PENDING if pending else PaymentStatus.CAPTURED,
    )  # fmt: skip
    done.insert(payment)
    return payment


def _invoice_of(wanted: PaymentInput, order: Order) -> Invoice | None:
    if wanted.invoice_id is None:
        return None
    invoice = Invoice.get_or_none(id=wanted.invoice_id)
    if invoice is None or invoice.order_id != order.id or invoice.kind != InvoiceKind.INVOICE:
        raise UserError(_("This is no invoice of order {number}. Nothing was saved; choose one of its own.").format(number=order.number))
    return invoice


def _order_of(wanted: PaymentInput) -> Order:
    order = Order.get_or_none(id=wanted.order_id)
    if order is None:
        raise UserError(_("This order is not there any more. Nothing was saved; choose another."))
    return order


def check_move(payment: Payment, status: PaymentStatus) -> None:
    """Raises NotAllowed where a payment does not come to that status."""
    allowed = _MOVES[PaymentStatus(payment.status)]
    if status not in allowed or (payment.direction == Flow.OUT and PaymentStatus.CHARGED_BACK in (status, payment.status)):
        raise NotAllowed(
            _("A payment that is {now} cannot become {wanted}. Nothing was changed.").format(now=_(payment.status), wanted=_(status))
        )
    if payment.method in NO_MONEY:
        raise NotAllowed(_("This payment moved no money and stays as it is. Nothing was changed; undo what it belongs to instead."))
    leaves = payment.direction == Flow.IN and payment.status == PaymentStatus.CAPTURED
    if leaves and payment.order is not None and refundable(payment.order) < payment.amount and status == PaymentStatus.FAILED:
        raise NotAllowed(_("Some of this payment was refunded already, so it did not fail. Nothing was changed."))
