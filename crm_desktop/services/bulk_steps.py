"""The next step of many orders or returns at once: one operation, one step to take back. Those that are not there yet are left out."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.core.rights import Right
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Order, ReturnRequest
from crm_desktop.services.bulk import Preview, Refusal, demand_few, rows_of_many
from crm_desktop.services.orders import complete, confirm, demand_completable, demand_draft
from crm_desktop.services.returns import approve, receive


class Step(StrEnum):
    CONFIRM = "confirm"
    COMPLETE = "complete"
    APPROVE = "approve"
    RECEIVE = "receive"


class Way(NamedTuple):
    """`demand` refuses in a sentence; `take` saves the record, which was asked before."""

    entity: Entity
    right: Right
    label: str
    demand: Callable[[Any], object]
    take: Callable[[Any, Done], object]


def _in(*states: ReturnState) -> Callable[[ReturnRequest], object]:
    return lambda request: request.demand(*states)


WAYS = {
    Step.CONFIRM: Way(Entity.ORDER, Right.PLACE_ORDERS, N_("Confirmed {count} orders"), demand_draft, confirm),
    Step.COMPLETE: Way(Entity.ORDER, Right.PLACE_ORDERS, N_("Completed {count} orders"), demand_completable, complete),
    Step.APPROVE: Way(
        Entity.RETURN, Right.HANDLE_RETURNS, N_("Approved {count} returns"), _in(ReturnState.REQUESTED), partial(approve, deadline=NEVER)
    ),
    Step.RECEIVE: Way(
        Entity.RETURN, Right.HANDLE_RETURNS, N_("Received {count} returns"), _in(ReturnState.APPROVED, ReturnState.IN_TRANSIT), receive
    ),
}
_MODELS = {Entity.ORDER: Order, Entity.RETURN: ReturnRequest}


def step_preview(step: Step, ids: Sequence[int]) -> Preview:
    """What taking it with these would come to. Reads only."""
    way = WAYS[step]
    ready, refused = [], []
    for row in rows_of_many(_MODELS[way.entity], ids):
        try:
            way.demand(row)
        except UserError as error:
            refused.append(Refusal(row.number, str(error)))  # type: ignore[attr-defined]
        else:
            ready.append(row.id)
    return Preview(tuple(ready), 0, tuple(refused))


def take_step(step: Step, ids: Sequence[int], by: Actor, key: str | None = None) -> Change:
    """With those that can. Raises UserError where none can."""
    demand_few(ids)
    way = WAYS[step]
    with operation(way.label, by, may=way.right, key=key) as done:
        preview = step_preview(step, ids)
        if not preview.ready:
            raise UserError(preview.refused[0].why)
        for row in rows_of_many(_MODELS[way.entity], preview.ready):
            way.take(row, done)
        done.numbers["count"] = len(preview.ready)
    return done.change
