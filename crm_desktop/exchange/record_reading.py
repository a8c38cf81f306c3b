"""From the cells of many rows to the values of one record of each: column by column, for most of what a column says it said before."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, repeat
from operator import itemgetter
from typing import Any

from crm_desktop.core.custom_values import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.exchange.custom_columns import PREFIX, WHOLE, together
from crm_desktop.exchange.mapping import Habits, Record, Repeated, Rule
from crm_desktop.exchange.rejects import BadField, BadValue
from crm_desktop.exchange.targets import Field, Kind
from crm_desktop.exchange.values import Reader, read_text
from crm_desktop.exchange.whole_columns import ColumnReader

Cells = Sequence[str]
Made = tuple[str, dict[str, Any]] | BadField | None
"""Key and values of a row's record; what is wrong with it; None: the row holds no such record, or one that came in the same words."""

_LONGEST_KEY = 200
_REMEMBERED = 20_000


class FieldReader:
    """One field of each row. A text that was read before is not read again."""

    def __init__(
        self, item: Field, rule: Rule, column: str, places: tuple[int, ...], habits: Habits, prepare: Reader, read: Reader,
        less: tuple[int, ...] = (), at_once: ColumnReader | None = None,
    ) -> None:  # fmt: skip
        """`less` are the places of numbers that are taken off this one. `at_once` reads a whole column as `read` reads each of it."""
        self.name, self.column, self._less = item.name, column, less
        self._places, self._join = places, rule.between if rule.join else None
        self._filled = places[: len(places) - len(rule.join)] if rule.filled else ()
        self._joined, self._after = places[len(self._filled) :], rule.after
        self._empty_words = habits.empty
        self._prepare, self._read = prepare, read
        self._at_once = at_once if prepare is str.strip else None
        self._empty, self._required = item.empty, item.required
        self._whole = item.kind is Kind.NOTE
        self._memo: dict[str, Any] | None = None if item.kind is Kind.NOTE else {}

    @property
    def places(self) -> tuple[int, ...]:
        return (*self._places, *self._less)

    def read_all(self, rows: Sequence[Cells]) -> list[Any]:
        """A value for each row, or the BadField that says what is wrong with it."""
        if self._less:
            return list(map(self._lessened, rows))
        texts = self._texts(rows)
        if not set(map(type, texts)) <= {str}:
            return list(map(self._told, texts))
        if self._at_once is not None and (found := self._all_at_once(self._at_once, texts)) is not None:
            return found
        return list(map(self._told, texts)) if self._memo is None else self._remembered(self._memo, texts)

    def _all_at_once(self, read: ColumnReader, texts: list[str]) -> list[Any] | None:
        """None where one of them needs a look of its own."""
        stripped = list(map(str.strip, texts))
        if all(stripped) and self._empty_words.isdisjoint(texts):
            found = read(stripped)
            return None if found is None else list(found)
        there = [bool(each) and text not in self._empty_words for each, text in zip(stripped, texts, strict=True)]
        found = read(list(compress(stripped, there))) if any(there) else ()
        if found is None:
            return None
        rest, nothing = iter(found), self._told("")
        return [next(rest) if each else nothing for each in there]

    def _remembered(self, memo: dict[str, Any], texts: list[str]) -> list[Any]:
        if len(memo) > _REMEMBERED:
            memo.clear()
        for text in dict.fromkeys(texts):
            if text not in memo:
                memo[text] = self._told(text)
        return [memo[text] for text in texts]

    def _lessened(self, cells: Cells) -> Any:
        try:
            value = self._value(self._text(cells))
            if value is not None:
                value -= sum(self._value(cells[place]) or 0 for place in self._less if not self._is_empty(cells[place]))
        except BadField as error:
            return error.remembered()
        return value

    def _texts(self, rows: Sequence[Cells]) -> list[str]:
        if self._join is None and not self._filled and not self._after:
            return list(map(itemgetter(self._places[0]), rows))
        return list(map(self._text, rows))

    def _text(self, cells: Cells) -> str:
        text = self._own_text(cells)
        return f"{text}{self._after}" if self._after and not self._is_empty(text) else text

    def _own_text(self, cells: Cells) -> str:
        filled = next((cell for place in self._filled if not self._is_empty(cell := cells[place])), "")
        if filled or (self._filled and self._join is None):
            return filled
        if self._join is not None:
            return self._join.join(cell for place in self._joined if not self._is_empty(cell := cells[place]))
        return cells[self._places[0]]

    def _told(self, text: str) -> Any:
        try:
            return self._value(text)
        except BadField as error:
            return error.remembered()

    def _value(self, text: str) -> Any:
        try:
            text = self._prepare("" if self._is_empty(text) else text)
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
        self._names = [item.name for item in fields]
        self._has_further = any(name == WHOLE or name.startswith(PREFIX) for name in (*self._names, *constants))
        self._kept: Sequence[tuple[int, str]] = ()
        self._read_kept: Reader = read_text
        self._whole_rows: Counter[str] = Counter()
        self._came: set[Any] | None = None if record.repeated is Repeated.REFUSE or key is None else set()
        self._only: Sequence[Callable[[Cells], bool]] = ()
        self._look_at(place for item in (*fields, *([key] if key else [])) for place in item.places)

    def _look_at(self, places: Iterable[int]) -> None:
        self._places = sorted(set(places))
        self._seen: Callable[[Cells], Any] = itemgetter(*self._places) if self._places else lambda _cells: ()

    def columns(self) -> dict[str, str]:
        """Headers by field."""
        return {item.name: item.column for item in (*self._fields, *([self._key] if self._key else []))}

    def keep(self, columns: Sequence[tuple[int, str]], read: Reader) -> None:
        """Columns that become further fields of the record."""
        self._kept, self._read_kept = columns, read
        self._look_at([*self._places, *(place for place, _name in columns)])

    def restrict(self, only: Sequence[Callable[[Cells], bool]]) -> None:
        """All of these must hold of a row that has such a record."""
        self._only = only

    @property
    def is_in_all(self) -> bool:
        """Whether the mapping looks for such a record in every row."""
        return not self._only

    def is_in(self, cells: Cells) -> bool:
        """Whether the mapping looks for such a record in this row at all. Raises BadField."""
        return all(holds(cells) for holds in self._only)

    def came(self, cells: Cells) -> None:
        """The record of this row came in."""
        if self._came is not None:
            self._came.add(self._seen(cells))

    def read_all(self, rows: Sequence[Cells]) -> list[Made]:
        """One for each row."""
        found: list[Made] = [None] * len(rows)
        numbers, keys = [], []
        wanted = self._wanted(rows, found)
        for number, key in zip(wanted, self._keys([rows[number] for number in wanted]), strict=True):
            if isinstance(key, BadField):
                found[number] = key
            elif key is not None:
                numbers.append(number)
                keys.append(key)
        if numbers:
            self._read_fields(rows, numbers, keys, found)
        return found

    def _wanted(self, rows: Sequence[Cells], found: list[Made]) -> list[int]:
        """Numbers of the rows that hold such a record which did not come before."""
        numbers: list[int] = list(range(len(rows)))
        if self._only:
            numbers = [number for number in numbers if self._holds(rows[number], number, found)]
        if self._came:
            came = self._came
            numbers = [
                number for number, seen in zip(numbers, map(self._seen, map(rows.__getitem__, numbers)), strict=True) if seen not in came
            ]
        return numbers

    def _holds(self, cells: Cells, number: int, found: list[Made]) -> bool:
        try:
            return self.is_in(cells)
        except BadField as error:
            found[number] = error.remembered()
            return False

    def _read_fields(self, rows: Sequence[Cells], numbers: list[int], keys: list[str], found: list[Made]) -> None:
        """Field by field, each of the rows in which nothing was wrong so far."""
        columns: list[list[Any]] = []
        cells = [rows[number] for number in numbers]
        for item in self._fields:
            values = item.read_all(cells)
            columns.append(values)
            if BadField in set(map(type, values)):
                wrong = [isinstance(value, BadField) for value in values]
                for number, value in compress(zip(numbers, values, strict=True), wrong):
                    found[number] = value
                fine = [not each for each in wrong]
                numbers, keys, cells = list(compress(numbers, fine)), list(compress(keys, fine)), list(compress(cells, fine))
                columns = [list(compress(column, fine)) for column in columns]
        if len(numbers) < len(rows) or self._reads_custom:
            for number, made in zip(numbers, self._made(keys, columns), strict=True):
                found[number] = self._with_custom(*made, rows[number]) if self._reads_custom else made
        else:
            found[:] = self._made(keys, columns)

    def _made(self, keys: list[str], columns: list[list[Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
        alike = self._constants if self._reads_custom or not self.record.has_custom else {**self._constants, "custom": NOTHING}
        read = [*columns, *(repeat(value, len(keys)) for value in alike.values())]
        by_row = zip(*read, strict=True) if read else repeat((), len(keys))
        return zip(keys, map(dict, map(zip, repeat((*self._names, *alike)), by_row)), strict=False)

    @property
    def _reads_custom(self) -> bool:
        return self.record.has_custom and bool(self._kept or self._has_further)

    def _keys(self, rows: list[Cells]) -> Sequence[str | BadField | None]:
        if self._key is None:
            return list(map(self._key_of_row, rows))
        values = self._key.read_all(rows)
        if set(map(type, values)) == {str} and max(map(len, keys := list(map(str.strip, values)))) <= _LONGEST_KEY:
            return keys
        return list(map(self._checked_key, values))

    def _checked_key(self, value: Any) -> str | BadField | None:
        if isinstance(value, BadField):
            return None if self.record.optional and not value.value else value
        key = str(value).strip()
        if len(key) > _LONGEST_KEY:
            assert self._key is not None
            return BadField(self._key.column, key, _("This is too long for an identifier."))
        return key

    def _key_of_row(self, cells: Cells) -> str:
        digest = hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._whole_rows[digest] += 1
        return digest if self._whole_rows[digest] == 1 else f"{digest}#{self._whole_rows[digest]}"

    def _with_custom(self, key: str, values: dict[str, Any], cells: Cells) -> Made:
        try:
            values["custom"] = together(self._custom(cells), values)
        except BadField as error:
            return error.remembered()
        return key, values

    def _custom(self, cells: Cells) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for place, name in self._kept:
            try:
                kept[name] = self._read_kept(cells[place]) if cells[place] else None
            except BadValue as error:
                raise BadField(name, cells[place], error.reason) from error
        return kept
