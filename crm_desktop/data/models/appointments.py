"""When whom is met, and the fields a company adds to its records."""

from datetime import date

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_trade import Answer, AppointmentState, CustomFieldKind
from crm_desktop.data.fields import DayField, UtcField, maybe, personal
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.cases import SupportCase
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Contact, Customer
from crm_desktop.data.models.sales import Order


class Appointment(Imported):
    """Wall time in `zone`; without `starts_time` (`HH:MM`) a whole day, or as many as `minutes` make. `starts_at` and `ends_at` are these
    moments in UTC; of a series, those of its first day.

    `except_days` are the days (`YYYY-MM-DD`, commas between) on which a series does not come. `remind_before` is minutes; of a whole day
    they are counted from nine in the morning. `uid` is iCalendar's.
    """

    entity = Entity.APPOINTMENT
    derived = frozenset({"starts_at", "ends_at"})

    title = personal(TextField())
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    case = ForeignKeyField(SupportCase, null=True)
    case_id: int | None
    place = personal(TextField(default=""))
    link = personal(TextField(default=""))
    note = personal(TextField(default=""))
    starts_on = DayField()
    starts_time = TextField(default="")
    zone = TextField()
    minutes = IntegerField(default=0)
    recurrence = TextField(default="")
    except_days = TextField(default="")
    remind_before = maybe(IntegerField())
    state = TextField(default=AppointmentState.PLANNED)
    state_reason = personal(TextField(default=""))
    uid = TextField()
    owner = ForeignKeyField(Staff, null=True)
    owner_id: int | None
    starts_at = UtcField(default=0)
    ends_at = UtcField(default=0)

    @property
    def skipped(self) -> frozenset[date]:
        """The days of `except_days`."""
        return frozenset(map(date.fromisoformat, filter(None, self.except_days.split(","))))


class Attendee(Imported):
    part_of = "appointment"

    appointment = ForeignKeyField(Appointment)
    appointment_id: int
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    name = personal(TextField(default=""))
    email = personal(TextField(default=""))
    answer = TextField(default=Answer.NONE)


class AppointmentReminder(Record):
    """One notice per appointment and moment; cancelled when it is moved, held or cancelled."""

    part_of = "appointment"

    appointment = ForeignKeyField(Appointment)
    appointment_id: int
    at = UtcField()
    snoozed_until = maybe(UtcField())
    shown_at = maybe(UtcField())
    cancelled = BooleanField(default=False)


class CustomField(Record):
    """A field of a table's `custom` column: `name` is its key there, `choices` a JSON list."""

    entity_table = TextField()
    name = TextField()
    label = TextField()
    kind = TextField(default=CustomFieldKind.TEXT)
    choices = TextField(default="[]")
    position = IntegerField(default=0)
    active = BooleanField(default=True)
