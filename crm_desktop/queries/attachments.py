"""Files that hang on records, read back and verified."""

from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data.attachment_contents import content_of, hash_of
from crm_desktop.data.database import database, fetch
from crm_desktop.queries.lists import at
from crm_desktop.queries.records import TABLES


class AttachmentRow(NamedTuple):
    """`size` in bytes."""

    id: int
    file_name: str
    media_type: str
    size: int
    added_at: datetime
    note: str = ""
    version: int = 1


class AttachedFile(NamedTuple):
    file_name: str
    media_type: str
    content: bytes


_OF_ONE = """
SELECT id, file_name, media_type, size, created_at, note, version FROM attachment WHERE entity_table = ? AND row_id = ? ORDER BY id"""


def attachments_of(table: str, row_id: int) -> list[AttachmentRow]:
    """Of one record, the oldest first."""
    rows = fetch(_OF_ONE.replace("?", database.param), (table, row_id))
    return [AttachmentRow(number, name, kind, size, at(moment), *rest) for number, name, kind, size, moment, *rest in rows]


def count_of(table: str, row_id: int) -> int:
    """How many files hang on one record."""
    text = "SELECT COUNT(*) FROM attachment WHERE entity_table = ? AND row_id = ?"
    return int(fetch(text.replace("?", database.param), (table, row_id))[0][0])


def read_attachment(attachment_id: int) -> AttachedFile:
    """Raises UserError where it is gone, or where the content is not what was attached."""
    from crm_desktop.data.models import Attachment  # all models, which nobody needs to read a list

    row = Attachment.get_or_none(id=attachment_id)
    if row is None:
        raise UserError(_("There is no attachment {number}.").format(number=attachment_id))
    content = content_of(row.sha256)
    if content is None:
        raise UserError(_("The content of “{name}” is not in this store any more. A backup may still have it.").format(name=row.file_name))
    if hash_of(content) != row.sha256:
        raise UserError(
            _("“{name}” is damaged: its content is not what was attached. It was not used; take it from a backup.").format(
                name=row.file_name
            )
        )
    return AttachedFile(row.file_name, row.media_type, content)


class HeldFile(NamedTuple):
    """A file and the record it hangs on."""

    id: int
    file: AttachmentRow
    entity: Entity
    number: str


_ON_THEIRS = """
SELECT file.id, file.file_name, file.media_type, file.size, file.created_at, file.note, file.version, held.number
FROM {table} AS held JOIN attachment AS file ON file.entity_table = '{table}' AND file.row_id = held.id
WHERE held.customer_id = ? ORDER BY file.id DESC"""
_THEIRS = (Entity.ORDER, Entity.RETURN, Entity.INTERACTION, Entity.FOLLOW_UP, Entity.INVOICE)


def files_about(customer_id: int) -> list[HeldFile]:
    """What hangs on a customer's orders, returns and the like, kind by kind, the latest first; not what hangs on themselves."""
    return [
        HeldFile(number, AttachmentRow(number, name, kind, size, at(moment), *rest), entity, held)
        for entity in _THEIRS
        for number, name, kind, size, moment, *rest, held in fetch(
            _ON_THEIRS.format(table=TABLES[entity]).replace("?", database.param), (customer_id,)
        )
    ]
