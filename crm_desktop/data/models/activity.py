"""Every contact with a customer, and what was promised next."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Direction, FollowUpState, Priority, Shelf
from crm_desktop.data.fields import DayField, UtcField, maybe, personal
from crm_desktop.data.models.activity_lists import Channel, ContactReason
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.catalogue import Product
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Contact, Customer
from crm_desktop.data.models.return_requests import ReturnRequest
from crm_desktop.data.models.sales import Order


class Interaction(Imported):
    """One contact, in raw times. `holds` is JSON: pairs of UTC seconds within it. Without a customer, `caller` says who it was.

    `phone` is the number at their end, as `core.phones.normal_phone` writes it.
    """

    entity = Entity.INTERACTION

    number = TextField()
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    caller = personal(TextField(default=""))
    phone = personal(TextField(default=""))
    channel = ForeignKeyField(Channel)
    channel_id: int
    direction = TextField(default=Direction.IN)
    reason = ForeignKeyField(ContactReason, null=True)
    reason_id: int | None
    summary = personal(TextField(default=""))
    notes = personal(TextField(default=""))
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    started_at = UtcField()
    ended_at = maybe(UtcField())
    holds = TextField(default="[]")
    wrap_up_ended_at = maybe(UtcField())
    outcome = TextField(default="")
    verified = TextField(default="")
    mood_before = IntegerField(null=True)
    mood_after = IntegerField(null=True)
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    return_request = ForeignKeyField(ReturnRequest, null=True, column_name="return_id")
    return_id: int | None
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    recording = personal(TextField(default=""))
    shelf = TextField(default=Shelf.DESK)
    custom = personal(TextField(default="{}"))


class FollowUp(Imported):
    """What was promised: a day, or wall time (`due_time`, `HH:MM`) in `zone`. `due_at` is that moment in UTC."""

    entity = Entity.FOLLOW_UP
    derived = frozenset({"due_at", "attempts"})

    number = TextField()
    title = personal(TextField())
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    interaction = ForeignKeyField(Interaction, null=True)
    interaction_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    channel = ForeignKeyField(Channel, null=True)
    channel_id: int | None
    promise = personal(TextField(default=""))
    due_on = DayField(default=NEVER)
    due_time = TextField(default="")
    zone = TextField()
    priority = TextField(default=Priority.NORMAL)
    owner = ForeignKeyField(Staff, null=True)
    owner_id: int | None
    recurrence = TextField(default="")
    state = TextField(default=FollowUpState.OPEN)
    outcome = personal(TextField(default=""))
    completed_at = maybe(UtcField())
    shelf = TextField(default=Shelf.DESK)
    due_at = UtcField(default=0)
    attempts = IntegerField(default=0)

    def demand_open(self) -> None:
        if self.state != FollowUpState.OPEN:
            raise NotAllowed(_("Follow-up {number} is not open any more. Nothing was changed.").format(number=self.number))


class FollowUpAttempt(Record):
    part_of = "follow_up"

    follow_up = ForeignKeyField(FollowUp)
    follow_up_id: int
    at = UtcField()
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    result = TextField()
    note = personal(TextField(default=""))


class Reminder(Record):
    """One notice per follow-up and due moment; cancelled when the follow-up is done or cancelled."""

    part_of = "follow_up"

    follow_up = ForeignKeyField(FollowUp)
    follow_up_id: int
    at = UtcField()
    snoozed_until = maybe(UtcField())
    shown_at = maybe(UtcField())
    cancelled = BooleanField(default=False)


__all__ = ["Channel", "ContactReason", "FollowUp", "FollowUpAttempt", "Interaction", "Reminder"]
