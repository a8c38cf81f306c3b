"""The fixed kinds that rules and figures count by. What people call them is a row they can rename, or a translation."""

from enum import StrEnum


class CustomerKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"


class CustomerStatus(StrEnum):
    LEAD = "lead"
    ACTIVE = "active"
    INACTIVE = "inactive"
    BLOCKED = "blocked"
    ANONYMISED = "anonymised"


class PointKind(StrEnum):
    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
    EMAIL = "email"
    WEB = "web"
    MESSENGER = "messenger"
    SOCIAL = "social"


PHONES = frozenset({PointKind.PHONE, PointKind.MOBILE, PointKind.FAX})


class AddressKind(StrEnum):
    BILLING = "billing"
    SHIPPING = "shipping"
    OTHER = "other"


class ChannelKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    CHAT = "chat"
    SOCIAL = "social"
    MESSENGER = "messenger"
    IN_PERSON = "in_person"
    LETTER = "letter"
    FAX = "fax"
    VIDEO = "video"
    WEB = "web"
    OTHER = "other"


class ReasonKind(StrEnum):
    ORDER = "order"
    DELIVERY = "delivery"
    RETURN = "return"
    BILLING = "billing"
    PRODUCT = "product"
    TECHNICAL = "technical"
    COMPLAINT = "complaint"
    ACCOUNT = "account"
    FEEDBACK = "feedback"
    OTHER = "other"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    RESOLVED = "resolved"
    FOLLOW_UP = "follow_up"
    TRANSFERRED = "transferred"
    ESCALATED = "escalated"
    MISSED = "missed"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"


class OrderState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Fulfilment(StrEnum):
    UNFULFILLED = "unfulfilled"
    PARTLY = "partly"
    FULFILLED = "fulfilled"
    RETURNED = "returned"


class MovementKind(StrEnum):
    OPENING = "opening"
    RECEIPT = "receipt"
    SALE = "sale"
    RETURN = "return"
    LOSS = "loss"
    CORRECTION = "correction"


class Shelf(StrEnum):
    """Where a record lies: at hand, put away, or on its way out."""

    DESK = ""
    ARCHIVE = "archive"
    TRASH = "trash"


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Attempt(StrEnum):
    """How a try to reach somebody ended."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    LEFT_MESSAGE = "left_message"


class Availability(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    OFF = "off"
