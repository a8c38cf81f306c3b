"""From a row's cells to the values of its records, by the mapping's rules. Built once per file, then called for each row."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.countries import country_code
from crm_desktop.exchange.custom_columns import (
    PREFIX,
    WHOLE,
    Definitions,
    custom_field,
    defined,
    is_custom,
    kept_reader,
    object_reader,
    together,
)
from crm_desktop.exchange.evidence import Evidence, gather
from crm_desktop.exchange.mapping import Habits, Lookup, Only, Record, Repeated, Rule, SourceFile
from crm_desktop.exchange.moments import day_of_moment_reader, day_reader, moment_reader, read_clock
from crm_desktop.exchange.rejects import BadValue
from crm_desktop.exchange.sheet_text import unguarded
from crm_desktop.exchange.tables import Table
from crm_desktop.exchange.targets import Field, Kind
from crm_desktop.exchange.values import (
    Reader,
    integer_reader,
    mapped,
    note_reader,
    padded,
    plain,
    read_bool,
    read_decimal,
    read_tags,
    read_text,
    scaled_reader,
    word_reader,
)

_LONGEST_KEY = 200
_REMEMBERED = 100_000
_ID = Field("id", required=True)
_NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER)
_DATES = (Kind.DAY, Kind.MOMENT)


class BadField(Exception):
    """A row that cannot come in: which column, what stands there, and why."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


@dataclass(slots=True)
class Told:
    """What people should know though nothing was rejected."""

    cards: int = 0
    padded: Counter[str] = field(default_factory=Counter)

    def count_cards(self, found: int) -> None:
        self.cards += found

    def padding(self, column: str) -> Callable[[int], None]:
        def count(found: int) -> None:
            self.padded[column] += found

        return count


class Surroundings(NamedTuple):
    """What a file's rules refer to beside the file: the company's zone, the words of the lookups that are there, its own fields."""

    zone: str
    lookups: Mapping[str, Mapping[str, str] | None]
    told: Told
    custom: Definitions


class FieldReader:
    """One field of each row. A text that was read before is not read again."""

    __slots__ = (
        "_after", "_empty", "_empty_words", "_filled", "_join", "_less", "_memo", "_places", "_prepare", "_read", "_required", "_whole",
        "column", "name",
    )  # fmt: skip

    def __init__(
        self, item: Field, rule: Rule, column: str, places: tuple[int, ...], habits: Habits, prepare: Reader, read: Reader,
        less: tuple[int, ...] = (),
    ) -> None:  # fmt: skip
        """`less` are the places of numbers that are taken off this one."""
        self.name, self.column, self._less = item.name, column, less
        self._places, self._join = places, rule.between if rule.join else None
        self._filled, self._after = bool(rule.filled), rule.after
        self._empty_words = habits.empty
        self._prepare, self._read = prepare, read
        self._empty, self._required = item.empty, item.required
        self._whole = item.kind is Kind.NOTE
        self._memo: dict[str, Any] | None = None if item.kind is Kind.NOTE else {}

    @property
    def places(self) -> tuple[int, ...]:
        return (*self._places, *self._less)

    def text(self, cells: Sequence[str]) -> str:
        text = self._own_text(cells)
        return f"{text}{self._after}" if self._after and not self._is_empty(text) else text

    def _own_text(self, cells: Sequence[str]) -> str:
        if self._join is not None:
            return self._join.join(cell for place in self._places if not self._is_empty(cell := cells[place]))
        if self._filled:
            return next((cell for place in self._places if not self._is_empty(cell := cells[place])), "")
        return cells[self._places[0]]

    def read(self, cells: Sequence[str]) -> Any:
        value = self._read_one(self.text(cells))
        if self._less and value is not None:
            value -= sum(self._value(cells[place]) or 0 for place in self._less if not self._is_empty(cells[place]))
        return value

    def _read_one(self, text: str) -> Any:
        memo = self._memo
        if memo is None or type(text) is not str:
            return self._value(text)
        if text not in memo:
            if len(memo) >= _REMEMBERED:
                memo.clear()
            memo[text] = self._value(text)
        return memo[text]

    def _value(self, text: str) -> Any:
        try:
            text = "" if self._is_empty(text) else text
            text = self._prepare(text)
            if text:
                return self._read(text)
        except BadValue as error:
            raise BadField(self.column, text, error.reason) from error
        if self._required:
            raise BadField(self.column, "", _("This must not be empty."))
        return self._empty

    def _is_empty(self, text: str) -> bool:
        return not text or text in self._empty_words or (not self._whole and text.isspace())


class RecordReader:
    """One record of each row: its key and its values by field. A record that stands on many rows is read from the first of them."""

    def __init__(self, record: Record, key: FieldReader | None, fields: Sequence[FieldReader], constants: Mapping[str, Any]) -> None:
        self.record = record
        self._key, self._fields, self._constants = key, fields, constants
        self._kept: Sequence[tuple[int, str]] = ()
        self._read_kept: Reader = read_text
        self._whole_rows: Counter[str] = Counter()
        self._told: set[tuple[str, ...]] | None = None if record.repeated is Repeated.REFUSE or key is None else set()
        self._only: Sequence[Callable[[Sequence[str]], bool]] = ()
        self._places = sorted({place for item in (*fields, *([key] if key else [])) for place in item.places})

    def columns(self) -> dict[str, str]:
        """Headers by field."""
        return {item.name: item.column for item in (*self._fields, *([self._key] if self._key else []))}

    def keep(self, columns: Sequence[tuple[int, str]], read: Reader) -> None:
        """Columns that become further fields of the record."""
        self._kept, self._read_kept = columns, read
        self._places = sorted({*self._places, *(place for place, _name in columns)})

    def restrict(self, only: Sequence[Callable[[Sequence[str]], bool]]) -> None:
        """All of these must hold of a row that has such a record."""
        self._only = only

    def read(self, cells: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
        """None: this row holds no such record, or one that was told before in the same words. Raises BadField."""
        if not self.is_in(cells):
            return None
        if self._told is not None and tuple(cells[place] for place in self._places) in self._told:
            return None
        key = self._own_key(cells)
        if key is None:
            return None
        values = {item.name: item.read(cells) for item in self._fields}
        values.update(self._constants)
        if self.record.has_custom:
            values["custom"] = together(self._custom(cells), values)
        return key, values

    def is_in(self, cells: Sequence[str]) -> bool:
        """Whether the mapping looks for such a record in this row at all."""
        return all(holds(cells) for holds in self._only)

    def told(self, cells: Sequence[str]) -> None:
        """The record of this row came in."""
        if self._told is not None:
            self._told.add(tuple(cells[place] for place in self._places))

    def _own_key(self, cells: Sequence[str]) -> str | None:
        if self._key is None:
            digest = hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:32]
            self._whole_rows[digest] += 1
            return digest if self._whole_rows[digest] == 1 else f"{digest}#{self._whole_rows[digest]}"
        try:
            key = str(self._key.read(cells)).strip()
        except BadField as error:
            if self.record.optional and not error.value:
                return None
            raise
        if len(key) > _LONGEST_KEY:
            raise BadField(self._key.column, key, _("This is too long for an identifier."))
        return key

    def _custom(self, cells: Sequence[str]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for place, name in self._kept:
            try:
                kept[name] = self._read_kept(cells[place]) if cells[place] else None
            except BadValue as error:
                raise BadField(name, cells[place], error.reason) from error
        return kept


class FileReader:
    """All that a row of one file holds."""

    def __init__(self, file: SourceFile, table: Table, around: Surroundings) -> None:
        """Raises UserError where the file lacks a column that the mapping names, or where a constant is no such value."""
        columns = _Columns(table, tuple(file.counted))
        file = replace(file, records=tuple(_with_defined(record, file, columns, around) for record in file.records))
        evidence = gather(table, *open_questions(file, table, around))
        records = [record for record in file.records if not _absent(record, columns)]
        self.records = [_record_reader(record, file, columns, evidence, around) for record in records]
        self._repairs = [(columns.needed(name), padded(length, around.told.padding(name))) for name, length in file.digits.items()]
        self._guarded = file.habits.guarded and table.facts[0] not in ("XLSX", "JSON")
        self._counted = [(columns.needed(of), Counter[str]()) for of in file.counted.values()]

    def repair(self, cells: list[str]) -> None:
        """Give back what a spreadsheet took from the codes in this row, or must not see of its texts; add the columns that are counted."""
        if self._guarded:
            cells[:] = map(unguarded, cells)
        for place, repair in self._repairs:
            cells[place] = repair(cells[place])
        for place, seen in self._counted:
            seen[cells[place]] += 1
            cells.append(str(seen[cells[place]]))


class _Columns:
    """A file's headers, found without regard to case and white space."""

    def __init__(self, table: Table, counted: Sequence[str] = ()) -> None:
        """`counted` are columns that are added to each row."""
        self.file, self.header, self.own = table.name, [*table.header, *counted], len(table.header)
        self._places: dict[str, int] = {}
        self._twice: set[str] = set()
        for place, name in enumerate(self.header):
            if plain(name) in self._places:
                self._twice.add(plain(name))
            self._places.setdefault(plain(name), place)

    def place(self, name: str) -> int | None:
        if plain(name) in self._twice:
            raise UserError(
                _("{file} has more than one column “{name}”. Nothing was imported; rename one of them.").format(file=self.file, name=name)
            )
        return self._places.get(plain(name))

    def places(self, rule: Rule) -> tuple[int, ...]:
        """Of all columns that are joined, or of the first of several that the file has; empty where an optional one is not there."""
        if rule.join:
            return tuple(map(self.needed, rule.join))
        if rule.filled:
            there = tuple(place for name in rule.filled if (place := self.place(name)) is not None)
            if not there and not rule.optional:
                self.needed(rule.filled[0])
            return there
        found = [place for name in rule.columns if (place := self.place(name)) is not None]
        if not found and not rule.optional and rule.value is None:
            self.needed(rule.columns[0])
        return tuple(found[:1])

    def needed(self, name: str) -> int:
        place = self.place(name)
        if place is None:
            raise UserError(
                _("{file} has no column “{name}”. Its columns are: {columns}. Nothing was imported; correct the mapping.").format(
                    file=self.file, name=name, columns=", ".join(self.header[: self.own])
                )
            )
        return place


def words_of(table: Table, lookup: Lookup) -> dict[str, str]:
    """What each word of a lookup's key column stands for."""
    key, value = map(_Columns(table).needed, (lookup.key, lookup.value))
    return {plain(row.cells[key]): row.cells[value] for row in table.rows() if len(row.cells) == len(table.header)}


def used_columns(file: SourceFile, table: Table) -> set[int]:
    """The places of the columns that the mapping reads. Raises UserError where one that it needs is not there."""
    columns = _Columns(table, tuple(file.counted))
    used: set[int] = set()
    for record in file.records:
        if not _absent(record, columns):
            used.update(place for rule in (*record.rules.values(), record.id) if rule for place in columns.places(rule))
            used.update(columns.needed(only.column) for only in record.only if not only.optional)
    return {place for place in used if place < columns.own}


def _absent(record: Record, columns: _Columns) -> bool:
    """The file has no such records: the column that would tell them apart is not there, and need not be."""
    return record.optional and record.id is not None and not columns.places(record.id)


def open_questions(file: SourceFile, table: Table, around: Surroundings) -> tuple[set[int], set[int]]:
    """Places of columns of numbers and of dates for which nobody stated how they are written."""
    columns = _Columns(table, tuple(file.counted))
    numbers: set[int] = set()
    dates: set[int] = set()
    for record in file.records:
        limits = [only for only in record.only if not (only.words or only.starts or file.habits.decimal)]
        numbers.update(place for only in limits if (place := columns.place(only.column)) is not None and place < columns.own)
        for name, rule in record.rules.items() if not _absent(record, columns) else ():
            kind = _field(record, name, around).kind
            if kind in _NUMBERS and not (rule.decimal or file.habits.decimal):
                numbers.update(place for place in columns.places(rule) if place < columns.own)
            if kind in _DATES and not (rule.dates or file.habits.dates):
                dates.update(place for place in columns.places(rule) if place < columns.own)
    return numbers, dates


def _record_reader(record: Record, file: SourceFile, columns: _Columns, evidence: Evidence, around: Surroundings) -> RecordReader:
    fields, constants = [], {}
    key = None if record.id is None else _field_reader(_ID, record.id, file.habits, columns, evidence, around)
    for name, rule in record.rules.items():
        item = _field(record, name, around)
        reader = _field_reader(item, rule, file.habits, columns, evidence, around)
        if reader is not None:
            fields.append(reader)
        elif rule.value is not None:
            constants[name] = _constant(item, rule, file, around)
        elif rule.default is not None:
            constants[name] = _constant(item, Rule(value=rule.default, words=rule.words, other=rule.other), file, around)
        else:
            constants[name] = item.empty
    made = RecordReader(record, key, fields, constants)
    made.keep(_kept(record, file, columns), note_reader(around.told.count_cards))
    made.restrict([_held(only, file.habits, columns, evidence) for only in record.only])
    return made


def _held(only: Only, habits: Habits, columns: _Columns, evidence: Evidence) -> Callable[[Sequence[str]], bool]:
    """Whether a row is one of those. An empty cell is neither above nor below a number, and one that is no number keeps its row out.
    Of a column that need not be there and is not, no row is one."""
    place = columns.place(only.column) if only.optional else columns.needed(only.column)
    if place is None:
        return lambda _cells: not only.holds
    sign = habits.decimal or evidence.signs.get(place, "")

    def word_holds(text: str) -> bool:
        return ("" if text in habits.empty else plain(text)) in only.words

    def start_holds(text: str) -> bool:
        return text.strip().startswith(only.starts)

    def number_holds(text: str) -> bool:
        if not text.strip() or text in habits.empty:
            return False
        try:
            number = read_decimal(text, sign)
        except BadValue as error:
            raise BadField(only.column, text, error.reason) from error
        return (only.above is None or number > only.above) and (only.below is None or number < only.below)

    test = word_holds if only.words else start_holds if only.starts else number_holds
    return lambda cells: test(cells[place]) is only.holds


def _field_reader(
    item: Field, rule: Rule, habits: Habits, columns: _Columns, evidence: Evidence, around: Surroundings
) -> FieldReader | None:
    """None where no column of the file holds it."""
    places = columns.places(rule)
    if not places:
        return None
    column = rule.between.join(columns.header[place] for place in places) if rule.join else columns.header[places[0]]
    sign = rule.decimal or habits.decimal or evidence.signs.get(places[0], "")
    order = rule.dates or habits.dates or evidence.orders.get(places[0], "")
    read = _value_reader(item, rule, sign, order, habits.zone or around.zone, around)
    less = tuple(place for name in rule.less if (place := columns.place(name)) is not None)
    return FieldReader(item, rule, column, places, habits, _preparation(rule, habits, around), read, less)


def _value_reader(item: Field, rule: Rule, sign: str, order: str, zone: str, around: Surroundings) -> Reader:
    told = around.told
    makers: dict[Kind, Callable[[], Reader]] = {
        Kind.NOTE: lambda: note_reader(told.count_cards),
        Kind.MONEY: lambda: scaled_reader(sign, places=rule.places, times=rule.times, remove=rule.remove),
        Kind.QUANTITY: lambda: scaled_reader(sign, places=rule.places, times=rule.times, remove=rule.remove),
        Kind.INTEGER: lambda: integer_reader(sign, remove=rule.remove),
        Kind.BOOL: lambda: read_bool,
        Kind.DAY: lambda: day_of_moment_reader(order, zone_of(zone)) if rule.moment else day_reader(order),
        Kind.MOMENT: lambda: moment_reader(order, zone_of(zone)),
        Kind.CLOCK: lambda: read_clock,
        Kind.WORD: lambda: word_reader(item.words),
        Kind.COUNTRY: lambda: lambda text: country_code(read_text(text)),
        Kind.REFERENCE: lambda: lambda text: read_text(text).strip(),
        Kind.TAGS: lambda: read_tags,
        Kind.CUSTOM: lambda: object_reader(item.of, around.custom, told.count_cards),
    }
    read = makers.get(item.kind, lambda: read_text)()
    return kept_reader(item, read) if item.name.startswith(PREFIX) else read


def _preparation(rule: Rule, habits: Habits, around: Surroundings) -> Reader:
    """What happens to a text before it is read; an empty one passes through unless there is a default."""
    steps: list[Reader] = []
    if habits.trim:
        steps.append(str.strip)
    if rule.strip:
        steps.append(lambda text: text.strip(rule.strip))
    if rule.lookup:
        steps.append(_looked_up(around.lookups[rule.lookup]))
    if rule.words is not None:
        steps.append(mapped(rule.words, rule.other))
    default = rule.default or ""

    def prepare(text: str) -> str:
        for step in steps:
            if not text:
                break
            text = step(text)
        return text or default

    return prepare


def _looked_up(words: Mapping[str, str] | None) -> Reader:
    """Without the optional file that tells the words, they are left out."""

    def read(text: str) -> str:
        if words is None:
            return ""
        meaning = words.get(plain(text))
        if meaning is None:
            raise BadValue(_("The file that this refers to does not have it."))
        return meaning

    return read


def _constant(item: Field, rule: Rule, file: SourceFile, around: Surroundings) -> Any:
    assert rule.value is not None
    try:
        text = mapped(rule.words, rule.other)(rule.value) if rule.words is not None else rule.value
        read = _value_reader(item, rule, rule.decimal or ".", rule.dates or "", file.habits.zone or around.zone, around)
        return read(text) if text else item.empty
    except BadValue as error:
        raise UserError(
            _("The mapping gives “{name}” the value “{value}”: {reason} Nothing was imported; correct the mapping.").format(
                name=item.name, value=rule.value, reason=error.reason
            )
        ) from error


def _kept(record: Record, file: SourceFile, columns: _Columns) -> list[tuple[int, str]]:
    if record.keep is not None:
        return [(place, columns.header[place]) for name in record.keep for place in columns.places(Rule(columns=(name,)))]
    there = [other for other in file.records if not _absent(other, columns)]
    used = {place for other in there for rule in (*other.rules.values(), other.id) if rule for place in columns.places(rule)}
    return [(place, name) for place, name in enumerate(columns.header) if place not in used and name]


def _with_defined(record: Record, file: SourceFile, columns: _Columns, around: Surroundings) -> Record:
    """Where all that is left over is kept, or a column with all further fields is: those that are defined are read by their kind."""
    if not record.has_custom or _absent(record, columns):
        return record
    left = [name for _place, name in _kept(record, file, columns)]
    left += [name for name in columns.header if name.startswith(PREFIX) and WHOLE in record.rules]
    found = {name: each for name in left if (each := defined(record.target.table, name, around.custom)) is not None}
    rules = {f"{PREFIX}{each.name}": Rule(columns=(name,)) for name, each in found.items()}
    typed = set(map(plain, found))
    keep = None if record.keep is None else tuple(name for name in record.keep if plain(name) not in typed)
    return replace(record, rules={**rules, **record.rules}, keep=keep)


def _field(record: Record, name: str, around: Surroundings) -> Field:
    if is_custom(name):
        return custom_field(record.target.table, name, around.custom)
    found = record.target.field(name)
    assert found is not None
    return found
