"""Finds the rows that an import names: by where they came from, by a number or a name, and what a person changed in them since."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from crm_desktop.core.read_json import kept_object
from crm_desktop.core.text import fold, search_words, sort_key
from crm_desktop.data.database import database, fetch
from crm_desktop.data.models import MODELS

_CHUNK = 500
_SMALL = frozenset({"staff", "channel", "contact_reason", "return_reason", "product_category", "case_status", "survey"})
"""Lists of a few hundred rows at most, where one name may be written in several ways."""
_EDITS = """
SELECT entry.row_id, entry.before, entry.after, run.id IS NOT NULL
FROM audit_entry AS entry
JOIN operation AS done ON done.id = entry.operation_id
LEFT JOIN import_run AS run ON run.operation_id = COALESCE(done.root_id, done.id)
WHERE entry.entity = ? AND entry.kind = 'update' AND entry.row_id IN ({})
ORDER BY done.sequence, entry.id"""


class Stored(NamedTuple):
    """A row that is there: its id and the columns that were asked for."""

    id: int
    values: tuple[Any, ...]


def any_of_source(table: str, source: str) -> bool:
    return bool(fetch_of(f"SELECT 1 FROM {table} WHERE source = ? LIMIT 1", (source,)))


def any_row(table: str) -> bool:
    return bool(fetch_of(f"SELECT 1 FROM {table} LIMIT 1", ()))


def by_source_id(table: str, source: str, keys: Iterable[str], columns: Sequence[str] = ()) -> dict[str, Stored]:
    """Rows that came from this source before."""
    text = f"SELECT source_id, id{''.join(', ' + column for column in columns)} FROM {table} WHERE source = ? AND source_id IN ({{}})"
    return {row[0]: Stored(row[1], row[2:]) for some in chunks(keys) for row in fetch_of(text.format(marks(some)), (source, *some))}


def by_column(table: str, column: str, values: Iterable[str]) -> dict[str, list[int]]:
    """Ids of the rows that have each value; names are compared without regard to case, accents and signs."""
    wanted = set(values)
    if table in _SMALL:
        rows = fetch_of(f"SELECT {column}, id FROM {table}", ())
        return _grouped(wanted, rows, _bare)
    if column == "name":
        return _grouped(wanted, _in(table, "sort_key", {sort_key(value) for value in wanted}), sort_key)
    return _grouped(wanted, _in(table, column, wanted), str)


def taken(table: str, column: str, values: Iterable[str]) -> set[str]:
    return {row[0] for row in _in(table, column, values)}


def names_of(table: str, columns: Sequence[str], ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    text = f"SELECT id, {', '.join(columns)} FROM {table} WHERE id IN ({{}})"
    return {row[0]: row[1:] for some in chunks(ids) for row in fetch_of(text.format(marks(some)), some)}


def edited_since(table: str, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """By row and column, the value that the last import had left where a person changed it afterwards.

    Of further fields, which lie in one column, a JSON object with those that a person changed.
    """
    columns = {field.name: field.column_name for field in MODELS[table]._meta.sorted_fields}
    left: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    fields: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for some in chunks(ids):
        for row_id, before, after, imported in fetch_of(_EDITS.format(marks(some)), (table, *some)):
            old, new = kept_object(before), kept_object(after)
            for name in {**old, **new}:
                if name == "custom":
                    _note_fields(fields[row_id], kept_object(old[name] or "{}"), kept_object(new[name] or "{}"), imported=imported)
                elif imported:
                    left[row_id].pop(columns[name], None)
                else:
                    left[row_id].setdefault(columns[name], old.get(name))
    for row_id, edited in fields.items():
        if edited:
            left[row_id]["custom"] = json.dumps(edited)
    return left


def _note_fields(edited: dict[str, Any], old: dict[str, Any], new: dict[str, Any], *, imported: bool) -> None:
    """Which further fields a person has changed since an import last wrote them, and what it had left there."""
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            if imported:
                edited.pop(name, None)
            else:
                edited.setdefault(name, old.get(name))


def _grouped(wanted: Iterable[str], rows: Iterable[tuple[Any, ...]], alike: Callable[[str], str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for value, row_id in rows:
        found[alike(value)].append(row_id)
    return {value: found[alike(value)] for value in wanted if alike(value) in found}


def _bare(text: str) -> str:
    return "".join(search_words(text)) or fold(text)


def _in(table: str, column: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
    text = f"SELECT {column}, id FROM {table} WHERE {column} IN ({{}})"
    return [row for some in chunks(values) for row in fetch_of(text.format(marks(some)), some)]


def fetch_of(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(values)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
