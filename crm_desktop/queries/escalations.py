"""Who asked for help with which case, what waits for a decision, and the rules behind them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from crm_desktop.core.dates import FAR
from crm_desktop.core.kinds_of_escalation import (
    ApprovalKind,
    Decision,
    EscalationKind,
    EscalationLevel,
    EscalationState,
    EscalationTrigger,
)
from crm_desktop.core.money import UNIT
from crm_desktop.core.read_json import kept_object
from crm_desktop.queries.lists import at, rows_by_ids, rows_of


class EscalationRow(NamedTuple):
    """`helper` is the colleague who was asked, or who helps from outside; `due_at` None: at no time."""

    id: int
    version: int
    case_id: int
    number: str
    subject: str
    customer: str
    level: EscalationLevel
    kind: EscalationKind
    trigger: EscalationTrigger
    reason: str
    asker: str
    to_staff_id: int | None
    helper: str
    at: datetime
    due_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str
    handed_back_at: datetime | None
    outcome: str
    state: EscalationState


class ApprovalRow(NamedTuple):
    """`wanted` is what is to be done, by the fields of its input."""

    id: int
    version: int
    what: ApprovalKind
    asked_by_id: int
    asker: str
    asked_of_id: int | None
    customer_id: int | None
    customer: str
    case_id: int | None
    case: str
    order_id: int | None
    order: str
    amount: Decimal
    currency: str
    reason: str
    at: datetime
    decision: Decision
    decider: str
    decided_at: datetime | None
    note: str
    wanted: dict[str, Any]


_ESCALATIONS = """
SELECT asked.id, asked.version, asked.case_id, held.number, held.subject, COALESCE(customer.name, held.caller), asked.level, asked.kind,
    asked.trigger, asked.reason, COALESCE(asker.name, ''), asked.to_staff_id, COALESCE(helper.name, asked.outside), asked.at, asked.due_at,
    asked.accepted_at, COALESCE(taker.name, ''), asked.handed_back_at, asked.outcome, asked.state
FROM escalation AS asked JOIN support_case AS held ON held.id = asked.case_id LEFT JOIN customer ON customer.id = held.customer_id
LEFT JOIN staff AS asker ON asker.id = asked.from_staff_id LEFT JOIN staff AS helper ON helper.id = asked.to_staff_id
LEFT JOIN staff AS taker ON taker.id = asked.accepted_by_id
WHERE {}"""
_APPROVALS = """
SELECT asked.id, asked.version, asked.what, asked.asked_by_id, asker.name, asked.asked_of_id, asked.customer_id,
    COALESCE(customer.name, ''), asked.case_id, COALESCE(held.number, ''), asked.order_id, COALESCE(placed.number, ''),
    asked.amount, asked.currency, asked.reason,
    asked.at, asked.decision, COALESCE(decider.name, ''), asked.decided_at, asked.note, asked.wanted
FROM approval AS asked JOIN staff AS asker ON asker.id = asked.asked_by_id LEFT JOIN customer ON customer.id = asked.customer_id
LEFT JOIN support_case AS held ON held.id = asked.case_id LEFT JOIN sales_order AS placed ON placed.id = asked.order_id
LEFT JOIN staff AS decider ON decider.id = asked.decided_by_id
WHERE {}"""
_WAITING_DECISIONS = """SELECT COUNT(*) FROM approval WHERE decision = '' AND COALESCE(asked_of_id, ?) = ? AND asked_by_id <> ?
    AND EXISTS (SELECT 1 FROM staff WHERE staff.id = ? AND staff.role IN ('owner', 'supervisor'))"""
_OPEN = "asked.state <> 'handed_back'"
_MINE = f"{_OPEN} AND (asked.to_staff_id = ? OR asked.accepted_by_id = ? OR asked.to_staff_id IS NULL) ORDER BY asked.due_at, asked.at"
_TO_DECIDE = """asked.decision = '' AND asked.asked_by_id <> ? AND (asked.asked_of_id IS NULL OR asked.asked_of_id = ?)
ORDER BY asked.at, asked.id"""


def open_escalations(staff_id: int | None = None, limit: int = 200) -> list[EscalationRow]:
    """Not handed back yet: one person's with what nobody was asked for, or everybody's; what is due first comes first."""
    if staff_id is None:
        return _escalations(f"{_OPEN} ORDER BY asked.due_at, asked.at, asked.id", (), limit)
    return _escalations(_MINE, (staff_id, staff_id), limit)


def escalations_of(case_id: int) -> list[EscalationRow]:
    """The latest first."""
    return _escalations("asked.case_id = ? ORDER BY asked.at DESC, asked.id DESC", (case_id,), 200)


def escalation_rows(ids: Sequence[int]) -> dict[int, EscalationRow]:
    return {row[0]: _escalation(row) for row in rows_by_ids(_ESCALATIONS.format("asked.id IN ({ids})"), ids)}


def approval_rows(ids: Sequence[int]) -> dict[int, ApprovalRow]:
    return {row[0]: _approval(row) for row in rows_by_ids(_APPROVALS.format("asked.id IN ({ids})"), ids)}


def escalation_sheet(escalation_id: int) -> EscalationRow | None:
    return next(iter(_escalations("asked.id = ?", (escalation_id,), 1)), None)


def approvals_to_decide(staff_id: int, limit: int = 200) -> list[ApprovalRow]:
    """What others asked of this person, or of anybody who may; the longest waiting first."""
    return _approvals(_TO_DECIDE, (staff_id, staff_id), limit)


def approvals_asked_by(staff_id: int, limit: int = 20) -> list[ApprovalRow]:
    """What waits, and what was decided last."""
    return _approvals("asked.asked_by_id = ? ORDER BY asked.decision <> '', asked.at DESC, asked.id DESC", (staff_id,), limit)


def approvals_of_case(case_id: int) -> list[ApprovalRow]:
    return _approvals("asked.case_id = ? ORDER BY asked.at DESC, asked.id DESC", (case_id,), 200)


def approval_sheet(approval_id: int) -> ApprovalRow | None:
    return next(iter(_approvals("asked.id = ?", (approval_id,), 1)), None)


def asked_count(staff_id: int) -> int:
    """Decisions and help that wait for this person's answer."""
    ((decisions,),) = rows_of(_WAITING_DECISIONS, (staff_id,) * 4)
    ((escalations,),) = rows_of("SELECT COUNT(*) FROM escalation WHERE to_staff_id = ? AND state = 'waiting'", (staff_id,))
    return int(decisions) + int(escalations)


def _escalations(where: str, params: Sequence[int], limit: int) -> list[EscalationRow]:
    return [_escalation(row) for row in rows_of(_ESCALATIONS.format(f"{where} LIMIT ?"), (*params, limit))]


def _escalation(row: Sequence[Any]) -> EscalationRow:
    kinds = (EscalationLevel(row[6]), EscalationKind(row[7]), EscalationTrigger(row[8]))
    due = at(row[14]) if row[14] < FAR else None
    taken = (_when(row[15]), row[16], _when(row[17]), row[18], EscalationState(row[19]))
    return EscalationRow._make((*row[:6], *kinds, *row[9:13], at(row[13]), due, *taken))


def _approvals(where: str, params: Sequence[int], limit: int) -> list[ApprovalRow]:
    return [_approval(row) for row in rows_of(_APPROVALS.format(f"{where} LIMIT ?"), (*params, limit))]


def _approval(row: Sequence[Any]) -> ApprovalRow:
    decided = (Decision(row[16]), row[17], _when(row[18]), row[19], kept_object(row[20] or "{}"))
    return ApprovalRow._make((*row[:2], ApprovalKind(row[2]), *row[3:12], row[12] * UNIT, *row[13:15], at(row[15]), *decided))


def _when(seconds: int | None) -> datetime | None:
    return None if seconds is None else at(seconds)
