"""What a file says of customers who were merged here: new records go to the kept one, and so does what is news of the other."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm_desktop.core.i18n import _
from crm_desktop.data.history import Done
from crm_desktop.data.models import Customer, Record
from crm_desktop.services.import_matching import Stored
from crm_desktop.services.incoming import Incoming

Merged = Mapping[int, int]
"""Whom each merged customer was merged into."""


def led(merged: Merged, table: str, ids: Iterable[int]) -> list[int]:
    """Ids of a table, customers by whom they are now, each once."""
    return list(dict.fromkeys(merged.get(row_id, row_id) for row_id in ids)) if table == "customer" else list(ids)


def stored_as_led(merged: Merged, incoming: Incoming, compared: Sequence[int], stored: dict[str, Stored]) -> dict[str, Stored]:
    """A phone that both had stayed with the other one: it is no news that the file says whose it was."""
    columns = {reference.column for reference in incoming.references if reference.table == "customer"}
    places = [place for place, column in enumerate(compared) if incoming.columns[column] in columns]
    if not merged or not places:
        return stored
    return {key: Stored(row.id, tuple(_led_at(merged, places, row.values))) for key, row in stored.items()}


def _led_at(merged: Merged, places: Sequence[int], values: Sequence[Any]) -> Iterable[Any]:
    return (merged.get(value, value) if place in places else value for place, value in enumerate(values))


def bring_along(merged: Merged, record: Record) -> None:
    """What stayed with the other one, and is something else by now, is the kept one's too."""
    whose = record.__data__.get("customer")
    if whose in merged:
        record.__data__["customer"] = merged[whose]


def tell_kept(done: Done, source: str, stub_id: int, kept_id: int, wanted: Mapping[str, Any]) -> dict[str, str]:
    """Write what the file says anew of the other one to the kept one, where that still has what the file said before.

    Where it has a value of its own, or comes from the same files itself, that stays: why, by column.
    """
    kept, stub = Customer.get_by_id(kept_id), Customer.get_by_id(stub_id)
    reason = _("{number} was merged into {kept} here, which keeps its own value.").format(number=stub.number, kept=kept.number)
    if kept.source == source:
        return dict.fromkeys(wanted, reason)
    stays: dict[str, str] = {}
    for column, value in wanted.items():
        field = Customer._meta.columns[column]
        if column == "number":
            continue
        if kept.__data__[field.name] == stub.__data__[field.name]:
            setattr(kept, field.name, field.python_value(value))
        else:
            stays[column] = reason
    done.save(kept)
    return stays
