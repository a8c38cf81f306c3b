"""The next step of many orders or returns at once: one operation, one step to take back. Those that are not there yet are left out."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.data.history import Done
from crm_desktop.data.models import Order, ReturnRequest
from crm_desktop.services.bulk import Preview, Way, take_way, way_preview
from crm_desktop.services.orders import complete, confirm, demand_completable, demand_draft
from crm_desktop.services.returns import approve, receive


class Step(StrEnum):
    CONFIRM = "confirm"
    COMPLETE = "complete"
    APPROVE = "approve"
    RECEIVE = "receive"


def _in(*states: ReturnState) -> Callable[[ReturnRequest], object]:
    return lambda request: request.demand(*states)


def _confirm(order: Order, _by: Actor, done: Done) -> None:
    confirm(order, done)


def _complete(order: Order, _by: Actor, done: Done) -> None:
    complete(order, done)


def _approve(request: ReturnRequest, _by: Actor, done: Done) -> None:
    approve(request, done, deadline=NEVER)


def _receive(request: ReturnRequest, _by: Actor, done: Done) -> None:
    receive(request, done)


WAYS = {
    Step.CONFIRM: Way(Entity.ORDER, N_("Confirmed {count} orders"), demand_draft, _confirm),
    Step.COMPLETE: Way(Entity.ORDER, N_("Completed {count} orders"), demand_completable, _complete),
    Step.APPROVE: Way(Entity.RETURN, N_("Approved {count} returns"), _in(ReturnState.REQUESTED), _approve),
    Step.RECEIVE: Way(Entity.RETURN, N_("Received {count} returns"), _in(ReturnState.APPROVED, ReturnState.IN_TRANSIT), _receive),
}


def step_preview(step: Step, ids: Sequence[int]) -> Preview:
    """What taking it with these would come to. Reads only."""
    return way_preview(WAYS[step], ids)


def take_step(step: Step, ids: Sequence[int], by: Actor, key: str | None = None) -> Change:
    """With those that can. Raises UserError where none can."""
    return take_way(WAYS[step], ids, by, key)
