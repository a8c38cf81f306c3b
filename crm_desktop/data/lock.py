"""Who has a store open. Beside the store lies a folder of its own; every program that runs keeps a file in it locked.

The system lets go of the lock when the program ends, however it ends: a file that is there and not locked was left by a crash.
What the program says of itself lies beside it, since Windows lets nobody read a locked file.
"""

import getpass
import json
import os
import platform
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import StoreRefused
from crm_desktop.core.i18n import _
from crm_desktop.core.read_json import read_json
from crm_desktop.core.store_files import state_folder
from crm_desktop.data import durable

PATIENCE = 60
"""Seconds to wait for another program that is just coming or going; one that first ends a broken restore takes longest."""


class Use(StrEnum):
    WINDOW = "window"
    COMMAND = "command"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Holder:
    host: str
    user: str
    pid: int
    since: str
    use: str

    @classmethod
    def this(cls, use: Use) -> "Holder":
        return cls(platform.node(), _user(), os.getpid(), utc_now().isoformat(), use)

    def when(self) -> str:
        return f"{datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"


UNKNOWN = Holder("?", "?", 0, "1970-01-01T00:00:00+00:00", Use.ALONE)


class StoreInUse(StoreRefused):
    """`holder` says who: the window of this computer can be brought to the front."""

    def __init__(self, text: str, holder: Holder) -> None:
        super().__init__(text)
        self.holder = holder


@dataclass(slots=True)
class Holding:
    """What was found when the store was entered. Set `clean` to False when the store could not be closed as it should be."""

    folder: Path
    others: tuple[Holder, ...]
    left_behind: tuple[str, ...]
    clean: bool = True

    @property
    def open_here(self) -> bool:
        """Opening and closing a file drops the locks that SQLite of the same process has on it."""
        return any(other.pid == os.getpid() and other.host == platform.node() for other in self.others)

    def forget_crash(self) -> None:
        """The store was looked through since, and is whole."""
        with _gate(self.folder):
            for name in self.left_behind:
                _remove(self.folder, name)
        self.left_behind = ()


def checked_file(store: Path) -> Path:
    """When the store was last looked through."""
    return state_folder(store) / "checked.json"


def note_looked_through(store: Path) -> None:
    checked_file(store).write_text(json.dumps({"at": utc_now().isoformat()}), encoding="utf-8")


@contextmanager
def held(store: Path, use: Use, first: Callable[[], None] | None = None) -> Iterator[Holding]:
    """Keep out other computers, a second window, and whoever needs the store alone; raises StoreInUse for those.

    `first` is done before anybody else comes in, and only where nobody is.
    """
    folder = _made(state_folder(store))
    name = f"{use}-{secrets.token_hex(8)}"
    mine = FileLock(folder / f"{name}.lock", thread_local=False)
    with _gate(folder):
        holding = _look(folder)
        _refuse(use, holding.others)
        if first is not None and not holding.others:
            first()
        _enter(folder, name, mine, use)
    try:
        yield holding
    finally:
        with _gate(folder):
            mine.release()
            if holding.clean:
                _remove(folder, name)


@contextmanager
def migrating(store: Path) -> Iterator[None]:
    with _gate(_made(state_folder(store)), "migrating"):
        yield


def abandon(store: Path) -> None:
    """Leave no folder beside a file that is none of ours."""
    folder = state_folder(store)
    with suppress(OSError):
        if {file.name for file in folder.iterdir()} <= {_GATE}:
            (folder / _GATE).unlink(missing_ok=True)
            folder.rmdir()


_GATE = "entering"


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@contextmanager
def _gate(folder: Path, name: str = _GATE) -> Iterator[None]:
    gate = FileLock(folder / name, timeout=PATIENCE)
    try:
        gate.acquire()
    except Timeout as error:
        text = _("Another program is busy with this company and does not come to an end. Nothing was changed; try again later.")
        raise StoreInUse(text, UNKNOWN) from error
    try:
        yield
    finally:
        gate.release()


def _look(folder: Path) -> Holding:
    others, left = [], []
    for file in sorted(folder.glob("*-*.lock")):
        if _is_locked(file):
            others.append(_read(folder / f"{file.stem}.json"))
        else:
            left.append(file.stem)
    for said in folder.glob("*-*.json"):
        if not said.with_suffix(".lock").exists():  # killed before it held anything: nobody is between the two while the gate is ours
            said.unlink(missing_ok=True)
    return Holding(folder, tuple(others), tuple(left))


def _is_locked(file: Path) -> bool:
    try:
        with FileLock(file, blocking=False):
            return False
    except Timeout:
        return True


def _read(file: Path) -> Holder:
    try:
        return Holder(**read_json(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # a full disk kept it from saying who it is; that it runs is certain
        return UNKNOWN


def _enter(folder: Path, name: str, mine: FileLock, use: Use) -> None:
    said = folder / f"{name}.json"
    try:
        durable.create(said)
        said.write_text(json.dumps(asdict(Holder.this(use))), encoding="utf-8")
        mine.acquire(timeout=0)
    except BaseException:
        _remove(folder, name)
        raise


def _remove(folder: Path, name: str) -> None:
    for ending in ("lock", "json"):
        (folder / f"{name}.{ending}").unlink(missing_ok=True)


def _refuse(use: Use, others: tuple[Holder, ...]) -> None:
    for other in others:
        if (sentence := _refusal(use, other)) is not None:
            raise StoreInUse(sentence.format(user=other.user, host=other.host, since=other.when()), other)


def _refusal(use: Use, other: Holder) -> str | None:
    if other.use == Use.ALONE:
        return _("{user} has this company for one job alone, on {host} since {since}. Nothing was changed; wait until it is done.")
    if other.host != platform.node():
        return _("{user} has this company open on {host} since {since}. Nothing was changed; close it there first.")
    if use == Use.ALONE:
        return _("This needs the company alone, and {user} has it open on {host} since {since}. Nothing was changed; close it first.")
    if use == Use.WINDOW and other.use == Use.WINDOW:
        return _("{user} has this company open in a window already, on {host} since {since}. Nothing was changed; use that window.")
    return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may run under a number that has no name
        return "?"
