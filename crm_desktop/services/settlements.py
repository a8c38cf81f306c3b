"""How a line of a return is settled. Each way is one operation; who settles what somebody settled meanwhile gets an EditConflict.

What comes off the order is the line's value. What the customer then has paid too much goes back: as money, a voucher, or toward
another order; what they had not paid yet is simply owed no more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER, utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import (
    Disposition,
    Flow,
    PaymentMethod,
    PaymentStatus,
    RepairState,
    Resolution,
    ReturnState,
    VoucherKind,
)
from crm_desktop.core.money import ZERO, rounded, shown
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Order, Payment, Repair, ReturnLine, ReturnRequest
from crm_desktop.services.order_lines import LineInput, total_of
from crm_desktop.services.orders import OrderInput, new_order
from crm_desktop.services.payments import new_payment, pay_back
from crm_desktop.services.refund_limits import demand_limit
from crm_desktop.services.return_values import value_of
from crm_desktop.services.returns import GIVEN_BACK
from crm_desktop.services.vouchers import VoucherInput, new_voucher

HERE = (ReturnState.RECEIVED, ReturnState.INSPECTED)
KEPT = (ReturnState.APPROVED, ReturnState.IN_TRANSIT, *HERE)


class Case(NamedTuple):
    """A line that is being settled, its return and the order they are of."""

    line: ReturnLine
    request: ReturnRequest
    order: Order | None
    done: Done
    by: Actor


@dataclass(frozen=True, slots=True)
class ToSettle:
    """The line to settle, as it was when the form was opened. `value` None: what its goods were sold for."""

    return_line_id: int
    version: int
    value: Decimal | None = None
    note: str = ""


def settle_by_refund(which: ToSettle, by: Actor, method: PaymentMethod = PaymentMethod.TRANSFER, key: str | None = None) -> Change:
    with _settling(N_("Refunded a line of return {number}"), which, Resolution.REFUND, HERE, by, key) as case:
        case.line.value = _value(case, which)
        _pay_out(case, _overpaid(case), method)
    return case.done.change


def settle_by_partial_refund(which: ToSettle, by: Actor, method: PaymentMethod = PaymentMethod.TRANSFER, key: str | None = None) -> Change:
    """The customer keeps the goods for a lower price: `value` is what comes off."""
    if which.value is None:
        raise UserError(_("Say how much goes back. Nothing was saved."))
    with _settling(N_("Refunded part of a line of return {number}"), which, Resolution.PARTIAL_REFUND, KEPT, by, key) as case:
        case.line.value = _value(case, which)
        _pay_out(case, _overpaid(case), method)
    return case.done.change


def settle_by_store_credit(which: ToSettle, by: Actor, expires_on: date = NEVER, key: str | None = None) -> Change:
    """A voucher instead of money, which pays for later orders."""
    with _settling(N_("Gave store credit for a line of return {number}"), which, Resolution.STORE_CREDIT, HERE, by, key) as case:
        case.line.value = _value(case, which)
        amount = _overpaid(case)
        if amount <= 0:
            raise NotAllowed(_("Nothing of this was paid yet, so there is nothing to credit. Nothing was saved; refund it instead."))
        _pay_out(case, amount, PaymentMethod.VOUCHER)
        wanted = VoucherInput(
            VoucherKind.STORE_CREDIT, amount, customer_id=case.request.customer_id, currency=case.request.currency,
            reason=case.request.number, expires_on=expires_on,
        )  # fmt: skip
        case.line.voucher = voucher = new_voucher(wanted, by, case.done)
        case.done.numbers["voucher"] = voucher.code
    return case.done.change


def settle_by_exchange(
    which: ToSettle, lines: tuple[LineInput, ...], by: Actor, method: PaymentMethod = PaymentMethod.TRANSFER, key: str | None = None
) -> Change:
    """Other goods, in an order of their own that the old ones' value pays for. What it costs more, the customer owes; what it costs less
    goes back."""
    with _settling(N_("Exchanged a line of return {number}"), which, Resolution.EXCHANGE, HERE, by, key) as case:
        case.line.value = _value(case, which)
        again = _new_order(case, lines)
        overpaid = _overpaid(case)
        toward = min(overpaid, total_of(again))
        if toward > 0:
            _pay_out(case, toward, PaymentMethod.OFFSET)
            new_payment(again, Flow.IN, toward, PaymentMethod.OFFSET, by, case.done, reference=case.request.number, line=case.line)
        _pay_out(case, overpaid - toward, method)
    return case.done.change


def settle_by_replacement(which: ToSettle, by: Actor, key: str | None = None) -> Change:
    """The same goods again: a real order whose prices a discount of 100 percent takes off. The value stands on the return's line."""
    with _settling(N_("Replaced a line of return {number}"), which, Resolution.REPLACEMENT, HERE, by, key) as case:
        if case.line.product_id is None:
            raise UserError(_("This line has no product to send again. Nothing was saved; settle it in another way."))
        case.line.value = _value(case, which)
        price = None if case.line.order_line is None else case.line.order_line.unit_price
        _new_order(case, (LineInput(case.line.product_id, case.line.quantity, price, Decimal(100)),), _("replacement"))
    return case.done.change


def settle_by_repair(which: ToSettle, fault: str, by: Actor, *, warranty: bool = False, key: str | None = None) -> Change:
    """The customer gets the same goods back, repaired."""
    with _settling(N_("Took a line of return {number} for repair"), which, Resolution.REPAIR, HERE, by, key) as case:
        fault = clean_note(fault)
        if not fault.strip():
            raise UserError(_("Say what is to be repaired. Nothing was saved."))
        case.done.insert(Repair(return_line=case.line, fault=fault, warranty=warranty))
    return case.done.change


def reject_line(which: ToSettle, by: Actor, key: str | None = None) -> Change:
    """The goods go back to the customer as they are. `note` says why."""
    if not which.note.strip():
        raise UserError(_("Say why it is rejected. Nothing was changed."))
    with _settling(N_("Rejected a line of return {number}"), which, Resolution.REJECTED, KEPT, by, key) as case:
        case.line.value = ZERO
    return case.done.change


@contextmanager
def _settling(
    label: str, which: ToSettle, resolution: Resolution, states: tuple[ReturnState, ...], by: Actor, key: str | None
) -> Iterator[Case]:
    with operation(label, by, may=Right.HANDLE_RETURNS, key=key) as done:
        line = ReturnLine.get_by_id(which.return_line_id)
        request = line.return_request
        if line.version != which.version:
            line.version = which.version
            done.save(line)
        _check(line, request, resolution, states)
        case = Case(line, request, request.order, done, by)
        line.resolution, line.resolution_note = resolution, clean_said(which.note)
        line.settled_at, line.settled_by_id = utc_now(), by.id
        yield case
        done.save(line)
        _close(request, done)
        done.numbers["number"] = request.number


def _check(line: ReturnLine, request: ReturnRequest, resolution: Resolution, states: tuple[ReturnState, ...]) -> None:
    if line.resolution:
        raise NotAllowed(_("This line of return {number} is settled already. Nothing was changed.").format(number=request.number))
    request.demand(*states)
    if states is HERE and not line.condition:
        raise NotAllowed(_("Inspect this line of return {number} first. Nothing was changed.").format(number=request.number))
    if line.disposition == Disposition.RESTOCK and resolution in GIVEN_BACK:
        raise NotAllowed(_("These goods are back in stock. Nothing was changed; undo the inspection first."))
    if line.disposition and resolution == Resolution.PARTIAL_REFUND:
        raise NotAllowed(_("These goods are here, so the customer does not keep them. Nothing was changed; refund the line."))


def _close(request: ReturnRequest, done: Done) -> None:
    open_lines = ReturnLine.select().where(ReturnLine.return_request == request, ReturnLine.resolution == Resolution.NONE)
    if not open_lines.exists():
        request.state, request.settled_at = ReturnState.SETTLED, utc_now()
        done.save(request)


def _value(case: Case, which: ToSettle) -> Decimal:
    """Raises UserError for less than nothing, or for more than the goods were sold for."""
    line, order = case.line, case.order
    digits = digits_of(case.request.currency)
    if order is not None and line.order_line is not None:
        most = value_of(order, line.order_line, line.quantity, _settled_before(line))
    elif which.value is None and line.product is not None:
        most = rounded(line.product.price * line.quantity, digits)
    else:
        most = None
    value = most if which.value is None else which.value
    if value is None or value < 0 or value != rounded(value, digits) or (most is not None and value > most):
        raise UserError(
            _("The value of this line lies between 0 and {most} {currency}. Nothing was saved.").format(
                most="…" if most is None else shown(most), currency=case.request.currency
            )
        )
    return value


def _settled_before(line: ReturnLine) -> Decimal:
    """Units of the same order line that were credited before, so that their values add up to what was paid."""
    credited = (Resolution.REFUND, Resolution.EXCHANGE, Resolution.STORE_CREDIT, Resolution.REPLACEMENT, Resolution.PARTIAL_REFUND)
    rows = ReturnLine.select(ReturnLine.quantity).where(
        ReturnLine.order_line == line.order_line_id, ReturnLine.resolution.in_(credited), ReturnLine.id != line.id
    )
    return sum((row.quantity for row in rows), ZERO)


def _overpaid(case: Case) -> Decimal:
    """What is the customer's once the line's value is off the order; never more than the value."""
    return _free(case.line.value, None if case.order is None else case.order.owed)


def _free(value: Decimal, owed: Decimal | None) -> Decimal:
    """`owed`: what of the order is not paid yet; None without an order, where all of the value goes back."""
    return value if owed is None else max(ZERO, min(value, value - owed))


def _pay_out(case: Case, amount: Decimal, method: PaymentMethod) -> None:
    if amount <= 0:
        return
    reason = case.request.number
    if case.order is not None:
        pay_back(case.order, amount, method, case.by, case.done, reason=reason, line=case.line)
        return
    if method != PaymentMethod.OFFSET:
        demand_limit(case.by, amount, case.request.currency)
    case.done.insert(
        Payment(
            customer=case.request.customer_id, direction=Flow.OUT, amount=amount, currency=case.request.currency, method=method,
            reason=reason, received_at=utc_now(), return_line=case.line, staff=case.by.id, status=PaymentStatus.CAPTURED,
        )
    )  # fmt: skip


def _new_order(case: Case, goods: tuple[LineInput, ...], note: str = "") -> Order:
    wanted = OrderInput(
        case.request.customer_id, goods, currency=case.request.currency, channel_id=case.request.channel_id,
        shipping_address="" if case.order is None else case.order.shipping_address,
        note=_("{what} for return {number}").format(what=note or _("exchange"), number=case.request.number),
    )  # fmt: skip
    again = new_order(wanted, case.by, case.done)
    case.line.replacement = again
    case.done.numbers["order"] = again.number
    return again


def set_repair_state(
    repair_id: int, version: int, state: RepairState, by: Actor, *, parts: Decimal = ZERO, labour: Decimal = ZERO, note: str = "",
    key: str | None = None,
) -> Change:  # fmt: skip
    """Quoted, confirmed, under repair, repaired; cancelled until it is repaired. `parts` and `labour` are what it costs."""
    with operation(N_("A repair of return {number} is {state} now"), by, may=Right.HANDLE_RETURNS, key=key) as done:
        repair = Repair.get_by_id(repair_id)
        if repair.version == version and state not in _STEPS[RepairState(repair.state)]:
            raise NotAllowed(
                _("A repair that is {now} cannot become {wanted}. Nothing was changed.").format(now=_(repair.state), wanted=_(state))
            )
        if parts < 0 or labour < 0:
            raise UserError(_("A price cannot be below zero. Nothing was saved."))
        repair.version, repair.state, repair.parts, repair.labour = version, state, parts, labour
        repair.note = clean_note(note) or repair.note
        done.save(repair)
        done.numbers.update(number=repair.return_line.return_request.number, state=str(state))
    return done.change


_STEPS = {
    RepairState.QUOTED: (RepairState.QUOTED, RepairState.CONFIRMED, RepairState.CANCELLED),
    RepairState.CONFIRMED: (RepairState.UNDER_REPAIR, RepairState.CANCELLED),
    RepairState.UNDER_REPAIR: (RepairState.REPAIRED, RepairState.CANCELLED),
    RepairState.REPAIRED: (),
    RepairState.CANCELLED: (),
}


class Outlook(NamedTuple):
    """What settling a line would come to: what its goods were sold for, and what of its order is not paid yet; None without an order."""

    value: Decimal | None
    owed: Decimal | None

    def back(self, value: Decimal) -> Decimal:
        """How much of this value the customer gets."""
        return _free(value, self.owed)


def outlook(return_line_id: int) -> Outlook:
    """For the form, before anything is saved. `value` None: nobody knows what the goods were sold for."""
    line = ReturnLine.get_by_id(return_line_id)
    request = line.return_request
    order = request.order
    if order is not None and line.order_line is not None:
        value = value_of(order, line.order_line, line.quantity, _settled_before(line))
        return Outlook(value, order.owed)
    owed = None if order is None else order.owed
    if line.product is None:
        return Outlook(None, owed)
    return Outlook(rounded(line.product.price * line.quantity, digits_of(request.currency)), owed)
