"""Records as files other programs read: CSV, XLSX, JSON. What was text stays text: no spreadsheet takes it for a formula."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.tag_names import JOINED
from crm_desktop.exchange.sheet_text import guarded, xlsx_text
from crm_desktop.queries.columns import Column, Kind
from crm_desktop.queries.values import Value

Rows = Iterable[tuple[Value, ...]]

_LONGEST_CELL = 32_767
_MOST_ROWS = 1_048_576
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
"""Between them a spreadsheet counts days right; others stay texts."""


def json_value(column: Column, value: Value) -> Any:
    """Money is text with its currency's digits; quantities are numbers; moments have their offset."""
    if isinstance(value, Decimal):
        return str(value) if column.kind is Kind.MONEY else _number(value)
    return _iso(value)


def write_csv(path: Path, columns: Sequence[Column], rows: Rows, *, mark: bool = False) -> int:
    """UTF-8, texts in quotes; `mark` puts the sign in front by which Excel knows UTF-8. How many rows were written."""
    count = 0
    with path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([_csv_cell(_in_one_cell(column, value)) for column, value in zip(columns, row, strict=True)])
            count += 1
    return count


def write_json(path: Path, what: str, columns: Sequence[Column], rows: Rows) -> int:
    """What `list … --json` prints, one record a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        return dump_json(file.write, what, None, columns, rows)


def dump_json(write: Callable[[str], Any], what: str, count: int | None, columns: Sequence[Column], rows: Rows) -> int:
    """`count` is all that match, None where all are written. Written as they come, so that a million are never held."""
    written = 0
    head = f'{{"what": {json.dumps(what)}, ' + ("" if count is None else f'"count": {count}, ')
    write(head + '"records": [')
    for row in rows:
        record = {column.name: json_value(column, value) for column, value in zip(columns, row, strict=True)}
        write(("," if written else "") + "\n" + json.dumps(record, ensure_ascii=False))
        written += 1
    write(("\n" if written else "") + "]" + (f', "count": {written}' if count is None else "") + "}\n")
    return written


def write_xlsx(path: Path, what: str, columns: Sequence[Column], rows: Rows) -> int:
    """One sheet. Moments are wall time in the company's zone, since a spreadsheet knows no offset."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(what)
    sheet.freeze_panes = "A2"
    try:
        count = _fill(sheet, columns, rows)
    except BaseException:
        # The rows so far lie in a temporary file, which only saving would take away.
        sheet.close()
        sheet._writer.cleanup()
        raise
    book.save(path)
    return count


def _fill(sheet: Any, columns: Sequence[Column], rows: Rows) -> int:
    sheet.append([_xlsx_cell(sheet, column.name) for column in columns])
    count = 0
    for row in rows:
        count += 1
        if count == _MOST_ROWS:
            sentence = _("An XLSX sheet holds {most} rows; there are more. Nothing was written; choose .csv or .json.")
            raise UserError(sentence.format(most=_MOST_ROWS))
        sheet.append([_xlsx_cell(sheet, _sheet_value(_in_one_cell(column, value))) for column, value in zip(columns, row, strict=True)])
    return count


def _in_one_cell(column: Column, value: Value) -> Value:
    return JOINED.join(value) if column.kind is Kind.TAGS else value


def _csv_cell(value: Value) -> Any:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | dict):
        return guarded(json.dumps(_iso(value), ensure_ascii=False))
    return "" if value is None else _iso(value)


def _sheet_value(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date) and not _FIRST_YEAR < value.year < _LAST_YEAR:
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(_iso(value), ensure_ascii=False)
    return value


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    if len(value) > _LONGEST_CELL:
        raise UserError(
            _("A text has {count} characters; a cell of an XLSX file holds {most}. Nothing was written; choose .csv or .json.").format(
                count=len(value), most=_LONGEST_CELL
            )
        )
    cell = WriteOnlyCell(sheet, xlsx_text(value))
    cell.data_type = "s"
    return cell


def _iso(value: Value) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return [_iso(part) for part in value] if isinstance(value, list) else value


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
