"""Invoices, with what they state for good."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds_of_trade import InvoiceKind, InvoiceState
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, personal
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Customer
from crm_desktop.data.models.sales import Order, OrderLine


class Invoice(Imported):
    """A snapshot that nothing changes any more, or the credit note that `corrects` one; both state positive amounts.

    `taxes` is JSON: rate, net and tax in stored units, per rate. Total = net + tax, whether prices include tax or not.
    """

    entity = Entity.INVOICE
    derived = frozenset({"credited", "state"})

    number = TextField()
    kind = TextField(default=InvoiceKind.INVOICE)
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    customer = ForeignKeyField(Customer)
    customer_id: int
    corrects = ForeignKeyField("self", null=True)
    corrects_id: int | None
    issued_on = DayField()
    due_on = DayField(default=NEVER)
    currency = TextField()
    name = personal(TextField())
    address = personal(TextField(default=""))
    tax_id = TextField(default="")
    prices_include_tax = BooleanField(default=False)
    reason = personal(TextField(default=""))
    goods = MoneyField(default=ZERO)
    discount = MoneyField(default=ZERO)
    shipping_charge = MoneyField(default=ZERO)
    net = MoneyField(default=ZERO)
    tax = MoneyField(default=ZERO)
    total = MoneyField(default=ZERO)
    taxes = TextField(default="[]")
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    credited = MoneyField(default=ZERO)
    state = TextField(default=InvoiceState.ISSUED)


class InvoiceLine(Record):
    part_of = "invoice"

    invoice = ForeignKeyField(Invoice)
    invoice_id: int
    order_line = ForeignKeyField(OrderLine, null=True)
    order_line_id: int | None
    position = IntegerField()
    sku = TextField(default="")
    name = TextField()
    quantity = QuantityField()
    unit_price = MoneyField()
    discount_percent = QuantityField(default=ZERO)
    tax_rate = QuantityField(default=ZERO)
    total = MoneyField()
