"""What `do` can do about a call and all that comes of it, in one operation."""

from dataclasses import dataclass

from crm_desktop.commands.action import Action
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.services import calls
from crm_desktop.services.appointments import AppointmentInput
from crm_desktop.services.customers import CustomerInput
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.interactions import InteractionInput
from crm_desktop.services.orders import LineInput, OrderInput
from crm_desktop.services.returns import ReturnInput


@dataclass(frozen=True, slots=True)
class CallOrder:
    """Whose it is, the call says."""

    lines: tuple[LineInput, ...]
    note: str = ""
    draft: bool = False


def log_call(
    wanted: InteractionInput,
    by: Actor,
    new_customer: CustomerInput | None = None,
    ordered: tuple[CallOrder, ...] = (),
    returned: tuple[ReturnInput, ...] = (),
    promised: tuple[FollowUpInput, ...] = (),
    met: tuple[AppointmentInput, ...] = (),
    article_ids: tuple[int, ...] = (),
    template_ids: tuple[int, ...] = (),
) -> Change:
    if wanted.follow_up is not None:
        raise UserError(_("Of a call each follow-up is one of “promised”. Nothing was saved."))
    orders = tuple(OrderInput(0, each.lines, note=each.note, draft=each.draft) for each in ordered)
    call = calls.CallInput(
        wanted, new_customer, orders, returned, promised, met, article_ids=article_ids, template_ids=template_ids
    )  # fmt: skip
    return calls.save_call(call, by)


ACTIONS = (
    Action("log-call", N_("A contact with all that comes of it, orders, returns, follow-ups, appointments: one operation."), log_call),
)
