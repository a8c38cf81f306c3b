"""What somebody may not do alone: asked of a supervisor, who says yes or no. Yes does it in the same operation, so that nothing is ever
approved and then forgotten, and a customer need not wait until who asked is back.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision
from crm_desktop.core.kinds_of_service import Remedy
from crm_desktop.core.kinds_of_trade import PaymentMethod, VoucherKind
from crm_desktop.core.read_json import kept_object
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Approval, Company, Order, Staff
from crm_desktop.services.cases import case_of
from crm_desktop.services.complaints import RemedyInput, new_remedy
from crm_desktop.services.payments import PaymentInput, give_back, refundable
from crm_desktop.services.refund_limits import demand_limit
from crm_desktop.services.vouchers import VoucherInput, new_voucher


def ask_for_refund(
    wanted: PaymentInput, by: Actor, asked_of_id: int | None = None, case_id: int | None = None, key: str | None = None
) -> Change:
    """`asked_of_id` None: any supervisor. Raises UserError for what nobody could give back."""
    wanted = wanted.checked()
    if not wanted.reason:
        raise UserError(_("Say why the money goes back. Nothing was saved."))
    with operation(N_("Asked to approve a refund for order {number}"), by, may=Right.REFUND, key=key) as done:
        order = Order.get_or_none(id=wanted.order_id)
        if order is None:
            raise UserError(_("This order is not there any more. Nothing was saved; choose another."))
        if wanted.amount > refundable(order):
            raise UserError(_("Order {number} has less left to refund. Nothing was saved; ask for less.").format(number=order.number))
        _ask(
            Approval(what=ApprovalKind.REFUND, customer=order.customer_id, case=case_id, order=order, amount=wanted.amount,
                     currency=order.currency, wanted=_text(asdict(replace(wanted, received_at=None))), reason=wanted.reason),
            asked_of_id, by, done,
        )  # fmt: skip
        done.numbers["number"] = order.number
    return done.change


def ask_for_voucher(
    wanted: VoucherInput, by: Actor, asked_of_id: int | None = None, case_id: int | None = None, key: str | None = None
) -> Change:
    """`asked_of_id` None: any supervisor."""
    wanted = wanted.checked()
    with operation(N_("Asked to approve a voucher"), by, may=Right.GIVE_VOUCHERS, key=key) as done:
        wanted = replace(wanted, currency=wanted.currency or Company.the().currency)
        _ask(
            Approval(what=ApprovalKind.VOUCHER, customer=wanted.customer_id, case=case_id, amount=wanted.amount, currency=wanted.currency,
                     wanted=_text(asdict(wanted)), reason=wanted.reason),
            asked_of_id, by, done,
        )  # fmt: skip
    return done.change


def ask_for_remedy(case_id: int, wanted: RemedyInput, by: Actor, asked_of_id: int | None = None, key: str | None = None) -> Change:
    """Of money alone: goods that go out again exceed nobody's limit. `asked_of_id` None: any supervisor."""
    if wanted.lines or wanted.returned or not (wanted.amount or wanted.percent):
        raise UserError(_("Only money needs to be approved. Nothing was saved; give this remedy yourself."))
    with operation(N_("Asked to approve a remedy in case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = case_of(case_id)
        case.demand_unmerged()
        kept = asdict(replace(wanted, note=clean_note(wanted.note))) | {"case_id": case.id, "lines": [], "returned": []}
        _ask(
            Approval(what=ApprovalKind.CLOSING, customer=case.customer_id, case=case, order=wanted.order_id or case.order_id,
                     amount=wanted.amount, currency=Company.the().currency, wanted=_text(kept), reason=clean_note(wanted.note)),
            asked_of_id, by, done,
        )  # fmt: skip
        done.numbers["number"] = case.number
    return done.change


def approve(approval_id: int, version: int, by: Actor, note: str = "", key: str | None = None) -> Change:
    """Does what was asked for, as the person who decides. Raises NotAllowed where their own limit is too low, and for one's own wish."""
    with operation(N_("Approved what a colleague asked for"), by, may=Right.DECIDE, key=key) as done:
        approval = _undecided(approval_id, version)
        if approval.asked_by_id == by.id:
            raise NotAllowed(_("Nobody approves what they asked for themselves. Nothing was changed; somebody else must decide."))
        _decide(approval, Decision.APPROVED, note, by, done)
        _DO[ApprovalKind(approval.what)](kept_object(approval.wanted), by, done)
    return done.change


def decline(approval_id: int, version: int, note: str, by: Actor, key: str | None = None) -> Change:
    if not note.strip():
        raise UserError(_("Say why not. Nothing was changed."))
    with operation(N_("Declined what a colleague asked for"), by, may=Right.DECIDE, key=key) as done:
        _decide(_undecided(approval_id, version), Decision.DECLINED, note, by, done)
    return done.change


def withdraw(approval_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """Not needed any more. Whoever asked, or who decides."""
    with operation(N_("Withdrew what was to be approved"), by, may=Right.HANDLE_CASES, key=key) as done:
        approval = _undecided(approval_id, version)
        if approval.asked_by_id != by.id and Right.DECIDE not in RIGHTS[by.role]:
            raise NotAllowed(_("Only who asked may withdraw this. Nothing was changed."))
        _decide(approval, Decision.WITHDRAWN, "", by, done)
    return done.change


def _ask(approval: Approval, asked_of_id: int | None, by: Actor, done: Done) -> None:
    if asked_of_id is not None:
        staff = Staff.get_or_none(id=asked_of_id)
        if staff is None or not staff.active or Right.DECIDE not in RIGHTS[staff.actor().role] or staff.id == by.id:
            raise UserError(_("This colleague cannot decide it. Nothing was saved; ask a supervisor."))
    approval.asked_by_id, approval.asked_of_id, approval.at = by.id, asked_of_id, utc_now()
    done.insert(approval)


def _undecided(approval_id: int, version: int) -> Approval:
    approval = Approval.get_or_none(id=approval_id)
    if approval is None:
        raise UserError(_("This is not there any more. Nothing was changed."))
    if approval.decision != Decision.WAITING:
        raise NotAllowed(_("This was decided already. Nothing was changed."))
    if approval.version != version:
        raise EditConflict(_("Somebody changed this meanwhile. Nothing was changed; look at it again."), {}, {})
    return approval


def _decide(approval: Approval, decision: Decision, note: str, by: Actor, done: Done) -> None:
    approval.decision, approval.decided_by_id, approval.decided_at, approval.note = decision, by.id, utc_now(), clean_note(note).strip()
    done.save(approval)


def _refund(wanted: Mapping[str, Any], by: Actor, done: Done) -> None:
    give_back(
        PaymentInput(
            wanted["order_id"], Decimal(wanted["amount"]), PaymentMethod(wanted["method"]), wanted["reference"],
            pending=wanted["pending"], reason=wanted["reason"], still_owed=wanted["still_owed"], invoice_id=wanted["invoice_id"],
        ),
        by, done,
    )  # fmt: skip


def _voucher(wanted: Mapping[str, Any], by: Actor, done: Done) -> None:
    numbers = {"amount": Decimal(wanted["amount"]), "percent": Decimal(wanted["percent"])}
    given = VoucherInput(
        **{**wanted, **numbers, "kind": VoucherKind(wanted["kind"]), "expires_on": date.fromisoformat(wanted["expires_on"])}
    )
    if given.customer_id is not None and given.amount:
        demand_limit(by, given.amount, given.currency)
    new_voucher(given, by, done)


def _remedy(wanted: Mapping[str, Any], by: Actor, done: Done) -> None:
    given = RemedyInput(
        Remedy(wanted["kind"]), Decimal(wanted["amount"]), Decimal(wanted["percent"]), wanted["note"], wanted["order_id"],
        PaymentMethod(wanted["method"]), date.fromisoformat(wanted["expires_on"]),
    )  # fmt: skip
    new_remedy(wanted["case_id"], given, by, done)


_DO = {ApprovalKind.REFUND: _refund, ApprovalKind.VOUCHER: _voucher, ApprovalKind.CLOSING: _remedy}


def _text(wanted: Mapping[str, Any]) -> str:
    return json.dumps(wanted, default=str, ensure_ascii=False, sort_keys=True)
