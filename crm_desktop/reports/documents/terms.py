"""What the fixed kinds are called on paper that customers read."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_trade import PaymentMethod, PaymentState, ReturnReason, ReturnState, ShipmentStatus

PAYMENT_STATES = {
    PaymentState.UNPAID: N_("Unpaid"),
    PaymentState.PARTLY_PAID: N_("Partly paid"),
    PaymentState.PAID: N_("Paid"),
    PaymentState.PARTLY_REFUNDED: N_("Partly refunded"),
    PaymentState.REFUNDED: N_("Refunded"),
    PaymentState.DISPUTED: N_("Disputed"),
}
PAYMENT_METHODS = {
    PaymentMethod.CASH: N_("Cash"),
    PaymentMethod.CARD: N_("Card"),
    PaymentMethod.TRANSFER: N_("Bank transfer"),
    PaymentMethod.DIRECT_DEBIT: N_("Direct debit"),
    PaymentMethod.ON_DELIVERY: N_("Cash on delivery"),
    PaymentMethod.VOUCHER: N_("Voucher"),
    PaymentMethod.OFFSET: N_("Offset against another order"),
    PaymentMethod.OTHER: N_("Payment"),
}
SHIPMENT_STATUSES = {
    ShipmentStatus.PREPARED: N_("Being prepared"),
    ShipmentStatus.IN_TRANSIT: N_("On its way"),
    ShipmentStatus.DELIVERED: N_("Delivered"),
    ShipmentStatus.LOST: N_("Lost"),
    ShipmentStatus.SENT_BACK: N_("Sent back"),
}
RETURN_STATES = {
    ReturnState.REQUESTED: N_("not approved yet"),
    ReturnState.APPROVED: N_("approved"),
    ReturnState.DECLINED: N_("declined"),
    ReturnState.IN_TRANSIT: N_("on its way"),
    ReturnState.RECEIVED: N_("received"),
    ReturnState.INSPECTED: N_("inspected"),
    ReturnState.SETTLED: N_("settled"),
    ReturnState.CANCELLED: N_("cancelled"),
    ReturnState.EXPIRED: N_("expired"),
}
RETURN_REASONS = {
    ReturnReason.DAMAGED: N_("Damaged"),
    ReturnReason.DAMAGED_IN_TRANSIT: N_("Damaged in transit"),
    ReturnReason.NOT_AS_DESCRIBED: N_("Not as described"),
    ReturnReason.WRONG_ITEM: N_("Wrong item"),
    ReturnReason.MISSING_PARTS: N_("Missing parts"),
    ReturnReason.TOO_LARGE: N_("Too large"),
    ReturnReason.TOO_SMALL: N_("Too small"),
    ReturnReason.COLOUR: N_("Colour"),
    ReturnReason.STYLE: N_("Style"),
    ReturnReason.INCOMPATIBLE: N_("Does not fit together"),
    ReturnReason.LATE: N_("Came too late"),
    ReturnReason.DUPLICATE: N_("Ordered or sent twice"),
    ReturnReason.UNWANTED: N_("No longer wanted"),
    ReturnReason.WARRANTY: N_("Warranty"),
    ReturnReason.RECALL: N_("Recall"),
    ReturnReason.GIFT: N_("Gift"),
    ReturnReason.UNKNOWN: N_("No reason given"),
    ReturnReason.OTHER: N_("Other"),
}
