"""What the fixed kinds of money and goods are called on a page."""

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import PaymentMethod, PaymentStatus, Resolution, ReturnState, SupplierReturnState
from crm_desktop.core.return_reasons import RETURN_REASONS

REASONS = {kind: name for name, kind in RETURN_REASONS}
RESOLUTIONS = {
    Resolution.NONE: N_("Not settled"),
    Resolution.REFUND: N_("Refund"),
    Resolution.EXCHANGE: N_("Exchange"),
    Resolution.REPLACEMENT: N_("Replacement"),
    Resolution.STORE_CREDIT: N_("Store credit"),
    Resolution.REPAIR: N_("Repair"),
    Resolution.PARTIAL_REFUND: N_("Partial refund"),
    Resolution.REJECTED: N_("Rejected"),
}
RETURN_STATES = {
    ReturnState.REQUESTED: N_("Asked for"),
    ReturnState.APPROVED: N_("Approved"),
    ReturnState.DECLINED: N_("Declined"),
    ReturnState.IN_TRANSIT: N_("On the way"),
    ReturnState.RECEIVED: N_("Received"),
    ReturnState.INSPECTED: N_("Inspected"),
    ReturnState.SETTLED: N_("Settled"),
    ReturnState.CANCELLED: N_("Cancelled"),
    ReturnState.EXPIRED: N_("Expired"),
}
METHODS = {
    PaymentMethod.CASH: N_("Cash"),
    PaymentMethod.CARD: N_("Card"),
    PaymentMethod.TRANSFER: N_("Bank transfer"),
    PaymentMethod.DIRECT_DEBIT: N_("Direct debit"),
    PaymentMethod.ON_DELIVERY: N_("On delivery"),
    PaymentMethod.VOUCHER: N_("Voucher"),
    PaymentMethod.OFFSET: N_("Offset with another order"),
    PaymentMethod.OTHER: N_("Other"),
}
PAYMENT_STATUSES = {
    PaymentStatus.PENDING: N_("pending"),
    PaymentStatus.CAPTURED: N_("paid"),
    PaymentStatus.FAILED: N_("failed"),
    PaymentStatus.CHARGED_BACK: N_("charged back"),
}
SUPPLIER_STATES = {
    SupplierReturnState.WAITING: N_("Waiting"),
    SupplierReturnState.SENT: N_("Sent"),
    SupplierReturnState.CREDITED: N_("Credited"),
    SupplierReturnState.REFUSED: N_("Refused"),
}


def reason_word(kind: str) -> str:
    """An empty kind stands for all that have no column of their own."""
    return _(REASONS.get(kind, kind)) if kind else _("Other reasons")  # type: ignore[call-overload]


def carrier_word(carrier: str) -> str:
    return carrier or _("No carrier recorded")
