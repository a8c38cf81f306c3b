"""What the sample company's staff asked of each other in the last days: help with cases, and what somebody else has to approve.

Rows with times of their own, as the services would have written them then.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now, zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import CustomerStatus, OrderState, Priority
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision, EscalationKind, EscalationLevel, EscalationState
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind
from crm_desktop.core.kinds_of_trade import InvoiceKind, PaymentMethod, VoucherKind
from crm_desktop.core.money import ZERO
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Approval, Channel, Customer, Escalation, Invoice, Order, Staff, SupportCase
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.sample.office import hours_before, in_hours
from crm_desktop.sample.rhythm import MORNING
from crm_desktop.services.case_events import happened
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.payments import PaymentInput, give_back
from crm_desktop.services.vouchers import VoucherInput


class Trouble(NamedTuple):
    """A case that began so many hours of work before the end, and why help was asked for."""

    hours: int
    kind: CaseKind
    priority: Priority
    subject: str
    description: str
    assignee: str
    why: str


_TROUBLES = (
    Trouble(14, CaseKind.COMPLAINT, Priority.HIGH, "Third crate with broken bottles",
            "Two of twelve arrived broken, for the third time since spring.", "ciara", "They want to talk to somebody who decides."),
    Trouble(7, CaseKind.BILLING_DISPUTE, Priority.NORMAL, "Invoice paid twice, wants the money today",
            "Paid by transfer and by card on the same day.", "dara", "Asked for the manager twice."),
    Trouble(23, CaseKind.TECHNICAL, Priority.NORMAL, "Cooler hums at night",
            "Since Monday, only while the shop is closed. It still cools.", "eleni", "Nobody here knows this model."),
)  # fmt: skip
_FAN = "The fan needs its new bearing; the maker sends one. They know."
_REFUNDS = (("120", "ciara", "Half of it came warm"), ("110", "dara", "Promised on the phone"), ("140", "ciara", "Labels peel off"))
_ANSWERS = ((Decision.APPROVED, "Fair."), (Decision.DECLINED, "We promised a replacement, and it is on its way."))


def ask_each_other(until: date) -> None:
    """Each step is an operation of its own, by whoever does such things there."""
    end, now = datetime.combine(until, MORNING, zone_of(COMPANY.zone)), utc_now()
    end = now if now < end < now + timedelta(days=1) else end
    cases = [_open(place, end) for place in range(len(_TROUBLES))]
    _escalate(cases[0], _TROUBLES[0], "tomasz", EscalationLevel.TEAM_LEAD, EscalationKind.AUTHORITY, end)
    _escalate(cases[1], _TROUBLES[1], "owner", EscalationLevel.MANAGER, EscalationKind.AUTHORITY, end)
    asked = _escalate(cases[2], _TROUBLES[2], "tomasz", EscalationLevel.TEAM_LEAD, EscalationKind.EXPERTISE, end)
    _hand_back(asked, hours_before(end, 6))
    _ask_for_refunds(end)
    _ask_for_voucher(cases[0], end)


def _open(place: int, end: datetime) -> int:
    trouble = _TROUBLES[place]
    wanted = CaseInput(
        trouble.subject, trouble.kind, _customer(place + 3).id, channel_id=Channel.get(Channel.kind == "phone").id,
        description=trouble.description, priority=trouble.priority, assignee_id=_who(trouble.assignee).id,
        opened_at=hours_before(end, trouble.hours), invoice_id=_disputed(place),
    )  # fmt: skip
    (case_id,) = open_case(wanted, _who(trouble.assignee)).of(Entity.CASE)
    return case_id


def _escalate(case_id: int, trouble: Trouble, to: str, level: EscalationLevel, kind: EscalationKind, end: datetime) -> int:
    by, at = _who(trouble.assignee), hours_before(end, trouble.hours - 1)
    with operation(N_("Escalated case {number}"), by, may=Right.HANDLE_CASES) as done:
        case = SupportCase.get_by_id(case_id)
        asked = Escalation(case=case, level=level, kind=kind, reason=trouble.why, from_staff=by.id, to_staff=_who(to).id, at=at)
        done.insert(asked)
        happened(case, CaseEventKind.ESCALATED, by, done, after=asked.id, note=trouble.why, at=at)
        done.numbers["number"] = case.number
    return int(asked.id)


def _hand_back(escalation_id: int, at: datetime) -> None:
    by = _who("tomasz")
    with operation(N_("Handed back the escalation of case {number}"), by, may=Right.HANDLE_CASES) as done:
        asked = Escalation.get_by_id(escalation_id)
        asked.accepted_at, asked.accepted_by_id, asked.state = hours_before(at, 2), by.id, EscalationState.HANDED_BACK
        asked.handed_back_at, asked.outcome = at, _FAN
        done.save(asked)
        happened(asked.case, CaseEventKind.ACCEPTED, by, done, after=asked.id, at=asked.accepted_at)
        happened(asked.case, CaseEventKind.HANDED_BACK, by, done, after=asked.id, note=_FAN, at=at)
        done.numbers["number"] = asked.case.number


def _ask_for_refunds(end: datetime) -> None:
    """One is approved, one declined, one waits."""
    orders = Order.select().where(Order.paid > Decimal(150), Order.refunded == ZERO, Order.state != OrderState.CANCELLED)
    for place, order in enumerate(orders.order_by(Order.ordered_at.desc(), Order.id).limit(len(_REFUNDS))):
        amount, login, why = _REFUNDS[place]
        at = hours_before(end, 10 - 4 * place)
        wanted = PaymentInput(order.id, Decimal(amount), PaymentMethod.TRANSFER, reason=why, received_at=in_hours(at + timedelta(hours=1)))
        kept = json.dumps(asdict(wanted) | {"received_at": None}, default=str, sort_keys=True)
        asked = Approval(
            what=ApprovalKind.REFUND, customer=order.customer_id, order=order, amount=wanted.amount, currency=order.currency, wanted=kept,
            reason=why, asked_by=_who(login).id, at=at,
        )  # fmt: skip
        with operation(N_("Asked to approve a refund for order {number}"), _who(login), may=Right.REFUND) as done:
            done.insert(asked)
            done.numbers["number"] = order.number
        if place < len(_ANSWERS):
            _decide(asked, *_ANSWERS[place], in_hours(at + timedelta(hours=1)), lambda by, done, wanted=wanted: give_back(wanted, by, done))  # type: ignore[misc]


def _decide(asked: Approval, decision: Decision, note: str, at: datetime, do: Callable[[Actor, Done], object]) -> None:
    by, approves = _who("tomasz"), decision == Decision.APPROVED
    label = N_("Approved what a colleague asked for") if approves else N_("Declined what a colleague asked for")
    with operation(label, by, may=Right.DECIDE) as done:
        asked.decision, asked.decided_by_id, asked.decided_at, asked.note = decision, by.id, at, note
        done.save(asked)
        if approves:
            do(by, done)


def _ask_for_voucher(case_id: int, end: datetime) -> None:
    case, by = SupportCase.get_by_id(case_id), _who("ciara")
    wanted = VoucherInput(VoucherKind.GOODWILL, Decimal(150), ZERO, case.customer_id, COMPANY.currency, reason="For the third broken crate")
    with operation(N_("Asked to approve a voucher"), by, may=Right.GIVE_VOUCHERS) as done:
        done.insert(
            Approval(
                what=ApprovalKind.VOUCHER, customer=case.customer_id, case=case, amount=wanted.amount, currency=wanted.currency,
                wanted=json.dumps(asdict(wanted), default=str, sort_keys=True), reason=wanted.reason, asked_by=by.id,
                at=hours_before(end, 1),
            )
        )  # fmt: skip


def _disputed(place: int) -> int | None:
    """The latest invoice of whoever disputes one."""
    if _TROUBLES[place].kind != CaseKind.BILLING_DISPUTE:
        return None
    theirs = Invoice.select().where(Invoice.customer == _customer(place + 3), Invoice.kind == InvoiceKind.INVOICE)
    found = theirs.order_by(Invoice.issued_on.desc(), Invoice.id.desc()).first()
    return None if found is None else int(found.id)


def _customer(place: int) -> Customer:
    """One who buys much."""
    active = Customer.select().where(Customer.status == CustomerStatus.ACTIVE)
    return list(active.order_by(Customer.order_count.desc(), Customer.id).limit(place + 1))[place]


def _who(login: str) -> Actor:
    return Staff.get(Staff.login == login).actor()
