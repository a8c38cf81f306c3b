"""Tags that a file puts on its records: those a record has already stay as they are spelled, and those a person took away stay away."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from crm_desktop.core.tag_names import tag_key
from crm_desktop.data.database import database, fetch
from crm_desktop.data.history import Done
from crm_desktop.data.models import Tag
from crm_desktop.services.tags import known_spelling

_CHUNK = 500
_THERE = "SELECT row_id, key FROM tag WHERE entity_table = ? AND row_id IN ({})"
_TAKEN_AWAY = """SELECT entry.before FROM audit_entry AS entry JOIN operation AS done ON done.id = entry.operation_id
WHERE entry.entity = 'tag' AND entry.kind = 'delete' AND done.undoes_id IS NULL"""


def add_tags(done: Done, table: str, wanted: Sequence[tuple[int, str]]) -> int:
    """`wanted` are ids of rows of the table, each with a tag. How many tags are new."""
    passed = _there(table, sorted({row_id for row_id, _name in wanted})) | _taken_away(table)
    fresh, spelled = [], dict[str, str]()
    for row_id, name in wanted:
        key = tag_key(name)
        if (row_id, key) not in passed:
            passed.add((row_id, key))
            if key not in spelled:
                spelled[key] = known_spelling(key) or name
            fresh.append(Tag(entity_table=table, row_id=row_id, name=spelled[key], key=key))
    done.insert(*fresh)
    return len(fresh)


def _there(table: str, ids: Sequence[int]) -> set[tuple[int, str]]:
    found: set[tuple[int, str]] = set()
    for some in _chunks(ids):
        text = _THERE.format(", ".join("?" * len(some))).replace("?", database.param)
        found.update((row_id, key) for row_id, key in fetch(text, (table, *some)))
    return found


def _taken_away(table: str) -> set[tuple[int, str]]:
    """By people, at some time. Undoing an import takes its tags away too, and that says nothing about them."""
    rows = (json.loads(before) for (before,) in fetch(_TAKEN_AWAY) if before)
    return {(row["row_id"], row["key"]) for row in rows if row.get("entity_table") == table}


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk
