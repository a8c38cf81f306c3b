"""What the fixed kinds of money and of what was agreed are called on screen, and which colour stands for them."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_trade import (
    AgreementState,
    AppointmentState,
    Condition,
    Disposition,
    PaymentMethod,
    PaymentStatus,
    Resolution,
    VoucherKind,
)
from crm_desktop.core.return_reasons import RETURN_REASONS as NAMED_REASONS
from crm_desktop.ui.theme import Tone

METHODS = {
    PaymentMethod.CASH: N_("Cash"),
    PaymentMethod.CARD: N_("Card"),
    PaymentMethod.TRANSFER: N_("Bank transfer"),
    PaymentMethod.DIRECT_DEBIT: N_("Direct debit"),
    PaymentMethod.ON_DELIVERY: N_("On delivery"),
    PaymentMethod.VOUCHER: N_("Voucher"),
    PaymentMethod.OFFSET: N_("Offset"),
    PaymentMethod.OTHER: N_("Other"),
}
PAYMENT_STATUSES = {
    PaymentStatus.PENDING: (N_("Pending"), Tone.INFO),
    PaymentStatus.CAPTURED: (N_("Received"), Tone.OK),
    PaymentStatus.FAILED: (N_("Failed"), Tone.BAD),
    PaymentStatus.CHARGED_BACK: (N_("Charged back"), Tone.BAD),
}
VOUCHER_KINDS = {
    VoucherKind.STORE_CREDIT: N_("Store credit"),
    VoucherKind.COUPON: N_("Coupon"),
    VoucherKind.DISCOUNT: N_("Discount"),
    VoucherKind.GOODWILL: N_("Goodwill"),
}
AGREEMENT_STATES = {
    AgreementState.STARTED: (N_("Running"), Tone.OK),
    AgreementState.STOPPED: (N_("Stopped"), Tone.PLAIN),
}
APPOINTMENT_STATES = {
    AppointmentState.PLANNED: (N_("Planned"), Tone.INFO),
    AppointmentState.HELD: (N_("Held"), Tone.OK),
    AppointmentState.NO_SHOW: (N_("Nobody came"), Tone.BAD),
    AppointmentState.CANCELLED: (N_("Cancelled"), Tone.PLAIN),
}
RETURN_REASONS = {kind: name for name, kind in NAMED_REASONS}
CONDITIONS = {
    Condition.UNOPENED: N_("Unopened"),
    Condition.AS_NEW: N_("As new"),
    Condition.USED: N_("Used"),
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
    Resolution.REPLACEMENT: N_("Replacement"),
    Resolution.STORE_CREDIT: N_("Store credit"),
    Resolution.EXCHANGE: N_("Exchange"),
    Resolution.REPAIR: N_("Repair"),
    Resolution.PARTIAL_REFUND: N_("Partial refund"),
    Resolution.REJECTED: N_("Rejected"),
}
