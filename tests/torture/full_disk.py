"""The disk is full, or fails, at any statement of the main services: nothing is saved, all is as before, and it goes on afterwards."""

import random
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from peewee import __exception_wrapper__  # type: ignore[attr-defined]
from sqlcipher3 import dbapi2

from crm_desktop.core.errors import UserError
from crm_desktop.data.database import LocalStore, database, fetch
from crm_desktop.data.opening import opened
from crm_desktop.data.trouble import in_plain_words
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.orders import cancel_order
from tests.torture import daily_work
from tests.torture.shop import Tally, everything_open, found, unsound


class Fault(NamedTuple):
    said: str
    rolls_back: bool  # SQLite itself ends the transaction, as it may when there is no room


FAULTS = (Fault("database or disk is full", True), Fault("database or disk is full", False), Fault("disk I/O error", False))


SERVICES: dict[str, Callable[[], Any]] = {**daily_work.SERVICES, "erase a person": lambda: erase_customer(3, FOUNDER)}


class _Statements:
    """Counts what goes to the file; the one of number `fails_at` is refused."""

    def __init__(self) -> None:
        self.seen, self.fails_at, self.fault = 0, 0, FAULTS[0]

    def pass_on(self, connection: Any, real: Callable[..., Any], *values: Any) -> Any:
        self.seen += 1
        if self.seen == self.fails_at:
            if self.fault.rolls_back and connection.in_transaction:
                connection.rollback()
            raise dbapi2.OperationalError(self.fault.said)
        return real(*values)


class _Cursor:
    def __init__(self, real: Any, connection: Any, statements: _Statements) -> None:
        self._real, self._connection, self._statements = real, connection, statements

    def execute(self, *values: Any) -> Any:
        self._statements.pass_on(self._connection, self._real.execute, *values)
        return self

    def executemany(self, *values: Any) -> Any:
        self._statements.pass_on(self._connection, self._real.executemany, *values)
        return self

    def __iter__(self) -> Any:
        return iter(self._real)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


@contextmanager
def _counted(statements: _Statements) -> Any:
    """Every statement and every commit of local stores goes by `statements`."""
    real_cursor, real_commit = LocalStore.cursor, LocalStore.commit

    def cursor(store: Any, *values: Any, **named: Any) -> Any:
        return _Cursor(real_cursor(store, *values, **named), store.connection(), statements)

    def commit(store: Any) -> Any:
        with __exception_wrapper__:
            return statements.pass_on(store.connection(), real_commit, store)

    LocalStore.cursor, LocalStore.commit = cursor, commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        LocalStore.cursor, LocalStore.commit = real_cursor, real_commit  # type: ignore[method-assign]


def trial(folder: Path, rounds: int, seed: int) -> Tally:
    """`rounds` points in all, drawn among every statement of every service and every kind of fault; none is left out where they suffice."""
    chance, harm, done = random.Random(seed), [], 0
    found(folder / "template")
    for name, service in SERVICES.items():
        path = folder / name / "shop.crm"
        path.parent.mkdir()
        shutil.copy(folder / "template", path)
        with opened(path):
            if name == "erase a person":
                cancel_order(3, "they go", FOUNDER)
            many = _length(path, service)
            points = [(place, fault) for place in range(1, many + 1) for fault in FAULTS]
            fair = max(2, rounds // len(SERVICES))
            for place, fault in chance.sample(points, min(fair, len(points))):
                done += 1
                harm += [f"{name}, statement {place} of {many}, {fault.said}: {each}" for each in _one(service, place, fault)]
            service()
            harm += [f"{name}, afterwards: {each}" for each in unsound()]
    return Tally(done, f"{len(SERVICES)} services", tuple(harm))


def _length(path: Path, service: Callable[[], Any]) -> int:
    """How many statements and commits it has, tried on a copy."""
    statements, copy, before = _Statements(), path.with_name("tried.crm"), database.obj
    fetch("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, copy)
    database.initialize(LocalStore(copy))
    try:
        with database.connection_context(), _counted(statements):
            service()
    finally:
        database.initialize(before)
    return statements.seen


def _one(service: Callable[[], Any], place: int, fault: Fault) -> list[str]:
    before, statements = everything_open(), _Statements()
    statements.fails_at, statements.fault = place, fault
    harm = []
    try:
        with _counted(statements), in_plain_words():  # as the window and the commands do
            service()
        harm.append("no error was told")
    except UserError as error:
        if "Nothing was half saved" not in str(error):
            harm.append(f"told in other words: {error}")
    if everything_open() != before:
        harm.append("something was saved")
    return harm
