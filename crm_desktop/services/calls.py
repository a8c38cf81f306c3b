"""A contact with all that comes of it, in one operation: whoever undoes it takes all of it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Outcome
from crm_desktop.core.kinds_of_knowledge import ArticleState, UsedIn
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Article, Interaction, Order, ReturnRequest, Script, Template
from crm_desktop.services.appointments import AppointmentInput, new_appointment
from crm_desktop.services.articles import note_uses
from crm_desktop.services.customers import CustomerInput, new_customer
from crm_desktop.services.follow_ups import FollowUpInput, new_follow_up
from crm_desktop.services.interactions import InteractionInput, new_interaction
from crm_desktop.services.orders import OrderInput, new_order
from crm_desktop.services.returns import ReturnInput, new_return
from crm_desktop.services.scripts import PathInput, new_path


@dataclass(frozen=True, slots=True)
class CallInput:
    """The contact, and what was agreed in it. A customer who is `new` is added first, and all the rest is theirs.

    `path` is the way it took through a script; the articles and templates are those that were used.
    """

    contact: InteractionInput
    new: CustomerInput | None = None
    orders: tuple[OrderInput, ...] = ()
    returns: tuple[ReturnInput, ...] = ()
    follow_ups: tuple[FollowUpInput, ...] = ()
    appointments: tuple[AppointmentInput, ...] = ()
    path: PathInput | None = None
    article_ids: tuple[int, ...] = ()
    template_ids: tuple[int, ...] = ()

    def checked(self) -> "CallInput":
        contact = self.contact.checked() if self.new is None else replace(self.contact, caller=self.new.name).checked()
        if (self.orders or self.returns) and self.new is None and contact.customer_id is None:
            raise UserError(_("Orders and returns are somebody's. Nothing was saved; choose a customer, or add one."))
        agreed = self.follow_ups or self.appointments
        outcome = Outcome.FOLLOW_UP if agreed and contact.outcome is None else contact.outcome
        return replace(self, contact=replace(contact, outcome=outcome))

    def rights(self) -> list[Right]:
        """Beside logging: whoever may not place orders may still note that one was wanted."""
        needed = (
            (self.new, Right.EDIT_CUSTOMERS), (self.orders, Right.PLACE_ORDERS), (self.returns, Right.HANDLE_RETURNS),
            (self.follow_ups, Right.PLAN_FOLLOW_UPS), (self.appointments, Right.PLAN_APPOINTMENTS),
        )  # fmt: skip
        return [right for wanted, right in needed if wanted]


def save_call(wanted: CallInput, by: Actor, key: str | None = None) -> Change:
    """All of it or nothing. The contact is about the first order or return that came of it, unless it was about another."""
    wanted = wanted.checked()
    for right in wanted.rights():
        demand(by, right)
    with operation(N_("Logged call {number}"), by, may=Right.LOG_INTERACTIONS, key=key) as done:
        contact = wanted.contact
        if wanted.new is not None:
            contact = replace(contact, customer_id=new_customer(wanted.new, by, done).id, caller="")
        placed = [new_order(_placed(given, contact), by, done) for given in wanted.orders]
        returned = [new_return(_returned(given, contact), by, done) for given in wanted.returns]
        interaction = new_interaction(_about(contact, placed, returned), by, done)
        _plan(wanted, interaction, by, done)
        _note_knowledge(wanted, interaction, by, done)
        done.numbers.update(number=interaction.number, orders=_numbers(placed), returns=_numbers(returned))
    return done.change


def _numbers(made: Sequence[Order] | Sequence[ReturnRequest]) -> str:
    return ", ".join(each.number for each in made)


def _placed(given: OrderInput, contact: InteractionInput) -> OrderInput:
    assert contact.customer_id is not None, "checked"
    return replace(given, customer_id=contact.customer_id, channel_id=contact.channel_id)


def _returned(given: ReturnInput, contact: InteractionInput) -> ReturnInput:
    """What comes back of an order is its customer's; the rest is the caller's."""
    customer_id = contact.customer_id if given.order_id is None else None
    return replace(given, customer_id=customer_id, channel_id=contact.channel_id)


def _about(contact: InteractionInput, placed: list[Order], returned: list[ReturnRequest]) -> InteractionInput:
    back = returned[0] if returned else None
    order_id = contact.order_id or (back.order_id if back is not None else None) or (placed[0].id if placed else None)
    return replace(contact, order_id=order_id, return_id=contact.return_id or (back.id if back is not None else None))


def _note_knowledge(wanted: CallInput, interaction: Interaction, by: Actor, done: Done) -> None:
    """What is gone meanwhile, or was taken back, was used all the same: it is left out, and the call is saved."""
    if wanted.path is not None and Script.get_or_none(id=wanted.path.script_id) is not None:
        new_path(interaction, wanted.path, done)
    articles = [row for row in Article.by_ids(set(wanted.article_ids)).values() if row.state == ArticleState.PUBLISHED]
    templates = Template.by_ids(set(wanted.template_ids)).values()
    note_uses((*articles, *templates), by, done, UsedIn.CALL, interaction.id)


def _plan(wanted: CallInput, interaction: Interaction, by: Actor, done: Done) -> None:
    customer_id, order_id, case_id = interaction.customer_id, interaction.order_id, interaction.case_id
    for promised in wanted.follow_ups:
        linked = replace(
            promised,
            customer_id=promised.customer_id or customer_id,
            order_id=promised.order_id or order_id,
            interaction_id=interaction.id,
            case_id=promised.case_id or case_id,
        )
        new_follow_up(linked, by, done)
    for met in wanted.appointments:
        linked_too = replace(
            met, customer_id=met.customer_id or customer_id, order_id=met.order_id or order_id, case_id=met.case_id or case_id
        )
        new_appointment(linked_too, by, done)
