"""What was done in this store, the latest first: by whom, on which days, to what kind of record."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_desktop.core.changes import Entity
from crm_desktop.data.models import MODELS, RECORDS, Record
from crm_desktop.queries.lists import ids_of, in_order, rows_of
from crm_desktop.queries.records import TABLES
from crm_desktop.queries.trail import Step, steps_by_ids
from crm_desktop.queries.values import ground

_IDS = "SELECT done.id FROM operation AS done {where} ORDER BY done.sequence DESC"
_TOUCHES = "EXISTS (SELECT 1 FROM audit_entry AS entry WHERE entry.operation_id = done.id AND entry.entity IN ({tables}))"


@dataclass(frozen=True, slots=True)
class Happened:
    """Nothing said: everything. Days are the company's, both included."""

    staff_id: int | None = None
    first: date | None = None
    last: date | None = None
    entity: Entity | None = None


def step_ids(wanted: Happened) -> "array[int]":
    text, params = _asked(wanted)
    return ids_of(text, params)


def first_steps(wanted: Happened, limit: int) -> list[Step]:
    text, params = _asked(wanted)
    ids = ids_of(f"{text} LIMIT ?", (*params, limit))
    return in_order(ids, steps_by_ids(ids))


def who_did_something() -> list[tuple[int, str]]:
    """Id and name of everybody with a step in history, by name."""
    found = rows_of(
        "SELECT id, name FROM staff WHERE EXISTS (SELECT 1 FROM operation WHERE operation.staff_id = staff.id) ORDER BY name, id"
    )
    return [(row_id, name) for row_id, name in found]


def _asked(wanted: Happened) -> tuple[str, tuple[Any, ...]]:
    conditions: list[str] = []
    params: list[Any] = []
    if wanted.staff_id is not None:
        conditions.append("done.staff_id = ?")
        params.append(wanted.staff_id)
    zone = ground().zone if wanted.first or wanted.last else None
    if wanted.first and zone:
        conditions.append("done.at >= ?")
        params.append(_begins(wanted.first, zone))
    if wanted.last and zone:
        conditions.append("done.at < ?")
        params.append(_begins(wanted.last + timedelta(days=1), zone))
    if wanted.entity is not None:
        tables = _tables_of(wanted.entity)
        conditions.append(_TOUCHES.format(tables=", ".join("?" * len(tables))))
        params += tables
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    return _IDS.format(where=where), tuple(params)


def _tables_of(entity: Entity) -> Sequence[str]:
    """The record's own and those of its parts: a phone that changed is the customer that changed."""
    found: list[type[Record]] = [MODELS[TABLES[entity]]]
    for whole in found:
        found += [part for part in RECORDS if part.part_of and part._meta.fields[part.part_of].rel_model is whole and part not in found]
    return [model._meta.table_name for model in found]


def _begins(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())
