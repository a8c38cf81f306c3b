"""What many cases, follow-ups or returns are given at once: who looks after them, a status, a day, what an inspection found."""

from datetime import date
from functools import partial

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.kinds_of_trade import Condition, Disposition, ReturnState
from crm_desktop.data.history import Done
from crm_desktop.data.models import FollowUp, ReturnRequest, SupportCase
from crm_desktop.services.bulk import Way, demand_colleague
from crm_desktop.services.case_events import demand_judged, put_status
from crm_desktop.services.case_lists import offered_status
from crm_desktop.services.case_steps import put_in_hands, put_priority
from crm_desktop.services.follow_up_steps import Due, move
from crm_desktop.services.follow_ups import call_off, complete
from crm_desktop.services.returns import inspect_whole


def cases_to(staff_id: int | None) -> Way:
    """Into somebody's hands, while their team stays; None: nobody's."""

    def ask(case: SupportCase) -> None:
        case.demand_unmerged()
        demand_colleague(staff_id)

    def take(case: SupportCase, by: Actor, done: Done) -> None:
        put_in_hands(case, staff_id, case.team_id, by, done)
        done.save(case)

    return Way(
        Entity.CASE, N_("Assigned {count} cases"), ask, take,
        lambda case: case.assignee_id == staff_id,
    )  # fmt: skip


def cases_with_priority(priority: Priority) -> Way:
    def take(case: SupportCase, by: Actor, done: Done) -> None:
        put_priority(case, priority, by, done)
        done.save(case)

    return Way(
        Entity.CASE, N_("Changed the priority of {count} cases"), SupportCase.demand_unmerged, take,
        lambda case: case.priority == priority,
    )  # fmt: skip


def cases_with_status(status_id: int) -> Way:
    """A complaint that nobody judged is not done with the others."""

    def ask(case: SupportCase) -> None:
        case.demand_unmerged()
        if offered_status(status_id).kind == CaseStatusKind.DONE:
            demand_judged(case)

    def take(case: SupportCase, by: Actor, done: Done) -> None:
        put_status(case, offered_status(status_id), by, done)
        done.save(case)

    return Way(Entity.CASE, N_("Changed the status of {count} cases"), ask, take, lambda case: case.status_id == status_id)


def follow_ups_due(day: date) -> Way:
    """Each at the time of day that it had."""

    def take(follow_up: FollowUp, _by: Actor, done: Done) -> None:
        move(follow_up, Due(day, follow_up.due_time), done)

    return Way(
        Entity.FOLLOW_UP, N_("Moved {count} follow-ups"), FollowUp.demand_open, take,
        lambda follow_up: follow_up.due_on == day,
    )  # fmt: skip


def follow_ups_with_priority(priority: Priority) -> Way:
    def take(follow_up: FollowUp, _by: Actor, done: Done) -> None:
        follow_up.priority = priority
        done.save(follow_up)

    return Way(
        Entity.FOLLOW_UP, N_("Changed the priority of {count} follow-ups"), FollowUp.demand_open, take,
        lambda follow_up: follow_up.priority == priority,
    )  # fmt: skip


def follow_ups_done() -> Way:
    """Without a word on how each ended; those that repeat are followed by their next."""

    def take(follow_up: FollowUp, _by: Actor, done: Done) -> None:
        complete(follow_up, "", None, done)

    return Way(Entity.FOLLOW_UP, N_("Completed {count} follow-ups"), FollowUp.demand_open, take)


def follow_ups_called_off() -> Way:
    def take(follow_up: FollowUp, _by: Actor, done: Done) -> None:
        call_off(follow_up, "", done)

    return Way(Entity.FOLLOW_UP, N_("Cancelled {count} follow-ups"), FollowUp.demand_open, take)


def returns_to(staff_id: int | None) -> Way:
    """Whoever looks after them; None: nobody."""

    def take(request: ReturnRequest, _by: Actor, done: Done) -> None:
        request.responsible_id = staff_id
        done.save(request)

    def ask(_request: ReturnRequest) -> None:
        demand_colleague(staff_id)

    return Way(
        Entity.RETURN, N_("Changed who looks after {count} returns"), ask, take,
        lambda request: request.responsible_id == staff_id,
    )  # fmt: skip


def returns_inspected(condition: Condition, disposition: Disposition, note: str = "") -> Way:
    """Every line of theirs that was not inspected yet is in this state."""

    def take(request: ReturnRequest, _by: Actor, done: Done) -> None:
        inspect_whole(request, condition, disposition, note, done)

    return Way(Entity.RETURN, N_("Inspected {count} returns"), partial(_demand_state, ReturnState.RECEIVED), take)


def _demand_state(state: ReturnState, request: ReturnRequest) -> None:
    request.demand(state)
