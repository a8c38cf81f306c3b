"""Words on records, as a list shows them."""

from crm_desktop.data.database import database, fetch
from crm_desktop.queries.columns import Subject

_TABLES = {
    "customers": "customer", "products": "product", "orders": "sales_order", "interactions": "interaction", "follow-ups": "follow_up",
    "returns": "return_request",
}  # fmt: skip


def with_tags_shown(subject: Subject) -> Subject:
    """Where any of these records has a tag, a table has room for them."""
    table = _TABLES.get(subject.name)
    if table is None or not fetch(f"SELECT 1 FROM tag WHERE entity_table = {database.param} LIMIT 1", (table,)):
        return subject
    return subject._replace(main=(*subject.main, "tags"))


def tags_of(table: str, row_id: int) -> list[str]:
    """Of one record, in the order of the alphabet."""
    found = fetch("SELECT name FROM tag WHERE entity_table = ? AND row_id = ? ORDER BY key".replace("?", database.param), (table, row_id))
    return [name for (name,) in found]
