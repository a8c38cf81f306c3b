"""A backup of a store beside SQLite's own, with its proof, and the way back: python -m tests.benchmarks.backup_bench STORE"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import sqlcipher3.dbapi2 as engine

from crm_desktop.data import backup, durable
from crm_desktop.data.backup import back_up, size_of
from crm_desktop.data.database import LocalStore, current, database, open_store, passphrase_of
from crm_desktop.data.manifest import Backup, Reason
from crm_desktop.data.opening import opened
from crm_desktop.data.restore import restore
from tests.benchmarks.measuring import Measured, compare, told

BUDGET, SECONDS_OF_A_GIGABYTE, SECONDS_BACK_OF_A_GIGABYTE = 1.5, 30, 60


def measure(rounds: int = 3) -> Iterator[Measured]:
    """Of the open store, which nobody writes to. The proof is everything that the program does with the copy before it calls it one; it
    runs while the store's own rows are read. The way back begins beside a store that is there and ends with the restored one open."""
    store = current()
    assert isinstance(store, LocalStore)
    gigabytes = size_of(store.path) / 1e9
    wholes: list[float] = []
    with tempfile.TemporaryDirectory(dir=store.path.parent) as folder:
        copied = compare(
            f"copy of {gigabytes:.2f} GB for a backup",
            "raw Connection.backup into a file",
            lambda _round: _raw(store, Path(folder) / "raw"),
            lambda _round: _ours(store, Path(folder) / "ours", wholes),
            rounds=rounds,
            budget=BUDGET,
        )
    yield copied
    least, most = min(wholes), gigabytes * SECONDS_OF_A_GIGABYTE
    name = f"backup with its proof, {median(wholes) / gigabytes:.1f} s/GB"
    yield Measured(name, copied.floor_name, copied.floor, median(wholes), rounds=len(wholes), ours_least=least, most=most)
    yield _way_back(store, gigabytes)


def _way_back(store: LocalStore, gigabytes: float) -> Measured:
    """Once: it takes as long as a backup. Everything that `restore` does is in it, and the looks of the first opening."""
    with tempfile.TemporaryDirectory(dir=store.path.parent) as folder:
        made = back_up(store, Path(folder) / "backups", Reason.BY_HAND)
        target = Path(folder) / "company" / "restored.crm"
        target.parent.mkdir()
        start = perf_counter()
        durable.copy(made.path, target)
        copied = perf_counter() - start
        taken = _restored(store, target, made)
    name = f"restore with its proof, and open, {taken / gigabytes:.1f} s/GB"
    return Measured(name, "a copy of the file, read again", copied, taken, rounds=1, most=gigabytes * SECONDS_BACK_OF_A_GIGABYTE)


def _restored(store: LocalStore, target: Path, made: Backup) -> float:
    start = perf_counter()
    try:
        restore(target, made.path, store.key)
        with opened(target, store.key):
            return perf_counter() - start
    finally:
        database.initialize(store)


def _raw(store: LocalStore, path: Path) -> float:
    with closing(_connected(store.path, store.key)) as source, closing(_connected(path, store.key)) as target:
        target.execute("PRAGMA synchronous = 0")
        target.execute("PRAGMA journal_mode = OFF")
        start = perf_counter()
        source.backup(target)
        taken = perf_counter() - start
    path.unlink()
    return taken


def _connected(path: Path, key: bytes | None) -> Any:
    connection = engine.connect(str(path))
    if key is not None:
        connection.execute(f'PRAGMA key = "{passphrase_of(key)}"')
    return connection


def _ours(store: LocalStore, folder: Path, wholes: list[float]) -> float:
    """What the copying alone takes of it."""
    copies: list[float] = []
    fill_file = backup.fill_file

    def timed(*asked: Any) -> None:
        start = perf_counter()
        fill_file(*asked)
        copies.append(perf_counter() - start)

    backup.fill_file = timed
    try:
        start = perf_counter()
        made = back_up(store, folder, Reason.BY_HAND)
        wholes.append(perf_counter() - start)
    finally:
        backup.fill_file = fill_file
    made.path.unlink()
    return sum(copies)


def main(path: str) -> None:
    with open_store(Path(path)).connection_context():
        for each in measure():
            print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
