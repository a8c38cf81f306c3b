"""What of a payment, a shipment or a return no later import changes: what moved has moved, and a state goes forward only."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import PaymentStatus, ReturnState, ShipmentStatus
from crm_desktop.data.models import Payment, Record, ReturnLine, ReturnRequest, Shipment, ShipmentLine
from crm_desktop.services.import_orders import DROPPED
from crm_desktop.services.payments import check_move
from crm_desktop.services.shipments import demand_no_return

UNSAID = frozenset(
    {"order_id", "invoice_id", "customer_id", "requested_at", "received_at", "settled_at", "order_line_id", "product_id", "value"}
)
"""Columns that are found out or computed where a file leaves them empty."""
_FIXED: dict[type[Record], frozenset[str]] = {
    Payment: frozenset({"order_id", "invoice_id", "direction", "amount"}),
    Shipment: frozenset({"order_id", "return_id"}),
    ShipmentLine: frozenset({"order_line_id", "product_id", "quantity", "shipment_id"}),
    ReturnRequest: frozenset({"order_id", "customer_id"}),
    ReturnLine: frozenset({"order_line_id", "product_id", "quantity", "return_id"}),
}
_FORWARD = (
    ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.IN_TRANSIT, ReturnState.RECEIVED, ReturnState.INSPECTED, ReturnState.SETTLED,
)  # fmt: skip
_STEPS = {
    ShipmentStatus.PREPARED: (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED),
    ShipmentStatus.IN_TRANSIT: (ShipmentStatus.DELIVERED, ShipmentStatus.LOST, ShipmentStatus.SENT_BACK),
}


def lasting(record: Record, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Columns that stay as they are although a file says something new about them, and why."""
    kept = {name: _("This was booked already and stays as it is.") for name in wanted if name in _FIXED.get(type(record), ())}
    try:
        _demand_step(record, wanted)
    except UserError as error:
        kept |= {name: str(error) for name in wanted if name in ("status", "state", "resolution", "value")}
    return kept


def _demand_step(record: Record, wanted: Mapping[str, Any]) -> None:
    """Raises UserError for a state that this record does not come to."""
    if isinstance(record, Payment) and "status" in wanted:
        check_move(record, PaymentStatus(wanted["status"]))
    elif isinstance(record, Shipment) and "status" in wanted:
        status = ShipmentStatus(wanted["status"])
        if status not in _STEPS.get(ShipmentStatus(record.status), ()):
            raise _no_step(record.status, status)
        if status in (ShipmentStatus.LOST, ShipmentStatus.SENT_BACK):
            demand_no_return(record)
    elif isinstance(record, ReturnRequest) and "state" in wanted:
        if record.state in DROPPED or wanted["state"] in DROPPED or _FORWARD.index(wanted["state"]) < _FORWARD.index(record.state):
            raise _no_step(record.state, wanted["state"])
    elif isinstance(record, ReturnLine) and {"resolution", "value"} & wanted.keys():
        now = record.resolution or record.return_request.state
        if now == record.resolution or now in (ReturnState.REQUESTED, *DROPPED):
            raise _no_step(now, wanted.get("resolution", record.resolution))


def _no_step(now: str, wanted: str) -> UserError:
    return UserError(_("What is {now} does not become {wanted}: it was kept as it is.").format(now=_(now), wanted=_(wanted)))
