"""Contents of attachments lie by their hash, outside history: two records may hang on one.

A content stays when its last attachment is taken away, so that undo brings it back whole; it goes when the trash is emptied and when
a person is erased.
"""

import hashlib
from collections.abc import Iterable, Iterator

from crm_desktop.core.i18n import _
from crm_desktop.data.database import database, execute, fetch

_KEEP = "INSERT INTO attachment_content (sha256, content) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING"
_READ = "SELECT content FROM attachment_content WHERE sha256 = ?"
_DROP = "DELETE FROM attachment_content WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.sha256 = ?)"
_WITHOUT = """SELECT attachment.id, COALESCE(length(held.content), -1) FROM attachment
LEFT JOIN attachment_content AS held ON held.sha256 = attachment.sha256
WHERE held.sha256 IS NULL OR length(held.content) <> attachment.size ORDER BY attachment.id"""


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep_content(content: bytes) -> str:
    """Within an operation. Its hash; what is there already is not stored twice."""
    sha256 = hash_of(content)
    execute(_KEEP, (sha256, content))
    return sha256


def content_of(sha256: str) -> bytes | None:
    """As it lies in the store, whether or not it is what it should be."""
    found = fetch(_READ.replace("?", database.param), (sha256,))
    return bytes(found[0][0]) if found else None


def drop_contents(hashes: Iterable[str]) -> None:
    """For good, where no attachment is left that needs it."""
    for sha256 in sorted(set(hashes)):
        execute(_DROP, (sha256, sha256))


def missing() -> Iterator[str]:
    """Attachments whose content is not there, or is of another size; in plain words."""
    for row_id, size in fetch(_WITHOUT):
        text = _("attachment {row}: its content is not there") if size < 0 else _("attachment {row}: its content has another size")
        yield text.format(row=row_id)


def damaged() -> Iterator[str]:
    """Contents that are not what their hash says, read one at a time: any of them may be large."""
    for (sha256,) in fetch("SELECT sha256 FROM attachment_content ORDER BY sha256"):
        content = content_of(sha256)
        if content is not None and hash_of(content) != sha256:
            users = fetch("SELECT id FROM attachment WHERE sha256 = ? ORDER BY id".replace("?", database.param), (sha256,))
            rows = ", ".join(str(row_id) for (row_id,) in users) or "–"
            yield _("the content of attachment {rows} is damaged").format(rows=rows)
