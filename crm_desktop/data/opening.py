"""Opening a store in the order that harms none: who has it, is it ours, is it whole, is it of this version. Closing it cleanly."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from peewee import DatabaseError, OperationalError, PeeweeException

from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import LookGivenUp, StoreRefused
from crm_desktop.core.i18n import _
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.read_json import read_json
from crm_desktop.data.database import (
    APPLICATION_ID,
    SMALLEST,
    Door,
    Guarded,
    LocalStore,
    connected,
    database,
    has_log,
    is_server_address,
    open_store,
)
from crm_desktop.data.lock import Holding, StoreInUse, Use, abandon, checked_file, held, note_looked_through
from crm_desktop.data.migrate import applied, migrate, pending
from crm_desktop.data.own_place import demand_own_place
from crm_desktop.data.prepared import strange_in
from crm_desktop.data.restore import finish, is_broken_off
from crm_desktop.data.signing import What, note
from crm_desktop.data.trouble import in_plain_words, plain

LONGEST_PATH = 400
"""Bytes. Linux gives up near 512, and the files beside a store have longer names than the store."""
CHECK_EVERY = timedelta(days=7)
MAGIC = b"SQLite format 3\0"


class NotAStore(StoreRefused):
    """Nothing of ours is here."""


class StoreDamaged(StoreRefused):
    """The text names the newest verified backup, which `backup` is; None where there is none. `offered` says the same beside a button."""

    def __init__(self, text: str, backup: Path | None = None, offered: str = "") -> None:
        super().__init__(text)
        self.backup, self.offered = backup, offered or text


@contextmanager
def opened(
    address: Path | str, key: bytes | None = None, *, alone: bool = False, window: bool = False, watched: LongLook | None = None
) -> Iterator[Guarded]:
    """The store with a connection for this thread. `window` and `alone` keep others out as they must. `watched` is told of a look through
    a large file, and may be given up.

    What is made meanwhile is its owner's alone to read. Raises StoreRefused, and then no byte of the store was changed.
    """
    mask = os.umask(0o077)
    try:
        if is_server_address(address):
            store = open_store(address)
            with connected(store), store.keeping(), _database_in_plain_words():
                yield store
        else:
            with _opened_file(
                Path(address).resolve(), key, Use.ALONE if alone else Use.WINDOW if window else Use.COMMAND, watched
            ) as store:
                yield store
    finally:
        os.umask(mask)


@contextmanager
def _opened_file(path: Path, key: bytes | None, use: Use, watched: LongLook | None) -> Iterator[LocalStore]:
    _demand_path(path)
    try:
        with ExitStack() as closing:
            with in_plain_words(StoreRefused):
                holding = closing.enter_context(held(path, use, first=lambda: finish(path)))
                store = looked_through(path, key, holding, watched)
                closing.enter_context(connected(store))
            database.initialize(store)
            try:
                with store.keeping(), _database_in_plain_words():
                    yield store
            finally:
                holding.clean = _came_to_rest(store)
    except NotAStore:
        abandon(path)
        raise


@contextmanager
def _database_in_plain_words() -> Iterator[None]:
    """An error of a file that some command reads or writes is that command's to explain."""
    try:
        yield
    except PeeweeException as error:
        if (known := plain(error)) is None:
            raise
        raise known from error


def _demand_path(path: Path) -> None:
    if len(os.fsencode(path.absolute())) > LONGEST_PATH:
        raise NotAStore(_("This path is too long: {path}. Nothing was changed; move the company to a shorter one.").format(path=path))
    if path.is_dir():
        raise NotAStore(_("{path} is a folder, not a company file. Nothing was changed; name the file in it.").format(path=path))
    if not path.exists() and not is_broken_off(path):
        raise NotAStore(_("There is no company file at {path}. Nothing was changed; check the path.").format(path=path))
    if path.exists() and not path.is_file():
        raise NotAStore(_("{path} is not a file. Nothing was changed; choose a company file.").format(path=path))
    demand_own_place(path)


def looked_through(path: Path, key: bytes | None, holding: Holding, watched: LongLook | None = None) -> LocalStore:
    """A store that is whole and of this version."""
    if not holding.open_here:
        _demand_header(path, key)
    waiting = _inspect(path, key, holding, watched)
    store = LocalStore(path, key)
    if waiting:
        _bring_up_to_date(store, holding)
    return store


def _demand_header(path: Path, key: bytes | None) -> None:
    """What the first bytes tell, before SQLite may make an empty database of an empty file. Raises where nobody may write, too."""
    with path.open("rb+") as file:
        head = file.read(100)
        size = file.seek(0, os.SEEK_END)
    if not size:
        raise NotAStore(_("{path} is empty, no company file. It was left as it is; restore a backup.").format(path=path))
    if head.startswith(MAGIC):
        if key is not None:
            raise StoreRefused(_("{path} is not encrypted, and a key was given. It was left as it is; open it without.").format(path=path))
        if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
            raise NotAStore(_("{path} belongs to another program. It was left as it is; choose a company file.").format(path=path))
        if size < SMALLEST or (not has_log(path) and _is_cut(head, size)):
            raise _damaged(path, _("a part of it is missing"))
    elif key is None:
        raise NotAStore(
            _("{path} is not a company file of this program, or it is encrypted and needs its key. It was left as it is.").format(path=path)
        )


def _is_cut(head: bytes, size: int) -> bool:
    """A file at rest has whole pages, and all that its header counts (where the count is up to date)."""
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else max(page, SMALLEST)
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 1
    return size % page != 0 or size < pages * page


def _inspect(path: Path, key: bytes | None, holding: Holding, watched: LongLook | None) -> list[str]:
    """Scripts that the store waits for. A damaged or newer store is read without a byte written to it or beside it."""
    at_rest = not holding.others and not has_log(path)
    crashed = bool(holding.left_behind) or not (at_rest or holding.others)
    store = LocalStore(path, key, Door.FROZEN if at_rest else Door.READ)
    try:
        with connected(store):
            _demand_ours(path, store)
            waiting = pending(store)
            if crashed or _check_is_due(path):
                from crm_desktop.data.integrity import damage_of  # every table is looked at: what knows them all is loaded only here

                damage = damage_of(store, thorough=crashed, watched=watched)
                _demand_waited_for(path, watched)
                _demand_whole(path, damage)
                note_looked_through(path)
    except (DatabaseError, StoreRefused) as error:
        cause = error if isinstance(error, DatabaseError) else error.__cause__
        if key is None and isinstance(cause, DatabaseError) and not isinstance(cause, OperationalError):
            raise _damaged(path, str(cause)) from error
        raise
    if holding.left_behind:
        holding.forget_crash()
    return waiting


def _demand_ours(path: Path, store: LocalStore) -> None:
    if strange := strange_in(store):
        raise StoreRefused(
            _(
                "{path} holds something that this program never makes ({strange}): somebody prepared it, maybe to do harm."
                " It was left as it is; ask whoever gave it to you, or restore a backup."
            ).format(path=path, strange=strange[:80])
        )


def _demand_waited_for(path: Path, watched: LongLook | None) -> None:
    if watched is not None and watched.is_given_up:
        raise LookGivenUp(
            _("{file} was not opened, and nothing in it was changed. The look through it begins anew when you open it.").format(
                file=path.name
            )
        )


def _demand_whole(path: Path, damage: list[str]) -> None:
    if damage:
        raise _damaged(path, damage[0])


def _check_is_due(path: Path) -> bool:
    try:
        last = datetime.fromisoformat(read_json(checked_file(path).read_text(encoding="utf-8"))["at"])
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # never, or nobody can tell any more
        return True
    return not timedelta() <= utc_now() - last <= CHECK_EVERY


def _bring_up_to_date(store: LocalStore, holding: Holding) -> None:
    if holding.others:
        text = _("This company must be brought up to date first, and {user} has it open on {host}. Nothing was changed; close it there.")
        raise StoreInUse(text.format(user=holding.others[0].user, host=holding.others[0].host), holding.others[0])
    from crm_desktop.data.backup import back_up
    from crm_desktop.data.manifest import Reason, default_folder

    with connected(store):
        if applied(store):
            back_up(store, default_folder(store.path), Reason.MIGRATION)
        migrate(store)


def _damaged(path: Path, why: str) -> StoreDamaged:
    from crm_desktop.data.manifest import age, default_folder, newest_verified

    folder = default_folder(path)
    newest = newest_verified(folder, path.stem)
    told = _("{path} is damaged ({why}). It was left as it is.").format(path=path, why=why)
    if newest is None:
        return StoreDamaged(
            f"{told} " + _("There is no verified backup of it in {folder}; restore one from elsewhere.").format(folder=folder)
        )
    offer = _("The newest verified backup is {age}, with {holds}; bring it back with: restore {backup}")
    text = f"{told} " + offer.format(age=age(newest.made_at), holds=newest.holds(), backup=newest.path)
    beside = _("{file} is damaged ({why}). It was left as it is. The newest verified backup is {age} and holds {holds}.")
    return StoreDamaged(text, newest.path, beside.format(file=path.name, why=why, age=age(newest.made_at), holds=newest.holds()))


def _came_to_rest(store: LocalStore) -> bool:
    """False leaves the mark of an unclean exit, so that the next opening looks the store through."""
    try:
        store.connect(reuse_if_open=True)
        for statement in ("PRAGMA busy_timeout = 0", "PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
            store.execute_sql(statement)
        _sign_end(store)
    except PeeweeException:
        return False
    return True


def _sign_end(store: LocalStore) -> None:
    """The end of its history, so that a history that is rewritten from its start shows. Where it cannot be kept, a later exit does it."""
    ((sequence, link),) = store.execute_sql("SELECT sequence, link FROM chain_head").fetchall()
    with suppress(OSError):
        note(store.path, store.key, What.END, sequence, link)
