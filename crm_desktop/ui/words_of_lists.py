"""What the columns of the lists are called on screen, and what the words in them mean."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import (
    ChannelKind,
    CustomerKind,
    CustomerStatus,
    Direction,
    FollowUpState,
    Fulfilment,
    OrderState,
    Outcome,
    Priority,
    ReasonKind,
    Shelf,
)
from crm_desktop.core.kinds_of_trade import PaymentState, ReturnState
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState
from crm_desktop.core.survey_kinds import ResponseState, SurveyChannel, SurveyKind
from crm_desktop.queries.columns import Column
from crm_desktop.queries.custom_fields import PREFIX
from crm_desktop.ui.words import CUSTOMER_KINDS, ORDER_STATES, OUTCOMES, PAYMENT_STATES, PRIORITIES, RETURN_STATES, STATUSES
from crm_desktop.ui.words_of_knowledge import WORDS_OF_KNOWLEDGE
from crm_desktop.ui.words_of_quality import ASSESSMENT_KINDS, ASSESSMENT_STATES
from crm_desktop.ui.words_of_quality import FIELDS as FIELDS_OF_QUALITY
from crm_desktop.ui.words_of_surveys import FIELDS as FIELDS_OF_SURVEYS
from crm_desktop.ui.words_of_surveys import RESPONSE_STATES, SURVEY_CHANNELS, SURVEY_KINDS

_OF_SURVEYS = ("answered_at", "asked_at", "asked_by", "comment", "declined_at", "entered_by", "score", "survey")
_OF_QUALITY = ("sample", "coaching", "coaching_action", "coaching_due", "contact_on", "judged_at", "reviewer", "scorecard")
TITLES = {
    "about": N_("When it helps"),
    "account_owner": N_("Responsible"),
    "active": N_("Sold"),
    "approved_at": N_("Approved on"),
    "approver": N_("Approved by"),
    "article": N_("Number"),
    "attempts": N_("Attempts"),
    "audience": N_("Who reads it"),
    "author": N_("Author"),
    "balance": N_("Balance"),
    "barcode": N_("Barcode"),
    "best_time": N_("Best time"),
    "billing_address": N_("Billing address"),
    "birthday": N_("Birthday"),
    "body": N_("Text"),
    "caller": N_("Caller"),
    "answer": N_("Answer"),
    "cancel_reason": N_("Why cancelled"),
    "cancelled_at": N_("Cancelled on"),
    "carrier": N_("Carrier"),
    "case": N_("Case"),
    "category": N_("Category"),
    "channel": N_("Channel"),
    "channel_kind": N_("Kind of channel"),
    "city": N_("City"),
    "completed_at": N_("Completed on"),
    "contact": N_("Contact"),
    "cost": N_("Cost"),
    "country": N_("Country"),
    "created_at": N_("Added on"),
    "credit_limit": N_("Credit limit"),
    "credited": N_("Credited"),
    "currency": N_("Currency"),
    "customer": N_("Customer number"),
    "customer_name": N_("Customer"),
    "customer_since": N_("Customer since"),
    "dated": N_("Day is known"),
    "deadline": N_("Deadline"),
    "description": N_("Description"),
    "direction": N_("Direction"),
    "discount": N_("Discount"),
    "do_not_contact": N_("Do not contact"),
    "due_at": N_("Due at"),
    "follow_up": N_("Follow-up"),
    "due_on": N_("Due on"),
    "due_time": N_("Time due"),
    "edition": N_("Version"),
    "email": N_("E-mail"),
    "ended_at": N_("Ended at"),
    "first_name": N_("First name"),
    "fulfilment": N_("Shipping"),
    "goods": N_("Goods"),
    "gross": N_("Before discount"),
    "import_run": N_("Import"),
    "interaction": N_("Interaction"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "last_contact_at": N_("Last contact"),
    "last_name": N_("Last name"),
    "legal_name": N_("Legal name"),
    "line_count": N_("Lines"),
    "lines": N_("Street"),
    "merged_into": N_("Merged into"),
    "mood_after": N_("Mood afterwards"),
    "mood_before": N_("Mood at first"),
    "name": N_("Name"),
    "note": N_("Note"),
    "notes": N_("Notes"),
    "number": N_("Number"),
    "on_hand": N_("In stock"),
    "order": N_("Order"),
    "order_count": N_("Orders"),
    "ordered_at": N_("Ordered"),
    "outcome": N_("Came of it"),
    "owed": N_("Owed"),
    "owner": N_("Owner"),
    "paid": N_("Paid"),
    "payment_state": N_("Payment"),
    "phone": N_("Phone"),
    "postal_code": N_("Postal code"),
    "preferred_channel": N_("Prefers"),
    "price": N_("Price"),
    "priority": N_("Priority"),
    "products": N_("Products"),
    "promise": N_("Promised"),
    "quick_facts": N_("Good to know"),
    "reason": N_("Reason"),
    "reason_kind": N_("Kind of reason"),
    "reasons": N_("Reasons"),
    "received_at": N_("Received on"),
    "recording": N_("Recording"),
    "recurrence": N_("Repeats"),
    "product": N_("Product"),
    "refunded": N_("Refunded"),
    "region": N_("Region"),
    "requested_at": N_("Asked for"),
    "responsible": N_("Responsible"),
    "return_instructions": N_("How it is returned"),
    "review_by": N_("To be reviewed by"),
    "salutation": N_("Salutation"),
    "scope": N_("For"),
    "script": N_("Number"),
    "seconds": N_("Seconds"),
    "settled_at": N_("Settled on"),
    "shelf": N_("Archive and trash"),
    "shipped_on": N_("Shipped on"),
    "shipping_address": N_("Shipping address"),
    "shipping_charge": N_("Shipping charge"),
    "shortcut": N_("Shortcut"),
    "sku": N_("Number"),
    "source": N_("Came from"),
    "source_id": N_("Number there"),
    "spent": N_("Spent"),
    "split_from": N_("Split from"),
    "staff": N_("Colleague"),
    "started_at": N_("When"),
    "state": N_("State"),
    "state_reason": N_("Why in this state"),
    "status": N_("Status"),
    "steps": N_("Steps"),
    "stocked": N_("Is counted"),
    "subject": N_("Subject"),
    "summary": N_("Summary"),
    "tags": N_("Tags"),
    "tax": N_("Tax"),
    "tax_id": N_("Tax number"),
    "tax_rate": N_("Tax rate"),
    "team": N_("Team"),
    "template": N_("Number"),
    "title": N_("What"),
    "total": N_("Total"),
    "unit": N_("Unit"),
    "updated_at": N_("Changed on"),
    "used": N_("Used"),
    "value": N_("Value"),
    "verified": N_("Verified by"),
    "vip": N_("VIP"),
    "warranty_months": N_("Months of warranty"),
    "window_reason": N_("Why after the deadline"),
    "wrap_up_ended_at": N_("Wrapped up at"),
    "zone": N_("Time zone"),
    **{name: FIELDS_OF_SURVEYS[name] for name in _OF_SURVEYS},
    **{name: FIELDS_OF_QUALITY[name] for name in _OF_QUALITY},
}
SHELVES = {Shelf.DESK: N_("Neither"), Shelf.ARCHIVE: N_("In the archive"), Shelf.TRASH: N_("In the trash")}
WORDS: dict[type[StrEnum], Mapping[Any, str]] = {
    CustomerKind: CUSTOMER_KINDS,
    CustomerStatus: STATUSES,
    OrderState: {state: name for state, (name, _tone) in ORDER_STATES.items()},
    Fulfilment: {
        Fulfilment.UNFULFILLED: N_("Not shipped"),
        Fulfilment.PARTLY: N_("Partly shipped"),
        Fulfilment.FULFILLED: N_("Shipped"),
        Fulfilment.RETURNED: N_("Returned"),
    },
    PaymentState: {state: name for state, (name, _tone) in PAYMENT_STATES.items()},
    ReturnState: {state: name for state, (name, _tone) in RETURN_STATES.items()},
    ChannelKind: {
        ChannelKind.PHONE: N_("Phone"),
        ChannelKind.EMAIL: N_("E-mail"),
        ChannelKind.CHAT: N_("Chat"),
        ChannelKind.SOCIAL: N_("Social network"),
        ChannelKind.MESSENGER: N_("Messenger"),
        ChannelKind.IN_PERSON: N_("In person"),
        ChannelKind.LETTER: N_("Letter"),
        ChannelKind.FAX: N_("Fax"),
        ChannelKind.VIDEO: N_("Video"),
        ChannelKind.WEB: N_("Web"),
        ChannelKind.OTHER: N_("Other"),
    },
    Direction: {Direction.IN: N_("Incoming"), Direction.OUT: N_("Outgoing")},
    ReasonKind: {
        ReasonKind.ORDER: N_("Order"),
        ReasonKind.DELIVERY: N_("Delivery"),
        ReasonKind.RETURN: N_("Return"),
        ReasonKind.BILLING: N_("Billing"),
        ReasonKind.PRODUCT: N_("Product"),
        ReasonKind.TECHNICAL: N_("Technical"),
        ReasonKind.COMPLAINT: N_("Complaint"),
        ReasonKind.ACCOUNT: N_("Account"),
        ReasonKind.FEEDBACK: N_("Feedback"),
        ReasonKind.OTHER: N_("Other"),
    },
    Outcome: OUTCOMES,
    FollowUpState: {FollowUpState.OPEN: N_("Open"), FollowUpState.DONE: N_("Done"), FollowUpState.CANCELLED: N_("Cancelled")},
    Priority: PRIORITIES,
    Shelf: SHELVES,
    **WORDS_OF_KNOWLEDGE,
    SurveyKind: SURVEY_KINDS,
    SurveyChannel: SURVEY_CHANNELS,
    ResponseState: {state: name for state, (name, _tone) in RESPONSE_STATES.items()},
    AssessmentKind: ASSESSMENT_KINDS,
    AssessmentState: {state: name for state, (name, _tone) in ASSESSMENT_STATES.items()},
}


def title_of(column: Column, labels: Mapping[str, str]) -> str:
    """`labels`: what the company calls its own fields."""
    if column.name.startswith(PREFIX):
        return labels.get(column.name, column.name.removeprefix(PREFIX))
    return _(TITLES[column.name])


def word_of(column: Column, value: str) -> str:
    """What one of the fixed words of a column means; any other text as it is, and an empty one empty."""
    if column.words is None or (not value and column.words is not Shelf):
        return value
    return _(WORDS[column.words][value])


def is_for_people(column: Column) -> bool:
    """Whether the window offers it: what only a program reads is for `list` and `export`."""
    return column.name.startswith(PREFIX) or (column.kind.can_be_asked and column.name in TITLES)
