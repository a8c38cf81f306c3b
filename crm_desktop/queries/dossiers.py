"""Everything that is held about a person, as it is stored: each row that leads to them, with what it said before it was changed."""

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from peewee import ForeignKeyField

from crm_desktop.core.money import shown
from crm_desktop.core.read_json import kept_object
from crm_desktop.data.database import reading
from crm_desktop.data.fields import MoneyField, QuantityField
from crm_desktop.data.models import RECORDS, Base, Customer, Record
from crm_desktop.data.models.party import HANGING, Hanging
from crm_desktop.queries.access import looked_at
from crm_desktop.queries.belongings import Owned, hanging_on, persons_of, rows_of_theirs
from crm_desktop.queries.lists import at, rows_by_ids

_CALLED = ("number", "code", "sku", "name", "title")
"""The first that a table has is what its rows are called."""
_EARLIER = """SELECT audit_entry.row_id, operation.at, audit_entry.before FROM audit_entry JOIN operation ON operation.id = operation_id
WHERE entity = {table} AND kind = 'update' AND erased_by_id IS NULL AND row_id IN ({{ids}}) ORDER BY audit_entry.id"""
_MANY = 500


class HeldRow(NamedTuple):
    """`values` by column, plain: what a column refers to stands behind its number, as `{"id": 3, "called": "Phone"}`."""

    id: int
    values: dict[str, Any]


class HeldTable(NamedTuple):
    table: str
    rows: tuple[HeldRow, ...]


class Earlier(NamedTuple):
    """What was changed: the values before, and the moment (ISO 8601, UTC) since when they are not so any more."""

    table: str
    row: int
    until: str
    values: dict[str, Any]


class Dossier(NamedTuple):
    """`merged` are numbers of records that were merged into this one; whatever is theirs is in `tables` too."""

    number: str
    name: str
    merged: tuple[str, ...]
    tables: tuple[HeldTable, ...]
    earlier: tuple[Earlier, ...]

    @property
    def language(self) -> str:
        """In which they want to be written to."""
        persons = (row.values for table in self.tables if table.table == Customer._meta.table_name for row in table.rows)
        return next(str(values["language"]) for values in persons if values["number"] == self.number)


def digits_of(table: str, name: str) -> int | None:
    """How many places an amount of this column is told with at least; None where the column holds none."""
    return _amounts().get((table, name))


@cache
def _amounts() -> dict[tuple[str, str], int]:
    fields = ((model._meta.table_name, field) for model in RECORDS for field in model._meta.sorted_fields)
    return {(table, field.name): 0 if isinstance(field, QuantityField) else 2 for table, field in fields if isinstance(field, MoneyField)}


def dossier(number: str) -> Dossier | None:
    """As of one moment. None where no customer has this number; whose record was merged into another is found with that one."""
    with reading():
        customer = Customer.get_or_none(number=number)
        if customer is None:
            return None
        persons = persons_of(customer)
        owned: Owned = {Customer: {person.id for person in persons}}
        for model in RECORDS:
            if model is not Customer and not issubclass(model, Hanging):
                owned[model] = set(rows_of_theirs(model, owned))
        for hanging in HANGING:
            owned[hanging] = {row.id for model in tuple(owned) for row in hanging_on(hanging, model._meta.table_name, owned[model])}
        tables = tuple(HeldTable(model._meta.table_name, tuple(_rows(model, owned[model]))) for model in RECORDS if owned.get(model))
        looks = tuple(_look(each) for each in looked_at(sorted(owned[Customer])))
        tables += (HeldTable("access_log", looks),) if looks else ()
        earlier = tuple(each for model in RECORDS for each in _earlier(model, owned.get(model, ())))
    return Dossier(persons[0].number, persons[0].name, tuple(person.number for person in persons[1:]), tables, earlier)


def _rows(model: type[Record], ids: Collection[int]) -> Iterator[HeldRow]:
    names = [field.name for field in model._meta.sorted_fields if field.name != "id" and field.name not in model.secret]
    for some in _gulps(ids):
        called = _called_of(model, some)
        for row in model.select().where(model.id.in_(some)).order_by(model.id):
            data = row.__data__
            yield HeldRow(row.id, {name: _plain(name, data.get(name), called.get(name)) for name in names})


def _called_of(model: type[Record], ids: list[int]) -> dict[str, dict[int, str]]:
    """By column that refers to another table: what those rows are called."""
    found: dict[str, dict[int, str]] = {}
    for field in model._meta.sorted_fields:
        name = _name_of(field.rel_model) if isinstance(field, ForeignKeyField) else ""
        if name:
            text = f"""SELECT other.id, other.{name} FROM {field.rel_model._meta.table_name} AS other
JOIN {model._meta.table_name} AS own ON own.{field.column_name} = other.id WHERE own.id IN ({{ids}})"""
            found[field.name] = {row[0]: row[1] for row in rows_by_ids(text, ids)}
    return found


@cache
def _name_of(model: type[Base]) -> str:
    return next((name for name in _CALLED if name in model._meta.fields), "")


def _plain(name: str, value: Any, called: dict[int, str] | None) -> Any:
    if called is not None and value is not None:
        return {"id": value, "called": called.get(value, "")}
    if name == "custom":
        return kept_object(value or "{}")
    if isinstance(value, Decimal):
        return shown(value)
    return value.isoformat() if isinstance(value, date) else value


def _look(seen: tuple[int, int, str, str]) -> HeldRow:
    """When and what, never by whom: that is the colleague's."""
    row_id, when, action, what = seen
    return HeldRow(row_id, {"at": at(when).isoformat(), "action": action, "what": what})


def _earlier(model: type[Record], ids: Collection[int]) -> Iterator[Earlier]:
    """History of rows that are there; of those that are not, erasing alone knows."""
    table = model._meta.table_name
    for some in _gulps(ids):
        for row_id, changed_at, before in rows_by_ids(_EARLIER.format(table=f"'{table}'"), some):
            yield Earlier(table, row_id, at(changed_at).isoformat(), kept_object(before))


def _gulps(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    yield from (ordered[start : start + _MANY] for start in range(0, len(ordered), _MANY))
