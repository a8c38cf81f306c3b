"""A backup of a store beside SQLite's own, and its proof beside reading everything: python -m tests.benchmarks.backup_bench STORE"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import sqlcipher3.dbapi2 as engine

from crm_desktop.data import backup
from crm_desktop.data.backup import back_up, size_of
from crm_desktop.data.database import LocalStore, current, open_store, passphrase_of
from crm_desktop.data.manifest import Reason
from tests.benchmarks.measuring import Measured, compare, told

BUDGET = 1.5


def measure(rounds: int = 3) -> Iterator[Measured]:
    """Of the open store, which nobody writes to. The proof is everything that the program does with the copy before it calls it one."""
    store = current()
    assert isinstance(store, LocalStore)
    gigabytes = size_of(store.path) / 1e9
    proofs: list[float] = []
    verify = backup.verify

    def timed(*asked: Any) -> Any:
        start = perf_counter()
        found = verify(*asked)
        proofs.append(perf_counter() - start)
        return found

    with tempfile.TemporaryDirectory(dir=store.path.parent) as folder:
        backup.verify = timed
        try:
            copied = compare(
                f"backup of {gigabytes:.2f} GB, without its proof",
                "raw Connection.backup into a file",
                lambda _round: _raw(store, Path(folder) / "raw"),
                lambda _round: _ours(store, Path(folder) / "ours", proofs),
                rounds=rounds,
                budget=BUDGET,
            )
        finally:
            backup.verify = verify
    yield copied
    least = min(proofs)
    name = f"proof of that backup, {least / gigabytes:.1f} s/GB"
    yield Measured(name, copied.floor_name, copied.floor, median(proofs), rounds=len(proofs), ours_least=least)


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


def _ours(store: LocalStore, folder: Path, proofs: list[float]) -> float:
    known, start = len(proofs), perf_counter()
    made = back_up(store, folder, Reason.BY_HAND)
    taken = perf_counter() - start
    made.path.unlink()
    return taken - sum(proofs[known:])


def main(path: str) -> None:
    with open_store(Path(path)).connection_context():
        for each in measure():
            print(told(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
