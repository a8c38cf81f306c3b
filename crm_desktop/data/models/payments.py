"""Money that came in and went back."""

from peewee import ForeignKeyField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_trade import Flow, PaymentStatus
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import MoneyField, UtcField, personal
from crm_desktop.data.models.base import Imported
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.goods import ReturnLine
from crm_desktop.data.models.invoices import Invoice
from crm_desktop.data.models.party import Customer
from crm_desktop.data.models.sales import Order
from crm_desktop.data.models.vouchers import Voucher


class Payment(Imported):
    """Money of a customer that came in, or went back to them. `amount` is above zero. `return_line`: what a refund settles.

    `allowance`: how much of a refund comes off the price of the order, which is owed no more.
    """

    entity = Entity.PAYMENT

    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    invoice = ForeignKeyField(Invoice, null=True)
    invoice_id: int | None
    customer = ForeignKeyField(Customer)
    customer_id: int
    direction = TextField(default=Flow.IN)
    amount = MoneyField()
    allowance = MoneyField(default=ZERO)
    currency = TextField()
    method = TextField()
    reference = personal(TextField(default=""))
    reason = personal(TextField(default=""))
    received_at = UtcField()
    status = TextField(default=PaymentStatus.CAPTURED)
    return_line = ForeignKeyField(ReturnLine, null=True)
    return_line_id: int | None
    voucher = ForeignKeyField(Voucher, null=True)
    voucher_id: int | None
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
