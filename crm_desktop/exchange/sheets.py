"""Several tables in one workbook, or each as a CSV file in a folder. What was text stays text."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.sheet_text import guarded, xlsx_text

_LONGEST_CELL = 32_767


class Table(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def header(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...


def write_workbook(path: Path, tables: Sequence[Table]) -> None:
    """Raises UserError when it cannot be written; then nothing is left of it."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            _book(tables).save(file)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def write_csv_files(folder: Path, tables: Sequence[Table]) -> list[Path]:
    """UTF-8 with the mark by which spreadsheets know it. Raises UserError when one cannot be written."""
    written = []
    for table in tables:
        path = folder / f"{table.name.replace(' ', '-')}.csv"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(table.header)
                writer.writerows([guarded(value) if isinstance(value, str) else value for value in row] for row in table.rows)
        except OSError as error:
            raise _unwritten(path, error) from error
        written.append(path)
    return written


def _book(tables: Sequence[Table]) -> Any:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for row in (table.header, *table.rows):
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    return book


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, xlsx_text(value)[:_LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _unwritten(path: Path, error: OSError) -> UserError:
    text = _("{path} could not be written: {why}. Nothing was saved; choose another place.")
    return UserError(text.format(path=path, why=error.strerror or error))
