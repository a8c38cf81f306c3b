"""Files that are whole after a power cut: written beside, forced to the disk, then put in place."""

import hashlib
import os
import shutil
from itertools import count
from pathlib import Path
from time import sleep

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

TRIES = 10
"""A virus scanner or an indexer on Windows holds a new file for a moment: ten tries within about three seconds."""
HELD_BY_OTHERS = os.name == "nt"
"""Elsewhere a refusal is final."""
RESERVE = 200_000_000
"""Bytes to leave free beside two copies; a store that is smaller than that asks for its own size instead."""
_PIECE = 1 << 20


def replace(source: Path, target: Path) -> None:
    """Atomic. The target is the old file or the new one, never a part."""
    for tried in count(1):
        try:
            source.replace(target)
        except PermissionError:
            if tried == TRIES or not HELD_BY_OTHERS:
                raise
            sleep(0.06 * tried)
        else:
            return


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Names are data too. Windows has no such call and writes them by itself."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def create(path: Path) -> None:
    """An empty file that only its owner reads. Raises FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def part_of(path: Path) -> Path:
    """Where a text lies until it is whole."""
    return path.with_name(f"{path.name}.part")


def write_text(path: Path, text: str) -> None:
    part = part_of(path)
    part.unlink(missing_ok=True)
    create(part)
    part.write_text(text, encoding="utf-8")
    put_in_place(part, path)


def put_in_place(part: Path, target: Path) -> None:
    sync_file(part)
    replace(part, target)
    sync_folder(target.parent)


def copy(source: Path, target: Path) -> str:
    """A new file with the same bytes, on the disk; its SHA-256."""
    create(target)
    with source.open("rb") as old, target.open("rb+") as new:
        shutil.copyfileobj(old, new, _PIECE)
    sync_file(target)
    sync_folder(target.parent)
    return sha256(target)


def sha256(path: Path) -> str:
    """Never of a file that SQLite holds locks on in this process: closing it would drop them. A frozen one has none."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def demand_room(folder: Path, size: int) -> None:
    """Raises UserError unless two files of this size fit, with some room left."""
    needed, free = 2 * size + min(RESERVE, size), shutil.disk_usage(folder).free
    if free < needed:
        raise UserError(
            _("There is not enough room in {folder}: {needed} MB are needed, {free} MB are free. Nothing was changed; make room.").format(
                folder=folder, needed=-(-needed // 1_000_000), free=free // 1_000_000
            )
        )
