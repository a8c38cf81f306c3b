"""Subscriptions, contracts and services of a customer: started, changed, renewed, stopped."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import checked_currency, digits_of
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import AgreementState
from crm_desktop.core.money import ZERO, rounded
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import Agreement, Company, Customer, Product


@dataclass(frozen=True, slots=True)
class AgreementInput:
    """`renews_on`: the next day it is renewed on; each renewal holds for `renewal_months`. `price` is per renewal."""

    customer_id: int
    name: str
    starts_on: date
    product_id: int | None = None
    ends_on: date = NEVER
    renews_on: date = NEVER
    renewal_months: int = 0
    price: Decimal = ZERO
    currency: str = ""
    note: str = ""

    def checked(self) -> "AgreementInput":
        name, currency = clean_said(self.name), checked_currency(self.currency or Company.the().currency)
        if not name:
            raise UserError(_("An agreement needs a name. Nothing was saved."))
        if self.ends_on < self.starts_on or self.renews_on < self.starts_on:
            raise UserError(_("An agreement ends and renews after it starts. Nothing was saved; check the days."))
        if self.renewal_months < 0 or (self.renews_on != NEVER) != (self.renewal_months > 0):
            raise UserError(_("An agreement that renews needs a day and a number of months. Nothing was saved."))
        if self.price < 0 or self.price != rounded(self.price, digits_of(currency)):
            raise UserError(_("This is not a price in {currency}. Nothing was saved.").format(currency=currency))
        return replace(self, name=name, currency=currency, note=clean_note(self.note))

    def fill(self, agreement: Agreement) -> None:
        for field in ("name", "starts_on", "ends_on", "renews_on", "renewal_months", "price", "currency", "note"):
            setattr(agreement, field, getattr(self, field))
        agreement.product_id = self.product_id


def start_agreement(wanted: AgreementInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Started an agreement with {number}"), by, may=Right.EDIT_AGREEMENTS, key=key) as done:
        wanted = wanted.checked()
        customer = Customer.get_or_none(id=wanted.customer_id)
        if customer is None:
            raise UserError(_("This customer is not there any more. Nothing was saved; choose another."))
        _check_product(wanted.product_id)
        agreement = Agreement(customer=customer)
        wanted.fill(agreement)
        done.insert(agreement)
        done.numbers["number"] = customer.number
    return done.change


def change_agreement(agreement_id: int, version: int, wanted: AgreementInput, by: Actor, key: str | None = None) -> Change:
    """It stays the same customer's. Raises NotAllowed once it is stopped."""
    with operation(N_("Changed an agreement with {number}"), by, may=Right.EDIT_AGREEMENTS, key=key) as done:
        wanted = wanted.checked()
        agreement = _standing(agreement_id, version)
        if wanted.customer_id != agreement.customer_id:
            raise UserError(_("An agreement keeps its customer. Nothing was saved; stop it and start another."))
        _check_product(wanted.product_id)
        wanted.fill(agreement)
        done.save(agreement)
        done.numbers["number"] = agreement.customer.number
    return done.change


def renew_agreement(agreement_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """For another term: the 31st stays the last day of shorter months, and an end that this passes moves along."""
    with operation(N_("Renewed an agreement with {number}"), by, may=Right.EDIT_AGREEMENTS, key=key) as done:
        agreement = _standing(agreement_id, version)
        if agreement.renews_on == NEVER:
            raise NotAllowed(_("This agreement does not renew. Nothing was changed; give it a day and a number of months."))
        agreement.renews_on = _next_renewal(agreement)
        agreement.ends_on = max(agreement.ends_on, agreement.renews_on)
        done.save(agreement)
        done.numbers["number"] = agreement.customer.number
    return done.change


def stop_agreement(agreement_id: int, version: int, on: date, reason: str, by: Actor, key: str | None = None) -> Change:
    """`on` is its last day, which may lie ahead."""
    reason = clean_said(reason)
    if not reason:
        raise UserError(_("Say why the agreement is stopped. Nothing was changed."))
    with operation(N_("Stopped an agreement with {number}"), by, may=Right.EDIT_AGREEMENTS, key=key) as done:
        agreement = _standing(agreement_id, version)
        if on < agreement.starts_on:
            raise UserError(_("An agreement ends after it starts. Nothing was changed; check the day."))
        agreement.state, agreement.ends_on, agreement.stop_reason = AgreementState.STOPPED, on, reason
        done.save(agreement)
        done.numbers["number"] = agreement.customer.number
    return done.change


def resume_agreement(agreement_id: int, version: int, by: Actor, ends_on: date = NEVER, key: str | None = None) -> Change:
    """Switched on again."""
    with operation(N_("Resumed an agreement with {number}"), by, may=Right.EDIT_AGREEMENTS, key=key) as done:
        agreement = Agreement.get_by_id(agreement_id)
        if agreement.version == version and agreement.state != AgreementState.STOPPED:
            raise NotAllowed(_("This agreement is running. Nothing was changed."))
        agreement.version, agreement.state, agreement.ends_on, agreement.stop_reason = version, AgreementState.STARTED, ends_on, ""
        done.save(agreement)
        done.numbers["number"] = agreement.customer.number
    return done.change


def renewals_due(until: date) -> list[Agreement]:
    """Those that are to be renewed by that day, the first to come first."""
    due = Agreement.select().where(Agreement.state == AgreementState.STARTED, Agreement.renews_on <= until)
    return list(due.order_by(Agreement.renews_on, Agreement.id))


def _standing(agreement_id: int, version: int) -> Agreement:
    agreement = Agreement.get_by_id(agreement_id)
    if agreement.version == version and agreement.state != AgreementState.STARTED:
        raise NotAllowed(_("This agreement is stopped. Nothing was changed; resume it first."))
    agreement.version = version
    return agreement


def _next_renewal(agreement: Agreement) -> date:
    """Counted from the start where it is a multiple of the term away from it, so that the 31st comes back after February."""
    term, months = agreement.renewal_months, 0
    while agreement.starts_on + relativedelta(months=months) < agreement.renews_on:
        months += 1
    if agreement.starts_on + relativedelta(months=months) == agreement.renews_on:
        return agreement.starts_on + relativedelta(months=months + term)
    return agreement.renews_on + relativedelta(months=term)


def _check_product(product_id: int | None) -> None:
    if product_id is not None and Product.get_or_none(id=product_id) is None:
        raise UserError(_("This product is not there any more. Nothing was saved; choose another."))
