"""A store on the server for one test after another: what a test wrote is taken back, which costs a tenth of a new database.

Every row a test can see, and every number it can be given, is as in a store just made; `tests/test_lent.py` looks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from crm_desktop.data.server import ServerStore

USES = 100
"""Afterwards a new one is taken: rows that were removed leave room behind that PostgreSQL clears away late."""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
_SHAPE = "SELECT count(*), max(oid::bigint), max(xmin::text::bigint) FROM pg_class"
_SEND_AWAY = "SELECT bool_and(pg_terminate_backend(pid, 2000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> ALL(%s)"


class _Kept(NamedTuple):
    rows: int
    copy: bytes


class Lent:
    def __init__(self, address: str) -> None:
        self.address, self.uses = address, 0
        self.store = ServerStore(address)
        self._own = psycopg.connect(address, autocommit=True)
        self._own.execute("SET session_replication_role = replica")  # rows come and go in any order
        self._own.execute("SET lock_timeout = '2s'")
        self._shape = self._row(_SHAPE)
        self._numbers = {name: last for name, _first, last in self._own.execute(_SEQUENCES)}
        tables = [name for (name,) in self._own.execute(_TABLES)]
        self._kept = {name: kept for name in tables if (kept := self._keep(name)).rows}
        self._written = sql.SQL(" UNION ALL ").join(map(self._question, tables)).as_bytes(self._own)
        self._mark = self._now()

    def connect(self) -> ServerStore:
        """Open, by the connection that the test before had, unless that test closed it."""
        if self.store.is_closed():
            self.store.connect()
        self.uses += 1
        return self.store

    def restore(self) -> bool:
        """Whether it is as new, and may be lent again."""
        try:
            return self.uses < USES and self._is_left_alone() and self._take_back()
        except psycopg.Error:
            return False

    def close(self) -> None:
        self._own.close()
        self.store.close()

    def _is_left_alone(self) -> bool:
        """Nothing is under way, nobody else is connected any longer, and the tables are the same."""
        self.store.forget_error()
        if self.store.is_closed() or self.store.in_transaction():
            return False
        connection = self.store.connection()  # type: ignore[no-untyped-call]
        connection.rollback()
        connection.execute("RESET ALL")
        pids = [connection.info.backend_pid, self._own.info.backend_pid]
        connection.commit()
        return self._row(_SEND_AWAY, [pids]) != (False,) and self._row(_SHAPE) == self._shape

    def _take_back(self) -> bool:
        with self._own.transaction():
            written = [name for (name,) in self._own.execute(self._written, {"mark": self._mark}, prepare=True)]
            for table in written:
                self._own.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                if table in self._kept:
                    with self._own.cursor().copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))) as copy:
                        copy.write(self._kept[table].copy)
            for name, first, last in self._own.execute(_SEQUENCES).fetchall():
                if last != self._numbers[name]:
                    before = self._numbers[name]
                    self._own.execute("SELECT setval(%s, %s, %s)", (name, before or first, before is not None))
        self._mark = self._now()
        return True

    def _keep(self, table: str) -> _Kept:
        with self._own.cursor() as cursor:
            with cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))) as copy:
                content = b"".join(map(bytes, copy))
            return _Kept(cursor.rowcount, content)

    def _question(self, table: str) -> sql.Composed:
        """The table's name, when a test wrote to it."""
        name, rows = sql.Identifier(table), self._kept[table].rows if table in self._kept else 0
        there = sql.SQL("EXISTS (SELECT FROM {})").format(name)
        if rows:
            there = sql.SQL("((SELECT count(*) FROM {0}) <> {1} OR EXISTS (SELECT FROM {0} WHERE xmin::text::bigint > %(mark)s))").format(
                name, sql.Literal(rows)
            )
        return sql.SQL("SELECT {0} WHERE {1}").format(sql.Literal(table), there)

    def _now(self) -> int:
        """The newest transaction so far; every row of a test belongs to a later one."""
        return int(self._row("SELECT pg_current_xact_id()::text::bigint")[0])

    def _row(self, question: str, values: Any = None) -> tuple[Any, ...]:
        found = self._own.execute(question, values).fetchone()
        assert found is not None
        return found
