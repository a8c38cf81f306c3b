"""A backup put in the place of a store. A crash at any moment leaves the old store or the new one, whole.

What is there is moved aside, never changed. From the moment the copy lies ready beside the store, a note says what is going on;
whoever opens the store next finishes it, or puts back what was moved.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.i18n import _
from crm_desktop.data import durable
from crm_desktop.data.backup import verify_backup
from crm_desktop.data.database import Door, LocalStore, connected, has_log
from crm_desktop.data.integrity import damage_of
from crm_desktop.data.lock import Use, checked_file, held, state_folder
from crm_desktop.data.manifest import Backup
from crm_desktop.data.trouble import in_plain_words

PARTS = ("", "-wal", "-shm")
"""Endings of the files that are one store together."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`part` holds the backup's bytes beside the store; what was in the store goes to `aside`, which is named without its ending."""

    part: str
    aside: str
    sha256: str


def restore(store: Path, backup: Path, key: bytes | None = None) -> tuple[Backup, Path | None]:
    """The backup, and where the store that was there before lies now. The caller opens the store, which brings it up to date.

    Raises UserError, and then the store is as it was.
    """
    with in_plain_words():
        if not backup.is_file() or store.absolute() == backup.absolute():
            raise UserError(_("{path} is no backup. Nothing was changed; name one of the files that “backups” lists.").format(path=backup))
        with held(store, Use.ALONE, first=lambda: finish(store)):
            found = verify_backup(backup, key)
            durable.demand_room(store.absolute().parent, found.size)
            there = any(file.exists() for file in _files(store))
            plan = _prepare(store, backup, key)
            try:
                finish(store)
            except OSError:
                put_back(store, plan)
                raise
    return found, (store.parent / plan.aside) if there else None


def is_broken_off(store: Path) -> bool:
    return _note(store).exists()


def finish(store: Path) -> None:
    """End what a restore began: forwards while the copy is whole, else back. Does nothing where none was broken off."""
    note = _note(store)
    if not note.exists():
        _part(store).unlink(missing_ok=True)
        return
    plan = Plan(**json.loads(note.read_text(encoding="utf-8")))
    part = store.with_name(plan.part)
    if part.exists() and durable.sha256(part) != plan.sha256:
        put_back(store, plan)
        return
    if part.exists():
        durable.make_folder((store.parent / plan.aside).parent)
        _move(_files(store), _asides(store, plan))
        durable.replace(part, store)
    durable.sync_folder(store.absolute().parent)
    checked_file(store).unlink(missing_ok=True)
    note.unlink()


def put_back(store: Path, plan: Plan) -> None:
    """The old store as it was, unless the new one is in place already."""
    part = store.with_name(plan.part)
    if part.exists():
        _move(_asides(store, plan), _files(store))
        part.unlink()
        _note(store).unlink()


def _prepare(store: Path, backup: Path, key: bytes | None) -> Plan:
    part, now = _part(store), utc_now()
    part.unlink(missing_ok=True)
    digest = durable.copy(backup, part)
    plan = Plan(part.name, _aside(store, key, now), digest)
    durable.write_text(_note(store), json.dumps(asdict(plan)))
    return plan


def _aside(store: Path, key: bytes | None, now: datetime) -> str:
    """A folder for a store that was whole; a damaged one stays beside, under a name that says so."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    damaged = store.exists() and _is_damaged(store, key)
    place = f"{store.name}.damaged-{stamp}" if damaged else f"before-restore-{stamp}"
    free = next(name for number in count(1) if not store.with_name(name := place if number == 1 else f"{place}-{number}").exists())
    return free if damaged else f"{free}/{store.name}"


def _is_damaged(store: Path, key: bytes | None) -> bool:
    """Without a byte written to it. A store of a newer program, or under another key, counts as damaged too: it cannot be told."""
    try:
        there = LocalStore(store, key, Door.READ if has_log(store) else Door.FROZEN)
        with connected(there):
            return bool(damage_of(there, thorough=False))
    except StoreRefused:
        return True


def _note(store: Path) -> Path:
    return state_folder(store) / "restoring.json"


def _part(store: Path) -> Path:
    return store.with_name(f"{store.name}.restoring")


def _files(store: Path) -> list[Path]:
    return [store.with_name(store.name + ending) for ending in PARTS]


def _asides(store: Path, plan: Plan) -> list[Path]:
    return [store.parent / f"{plan.aside}{ending}" for ending in PARTS]


def _move(sources: list[Path], targets: list[Path]) -> None:
    """Those that are there. Done twice, it does no more than once."""
    for source, target in zip(sources, targets, strict=True):
        if source.exists():
            durable.replace(source, target)
    for folder in {path.absolute().parent for path in (*sources, *targets)}:
        durable.sync_folder(folder)
