"""Who was asked for help with a case, and who was asked to decide."""

from peewee import ForeignKeyField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import FAR
from crm_desktop.core.kinds_of_escalation import Decision, EscalationState, EscalationTrigger
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import MoneyField, UtcField, maybe, personal
from crm_desktop.data.models.base import Record
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Customer
from crm_desktop.data.models.sales import Order


class Escalation(Record):
    """`outside` names who helps where nobody of the staff does. `state` follows from when it was accepted and handed back."""

    entity = Entity.ESCALATION
    part_of = "case"

    case = ForeignKeyField(SupportCase)
    case_id: int
    level = TextField()
    kind = TextField()
    trigger = TextField(default=EscalationTrigger.HAND)
    reason = personal(TextField(default=""))
    from_staff = ForeignKeyField(Staff, null=True)
    from_staff_id: int | None
    to_staff = ForeignKeyField(Staff, null=True)
    to_staff_id: int | None
    outside = personal(TextField(default=""))
    at = UtcField()
    due_at = UtcField(default=FAR)
    accepted_at = maybe(UtcField())
    accepted_by = ForeignKeyField(Staff, null=True)
    accepted_by_id: int | None
    handed_back_at = maybe(UtcField())
    outcome = personal(TextField(default=""))
    state = TextField(default=EscalationState.WAITING)


class Approval(Record):
    """What somebody may not do alone. `wanted` is what is to be done, as JSON: it is done as the decision says yes."""

    entity = Entity.APPROVAL

    what = TextField()
    asked_by = ForeignKeyField(Staff)
    asked_by_id: int
    asked_of = ForeignKeyField(Staff, null=True)
    asked_of_id: int | None
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    amount = MoneyField(default=ZERO)
    currency = TextField(default="")
    wanted = personal(TextField(default="{}"))
    reason = personal(TextField(default=""))
    at = UtcField()
    decision = TextField(default=Decision.WAITING)
    decided_by = ForeignKeyField(Staff, null=True)
    decided_by_id: int | None
    decided_at = maybe(UtcField())
    note = personal(TextField(default=""))
