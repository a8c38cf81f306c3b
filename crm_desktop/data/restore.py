"""A backup put in the place of a store. A crash at any moment leaves the old store or the new one, whole.

What is there is moved aside, never changed. From the moment the copy lies ready beside the store, a note says what is going on;
whoever opens the store next finishes it, or puts back what was moved.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import StoreRefused, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.read_json import read_json
from crm_desktop.core.store_files import is_plain, key_file, state_folder
from crm_desktop.data import durable, signing
from crm_desktop.data.database import Door, LocalStore, connected, has_log
from crm_desktop.data.lock import Use, checked_file, held, note_looked_through
from crm_desktop.data.signing import What, signed_file
from crm_desktop.data.trouble import in_plain_words

if TYPE_CHECKING:
    from crm_desktop.data.keys import Keys
    from crm_desktop.data.manifest import Backup

PARTS = ("", "-wal", "-shm")
"""Endings of the files that are one store together."""
_KEY = ".key"


class KeyFile(StrEnum):
    """What becomes of the file beside the store in which its key is sealed."""

    STAYS = "stays"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was in the store goes to `aside`, a path beside it that is named without its endings. The digest is the copy's.

    `discard`: it does not stay there, since it can be read by everybody or is in the new store to the last row.
    """

    aside: str
    sha256: str
    key_file: KeyFile = KeyFile.STAYS
    discard: bool = False


def restore(store: Path, backup: Path, key: bytes | None = None, watched: LongLook | None = None) -> "tuple[Backup, Path | None]":
    """The backup, and where the store that was there before lies now. The caller opens the store, which brings it up to date; all of it was
    looked through here. `watched` is told how far that is, and may be given up.

    Raises UserError, and then the store is as it was.
    """
    from crm_desktop.data.backup import verified  # with all models: an opening only asks whether a restore was broken off

    store = store.resolve()
    with in_plain_words():
        if not backup.is_file() or store == backup.resolve():
            raise UserError(_("{path} is no backup. Nothing was changed; name one of the files that “backups” lists.").format(path=backup))
        with held(store, Use.ALONE, first=lambda: finish(store)):
            found, seen = verified(backup, key, watched)
            durable.demand_room(store.parent, found.size)
            signing.note(store, key, What.BEGUN, seen.sequence, seen.link)  # before anything moves: a crash shall raise no false alarm
            there = any(file.exists() for file in _files(store))
            with taken_back_on_error(store):
                plan = _prepare(store, found, key)
                finish(store)
            note_looked_through(store)
    return found, (store.parent / plan.aside) if there else None


@contextmanager
def taken_back_on_error(store: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UserError):
        _take_back(store)
        raise


def is_broken_off(store: Path) -> bool:
    return _note(store).exists()


def finish(store: Path) -> None:
    """End what a restore began: forwards while the copy is whole, else back. Does nothing where none was broken off."""
    note, part = _note(store), part_of(store)
    if not note.exists():
        _take_back(store)
        return
    plan = _read(note)
    if part.exists() and durable.sha256(part) != plan.sha256:
        _take_back(store)
        return
    if part.exists():
        durable.make_folder((store.parent / plan.aside).parent)
        _move(_files(store), _asides(store, plan))
        _put_keys(store, plan)
        durable.replace(part, store)
    durable.sync_folder(store.parent)
    checked_file(store).unlink(missing_ok=True)
    if plan.discard:
        _discard(store, plan)
    note.unlink()


def _put_keys(store: Path, plan: Plan) -> None:
    """Done twice, it does no more than once."""
    own, new = key_file(store), _key_part(store)
    if (plan.key_file == KeyFile.NONE or new.exists()) and own.exists():
        durable.replace(own, store.parent / f"{plan.aside}{_KEY}")
    if new.exists():
        durable.replace(new, own)


def _discard(store: Path, plan: Plan) -> None:
    for file in (*_asides(store, plan), store.parent / f"{plan.aside}{_KEY}"):
        file.unlink(missing_ok=True)
    with suppress(OSError):
        (store.parent / plan.aside).parent.rmdir()  # the folder made for it; never the store's own, which is not empty


def _read(note: Path) -> Plan:
    try:
        return Plan(**read_json(note.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        text = _(
            "A restore was broken off here, and its note {note} cannot be read. Nothing was changed; restore a backup to another file."
        )
        raise StoreRefused(text.format(note=note)) from error


def _take_back(store: Path) -> None:
    """The old store as it was, unless the new one is in place already."""
    note, part = _note(store), part_of(store)
    if note.exists() and part.exists():
        plan = _read(note)
        _move(_asides(store, plan), _files(store))
        _take_back_keys(store, plan)
        with suppress(OSError):
            (store.parent / plan.aside).parent.rmdir()  # the folder made for it, empty again; never the store's own
        note.unlink()
    if not note.exists():
        for begun in (
            *(part.with_name(part.name + ending) for ending in (*PARTS, "-journal")),
            _key_part(store),
            durable.part_of(_key_part(store)),
            durable.part_of(note),
            durable.part_of(signed_file(store)),
        ):
            begun.unlink(missing_ok=True)


def _take_back_keys(store: Path, plan: Plan) -> None:
    own, former = key_file(store), store.parent / f"{plan.aside}{_KEY}"
    if former.exists():
        durable.replace(former, own)
    elif plan.key_file == KeyFile.OTHER and not _key_part(store).exists():
        own.unlink(missing_ok=True)  # it is the new one already, and there was none before


def _prepare(store: Path, found: "Backup", key: bytes | None) -> Plan:
    part = part_of(store)
    part.unlink(missing_ok=True)
    plan = Plan(aside_of(store, key, utc_now()), durable.copy(found.path, part))
    if plan.sha256 != (found.manifest.sha256 if found.manifest else durable.sha256(found.path)):
        raise UserError(
            _("{file} could not be copied without a fault. Nothing was changed; check both disks.").format(file=found.path.name)
        )
    return begin(store, plan, keys_of_backup(found))


def begin(store: Path, plan: Plan, keys: "Keys | None") -> Plan:
    """The copy lies ready: from here on it is put in place, with the file in which its key is sealed where it needs another."""
    plan = replace(plan, key_file=_change_of_keys(store, keys))
    if keys is not None and plan.key_file == KeyFile.OTHER:
        durable.write_text(_key_part(store), keys.to_json())
    durable.write_text(_note(store), json.dumps(asdict(plan)))
    return plan


def keys_of_backup(backup: "Backup") -> "Keys | None":
    """In its manifest, or beside it where somebody put them there."""
    from crm_desktop.data.keys import read_keys

    return (backup.manifest.keys if backup.manifest else None) or read_keys(backup.path)


def _change_of_keys(store: Path, keys: "Keys | None") -> KeyFile:
    """A file that seals the same key stays: its passphrase is the one people know now. So does one of which nobody can tell."""
    from crm_desktop.data.keys import read_keys

    if is_plain(part_of(store)):
        return KeyFile.NONE
    if keys is None:
        return KeyFile.STAYS
    try:
        own = read_keys(store)
    except StoreRefused:
        own = None
    return KeyFile.STAYS if own is not None and own.name == keys.name else KeyFile.OTHER


def aside_of(store: Path, key: bytes | None, now: datetime) -> str:
    """A folder for a store that was whole; a damaged one stays beside, under a name that says so."""
    stamp = f"{now:%Y%m%dT%H%M%SZ}"
    damaged = store.exists() and _is_damaged(store, key)
    place = f"{store.name}.damaged-{stamp}" if damaged else f"before-restore-{stamp}"
    free = next(name for number in count(1) if not store.with_name(name := place if number == 1 else f"{place}-{number}").exists())
    return free if damaged else f"{free}/{store.name}"


def _is_damaged(store: Path, key: bytes | None) -> bool:
    """Without a byte written to it. A store under another key counts as damaged too: nobody can tell."""
    from crm_desktop.data.integrity import damage_of

    try:
        there = LocalStore(store, key, Door.READ if has_log(store) else Door.FROZEN)
        with connected(there):
            return bool(damage_of(there, thorough=False))
    except StoreRefused:
        return True


def _note(store: Path) -> Path:
    return state_folder(store) / "restoring.json"


def part_of(store: Path) -> Path:
    """Where the copy lies until it is in place."""
    return store.with_name(f"{store.name}.restoring")


def _key_part(store: Path) -> Path:
    return store.with_name(f"{store.name}.restoring.key")


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
