"""Contents of attachments lie by their hash, outside history: two records may hang on one."""

from collections.abc import Iterable

from crm_desktop.data.database import execute

_DROP = "DELETE FROM attachment_content WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.sha256 = ?)"


def drop_contents(hashes: Iterable[str]) -> None:
    """For good, where no attachment is left that needs it."""
    for sha256 in sorted(set(hashes)):
        execute(_DROP, (sha256, sha256))
