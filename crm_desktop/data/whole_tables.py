"""Every table of the open store as both engines know it: its columns, what they refer to, its rows in the order of its key, the next ids.

Asked of the store itself, not of the models: a store that an older program made is read by this one too.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from peewee import __exception_wrapper__  # type: ignore[attr-defined]

from crm_desktop.data.contents import tables as names_of_tables
from crm_desktop.data.database import current, fetch, is_server

GULP = 500
OWN_OF_SQLITE = "sqlite_sequence"


class Holds(StrEnum):
    """The same on both engines; a yes or no is a whole number, 1 or 0."""

    NUMBER = "integer"
    TEXT = "string"
    BYTES = "file"


class StoredColumn(NamedTuple):
    """`key`: its place in the table's key, from 1; 0 where it has none. `required`: it always holds something."""

    name: str
    holds: Holds
    required: bool
    key: int


class Relation(NamedTuple):
    column: str
    table: str
    to: str


class StoredTable(NamedTuple):
    name: str
    columns: tuple[StoredColumn, ...]
    relations: tuple[Relation, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in sorted(self.columns, key=lambda column: column.key) if column.key)

    @property
    def has_files(self) -> bool:
        return any(column.holds is Holds.BYTES for column in self.columns)


_HOLDS = {
    "INTEGER": Holds.NUMBER, "TEXT": Holds.TEXT, "BLOB": Holds.BYTES, "VARCHAR(255)": Holds.TEXT, "DATETIME": Holds.TEXT,
    "integer": Holds.NUMBER, "bigint": Holds.NUMBER, "smallint": Holds.NUMBER, "boolean": Holds.NUMBER, "text": Holds.TEXT,
    "bytea": Holds.BYTES, "character varying(255)": Holds.TEXT, "timestamp without time zone": Holds.TEXT,
}  # fmt: skip
_LOCAL_COLUMNS = 'SELECT name, type, "notnull" OR pk, pk FROM pragma_table_info(?) ORDER BY cid'
_SERVER_COLUMNS = """SELECT attname::text, format_type(atttypid, atttypmod), attnotnull, COALESCE(array_position(indkey, attnum) + 1, 0)
FROM pg_attribute LEFT JOIN pg_index ON indisprimary AND indrelid = attrelid
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""
_LOCAL_RELATIONS = """SELECT "from", "table", COALESCE("to", 'id') FROM pragma_foreign_key_list(?) ORDER BY 1"""
_SERVER_RELATIONS = """SELECT own.attname::text, confrelid::regclass::text, other.attname::text FROM pg_constraint
JOIN pg_attribute AS own ON own.attrelid = conrelid AND own.attnum = conkey[1]
JOIN pg_attribute AS other ON other.attrelid = confrelid AND other.attnum = confkey[1]
WHERE contype = 'f' AND conrelid = %s::regclass ORDER BY 1"""
_SEQUENCES = """SELECT owner.relname::text, sequence.oid::regclass::text FROM pg_class AS sequence
JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = sequence.oid AND deptype IN ('a', 'i')
JOIN pg_class AS owner ON owner.oid = refobjid
JOIN pg_attribute ON attrelid = owner.oid AND attnum = refobjsubid AND attname = 'id'
WHERE sequence.relkind = 'S' AND owner.relnamespace = 'public'::regnamespace ORDER BY 1"""


def stored_tables() -> list[StoredTable]:
    """Without the search index, which follows from the others."""
    return [_table(name) for name in names_of_tables(current()) if name != OWN_OF_SQLITE]


def _table(name: str) -> StoredTable:
    columns, relations = (_SERVER_COLUMNS, _SERVER_RELATIONS) if is_server() else (_LOCAL_COLUMNS, _LOCAL_RELATIONS)
    found = (StoredColumn(column, _HOLDS[kind], bool(required), key) for column, kind, required, key in fetch(columns, (name,)))
    return StoredTable(name, tuple(found), tuple(Relation(*row) for row in fetch(relations, (name,))))


def count_of(table: StoredTable) -> int:
    ((count,),) = fetch(f'SELECT COUNT(*) FROM "{table.name}"')
    return int(count)


def rows_of(table: StoredTable) -> Iterator[list[tuple[Any, ...]]]:
    """Some at a time, in the order of the table's key; one at a time where they hold files. Inside one transaction.

    Whole numbers, texts, bytes and None, the same on both engines.
    """
    order = ", ".join(_ordered(column) for column in _sorted_by(table))
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    gulps = _gulps(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}', 1 if table.has_files else GULP)
    return map(_same_everywhere, gulps) if is_server() else gulps


def _sorted_by(table: StoredTable) -> Sequence[StoredColumn]:
    return [column for name in table.key for column in table.columns if column.name == name] or table.columns


def _ordered(column: StoredColumn) -> str:
    """As SQLite sorts: texts by their bytes, and nothing before everything."""
    collation = ' COLLATE "C"' if is_server() and column.holds is Holds.TEXT else ""
    return f'"{column.name}"{collation}{"" if column.required else " NULLS FIRST"}'


def _gulps(text: str, size: int) -> Iterator[list[tuple[Any, ...]]]:
    with __exception_wrapper__:
        connection = current().connection()  # type: ignore[no-untyped-call]
        with closing(connection.cursor(name="rows") if is_server() else connection.cursor()) as cursor:
            cursor.execute(text)
            while rows := cursor.fetchmany(size):
                yield rows


def _same_everywhere(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [tuple(map(_same, row)) for row in rows]


def _same(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat(" ") if isinstance(value, datetime) else bytes(value) if isinstance(value, memoryview) else value


def next_ids() -> dict[str, int]:
    """By table, the id that its next row gets; without those that never had a row. Ids are never given out again."""
    if not is_server():
        return {name: int(last) + 1 for name, last in fetch(f"SELECT name, seq FROM {OWN_OF_SQLITE} ORDER BY name")}
    given = ((table, *fetch(f"SELECT last_value, is_called FROM {sequence}")[0]) for table, sequence in server_sequences())
    return {table: int(last) + 1 for table, last, is_called in given if is_called}


def server_sequences() -> list[tuple[str, str]]:
    """Each table whose ids a server counts, and what counts them."""
    return [(table, sequence) for table, sequence in fetch(_SEQUENCES)]
