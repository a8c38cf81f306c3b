"""Every table of a new store filled at once with rows that were another's: all in one transaction, and nothing where one does not fit.

References and indexes are taken off meanwhile and put back before the end, which is where they are looked at; rows may come in any order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import __exception_wrapper__  # type: ignore[attr-defined]

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data.contents import tables as names_of_tables
from crm_desktop.data.database import Guarded, current, execute, execute_many, fetch, is_server, write
from crm_desktop.data.whole_tables import OWN_OF_SQLITE, StoredTable, server_sequences

Rows = Callable[[StoredTable], Iterator[list[Sequence[Any]]]]
BEGUN_WITH = frozenset({"chain_head", "number_series", "schema_migration", OWN_OF_SQLITE})
"""Tables that hold something in a store that nobody has used yet."""
_LOCAL_INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
_SERVER_INDEXES = """SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = quote_ident(indexname)::regclass) ORDER BY indexname"""
_REFERENCES = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"""
_COUNTED = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
_HIGHEST = 'SELECT COALESCE(MAX(id), 0) FROM "{}"'


def is_unused(store: Guarded) -> bool:
    """No row in any table but those that are there from the start, and nothing done yet."""
    for name in names_of_tables(store):
        if name not in BEGUN_WITH and store.execute_sql(f'SELECT 1 FROM "{name}" LIMIT 1').fetchall():
            return False
    return True


@contextmanager
def loaded(tables: Sequence[StoredTable], rows: Rows, next_ids: Mapping[str, int]) -> Iterator[None]:
    """The rows are in, referred to and indexed; what is done within is done in the same transaction. The store must be unused."""
    with write():
        if is_server():
            execute("SET LOCAL statement_timeout = 0")
        for table in tables:
            execute(f'DELETE FROM "{table.name}"')
        with _bare():
            for table in tables:
                _fill(table, rows(table))
        _give_next_ids(next_ids, [table.name for table in tables])
        _demand_references()
        yield


@contextmanager
def _bare() -> Iterator[None]:
    """Without indexes and, on a server, references: each of them is made anew at the end, in a fraction of the time."""
    references = fetch(_REFERENCES) if is_server() else []
    indexes = fetch(_SERVER_INDEXES if is_server() else _LOCAL_INDEXES)
    for table, name, _made in references:
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _made in indexes:
        execute(f'DROP INDEX "{name}"')
    yield
    for _name, made in indexes:
        execute(made)
    for table, name, made in references:
        execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")


def _fill(table: StoredTable, gulps: Iterator[list[Sequence[Any]]]) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if not is_server():
        text = f'INSERT INTO "{table.name}" ({columns}) VALUES ({", ".join("?" * len(table.columns))})'
        for rows in gulps:
            execute_many(text, rows)
        return
    store = current()
    with store.watched(), __exception_wrapper__:
        connection = store.connection()  # type: ignore[no-untyped-call]
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for rows in gulps:
                for row in rows:
                    copy.write_row(row)


def _give_next_ids(next_ids: Mapping[str, int], tables: Sequence[str]) -> None:
    if is_server():
        for name, sequence in server_sequences():
            if name in tables and (last := max(next_ids.get(name, 1) - 1, fetch(_HIGHEST.format(name))[0][0])):
                execute(f"SELECT setval('{sequence}', ?)", (last,))
        return
    counted = {name for (name,) in fetch(_COUNTED)} & set(tables)
    given = dict(fetch(f"SELECT name, seq FROM {OWN_OF_SQLITE}"))
    for name in sorted(counted & next_ids.keys()):
        last = max(next_ids[name] - 1, given.get(name, 0))
        if name in given:
            execute(f"UPDATE {OWN_OF_SQLITE} SET seq = ? WHERE name = ?", (last, name))
        else:
            execute(f"INSERT INTO {OWN_OF_SQLITE} (name, seq) VALUES (?, ?)", (name, last))


def _demand_references() -> None:
    """A server has looked at them when they were put back."""
    if not is_server() and (found := fetch("PRAGMA foreign_key_check")):
        table, row, parent = found[0][:3]
        text = _("Row {row} of {table} refers to a row of {parent} that is not there. Nothing was made.")
        raise UserError(text.format(row=row, table=table, parent=parent))
