"""Records that this program wrote as JSON, one on each line: read back line by line, so that a million are never held."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.tag_names import JOINED
from crm_desktop.exchange.tables import LONGEST_CELL, Exact, Row, checked_header

_LONGEST_LINE = 500 * LONGEST_CELL


class JsonRecords:
    """The fields of the first record are the header; a later record with others is a broken row."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.facts: tuple[str, ...] = ("JSON",)
        self.doubt = ""
        self._path, self._size, self._taken = path, path.stat().st_size, 0
        first = next(self._records(), None)
        if first is None:
            raise UserError(_("{file} holds no records that can be read. Nothing was imported; export it again.").format(file=path.name))
        self.header = checked_header(path.name, list(first[1]))

    def rows(self) -> Iterator[Row]:
        for line, record in self._records():
            if list(record) != self.header:
                yield Row(line, [], _("This record has other fields than the first."))
            else:
                yield Row(line, [_cell(value) for value in record.values()])

    def share_read(self) -> float:
        return min(1.0, self._taken / self._size)

    def close(self) -> None:
        """The file is open only while rows are read."""

    def _records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self._path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), start=1):
                self._taken = file.tell()
                if number == 1 or line.startswith(b"]"):
                    continue
                yield number, self._record(number, line)

    def _record(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            found = json.loads(line.decode().rstrip().removesuffix(","), parse_int=Exact, parse_float=Exact)
        except (ValueError, RecursionError) as error:
            raise self._broken(number) from error
        if not isinstance(found, dict):
            raise self._broken(number)
        return found

    def _broken(self, number: int) -> UserError:
        return UserError(
            _("Line {line} of {file} is not a record as this program writes it. Nothing was imported; export it again, or as CSV.").format(
                line=number, file=self.name
            )
        )


def _cell(value: Any) -> str:
    """What was no text is written one way, so nothing about it is in doubt."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return Exact("yes" if value else "no")
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return JOINED.join(value)
    return "" if value is None else json.dumps(value, ensure_ascii=False)
