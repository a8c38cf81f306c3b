"""What customers want settled: a case, the company's names for where it stands, and what is checked on the way."""

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import FAR, NEVER
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Priority, Shelf
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.money import ZERO
from crm_desktop.data.fields import DayField, MoneyField, UtcField, maybe, personal
from crm_desktop.data.models.activity_lists import Channel, ContactReason
from crm_desktop.data.models.base import Imported, Record
from crm_desktop.data.models.catalogue import Agreement, Product
from crm_desktop.data.models.company import Staff, Team
from crm_desktop.data.models.invoices import Invoice
from crm_desktop.data.models.party import Contact, Customer
from crm_desktop.data.models.return_requests import ReturnRequest
from crm_desktop.data.models.sales import Order


class CaseStatus(Imported):
    """`kind` is one of `core.kinds_of_service.CaseStatusKind`."""

    name = TextField()
    kind = TextField(default=CaseStatusKind.OPEN)
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class ChecklistItem(Record):
    """What is checked in cases of a kind."""

    kind = TextField(default=CaseKind.COMPLAINT)
    name = TextField()
    position = IntegerField(default=0)
    active = BooleanField(default=True)


class SupportCase(Imported):
    """Without a customer, `caller` says who it was. `closes_on`: the day on which it closes by itself once it is solved.

    Derived, from the status and from the raw times of its events: `state` is the status's kind, `resolved_at` when it was solved last,
    `closed_at` since when nothing more is expected, `reopened` how often it came back; `urgency` 0 is urgent, 3 is low. Of its
    remedies, `remedy` is the last one's kind, `remedy_cost` what those in the company's currency cost.

    What was promised, see `data.sla_dues`: when its targets fall due (None: no target, or held), `next_due_at` and `next_warn_at` of those
    still to be reached; `sla_held` while the clock stands, with `sla_left` seconds of the resolution; what was taken, in the seconds its
    policy counts; and the `resolved_at` by which it was judged.
    """

    entity = Entity.CASE
    derived = frozenset(
        {
            "state", "urgency", "first_response_at", "resolved_at", "closed_at", "reopened", "last_event_at", "remedy", "remedy_cost",
            "sla_id", "response_due_at", "resolution_due_at", "next_due_at", "next_warn_at", "sla_held", "sla_left", "response_took",
            "resolution_took", "answered_at", "judged_at",
        }
    )  # fmt: skip

    number = TextField()
    customer = ForeignKeyField(Customer, null=True)
    customer_id: int | None
    contact = ForeignKeyField(Contact, null=True)
    contact_id: int | None
    caller = personal(TextField(default=""))
    channel = ForeignKeyField(Channel, null=True)
    channel_id: int | None
    kind = TextField(default=CaseKind.QUESTION)
    subject = personal(TextField())
    description = personal(TextField(default=""))
    reason = ForeignKeyField(ContactReason, null=True)
    reason_id: int | None
    priority = TextField(default=Priority.NORMAL)
    status = ForeignKeyField(CaseStatus)
    status_id: int
    assignee = ForeignKeyField(Staff, null=True)
    assignee_id: int | None
    team = ForeignKeyField(Team, null=True)
    team_id: int | None
    product = ForeignKeyField(Product, null=True)
    product_id: int | None
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    invoice = ForeignKeyField(Invoice, null=True)
    invoice_id: int | None
    return_request = ForeignKeyField(ReturnRequest, null=True, column_name="return_id")
    return_id: int | None
    agreement = ForeignKeyField(Agreement, null=True)
    agreement_id: int | None
    opened_at = UtcField()
    validity = TextField(default="")
    cause = TextField(default="")
    cause_note = personal(TextField(default=""))
    parent = ForeignKeyField("self", null=True)
    parent_id: int | None
    merged_into = ForeignKeyField("self", null=True)
    merged_into_id: int | None
    split_from = ForeignKeyField("self", null=True)
    split_from_id: int | None
    closes_on = DayField(default=NEVER)
    custom = personal(TextField(default="{}"))
    shelf = TextField(default=Shelf.DESK)
    state = TextField(default=CaseStatusKind.OPEN)
    urgency = IntegerField(default=2)
    first_response_at = maybe(UtcField())
    resolved_at = maybe(UtcField())
    closed_at = maybe(UtcField())
    reopened = IntegerField(default=0)
    last_event_at = UtcField(default=0)
    remedy = TextField(default="")
    remedy_cost = MoneyField(default=ZERO)
    sla_id = maybe(IntegerField())
    response_due_at = maybe(UtcField())
    resolution_due_at = maybe(UtcField())
    next_due_at = UtcField(default=FAR)
    next_warn_at = UtcField(default=FAR)
    sla_held = BooleanField(default=False)
    sla_left = maybe(IntegerField())
    response_took = maybe(IntegerField())
    resolution_took = maybe(IntegerField())
    answered_at = maybe(UtcField())
    judged_at = maybe(UtcField())

    def demand_unmerged(self) -> None:
        if self.merged_into_id is not None:
            raise NotAllowed(
                _("Case {number} was merged into {other}. Nothing was changed; go on there.").format(
                    number=self.number, other=self.merged_into.number
                )
            )

    def demand_open(self) -> None:
        self.demand_unmerged()
        if self.state == CaseStatusKind.DONE:
            raise NotAllowed(_("Case {number} is solved. Nothing was changed; reopen it first.").format(number=self.number))
