"""A list of the window as it is shown, into a file: these records in this order, these columns."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.data.database import reading
from crm_desktop.exchange.export import demand_not_the_store, note_export, whole
from crm_desktop.exchange.writers import write_csv, write_json, write_xlsx
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.narrowed import values_of

ENDINGS = (".csv", ".xlsx", ".json")
_BLOCK = 500


class Exported(NamedTuple):
    """`ids` gives the records in the order of the list."""

    subject: Subject
    columns: tuple[Column, ...]
    ids: Callable[[], "array[int]"]


def with_currency(subject: Subject, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Money says nothing without it."""
    found = {column.name: column for column in columns}
    currency = subject.column("currency")
    if currency is not None and any(column.kind is Kind.MONEY for column in columns):
        found.setdefault("currency", currency)
    return tuple(found.values())


def export_list(wanted: Exported, to: Path, by: Actor, told: Callable[[int, int], None]) -> int:
    """How many records were written. The file appears whole or not at all; `told` is called with how many of how many, and may raise."""
    ending = to.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(
            _("{file} ends in none of {endings}. Nothing was exported; choose one of them.").format(
                file=to.name, endings=", ".join(ENDINGS)
            )
        )
    demand_not_the_store(to)
    note_export(by, wanted.subject.name, ending)
    with whole(to) as unfinished, reading():
        rows = _rows(wanted, told)
        if ending == ".csv":
            return write_csv(unfinished, wanted.columns, rows, mark=True)
        write = write_json if ending == ".json" else write_xlsx
        return write(unfinished, wanted.subject.name, wanted.columns, rows)


def _rows(wanted: Exported, told: Callable[[int, int], None]) -> Iterator[tuple[Any, ...]]:
    ids = wanted.ids()
    for start in range(0, len(ids), _BLOCK):
        told(start, len(ids))
        some = ids[start : start + _BLOCK]
        found = values_of(wanted.subject, wanted.columns, some)
        yield from (found[row_id] for row_id in some if row_id in found)
    told(len(ids), len(ids))
