"""Orders, their lines, and what moves in and out of stock."""

from decimal import Decimal

from peewee import ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Fulfilment, OrderState, Shelf
from crm_desktop.core.kinds_of_trade import PaymentState
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, UtcField, maybe, personal
from crm_desktop.data.models.activity_lists import Channel
from crm_desktop.data.models.base import Imported
from crm_desktop.data.models.catalogue import Product
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Contact, Customer


class Order(Imported):
    """Addresses are kept as they were. `gross` is before line discounts, `goods` after; total = goods − discount + shipping + tax.

    `shipped_on`: when the last goods left, NEVER while some wait. `carrier`: who brings it, or brought
    the last of it. `credited`: what came off for returned goods.
    """

    entity = Entity.ORDER
    derived = frozenset(
        {
            "gross", "goods", "total", "line_count", "fulfilment", "shipped_on",
            "payment_state", "paid", "refunded", "credited",
        }
    )  # fmt: skip

    number = TextField()
    customer = ForeignKeyField(Customer)
    customer_id: int
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    channel = ForeignKeyField(Channel, null=True)
    channel_id: int | None
    ordered_at = UtcField()
    currency = TextField()
    billing_address = personal(TextField(default=""))
    shipping_address = personal(TextField(default=""))
    due_on = DayField(default=NEVER)
    shipped_on = DayField(default=NEVER)
    carrier = TextField(default="")
    discount = MoneyField(default=ZERO)
    shipping_charge = MoneyField(default=ZERO)
    tax = MoneyField(default=ZERO)
    note = personal(TextField(default=""))
    state = TextField(default=OrderState.OPEN)
    cancel_reason = personal(TextField(default=""))
    cancelled_at = maybe(UtcField())
    completed_at = maybe(UtcField())
    shelf = TextField(default=Shelf.DESK)
    custom = personal(TextField(default="{}"))
    gross = MoneyField(default=ZERO)
    goods = MoneyField(default=ZERO)
    total = MoneyField(default=ZERO)
    line_count = IntegerField(default=0)
    fulfilment = TextField(default=Fulfilment.UNFULFILLED)
    payment_state = TextField(default=PaymentState.UNPAID)
    paid = MoneyField(default=ZERO)
    refunded = MoneyField(default=ZERO)
    credited = MoneyField(default=ZERO)

    class Meta:
        table_name = "sales_order"

    @property
    def owed(self) -> Decimal:
        """What the customer still has to pay; below zero: what they are to get back."""
        due = ZERO if self.state == OrderState.CANCELLED else self.total - self.credited
        return due - self.paid + self.refunded

    def cancel(self, reason: str) -> None:
        if self.state not in (OrderState.OPEN, OrderState.DRAFT):
            raise NotAllowed(_("Order {number} is not open and cannot be cancelled. Nothing was changed.").format(number=self.number))
        if not reason:
            raise UserError(_("Say why order {number} is cancelled. Nothing was changed.").format(number=self.number))
        self.state, self.cancel_reason = OrderState.CANCELLED, reason

    def demand_confirmed(self) -> None:
        """Of an order that goods or papers are made of."""
        if self.state == OrderState.DRAFT:
            raise NotAllowed(_("Order {number} is a draft. Nothing was changed; confirm it first.").format(number=self.number))

    def demand_open(self) -> None:
        if self.state not in (OrderState.OPEN, OrderState.DRAFT):
            raise NotAllowed(_("Order {number} is {state}; its lines stay as they are.").format(number=self.number, state=_(self.state)))


class OrderLine(Imported):
    """Name and price as they were when it was ordered. `gross` is quantity times price, `total` after the discount in percent."""

    part_of = "order"
    derived = frozenset({"shipped", "returned"})

    order = ForeignKeyField(Order)
    order_id: int
    position = IntegerField(default=1)
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    sku = TextField(default="")
    name = TextField()
    quantity = QuantityField()
    unit_price = MoneyField()
    discount_percent = QuantityField(default=ZERO)
    tax_rate = QuantityField(default=ZERO)
    gross = MoneyField()
    total = MoneyField()
    shipped = QuantityField(default=ZERO)
    returned = QuantityField(default=ZERO)


class StockMovement(Imported):
    """Stock on hand is the sum of these; what leaves is negative."""

    product = ForeignKeyField(Product)
    product_id: int
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    kind = TextField()
    quantity = QuantityField()
    moved_on = DayField()
    note = TextField(default="")
