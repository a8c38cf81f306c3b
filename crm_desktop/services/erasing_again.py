"""After a backup was brought back: whoever was erased since it was made is erased again, before anybody sees the store."""

from dataclasses import replace

from crm_desktop.core.actors import PROGRAM, Role
from crm_desktop.core.i18n import N_
from crm_desktop.core.rights import Right
from crm_desktop.core.store_files import due_file
from crm_desktop.data.database import LocalStore, current
from crm_desktop.data.erased import came_back
from crm_desktop.data.history import operation
from crm_desktop.data.models import Customer
from crm_desktop.services.erasing import Erasure

_BY = replace(PROGRAM, role=Role.OWNER)
"""An owner decided it once."""


def erase_again() -> int:
    """How many. Also where something was still under way for them when the backup was made. A crash between leaves the rest to the next
    opening."""
    back = came_back()
    for customer_id in back:
        with operation(N_("Erased customer {number} again, after a backup was brought back"), _BY, may=Right.ERASE, final=True) as done:
            customer = Customer.get_by_id(customer_id)
            Erasure([customer], done, _BY).run()
            done.numbers["number"] = customer.number
    store = current()
    if isinstance(store, LocalStore):
        due_file(store.path).unlink(missing_ok=True)
    return len(back)
