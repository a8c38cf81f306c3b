"""The form of an open copy: a folder that holds a whole company and that people and other programs read without this one.

`datapackage.json` describes it in the way of Data Packages (datapackage.org), `tables/` holds each table as CSV, `files/` what was
attached, `SHA256SUMS` the digest of each file, and `README.txt` says how it is read.
"""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from csv import writer
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from crm_desktop.core.file_names import safe_file_name
from crm_desktop.data.signing import Signed
from crm_desktop.data.whole_tables import Holds, StoredTable

KIND = "crm-desktop open copy"
FORM = 1
DESCRIPTION, SUMS, README = "datapackage.json", "SHA256SUMS", "README.txt"
TABLES, FILES = "tables", "files"
LONGEST_CELL = 64_000_000
"""Characters of a cell, and of a line."""
LARGEST_FILE = 512_000_000
LARGEST_DESCRIPTION = 64_000_000
"""Bytes that are read into memory at once."""
_GUARDED = re.compile(r"'*(?:\Z|[=+\-@\t\r\n＝＋－＠])")
_MAY_NEED_GUARD = frozenset("'=+-@\t\r\n＝＋－＠")
_TABLE_FILE = re.compile(rf"{TABLES}/[a-z][a-z0-9_]*\.csv", re.ASCII)
_ATTACHED_FILE = re.compile(rf"{FILES}/[a-z][a-z0-9_]*/(?P<name>[^/\\\n]+)")
FileCell = Callable[[tuple[Any, ...], bytes], str]
"""What stands in the table in the place of a file: where it lies."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table's file: its rows, its size in bytes and its SHA-256."""

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """What a copy says of itself. `migrations` made its tables; `sequence` and `link` are the end of its history.

    `protected`: what it was copied from opens with a passphrase only. `signed`: that end, by the computer that wrote the copy.
    """

    company: str
    currency: str
    zone: str
    made_at: datetime
    program: str
    engine: str
    protected: bool
    migrations: tuple[str, ...]
    sequence: int
    link: str
    next_ids: dict[str, int]
    tables: dict[str, Part]
    signed: Signed | None = None

    def stated(self) -> dict[str, Any]:
        own = ("company", "currency", "zone", "program", "engine", "protected", "sequence", "link", "next_ids")
        fields = {name: getattr(self, name) for name in own}
        if self.signed is not None:
            fields["signed"] = asdict(self.signed)
        return {"kind": KIND, "form": FORM, **fields, "migrations": list(self.migrations), "made_at": self.made_at.isoformat()}

    @classmethod
    def read(cls, text: str) -> "OpenCopy":
        """Raises ValueError for what is none of ours, or of another form."""
        try:
            package = json.loads(text)
            stated = package["crm_desktop"]
            if (stated["kind"], stated["form"]) != (KIND, FORM):
                raise ValueError(KIND)
            words = {name: _word(stated[name]) for name in ("company", "currency", "zone", "program", "engine", "link")}
            return cls(
                **words,
                made_at=datetime.fromisoformat(stated["made_at"]).astimezone(UTC),
                protected=bool(stated["protected"]),
                migrations=tuple(sorted(_word(name) for name in stated["migrations"])),
                sequence=int(stated["sequence"]),
                next_ids={_word(name): int(number) for name, number in stated["next_ids"].items()},
                tables=dict(_parts(package["resources"])),
                signed=Signed.from_stated(stated["signed"]) if "signed" in stated else None,
            )
        except (TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(KIND) from error


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(KIND)


def _parts(resources: Iterable[Any]) -> Iterator[tuple[str, Part]]:
    for each in resources:
        name, way = _word(each["name"]), _word(each["hash"])
        if each["path"] != table_file(name) or not way.startswith("sha256:"):
            raise ValueError(KIND)
        yield name, Part(int(each["rows"]), int(each["bytes"]), way.removeprefix("sha256:"))


def table_file(table: str) -> str:
    return f"{TABLES}/{table}.csv"


def attached_file(table: str, name: str) -> str:
    return f"{FILES}/{table}/{safe_file_name(name)}"


def is_ours(path: str) -> bool:
    """Whether a copy may hold a file at this place: nothing leads out of the folder, and every system takes the name."""
    attached = _ATTACHED_FILE.fullmatch(path)
    if attached:
        return safe_file_name(attached["name"]) == attached["name"]
    return path in (DESCRIPTION, README) or _TABLE_FILE.fullmatch(path) is not None


def spelled(table: StoredTable, gulps: Iterable[list[tuple[Any, ...]]], file_cell: FileCell) -> Iterator[bytes]:
    """The table as CSV, its head first: the same bytes for the same rows, whatever engine they come from.

    An empty cell is nothing where a column may hold nothing, else the empty text. A text that a spreadsheet would take for a formula
    has an apostrophe in front, and so have the empty text where there may be nothing, and what begins with such apostrophes already.
    """
    buffer = io.StringIO()
    out = writer(buffer, lineterminator="\r\n")
    texts = [place for place, column in enumerate(table.columns) if column.holds is Holds.TEXT]
    files = [place for place, column in enumerate(table.columns) if column.holds is Holds.BYTES]
    optional = frozenset(place for place in texts if not table.columns[place].required)
    out.writerow([column.name for column in table.columns])
    for rows in gulps:
        out.writerows([_cells(row, texts, optional, files, file_cell) for row in rows])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _cells(
    row: tuple[Any, ...], texts: Sequence[int], optional: frozenset[int], files: Sequence[int], file_cell: FileCell
) -> Sequence[object]:
    cells = list(row)
    for place in texts:
        text = row[place]
        if text and text[0] in _MAY_NEED_GUARD and _GUARDED.match(text):
            cells[place] = f"'{text}"
        elif text == "" and place in optional:
            cells[place] = "'"
    for place in files:
        cells[place] = file_cell(row, row[place])
    return cells


def text_of(cell: str) -> str:
    """What was spelled."""
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell) else cell


def digest_of(table: StoredTable, gulps: Iterable[list[tuple[Any, ...]]]) -> str:
    """Of what a table holds, on either engine; files count by what is in them, not by their names."""
    digest = hashlib.sha256()
    for piece in spelled(table, gulps, lambda _row, content: hashlib.sha256(content).hexdigest()):
        digest.update(piece)
    return digest.hexdigest()
