"""What is good for money: an amount, or a part of a price."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, UtcField, personal
from crm_desktop.data.models.base import Imported
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Customer


class Voucher(Imported):
    """An amount in its currency, or percent of one order. Without a customer, anybody's. `max_uses` 0: as often as it lasts.

    `remaining` is what is left of the amount; a payment of method voucher uses it.
    """

    entity = Entity.VOUCHER
    derived = frozenset({"remaining", "uses"})

    code = TextField()
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    kind = TextField(default=VoucherKind.GOODWILL)
    amount = MoneyField(default=ZERO)
    percent = QuantityField(default=ZERO)
    currency = TextField(default="")
    reason = personal(TextField(default=""))
    given_at = UtcField()
    expires_on = DayField(default=NEVER)
    max_uses = IntegerField(default=0)
    cancelled = BooleanField(default=False)
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    remaining = MoneyField(default=ZERO)
    uses = IntegerField(default=0)
