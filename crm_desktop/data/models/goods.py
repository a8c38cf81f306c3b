"""Goods on their way, out and back: shipments, returns, repairs."""

from peewee import BooleanField, ForeignKeyField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import Flow, RepairState, Resolution, ShipmentStatus, SupplierReturnState
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, UtcField, maybe, personal
from crm_desktop.data.models.activity_lists import NamedReturnReason
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.catalogue import Product
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.return_requests import ReturnRequest
from crm_desktop.data.models.sales import Order, OrderLine
from crm_desktop.data.models.vouchers import Voucher


class Shipment(Imported):
    """Out to a customer, or in with what they send back. `link` leads to the carrier's page about `tracking`."""

    entity = Entity.SHIPMENT
    part_of = "order"

    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    return_request = ForeignKeyField(ReturnRequest, null=True, column_name="return_id")
    return_id: int | None
    direction = TextField(default=Flow.OUT)
    carrier = TextField(default="")
    tracking = personal(TextField(default=""))
    link = personal(TextField(default=""))
    shipped_on = DayField(default=NEVER)
    delivered_on = DayField(default=NEVER)
    status = TextField(default=ShipmentStatus.IN_TRANSIT)
    note = personal(TextField(default=""))

    def demand(self, *statuses: ShipmentStatus) -> None:
        if self.status not in statuses:
            raise NotAllowed(_("This shipment is {status}, so this cannot be done now. Nothing was changed.").format(status=_(self.status)))


class ShipmentLine(Imported):
    part_of = "shipment"

    shipment = ForeignKeyField(Shipment)
    shipment_id: int
    order_line = ForeignKeyField(OrderLine, null=True)
    order_line_id: int | None
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    quantity = QuantityField()


class ReturnLine(Imported):
    """`value`: what the customer is credited for it when it is settled; of a replacement, what the goods are worth.

    `chosen_reason` is the company's own word, which may be renamed or retired; `reason` is the fixed kind it was of, which rules and
    figures count, and all that a line knows which came from another system.
    """

    part_of = "return_request"

    return_request = ForeignKeyField(ReturnRequest, column_name="return_id")
    return_id: int
    order_line = ForeignKeyField(OrderLine, null=True)
    order_line_id: int | None
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    name = TextField(default="")
    quantity = QuantityField()
    reason = TextField()
    chosen_reason = ForeignKeyField(NamedReturnReason, null=True)
    chosen_reason_id: int | None
    note = personal(TextField(default=""))
    condition = TextField(default="")
    disposition = TextField(default="")
    resolution = TextField(default=Resolution.NONE)
    value = MoneyField(default=ZERO)
    resolution_note = personal(TextField(default=""))
    settled_at = maybe(UtcField())
    settled_by = ForeignKeyField(Staff, null=True)
    settled_by_id: int | None
    replacement = ForeignKeyField(Order, null=True)
    replacement_id: int | None
    voucher = ForeignKeyField(Voucher, null=True)
    voucher_id: int | None


class Repair(Record):
    part_of = "return_line"

    return_line = ForeignKeyField(ReturnLine)
    return_line_id: int
    fault = personal(TextField(default=""))
    state = TextField(default=RepairState.QUOTED)
    parts = MoneyField(default=ZERO)
    labour = MoneyField(default=ZERO)
    warranty = BooleanField(default=False)
    note = personal(TextField(default=""))


class SupplierReturn(Record):
    """What goes on to whom it came from; `credit` is what they gave for it."""

    part_of = "return_line"

    return_line = ForeignKeyField(ReturnLine)
    return_line_id: int
    supplier = TextField(default="")
    state = TextField(default=SupplierReturnState.WAITING)
    sent_on = DayField(default=NEVER)
    credit = MoneyField(default=ZERO)
    note = personal(TextField(default=""))
