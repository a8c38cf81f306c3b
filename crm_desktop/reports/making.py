"""From a report's or a document's name and parameters to a finished PDF, its figures file and what is kept of it."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, speaking
from crm_desktop.core.plain import to_plain
from crm_desktop.reports.registry import Document, Printable, Report, printable_called, report_called
from crm_desktop.reports.wording import words_in
from crm_desktop.services.documents import may_print, note_printing
from crm_desktop.services.reports import keep_run, kept_run, may_report


class Made(NamedTuple):
    """`run` is the kept run's number, None of a document; `fingerprint` the SHA-256 of the PDF."""

    run: int | None
    fingerprint: str
    figures: dict[str, Any]


class DrawJob(NamedTuple):
    """What a child process needs to draw a report; it opens no store."""

    report: str
    data: Any
    to: Path


def make_report(printable: Printable, wanted: Any, by: Actor, to: Path, figures_to: Path | None = None) -> Made:
    """Collect, draw, keep. The files appear whole or not at all; raises UserError when they cannot be written."""
    may_make(printable, by)
    return make_of(printable, wanted, printable.collect(wanted), by, to, figures_to)


def make_of(printable: Printable, wanted: Any, data: Any, by: Actor, to: Path, figures_to: Path | None = None) -> Made:
    """Of what was collected."""
    note(printable, data, by)
    fingerprint = draw_report(DrawJob(printable.name, data, to))
    return finish(printable, wanted, data, fingerprint, by, figures_to)


def may_make(printable: Printable, by: Actor) -> None:
    """Raises NotAllowed for a role that may not."""
    if isinstance(printable, Document):
        may_print(by)
    else:
        may_report(by)


def note(printable: Printable, data: Any, by: Actor) -> None:
    """Before a document is on paper, the access log says so; a report names nobody and is kept instead, when it is finished."""
    if isinstance(printable, Document):
        if printable.demand is not None:
            printable.demand(data, by)
        note_printing(printable.name, data.numbers, by)


def file_stem(printable: Printable, data: Any) -> str:
    """What its file is called when nobody says otherwise. Numbers of imported records may hold anything; a file's name may not."""
    if not isinstance(printable, Document):
        period = data.head.period
        return f"{printable.name}-{period.first:%Y-%m}" if period.is_month else f"{printable.name}-{period.first}-{period.last}"
    first, *others = (re.sub(r"[^\w-]+", "-", number).strip("-") for number in data.numbers)
    return f"{printable.name}-{first}" + (f"-and-{len(others)}-more" if others else "")


def finish(printable: Printable, wanted: Any, data: Any, fingerprint: str, by: Actor, figures_to: Path | None = None) -> Made:
    """Write the figures, and keep the run of a report that was drawn, perhaps by a child process."""
    figures = printable.figures(data)
    if figures_to is not None:
        write_figures(figures, figures_to)
    is_kept = isinstance(printable, Report)
    run = keep_run(printable.name, to_plain(wanted), figures, fingerprint, data.head.operation, by) if is_kept else None
    return Made(run, fingerprint, figures)


def draw_report(job: DrawJob) -> str:
    """Runs anywhere, also in a child process: needs neither a store nor a window. Gives the PDF's fingerprint."""
    with speaking(words_in(job.data.head.language)), _whole(job.to) as unfinished:
        printable_called(job.report).draw(job.data, unfinished)
        return hashlib.sha256(unfinished.read_bytes()).hexdigest()


def reprint(run_id: int, by: Actor, to: Path, figures_to: Path | None = None) -> Made:
    """A kept run again: its own figures, with names as they are now."""
    kept = kept_run(run_id, by)
    report = report_called(kept.report)
    fingerprint = draw_report(DrawJob(report.name, report.restore(kept.figures), to))
    if figures_to is not None:
        write_figures(kept.figures, figures_to)
    return Made(run_id, fingerprint, kept.figures)


def write_figures(figures: dict[str, Any], to: Path) -> None:
    with _whole(to) as unfinished:
        unfinished.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside the wanted one, put in its place when it is finished and taken away when it is not."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as made:
            unfinished = Path(made.name)
        try:
            yield unfinished
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(
            _("{path} could not be written: {reason}. Nothing was kept of it; choose another place.").format(path=path, reason=reason)
        ) from error
