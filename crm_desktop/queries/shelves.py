"""What lies in the trash: what emptying it would take for good, and what stays because something still needs it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from crm_desktop.core.kinds import OrderState, Shelf
from crm_desktop.data.database import fetch
from crm_desktop.data.models import Customer, FollowUp, Interaction, Order, Product, Record, StockMovement, SupportCase
from crm_desktop.data.rows import children

SHELVED: tuple[type[Record], ...] = (Customer, Product, Order, Interaction, FollowUp, SupportCase)
Row = tuple[type[Record], int]


class Trash(NamedTuple):
    """Ids by table. `gone` nothing else refers to; `kept` is referred to, or is an order that counts in figures."""

    gone: dict[type[Record], set[int]]
    kept: dict[type[Record], set[int]]


def trash() -> Trash:
    """A customer whose orders lie in the trash too goes with them."""
    lying = {model: _ids(model, "shelf <> '' AND shelf = 'trash'") for model in SHELVED}
    going: set[Row] = {(model, row_id) for model, ids in lying.items() for row_id in ids - _counted(model)}
    users = {row: set(_users(*row)) for row in going}
    while staying := {row for row in going if not users[row] <= going}:
        going -= staying
    gone: defaultdict[type[Record], set[int]] = defaultdict(set)
    for model, row_id in going:
        gone[model].add(row_id)
    return Trash(dict(gone), {model: ids - gone[model] for model, ids in lying.items() if ids - gone[model]})


class TrashCounts(NamedTuple):
    """How many records of each table emptying the trash would take, and how many would stay."""

    gone: tuple[tuple[str, int], ...]
    kept: int


def trash_counts() -> TrashCounts:
    found = trash()
    gone = tuple((model._meta.table_name, len(found.gone[model])) for model in SHELVED if found.gone.get(model))
    return TrashCounts(gone, sum(map(len, found.kept.values())))


def parts(model: type[Record]) -> Iterator[tuple[str, type[Record]]]:
    """What is a part of such a record alone and goes with it: an order's lines, but no shipment of it."""
    return ((name, child) for name, child in children(model) if child.part_of == name and (child.entity is None or child is model))


def _users(model: type[Record], row_id: int) -> Iterator[Row]:
    """Records in their own right that refer to this one or to a part of it."""
    own = set(parts(model))
    for name, child in children(model):
        if child is StockMovement:
            continue
        for user in _ids(child, f"{child._meta.fields[name].column_name} = {int(row_id)}"):
            if (name, child) in own:
                yield from _users(child, user)
            else:
                yield child, user


def _counted(model: type[Record]) -> set[int]:
    """Sales that figures count: throwing one away for good would change what was reported."""
    return (
        _ids(model, f"state NOT IN ('{OrderState.DRAFT}', '{OrderState.CANCELLED}') AND shelf = '{Shelf.TRASH}'")
        if model is Order
        else set()
    )


def _ids(model: type[Record], where: str) -> set[int]:
    return {row[0] for row in fetch(f"SELECT id FROM {model._meta.table_name} WHERE {where}")}
