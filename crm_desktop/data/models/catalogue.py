"""What the company sells and has agreed to deliver."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.kinds_of_trade import AgreementState
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, maybe, personal
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.party import Customer


class ProductCategory(Imported):
    name = TextField()
    parent = ForeignKeyField("self", null=True)
    parent_id: int | None


class Product(Imported):
    """`tax_rate` in percent. `on_hand` is the sum of the stock movements. `barcode`: several have spaces between them."""

    entity = Entity.PRODUCT
    derived = frozenset({"sort_key", "on_hand"})

    sku = TextField()
    name = TextField()
    description = TextField(default="")
    category = ForeignKeyField(ProductCategory, null=True)
    category_id: int | None
    unit = TextField(default="")
    barcode = TextField(default="")
    price = MoneyField(default=ZERO)
    tax_rate = QuantityField(default=ZERO)
    cost = maybe(MoneyField())
    stocked = BooleanField(default=True)
    active = BooleanField(default=True)
    warranty_months = IntegerField(default=0)
    return_instructions = TextField(default="")
    shelf = TextField(default=Shelf.DESK)
    custom = TextField(default="{}")
    sort_key = TextField(default="")
    on_hand = QuantityField(default=ZERO)


class Agreement(Record):
    """A subscription, contract or service of a customer. `renewal_months`: how long each renewal holds; 0: it does not renew."""

    entity = Entity.AGREEMENT

    customer = ForeignKeyField(Customer)
    customer_id: int
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    name = TextField()
    starts_on = DayField()
    ends_on = DayField(default=NEVER)
    renews_on = DayField(default=NEVER)
    renewal_months = IntegerField(default=0)
    price = MoneyField(default=ZERO)
    currency = TextField(default="")
    state = TextField(default=AgreementState.STARTED)
    stop_reason = personal(TextField(default=""))
    note = personal(TextField(default=""))
