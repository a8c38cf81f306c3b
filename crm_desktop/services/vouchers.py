"""Store credit, coupons, discounts and goodwill: given, paid with, taken back."""

import secrets
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import Flow, PaymentMethod, VoucherKind
from crm_desktop.core.money import ZERO, rounded, shown
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Company, Customer, Order, Payment, SupportCase, Voucher
from crm_desktop.services.payments import new_payment
from crm_desktop.services.refund_limits import demand_limit

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without those that sound or look like another over the phone."""


@dataclass(frozen=True, slots=True)
class VoucherInput:
    """Either an amount (`currency` empty: the company's) or percent of one order's total. `code` empty: one is made.

    Without a customer anybody may use it. `max_uses` 0: as often as it lasts.
    """

    kind: VoucherKind
    amount: Decimal = ZERO
    percent: Decimal = ZERO
    customer_id: int | None = None
    currency: str = ""
    code: str = ""
    reason: str = ""
    expires_on: date = NEVER
    max_uses: int = 0
    case_id: int | None = None

    def checked(self) -> "VoucherInput":
        if (self.amount > 0) == (self.percent > 0) or self.amount < 0 or not 0 <= self.percent <= 100:
            raise UserError(_("A voucher is worth an amount, or 1 to 100 percent. Nothing was saved."))
        if self.kind == VoucherKind.STORE_CREDIT and (self.customer_id is None or not self.amount):
            raise UserError(_("Store credit is an amount of one customer. Nothing was saved; say whose."))
        if self.kind == VoucherKind.GOODWILL and not clean_said(self.reason):
            raise UserError(_("Say why this voucher is given. Nothing was saved."))
        return replace(self, code="".join(clean_line(self.code).upper().split()), reason=clean_said(self.reason))


def give_voucher(wanted: VoucherInput, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed above what the person's role may give back."""
    wanted = wanted.checked()
    with operation(N_("Gave voucher {code}"), by, may=Right.GIVE_VOUCHERS, key=key) as done:
        currency = wanted.currency or Company.the().currency
        if wanted.customer_id is not None and wanted.amount:
            demand_limit(by, wanted.amount, currency)
        done.numbers["code"] = new_voucher(replace(wanted, currency=currency), by, done).code
    return done.change


def new_voucher(wanted: VoucherInput, by: Actor, done: Done) -> Voucher:
    """Within an operation that is under way."""
    wanted = wanted.checked()
    if wanted.amount != rounded(wanted.amount, digits_of(wanted.currency)):
        raise UserError(
            _("{currency} has {digits} digits after the point. Nothing was saved; round {amount}.").format(
                currency=wanted.currency, digits=digits_of(wanted.currency), amount=shown(wanted.amount)
            )
        )
    if wanted.customer_id is not None and Customer.get_or_none(id=wanted.customer_id) is None:
        raise UserError(_("This customer is not there any more. Nothing was saved; choose another."))
    if wanted.case_id is not None and SupportCase.get_or_none(id=wanted.case_id) is None:
        raise UserError(_("This case is not there any more. Nothing was saved; choose another."))
    if wanted.code and Voucher.get_or_none(code=wanted.code) is not None:
        raise UserError(_("Voucher {code} is there already. Nothing was saved; choose another code.").format(code=wanted.code))
    voucher = Voucher(
        code=wanted.code or _fresh_code(), customer=wanted.customer_id, kind=wanted.kind, amount=wanted.amount, percent=wanted.percent,
        currency=wanted.currency, reason=wanted.reason, given_at=utc_now(), expires_on=wanted.expires_on, max_uses=wanted.max_uses,
        case=wanted.case_id, staff=by.id,
    )  # fmt: skip
    done.insert(voucher)
    return voucher


def pay_by_voucher(order_id: int, code: str, by: Actor, amount: Decimal | None = None, key: str | None = None) -> Change:
    """As much of what the order still owes as the voucher holds; `amount` for less. Raises UserError saying why it does not count."""
    with operation(N_("Paid for order {number} by voucher {code}"), by, may=Right.TAKE_PAYMENTS, key=key) as done:
        order = Order.get_by_id(order_id)
        voucher = Voucher.get_or_none(code="".join(clean_line(code).upper().split()))
        if voucher is None:
            raise UserError(_("There is no voucher {code}. Nothing was saved; check the code.").format(code=clean_line(code)))
        _check_usable(voucher, order)
        most = min(_worth(voucher, order), order.owed)
        if most <= 0:
            raise NotAllowed(_("Order {number} owes nothing any more. Nothing was changed.").format(number=order.number))
        if amount is not None and not 0 < amount <= most:
            raise UserError(
                _("Voucher {code} can pay up to {most} {currency} of this order. Nothing was saved.").format(
                    code=voucher.code, most=shown(most), currency=order.currency
                )
            )
        new_payment(order, Flow.IN, most if amount is None else amount, PaymentMethod.VOUCHER, by, done, voucher=voucher)
        done.numbers.update(number=order.number, code=voucher.code)
    return done.change


def cancel_voucher(voucher_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """What was paid with it stays paid."""
    with operation(N_("Cancelled voucher {code}"), by, may=Right.GIVE_VOUCHERS, key=key) as done:
        voucher = Voucher.get_by_id(voucher_id)
        if voucher.kind == VoucherKind.STORE_CREDIT and voucher.remaining:
            raise NotAllowed(_("Store credit is the customer's money and cannot be cancelled. Nothing was changed."))
        voucher.version, voucher.cancelled = version, True
        done.save(voucher)
        done.numbers["code"] = voucher.code
    return done.change


def _check_usable(voucher: Voucher, order: Order) -> None:
    today = local_day(utc_now(), zone_of(Company.the().zone))
    used_here = bool(voucher.percent) and Payment.select().where(Payment.order == order, Payment.voucher == voucher).exists()
    reasons = (
        (order.state not in (OrderState.OPEN, OrderState.COMPLETED), _("the order is not open")),
        (voucher.cancelled, _("it was cancelled")),
        (voucher.expires_on < today, _("it expired on {day}").format(day=voucher.expires_on)),
        (voucher.customer_id not in (None, order.customer_id), _("it belongs to another customer")),
        (bool(voucher.amount) and voucher.currency != order.currency, _("it is in another currency")),
        (bool(voucher.amount) and voucher.remaining <= 0, _("nothing is left of it")),
        (0 < voucher.max_uses <= voucher.uses or used_here, _("it was used already")),
    )
    for stands, reason in reasons:
        if stands:
            raise UserError(_("Voucher {code} cannot be used: {reason}. Nothing was saved.").format(code=voucher.code, reason=reason))


def _worth(voucher: Voucher, order: Order) -> Decimal:
    if voucher.amount:
        return voucher.remaining
    return rounded((order.total - order.credited) * voucher.percent / 100, digits_of(order.currency))


def _fresh_code() -> str:
    while True:
        code = "".join(secrets.choice(_LETTERS) for _place in range(8))
        if Voucher.get_or_none(code=code) is None:
            return code
