"""What `do` can do: one explicit tuple. Each action is a service function; its fields are that function's own."""

from datetime import UTC, datetime
from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.commands.actions_of_calls import ACTIONS as OF_CALLS
from crm_desktop.commands.actions_of_escalation import ACTIONS as OF_ESCALATION
from crm_desktop.commands.actions_of_fields import ACTIONS as OF_FIELDS
from crm_desktop.commands.actions_of_knowledge import ACTIONS as OF_KNOWLEDGE
from crm_desktop.commands.actions_of_mail import ACTIONS as OF_MAIL
from crm_desktop.commands.actions_of_privacy import ACTIONS as OF_PRIVACY
from crm_desktop.commands.actions_of_quality import ACTIONS as OF_QUALITY
from crm_desktop.commands.actions_of_records import ACTIONS as OF_RECORDS
from crm_desktop.commands.actions_of_service import ACTIONS as OF_SERVICE
from crm_desktop.commands.actions_of_surveys import ACTIONS as OF_SURVEYS
from crm_desktop.commands.actions_of_trade import ACTIONS as OF_TRADE
from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, due_moment, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Outcome
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.models import Company, Customer, FollowUp, Interaction, Reminder
from crm_desktop.services import company, consents, customers, follow_ups, interactions, orders, products


def _customer(row: Customer) -> dict[str, Any]:
    return same_names(customers.CustomerInput, row, without={"points", "addresses", "contacts", "consents", "tags", "untagged", "custom"})


def _interaction(row: Interaction) -> dict[str, Any]:
    holds = tuple((_moment(start), _moment(end)) for start, end in kept_list(row.holds))
    outcome = Outcome(row.outcome) if row.outcome else None
    return {**same_names(interactions.InteractionInput, row, without={"follow_up", "custom"}), "holds": holds, "outcome": outcome}


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return {**same_names(follow_ups.FollowUpInput, row, without={"remind_before"}), "remind_before": _minutes_before(row)}


def _minutes_before(row: FollowUp) -> int | None:
    """When its reminder comes; None where there is none, or no day to count from."""
    standing = Reminder.select().where(Reminder.follow_up == row, ~Reminder.cancelled).order_by(Reminder.at).first()
    if standing is None or row.due_on == NEVER:
        return None
    due = due_moment(row.due_on, row.due_time or follow_ups.MORNING, zone_of(row.zone))
    return int((due - standing.at).total_seconds()) // 60


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def change_company(
    by: Actor,
    name: str | None = None,
    legal_name: str | None = None,
    address: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    tax_id: str | None = None,
    zone: str | None = None,
    locale: str | None = None,
    paper: str | None = None,
    return_window_days: int | None = None,
    case_close_days: int | None = None,
    case_reopen_days: int | None = None,
    call_target_seconds: int | None = None,
    complaint_follow_up_days: int | None = None,
) -> Change:
    given = {field: value for field, value in locals().items() if field != "by" and value is not None}
    if not given:
        raise UserError(_("Say what to change about the company. Nothing was changed."))
    return company.change_company(Company.the().version, given, by)


ACTIONS = (
    Action("add-customer", N_("A new customer."), customers.add_customer),
    Action(
        "change-customer", N_("Change what is given; points and addresses replace those there are."), customers.change_customer, _customer
    ),
    Action("add-contact", N_("A person at a customer that is a company."), customers.add_contact),
    Action("note-consent", N_("What a customer agrees to, or says no to: noted once, never changed."), consents.note_consent),
    Action("withdraw-consent", N_("A customer does not agree any more."), consents.withdraw_consent),
    Action("add-product", N_("A new product."), products.add_product),
    Action("change-price", N_("A product's price from now on."), products.change_price),
    Action("receive-goods", N_("Goods came in."), products.receive_goods),
    Action("correct-stock", N_("A count found more or less than expected."), products.correct_stock),
    Action("place-order", N_("An order, whose goods leave the stock."), orders.place_order),
    Action("change-quantity", N_("The quantity of a line of an open order."), orders.change_quantity),
    Action("ship-order", N_("The whole order left the house."), orders.ship_order),
    Action("cancel-order", N_("Cancel an open order; what it took from stock goes back."), orders.cancel_order),
    Action("log-interaction", N_("A contact with a customer, and its follow-up."), interactions.log_interaction),
    Action("change-interaction", N_("Change what is given of a logged interaction."), interactions.change_interaction, _interaction),
    Action("add-follow-up", N_("Something promised for later."), follow_ups.add_follow_up),
    Action("change-follow-up", N_("Change what is given of an open follow-up."), follow_ups.change_follow_up, _follow_up),
    Action("complete-follow-up", N_("It is done; one that repeats is followed by its next."), follow_ups.complete_follow_up),
    Action("cancel-follow-up", N_("It is not needed any more."), follow_ups.cancel_follow_up),
    Action("record-attempt", N_("A try to reach somebody; the follow-up stays open."), follow_ups.record_attempt),
    Action("snooze-follow-up", N_("Its reminder comes again later."), follow_ups.snooze),
    Action("add-staff", N_("A colleague, with a login."), company.add_staff),
    Action("add-channel", N_("A way customers get in touch."), company.add_channel),
    Action("add-reason", N_("A reason why customers get in touch."), company.add_reason),
    Action("change-company", N_("Change what is given of the company itself."), change_company),
    *OF_TRADE,
    *OF_CALLS,
    *OF_ESCALATION,
    *OF_MAIL,
    *OF_KNOWLEDGE,
    *OF_FIELDS,
    *OF_RECORDS,
    *OF_PRIVACY,
    *OF_SERVICE,
    *OF_SURVEYS,
    *OF_QUALITY,
)
