"""Every record against its history: walked from what is stored now back to where history says it began."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.core.read_json import kept_list
from crm_desktop.data.audit import MOST_ROWS, Kind, are_rows_of, kept_of_block, row_by_row
from crm_desktop.data.database import database, fetch
from crm_desktop.data.models import RECORDS, Record
from crm_desktop.data.rows import recorded_names

STRETCH = 5_000
_BLOCKS = "SELECT row_id, last_id, after, before, salt, digest FROM audit_entry WHERE entity = ? AND kind = 'block' ORDER BY row_id"
_ENTRIES = """SELECT kind, row_id, last_id, before, after, erased_by_id FROM audit_entry
WHERE entity = ? AND row_id BETWEEN ? AND ? AND last_id >= ? AND kind <> 'block' ORDER BY id DESC"""
_LAST = "SELECT COALESCE(MAX(last_id), 0) FROM audit_entry WHERE entity = ?"


class Block(NamedTuple):
    """Rows that were inserted together. The digest covers the columns that were given; without salt, a person among the rows
    was erased, and nobody can tell any more."""

    first: int
    last: int
    names: str
    before: str
    salt: str
    digest: str


def strays() -> Iterator[str]:
    """Records that are not what history made of them, in plain words."""
    for model in RECORDS:
        for first, last, block in _stretches(model):
            yield from Stretch(model, first, last).walk(block)


def _stretches(model: type[Record]) -> Iterator[tuple[int, int, Block | None]]:
    """All ids of a table: its blocks, and what lies between them in pieces."""
    table = model._meta.table_name
    ((stored,),) = fetch(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    ((known,),) = fetch(_LAST.replace("?", database.param), (table,))
    start = 1
    for block in [Block(*row) for row in fetch(_BLOCKS.replace("?", database.param), (table,))]:
        yield from _pieces(start, block.first)
        yield block.first, block.last, block
        start = block.last + 1
    yield from _pieces(start, max(stored, known) + 1)


def _pieces(start: int, end: int) -> Iterator[tuple[int, int, None]]:
    return ((first, min(first + STRETCH, end) - 1, None) for first in range(start, end, STRETCH))


class Stretch:
    """Some rows of a table. `_rows` holds them as they were at the point that the walk has come to."""

    def __init__(self, model: type[Record], first: int, last: int) -> None:
        self._model, self._table, self._bounds = model, model._meta.table_name, (first, last)
        fields = [field for field in model._meta.sorted_fields if field.name in recorded_names(model)]
        columns = ", ".join(field.column_name for field in fields)
        marks = "BETWEEN ? AND ?".replace("?", database.param)
        found = fetch(f"SELECT id, {columns} FROM {self._table} WHERE id {marks}", self._bounds)
        names = [field.name for field in fields]
        self._rows: dict[int, dict[str, Any]] = {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
        self._settled: set[int] = set()

    def walk(self, block: Block | None) -> Iterator[str]:
        first, last = self._bounds
        for *entry, erased_by in fetch(_ENTRIES.replace("?", database.param), (self._table, first - MOST_ROWS + 1, last, first)):
            yield from self._walk_entry(*entry, erased_by=erased_by)
        if block is None:
            for row_id in sorted(self._rows):
                yield _("{table} {row} came from nowhere: history does not know it").format(table=self._table, row=row_id)
        elif block.salt and not self._settled and not self._are(block):
            yield _("{table} {first} to {last}: what was imported was changed").format(
                table=self._table, first=block.first, last=block.last
            )

    def _walk_entry(self, kind: str, first: int, last: int, before: str, after: str, *, erased_by: int | None) -> Iterator[str]:
        if erased_by is not None:
            for row_id in range(first, last + 1):
                self._settle(row_id)
            return
        for kind_of_row, row_id, old, new in row_by_row(kind, first, before, after):
            if row_id in self._settled or not self._bounds[0] <= row_id <= self._bounds[1]:
                continue
            if (problem := self._step(kind_of_row, row_id, old, new)) is not None:
                self._settle(row_id)
                yield problem.format(table=self._table, row=row_id)

    def _settle(self, row_id: int) -> None:
        """Nothing more can be said of this row."""
        self._settled.add(row_id)
        self._rows.pop(row_id, None)

    def _step(self, kind: str, row_id: int, before: dict[str, Any], after: dict[str, Any]) -> str | None:
        """Back over one entry, or what is wrong."""
        row = self._rows.get(row_id)
        if kind == Kind.DELETE:
            self._rows[row_id] = before
            return None if row is None else _("{table} {row} is there, though history says that it was deleted")
        if row is None:
            return _("{table} {row} is gone, though history does not say that it was deleted")
        if any(row[name] != value for name, value in after.items() if name in row):
            return _("{table} {row} is not what history says")
        if kind == Kind.INSERT:
            del self._rows[row_id]
        else:
            row.update(before)
        return None

    def _are(self, block: Block) -> bool:
        """A column that is no more cannot be compared. That it was one is proven by the chain, but not of older blocks."""
        names = kept_list(block.names) if block.names else []
        fields = self._model._meta.fields
        if not set(names) <= recorded_names(self._model):
            return True
        if set(self._rows) != set(range(block.first, block.last + 1)):
            return False
        rows = [[self._rows[row_id][name] for name in names] for row_id in range(block.first, block.last + 1)]
        _names, held = kept_of_block(self._model, [fields[name].column_name for name in names], rows)
        return are_rows_of((block.before, block.salt, block.digest), names, held)
