"""Tables, read in the process for foreign files: rows as batches of cells."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.tables import Exact, Reading, Row, Table, open_table

FIRST_ROWS, MOST_ROWS = 100, 1_000
"""Of a batch: whoever only looks at a table has the first at once."""
MOST_LETTERS = 1 << 20
"""Rows of 500 cells with 32,768 letters each come one at a time."""


def opened_table(path: str, encoding: str | None, delimiter: str | None, sheet: str | None) -> Opened:
    table = open_table(Path(path), Reading(encoding, delimiter, sheet))
    return Opened([table.name, table.header, table.facts, table.doubt], partial(_batches, table), table.close)


def opened_sheets(path: str) -> Opened:
    from crm_desktop.exchange.workbook import sheet_names

    return Opened(sheet_names(Path(path)))


def _batches(table: Table) -> Iterator[list[Any]]:
    """The share read; for each row its line and cells, and `exact`: by row the places of exact cells; and by row its problem."""
    has_exact = table.facts[0] in ("XLSX", "JSON")
    rows: list[Row] = []
    letters, most = 0, FIRST_ROWS
    for row in table.rows():
        rows.append(row)
        letters += sum(map(len, row.cells))
        if len(rows) == most or letters > MOST_LETTERS:
            yield _batch(table, rows, has_exact=has_exact)
            rows, letters, most = [], 0, MOST_ROWS
    if rows:
        yield _batch(table, rows, has_exact=has_exact)


def _batch(table: Table, rows: list[Row], *, has_exact: bool) -> list[Any]:
    exact = [[place for place, cell in enumerate(row.cells) if type(cell) is Exact] for row in rows] if has_exact else None
    problems = {number: row.problem for number, row in enumerate(rows) if row.problem}
    return [table.share_read(), [row.line for row in rows], [row.cells for row in rows], exact, list(problems.items())]


OPENERS = {"table": opened_table, "sheets": opened_sheets}
