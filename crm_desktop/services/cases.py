"""Cases: what customers want settled, from the first word to the form that changes what is known of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Agreement,
    CasePayment,
    CaseStatus,
    Channel,
    Contact,
    ContactReason,
    Customer,
    Interaction,
    Invoice,
    Order,
    Payment,
    Product,
    Record,
    ReturnRequest,
    Staff,
    SupportCase,
    Team,
)
from crm_desktop.data.numbering import next_number
from crm_desktop.services.case_events import contact_logged, demand_judged, happened, put_status
from crm_desktop.services.case_lists import first_status, offered_status
from crm_desktop.services.custom_fields import fill_in
from crm_desktop.services.routing import give, proposed

_LINKS = ("customer", "contact", "channel", "reason", "assignee", "team", "product", "order", "invoice", "agreement")
_OWN_EVENTS = {
    "assignee_id": CaseEventKind.ASSIGNED,
    "team_id": CaseEventKind.TEAM,
    "priority": CaseEventKind.PRIORITY,
    "kind": CaseEventKind.KIND,
}
_OTHER = ("subject", "description", "caller", "customer_id", "contact_id", "channel_id", "reason_id", "product_id", "order_id",
          "invoice_id", "return_id", "agreement_id", "custom")  # fmt: skip
"""What an event of its own tells of, and what an event CHANGED names."""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """Without a customer, `caller` says who it is. `status_id` None: the first that is open; `opened_at` None: now.

    Invoice, return, agreement and payments bring their customer along where none is given, and their order, where it is one.

    `interaction_id` is the contact it came with, which then is about this case. Nobody has it in hand while `assignee_id` is None.
    """

    subject: str
    kind: CaseKind = CaseKind.QUESTION
    customer_id: int | None = None
    contact_id: int | None = None
    caller: str = ""
    channel_id: int | None = None
    description: str = ""
    reason_id: int | None = None
    priority: Priority = Priority.NORMAL
    status_id: int | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    product_id: int | None = None
    order_id: int | None = None
    invoice_id: int | None = None
    return_id: int | None = None
    agreement_id: int | None = None
    payment_ids: tuple[int, ...] = ()
    opened_at: datetime | None = None
    interaction_id: int | None = None
    custom: Custom | None = None

    def checked(self) -> "CaseInput":
        subject = clean_said(self.subject)
        if not subject:
            raise UserError(_("A case needs a few words on what it is about. Nothing was saved."))
        if self.opened_at is not None and self.opened_at > utc_now():
            raise UserError(_("A case cannot be opened in the future. Nothing was saved; check the day and the time."))
        return replace(self, subject=subject, caller=clean_said(self.caller), description=clean_note(self.description))

    def fill(self, case: SupportCase) -> None:
        for name in ("subject", "kind", "caller", "description", "priority"):
            setattr(case, name, getattr(self, name))
        for name in _LINKS:
            setattr(case, name, getattr(self, f"{name}_id"))
        case.return_id = self.return_id
        fill_in(case, self.custom)


def open_case(wanted: CaseInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Opened case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        done.numbers["number"] = new_case(wanted, by, done).number
    return done.change


def new_case(wanted: CaseInput, by: Actor, done: Done) -> SupportCase:
    """Within an operation that is under way."""
    wanted = _linked(wanted.checked())
    status = first_status(CaseStatusKind.OPEN) if wanted.status_id is None else offered_status(wanted.status_id)
    case = SupportCase(number=next_number(SupportCase), status=status, opened_at=wanted.opened_at or utc_now())
    wanted.fill(case)
    if status.kind == CaseStatusKind.DONE:
        demand_judged(case)
    done.insert(case)
    _link_payments(case, wanted.payment_ids, done)
    happened(case, CaseEventKind.OPENED, by, done, after=status.id, state=CaseStatusKind(status.kind), at=case.opened_at)
    for name in ("assignee_id", "team_id"):
        if getattr(case, name) is not None:
            happened(case, _OWN_EVENTS[name], by, done, after=getattr(case, name), at=case.opened_at)
    if case.assignee_id is None:
        give(case, proposed(case), by, done)
    if wanted.interaction_id is not None:
        _take_contact(case, wanted.interaction_id, by, done)
    return case


def change_case(case_id: int, version: int, wanted: CaseInput, by: Actor, key: str | None = None) -> Change:
    """What is known of it, in the version a form was filled from. Each thing that changed is an event; a status of None stays."""
    with operation(N_("Changed case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        wanted = _linked(wanted.checked())
        case = case_of(case_id)
        case.demand_unmerged()
        before = {name: getattr(case, name) for name in (*_OWN_EVENTS, *_OTHER)}
        case.version = version
        wanted.fill(case)
        case.opened_at = wanted.opened_at or case.opened_at
        if wanted.status_id is not None:
            put_status(case, _status(wanted.status_id, case), by, done)
        if case.status.kind == CaseStatusKind.DONE and before["kind"] != case.kind:
            demand_judged(case)
        done.save(case)
        tell_changes(case, before, by, done)
        if _link_payments(case, wanted.payment_ids, done):
            happened(case, CaseEventKind.CHANGED, by, done, after="payments")
        done.numbers["number"] = case.number
    return done.change


def case_of(case_id: int) -> SupportCase:
    found = SupportCase.get_or_none(id=case_id)
    if found is None:
        raise UserError(_("This case is not there any more. Nothing was changed."))
    return found


def tell_changes(case: SupportCase, before: dict[str, object], by: Actor, done: Done) -> None:
    """An event for each of these columns that is different now."""
    for name, was in before.items():
        now = getattr(case, name)
        if now == was:
            continue
        if name in _OWN_EVENTS:
            happened(case, _OWN_EVENTS[name], by, done, before=was, after=now)
        else:
            happened(case, CaseEventKind.CHANGED, by, done, after=name.removesuffix("_id"))


def _status(status_id: int, case: SupportCase) -> CaseStatus:
    """One that is offered no more may stay."""
    return case.status if status_id == case.status_id else offered_status(status_id)


def _take_contact(case: SupportCase, interaction_id: int, by: Actor, done: Done) -> None:
    interaction = Interaction.get_or_none(id=interaction_id)
    if interaction is None:
        raise UserError(_("This interaction is not there any more. Nothing was saved."))
    interaction.case = case
    done.save(interaction)
    contact_logged(interaction, by, done)


def _linked(wanted: CaseInput) -> CaseInput:
    """With what its invoice and payments say. Raises UserError for what is not there, and for what is another order's or customer's."""
    _check_links(wanted)
    return _with_return(_with_agreement(_with_payments(_with_invoice(wanted))))


def _with_invoice(wanted: CaseInput) -> CaseInput:
    if wanted.invoice_id is None:
        return wanted
    invoice = Invoice.get_by_id(wanted.invoice_id)
    if wanted.customer_id not in (None, invoice.customer_id):
        raise UserError(_("Invoice {number} is another customer's. Nothing was saved; choose one of theirs.").format(number=invoice.number))
    if invoice.order is not None and wanted.order_id not in (None, invoice.order.id):
        raise UserError(
            _("Invoice {number} is of order {order}. Nothing was saved; choose that order, or another invoice.").format(
                number=invoice.number, order=invoice.order.number
            )
        )
    return replace(wanted, customer_id=invoice.customer_id, order_id=wanted.order_id or invoice.order_id)


def _with_agreement(wanted: CaseInput) -> CaseInput:
    agreement = Agreement.get_or_none(id=wanted.agreement_id)
    if agreement is None:
        return wanted
    if wanted.customer_id not in (None, agreement.customer_id):
        raise UserError(_("The agreement is another customer's. Nothing was saved; choose one of theirs."))
    return replace(wanted, customer_id=agreement.customer_id)


def _with_return(wanted: CaseInput) -> CaseInput:
    """Its order comes along where none is given: goods may be back of another order than the case is about."""
    back = ReturnRequest.get_or_none(id=wanted.return_id)
    if back is None:
        return wanted
    if wanted.customer_id not in (None, back.customer_id):
        raise UserError(_("Return {number} is another customer's. Nothing was saved; choose one of theirs.").format(number=back.number))
    return replace(wanted, customer_id=back.customer_id, order_id=wanted.order_id or back.order_id)


def _with_payments(wanted: CaseInput) -> CaseInput:
    if not wanted.payment_ids:
        return wanted
    payments = list(Payment.select().where(Payment.id.in_(wanted.payment_ids)))
    if len(payments) < len(set(wanted.payment_ids)):
        raise UserError(_("This payment is not there any more. Nothing was saved; choose another."))
    if {payment.customer_id for payment in payments} - {wanted.customer_id or payments[0].customer_id}:
        raise UserError(_("A payment is another customer's. Nothing was saved; choose payments of this customer."))
    orders = {payment.order_id for payment in payments}
    order_id = wanted.order_id or (orders.pop() if len(orders) == 1 else None)
    return replace(wanted, customer_id=payments[0].customer_id, order_id=order_id)


def _link_payments(case: SupportCase, payment_ids: tuple[int, ...], done: Done) -> bool:
    """Whether anything changed: those given replace those there are; what stays is left alone."""
    present = {link.payment_id: link for link in CasePayment.select().where(CasePayment.case == case).order_by(CasePayment.id)}
    for payment_id, link in present.items():
        if payment_id not in payment_ids:
            done.delete(link)
    for payment_id in dict.fromkeys(payment_ids):
        if payment_id not in present:
            done.insert(CasePayment(case=case, payment=payment_id))
    return present.keys() != set(payment_ids)


def _check_links(wanted: CaseInput) -> None:
    links: tuple[tuple[type[Record], int | None, str], ...] = (
        (Customer, wanted.customer_id, _("This customer is not there any more. Nothing was saved; choose another.")),
        (Contact, wanted.contact_id, _("This person is not there any more. Nothing was saved; choose another.")),
        (Channel, wanted.channel_id, _("This channel is not there any more. Nothing was saved; choose another.")),
        (ContactReason, wanted.reason_id, _("This reason is not there any more. Nothing was saved; choose another.")),
        (Staff, wanted.assignee_id, _("This colleague is not there any more. Nothing was saved; choose another.")),
        (Team, wanted.team_id, _("This team is not there any more. Nothing was saved; choose another.")),
        (Product, wanted.product_id, _("This product is not there any more. Nothing was saved; choose another.")),
        (Order, wanted.order_id, _("This order is not there any more. Nothing was saved; choose another.")),
        (Invoice, wanted.invoice_id, _("This invoice is not there any more. Nothing was saved; choose another.")),
        (ReturnRequest, wanted.return_id, _("This return is not there any more. Nothing was saved; choose another.")),
        (Agreement, wanted.agreement_id, _("This agreement is not there any more. Nothing was saved; choose another.")),
    )
    for model, row_id, sentence in links:
        if row_id is not None and model.get_or_none(id=row_id) is None:
            raise UserError(sentence)
