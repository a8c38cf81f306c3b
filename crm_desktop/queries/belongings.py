"""What belongs to a person: every row that leads to them. Erasing takes it, and the dossier tells it."""

from collections.abc import Collection, Iterator

from crm_desktop.data.database import tuples
from crm_desktop.data.models import Assessment, Customer, Record, ReturnRequest, Shipment
from crm_desktop.data.models.party import Hanging
from crm_desktop.data.rows import parents
from crm_desktop.queries.merging import standing

_MANY = 500
Owned = dict[type[Record], set[int]]
"""Ids by table; of those before it in `RECORDS`."""


def persons_of(customer: Customer) -> list[Customer]:
    """The record that stands, and whoever was merged into it."""
    kept = standing(customer)
    return [kept, *Customer.select().where(Customer.merged_into == kept).order_by(Customer.id)]


def rows_of_theirs(model: type[Record], owned: Owned) -> Iterator[int]:
    """Rows of the persons themselves, parts of what is theirs, and what is nobody's and was about something of theirs."""
    names = dict(parents(model))
    if "customer" in names:
        yield from ids_where(model, "customer", owned[Customer])
        for name, parent in names.items():
            if name != "customer" and (theirs := owned.get(parent)):
                yield from ids_where(model, name, theirs, of_nobody=True)
    elif model.part_of is not None:
        yield from ids_where(model, model.part_of, owned.get(names[model.part_of], set()))
    if model is Assessment:
        for name in ("interaction", "case"):
            yield from ids_where(Assessment, name, owned[names[name]])
    if model is Shipment:
        yield from ids_where(Shipment, "return_request", owned[ReturnRequest])


def ids_where(model: type[Record], name: str, wanted: Collection[int], *, of_nobody: bool = False) -> Iterator[int]:
    """Of rows whose column of this name refers to one of these; `of_nobody`: and that have no customer."""
    column, ordered = getattr(model, name), sorted(wanted)
    for start in range(0, len(ordered), _MANY):
        found = model.select(model.id).where(column.in_(ordered[start : start + _MANY]))
        if of_nobody:
            found = found.where(model.customer.is_null())  # type: ignore[attr-defined]
        yield from (row[0] for row in tuples(found))


def hanging_on(model: type[Hanging], table: str, ids: Collection[int]) -> Iterator[Hanging]:
    """Words or files on these records."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _MANY):
        yield from model.select().where(model.entity_table == table, model.row_id.in_(ordered[start : start + _MANY]))
