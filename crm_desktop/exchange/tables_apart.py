"""Somebody else's table, read by another process: `open_table` as in `tables`, for files that nobody here wrote."""

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from crm_desktop.exchange.reading_apart import Foreign
from crm_desktop.exchange.tables import Exact, Reading, Row, Table


class _Batch(NamedTuple):
    """See `tables_child`."""

    share: float | int
    lines: list[int]
    rows: list[list[str]]
    exact: list[list[int]] | None
    problems: dict[int, str]


class _Head(NamedTuple):
    name: str
    header: list[str]
    facts: tuple[str, ...]
    doubt: str


class TableApart:
    """A `Table`."""

    def __init__(self, path: Path, how: Reading) -> None:
        self._file = Foreign("table", path, how.encoding, how.delimiter, how.sheet)
        head: _Head = self._file.as_kind(_Head, self._file.head)
        self.name, self.header, self.facts, self.doubt = head
        self._share = 1.0

    def rows(self) -> Iterator[Row]:
        batch: _Batch
        for batch in self._file.batches(_Batch):
            self._share = batch.share
            if not batch.exact and not batch.problems:
                yield from map(Row, batch.lines, batch.rows)
                continue
            for number, (line, cells, exact) in enumerate(zip(batch.lines, batch.rows, batch.exact or repeat(()), strict=False)):
                for place in exact:
                    cells[place] = Exact(cells[place])
                yield Row(line, cells, batch.problems.get(number, "") if batch.problems else "")
        self._share = 1.0

    def share_read(self) -> float:
        return self._share

    def close(self) -> None:
        self._file.close()


def open_table(path: Path, how: Reading) -> Table:
    """Raises UserError for a file that is missing, empty, too large, no table, or not safe to read."""
    return TableApart(path, how)


def sheet_names(path: Path) -> list[str]:
    """Raises UserError for a file that is no workbook, or a bomb."""
    file = Foreign("sheets", path)
    try:
        names: list[str] = file.as_kind(list[str], file.head)
    finally:
        file.close()
    return names
