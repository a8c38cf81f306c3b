"""What went wrong with people's data, and what people ask about theirs."""

from peewee import ForeignKeyField, IntegerField, TextField

from crm_desktop.core.dates import NEVER
from crm_desktop.core.privacy import RequestOutcome, Risk
from crm_desktop.data.fields import DayField, UtcField, maybe, personal
from crm_desktop.data.models.base import Record
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Customer


class Incident(Record):
    """`reported_at` is when the authority was told, `why_not` why it was not; `persons` how many are concerned, as far as is known."""

    found_at = UtcField()
    reported_at = maybe(UtcField())
    closed_at = maybe(UtcField())
    description = TextField()
    measures = TextField(default="")
    happened_at = maybe(UtcField())
    persons_told_at = maybe(UtcField())
    data = TextField(default="")
    persons = IntegerField(default=0)
    risk = TextField(default=Risk.RISK)
    why_not = TextField(default="")
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None


class PrivacyRequest(Record):
    """What a person asks about their data. `who` where they are no customer; `identity` is how we know that it is them.

    `due_on` follows from `asked_on` and from whether there is a reason to take longer.
    """

    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    kind = TextField()
    who = personal(TextField(default=""))
    asked_on = DayField()
    due_on = DayField()
    extended_because = personal(TextField(default=""))
    identity = personal(TextField(default=""))
    note = personal(TextField(default=""))
    staff = ForeignKeyField(Staff, null=True)
    staff_id: int | None
    outcome = TextField(default=RequestOutcome.OPEN)
    answered_on = DayField(default=NEVER)
    answer = personal(TextField(default=""))
