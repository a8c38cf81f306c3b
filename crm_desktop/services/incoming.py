"""What an import hands over: rows by table, in the store's own values, that still name each other as their files do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crm_desktop.core.cards import mask_cards

_LONGEST_SHOWN = 200


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

    def add(self, key: str, row: list[Any], place: Place) -> None:
        self.keys.append(key)
        self.rows.append(row)
        self.places.append(place)


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
