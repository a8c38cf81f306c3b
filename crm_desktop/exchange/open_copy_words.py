"""An open copy described: each table and column with its type, its unit, what it refers to, and what its words mean."""

import re
from enum import StrEnum
from functools import cache
from inspect import getdoc
from typing import Any

from peewee import BooleanField, Field, ForeignKeyField

from crm_desktop.core.i18n import _
from crm_desktop.core.record_words import field_word, thing_word
from crm_desktop.data.fields import DayField, MoneyField, QuantityField, UtcField
from crm_desktop.data.models import OUTSIDE, RECORDS, Base
from crm_desktop.data.whole_tables import Holds, StoredColumn, StoredTable
from crm_desktop.exchange.open_copy import Part, table_file
from crm_desktop.queries.subjects import SUBJECTS

_DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}
_UNITS: tuple[tuple[type[Field[Any]], str], ...] = (
    (UtcField, "seconds since 1970-01-01T00:00:00Z (UTC)"),
    (DayField, "day, YYYY-MM-DD; 9999-12-31 is never"),
    (QuantityField, "ten-thousandths: 15000 is 1.5"),
    (MoneyField, "ten-thousandths of the record's currency, or of the company's where it has none: 15000 is 1.50"),
    (BooleanField, "1 yes, 0 no"),
)
_JSON = ("{", "[")
_JOINED = re.compile(r"(?:^|JOIN )(\w+)(?: AS (\w+))?")


def resource(table: StoredTable, part: Part) -> dict[str, Any]:
    model = _models().get(table.name)
    return {
        "name": table.name,
        "path": table_file(table.name),
        "title": thing_word(table.name) if model is not None else table.name,
        "description": _described(table.name, model),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "rows": part.rows,
        "bytes": part.size,
        "hash": f"sha256:{part.sha256}",
        "schema": {
            "fields": [_field(table, column, model) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [{"fields": each.column, "reference": {"resource": each.table, "fields": each.to}} for each in table.relations],
        },
    }


def _described(name: str, model: type[Base] | None) -> str:
    own = _OWN.get(name, "")
    if own or model is None or model.__doc__ is None:
        return own
    return getdoc(model) or ""


_OWN = {
    "attachment_content": "What is in attached files, by the SHA-256 that attachment.sha256 names; each lies in the folder files.",
    "chain_head": "The end of the history: its last operation and that one's link.",
    "case_note_words": "Words of a case's notes, as they are searched for; they follow from case_event.",
    "number_series": "The last number that was given out of each kind, and how numbers are written.",
    "schema_migration": "The program's own scripts that made these tables.",
    "operation": "Everything that was done, in its order. Each link is the SHA-256 of the one before, of the operation and of its entries.",
}


def _field(table: StoredTable, column: StoredColumn, model: type[Base] | None) -> dict[str, Any]:
    field = _fields(model).get(column.name) if model is not None else None
    described: dict[str, Any] = {"name": column.name, "type": "string" if column.holds is Holds.BYTES else str(column.holds)}
    if field is not None:
        described["title"] = field_word(field.name)
    if isinstance(field, BooleanField):
        described |= {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]}
    if unit := _unit(column, field):
        described["description"] = unit
    described["mayHoldNothing"] = not column.required
    if column.required and column.holds is Holds.NUMBER:
        described["constraints"] = {"required": True}
    if words := words_of(table.name, column.name):
        described["words"] = {str(word): _(word) for word in words}
    return described


def _unit(column: StoredColumn, field: Field[Any] | None) -> str:
    if column.holds is Holds.BYTES:
        return "path of the file in this folder"
    known = next((unit for kind, unit in _UNITS if isinstance(field, kind)), "")
    return known or ("JSON" if field is not None and str(field.default)[:1] in _JSON else "")


@cache
def _models() -> dict[str, type[Base]]:
    return {model._meta.table_name: model for model in (*RECORDS, *OUTSIDE)}


@cache
def _fields(model: type[Base]) -> dict[str, Field[Any]]:
    return {field.column_name: field for field in model._meta.sorted_fields}


def words_of(table: str, column: str) -> type[StrEnum] | None:
    """The only words that stand in this column, as far as the program keeps them in one place."""
    model = _models().get(table)
    field = _fields(model).get(column) if model is not None else None
    if field is None or isinstance(field, ForeignKeyField):
        return None
    return type(field.default) if isinstance(field.default, StrEnum) else _of_lists().get((table, column))


@cache
def _of_lists() -> dict[tuple[str, str], type[StrEnum]]:
    """What lists show as fixed words, where they show a column as it is."""
    found = {}
    for subject in SUBJECTS:
        tables = {alias or table: table for table, alias in _JOINED.findall(subject.source)}
        for column in subject.columns:
            short, _point, name = column.sql.partition(".")
            if column.words is not None and short in tables and name.isidentifier():
                found[tables[short], name] = column.words
    return found
