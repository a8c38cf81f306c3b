"""What an import hands over: rows by table, in the store's own values, that still name each other as their files do."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

from crm_desktop.core.cards import mask_cards
from crm_desktop.services.put_aside import PutAside

_LONGEST_SHOWN = 200
PART = 10_000
"""Rows that are written at once, where a table's rows come in parts."""
_PIECE = 500
_IN_PARTS = frozenset({"customer", "contact", "contact_point", "address", "interaction"})


class Place(NamedTuple):
    """Where a row comes from. `line` counts a CSV's lines as an editor does, and a sheet's rows."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`column` holds a key of `table` until it is resolved: a source id, or what `by` names. What is not there rejects the row,
    unless `may_be_empty`."""

    column: str
    table: str
    by: str = "id"
    may_be_empty: bool = False


@dataclass(slots=True)
class Incoming:
    """Rows of one table, parallel to their source ids and places. Of `once` columns a row that is there keeps its own values.

    `word` is what people call these records; a part of another record has none and is not counted. A row that is new here may be
    one that is known by one of the columns `match`: then it is taken for that one, which stays as it is. `whole`: a shipment or a return
    for which no lines come takes all of its order.
    """

    table: str
    columns: tuple[str, ...]
    word: str = ""
    references: tuple[Reference, ...] = ()
    once: frozenset[str] = frozenset()
    match: tuple[str, ...] = ()
    whole: bool = False
    keys: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    before: PutAside | None = None
    """Of a table that comes in parts, all rows but the newest: those stand in the lists. Read both by `in_parts`."""
    _numbers: set[bool] = field(default_factory=set)

    def add(self, key: str, row: list[Any], place: Place) -> None:
        if len(self.keys) >= PART and self.comes_in_parts:
            self._put_aside()
        self.keys.append(key)
        self.rows.append(row)
        self.places.append(place)

    @property
    def comes_in_parts(self) -> bool:
        """What becomes of a row does not depend on the rows beside it."""
        return self.table in _IN_PARTS and not self.match and all(each.table != self.table for each in self.references)

    def in_parts(self) -> Iterator[list["Row"]]:
        """All rows, each time as new lists. Where only some have numbers, in one part: the others pass over theirs."""
        parts = self._parts()
        if self.before is not None and len(self._numbers | self._numbered()) > 1:
            parts = iter([[row for part in parts for row in part]])
        yield from parts

    def _parts(self) -> Iterator[list["Row"]]:
        part: list[Row] = []
        for keys, rows, files, lines in self.before or ():
            part += zip(keys, rows, map(Place, repeat(files) if isinstance(files, str) else files, lines), strict=False)
            if len(part) >= PART:
                yield part
                part = []
        part += zip(self.keys, map(list, self.rows), self.places, strict=True)
        if part:
            yield part

    def _put_aside(self) -> None:
        self.before = self.before or PutAside()
        self._numbers |= self._numbered()
        for start in range(0, len(self.keys), _PIECE):
            piece = slice(start, start + _PIECE)
            files, lines = zip(*self.places[piece], strict=True)
            self.before.put([self.keys[piece], self.rows[piece], files[0] if len(set(files)) == 1 else files, lines])
        for each in (self.keys, self.rows, self.places):
            each.clear()

    def _numbered(self) -> set[bool]:
        """Whether rows have a number of their own: of those in the lists, both may be so."""
        place = self.columns.index("number") if "number" in self.columns else None
        return {bool(row[place]) for row in self.rows} if place is not None else set()


Row = tuple[str, list[Any], Place]
"""Source id, values in the order of the columns, and where they come from. A plain tuple: there may be a million."""
Refuse = Callable[[Row, str, object, str], None]
"""Keeps a row out: its column, the value and the reason."""


class Refused(NamedTuple):
    """A row that stays out, or a value that was kept as it is here. `column` and `value` are empty where the whole row is wrong."""

    place: Place
    column: str
    value: str
    reason: str

    @classmethod
    def of(cls, place: Place, column: str, value: object, reason: str) -> "Refused":
        """The value is shown short, and without card numbers."""
        shown, _cards = mask_cards(str(value))
        return cls(place, column, shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…", reason)


@dataclass(slots=True)
class Counts:
    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class RunInput:
    """What is written down about an import: the digest of each file by its name, and the mapping's own text."""

    source: str
    mapping: str
    files: Mapping[str, str]
