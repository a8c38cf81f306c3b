"""Complaints by the company's guideline: is it right, where did it come from, what was checked, and what makes it good."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, utc_now
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, Cause, Remedy, Validity, Visibility
from crm_desktop.core.kinds_of_trade import PaymentMethod, VoucherKind
from crm_desktop.core.money import ZERO
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import CaseCheck, CaseRemedy, ChecklistItem, Company, Order, OrderLine, SupportCase
from crm_desktop.services.case_events import happened
from crm_desktop.services.cases import case_of
from crm_desktop.services.order_lines import LineInput
from crm_desktop.services.orders import OrderInput, new_order
from crm_desktop.services.payments import pay_back
from crm_desktop.services.refund_limits import demand_limit
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, new_return
from crm_desktop.services.vouchers import VoucherInput, new_voucher

_JUDGED = (CaseKind.COMPLAINT, CaseKind.BILLING_DISPUTE)
_VOUCHERS = {
    Remedy.DISCOUNT: VoucherKind.DISCOUNT,
    Remedy.COUPON: VoucherKind.COUPON,
    Remedy.CREDIT: VoucherKind.STORE_CREDIT,
}
_NEEDED = {
    Remedy.REFUND: Right.REFUND,
    Remedy.REPLACEMENT: Right.PLACE_ORDERS,
    Remedy.EXCHANGE: Right.HANDLE_RETURNS,
    **dict.fromkeys(_VOUCHERS, Right.GIVE_VOUCHERS),
}
_ALL_OFF = Decimal(100)


@dataclass(frozen=True, slots=True)
class RemedyInput:
    """An `amount` for a refund, coupon, discount or credit, or `percent` for a coupon or discount; `lines` for what is sent again, and
    `returned` for what an exchange takes back. `order_id` None: the case's.
    """

    kind: Remedy
    amount: Decimal = ZERO
    percent: Decimal = ZERO
    note: str = ""
    order_id: int | None = None
    method: PaymentMethod = PaymentMethod.TRANSFER
    expires_on: date = NEVER
    lines: tuple[LineInput, ...] = ()
    returned: tuple[ReturnLineInput, ...] = ()


@dataclass(frozen=True, slots=True)
class _Giving:
    """A remedy that is being given."""

    case: SupportCase
    wanted: RemedyInput
    given: CaseRemedy
    by: Actor
    done: Done

    @property
    def order(self) -> Order:
        """Raises UserError where there is none."""
        order_id = self.wanted.order_id or self.case.order_id
        found = None if order_id is None else Order.get_or_none(id=order_id)
        if found is None:
            raise UserError(_("This remedy needs an order. Nothing was saved; put the case's order in first."))
        if self.case.customer_id is not None and found.customer_id != self.case.customer_id:
            raise UserError(_("Order {number} is another customer's. Nothing was saved; choose one of theirs.").format(number=found.number))
        return found

    @property
    def customer_id(self) -> int:
        """Raises UserError where nobody is known."""
        if self.case.customer_id is None:
            raise UserError(_("Nobody knows yet whose case {number} is. Nothing was saved; say who.").format(number=self.case.number))
        return self.case.customer_id


def judge_complaint(
    case_id: int, version: int, validity: Validity, by: Actor, cause: Cause | None = None, cause_note: str = "", key: str | None = None
) -> Change:
    """Is it right, and where did it come from. Only of complaints and billing disputes."""
    with operation(N_("Checked complaint {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = case_of(case_id)
        case.demand_unmerged()
        if case.kind not in _JUDGED:
            raise NotAllowed(_("Case {number} is no complaint. Nothing was changed.").format(number=case.number))
        before, source = case.validity, case.cause
        case.version, case.validity, case.cause, case.cause_note = version, validity, cause or "", clean_note(cause_note)
        done.save(case)
        if before != validity:
            happened(case, CaseEventKind.CHECKED, by, done, before=before, after=validity)
        if source != case.cause:
            happened(case, CaseEventKind.CAUSE, by, done, before=source, after=case.cause)
        done.numbers["number"] = case.number
    return done.change


def give_remedy(case_id: int, wanted: RemedyInput, by: Actor, key: str | None = None) -> Change:
    """What makes it good, and the real thing with it: money back, a voucher, goods on their way. Raises NotAllowed above what the
    person's role may give back, naming who may.
    """
    if wanted.kind in _NEEDED:
        demand(by, _NEEDED[wanted.kind])
    with operation(N_("Gave a remedy in case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        done.numbers["number"] = new_remedy(case_id, wanted, by, done).case.number
    return done.change


def new_remedy(case_id: int, wanted: RemedyInput, by: Actor, done: Done) -> CaseRemedy:
    """Within an operation that is under way."""
    case = case_of(case_id)
    case.demand_unmerged()
    wanted = replace(wanted, note=clean_note(wanted.note))
    given = CaseRemedy(case=case, kind=wanted.kind, currency=Company.the().currency, at=utc_now(), staff=by.id, note=wanted.note)
    _WAYS.get(wanted.kind, _nothing)(_Giving(case, wanted, given, by, done))
    done.insert(given)
    happened(case, CaseEventKind.REMEDY, by, done, after=wanted.kind, note=wanted.note, visibility=Visibility.CUSTOMER)
    return given


def tick_item(case_id: int, item_id: int, by: Actor, is_done: bool = True, key: str | None = None) -> Change:
    """What is on the checklist of its kind is done, or after all is not."""
    with operation(N_("Ticked the checklist of case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case, item = case_of(case_id), ChecklistItem.get_or_none(id=item_id)
        case.demand_unmerged()
        if item is None or item.kind != case.kind:
            raise UserError(_("This is not on the checklist of case {number}. Nothing was changed.").format(number=case.number))
        ticked = CaseCheck.get_or_none(case=case, item=item)
        if is_done and ticked is None:
            done.insert(CaseCheck(case=case, item=item, at=utc_now(), staff=by.id))
        elif not is_done and ticked is not None:
            done.delete(ticked)
        done.numbers["number"] = case.number
    return done.change


def _nothing(giving: _Giving) -> None:
    """An apology costs nothing, and so does nothing."""
    if giving.wanted.amount or giving.wanted.percent or giving.wanted.lines:
        raise UserError(_("This remedy gives nothing away. Nothing was saved; choose another, or leave the amount out."))


def _refund(giving: _Giving) -> None:
    order, amount = giving.order, giving.wanted.amount
    if amount <= 0:
        raise UserError(_("Say how much goes back. Nothing was saved."))
    allowance = max(ZERO, amount + min(order.owed, ZERO))
    giving.given.payment = pay_back(
        order, amount, giving.wanted.method, giving.by, giving.done, reason=giving.case.number, allowance=allowance
    )
    giving.given.cost, giving.given.currency = amount, order.currency


def _voucher(giving: _Giving) -> None:
    """A percentage costs what it takes off once it is used, see `CaseRemedy`."""
    wanted, kind = giving.wanted, _VOUCHERS[giving.wanted.kind]
    currency = giving.given.currency
    if wanted.amount:
        demand_limit(giving.by, wanted.amount, currency)
    asked = VoucherInput(
        kind, wanted.amount, wanted.percent, giving.customer_id, currency, reason=giving.case.number, expires_on=wanted.expires_on,
        max_uses=1 if wanted.percent else 0, case_id=giving.case.id,
    )  # fmt: skip
    giving.given.voucher = new_voucher(asked, giving.by, giving.done)
    giving.given.cost = wanted.amount


def _replacement(giving: _Giving) -> None:
    """Goods again, in an order whose prices a discount of 100 percent takes off; what they are worth is what it costs."""
    if not giving.wanted.lines:
        raise UserError(_("Say what is sent again. Nothing was saved."))
    again = OrderInput(
        giving.customer_id, tuple(replace(line, discount_percent=_ALL_OFF) for line in giving.wanted.lines),
        channel_id=giving.case.channel_id, note=_("replacement for case {number}").format(number=giving.case.number),
    )  # fmt: skip
    order = new_order(again, giving.by, giving.done)
    worth = sum((line.gross for line in OrderLine.select().where(OrderLine.order == order)), ZERO)
    demand_limit(giving.by, worth, order.currency)
    giving.given.order, giving.given.cost, giving.given.currency = order, worth, order.currency


def _exchange(giving: _Giving) -> None:
    """The goods come back by a return that the case is about from now on; what goes out for them is settled when they are here."""
    if giving.case.return_id is not None:
        raise NotAllowed(_("This case has a return already. Nothing was saved; the exchange is settled there."))
    wanted = ReturnInput(
        giving.wanted.returned, giving.order.id, channel_id=giving.case.channel_id, window_reason=giving.case.number,
        note=_("exchange for case {number}").format(number=giving.case.number),
    )  # fmt: skip
    giving.case.return_request = new_return(wanted, giving.by, giving.done)
    giving.done.save(giving.case)


_WAYS: dict[Remedy, Callable[[_Giving], None]] = {
    Remedy.REFUND: _refund,
    Remedy.REPLACEMENT: _replacement,
    Remedy.EXCHANGE: _exchange,
    **dict.fromkeys(_VOUCHERS, _voucher),
}
