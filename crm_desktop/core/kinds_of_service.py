"""The fixed kinds of the service desk that rules and figures count by. What people call a status is a row they can rename."""

from enum import StrEnum


class CaseKind(StrEnum):
    QUESTION = "question"
    COMPLAINT = "complaint"
    BILLING_DISPUTE = "billing_dispute"
    TECHNICAL = "technical"
    ACCOUNT = "account"
    SERVICE_REQUEST = "service_request"
    FEEDBACK = "feedback"


class CaseStatusKind(StrEnum):
    """Whose turn it is."""

    OPEN = "open"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_OTHER = "waiting_other"
    DONE = "done"


WAITING = (CaseStatusKind.WAITING_CUSTOMER, CaseStatusKind.WAITING_OTHER)


class CaseEventKind(StrEnum):
    """What happened to a case. ANSWERED: they heard from somebody of us, in writing or in a conversation; HEARD: they got in touch.

    What `before` and `after` of an event hold, where it is more than nothing: ids of STATUS, ASSIGNED and TEAM, the words of PRIORITY,
    KIND, CHECKED (validity), CAUSE and REMEDY, the name of the field of CHANGED, the id of the other case of MERGED (which came in here),
    MERGED_INTO, SPLIT (which went out of here), SPLIT_FROM and PARENT, and the id of the
    escalation of ESCALATED, ACCEPTED and HANDED_BACK.
    """

    OPENED = "opened"
    STATUS = "status"
    REOPENED = "reopened"
    CLOSED = "closed"
    ASSIGNED = "assigned"
    TEAM = "team"
    PRIORITY = "priority"
    KIND = "kind"
    CHANGED = "changed"
    NOTE = "note"
    ANSWERED = "answered"
    HEARD = "heard"
    CHECKED = "checked"
    CAUSE = "cause"
    REMEDY = "remedy"
    MERGED = "merged"
    MERGED_INTO = "merged_into"
    SPLIT = "split"
    SPLIT_FROM = "split_from"
    PARENT = "parent"
    ESCALATED = "escalated"
    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"


class Visibility(StrEnum):
    """Who knows of it: only we, or also the customer."""

    INTERNAL = "internal"
    CUSTOMER = "customer"


class Validity(StrEnum):
    """Whether a complaint is right; nothing where nobody looked yet."""

    VALID = "valid"
    PARTLY = "partly"
    INVALID = "invalid"


class Cause(StrEnum):
    """Where what went wrong came from; nothing where nobody knows yet."""

    PRODUCT = "product"
    HANDLING = "handling"
    INFORMATION = "information"
    CARRIER = "carrier"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    OTHER = "other"


class Remedy(StrEnum):
    """What makes it good. NONE: nothing was owed, or nothing was wanted."""

    APOLOGY = "apology"
    REFUND = "refund"
    REPLACEMENT = "replacement"
    EXCHANGE = "exchange"
    DISCOUNT = "discount"
    COUPON = "coupon"
    CREDIT = "credit"
    NONE = "none"
