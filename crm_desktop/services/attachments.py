"""Files on records. The record and the file's name are history; its content lies by its hash, once however often it is attached."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_said
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import clean_file_name, media_type_of
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import Right
from crm_desktop.data.attachment_contents import keep_content
from crm_desktop.data.database import LocalStore, current
from crm_desktop.data.history import operation
from crm_desktop.data.models import Attachment
from crm_desktop.queries.records import ENTITIES, TABLES, RecordRef, number_of
from crm_desktop.services.records import demand_there

MOST_BYTES = 25_000_000
"""More makes every backup slow; mail servers take no more either."""


class FileInput(NamedTuple):
    """`name` is as somebody else wrote it; nothing of a path in it counts."""

    name: str
    content: bytes


def file_input(path: Path) -> FileInput:
    """Raises UserError for what is not there, no file, empty or too large; a large one is not even read."""
    try:
        if not path.is_file():
            raise UserError(_("There is no file {path}. Nothing was attached.").format(path=path))
        _demand_not_the_store(path)
        _demand_size(path.name, path.stat().st_size)
        return FileInput(path.name, path.read_bytes())
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {error}. Nothing was attached.").format(path=path, error=error.strerror or error)
        ) from error


def attach(record: RecordRef, file: FileInput, by: Actor, key: str | None = None) -> Change:
    """Raises UserError for an empty or too large file, and for one that hangs on this record already."""
    return attach_all(record, [file], by, key)


def attach_all(record: RecordRef, files: Sequence[FileInput], by: Actor, key: str | None = None) -> Change:
    """Several files in one operation: all of them or none. Raises UserError naming the one that is refused."""
    if not files:
        raise UserError(_("There is no file to attach. Nothing was changed."))
    for file in files:
        _demand_size(clean_file_name(file.name), len(file.content))
    label = N_("Attached a file to {number}") if len(files) == 1 else N_("Attached {count} files to {number}")
    with operation(label, by, may=right_for(record.entity), key=key) as done:
        demand_there([record], by)
        for file in files:
            done.insert(_fresh(record, file))
        done.numbers.update(number=number_of(record), count=len(files))
    return done.change


def describe_file(attachment_id: int, version: int, name: str, note: str, by: Actor, key: str | None = None) -> Change:
    """Another name for an attached file, and what it shows. Its ending stays: it says what kind of file it is."""
    row = Attachment.get_or_none(id=attachment_id)
    if row is None:
        raise UserError(_("There is no attachment {number}.").format(number=attachment_id))
    entity = ENTITIES.get(row.entity_table)
    with operation(
        N_("Described a file of {number}"), by, may=Right.EDIT_COMPANY if entity is None else right_for(entity), key=key
    ) as done:
        row.file_name, row.note, row.version = _with_ending(name, row.file_name), clean_said(note), version
        done.save(row)
        done.numbers["number"] = "" if entity is None else number_of(RecordRef(entity, row.row_id))
    return done.change


def _with_ending(name: str, before: str) -> str:
    if not name.strip():
        raise UserError(_("A file needs a name. Nothing was changed."))
    ending = PurePosixPath(before).suffix
    wanted = clean_file_name(name)
    return wanted if wanted.casefold().endswith(ending.casefold()) else clean_file_name(wanted + ending)


def _fresh(record: RecordRef, file: FileInput) -> Attachment:
    row = new_attachment(TABLES[record.entity], record.row_id, file)
    same = Attachment.get_or_none(entity_table=row.entity_table, row_id=row.row_id, sha256=row.sha256, file_name=row.file_name)
    if same is not None:
        raise UserError(_("“{name}” is attached there already. Nothing was changed.").format(name=row.file_name))
    return row


def detach(attachment_id: int, by: Actor, key: str | None = None) -> Change:
    """The content stays until the trash is emptied, so that undo brings it back."""
    row = Attachment.get_or_none(id=attachment_id)
    if row is None:
        raise UserError(_("There is no attachment {number}.").format(number=attachment_id))
    entity = ENTITIES.get(row.entity_table)
    with operation(N_("Took a file from {number}"), by, may=Right.EDIT_COMPANY if entity is None else right_for(entity), key=key) as done:
        done.delete(Attachment.get_by_id(attachment_id))
        done.numbers["number"] = "" if entity is None else number_of(RecordRef(entity, row.row_id))
    return done.change


def new_attachment(table: str, row_id: int, file: FileInput) -> Attachment:
    """Within an operation: its content is stored, the row is not yet."""
    name = clean_file_name(file.name)
    return Attachment(
        entity_table=table, row_id=row_id, file_name=name, media_type=media_type_of(name, file.content), size=len(file.content),
        sha256=keep_content(file.content),
    )  # fmt: skip


def _demand_not_the_store(path: Path) -> None:
    """Reading the open store as a file would drop the locks on it."""
    store = current()
    if isinstance(store, LocalStore):
        for part in (store.path, Path(f"{store.path}-wal"), Path(f"{store.path}-shm")):
            if part.exists() and path.samefile(part):
                raise UserError(_("{path} is the company's own file. Nothing was attached; choose another.").format(path=path))


def _demand_size(name: str, size: int) -> None:
    if not size:
        raise UserError(_("“{name}” is empty. Nothing was attached.").format(name=name))
    if size > MOST_BYTES:
        raise UserError(
            _(
                "“{name}” has {size} MB; an attachment has {most} MB at most. Nothing was attached; make it smaller or note where it lies."
            ).format(name=name, size=-(-size // 1_000_000), most=MOST_BYTES // 1_000_000)
        )
