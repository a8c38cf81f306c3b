"""Named ways of looking at a list that name somebody who is erased, by their own name or by what they look for."""

from crm_desktop.data.audit import former_values
from crm_desktop.data.history import Done
from crm_desktop.data.models import SavedView
from crm_desktop.services.erasing_typed import AnyOf


def forget_views(named: AnyOf, done: Done) -> int:
    """How many went, of whomever they were, also of those that only history knew or knew by that name."""
    table = SavedView._meta.table_name
    ids = {row_id for row_id, values in former_values(table) if named(values)}
    for view in list(SavedView.select().where(SavedView.id.in_(ids))):
        done.delete(view)
    for row_id in ids:
        done.erase(SavedView, row_id)
    return len(ids)
