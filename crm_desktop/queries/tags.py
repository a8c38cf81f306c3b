"""Words on records, as a list shows them."""

from collections.abc import Iterable
from typing import NamedTuple

from crm_desktop.core.tag_names import tag_key
from crm_desktop.data.database import database, fetch
from crm_desktop.queries.columns import Subject

PLAIN = "plain"
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


class TagRow(NamedTuple):
    """`id` is the first of the rows that have it; `records` how many do; `tone` its colour, `active` whether it is offered."""

    id: int
    key: str
    name: str
    records: int
    tone: str
    active: bool


_ALL = """
SELECT MIN(tag.id), tag.key, MIN(tag.name), COUNT(*), COALESCE(look.tone, 'plain'), look.active
FROM tag LEFT JOIN tag_look AS look ON look.key = tag.key GROUP BY tag.key, look.tone, look.active ORDER BY tag.key"""


def all_tags() -> list[TagRow]:
    """In the order of the alphabet."""
    return [TagRow._make((*row[:5], row[5] is None or bool(row[5]))) for row in fetch(_ALL)]


def tones_of(names: Iterable[str]) -> dict[str, str]:
    """The colours of these tags by the words they are written with."""
    tones = tag_tones()
    return {name: tones.get(tag_key(name), PLAIN) for name in names}


def tag_tones() -> dict[str, str]:
    """The colours that people chose, by the tags' keys (`core.tag_names.tag_key`); others are plain."""
    return dict(fetch("SELECT key, tone FROM tag_look"))
