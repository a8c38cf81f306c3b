"""Backups of a local store: a copy of one moment, taken while others write, and kept only when it was read again and is the same."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import time

from peewee import DatabaseError, PeeweeException, __exception_wrapper__  # type: ignore[attr-defined]

from crm_desktop import __version__
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import LookGivenUp, UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.long_look import LongLook, Why
from crm_desktop.core.thinning import Taken, superfluous
from crm_desktop.data import durable
from crm_desktop.data.contents import Snapshot, differences, snapshot
from crm_desktop.data.database import Door, Guarded, LocalStore, connected, fill_file
from crm_desktop.data.integrity import damage_looks, steps_of
from crm_desktop.data.keys import Keys, name_of, read_keys
from crm_desktop.data.manifest import Backup, Manifest, Reason, keep, list_backups, manifest_file, read_backup
from crm_desktop.data.migrate import pending
from crm_desktop.data.side_by_side import first_found
from crm_desktop.data.signing import Signed, What, key_for, sign
from crm_desktop.data.trouble import in_plain_words

_UNJOURNALED = {"synchronous": 0, "journal_mode": "off"}
"""A part is forced to the disk at its end, and thrown away when anything goes wrong before."""
_A_DAY = 86_400
_PASSING = frozenset({Reason.BY_ITSELF, Reason.IMPORT, Reason.MIGRATION, Reason.RESTORE, Reason.ERASURE})
"""What the program makes by itself; others stay until somebody throws them away."""


def back_up(source: LocalStore, folder: Path, reason: Reason) -> Backup:
    """Raises UserError when no good backup could be made; then the folder is as it was."""
    with in_plain_words():
        if folder.exists() and not folder.is_dir():
            raise UserError(_("{folder} is a file, not a folder. No backup was made; name a folder.").format(folder=folder))
        durable.make_folder(folder)
        _forget_broken_off(folder)
        durable.demand_room(folder, size_of(source.path))
        part = folder / f"{secrets.token_hex(8)}.part"
        try:
            seen, digest = _copy(source, part)
            return _kept(part, source, folder, _about(part, source, seen, digest, reason, _keys_of(source)))
        finally:
            part.unlink(missing_ok=True)


def _forget_broken_off(folder: Path) -> None:
    """What a program left half done that was killed: nobody works on a copy for a day."""
    for part in folder.glob("*.part"):
        if time() - part.stat().st_mtime > _A_DAY:
            part.unlink()


def keep_copy(verified: Path, store: LocalStore, folder: Path, seen: Snapshot, keys: Keys | None) -> Backup:
    """A file that was verified, as a backup too; `store` says whose it is and under which key."""
    durable.make_folder(folder)
    part = folder / f"{secrets.token_hex(8)}.part"
    try:
        digest = durable.copy(verified, part)
        return _kept(part, store, folder, _about(part, store, seen, digest, Reason.PROTECTION, keys))
    finally:
        part.unlink(missing_ok=True)


def copy_beside(made: Backup, folder: Path) -> Backup:
    """The same verified backup in a second place. Raises UserError where it cannot be had there whole."""
    with in_plain_words():
        about = made.manifest
        assert about is not None
        durable.make_folder(folder)
        durable.demand_room(folder, made.size)
        part = folder / f"{secrets.token_hex(8)}.part"
        try:
            if durable.copy(made.path, part) != about.sha256:
                raise UserError(_("The copy in {folder} is not the same as the backup. It was thrown away.").format(folder=folder))
            return keep(part, folder, made.path.suffix, about)
        finally:
            part.unlink(missing_ok=True)


def thin(folder: Path, made: Backup, most_bytes: int) -> list[Backup]:
    """Those that went, now that `made` is there: never one that somebody asked for, of another store, or that was not verified."""
    passing = [each for each in reversed(list_backups(folder)) if _may_go(each, made)]
    passing.sort(key=lambda each: each.path.name == made.path.name)  # the last made, whatever the clock says
    gone = [passing[place] for place in superfluous([Taken(each.made_at, each.size) for each in passing], most_bytes)]
    for each in gone:
        each.path.unlink()
        manifest_file(each.path).unlink(missing_ok=True)
    return gone


def _may_go(backup: Backup, made: Backup) -> bool:
    about, newest = backup.manifest, made.manifest
    assert newest is not None
    return about is not None and backup.verified and about.store == newest.store and about.reason in _PASSING


def _kept(part: Path, source: LocalStore, folder: Path, about: Manifest) -> Backup:
    return keep(part, folder, source.path.suffix or ".crm", about)


def size_of(store: Path) -> int:
    """With what is not yet in the file itself."""
    log = Path(f"{store}-wal")
    return store.stat().st_size + (log.stat().st_size if log.exists() else 0)


def verify(
    path: Path, key: bytes | None, expected: Snapshot | None, after: Event | None = None, watched: LongLook | None = None
) -> Snapshot:
    """Read a file that nobody writes to, all of it. Raises UserError unless it is whole, of a version known here, and as expected.

    `after` is when the thread that asked has done its own work beside this. `watched` is told how far it is, and may be given up.
    """
    store, reading = LocalStore(path, key, Door.FROZEN), _Reading()
    with _said_of(path), in_plain_words():
        with connected(store):
            pending(store)
            looks = damage_looks(store)
            if watched is not None:
                watched.begin(steps_of(store, several=len(looks) > 2, thorough=True, reading=True), Why.BACKUP)
        found = first_found(store, [reading, *looks], watched, after=after)
        if watched is not None and watched.is_given_up:
            raise LookGivenUp(_("{file} was not brought back, and nothing was changed.").format(file=path.name))
        if found:
            raise UserError(_("{file} is damaged ({damage}). It was not used.").format(file=path.name, damage=found[0]))
        seen = reading.seen()
    if expected is not None:
        _demand_same(path, seen, expected)
    return seen


class _Reading:
    """Reads every row while others look for damage: what they find says more than that a row could not be read."""

    def __init__(self) -> None:
        self._seen: Snapshot | None = None
        self._error: Exception | None = None

    def __call__(self, store: Guarded) -> list[str]:
        try:
            with __exception_wrapper__:
                self._seen = snapshot(store)
        except (PeeweeException, UserError) as error:
            self._error = error
        return []

    def seen(self) -> Snapshot:
        if self._error is not None:
            raise self._error
        assert self._seen is not None
        return self._seen


def _demand_same(path: Path, seen: Snapshot, expected: Snapshot) -> None:
    if seen != expected:
        tables = ", ".join(differences(seen.tables, expected.tables))
        raise UserError(
            _("{file} is not the same as what was backed up ({tables}). It was not used.").format(file=path.name, tables=tables)
        )


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """That a copy cannot be read is said of the copy: nobody should throw a good store away for it."""
    try:
        yield
    except UserError as error:
        if type(error.__cause__) is DatabaseError:
            raise UserError(_("{file} is damaged. It was not used; choose another backup.").format(file=path.name)) from error
        raise


def verify_backup(path: Path, key: bytes | None) -> Backup:
    """Look at a backup again: the same bytes, whole, and with the rows it was made of. Raises UserError unless it is."""
    return verified(path, key)[0]


def verified(path: Path, key: bytes | None, watched: LongLook | None = None) -> tuple[Backup, Snapshot]:
    """The same, with what was read."""
    with in_plain_words():
        backup = read_backup(path)
        if backup.manifest is None:
            seen = verify(path, key, None, watched=watched)
        elif backup.problem or durable.sha256(path) != backup.manifest.sha256:
            raise UserError(_("{file} was changed after it was made. It was not used; choose another backup.").format(file=path.name))
        else:
            seen = verify(path, key, backup.manifest.seen, watched=watched)
    return backup, seen


def _copy(source: LocalStore, part: Path) -> tuple[Snapshot, str]:
    """A copy that was read again, all of it, while its source was read: both show the moment of the source's first read. Also the file's
    own digest."""
    durable.create(part)
    reader = LocalStore(source.path, source.key, Door.READ)
    own = Event()
    with ThreadPoolExecutor(1) as beside:
        try:
            with connected(reader), reader.atomic("DEFERRED"):
                reader.execute_sql("SELECT sequence FROM chain_head").fetchall()
                fill_file(part, source.key, _UNJOURNALED, reader)
                copied = beside.submit(verify, part, source.key, None, own)
                seen = snapshot(reader)
            digest = durable.sha256(part)
        finally:
            own.set()
        _demand_same(part, copied.result(), seen)
    return seen, digest


def _about(part: Path, source: LocalStore, seen: Snapshot, digest: str, reason: Reason, keys: Keys | None) -> Manifest:
    signed = _signed(source, seen)
    encrypted, size = source.key is not None, part.stat().st_size
    return Manifest(source.path.stem, "sqlite", encrypted, str(reason), utc_now(), __version__, size, digest, seen, keys, signed)


def _keys_of(source: LocalStore) -> Keys | None:
    """What lies beside the store, unless it belongs to another key or its owner keeps the key without our help."""
    keys = read_keys(source.path) if source.key is not None else None
    return keys if keys is not None and source.key is not None and keys.name == name_of(source.key) else None


def _signed(source: LocalStore, seen: Snapshot) -> Signed | None:
    """None where the settings cannot hold a key to sign with: a backup is worth more than its signature."""
    try:
        return sign(key_for(source.key), What.END, seen.sequence, seen.link)
    except OSError:
        return None
