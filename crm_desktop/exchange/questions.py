"""What only a person can say about a file: which of day and month comes first, what a point in a number is, what its words mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.custom_columns import Definitions
from crm_desktop.exchange.extraction import Surroundings, Told, open_questions
from crm_desktop.exchange.given_files import Given, GivenFiles
from crm_desktop.exchange.mapping import ImportMapping, Record, Rule, SourceFile
from crm_desktop.exchange.moments import is_either_way, told_order
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.tables import Reading, Table
from crm_desktop.exchange.tables_apart import open_table
from crm_desktop.exchange.targets import Kind
from crm_desktop.exchange.values import is_two_numbers, plain, told_sign, word_reader

_MOST_WORDS = 40
_SHORTEST_CODE = 4


class About(StrEnum):
    DATES = "dates"
    NUMBERS = "numbers"
    WORDS = "words"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Question:
    """`example` is a value that can be read two ways. Of words, `unknown` are those that mean nothing here, and `known` what they may
    mean. Of codes, `example` is one that is shorter than most, which have `length` digits."""

    about: About
    column: str
    example: str = ""
    field: str = ""
    unknown: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    length: int = 0


def questions(mapping: ImportMapping, data: Given, custom: Definitions, most: int | None = None) -> list[Question]:
    """What `mapping` leaves open of these files, as their first `most` rows show it; None: all of them.

    Raises UserError where the files do not go with the mapping.
    """
    files, found = GivenFiles(data, mapping), list[Question]()
    for file in mapping.files:
        path = files.find(file.paths)
        if path is None:
            continue
        with closing(open_table(path, Reading(file.habits.encoding, file.habits.delimiter, file.sheet))) as table:
            around = Surroundings(file.habits.zone or "UTC", _no_lookups(mapping), Told(), custom)
            numbers, dates = open_questions(file, table, around)
            words = {place: field for record in file.records for place, field in _words_of(record, table).items()}
            asked = _Asked(table, numbers, dates, words)
            codes = [_Codes(place, name) for place, name in enumerate(table.header) if name in _postal(file) and name not in file.digits]
            for row in islice(table.rows(), most):
                if not row.problem and len(row.cells) == len(table.header):
                    asked.take(row.cells)
                    for each in codes:
                        each.take(row.cells)
            found += asked.open() + [question for each in codes if (question := each.open()) is not None]
    return found


def answered(mapping: ImportMapping, dates: Mapping[str, str], decimals: Mapping[str, str]) -> ImportMapping:
    """The mapping with what a person said about columns."""
    if not dates and not decimals:
        return mapping
    said_dates = {plain(column): order for column, order in dates.items()}
    said_signs = {plain(column): sign for column, sign in decimals.items()}

    def told(rule: Rule) -> Rule:
        names = [plain(name) for name in (*rule.columns, *rule.filled)]
        order = next((said_dates[name] for name in names if name in said_dates), rule.dates)
        sign = next((said_signs[name] for name in names if name in said_signs), rule.decimal)
        return replace(rule, dates=order, decimal=sign)

    files = tuple(
        replace(file, records=tuple(replace(one, rules={name: told(rule) for name, rule in one.rules.items()}) for one in file.records))
        for file in mapping.files
    )
    said = [f"# dates of {column}: {order}" for column, order in dates.items()]
    said += [f"# decimal sign of {column}: {sign}" for column, sign in decimals.items()]
    return replace(mapping, files=files, text=mapping.text + "\n" + "\n".join(line.replace("\n", " ") for line in said) + "\n")


def digests(paths: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Size and time of each file, to see whether it was changed since. Raises UserError for one that is gone."""
    found = {}
    for path in paths:
        try:
            stat = path.stat()
        except OSError as error:
            raise UserError(
                _("{path} cannot be read any more: {why}. Nothing was imported.").format(path=path, why=error.strerror)
            ) from error
        found[str(path)] = stat.st_size, stat.st_mtime_ns
    return found


class _Asked:
    """Looks through the rows for what is open. Each different value is looked at once."""

    def __init__(self, table: Table, numbers: set[int], dates: set[int], words: Mapping[int, "_Words"]) -> None:
        self._header = table.header
        self._ways = [(place, told_sign, is_two_numbers, About.NUMBERS) for place in sorted(numbers)]
        self._ways += [(place, told_order, is_either_way, About.DATES) for place in sorted(dates)]
        self._told: list[set[str]] = [set() for _way in self._ways]
        self._doubtful = ["" for _way in self._ways]
        self._seen: list[set[str]] = [set() for _way in self._ways]
        self._words = words
        self._unknown: dict[int, dict[str, None]] = {place: {} for place in words}
        self._seen_words: dict[int, set[str]] = {place: set() for place in words}

    def take(self, cells: Sequence[str]) -> None:
        for number, (place, tell, is_open, _about) in enumerate(self._ways):
            text = cells[place]
            if text not in self._seen[number]:
                self._seen[number].add(text)
                self._told[number].add(tell(text))
                if not self._doubtful[number] and is_open(text):
                    self._doubtful[number] = text.strip()
        for place, words in self._words.items():
            text = cells[place].strip()
            if text and text not in self._seen_words[place]:
                self._seen_words[place].add(text)
                if not words.knows(text) and len(self._unknown[place]) < _MOST_WORDS:
                    self._unknown[place][text] = None

    def open(self) -> list[Question]:
        found = [
            Question(about, self._header[place], doubtful)
            for (place, _tell, _is_open, about), told, doubtful in zip(self._ways, self._told, self._doubtful, strict=True)
            if doubtful and len(told - {""}) != 1
        ]
        return found + [
            Question(About.WORDS, self._header[place], field=words.field, unknown=tuple(self._unknown[place]), known=words.known)
            for place, words in self._words.items()
            if self._unknown[place]
        ]


class _Codes:
    """Postal codes from which a spreadsheet took the leading zero."""

    def __init__(self, place: int, column: str) -> None:
        self._place, self._column = place, column
        self._lengths: Counter[int] = Counter()
        self._first: dict[int, str] = {}

    def take(self, cells: Sequence[str]) -> None:
        text = cells[self._place].strip()
        if text.isascii() and text.isdigit():
            self._lengths[len(text)] += 1
            self._first.setdefault(len(text), text)

    def open(self) -> Question | None:
        """None where all are as long as each other, or where they are of several countries."""
        if not self._lengths:
            return None
        length = self._lengths.most_common(1)[0][0]
        if length < _SHORTEST_CODE or set(self._lengths) != {length, length - 1}:
            return None
        return Question(About.CODES, self._column, self._first[length - 1], length=length)


@dataclass(frozen=True, slots=True)
class _Words:
    field: str
    known: tuple[str, ...]
    said: frozenset[str]

    def knows(self, text: str) -> bool:
        if plain(text) in self.said:
            return True
        try:
            word_reader(self.known)(text)
        except BadValue:
            return False
        return True


def _postal(file: SourceFile) -> set[str]:
    """The columns of postal codes that stand for themselves."""
    rules = (rule for record in file.records for name, rule in record.rules.items() if name.endswith("postal_code"))
    return {column for rule in rules for column in rule.columns}


def _words_of(record: Record, table: Table) -> dict[int, _Words]:
    """Columns of words that the mapping does not give a meaning for every one of."""
    header = [plain(name) for name in table.header]
    found = {}
    for name, rule in record.rules.items():
        item = record.target.field(name)
        if item is not None and item.kind is Kind.WORD and rule.other is None:
            said = frozenset(map(plain, rule.words or {}))
            for column in rule.columns:
                if plain(column) in header:
                    found[header.index(plain(column))] = _Words(f"{record.target.name}.{name}", item.words, said)
                    break
    return found


def _no_lookups(mapping: ImportMapping) -> dict[str, Mapping[str, str] | None]:
    return dict.fromkeys(mapping.lookups, None)
