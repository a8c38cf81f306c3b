"""What the fixed kinds are called on screen, which icon stands for them, and which colour."""

from crm_desktop.core.changes import Entity
from crm_desktop.core.consents import ConsentState
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import (
    AddressKind,
    Attempt,
    ChannelKind,
    CustomerKind,
    FollowUpState,
    Fulfilment,
    OrderState,
    Outcome,
    PointKind,
    Priority,
)
from crm_desktop.core.kinds_of_trade import InvoiceState, PaymentState, ReturnState, ShipmentStatus
from crm_desktop.core.snoozing import Snooze
from crm_desktop.queries.follow_ups import Urgency
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.theme import Tone

CHANNEL_ICONS = {
    ChannelKind.PHONE: "phone",
    ChannelKind.EMAIL: "mail",
    ChannelKind.CHAT: "message-circle",
    ChannelKind.SOCIAL: "share-2",
    ChannelKind.MESSENGER: "message-square",
    ChannelKind.IN_PERSON: "user",
    ChannelKind.LETTER: "mail",
    ChannelKind.FAX: "printer",
    ChannelKind.VIDEO: "video",
    ChannelKind.WEB: "globe",
    ChannelKind.OTHER: "messages-square",
}
CHANNEL_KINDS = {
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
}
CONSENT_STATES = {
    ConsentState.GIVEN: N_("given"),
    ConsentState.WITHDRAWN: N_("withdrawn"),
    ConsentState.REFUSED: N_("refused"),
    ConsentState.NEVER: N_("never asked"),
}
ENTITY_ICONS = {
    Entity.CUSTOMER: "users",
    Entity.ORDER: "shopping-cart",
    Entity.RETURN: "package-open",
    Entity.INTERACTION: "messages-square",
    Entity.CASE: "message-square-warning",
    Entity.ESCALATION: "circle-alert",
    Entity.APPROVAL: "shield-check",
    Entity.SURVEY_RESPONSE: "star",
    Entity.ASSESSMENT: "shield-check",
    Entity.FOLLOW_UP: "bell",
    Entity.PRODUCT: "package",
    Entity.ARTICLE: "book-open",
    Entity.SCRIPT: "list",
    Entity.TEMPLATE: "mail",
}
ENTITIES = {
    Entity.CUSTOMER: N_("Customers"),
    Entity.ORDER: N_("Orders"),
    Entity.RETURN: N_("Returns"),
    Entity.INTERACTION: N_("Interactions"),
    Entity.CASE: N_("Cases"),
    Entity.ESCALATION: N_("Escalations"),
    Entity.APPROVAL: N_("Approvals"),
    Entity.SURVEY_RESPONSE: N_("Surveys"),
    Entity.ASSESSMENT: N_("Assessments"),
    Entity.FOLLOW_UP: N_("Follow-ups"),
    Entity.PRODUCT: N_("Products"),
    Entity.ARTICLE: N_("Articles"),
    Entity.SCRIPT: N_("Scripts"),
    Entity.TEMPLATE: N_("Templates"),
}
URGENCIES = {
    Urgency.OVERDUE: N_("Overdue"),
    Urgency.TODAY: N_("Today"),
    Urgency.WEEK: N_("Next 7 days"),
    Urgency.LATER: N_("Later"),
    Urgency.NO_DAY: N_("Any day"),
}
MOODS = {1: N_("Angry"), 2: N_("Annoyed"), 3: N_("Calm"), 4: N_("Content"), 5: N_("Delighted")}
"""How somebody feels, as a number from 1 to 5."""
OUTCOMES = {
    Outcome.RESOLVED: N_("Resolved"),
    Outcome.FOLLOW_UP: N_("Follow-up promised"),
    Outcome.TRANSFERRED: N_("Transferred"),
    Outcome.ESCALATED: N_("Escalated"),
    Outcome.MISSED: N_("Missed"),
    Outcome.VOICEMAIL: N_("Voicemail"),
    Outcome.WRONG_NUMBER: N_("Wrong number"),
}
OUTCOME_TONES = {Outcome.RESOLVED: Tone.OK, Outcome.MISSED: Tone.BAD, Outcome.ESCALATED: Tone.WARN, Outcome.FOLLOW_UP: Tone.INFO}
ORDER_STATES = {
    OrderState.DRAFT: (N_("Draft"), Tone.PLAIN),
    OrderState.OPEN: (N_("Open"), Tone.INFO),
    OrderState.COMPLETED: (N_("Completed"), Tone.OK),
    OrderState.CANCELLED: (N_("Cancelled"), Tone.BAD),
}
SHIPPING = {
    Fulfilment.PARTLY: (N_("Partly shipped"), Tone.INFO),
    Fulfilment.FULFILLED: (N_("Shipped"), Tone.OK),
    Fulfilment.RETURNED: (N_("Returned"), Tone.WARN),
}
PAYMENT_STATES = {
    PaymentState.UNPAID: (N_("Unpaid"), Tone.WARN),
    PaymentState.PARTLY_PAID: (N_("Partly paid"), Tone.WARN),
    PaymentState.PAID: (N_("Paid"), Tone.OK),
    PaymentState.PARTLY_REFUNDED: (N_("Partly refunded"), Tone.PLAIN),
    PaymentState.REFUNDED: (N_("Refunded"), Tone.PLAIN),
    PaymentState.DISPUTED: (N_("Disputed"), Tone.BAD),
}
INVOICE_STATES = {
    InvoiceState.ISSUED: (N_("Issued"), Tone.INFO),
    InvoiceState.PAID: (N_("Paid"), Tone.OK),
    InvoiceState.VOID: (N_("Void"), Tone.PLAIN),
}
SHIPMENT_STATUSES = {
    ShipmentStatus.PREPARED: (N_("Prepared"), Tone.PLAIN),
    ShipmentStatus.IN_TRANSIT: (N_("On its way"), Tone.INFO),
    ShipmentStatus.DELIVERED: (N_("Delivered"), Tone.OK),
    ShipmentStatus.LOST: (N_("Lost"), Tone.BAD),
    ShipmentStatus.SENT_BACK: (N_("Sent back"), Tone.WARN),
}
RETURN_STATES = {
    ReturnState.REQUESTED: (N_("Asked for"), Tone.INFO),
    ReturnState.APPROVED: (N_("Approved"), Tone.INFO),
    ReturnState.DECLINED: (N_("Declined"), Tone.PLAIN),
    ReturnState.IN_TRANSIT: (N_("On its way"), Tone.INFO),
    ReturnState.RECEIVED: (N_("Received"), Tone.WARN),
    ReturnState.INSPECTED: (N_("Inspected"), Tone.WARN),
    ReturnState.SETTLED: (N_("Settled"), Tone.OK),
    ReturnState.CANCELLED: (N_("Cancelled"), Tone.PLAIN),
    ReturnState.EXPIRED: (N_("Expired"), Tone.PLAIN),
}
SNOOZES = {
    Snooze.MINUTES: N_("In 5 minutes"),
    Snooze.HOUR: N_("In an hour"),
    Snooze.TOMORROW: N_("Tomorrow at nine"),
    Snooze.MONDAY: N_("Next Monday at nine"),
}
PRIORITIES = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High"), Priority.URGENT: N_("Urgent")}
PRIORITY_TONES = {Priority.HIGH: Tone.WARN, Priority.URGENT: Tone.BAD}
POINTS = {
    PointKind.PHONE: N_("Phone"),
    PointKind.MOBILE: N_("Mobile"),
    PointKind.FAX: N_("Fax"),
    PointKind.EMAIL: N_("E-mail"),
    PointKind.WEB: N_("Web"),
    PointKind.MESSENGER: N_("Messenger"),
    PointKind.SOCIAL: N_("Social network"),
}
POINT_ICONS = {PointKind.EMAIL: "mail", PointKind.WEB: "globe", PointKind.MESSENGER: "message-square", PointKind.SOCIAL: "share-2"}
CUSTOMER_KINDS = {CustomerKind.COMPANY: N_("Company"), CustomerKind.PERSON: N_("Person")}
ADDRESS_KINDS = {AddressKind.BILLING: N_("Invoices"), AddressKind.SHIPPING: N_("Deliveries"), AddressKind.OTHER: N_("Anything else")}
ATTEMPTS = {
    Attempt.NO_ANSWER: N_("No answer"),
    Attempt.LEFT_MESSAGE: N_("Left a message"),
    Attempt.VOICEMAIL: N_("Spoke to the answering machine"),
    Attempt.BUSY: N_("Busy"),
    Attempt.REACHED: N_("Reached, not settled yet"),
}
REASON_TONES = {"complaint": Tone.BAD, "return": Tone.WARN, "billing": Tone.WARN}


def order_chips(state: str, fulfilment: str) -> tuple[Chip, ...]:
    """An open order of which something has left the house says so instead, and any order whose goods all came back."""
    says_more = state == OrderState.OPEN or fulfilment == Fulfilment.RETURNED
    text, tone = (SHIPPING.get(Fulfilment(fulfilment)) if says_more else None) or ORDER_STATES[OrderState(state)]
    return (Chip(_(text), tone),)


def payment_chips(state: str) -> tuple[Chip, ...]:
    text, tone = PAYMENT_STATES[PaymentState(state)]
    return (Chip(_(text), tone),)


def outcome_chips(outcome: str) -> tuple[Chip, ...]:
    return (Chip(_(OUTCOMES[Outcome(outcome)]), OUTCOME_TONES.get(Outcome(outcome), Tone.PLAIN)),) if outcome else ()


def reason_chips(reason: str, kind: str) -> tuple[Chip, ...]:
    return (Chip(reason, REASON_TONES.get(kind, Tone.PLAIN)),) if reason else ()


def priority_chips(priority: str) -> tuple[Chip, ...]:
    tone = PRIORITY_TONES.get(Priority(priority))
    return (Chip(_(PRIORITIES[Priority(priority)]), tone),) if tone else ()


def state_word(state: str) -> str:
    return {FollowUpState.OPEN: _("Open"), FollowUpState.DONE: _("Done"), FollowUpState.CANCELLED: _("Cancelled")}[FollowUpState(state)]
