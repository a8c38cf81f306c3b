"""What a store holds, for tests that compare before and after."""

from crm_desktop.data.database import fetch
from crm_desktop.data.models import RECORDS

OUTSIDE_HISTORY = ("version", "updated_at")


def content():
    """Every record as it is stored, derived columns included, but for versions and when it was last written."""
    return {model: table(model) for model in RECORDS}


def table(model):
    columns = [field.column_name for field in model._meta.sorted_fields if field.name not in OUTSIDE_HISTORY]
    return {row[0]: row for row in fetch(f"SELECT {', '.join(columns)} FROM {model._meta.table_name}")}


def changes(one, other):
    """Rows that differ, for a failure that can be read."""
    return {model.__name__: (set(one[model].items()) ^ set(other[model].items())) for model in one if one[model] != other[model]}
