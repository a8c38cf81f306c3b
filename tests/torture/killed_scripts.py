"""The program is killed while a script brings a store's tables up to date, each of them in turn: it ran whole, or not at all."""

import random
import shutil
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import playhouse.migrations  # noqa: F401  # so that no child must load it

from crm_desktop.data.contents import contents
from crm_desktop.data.database import LocalStore, connected, create_file
from crm_desktop.data.migrate import SCRIPTS, migrate
from tests.torture.shop import Tally, killed, seconds_of, turns

RAN = "schema_migration"
ROWS = 20
"""Of each table before its script: whatever its columns take."""
SCHEMA = f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT IN ('{RAN}', 'sqlite_sequence') ORDER BY type, name"
"""The list of what ran is made before the first script, for itself."""
NUMBER = len(list(SCRIPTS.glob("[0-9]*.py")))


class State(NamedTuple):
    schema: list[Any]
    ran: list[Any]
    rows: dict[str, Any]


class Script(NamedTuple):
    """`folder` holds it and those before it, and nothing later."""

    name: str
    folder: Path
    store: Path
    before: State
    after: State
    seconds: float


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """The scripts in turn; `rounds` kills in all."""
    chance, harm, ended, done, place = random.Random(seed), [], 0, 0, folder / "killed.crm"
    scripts = _scripts(folder)
    for number in turns(rounds, len(scripts)):
        script, after = scripts[number % len(scripts)], chance.random()
        shutil.copy(script.store, place)
        ended += not killed(partial(_run, place, script.folder), after * script.seconds)
        done += 1
        harm += [f"{script.name}, killed after {after * script.seconds:.4f} s: {each}" for each in _look(place, script)]
        for left in folder.glob("killed.crm*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return Tally(done, f"{len(scripts)} scripts, {done - ended:,} killed on the way, the others had ended", tuple(harm))


def _scripts(folder: Path) -> list[Script]:
    made, path = [], folder / "grown.crm"
    create_file(path)
    for number, script in enumerate(sorted(SCRIPTS.glob("[0-9]*.py"))):
        own, store, tried = folder / f"scripts{number}", folder / f"before{number}.crm", folder / f"after{number}.crm"
        own.mkdir()
        for each in sorted(SCRIPTS.glob("[0-9]*.py"))[: number + 1]:
            shutil.copy(each, own)
        _fill(path)
        shutil.copy(path, store)
        shutil.copy(path, tried)
        before, seconds = _state(store), seconds_of(partial(_run, tried, own))
        made.append(Script(script.stem, own, store, before, _state(tried), seconds))
        _run(path, own)
    return made


def _run(path: Path, scripts: Path) -> None:
    store = LocalStore(path)
    with connected(store):
        assert len(migrate(store, scripts)) == 1


def _fill(path: Path) -> None:
    """Rows in every table that has none. What a table refuses is left out: its rules are not what is tried."""
    store = LocalStore(path)
    with connected(store):
        store.execute_sql("PRAGMA foreign_keys = 0")
        for name, there in contents(store).items():
            columns = store.execute_sql("SELECT name, type FROM pragma_table_info(?)", (name,)).fetchall()
            if there.rows or name == RAN or "_search" in name or name.startswith("sqlite_"):
                continue
            text = f"INSERT OR IGNORE INTO {name} VALUES ({', '.join('?' * len(columns))})"
            for number in range(1, ROWS + 1):
                store.execute_sql(text, [_value(kind, f'{{"{name}": {number}}}', number) for name, kind in columns])


def _value(kind: str, text: str, number: int) -> object:
    """Some scripts read what was kept as JSON."""
    return {"INTEGER": number, "BLOB": text.encode()}.get(kind, text)


def _state(path: Path) -> State:
    store = LocalStore(path)
    with connected(store):
        ran = store.execute_sql(f"SELECT name FROM {RAN} ORDER BY name").fetchall() if store.table_exists(RAN) else []
        rows = {name: table for name, table in contents(store).items() if name not in {RAN, "sqlite_sequence"}}
        return State(store.execute_sql(SCHEMA).fetchall(), ran, rows)


def _look(path: Path, script: Script) -> list[str]:
    found = _state(path)
    store = LocalStore(path)
    with connected(store):
        damage = [str(each) for (each,) in store.execute_sql("PRAGMA integrity_check").fetchall() if each != "ok"]
    if found.ran == script.before.ran:
        return damage + ([] if found == script.before else ["it is not said to have run, and something was changed"])
    return damage + ([] if found == script.after else ["it is said to have run, and the tables are others"])
