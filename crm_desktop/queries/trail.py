"""Who did what, and what it changed: history as people read it, the newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.read_json import kept_object
from crm_desktop.data.audit import Kind, row_by_row
from crm_desktop.data.database import fetch, is_server
from crm_desktop.data.fields import DayField, MoneyField, UtcField
from crm_desktop.data.models import MODELS, RECORDS, Operation, Record
from crm_desktop.data.models.party import HANGING
from crm_desktop.queries.conditions import for_engine
from crm_desktop.queries.records import TABLES as TABLES_OF_RECORDS
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.values import ground, moment_of, quantity_of
from crm_desktop.queries.withheld import is_withheld

TABLES = {
    "customer": "customer", "order": "sales_order", "product": "product", "interaction": "interaction", "follow-up": "follow_up",
    "staff": "staff", "channel": "channel", "reason": "contact_reason", "company": "company",
    "article": "article", "script": "script", "template": "template",
}  # fmt: skip
"""The table of what can be asked for."""

_CALLED = ("number", "sku", "login", "name", "value", "code", "title", "file_name")
_NOTHING = (None, "", "{}", "[]")
_FEW = 500
_STEPS = """
SELECT done.id, done.sequence, done.at, COALESCE(staff.login, ''), done.label, done.numbers, undone.sequence, COALESCE(staff.name, ''),
    CASE WHEN done.sequence = 1 THEN 1 ELSE done.final END, back.sequence, done.staff_id, root.label, root.numbers,
    (SELECT COUNT(*) FROM operation AS step WHERE step.root_id = done.root_id AND step.sequence <= done.sequence)
FROM operation AS done LEFT JOIN staff ON staff.id = done.staff_id LEFT JOIN operation AS undone ON undone.id = done.undoes_id
LEFT JOIN operation AS back ON back.undoes_id = done.id LEFT JOIN operation AS root ON root.id = done.root_id
{} ORDER BY done.sequence DESC LIMIT ?"""
_ENTRIES = "SELECT operation_id, kind, entity, row_id, last_id, before, after, erased_by_id FROM audit_entry WHERE {} ORDER BY id"
_OWN = "(entity = '{table}' AND row_id <= ? AND last_id >= ?)"
_PART_THAT_IS = """(entity = '{part}' AND EXISTS
    (SELECT 1 FROM {part} WHERE {part}.{parent}_id = ? AND {part}.id BETWEEN audit_entry.row_id AND audit_entry.last_id))"""
_PART_THAT_WAS = "(entity = '{part}' AND CASE WHEN kind = 'delete' THEN {json} END = ?)"
_HANGS = """(entity = '{hanging}' AND EXISTS (SELECT 1 FROM {hanging} WHERE {hanging}.entity_table = '{table}'
    AND {hanging}.row_id = ? AND {hanging}.id BETWEEN audit_entry.row_id AND audit_entry.last_id))"""
_HUNG = "(entity = '{hanging}' AND CASE kind WHEN 'delete' THEN {of_table} WHEN 'insert' THEN {of_table_then} END = '{table}/' || ?)"
_HOLDER_ON_SQLITE = "json_extract({}, '$.entity_table') || '/' || json_extract({}, '$.row_id')"
_HOLDER_ON_SERVER = "(CAST({} AS json) ->> 'entity_table') || '/' || (CAST({} AS json) ->> 'row_id')"
_JSON_ON_SQLITE, _JSON_ON_SERVER = "json_extract(before, '$.{parent}')", "CAST(before AS json) ->> '{parent}'"


class Changed(NamedTuple):
    """One row of an operation, or a block of them. `before` and `after` hold what changed, and nothing where that was erased."""

    kind: str
    what: str
    number: str
    rows: int
    before: dict[str, Any]
    after: dict[str, Any]
    erased: bool
    table: str = ""
    withheld: bool = False
    """There was more, but not for whoever asks."""


class Step(NamedTuple):
    """One operation; `undoes` is the number of the one it took back."""

    sequence: int
    at: datetime
    login: str
    text: str
    undoes: int | None
    changes: tuple[Changed, ...] = ()
    id: int = 0
    staff: str = ""
    """The name of who did it."""
    final: bool = False
    """Nothing can take it back."""
    undone_by: int | None = None
    """The number of the step that took it back."""
    staff_id: int = 0
    began_as: str = ""
    """Of undo and redo: what it was that was taken back or done again."""
    brings_back: bool = False
    """Redo: what it takes back is an undo."""

    @property
    def stands(self) -> bool:
        return not self.final and self.undone_by is None


class Trail(NamedTuple):
    """`size` is how many steps there are, `steps` the newest of them."""

    size: int
    steps: list[Step]


def whole_trail(limit: int, by: Actor, *, changes: bool = False) -> Trail:
    """Everything anybody did, with what `by` may know of it."""
    ((count,),) = fetch("SELECT COUNT(*) FROM operation")
    rows = fetch(for_engine(_STEPS.format("")), (limit,))
    found = _entries([row[0] for row in rows], by) if changes else {}
    return Trail(count, _made(rows, found))


def trail_of(what: str, number: str, limit: int, by: Actor) -> Trail:
    """What happened to one record and its parts. Raises UserError where there is no such record."""
    model = MODELS[TABLES[what]]
    return _trail(model, _id_of(what, model, number), limit, by)


def trail_of_record(record: RecordRef, limit: int, by: Actor) -> Trail:
    """The same of any record by its id."""
    return _trail(MODELS[TABLES_OF_RECORDS[record.entity]], record.row_id, limit, by)


def step_of(operation_id: int, by: Actor) -> Step | None:
    """One operation with all that it changed and `by` may know."""
    rows = fetch(for_engine(_STEPS.format("WHERE done.id = ?")), (operation_id, 1))
    return next(iter(_made(rows, _entries([operation_id], by))), None) if rows else None


def steps_by_ids(ids: Sequence[int]) -> dict[int, Step]:
    """Operations without what they changed, for a list of them."""
    rows = [
        row for some in _chunks(ids) for row in fetch(for_engine(_STEPS.format(f"WHERE done.id IN ({_marks(some)})")), (*some, len(some)))
    ]
    return {step.id: step for step in _made(rows, {})}


def _trail(model: type[Record], row_id: int, limit: int, by: Actor) -> Trail:
    sql, params = _touching(model, row_id)
    entries = _grouped(fetch(for_engine(_ENTRIES.format(sql)), params), by)
    newest = sorted(entries, reverse=True)
    rows = [
        row
        for some in _chunks(newest[:limit])
        for row in fetch(for_engine(_STEPS.format(f"WHERE done.id IN ({_marks(some)})")), (*some, limit))
    ]
    return Trail(len(entries), _made(sorted(rows, key=lambda row: -row[1]), entries))


def _id_of(what: str, model: type[Record], number: str) -> int:
    found = fetch(for_engine(f"SELECT id FROM {model._meta.table_name} WHERE {_called(model)} = ?"), (number,))
    if not found:
        raise UserError(_("There is no {what} “{number}”.").format(what=_(what), number=number))
    return int(found[0][0])


def _touching(model: type[Record], row_id: int) -> tuple[str, tuple[Any, ...]]:
    """The entries of the record itself, of its parts and of what hangs on it, also of those that are gone."""
    sql = [_OWN.format(table=model._meta.table_name)]
    params: list[int | str] = [row_id, row_id]
    json_text = _JSON_ON_SERVER if is_server() else _JSON_ON_SQLITE
    for part in RECORDS:
        if part.part_of and part._meta.fields[part.part_of].rel_model is model:
            names = {"part": part._meta.table_name, "parent": part.part_of}
            sql += [_PART_THAT_IS.format(**names), _PART_THAT_WAS.format(**names, json=json_text.format(**names))]
            params += [row_id, str(row_id) if is_server() else row_id]
    holder = _HOLDER_ON_SERVER if is_server() else _HOLDER_ON_SQLITE
    for hanging in HANGING:
        names = {"hanging": hanging._meta.table_name, "table": model._meta.table_name}
        then = {"of_table": holder.format("before", "before"), "of_table_then": holder.format("after", "after")}
        sql += [_HANGS.format(**names), _HUNG.format(**names, **then)]
        params += [row_id, str(row_id)]
    return " OR ".join(sql), tuple(params)


def _made(rows: Sequence[tuple[Any, ...]], entries: dict[int, list[Changed]]) -> list[Step]:
    zone = ground().zone
    return [
        Step(
            sequence, moment_of(at, zone), login, Operation(label=label, numbers=numbers).text(), undoes, tuple(entries.get(done, ())),
            done, name, bool(final), back, staff_id, Operation(label=root, numbers=of_root).text() if root else "",
            nth > 0 and nth % 2 == 0,
        )
        for done, sequence, at, login, label, numbers, undoes, name, final, back, staff_id, root, of_root, nth in rows
    ]  # fmt: skip


def _entries(operations: Sequence[int], by: Actor) -> dict[int, list[Changed]]:
    rows = [row for some in _chunks(operations) for row in fetch(for_engine(_ENTRIES.format(f"operation_id IN ({_marks(some)})")), some)]
    return _grouped(rows, by)


def _grouped(rows: Sequence[tuple[Any, ...]], by: Actor) -> dict[int, list[Changed]]:
    found: dict[int, list[Changed]] = {}
    for operation_id, *entry in rows:
        found.setdefault(operation_id, []).extend(_changed(*entry, by=by))
    return found


def _changed(
    kind: str, entity: str, first: int, last: int, before: str, after: str, erased_by: int | None, *, by: Actor
) -> Iterator[Changed]:
    if kind == Kind.BLOCK or (kind == Kind.ROWS and erased_by is not None):
        number = "" if last > first else _number(MODELS[entity], first, {})
        yield Changed(kind, _words(entity), number, last - first + 1, {}, {}, erased_by is not None, entity)
        return
    for kind_of_row, row_id, old, new in row_by_row(kind, first, before, after):
        if erased_by is None and is_withheld(entity, row_id, {**old, **new}, by):
            yield Changed(
                kind_of_row, _words(entity), _number(MODELS[entity], row_id, {}), 1, {}, {}, erased=False, table=entity, withheld=True
            )
        else:
            yield _changed_row(kind_of_row, entity, row_id, old, new, erased=erased_by is not None)


def _changed_row(kind: str, entity: str, row_id: int, old: dict[str, Any], new: dict[str, Any], *, erased: bool) -> Changed:
    model = MODELS[entity]
    if kind == Kind.UPDATE and not erased and old.get("custom") and new.get("custom"):
        old, new = _field_by_field(old, new)
    held, holds = ({} if erased else dict(_shown_fields(model, values, kind)) for values in (old, new))
    return Changed(kind, _words(entity), _number(model, row_id, {**old, **new}), 1, held, holds, erased, entity)


def _field_by_field(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the further fields, those that changed, each by its own name."""
    before, after = kept_object(old.pop("custom")), kept_object(new.pop("custom"))
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (
        {**old, **{f"custom.{name}": before.get(name) for name in changed}},
        {**new, **{f"custom.{name}": after.get(name) for name in changed}},
    )


def _words(entity: str) -> str:
    return next((name for name, table in TABLES.items() if table == entity), entity.replace("_", " "))


def _shown_fields(model: type[Record], values: dict[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    """Of a row that came or went, only what it held."""
    for name, value in values.items():
        shown = _shown(model, name, value)
        if kind == Kind.UPDATE or shown not in _NOTHING:
            yield name, shown


def _shown(model: type[Record], name: str, value: Any) -> Any:
    """What the stored value means. A reference is shown as the other record's number."""
    field = model._meta.fields.get(name)
    if field is None or value is None:
        return value
    if isinstance(field, UtcField):
        return moment_of(value, ground().zone).isoformat() if value else None
    if isinstance(field, MoneyField):
        return str(quantity_of(value))
    if isinstance(field, DayField):
        return None if value == "9999-12-31" else value
    other = getattr(field, "rel_model", None)
    return _number(other, value, {}) if other is not None else value


def _number(model: type[Record], row_id: int, recorded: dict[str, Any]) -> str:
    """What people call it: as it is now, else as history has it."""
    column = _called(model)
    if not column:
        return str(row_id)
    found = fetch(for_engine(f"SELECT {column} FROM {model._meta.table_name} WHERE id = ?"), (row_id,))
    return str(found[0][0] if found else recorded.get(column) or row_id)


def _called(model: type[Record]) -> str:
    return next((column for column in _CALLED if column in model._meta.fields), "")


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _FEW] for start in range(0, len(ids), _FEW))


def _marks(ids: Sequence[int]) -> str:
    return ", ".join("?" * len(ids))
