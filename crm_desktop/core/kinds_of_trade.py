"""The fixed kinds of money, goods and what was agreed."""

from enum import StrEnum


class PaymentState(StrEnum):
    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class Flow(StrEnum):
    """Money and goods come in or go out, seen from the company."""

    IN = "in"
    OUT = "out"


class PaymentMethod(StrEnum):
    """An offset moves money from one order of a customer to another; a voucher is paid with, or given instead of money."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    ON_DELIVERY = "on_delivery"
    VOUCHER = "voucher"
    OFFSET = "offset"
    OTHER = "other"


NO_MONEY = frozenset({PaymentMethod.VOUCHER, PaymentMethod.OFFSET})
"""Ways to pay that move no money over the counter."""


class PaymentStatus(StrEnum):
    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    CHARGED_BACK = "charged_back"


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceState(StrEnum):
    """Void: corrected whole by credit notes."""

    ISSUED = "issued"
    PAID = "paid"
    VOID = "void"


class ShipmentStatus(StrEnum):
    PREPARED = "prepared"
    IN_TRANSIT = "in_transit"
    DELIVERED = "delivered"
    LOST = "lost"
    SENT_BACK = "sent_back"


class ReturnState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    INSPECTED = "inspected"
    SETTLED = "settled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ReturnReason(StrEnum):
    DAMAGED = "damaged"
    DAMAGED_IN_TRANSIT = "damaged_in_transit"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    MISSING_PARTS = "missing_parts"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    COLOUR = "colour"
    STYLE = "style"
    INCOMPATIBLE = "incompatible"
    LATE = "late"
    DUPLICATE = "duplicate"
    UNWANTED = "unwanted"
    WARRANTY = "warranty"
    RECALL = "recall"
    GIFT = "gift"
    UNKNOWN = "unknown"
    OTHER = "other"


class Condition(StrEnum):
    UNOPENED = "unopened"
    AS_NEW = "as_new"
    USED = "used"
    DAMAGED_BY_CARRIER = "damaged_by_carrier"
    DEFECTIVE = "defective"
    NO_FAULT_FOUND = "no_fault_found"
    INCOMPLETE = "incomplete"
    DAMAGED_BY_CUSTOMER = "damaged_by_customer"
    WRONG_ITEM = "wrong_item"


class Disposition(StrEnum):
    RESTOCK = "restock"
    REFURBISH = "refurbish"
    SUPPLIER = "supplier"
    SCRAP = "scrap"


class Resolution(StrEnum):
    """How a return line was settled. `none` while it is not."""

    NONE = ""
    REFUND = "refund"
    EXCHANGE = "exchange"
    REPLACEMENT = "replacement"
    STORE_CREDIT = "store_credit"
    REPAIR = "repair"
    PARTIAL_REFUND = "partial_refund"
    REJECTED = "rejected"


class RepairState(StrEnum):
    QUOTED = "quoted"
    CONFIRMED = "confirmed"
    UNDER_REPAIR = "under_repair"
    REPAIRED = "repaired"
    CANCELLED = "cancelled"


class SupplierReturnState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    CREDITED = "credited"
    REFUSED = "refused"


class VoucherKind(StrEnum):
    STORE_CREDIT = "store_credit"
    COUPON = "coupon"
    DISCOUNT = "discount"
    GOODWILL = "goodwill"


class AgreementState(StrEnum):
    STARTED = "started"
    STOPPED = "stopped"


LONGEST, MOST_DAYS = 7 * 24 * 60, 366
"""Minutes of an appointment with a time, and days of one without. What is longer is several appointments."""


class AppointmentState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What somebody who was asked to an appointment said."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class CustomFieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
