"""Any column of a list on screen, beside those a page draws itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from crm_desktop.core.i18n import _
from crm_desktop.core.tag_names import tag_key
from crm_desktop.queries.columns import Column as Field
from crm_desktop.queries.columns import Kind, Subject
from crm_desktop.queries.narrowed import values_of
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip, Heading
from crm_desktop.ui.models.record_table import LEFT, RIGHT, Column, End, Source
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.words_of_lists import word_of

_WIDTHS = {Kind.TEXT: 150, Kind.TAGS: 150, Kind.MOMENT: 140, Kind.DAY: 104, Kind.FLAG: 70}
_WIDTH = 100
_LINES = 200
"""Letters of a long text that a cell keeps: what is beyond no column shows."""


class Wide(NamedTuple):
    """A page's row with the values of further columns."""

    id: int
    row: Any
    values: tuple[Any, ...]


def text_of(field: Field, value: Any, currency: str, formats: Formats) -> str:
    """As people here read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return formats.day_and_time(value) if isinstance(value, datetime) else formats.day(value)
    if isinstance(value, int | Decimal):
        return formats.money(Decimal(value), currency) if field.kind is Kind.MONEY else formats.number(value)
    return ", ".join(value) if isinstance(value, list) else word_of(field, str(value))


def further_column(field: Field, title: str, formats: Formats, place: int, tones: Mapping[str, str]) -> Column:
    """`place`: where its value stands among those of a `Wide` row; the last is the currency. `tones`: colours of tags by their keys."""

    def cell(row: Wide) -> Cell:
        text = text_of(field, row.values[place], row.values[-1] or "", formats)
        if field.kind is Kind.TAGS and row.values[place]:
            return Cell(chips=tuple(Chip(name, Tone(tones.get(tag_key(name), Tone.PLAIN))) for name in row.values[place]))
        return Cell(" ".join(text[:_LINES].split()), soft=True)

    align = RIGHT if field.kind.can_be_added else LEFT
    down_first = field.kind.can_be_added or field.kind.has_periods
    return Column(title, cell, _WIDTHS.get(field.kind, _WIDTH), align, field.name, down_first, key=field.name)


def of_wide(column: Column) -> Column:
    """A page's own column, of rows that carry further values."""
    inner: Callable[[Any], Cell] = column.cell

    def cell(row: Wide) -> Cell:
        return inner(row.row)

    return replace(column, cell=cell)


def widened(source: Source, subject: Subject, fields: Sequence[Field]) -> Source:
    """The same list with the values of these fields, and the currency, read for the rows on screen alone."""
    currency = subject.column("currency")
    asked = [*fields, *([currency] if currency is not None else [])]

    def wide(rows: Mapping[int, Any]) -> dict[int, Any]:
        found = values_of(subject, asked, [row_id for row_id in rows if row_id > 0])
        nothing = (None,) * (len(fields) + 1)
        return {
            row_id: row if isinstance(row, Heading) else Wide(row_id, row, _ended(found.get(row_id), currency is not None) or nothing)
            for row_id, row in rows.items()
        }

    def first(limit: int) -> Sequence[Any]:
        return list(wide({row.id: row for row in source.first(limit)}).values())

    def some(ids: Sequence[int]) -> Mapping[int, Any]:
        return wide(source.rows(ids))

    return Source(first, source.ids, some, None if source.last is None else partial(_wide_end, source.last, wide))


def _wide_end(last: Callable[[int], End], wide: Callable[[Mapping[int, Any]], dict[int, Any]], limit: int) -> End:
    found = last(limit)
    return End(found.size, list(wide({row.id: row for row in found.rows}).values()))


def _ended(values: tuple[Any, ...] | None, has_currency: bool) -> tuple[Any, ...] | None:
    return values if values is None or has_currency else (*values, "")
