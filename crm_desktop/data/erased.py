"""Who was erased, kept beside the backups: a backup from before still has them, and they must go again when it comes back.

The list holds ids and digests of what never names anybody: it says nothing about a person, also not to who has it.
"""

import hashlib
import json
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerStatus
from crm_desktop.core.read_json import read_json
from crm_desktop.data import durable
from crm_desktop.data.database import LocalStore, current, fetch
from crm_desktop.data.manifest import default_folder

KIND = "crm-desktop erased persons"
_ENDING = " erased.json"
_ERASED = "SELECT id, number, created_at FROM customer WHERE status = ? ORDER BY id"
_STANDING = "SELECT id, number, created_at FROM customer WHERE id = ? AND status <> ?"
Listed = dict[int, set[str]]
"""By id the digests of those who had it: a folder may hold the backups of more than one store."""


def erased_list(store: Path) -> Path:
    return default_folder(store) / f"{store.stem}{_ENDING}"


def remember_erased() -> None:
    """Add all who are erased in the open store. Raises UserError; then the next erasure or restore adds them."""
    store = current()
    if not isinstance(store, LocalStore):
        return
    listed, added = read(erased_list(store.path)), False
    for row_id, number, created_at in fetch(_ERASED, (CustomerStatus.ANONYMISED,)):
        digests, digest = listed.setdefault(row_id, set()), _digest(row_id, number, created_at)
        added = added or digest not in digests
        digests.add(digest)
    if added:
        _write(erased_list(store.path), listed)


def leave_no_page() -> None:
    """What was overwritten in the log is overwritten in the file too, now; where somebody reads meanwhile, when the store is closed."""
    store = current()
    if isinstance(store, LocalStore):
        store.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def came_back() -> list[int]:
    """Ids of customers of the open store who were erased once, and are not."""
    store = current()
    if not isinstance(store, LocalStore):
        return []
    found = []
    for row_id, digests in sorted(read(erased_list(store.path)).items()):
        rows = fetch(_STANDING, (row_id, CustomerStatus.ANONYMISED))
        found += [row_id for row in rows if _digest(*row) in digests]
    return found


def carry(folder: Path, to: Path) -> None:
    """Add what the lists in a folder say to the list at `to`. Raises UserError for one that cannot be read or written."""
    listed = read(to)
    before = {row_id: set(digests) for row_id, digests in listed.items()}
    for file in sorted(folder.glob(f"*{_ENDING}")):
        for row_id, digests in read(file).items():
            listed.setdefault(row_id, set()).update(digests)
    if listed != before:
        _write(to, listed)


def read(file: Path) -> Listed:
    """Empty where nobody was erased yet. Raises UserError for a list that cannot be read."""
    try:
        return _listed(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        text = _(
            "{file} cannot be read. It says who was erased, so that nobody comes back with a backup. Bring that file back first, or move it"
            " away and erase them again by hand."
        )
        raise UserError(text.format(file=file)) from error


def _listed(text: str) -> Listed:
    stated = read_json(text)
    if stated["kind"] != KIND:
        raise ValueError(stated["kind"])
    return {int(row_id): set(digests) for row_id, digests in stated["erased"].items()}


def _write(file: Path, listed: Listed) -> None:
    stated = {"kind": KIND, "erased": {str(row_id): sorted(digests) for row_id, digests in sorted(listed.items())}}
    try:
        durable.make_folder(file.parent)
        durable.write_text(file, json.dumps(stated, indent=1) + "\n")
    except OSError as error:
        text = _(
            "{file} could not be written. It says who was erased, so that nobody comes back with a backup. The company is as it was saved;"
            " make room there, and do this again."
        )
        raise UserError(text.format(file=file)) from error


def _digest(row_id: int, number: str, created_at: int) -> str:
    return hashlib.sha256(f"{row_id}\n{number}\n{created_at}".encode()).hexdigest()
