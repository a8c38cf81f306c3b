"""Backups, bringing one back, and looking a store through: the same for a file and for a server."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.long_look import LongLook
from crm_desktop.core.paths import companies_folder
from crm_desktop.core.privacy import BACKED_UP, FAILED_BACKUP
from crm_desktop.core.rights import Right, demand
from crm_desktop.core.store_files import due_file
from crm_desktop.data import backup, durable, erased, restore
from crm_desktop.data.database import Guarded, LocalStore, current, fetch, is_server_address, write
from crm_desktop.data.integrity import Finding, check
from crm_desktop.data.manifest import Backup, Reason, default_folder, list_backups
from crm_desktop.data.models import AccessLog
from crm_desktop.data.opening import opened
from crm_desktop.data.own_place import demand_own_place
from crm_desktop.data.trouble import in_plain_words
from crm_desktop.services.erasing_again import erase_again

if TYPE_CHECKING:
    from crm_desktop.data.server import ServerStore


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside` is where the store lies that was there before, or its backup where it was on a server; None where nothing was."""

    backup: Backup
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Made:
    """`problem`: why there is no copy in the second place."""

    backup: Backup
    problem: str


MOST_BYTES = 5_000_000_000
"""Of what the program makes by itself, in each place."""


def back_up(by: Actor, folder: Path | None = None, reason: Reason = Reason.BY_HAND) -> Backup:
    """A verified backup of the open store, beside it unless a folder is named. Raises UserError when none could be made."""
    demand(by, Right.BACK_UP)
    store = current()
    if isinstance(store, LocalStore):
        return _noted(lambda: backup.back_up(store, folder or default_folder(store.path), reason), reason, by)
    from crm_desktop.data import server_backup

    server = _server(store)
    return _noted(lambda: server_backup.back_up(server, folder or backup_folder(server.address), reason), reason, by)


def _noted(make: Callable[[], Backup], reason: Reason, by: Actor) -> Backup:
    """Kept in the store for the monthly report, also where none could be made."""
    try:
        made = make()
    except UserError:
        _note(FAILED_BACKUP, reason, by)
        raise
    _note(BACKED_UP, reason, by)
    return made


def _note(action: str, reason: Reason, by: Actor) -> None:
    """A backup counts more than its line in a list: a disk that is full refuses the line, and whoever tried is told of the disk."""
    with suppress(UserError), write():
        AccessLog.create(at=utc_now(), staff_id=by.id, action=action, detail=str(reason))


def back_up_by_itself(by: Actor, second: Path | None = None) -> Made | None:
    """A backup and its copy in the second place, where anything changed since the last; then those go that are not needed any more.

    None where all is as it was, and on a server, whose administrator backs it up. Raises UserError when none could be made.
    """
    demand(by, Right.BACK_UP)
    store = current()
    if not isinstance(store, LocalStore):
        return None
    folder = default_folder(store.path)
    made = newest = newest_backup(store.path, folder)
    if newest is None or _has_changed_since(newest):
        made = _noted(lambda: backup.back_up(store, folder, Reason.BY_ITSELF), Reason.BY_ITSELF, by)
        erased.remember_erased()  # where a crash came before an erasure was listed
        backup.thin(folder, made, MOST_BYTES)
    if made is None or (made is newest and (second is None or (second / made.path.name).exists())):
        return None
    return Made(made, _carried(made, second))


def back_up_now(by: Actor, second: Path | None) -> Made:
    """One that somebody asks for, and its copy."""
    demand(by, Right.BACK_UP)
    made = back_up(by)
    return Made(made, _carried(made, second))


def open_address() -> str:
    """Of the open store: a file's path or a server's address."""
    store = current()
    return str(store.path) if isinstance(store, LocalStore) else _server(store).address


def _server(store: Guarded) -> "ServerStore":
    from crm_desktop.data.server import ServerStore

    assert isinstance(store, ServerStore)
    return store


def newest_backup(address: Path | str, folder: Path) -> Backup | None:
    """The newest of this store that was verified; None where there is none, or no such folder now."""
    stem = Path(address).stem
    return next((each for each in list_backups(folder) if each.verified and each.manifest and each.manifest.store == stem), None)


def _has_changed_since(made: Backup) -> bool:
    assert made.manifest is not None
    return fetch("SELECT sequence, link FROM chain_head") not in ([(0, "")], [(made.manifest.seen.sequence, made.manifest.seen.link)])


def _carried(made: Backup, second: Path | None) -> str:
    """Why there is no copy in the second place; empty where there is one, or none was asked for."""
    if second is None:
        return ""
    if not second.is_dir():
        return _("The second place, {folder}, is not there now. The backup lies beside the company’s file only.").format(folder=second)
    try:
        copied = backup.copy_beside(made, second)
        erased.carry(made.path.parent, second / erased.erased_list(Path(open_address())).name)
        backup.thin(second, copied, MOST_BYTES)
    except UserError as error:
        return str(error)
    return ""


def back_up_before(reason: Reason, by: Actor) -> Backup | None:
    """Before something large. None where there is nothing to lose, and on a server, which its administrator backs up:
    there one transaction and undo must do."""
    if not isinstance(current(), LocalStore) or fetch("SELECT sequence FROM chain_head") == [(0,)]:
        return None
    return back_up(by, reason=reason)


def backed_up_before(work: Callable[..., Change]) -> Callable[..., Change]:
    """What nobody can take back, with a backup made just before it: for whom it goes wrong the day is not lost."""

    @wraps(work)
    def backed_up(*args: Any, **kwargs: Any) -> Change:
        by = next(each for each in (*args, *kwargs.values()) if isinstance(each, Actor))
        demand(by, Right.ERASE)
        back_up_before(Reason.ERASURE, by)
        return work(*args, **kwargs)

    return backed_up


def backup_folder(address: Path | str) -> Path:
    """Where this store's backups are kept: `<name> backups` beside a file; with a person's own companies for a server."""
    if not is_server_address(address):
        return default_folder(Path(address).resolve())
    from crm_desktop.data.server_backup import name_of

    return companies_folder() / f"{name_of(str(address))} backups"


def backups(address: Path | str, folder: Path | None = None) -> list[Backup]:
    """The newest first. The store need not be open, nor be there."""
    return list_backups(folder or backup_folder(address))


def restore_backup(address: Path | str, path: Path, by: Actor, key: bytes | None = None, watched: LongLook | None = None) -> Restored:
    """Put a backup in the store's place, look it through, bring it up to date, and erase again who was erased since.

    The store must not be open here. `watched` is told how far the look is, and may be given up.

    Raises UserError, and then the store is as it was.
    """
    demand(by, Right.RESTORE)
    if not path.is_file():
        raise UserError(_("There is no backup at {path}. Nothing was changed; “backups” lists those there are.").format(path=path))
    if is_server_address(address):
        from crm_desktop.data import server_backup

        found, aside = server_backup.restore(str(address), path, backup_folder(address))
    else:
        store = Path(address).resolve()
        demand_own_place(store)
        erased.carry(path.parent, erased.erased_list(store))
        with in_plain_words():
            durable.make_folder(due_file(store).parent)
            durable.write_text(due_file(store), "")
        found, aside = restore.restore(store, path, key, watched)
    with opened(address, key):
        erase_again()
        return Restored(found, aside)


def check_store(*, deep: bool = False) -> list[Finding]:
    """What is right and what is wrong with the open store."""
    return check(deep=deep)


__all__ = [
    "Backup",
    "Finding",
    "Made",
    "Reason",
    "Restored",
    "back_up",
    "back_up_before",
    "back_up_by_itself",
    "back_up_now",
    "backed_up_before",
    "backup_folder",
    "backups",
    "check_store",
    "newest_backup",
    "open_address",
    "restore_backup",
]
