"""Asking for help with a case: who knows more, or who may more. Taken on, and handed back with what came of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.cards import clean_note, clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel, EscalationState, EscalationTrigger
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Escalation, Staff, SupportCase
from crm_desktop.services.case_events import happened
from crm_desktop.services.cases import case_of, tell_changes

_OPEN = (EscalationState.WAITING, EscalationState.ACCEPTED)
_FOR_LEVEL = {EscalationLevel.TEAM_LEAD: (Role.SUPERVISOR, Role.OWNER), EscalationLevel.MANAGER: (Role.OWNER,)}


@dataclass(frozen=True, slots=True)
class EscalationInput:
    """`to_staff_id` None: whoever of that level has the least of it. `outside` names who helps at the level EXTERNAL."""

    case_id: int
    reason: str
    level: EscalationLevel = EscalationLevel.TEAM_LEAD
    kind: EscalationKind = EscalationKind.AUTHORITY
    to_staff_id: int | None = None
    outside: str = ""
    due_at: datetime | None = None

    def checked(self) -> "EscalationInput":
        reason, outside = clean_note(self.reason).strip(), clean_said(self.outside)
        if not reason:
            raise UserError(_("Say why you ask for help. Nothing was saved."))
        if (self.level == EscalationLevel.EXTERNAL) != bool(outside):
            raise UserError(_("Name who helps from outside, and only then. Nothing was saved."))
        return replace(self, reason=reason, outside=outside)


def escalate(wanted: EscalationInput, by: Actor, key: str | None = None) -> Change:
    """Raises NotAllowed for a case that is done, and where help was asked for at this level and nobody answered yet."""
    with operation(N_("Escalated case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        done.numbers["number"] = new_escalation(wanted.checked(), EscalationTrigger.HAND, by, done).case.number
    return done.change


def new_escalation(wanted: EscalationInput, trigger: EscalationTrigger, by: Actor, done: Done, at: datetime | None = None) -> Escalation:
    """Within an operation that is under way."""
    at = at or utc_now()
    case = case_of(wanted.case_id)
    case.demand_open()
    standing = Escalation.select().where(Escalation.case == case, Escalation.level == wanted.level, Escalation.state.in_(_OPEN)).first()
    if standing is not None:
        raise NotAllowed(_("Case {number} is escalated already. Nothing was saved; hand that back first.").format(number=case.number))
    escalation = Escalation(
        case=case, level=wanted.level, kind=wanted.kind, trigger=trigger, reason=wanted.reason, from_staff=by.id or case.assignee_id,
        to_staff=_helper(wanted, {by.id, case.assignee_id}), outside=wanted.outside, at=at,
        **({"due_at": wanted.due_at} if wanted.due_at else {}),
    )  # fmt: skip
    done.insert(escalation)
    happened(case, CaseEventKind.ESCALATED, by, done, after=escalation.id, note=wanted.reason, at=at)
    return escalation


def accept_escalation(escalation_id: int, version: int, by: Actor, take_over: bool = True, key: str | None = None) -> Change:
    """Whoever was asked, or anybody who decides. Taking over makes it their case until they hand it back."""
    with operation(N_("Took on the escalation of case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        escalation = _waiting_for(escalation_id, version, by)
        if escalation.accepted_at is not None:
            raise NotAllowed(_("Somebody took this on already. Nothing was changed."))
        escalation.accepted_at, escalation.accepted_by_id, escalation.state = utc_now(), by.id, EscalationState.ACCEPTED
        done.save(escalation)
        case = case_of(escalation.case_id)
        happened(case, CaseEventKind.ACCEPTED, by, done, after=escalation.id)
        if take_over:
            _give_to(case, by.id, by, done)
        done.numbers["number"] = case.number
    return done.change


def hand_back(escalation_id: int, version: int, outcome: str, by: Actor, to_staff_id: int | None = None, key: str | None = None) -> Change:
    """With what came of it. The case goes to `to_staff_id`, or back to who asked, if they still work here."""
    outcome = clean_note(outcome).strip()
    if not outcome:
        raise UserError(_("Say what came of it. Nothing was changed."))
    with operation(N_("Handed back the escalation of case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        escalation = _waiting_for(escalation_id, version, by)
        escalation.accepted_at, escalation.accepted_by_id = escalation.accepted_at or utc_now(), escalation.accepted_by_id or by.id
        escalation.handed_back_at, escalation.outcome, escalation.state = utc_now(), outcome, EscalationState.HANDED_BACK
        done.save(escalation)
        case = case_of(escalation.case_id)
        happened(case, CaseEventKind.HANDED_BACK, by, done, after=escalation.id, note=outcome)
        back_to = _working(to_staff_id if to_staff_id is not None else escalation.from_staff_id, demanded=to_staff_id is not None)
        if back_to is not None and case.assignee_id == by.id:
            _give_to(case, back_to, by, done)
        done.numbers["number"] = case.number
    return done.change


def hand_over(case_id: int, version: int, to_staff_id: int, note: str, by: Actor, key: str | None = None) -> Change:
    """Another colleague goes on, with a few words on where it stands."""
    note = clean_note(note).strip()
    with operation(N_("Handed over case {number}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = case_of(case_id)
        case.demand_open()
        case.version = version
        if case.assignee_id == to_staff_id:
            raise UserError(_("They have this case already. Nothing was changed; choose somebody else."))
        _give_to(case, _working(to_staff_id, demanded=True), by, done)
        if note:
            happened(case, CaseEventKind.NOTE, by, done, note=note)
        done.numbers["number"] = case.number
    return done.change


def _give_to(case: SupportCase, staff_id: int | None, by: Actor, done: Done) -> None:
    before: dict[str, object] = {"assignee_id": case.assignee_id}
    case.assignee_id = staff_id
    done.save(case)
    tell_changes(case, before, by, done)


def _waiting_for(escalation_id: int, version: int, by: Actor) -> Escalation:
    escalation = Escalation.get_or_none(id=escalation_id)
    if escalation is None:
        raise UserError(_("This escalation is not there any more. Nothing was changed."))
    if escalation.version != version:
        raise EditConflict(_("Somebody changed this meanwhile. Nothing was changed; look at it again."), {}, {})
    if escalation.handed_back_at is not None:
        raise NotAllowed(_("This escalation was handed back. Nothing was changed."))
    if by.id not in (escalation.to_staff_id, escalation.accepted_by_id) and Right.DECIDE not in RIGHTS[by.role]:
        raise NotAllowed(_("Only who was asked, or a supervisor, may do this. Nothing was changed."))
    return escalation


def _helper(wanted: EscalationInput, have_it: set[int | None]) -> int | None:
    """Who is asked: the one named, or of those of the level who has the fewest open ones, and then of those above; nobody where nobody is
    of it. `have_it`, who asks and whose case it is, only where there is nobody else."""
    if wanted.level == EscalationLevel.EXTERNAL:
        return None
    if wanted.to_staff_id is not None:
        return _working(wanted.to_staff_id, demanded=True)
    open_ones = [row.to_staff_id for row in Escalation.select(Escalation.to_staff).where(Escalation.state.in_(_OPEN))]
    roles = _FOR_LEVEL[wanted.level]
    able = [(roles.index(row.role), row.id) for row in Staff.select().where(Staff.active, Staff.role.in_(roles))]
    others = [each for each in able if each[1] not in have_it]
    _role, helper = min(others or able, key=lambda each: (each[0], open_ones.count(each[1]), each[1]), default=(0, None))
    return helper


def _working(staff_id: int | None, *, demanded: bool) -> int | None:
    staff = Staff.get_or_none(id=staff_id) if staff_id is not None else None
    if staff is None or not staff.active or staff.role == Role.AUDITOR:
        if demanded:
            raise UserError(_("This colleague cannot take it. Nothing was changed; choose another."))
        return None
    return int(staff.id)
