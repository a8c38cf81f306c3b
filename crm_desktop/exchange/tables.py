"""A table somebody else's program wrote: its header and its rows, whatever kind of file it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

MOST_COLUMNS = 500
LONGEST_CELL = 32_768
MOST_BYTES = 1_000_000_000

_WORKBOOK = b"PK\x03\x04"
JSON_RECORDS = b'{"what": '
"""How the lists begin that this program writes as JSON."""
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_FOREIGN = (b"%PDF", b"SQLite format 3", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"{", b"<")


class Exact(str):
    """A cell that was a number or a date in the workbook: it is written one way, so nothing about it is in doubt."""

    __slots__ = ()


class Row(NamedTuple):
    """`problem` says why this row cannot be read; its cells are then those that could."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read where that was stated; None: to be found out."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


class Table(Protocol):
    """Rows can be read more than once, each time from the file, until it is closed."""

    name: str
    header: list[str]
    facts: tuple[str, ...]
    doubt: str
    """A sentence where something was guessed; else empty."""

    def rows(self) -> Iterator[Row]: ...

    def share_read(self) -> float:
        """How much of the file the rows so far took, from 0 to 1."""

    def close(self) -> None: ...


def open_table(path: Path, how: Reading) -> Table:
    """In this process; whoever did not write the file takes `tables_apart`. Raises UserError for a file that is missing, empty, too large
    or no table."""
    start = _start(path)
    if start.startswith(_WORKBOOK):
        from crm_desktop.exchange.workbook import Workbook

        return Workbook(path, how.sheet)
    if start.startswith(JSON_RECORDS):
        from crm_desktop.exchange.json_records import JsonRecords

        return JsonRecords(path)
    _refuse_foreign(path, start)
    from crm_desktop.exchange.delimited import Delimited

    return Delimited(path, how.encoding, how.delimiter)


def checked_header(name: str, header: list[str]) -> list[str]:
    """Raises UserError for a header with nothing in it or with more columns than a table has."""
    if not any(cell.strip() for cell in header):
        raise UserError(_("{file} has no header: its first row is empty. Nothing was imported.").format(file=name))
    if len(header) > MOST_COLUMNS:
        raise UserError(
            _("{file} has {count} columns; {most} can be read. Nothing was imported; take out what is not needed.").format(
                file=name, count=len(header), most=MOST_COLUMNS
            )
        )
    return [cell.strip() for cell in header]


def _start(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
    except FileNotFoundError as error:
        raise UserError(_("There is no file {path}. Nothing was imported.").format(path=path)) from error
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {error}. Nothing was imported.").format(path=path, error=error.strerror or error)
        ) from error
    if not size:
        raise UserError(_("{file} is empty. Nothing was imported; export it again.").format(file=path.name))
    if size > MOST_BYTES:
        raise UserError(_("{file} is larger than 1 GB. Nothing was imported; split it into smaller files.").format(file=path.name))
    return start


def _refuse_foreign(path: Path, start: bytes) -> None:
    if start.startswith(_OLD_WORKBOOK):
        raise UserError(
            _("{file} is an old or protected Excel file. Nothing was imported; save it as XLSX without a password, or as CSV.").format(
                file=path.name
            )
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_FOREIGN):
        raise UserError(_("{file} is not a table. Nothing was imported; choose a CSV or XLSX file.").format(file=path.name))
