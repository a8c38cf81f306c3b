"""CSV and its relatives, read line by line. A broken row is named and skipped; none is ever shifted."""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.encodings import detect
from crm_desktop.exchange.tables import LONGEST_CELL, MOST_COLUMNS, Row, checked_header

DELIMITERS = ",;\t|"
_LONGEST_LINE = MOST_COLUMNS * LONGEST_CELL
_SNIFFED = 50


class Delimited:
    """A text table. Encoding and delimiter are found out unless stated; `facts` says which they are."""

    def __init__(self, path: Path, encoding: str | None = None, delimiter: str | None = None) -> None:
        self.name = path.name
        self._path = path
        found, certain = detect(path)
        self._encoding = found if encoding is None or (certain and found != "utf-8") else encoding
        self._size = path.stat().st_size
        self._file: TextIO | None = None
        self._delimiter = delimiter or self._sniffed()
        first = next(self._read(), None)
        if first is None:
            raise UserError(_("{file} is empty. Nothing was imported; export it again.").format(file=self.name))
        if first.problem:
            raise UserError(
                _("The header of {file} cannot be read: {problem} Nothing was imported.").format(file=self.name, problem=first.problem)
            )
        self.header = checked_header(self.name, first.cells)
        self.facts: tuple[str, ...] = (self._encoding, {"\t": _("tab")}.get(self._delimiter, self._delimiter))
        if encoding is None and not certain:
            self.facts += (_("encoding guessed: state it in the mapping if letters look wrong"),)

    def rows(self) -> Iterator[Row]:
        return islice(self._read(), 1, None)

    def share_read(self) -> float:
        file = self._file
        return 1.0 if file is None else min(1.0, file.buffer.tell() / self._size)

    def close(self) -> None:
        """The file is open only while rows are read."""

    def _read(self) -> Iterator[Row]:
        with self._path.open(encoding=self._encoding, newline="") as file:
            self._file = file
            try:
                yield from _parsed(_Lines(file, self.name, self._encoding), self._delimiter)
            finally:
                self._file = None

    def _sniffed(self) -> str:
        with self._path.open(encoding=self._encoding, newline="") as file:
            lines = list(islice(_Lines(file, self.name, self._encoding), _SNIFFED))
        return max(DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


class _Lines:
    """Feeds one physical line at a time, counts them, and takes back those that a broken row swallowed."""

    def __init__(self, file: TextIO, name: str, encoding: str) -> None:
        self._file, self._name, self._encoding = file, name, encoding
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next_of_file()
        self._row.append(line)
        self.number += 1
        return line

    def begin_row(self) -> None:
        self._row.clear()

    def take_back(self) -> None:
        """Only the row's first line is lost with it."""
        swallowed = self._row[1:]
        self._again.extendleft(reversed(swallowed))
        self.number -= len(swallowed)

    def _next_of_file(self) -> str:
        try:
            line = self._file.readline(_LONGEST_LINE)
        except UnicodeDecodeError as error:
            raise UserError(
                _("{file} is not in {encoding} (after line {line}). Nothing was imported; state the encoding in the mapping.").format(
                    file=self._name, encoding=self._encoding, line=self.number
                )
            ) from error
        if not line:
            raise StopIteration
        if len(line) == _LONGEST_LINE:
            raise UserError(
                _("Line {line} of {file} is too long for a table. Nothing was imported.").format(line=self.number + 1, file=self._name)
            )
        return line


def _parsed(lines: _Lines, delimiter: str) -> Iterator[Row]:
    """`strict` makes csv say what it would otherwise patch up: text after a closing quote, a quote that never closes."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.take_back()
            yield Row(first, [], _problem(str(error)))
            continue
        if cells:
            yield Row(first, cells)


def _problem(error: str) -> str:
    if "expected after" in error:
        return _("Text follows a closing quotation mark: a quotation mark inside a cell must be doubled.")
    return _("A quotation mark opens in this row and never closes: the file is cut off, or the mark must be doubled.")


def _fit(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How many of the first rows have as many cells as the header, and how many that is."""
    counts = []
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        counts = [len(cells) for cells in reader if cells]
    except csv.Error:
        return 0.0, 0
    if not counts or counts[0] < 2:
        return 0.0, 0
    return sum(count == counts[0] for count in counts) / len(counts), counts[0]
