"""What customers send back, as a whole; its lines are goods."""

from peewee import BooleanField, ForeignKeyField, TextField

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.data.fields import DayField, UtcField, maybe, personal
from crm_desktop.data.models.activity_lists import Channel
from crm_desktop.data.models.base import Imported
from crm_desktop.data.models.company import Staff
from crm_desktop.data.models.party import Customer
from crm_desktop.data.models.sales import Order


class ReturnRequest(Imported):
    """Without an order it says so by having none. `state_reason`: why it was declined, cancelled or has expired.

    `window_reason`: why it was taken though the time for returns was over. `dated` False: where it came from states no day, so that
    `requested_at` is the order's.
    """

    entity = Entity.RETURN

    number = TextField()
    customer = ForeignKeyField(Customer)
    customer_id: int
    order = ForeignKeyField(Order, null=True)
    order_id: int | None
    channel = ForeignKeyField(Channel, null=True)
    channel_id: int | None
    responsible = ForeignKeyField(Staff, null=True)
    responsible_id: int | None
    requested_at = UtcField()
    dated = BooleanField(default=True)
    deadline = DayField(default=NEVER)
    currency = TextField()
    state = TextField(default=ReturnState.REQUESTED)
    window_reason = personal(TextField(default=""))
    note = personal(TextField(default=""))
    state_reason = personal(TextField(default=""))
    received_at = maybe(UtcField())
    settled_at = maybe(UtcField())
    split_from = ForeignKeyField("self", null=True)
    split_from_id: int | None

    def demand(self, *states: ReturnState) -> None:
        if self.state not in states:
            raise NotAllowed(
                _("Return {number} is {state}, so this cannot be done now. Nothing was changed.").format(
                    number=self.number, state=_(self.state)
                )
            )
