"""Export: records to a file another program reads, or everything to a folder with a description of it. Who may, and that it was done,
is written down first."""

import glob
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any

from crm_desktop import __version__
from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right, demand
from crm_desktop.data import durable
from crm_desktop.data.database import LocalStore, current, fetch, reading, write
from crm_desktop.data.models import AccessLog
from crm_desktop.exchange.attached_files import write_attached_files
from crm_desktop.exchange.writers import write_csv, write_json, write_xlsx
from crm_desktop.queries.columns import Subject
from crm_desktop.queries.custom_fields import with_custom_fields
from crm_desktop.queries.listing import Question, records
from crm_desktop.queries.subjects import SUBJECTS
from crm_desktop.queries.values import ground

DESCRIPTION = "description.json"
ATTACHED = "attached-files"
"""A folder: each file by the number of its attachment and its own name."""
_A_DAY = 86_400

Writer = Callable[[Path, Question], int]


def export(question: Question, to: Path, by: Actor, *, mark: bool = False) -> int:
    """How many records were written. The file appears whole or not at all. Raises UserError for an ending nobody writes."""
    write_records = _writer(to, mark=mark)
    demand_not_the_store(to)
    note_export(by, question.subject.name, to.suffix)
    with whole(to) as unfinished, reading():
        return write_records(unfinished, question._replace(subject=with_custom_fields(question.subject)))


def export_everything(folder: Path, by: Actor, *, ending: str = ".csv", mark: bool = False) -> dict[str, int]:
    """One file per list, as of one moment, what their columns mean, and the attached files in a folder of their own.

    The folder must be new or empty. How many records by list.
    """
    write_records = _writer(Path(f"x{ending}"), mark=mark)
    demand_new_folder(folder)
    note_export(by, "everything", ending)
    with whole_folder(folder) as unfinished, reading():
        subjects = [with_custom_fields(subject) for subject in SUBJECTS]
        written = {
            subject.name: write_records(unfinished / f"{subject.name}{ending}", Question(subject, put_away=True)) for subject in subjects
        }
        write_attached_files(unfinished / ATTACHED)
        described = json.dumps(_description(subjects, written, ending), ensure_ascii=False, indent=1)
        (unfinished / DESCRIPTION).write_text(described + "\n", encoding="utf-8", newline="\n")
    return written


def _writer(to: Path, *, mark: bool) -> Writer:
    ending = to.suffix.lower()
    if ending == ".vcf":
        from crm_desktop.exchange.contact_export import write_cards

        return write_cards
    if ending == ".ics":
        from crm_desktop.exchange.calendars import write_appointments

        return write_appointments
    if ending == ".csv":
        return lambda path, question: write_csv(path, question.subject.columns, _rows(question), mark=mark)
    if ending == ".json":
        return lambda path, question: write_json(path, question.subject.name, question.subject.columns, _rows(question))
    if ending == ".xlsx":
        return lambda path, question: write_xlsx(path, question.subject.name, question.subject.columns, _rows(question))
    raise UserError(
        _("{file} ends in none of .csv, .xlsx, .json, .vcf and .ics. Nothing was exported; choose one of them.").format(file=to.name)
    )


def _rows(question: Question) -> Iterator[tuple[Any, ...]]:
    return records(question, question.subject.columns)


def note_export(by: Actor, what: str, ending: str) -> None:
    """Before anything leaves the store: an export that nobody can see afterwards must not happen."""
    demand(by, Right.EXPORT)
    with write():
        AccessLog.create(at=utc_now(), staff_id=by.id, action="export", entity_table=what, detail=ending)


def demand_not_the_store(to: Path) -> None:
    store = current()
    if isinstance(store, LocalStore) and to.exists() and to.samefile(store.path):
        raise UserError(_("{path} is the store itself. Nothing was exported; choose another name.").format(path=to))


def _description(subjects: Sequence[Subject], written: dict[str, int], ending: str) -> dict[str, Any]:
    ((company,),) = fetch("SELECT name FROM company")
    ((sequence,),) = fetch("SELECT sequence FROM chain_head")
    zone, currency = ground()
    return {
        "program": f"crm-desktop {__version__}",
        "company": company,
        "currency": currency,
        "zone": zone.key,
        "last_operation": sequence,
        "texts": _TEXTS[ending],
        "files": [
            {"file": f"{subject.name}{ending}", "records": written[subject.name], "columns": _columns(subject)} for subject in subjects
        ],
    }


_TEXTS = {
    ".csv": "UTF-8, comma, texts in double quotes. A text that a spreadsheet would take for a formula has an apostrophe in front; where a"
    " text begins with apostrophes and then = + - @, tab or line break, taking one apostrophe away gives the text itself.",
    ".json": "UTF-8, texts as they are.",
    ".xlsx": "Texts as they are; moments are wall time in the company's zone.",
}


def _columns(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "kind": column.kind.name.lower(),
            **({"one_of": list(column.words)} if column.words else {}),
            **({"refers_to": column.refers} if column.refers else {}),
        }
        for column in subject.columns
    ]


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file beside the wanted one, put in its place when it is finished."""
    _demand_folder(path.absolute().parent)
    if path.is_dir():
        raise UserError(_("{path} is a folder. Nothing was exported; name a file.").format(path=path))
    with tempfile.NamedTemporaryFile(dir=path.absolute().parent, prefix=".", suffix=path.suffix, delete=False) as made:
        unfinished = Path(made.name)
    try:
        yield unfinished
        durable.put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def demand_new_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(_("{folder} is there already and holds something. Nothing was exported; name a new folder.").format(folder=folder))


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder beside the wanted one, put in its place when it is finished; else nothing of it stays."""
    path = path.absolute()
    _demand_folder(path.parent)
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        if time() - left.stat().st_mtime > _A_DAY:  # of a program that was killed: nobody works on one for a day
            shutil.rmtree(left)
    unfinished = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
    try:
        yield unfinished
        durable.sync_folder(unfinished)
        if path.exists():
            path.rmdir()
        durable.replace(unfinished, path)
        durable.sync_folder(path.parent)
    finally:
        if unfinished.exists():
            shutil.rmtree(unfinished)


def _demand_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError(_("There is no folder {folder}. Nothing was exported; make it first.").format(folder=folder))
