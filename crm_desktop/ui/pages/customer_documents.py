"""The tab of documents: a customer's own files, and those on their orders, returns and calls."""

from crm_desktop.core.changes import Entity
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.widgets.attachments import Attachments


class CustomerDocuments(Attachments):
    def show_customer(self, customer_id: int) -> None:
        self.show_for(RecordRef(Entity.CUSTOMER, customer_id) if customer_id else None)
