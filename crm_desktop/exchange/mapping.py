"""What a mapping says: which files there are, and which of their columns mean what here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from crm_desktop.exchange.targets import Target
from crm_desktop.services.company import CompanyInput


class Repeated(StrEnum):
    """What to do with a record that stands on several lines: refuse it, demand that all say the same, or keep the first."""

    REFUSE = "refuse"
    SAME = "same"
    FIRST = "first"


class Missing(StrEnum):
    """What to do with a row that names a record which is not there."""

    REJECT = "reject"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes its values. None or empty: to be found out column by column; `zone` None is the company's.

    `guarded`: in a CSV an apostrophe stands in front of what a spreadsheet would take for a formula, as in our own exports.
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str = ""
    dates: str = ""
    zone: str | None = None
    empty: frozenset[str] = frozenset()
    trim: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one field's text comes from and what happens to it before it is read.

    `columns` are the headers it may stand under, the first that the file has; `filled` are several of which the first counts that is
    not empty in the row; `join` are several, put together with `between`, beside `filled` where none of those is filled. `after` is put
    behind a text that is not empty, and `strip` are characters taken off both its ends. `less` are columns of numbers that are taken
    off a number.
    """

    columns: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    between: str = " "
    after: str = ""
    strip: str = ""
    less: tuple[str, ...] = ()
    value: str | None = None
    optional: bool = False
    lookup: str = ""
    words: Mapping[str, str] | None = None
    other: str | None = None
    default: str | None = None
    by: str = "id"
    missing: Missing = Missing.REJECT
    decimal: str | None = None
    dates: str | None = None
    places: int | None = None
    times: Decimal = Decimal(1)
    remove: str = ""
    moment: bool = False
    """A day that is written as a moment: the day it falls on in the file's zone."""


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows hold a record: those where `column` is one of these words or starts with one of them, or is above or below a number.
    `holds` False: all but those."""

    column: str
    words: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    above: Decimal | None = None
    below: Decimal | None = None
    holds: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of record in each row of a file that `only` lets through. Without an `id` rule a record is known by its whole row.

    `keep` are columns that become its further fields; None: every column that no rule uses.
    """

    target: Target
    rules: Mapping[str, Rule]
    id: Rule | None = None
    optional: bool = False
    repeated: Repeated = Repeated.REFUSE
    match: tuple[str, ...] = ()
    keep: tuple[str, ...] | None = ()
    only: tuple[Only, ...] = ()

    @property
    def has_custom(self) -> bool:
        """Whether anything in it becomes a further field: rules for those are called `custom` and `custom.NAME`."""
        return self.keep is None or bool(self.keep) or any(name.partition(".")[0] == "custom" for name in self.rules)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`paths` are the names it may have, the first that is there. `digits`: how long the codes of a column are that a spreadsheet
    took for numbers, so that their leading zeros are given back. `counted`: further columns, which say which row of the same word in
    another column this is."""

    paths: tuple[str, ...]
    records: tuple[Record, ...]
    habits: Habits
    digits: Mapping[str, int] = field(default_factory=dict)
    counted: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a word in one file stands for, as another file says."""

    name: str
    path: str
    key: str
    value: str
    habits: Habits
    sheet: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class ImportMapping:
    path: Path
    text: str
    source: str
    files: tuple[SourceFile, ...]
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    company: CompanyInput | None = None
