"""XLSX sheets. The file's directory is looked at before anything is unpacked, and no size it states is trusted."""

import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.sheet_text import from_xlsx
from crm_desktop.exchange.tables import MOST_COLUMNS, Exact, Row, checked_header

MOST_ENTRIES = 1_000
MOST_UNPACKED = 200 << 20
MOST_TIMES_LARGER = 100
MOST_ROWS = 1_048_576
"""Of a sheet, by its own format. A row that claims a higher number would be led up to by as many empty ones."""
_SMALL = 1 << 20
_BROKEN = (
    BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, SyntaxError, KeyError, IndexError, AttributeError, TypeError,
    ValueError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What zipfile, the XML parser and openpyxl raise for damaged files; they have no common class."""


class Workbook:
    """One sheet. `sheet` may be left out where the file has only one."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self._path = path
        self._read_rows = 0
        refuse_bomb(path)
        self._file = path.open("rb")  # openpyxl would leave a file open that it cannot read
        try:
            self._book = _opened(path, self._file)
            names = [sheet.title for sheet in self._book.worksheets]
            self._sheet = _chosen(path.name, names, sheet)
            self.name = path.name if len(names) == 1 else f"{path.name} ({self._sheet})"
            self.facts: tuple[str, ...] = ("XLSX", self._sheet)
            self.doubt = ""
            _bound_width(self._book[self._sheet])
            self.header = self._header()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._file.close()

    def rows(self) -> Iterator[Row]:
        """Rows are as wide as the header, wider only where a cell beyond it is filled."""
        width = len(self.header)
        rows = self._read()
        next(rows, None)
        for row in rows:
            cells = row.cells
            if len(cells) > width:
                cells = _without_tail(cells)
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            yield Row(row.line, cells)

    def share_read(self) -> float:
        """A sheet does not say truly how long it is."""
        return 1.0 if not self._read_rows else 1 - 1000 / (1000 + self._read_rows)

    def _header(self) -> list[str]:
        first = next(self._read(), None)
        if first is None:
            raise UserError(_("{file} is empty. Nothing was imported; export it again.").format(file=self.name))
        return checked_header(self.name, _without_tail(first.cells))

    def _read(self) -> Iterator[Row]:
        """Rows that hold anything."""
        try:
            sheet = self._book[self._sheet]
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                if number > MOST_ROWS:
                    raise _too_long(self.name)
                if any(value is not None for value in values):
                    yield Row(number, [_text(value) for value in values])
                self._read_rows = number
        except _BROKEN as error:
            raise _damaged(self._path) from error
        finally:
            self._read_rows = 0


def _opened(path: Path, file: BinaryIO) -> Any:
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise UserError(_("Excel files cannot be read safely here: the package defusedxml is missing."))
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise _damaged(path) from error


def refuse_bomb(path: Path) -> None:
    """Raises UserError for a file that would unpack into far more than it seems, before any of it is unpacked."""
    try:
        with ZipFile(path) as packed:
            entries = packed.infolist()
    except _BROKEN as error:
        raise _damaged(path) from error
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UserError(_("{file} is not an Excel file. Nothing was imported; choose a CSV or XLSX file.").format(file=path.name))
    unpacked = sum(entry.file_size for entry in entries)
    packed_size = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or any(map(_is_bomb, entries)) or unpacked > MOST_TIMES_LARGER * packed_size:
        raise UserError(
            _("{file} would unpack to more than a table needs, and was not opened. Nothing was imported; export it as CSV.").format(
                file=path.name
            )
        )


def _is_bomb(entry: Any) -> bool:
    return bool(entry.file_size > _SMALL and entry.file_size > MOST_TIMES_LARGER * entry.compress_size)


def sheet_names(path: Path) -> list[str]:
    """Raises UserError for a file that is no workbook, or a bomb."""
    refuse_bomb(path)
    with path.open("rb") as file:
        return [sheet.title for sheet in _opened(path, file).worksheets]


def _chosen(file: str, names: list[str], wanted: str | None) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    folded = {name.strip().casefold(): name for name in names}
    if wanted is not None and wanted.strip().casefold() in folded:
        return folded[wanted.strip().casefold()]
    listed = ", ".join(names) or "–"
    if wanted is None:
        raise UserError(
            _("{file} has several sheets: {names}. Nothing was imported; state one in the mapping.").format(file=file, names=listed)
        )
    raise UserError(
        _("{file} has no sheet “{sheet}”. It has: {names}. Nothing was imported.").format(file=file, sheet=wanted, names=listed)
    )


def _text(value: object) -> str:
    """A cell as text. What was a number or a date in the sheet is written one way and marked `Exact`."""
    if isinstance(value, str):
        return from_xlsx(value)
    return "" if value is None else _WRITTEN.get(type(value), str)(value)


def _number(value: float) -> Exact:
    """Without an exponent; 42420.0 is a postal code that a spreadsheet made a number of."""
    return Exact(str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f"))


def _moment(value: datetime) -> Exact:
    return Exact(value.replace(microsecond=0).isoformat(" "))


def _iso(value: date | time) -> Exact:
    return Exact(value.isoformat())


def _yes(value: object) -> Exact:
    return Exact("true" if value else "false")


_WRITTEN: dict[type, Callable[[Any], str]] = {
    int: Exact, float: _number, bool: _yes, datetime: _moment, date: _iso, time: _iso, timedelta: Exact,
}  # fmt: skip


def _bound_width(sheet: Any) -> None:
    """A cell in the last of 16,384 columns would make a list of as many out of its row, in each of a million rows. What stands beyond the
    columns that can be read shows as one cell too many."""
    whole_row = sheet._get_row

    def get_row(cells: list[dict[str, Any]], *bounds: Any) -> tuple[Any, ...]:
        if cells and cells[-1]["column"] > MOST_COLUMNS:
            return (*whole_row(cells, 1, MOST_COLUMNS, True), cells[-1]["value"])
        return tuple(whole_row(cells, *bounds))

    sheet._get_row = get_row


def _too_long(name: str) -> UserError:
    return UserError(_("{file} claims more rows than a sheet has. Nothing was imported; export it as CSV.").format(file=name))


def _without_tail(cells: list[str]) -> list[str]:
    width = len(cells)
    while width and not cells[width - 1]:
        width -= 1
    return cells[:width]


def _damaged(path: Path) -> UserError:
    return UserError(_("{file} is damaged or not a whole Excel file. Nothing was imported; export it again.").format(file=path.name))
