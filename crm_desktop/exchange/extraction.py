"""From a row's cells to the values of its records, by the mapping's rules. Built once per file, then called for each row."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
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
)
from crm_desktop.exchange.evidence import Asked, Evidence, gather
from crm_desktop.exchange.mapping import Habits, Lookup, Only, Record, Rule, SourceFile
from crm_desktop.exchange.moments import Order, day_of_moment_reader, day_reader, moment_reader, read_clock
from crm_desktop.exchange.record_reading import FieldReader, RecordReader
from crm_desktop.exchange.rejects import BadField, BadValue
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
from crm_desktop.exchange.whole_columns import column_reader

_ID = Field("id", required=True)
_NUMBERS = (Kind.MONEY, Kind.QUANTITY, Kind.INTEGER)
_DATES = (Kind.DAY, Kind.MOMENT)


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


class FileReader:
    """All that a row of one file holds."""

    def __init__(self, file: SourceFile, table: Table, again: Callable[[], Table], around: Surroundings) -> None:
        """`again` opens the table once more, for what a whole column tells.

        Raises UserError where the file lacks a column that the mapping names, or where a constant is no such value.
        """
        columns = _Columns(table, tuple(file.counted))
        file = replace(file, records=tuple(_with_defined(record, file, columns, around) for record in file.records))
        evidence = _evidence(table, again, *open_questions(file, table, around))
        records = [record for record in file.records if not _absent(record, columns)]
        self.records = [_record_reader(record, file, columns, evidence, around) for record in records]
        self._repairs = [(columns.needed(name), padded(length, around.told.padding(name))) for name, length in file.digits.items()]
        self._guarded = file.habits.guarded and table.facts[0] not in ("XLSX", "JSON")
        self._counted = [(columns.needed(of), Counter[str]()) for of in file.counted.values()]

    def repair(self, rows: Sequence[list[str]]) -> None:
        """Of all these rows."""
        if self._guarded or self._repairs or self._counted:
            for cells in rows:
                self._repair(cells)

    def _repair(self, cells: list[str]) -> None:
        """Give back what a spreadsheet took from the codes in this row, or must not see of its texts; add the columns that are counted."""
        if self._guarded:
            cells[:] = map(unguarded, cells)
        for place, repair in self._repairs:
            cells[place] = repair(cells[place])
        for place, seen in self._counted:
            seen[cells[place]] += 1
            cells.append(str(seen[cells[place]]))


def _evidence(table: Table, again: Callable[[], Table], numbers: Collection[int], dates: Collection[int]) -> Asked:
    """Hardly a column of numbers gets by without, so that is found out at once; of days only when one comes that may be two."""

    def of_dates() -> Evidence:
        with closing(again()) as once_more:
            return gather(once_more, (), dates)

    if not numbers:
        return Asked(of_dates)
    found = gather(table, numbers, dates)
    return Asked(lambda: found)


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
        if rule.filled or rule.join:
            there = tuple(place for name in rule.filled if (place := self.place(name)) is not None)
            if not there and not rule.optional and not rule.join:
                self.needed(rule.filled[0])
            return (*there, *map(self.needed, rule.join))
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


def _record_reader(record: Record, file: SourceFile, columns: _Columns, evidence: Asked, around: Surroundings) -> RecordReader:
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


def _held(only: Only, habits: Habits, columns: _Columns, evidence: Asked) -> Callable[[Sequence[str]], bool]:
    """Whether a row is one of those. An empty cell is neither above nor below a number, and one that is no number keeps its row out.
    Of a column that need not be there and is not, no row is one."""
    place = columns.place(only.column) if only.optional else columns.needed(only.column)
    if place is None:
        return lambda _cells: not only.holds
    sign = habits.decimal or ("" if only.words or only.starts else evidence.sign(place))

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


def _field_reader(item: Field, rule: Rule, habits: Habits, columns: _Columns, evidence: Asked, around: Surroundings) -> FieldReader | None:
    """None where no column of the file holds it."""
    places = columns.places(rule)
    if not places:
        return None
    column = rule.between.join(columns.header[place] for place in places) if rule.join else columns.header[places[0]]
    sign = rule.decimal or habits.decimal or (evidence.sign(places[0]) if item.kind in _NUMBERS else "")
    order = rule.dates or habits.dates or partial(evidence.order, places[0])
    read = _value_reader(item, rule, sign, order, habits.zone or around.zone, around)
    less = tuple(place for name in rule.less if (place := columns.place(name)) is not None)
    at_once = None if item.name.startswith(PREFIX) else column_reader(item.kind, read)
    return FieldReader(item, rule, column, places, habits, _preparation(rule, habits, around), read, less, at_once)


def _value_reader(item: Field, rule: Rule, sign: str, order: Order, zone: str, around: Surroundings) -> Reader:
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
    if not default and steps == [str.strip]:
        return str.strip

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
