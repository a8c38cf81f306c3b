"""What stored values are called for the person they are about: by table and column, the words of each fixed kind."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import CustomerStatus, Direction, Fulfilment, MovementKind, Priority, Shelf
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision, EscalationKind, EscalationTrigger
from crm_desktop.core.kinds_of_knowledge import UsedIn
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind, Validity, Visibility
from crm_desktop.core.kinds_of_trade import (
    Answer,
    Condition,
    Disposition,
    Flow,
    InvoiceKind,
    PaymentMethod,
    RepairState,
    Resolution,
    SupplierReturnState,
)
from crm_desktop.core.privacy import RequestKind, RequestOutcome
from crm_desktop.core.record_words import FIELDS
from crm_desktop.reports.desk_words import CAUSES, LEVELS, REMEDIES
from crm_desktop.reports.documents import record_terms, terms

CUSTOMER_STATUSES = record_terms.CUSTOMER_STATUSES | {CustomerStatus.ANONYMISED: N_("Erased")}
SHELVES = {Shelf.ARCHIVE: N_("The archive"), Shelf.TRASH: N_("The trash")}
MOVEMENTS = {
    MovementKind.OPENING: N_("First count"),
    MovementKind.RECEIPT: N_("Came in"),
    MovementKind.SALE: N_("Sale"),
    MovementKind.RETURN: N_("Return"),
    MovementKind.LOSS: N_("Lost"),
    MovementKind.CORRECTION: N_("Correction"),
}
PRIORITIES = record_terms.PRIORITIES | {Priority.NORMAL: N_("Normal")}
URGENCIES = {0: N_("Urgent"), 1: N_("High"), 2: N_("Normal"), 3: N_("Low")}
SHIPPING = record_terms.SHIPPING | {Fulfilment.UNFULFILLED: N_("Not shipped")}
METHODS = terms.PAYMENT_METHODS | {PaymentMethod.OTHER: N_("Other")}
INVOICE_KINDS = {InvoiceKind.INVOICE: N_("Invoice"), InvoiceKind.CREDIT_NOTE: N_("Credit note")}
FLOWS = {Flow.IN: N_("From the customer"), Flow.OUT: N_("To the customer")}
DIRECTIONS = {Direction.IN: N_("From the customer"), Direction.OUT: N_("To the customer")}
CASE_STATES = {
    CaseStatusKind.OPEN: N_("Open"),
    CaseStatusKind.WAITING_CUSTOMER: N_("Waiting for the customer"),
    CaseStatusKind.WAITING_OTHER: N_("Waiting for somebody else"),
    CaseStatusKind.DONE: N_("Done"),
}
EVENTS = {
    CaseEventKind.OPENED: N_("Opened"),
    CaseEventKind.STATUS: N_("Status changed"),
    CaseEventKind.REOPENED: N_("Reopened"),
    CaseEventKind.CLOSED: N_("Closed"),
    CaseEventKind.ASSIGNED: N_("Given into other hands"),
    CaseEventKind.TEAM: N_("Given to another team"),
    CaseEventKind.PRIORITY: N_("Priority changed"),
    CaseEventKind.KIND: N_("Kind changed"),
    CaseEventKind.CHANGED: N_("Changed"),
    CaseEventKind.NOTE: N_("Note"),
    CaseEventKind.ANSWERED: N_("Told the customer"),
    CaseEventKind.HEARD: N_("Heard from the customer"),
    CaseEventKind.CHECKED: N_("The complaint was checked"),
    CaseEventKind.CAUSE: N_("Where it came from was noted"),
    CaseEventKind.REMEDY: N_("Remedy"),
    CaseEventKind.MERGED: N_("Another case came in here"),
    CaseEventKind.MERGED_INTO: N_("Merged into another case"),
    CaseEventKind.SPLIT: N_("Another case was split off"),
    CaseEventKind.SPLIT_FROM: N_("Split off another case"),
    CaseEventKind.PARENT: N_("Made part of another case"),
    CaseEventKind.ESCALATED: N_("Help was asked for"),
    CaseEventKind.ACCEPTED: N_("Help came"),
    CaseEventKind.HANDED_BACK: N_("Handed back"),
}
VALIDITIES = {Validity.VALID: N_("Valid"), Validity.PARTLY: N_("Partly valid"), Validity.INVALID: N_("Not valid")}
VISIBILITIES = {Visibility.INTERNAL: N_("Only we"), Visibility.CUSTOMER: N_("The customer too")}
CONDITIONS = {
    Condition.UNOPENED: N_("Unopened"),
    Condition.AS_NEW: N_("As new"),
    Condition.USED: N_("With signs of use"),
    Condition.DAMAGED_BY_CARRIER: N_("Damaged by the carrier"),
    Condition.DEFECTIVE: N_("Defective"),
    Condition.NO_FAULT_FOUND: N_("No fault found"),
    Condition.INCOMPLETE: N_("Incomplete"),
    Condition.DAMAGED_BY_CUSTOMER: N_("Damaged by the customer"),
    Condition.WRONG_ITEM: N_("Not what we sold"),
}
DISPOSITIONS = {
    Disposition.RESTOCK: N_("Back into stock"),
    Disposition.REFURBISH: N_("To be refurbished"),
    Disposition.SUPPLIER: N_("On to the supplier"),
    Disposition.SCRAP: N_("To be scrapped"),
}
RESOLUTIONS = {
    Resolution.REFUND: N_("Refund"),
    Resolution.EXCHANGE: N_("Exchange"),
    Resolution.REPLACEMENT: N_("Replacement"),
    Resolution.STORE_CREDIT: N_("Store credit"),
    Resolution.REPAIR: N_("Repair"),
    Resolution.PARTIAL_REFUND: N_("Partial refund"),
    Resolution.REJECTED: N_("Rejected"),
}
REPAIRS = {
    RepairState.QUOTED: N_("Price named"),
    RepairState.CONFIRMED: N_("Agreed to"),
    RepairState.UNDER_REPAIR: N_("Being repaired"),
    RepairState.REPAIRED: N_("Repaired"),
    RepairState.CANCELLED: N_("Called off"),
}
SUPPLIER_RETURNS = {
    SupplierReturnState.WAITING: N_("Waiting"),
    SupplierReturnState.SENT: N_("Sent"),
    SupplierReturnState.CREDITED: N_("Credited"),
    SupplierReturnState.REFUSED: N_("Refused"),
}
KINDS_OF_HELP = {EscalationKind.EXPERTISE: N_("Needs somebody who knows"), EscalationKind.AUTHORITY: N_("Needs somebody who may")}
TRIGGERS = {
    EscalationTrigger.HAND: N_("By hand"),
    EscalationTrigger.RESPONSE_BREACH: N_("First response is late"),
    EscalationTrigger.RESOLUTION_BREACH: N_("Resolution is late"),
    EscalationTrigger.VIP: N_("Important customer"),
    EscalationTrigger.KEYWORD: N_("A word in the case"),
}
APPROVALS = {**record_terms.APPROVALS, ApprovalKind.CLOSING: N_("Remedy of a complaint")}
DECISIONS = record_terms.DECISIONS | {Decision.WITHDRAWN: N_("Taken back")}
MOODS = {1: N_("Angry"), 2: N_("Annoyed"), 3: N_("Calm"), 4: N_("Content"), 5: N_("Delighted")}
ANSWERS = {
    Answer.NONE: N_("No answer yet"),
    Answer.ACCEPTED: N_("Accepted"),
    Answer.TENTATIVE: N_("Perhaps"),
    Answer.DECLINED: N_("Declined"),
}
REQUEST_KINDS = {
    RequestKind.ACCESS: N_("What is held about them"),
    RequestKind.CORRECTION: N_("Correct something"),
    RequestKind.ERASURE: N_("Erase them"),
    RequestKind.OBJECTION: N_("Do not use it for something"),
    RequestKind.RESTRICTION: N_("Keep it, use it no more"),
    RequestKind.PORTABILITY: N_("Hand it over as a file"),
}
REQUEST_OUTCOMES = {
    RequestOutcome.GRANTED: N_("Granted"),
    RequestOutcome.PARTLY: N_("Granted in part"),
    RequestOutcome.REFUSED: N_("Refused"),
}
USED_IN = {
    UsedIn.CALL: N_("Call"),
    UsedIn.EMAIL: N_("E-mail"),
    UsedIn.LETTER: N_("letter"),
    UsedIn.CHAT: N_("chat"),
    UsedIn.CASE: N_("Case"),
    UsedIn.OTHER: N_("Elsewhere"),
}
ACTIONS = {"look": N_("Looked at"), "print": N_("Printed"), "export": N_("Written to a file"), "save attachment": N_("Document saved")}
PAPERS = {
    "customer-sheet": N_("Customer sheet"),
    "dossier": N_("What we hold about a person"),
    "follow-up-list": N_("Follow-ups"),
    "invoice": N_("Invoice"),
    "letter": N_("letter"),
    "open copy": N_("Copy of the whole store"),
    "order-confirmation": N_("Order confirmation"),
    "record-list": N_("List"),
    "return-slip": N_("Return slip"),
    "sales-list": N_("Sales"),
    "survey-sheet": N_("Survey"),
}
"""What the access log says was printed; what was looked at is a thing by its table."""

Terms = Mapping[Any, str]
VALUES: dict[tuple[str, str], Terms] = {
    ("customer", "kind"): record_terms.CUSTOMER_KINDS, ("customer", "status"): CUSTOMER_STATUSES,
    ("customer", "preferred_channel"): record_terms.CHANNELS, ("contact_point", "kind"): record_terms.POINTS,
    ("address", "kind"): record_terms.ADDRESSES, ("consent", "channel"): record_terms.CHANNELS,
    ("agreement", "state"): record_terms.AGREEMENT_STATES,
    ("sales_order", "state"): record_terms.ORDER_STATES, ("sales_order", "fulfilment"): SHIPPING,
    ("sales_order", "payment_state"): terms.PAYMENT_STATES, ("stock_movement", "kind"): MOVEMENTS,
    ("return_request", "state"): terms.RETURN_STATES, ("return_line", "reason"): terms.RETURN_REASONS,
    ("return_line", "condition"): CONDITIONS, ("return_line", "disposition"): DISPOSITIONS, ("return_line", "resolution"): RESOLUTIONS,
    ("repair", "state"): REPAIRS, ("supplier_return", "state"): SUPPLIER_RETURNS,
    ("invoice", "kind"): INVOICE_KINDS, ("invoice", "state"): record_terms.INVOICE_STATES,
    ("voucher", "kind"): record_terms.VOUCHER_KINDS,
    ("shipment", "direction"): FLOWS, ("shipment", "status"): terms.SHIPMENT_STATUSES,
    ("payment", "direction"): FLOWS, ("payment", "method"): METHODS, ("payment", "status"): record_terms.PAYMENT_STATUSES,
    ("interaction", "direction"): DIRECTIONS, ("interaction", "outcome"): record_terms.OUTCOMES,
    ("interaction", "mood_before"): MOODS, ("interaction", "mood_after"): MOODS,
    ("follow_up", "priority"): PRIORITIES, ("follow_up", "state"): record_terms.FOLLOW_UP_STATES,
    ("follow_up_attempt", "result"): record_terms.ATTEMPTS,
    ("support_case", "kind"): record_terms.CASE_KINDS, ("support_case", "priority"): PRIORITIES,
    ("support_case", "validity"): VALIDITIES, ("support_case", "cause"): CAUSES, ("support_case", "state"): CASE_STATES,
    ("support_case", "urgency"): URGENCIES, ("support_case", "remedy"): REMEDIES,
    ("case_event", "kind"): EVENTS, ("case_event", "state"): CASE_STATES, ("case_event", "visibility"): VISIBILITIES,
    ("case_remedy", "kind"): REMEDIES,
    ("escalation", "level"): LEVELS, ("escalation", "kind"): KINDS_OF_HELP, ("escalation", "trigger"): TRIGGERS,
    ("escalation", "state"): record_terms.ESCALATION_STATES,
    ("approval", "what"): APPROVALS, ("approval", "decision"): DECISIONS,
    ("survey_response", "channel"): record_terms.SURVEY_CHANNELS, ("survey_response", "state"): record_terms.RESPONSE_STATES,
    ("assessment", "kind"): record_terms.ASSESSMENT_KINDS, ("assessment", "state"): record_terms.ASSESSMENT_STATES,
    ("appointment", "state"): record_terms.APPOINTMENT_STATES, ("attendee", "answer"): ANSWERS,
    ("privacy_request", "kind"): REQUEST_KINDS, ("privacy_request", "outcome"): REQUEST_OUTCOMES,
    ("knowledge_use", "used_in"): USED_IN, ("access_log", "action"): ACTIONS,
}  # fmt: skip
OF_EVENTS: dict[str, Terms] = {
    CaseEventKind.PRIORITY: PRIORITIES,
    CaseEventKind.KIND: record_terms.CASE_KINDS,
    CaseEventKind.CHECKED: VALIDITIES,
    CaseEventKind.CAUSE: CAUSES,
    CaseEventKind.REMEDY: REMEDIES,
    CaseEventKind.CHANGED: FIELDS,
}
"""Before and after a step of a case, by the kind of step."""


def terms_of(table: str, name: str, kind: str) -> Terms:
    """Of a column; `kind` is that of the row. Nothing for what people wrote."""
    if name == "shelf":
        return SHELVES
    if table == "case_event" and name in ("before", "after"):
        return OF_EVENTS.get(kind, {})
    return VALUES.get((table, name), {})
