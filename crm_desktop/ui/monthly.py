"""Makes the reports that are wanted every month, at the first start in a new one. Where none is wanted, no report is loaded."""

from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Slot

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.saved_views import MONTHLY, saved_views
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from crm_desktop.reports.monthly_orders import Due
    from crm_desktop.ui.drawing import Drawing


class KeptRun(NamedTuple):
    """A kept report to be shown again, by its number."""

    run: int


class MonthlyReports(QObject):
    """One after another, while people work."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._drawing: Drawing | None = None

    @Slot()
    def begin(self) -> None:
        """Where nothing is due, that is all."""
        self._desk.jobs.read(self, partial(_due, self._desk.formats.today(), self._desk.by), self._make, newest="due")

    def _make(self, due: "list[Due]") -> None:
        if due:
            from crm_desktop.ui.drawing import Drawing

            each, self._drawing = due[0], Drawing()
            self.destroyed.connect(self._drawing.stop)
            work = partial(_made, each, self._desk.by, self._drawing)
            self._desk.jobs.read(self, work, partial(self._on_made, each), failed=self._on_failed)

    def _on_made(self, due: "Due", run: int) -> None:
        text = _("{report} of {month} is made and kept.").format(report=_(due.report.title), month=self._desk.formats.month(due.month))
        # No news in passing: nobody asked for it just now, and whoever started the program may have gone for coffee.
        self._desk.say(text, Tone.PLAIN, (_("Open it"), partial(self._desk.narrow, "reports", KeptRun(run), "")))
        self.begin()

    def _on_failed(self, error: Exception) -> None:
        from crm_desktop.ui.drawing import Cancelled

        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            self._desk.say(_("The report of last month could not be made: {why}").format(why=error), Tone.WARN)
        else:
            self._desk.jobs.failed.emit(error)


def _due(today: date, by: Actor) -> "list[Due]":
    if not saved_views(MONTHLY, by.id):
        return []
    from crm_desktop.reports.monthly_orders import due_now

    return due_now(today, by)


def _made(due: "Due", by: Actor, drawing: "Drawing") -> int:
    from crm_desktop.reports.making import DrawJob, finish

    data = due.report.collect(due.parameters)
    with TemporaryDirectory(prefix="crm-desktop-") as folder:
        fingerprint = drawing.draw(DrawJob(due.report.name, data, Path(folder) / "report.pdf"))
    run = finish(due.report, due.parameters, data, fingerprint, by).run
    assert run is not None, "a report is kept"
    return run
