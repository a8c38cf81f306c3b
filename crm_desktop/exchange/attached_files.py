"""Attached files written out of the store, under names that every system takes. None is opened here, and none is overwritten."""

from itertools import count
from pathlib import Path

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import numbered, safe_file_name
from crm_desktop.core.i18n import _
from crm_desktop.data import durable
from crm_desktop.data.database import fetch, write
from crm_desktop.data.models import AccessLog
from crm_desktop.data.trouble import in_plain_words
from crm_desktop.queries.attachments import read_attachment


def save_attachment(attachment_id: int, to: Path, by: Actor) -> Path:
    """Into a folder under its own name, or as the file named. Where it lies now; it is there whole or not at all.

    Raises UserError where it is damaged, or where something of that name is there already. That it left the store is written down.
    """
    found = read_attachment(attachment_id)
    if not to.is_dir() and not to.absolute().parent.is_dir():
        raise UserError(_("There is no folder {folder}. Nothing was saved; make it first.").format(folder=to.absolute().parent))
    with write():
        AccessLog.create(at=utc_now(), staff_id=by.id, action="save attachment", entity_table="attachment", row_id=attachment_id)
    with in_plain_words():
        target = _taken_in(to, safe_file_name(found.file_name)) if to.is_dir() else _taken(to)
        try:
            target.write_bytes(found.content)
            durable.sync_file(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return target


def write_attached_files(folder: Path) -> int:
    """All of them, one at a time: `7 photo.jpg` is attachment 7. How many; without any, no folder. Raises UserError for a damaged one."""
    rows = fetch("SELECT id FROM attachment ORDER BY id")
    for (row_id,) in rows:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = read_attachment(row_id)
        path = folder / f"{row_id} {safe_file_name(found.file_name)}"
        durable.create(path)
        path.write_bytes(found.content)
    return len(rows)


def _taken_in(folder: Path, name: str) -> Path:
    """An empty file that only its owner reads: by its own name, or by that with a number behind it."""
    for number in count(1):
        path = folder / numbered(name, number)
        try:
            durable.create(path)
        except FileExistsError:
            continue
        return path
    raise AssertionError


def _taken(path: Path) -> Path:
    try:
        durable.create(path)
    except FileExistsError as error:
        raise UserError(_("{path} is there already. Nothing was saved; choose another name.").format(path=path)) from error
    return path
