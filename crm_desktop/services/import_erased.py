"""Files may go on naming persons who were erased here: nothing of it comes back."""

from collections.abc import Iterable

from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.data.database import database, fetch
from crm_desktop.data.fields import is_personal
from crm_desktop.data.models import Customer, Record

OF_PERSONS = frozenset({"contact", "contact_point", "address"})
"""What says nothing but who somebody is."""


def erased_ids() -> set[int]:
    found = fetch(f"SELECT id FROM customer WHERE status = {database.param}", (CustomerStatus.ANONYMISED,))
    return {row_id for (row_id,) in found}


def erased_columns(model: type[Record], row_id: int, erased: set[int], columns: Iterable[str]) -> frozenset[str]:
    """Of these columns those that erasing blanked, where the row belongs to a person who was erased."""
    if not erased:
        return frozenset()
    whose = row_id if model is Customer else model.get_by_id(row_id).__data__.get("customer")
    personal = (column for column in columns if is_personal(model._meta.columns[column]) or column == "status")
    return frozenset(personal) if whose in erased else frozenset()
