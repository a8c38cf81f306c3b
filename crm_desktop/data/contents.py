"""What a store holds, table by table: how many rows, and a digest of them in the order of their key.

The engine makes one text of many rows: reading every value into Python takes three times as long, and readers beside each other would
wait for the interpreter at every row.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import Database, DataError, PostgresqlDatabase, __exception_wrapper__  # type: ignore[attr-defined]

_GULP = 500
_JOINED = """SELECT COUNT(*), MAX(key), CAST(group_concat(line, char(10)) AS BLOB)
FROM (SELECT "{key}" AS key, {line} AS line FROM "{table}" WHERE "{key}" {after} ? ORDER BY "{key}" LIMIT ?)"""
_LOWEST = -(2**63)
_LOCAL_TABLES = """SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
AND name NOT LIKE 'sqlite_stat%' AND name NOT IN ('sqlite_schema', 'interaction_word', 'customer_word') ORDER BY name"""
"""But what follows from the search index, which is not counted either."""
_LOCAL_COLUMNS = "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid"
_SERVER_TABLES = """SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND NOT EXISTS (
    SELECT 1 FROM information_schema.columns AS own
    WHERE own.table_schema = 'public' AND own.table_name = tablename AND own.data_type = 'tsvector') ORDER BY tablename"""
_SERVER_COLUMNS = """SELECT attname::text, '', COALESCE(array_position(indkey, attnum) + 1, 0) FROM pg_attribute
LEFT JOIN pg_index ON indisprimary AND indrelid = attrelid
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""
_LARGE = "attachment_content"
"""Its rows are files: read one at a time, and on a server not at all."""
_LARGE_ON_SERVER = "sha256 || ' ' || encode(sha256(content), 'hex')"
_PLAIN_TYPES = frozenset({"INTEGER", "TEXT"})


class Table(NamedTuple):
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A store at one moment: the scripts that made its tables, its rows, the end of its history."""

    migrations: tuple[str, ...]
    tables: dict[str, Table]
    sequence: int
    link: str


class _Column(NamedTuple):
    name: str
    type: str
    place_in_key: int

    def text(self) -> str:
        """SQLite's JSON takes no bytes. Every table is strict, so that a column holds nothing but its type."""
        return f'"{self.name}"' if self.type in _PLAIN_TYPES else f'quote("{self.name}")'


def contents(store: Database, names: Collection[str] | None = None) -> dict[str, Table]:
    """Equal for two stores of one engine whose rows are equal. Read it inside one transaction where others may write."""
    return {name: table(store, name) for name in tables(store) if names is None or name in names}


def snapshot(store: Database) -> Snapshot:
    """Read it inside one transaction."""
    names = tuple(row[0] for row in store.execute_sql("SELECT name FROM schema_migration ORDER BY name").fetchall())
    ((sequence, link),) = store.execute_sql("SELECT sequence, link FROM chain_head").fetchall()
    return Snapshot(names, contents(store), sequence, link)


def tables(store: Database) -> list[str]:
    """Without the search index: it follows from the others, and the check of the file looks through it."""
    return [row[0] for row in store.execute_sql(_SERVER_TABLES if _is_server(store) else _LOCAL_TABLES).fetchall()]


def table(store: Database, name: str) -> Table:
    found = store.execute_sql(_SERVER_COLUMNS if _is_server(store) else _LOCAL_COLUMNS, (name,)).fetchall()
    columns = [_Column(*row) for row in found]
    digest, count = hashlib.sha256(json.dumps([column.name for column in columns]).encode()), 0
    for rows, lines in _lines(store, name, columns):
        count += rows
        digest.update(b"\n")
        digest.update(lines)
    return Table(count, digest.hexdigest())


def _lines(store: Database, name: str, columns: list[_Column]) -> Iterator[tuple[int, bytes]]:
    """How many rows, and a line of each, in the order of the key."""
    key = sorted((column for column in columns if column.place_in_key), key=lambda column: column.place_in_key)
    text = "whole::text" if _is_server(store) else f"json_array({', '.join(column.text() for column in columns)})"
    if name == _LARGE and _is_server(store):
        text = _LARGE_ON_SERVER
    if not _is_server(store) and name != _LARGE and [column.type for column in key] == ["INTEGER"]:
        return _joined(store, _JOINED.replace("{key}", key[0].name).replace("{line}", text).replace("{table}", name))
    order = ", ".join(f'"{column.name}"' for column in key) or text
    return _one_by_one(store, f'SELECT {text} FROM "{name}" AS whole ORDER BY {order}', 1 if name == _LARGE else _GULP)


def _joined(store: Database, text: str) -> Iterator[tuple[int, bytes]]:
    """Rows that are too long to be one text together are read one at a time."""
    after, last, size = ">=", _LOWEST, _GULP
    while True:
        try:
            count, highest, lines = _asked(store, text.replace("{after}", after), (last, size))
        except DataError:
            if size == 1:
                raise
            size = 1
            continue
        if not count:
            return
        yield count, lines
        after, last, size = ">", highest, _GULP


def _asked(store: Database, text: str, params: tuple[int, int]) -> Any:
    """Past the guard, which would end the transaction for a text that is too long."""
    with __exception_wrapper__:
        return store.cursor().execute(text, params).fetchone()


def _one_by_one(store: Database, text: str, gulp: int) -> Iterator[tuple[int, bytes]]:
    for rows in _gulps(store.execute_sql(text), gulp):
        yield len(rows), "\n".join([row[0] for row in rows]).encode()


def digest_of(found: Mapping[str, Table]) -> str:
    """One digest for all."""
    return hashlib.sha256(json.dumps(sorted(found.items())).encode()).hexdigest()


def differences(one: Mapping[str, Table], other: Mapping[str, Table]) -> list[str]:
    """Names of the tables that are not the same."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _gulps(cursor: Any, size: int) -> Iterator[list[tuple[str]]]:
    with __exception_wrapper__:
        while rows := cursor.fetchmany(size):
            yield rows


def _is_server(store: Database) -> bool:
    return isinstance(store, PostgresqlDatabase)
