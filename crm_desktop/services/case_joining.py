"""Cases that belong together: two that are one, one that is two, and a problem with its incidents."""

from datetime import datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Appointment, CaseEvent, CasePayment, FollowUp, Interaction, SupportCase, Tag, Voucher
from crm_desktop.data.models.party import HANGING
from crm_desktop.services.case_events import happened
from crm_desktop.services.case_lists import first_status
from crm_desktop.services.cases import CaseInput, case_of, new_case

_SPOKEN = (CaseEventKind.ANSWERED, CaseEventKind.HEARD, CaseEventKind.NOTE)
"""What was said and written goes along; what was done to a case stays with it."""
_ABOUT: tuple[type[Interaction | FollowUp | Voucher | Appointment], ...] = (Interaction, FollowUp, Voucher, Appointment)


def merge_cases(case_id: int, version: int, into_id: int, by: Actor, key: str | None = None) -> Change:
    """All that was said about this case, promised and given for it is the other's from now on; this one is done and leads there."""
    with operation(N_("Merged case {number} into {other}"), by, may=Right.HANDLE_CASES, key=key) as done:
        case, kept = case_of(case_id), case_of(into_id)
        case.version = version
        join_cases(case, kept, by, done)
        done.numbers.update(number=case.number, other=kept.number)
    return done.change


def join_cases(case: SupportCase, kept: SupportCase, by: Actor, done: Done, at: datetime | None = None) -> None:
    """Within an operation that is under way; `at` None: now."""
    _demand_mergeable(case, kept)
    if kept.parent_id == case.id:
        kept.parent = None
        done.save(kept)
    _bring_all(case, kept, done)
    state = None if case.state == CaseStatusKind.DONE else CaseStatusKind.DONE
    case.merged_into, case.closes_on, case.parent = kept, NEVER, None
    if state is not None:
        case.status = first_status(CaseStatusKind.DONE)
    done.save(case)
    happened(case, CaseEventKind.MERGED_INTO, by, done, after=kept.id, state=state, at=at)
    happened(kept, CaseEventKind.MERGED, by, done, after=case.id, at=at)


def split_case(case_id: int, wanted: CaseInput, by: Actor, events: tuple[int, ...] = (), key: str | None = None) -> Change:
    """A case of its own for what came up beside another. `events`: what was said of it, which goes along."""
    with operation(N_("Split case {number} from {other}"), by, may=Right.HANDLE_CASES, key=key) as done:
        former = case_of(case_id)
        case = split_from(former, wanted, by, done, events)
        done.numbers.update(number=case.number, other=former.number)
    return done.change


def split_from(
    former: SupportCase, wanted: CaseInput, by: Actor, done: Done, events: tuple[int, ...] = (), at: datetime | None = None
) -> SupportCase:
    """Within an operation that is under way; `at` None: now."""
    former.demand_unmerged()
    case = new_case(wanted, by, done)
    case.split_from = former
    done.save(case)
    for event_id in dict.fromkeys(events):
        event = CaseEvent.get_or_none(id=event_id)
        if event is None or event.case_id != former.id or event.kind not in _SPOKEN:
            raise UserError(_("Only what was said or written about this case can go along. Nothing was changed."))
        _take_along(event, case, done)
    happened(case, CaseEventKind.SPLIT_FROM, by, done, after=former.id, at=at)
    happened(former, CaseEventKind.SPLIT, by, done, after=case.id, at=at)
    return case


def set_case_parent(case_id: int, version: int, problem_id: int | None, by: Actor, key: str | None = None) -> Change:
    """It is an incident of that problem from now on; None: of none. Raises NotAllowed where a circle would come of it."""
    with operation(N_("Put case {number} under another"), by, may=Right.HANDLE_CASES, key=key) as done:
        case = case_of(case_id)
        case.version = version
        put_under(case, problem_id, by, done)
        done.numbers["number"] = case.number
    return done.change


def put_under(case: SupportCase, problem_id: int | None, by: Actor, done: Done, at: datetime | None = None) -> None:
    """Within an operation that is under way; `at` None: now."""
    case.demand_unmerged()
    if problem_id is not None:
        _demand_no_circle(case, problem_id)
    before = case.parent_id
    case.parent_id = problem_id
    done.save(case)
    if before != problem_id:
        happened(case, CaseEventKind.PARENT, by, done, before=before, after=problem_id, at=at)


def _demand_mergeable(case: SupportCase, kept: SupportCase) -> None:
    if case.id == kept.id:
        raise NotAllowed(_("A case cannot be merged into itself. Nothing was changed; choose another."))
    case.demand_unmerged()
    kept.demand_unmerged()
    if None not in (case.customer_id, kept.customer_id) and case.customer_id != kept.customer_id:
        raise NotAllowed(
            _("{number} and {other} are cases of two customers. Nothing was changed; put both under one problem instead.").format(
                number=case.number, other=kept.number
            )
        )


def _bring_all(case: SupportCase, kept: SupportCase, done: Done) -> None:
    for model in _ABOUT:
        for row in model.select().where(model.case == case).order_by(model.id):
            row.case = kept
            done.save(row)
    disputed = {link.payment_id for link in CasePayment.select().where(CasePayment.case == kept)}
    for link in CasePayment.select().where(CasePayment.case == case, CasePayment.payment.not_in(disputed)).order_by(CasePayment.id):
        link.case = kept
        done.save(link)
    for event in CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind.in_(_SPOKEN)).order_by(CaseEvent.id):
        event.case = kept
        done.save(event)
    for incident in SupportCase.select().where(SupportCase.parent == case).order_by(SupportCase.id):
        incident.parent = kept
        done.save(incident)
    table = SupportCase._meta.table_name
    tagged = {row.key for row in Tag.select().where(Tag.entity_table == table, Tag.row_id == kept.id)}
    for hanging in HANGING:
        for each in hanging.select().where(hanging.entity_table == table, hanging.row_id == case.id).order_by(hanging.id):
            if not isinstance(each, Tag) or each.key not in tagged:
                each.row_id = kept.id
                done.save(each)


def _take_along(event: CaseEvent, case: SupportCase, done: Done) -> None:
    event.case = case
    done.save(event)
    if event.interaction is not None:
        event.interaction.case = case
        done.save(event.interaction)


def _demand_no_circle(case: SupportCase, parent_id: int) -> None:
    above: SupportCase | None = case_of(parent_id)
    assert above is not None
    above.demand_unmerged()
    while above is not None:
        if above.id == case.id:
            raise NotAllowed(
                _("Case {number} would be a part of itself. Nothing was changed; choose another problem.").format(number=case.number)
            )
        above = above.parent
