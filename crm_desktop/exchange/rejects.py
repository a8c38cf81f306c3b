"""What a file holds that cannot come in: where it stands, and why."""

import csv
from collections.abc import Iterable
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.services.incoming import Refused


class BadValue(Exception):
    """A value that says nothing certain. The text is the reason, in plain words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadField(Exception):
    """A row that cannot come in: which column, what stands there, and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason

    def remembered(self) -> "BadField":
        """The same without what it went through, for as long as the file is read."""
        return BadField(self.column, self.value, self.reason)


def write_rejects(path: Path, refused: Iterable[Refused]) -> None:
    """A CSV that spreadsheets open as text: UTF-8 with its mark, no cell taken for a formula."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "line", "column", "value", "reason"))
            writer.writerows((_plain(row.place.file), row.place.line, *map(_plain, row[1:])) for row in refused)
    except OSError as error:
        raise UserError(
            _("The rejected rows could not be written to {path}: {error}. Choose another place.").format(path=path, error=error.strerror)
        ) from error


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
