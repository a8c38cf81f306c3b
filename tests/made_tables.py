"""The tables of a new local store, made at once: what the migrations leave in the first empty store of a session is written into each
further one. They take 0.4 s each time, and a test that makes a company is hardly ever about them.

Who may migrate, what is pending and how it is locked stays the program's own; stores that are older, on a server, or made of other scripts
are migrated step by step. `tests/data/test_migrate.py` compares both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from crm_desktop.data.database import LocalStore
from crm_desktop.data.migrate import SCRIPTS, known

if TYPE_CHECKING:
    from playhouse.migrations import Runner

_WITH_OWN_TABLES = "CREATE VIRTUAL TABLE"
_LAST_IDS = "sqlite_sequence"


class Tables(NamedTuple):
    """What stands in a store that was just made."""

    schema: tuple[str, ...]
    rows: dict[str, list[tuple[Any, ...]]]


def tables_of(store: Any) -> Tables:
    found = store.execute_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    searched = tuple(name for _kind, name, sql in found if sql.startswith(_WITH_OWN_TABLES))
    mine = [(kind, name, sql) for kind, name, sql in found if not name.startswith(("sqlite_", *(f"{each}_" for each in searched)))]
    names = [name for kind, name, sql in mine if kind == "table" and not sql.startswith(_WITH_OWN_TABLES)]
    rows = {name: store.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in (*names, _LAST_IDS)}
    return Tables(tuple(sql for _kind, _name, sql in mine), {name: found for name, found in rows.items() if found})


def write_tables(store: Any, tables: Tables) -> None:
    with store.atomic():
        for sql in tables.schema:
            store.execute_sql(sql)
        for name, rows in tables.rows.items():
            if name == _LAST_IDS:  # comes last: rows before have left some
                store.execute_sql(f"DELETE FROM {name}")
            places = ", ".join("?" * len(rows[0]))
            for row in rows:
                store.execute_sql(f'INSERT INTO "{name}" VALUES ({places})', row)


def write_at_once(patch: pytest.MonkeyPatch) -> None:
    from playhouse.migrations import Runner

    real, kept = Runner.up, []

    def up(runner: Runner, last: str | None = None) -> list[str]:
        store = runner.database
        names = list(known())
        if not isinstance(store, LocalStore) or runner.directory != str(SCRIPTS) or last not in (None, names[-1]) or _has_tables(store):
            return real(runner, last)
        if not kept:
            done = real(runner, last)
            kept.append(tables_of(store))
            return done
        write_tables(store, kept[0])
        return names

    patch.setattr(Runner, "up", up)


def _has_tables(store: Any) -> bool:
    return bool(store.execute_sql("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())
