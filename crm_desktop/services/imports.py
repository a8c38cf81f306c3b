"""Writes what an import brings: one operation, one transaction. What came from the same place before is updated, not doubled.

A value that a person changed here since stays, and is reported where the file says something new about it.
"""

import gc
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right, demand
from crm_desktop.data.bulk import roomy
from crm_desktop.data.database import fetch, write
from crm_desktop.data.history import operation
from crm_desktop.data.models import MODELS, Company, ImportReject, ImportRun, Operation
from crm_desktop.data.rows import insert_row
from crm_desktop.data.undo import undo
from crm_desktop.services.company import CompanyInput
from crm_desktop.services.import_rows import Arrivals
from crm_desktop.services.incoming import Counts, Incoming, Place, Refused, RunInput

Progress = Callable[[float], None]
_CACHE = 80_000  # KiB
_NAMES = ("number", "sku", "name", "title")


class Arrival(NamedTuple):
    """`change` is None where nothing was written; `refused` are the rows and values that stayed out, those of the files included."""

    run_id: int | None
    counts: dict[str, Counts]
    refused: list[Refused]
    change: Change | None


class Kept(NamedTuple):
    """A row that undoing an import left in place, since somebody changed it or something refers to it."""

    table: str
    id: int
    name: str


class Undone(NamedTuple):
    change: Change
    kept: list[Kept]


class _NothingToWrite(Exception):
    """Leaves the operation without a trace: every row is there already, or this is a trial."""


def bring_in(
    incoming: Sequence[Incoming],
    run: RunInput,
    by: Actor,
    *,
    refused: Sequence[tuple[str, Refused]] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Arrival:
    """All or nothing. `refused` are rows that their files already ruled out, with the word for what they were.

    A dry run does all of it and takes it back. Progress goes from 0 to 1; what it raises stops the import and leaves nothing behind.
    """
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for word, _row in refused:
        counts[word].rejected += 1
    out = [row for _word, row in refused]
    arrivals = Arrivals(run.source, counts, {row.place for row in out})
    try:
        with without_collector(), roomy(_CACHE), operation(N_("Imported {new} records, changed {changed}"), by, may=Right.IMPORT) as done:
            row = _insert_run(run)
            arrivals.begin(done, row.id, by, incoming)
            done.told = partial(_tell, progress, len(incoming) / (len(incoming) + 1))
            for number, rows in enumerate(incoming, start=1):
                arrivals.take(rows, partial(_tell, progress, (number - 1) / (len(incoming) + 1)))
                _tell(progress, number / (len(incoming) + 1))
            arrivals.finish()
            if dry_run or not arrivals.wrote:
                _leave_no_trace()
            _finish_run(row, counts, [*out, *arrivals.refused])
            done.numbers.update(new=sum(count.new for count in counts.values()), changed=sum(count.changed for count in counts.values()))
            done.at_end(lambda operation_id: ImportRun.update(operation=operation_id).where(ImportRun.id == row.id).execute())
        return Arrival(row.id, dict(counts), [*out, *arrivals.refused], done.change)
    except _NothingToWrite:
        run_id = None if dry_run else _note_empty_run(run, counts, [*out, *arrivals.refused])
        return Arrival(run_id, dict(counts), [*out, *arrivals.refused], None)


def _tell(progress: Progress | None, share: float) -> None:
    if progress is not None:
        progress(share)


@contextmanager
def without_collector() -> Iterator[None]:
    """Rows hold no cycles, and the collector would walk through all of them for each few thousand more: a fifth of the time, and for as
    long nothing else of the program could run."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def company_facts() -> CompanyInput | None:
    """What an import has to know about the company, where there is one yet."""
    company = Company.get_or_none(id=1)
    if company is None:
        return None
    return CompanyInput(company.name, company.currency, company.zone, company.locale, company.paper)


def _leave_no_trace() -> None:
    raise _NothingToWrite


def undo_import(run_id: int, by: Actor) -> Undone:
    """Take out what a run brought and nobody touched since; say what stays. Raises UserError where there is nothing to take out."""
    run = ImportRun.get_or_none(id=run_id)
    if run is None:
        raise UserError(_("There is no import {run}. Nothing was changed.").format(run=run_id))
    if run.operation_id is None:
        raise UserError(_("Import {run} brought nothing new, so there is nothing to take out.").format(run=run_id))
    if run.undone_by_id is not None:
        raise UserError(_("Import {run} was taken out already. Nothing was changed.").format(run=run_id))
    if Operation.get_by_id(run.operation_id).staff_id != by.id:
        demand(by, Right.UNDO_OTHERS)
    change = undo(run.operation_id, by)
    return Undone(change, kept_of(run_id))


def kept_of(run_id: int) -> list[Kept]:
    """Rows that a run brought and that are still there."""
    found = []
    for table, model in MODELS.items():
        if "import_run_id" not in model._meta.fields:
            continue
        name = next((column for column in _NAMES if column in model._meta.fields), "source_id")
        found += [Kept(table, *row) for row in fetch(f"SELECT id, {name} FROM {table} WHERE import_run_id = {int(run_id)} ORDER BY id")]
    return found


def _insert_run(run: RunInput) -> ImportRun:
    row = ImportRun(source=run.source, mapping=run.mapping, files=json.dumps(dict(run.files), sort_keys=True), counts="{}", at=utc_now())
    insert_row(row)
    return row


def _finish_run(row: ImportRun, counts: dict[str, Counts], refused: Sequence[Refused]) -> None:
    row.counts = json.dumps({word: asdict(count) for word, count in counts.items()}, sort_keys=True)
    row.save(only=["counts"])
    for entry in refused:
        place: Place = entry.place
        insert_row(
            ImportReject(run=row, file=place.file, line=place.line, column_name=entry.column, value=entry.value, reason=entry.reason)
        )


def _note_empty_run(run: RunInput, counts: dict[str, Counts], refused: Sequence[Refused]) -> int:
    """An import that found nothing new is written down too, outside history: no record changed."""
    with write():
        row = _insert_run(run)
        _finish_run(row, counts, refused)
    return row.id
