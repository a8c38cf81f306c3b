"""What happens to a case: its events in raw times, what made it good, what was checked, and who was named."""

from peewee import ForeignKeyField, TextField

from crm_desktop.core.kinds_of_service import Visibility
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import MoneyField, UtcField, personal
from crm_desktop.data.models.activity import Interaction
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.cases import CaseStatus, ChecklistItem, SupportCase
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.payments import Payment
from crm_desktop.data.models.sales import Order
from crm_desktop.data.models.vouchers import Voucher


class CaseEvent(Imported):
    """`kind` is one of `core.kinds_of_service.CaseEventKind`, which says what `before` and `after` hold: ids and fixed words, never
    what somebody wrote. `state`: the kind of status that the case came into with it; empty where it stayed in its own.

    `interaction`: the contact that it came with.
    """

    part_of = "case"

    case = ForeignKeyField(SupportCase)
    case_id: int
    at = UtcField()
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    kind = TextField()
    before = TextField(default="")
    after = TextField(default="")
    state = TextField(default="")
    note = personal(TextField(default=""))
    visibility = TextField(default=Visibility.INTERNAL)
    interaction = ForeignKeyField(Interaction, null=True)
    interaction_id: int | None


class CaseRemedy(Record):
    """What was done to make it good, and the voucher, refund or order that did it.

    `cost` is what was known to be given away; a voucher of percents has none and costs what it takes off once it is used.
    """

    part_of = "case"

    case = ForeignKeyField(SupportCase)
    case_id: int
    kind = TextField()
    cost = MoneyField(default=ZERO)
    currency = TextField(default="")
    at = UtcField()
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    note = personal(TextField(default=""))
    voucher = ForeignKeyField(Voucher, null=True)
    voucher_id: int | None
    payment = ForeignKeyField(Payment, null=True)
    payment_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None


class CaseCheck(Record):
    """An item of the checklist that is done."""

    part_of = "case"

    case = ForeignKeyField(SupportCase)
    case_id: int
    item = ForeignKeyField(ChecklistItem)
    item_id: int
    at = UtcField()
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None


class CasePayment(Record):
    """Money that a case is about, such as one of two that were taken for the same thing."""

    part_of = "case"

    case = ForeignKeyField(SupportCase)
    case_id: int
    payment = ForeignKeyField(Payment)
    payment_id: int


class Mention(Record):
    """A colleague named in a note. Whether they saw it lies outside history, in `seen_mention`."""

    part_of = "case_event"

    case_event = ForeignKeyField(CaseEvent)
    case_event_id: int
    staff = ForeignKeyField(Staff)
    staff_id: int


__all__ = ["CaseCheck", "CaseEvent", "CasePayment", "CaseRemedy", "CaseStatus", "ChecklistItem", "Mention", "SupportCase"]
