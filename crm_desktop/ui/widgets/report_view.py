"""Parameters on the left, the real pages on the right, saved as they are seen. Loads reports and QtPdf, so it is imported late."""

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QTemporaryDir, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices, staff_logins
from crm_desktop.queries.report_runs import KeptReport, kept_reports
from crm_desktop.reports.making import DrawJob, may_make
from crm_desktop.reports.monthly_orders import Wanted, want_every_month, want_no_longer, wanted_every_month
from crm_desktop.reports.registry import REPORTS, Document, Printable, Report, printable_called, report_called
from crm_desktop.reports.wording import languages
from crm_desktop.services.reports import kept_run
from crm_desktop.ui.desk import Desk, Monthly
from crm_desktop.ui.drawing import Cancelled, Drawing
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, set_menu, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.parameter_form import ParameterForm
from crm_desktop.ui.widgets.pdf_preview import PdfPreview
from crm_desktop.ui.widgets.report_actions import Drawn, ReportActions
from crm_desktop.ui.widgets.report_list import ReportList
from crm_desktop.ui.widgets.report_writing import ReportWriting

_PATIENCE = 300
"""Milliseconds without a further change before a report is drawn again."""
_SIDE = 320
_LIST_LEAST, _ASKED_LEAST = 130, 130
"""Pixels of height, below which both scroll as one."""


class _Lists(NamedTuple):
    choices: Choices
    logins: dict[int, str]
    monthly: list[Wanted]
    kept: list[KeptReport]


def _lists(by: Actor) -> _Lists:
    return _Lists(choices(), staff_logins(), wanted_every_month(by), kept_reports())


class ReportView(QWidget):
    drawn_anew = Signal()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._title = desk, title
        self._folder, self._drawing, self._count = QTemporaryDir(), Drawing(), 0
        self._report: Printable = REPORTS[0]
        self._lists: _Lists | None = None
        self._number, self._run = "", 0
        self.asked: Monthly | None = None
        """What the next form is filled with."""
        self.parameters: ParameterForm | None = None
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._later.timeout.connect(self.redraw)
        self._build()
        self._connect()
        desk.jobs.read(self, partial(_lists, desk.by), self._show_lists)

    @property
    def drawn(self) -> Drawn | None:
        return self.ways_on.drawn

    def start(self) -> None:
        self.list.sought.setFocus()

    def choose(self, report: Printable) -> None:
        """Ask for its parameters, and draw it as soon as nothing is missing."""
        self.list.mark(report)
        self._report = report
        if self._lists is not None:
            self._show_form(self._lists)
            # The form is laid out when this is over.
            QTimer.singleShot(0, self, self._focus_form)

    @Slot()
    def _focus_form(self) -> None:
        """As much of the form as there is room for, and its first field."""
        if self.parameters is not None:
            first = next(iter(self.parameters.fields.values()))
            self._area.ensureWidgetVisible(self.parameters)
            self._area.ensureWidgetVisible(first)
            first.setFocus()

    def show_paper(self, document: str, number: str) -> None:
        """The document about this record, now or as soon as the form is there."""
        self._number = number
        self.choose(printable_called(document))

    def show_kept(self, run: int) -> None:
        """A report as it was kept, with names as they are now; as soon as the form is there."""
        self._run = run
        if self._lists is not None:
            self._show_run()

    def _show_run(self) -> None:
        run, self._run = self._run, 0
        self._begin()
        path = Path(self._folder.path()) / f"kept-{run}-{self._count}.pdf"
        self._draw(partial(_draw_kept, run, self.desk.by, path, self._drawing))

    @Slot()
    def redraw(self) -> None:
        """With the parameters as they are now; an older drawing is stopped. What is missing is said instead."""
        if self.parameters is None:
            return
        self._begin()
        missing = self.parameters.missing()
        if missing:
            self._show_nothing(missing)
            return
        path = Path(self._folder.path()) / f"{self._report.name}-{self._count}.pdf"
        self._draw(partial(_draw, self._report, self.parameters.wanted(), self.desk.by, path, self._drawing))

    def _begin(self) -> None:
        self._drawing.stop()
        self._count += 1
        self.ways_on.show_drawn(None)

    def _draw(self, work: Any) -> None:
        self._working.show()
        done = partial(self._on_drawn, self._count)
        self.desk.jobs.read(self, work, done, newest="draw", failed=partial(self._on_failed, self._count))

    def _build(self) -> None:
        self.preview, self.message, self.list = PdfPreview(), MessageLine(), ReportList()
        self.ways_on, self._writing = ReportActions(self.desk, self.message), ReportWriting(self.desk, self)
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setAccessibleName(_("The report is being drawn"))
        self.stop = button(_("Stop"), "x", "quiet", tip=_("Stop drawing"))
        working = row(self.busy, self.stop)
        working.setStretch(0, 1)
        self._working = surface("clear", working)
        self._working.hide()
        self.monthly = button(_("Every month"), "calendar-days", tip=_("Made at the first start in each new month, and kept"))
        self.monthly.setCheckable(True)
        self.kept, self._menu = button(_("Kept"), "history", tip=_("Reports that were made before, as they were then")), QMenu(self)
        set_menu(self.kept, self._menu)
        self._side = column(1, margins=(2 * GAP, 12, 2 * GAP, GAP))
        self._area = Downwards(surface("card", self._side))
        above = column(label(self._title, "title"), self.list, gap=12, margins=(2 * GAP, 2 * GAP, GAP, 0))
        above.setStretch(1, 1)
        times = flowing(self.monthly, self.kept, gap=6)
        below = column(self.message, self._working, times, self.ways_on, margins=(2 * GAP, GAP, 2 * GAP, 2 * GAP))
        # What is asked is seen beside what it is asked for, also where the screen is low.
        self.list.setMinimumHeight(sized(_LIST_LEAST))
        self._area.setMinimumHeight(sized(_ASKED_LEAST))
        upper = column(above, surface("line"), self._area, gap=0)
        for place in (0, 2):
            upper.setStretch(place, 1)
        parts = column(Downwards(surface("card", upper)), below, gap=0)
        parts.setStretch(0, 1)
        self._card = surface("card", parts)
        _widen(self._card, self._area)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._card)
        layout.addWidget(self.preview, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self.choose)
        self.stop.clicked.connect(self._on_stop)
        self.monthly.clicked.connect(self._on_monthly)
        self._menu.triggered.connect(self._on_kept)
        self.ways_on.kept.connect(self._read_lists)
        self.ways_on.made.connect(self._writing.on_made)
        self.destroyed.connect(self._drawing.stop)

    @Slot()
    def _read_lists(self) -> None:
        self.desk.jobs.read(self, partial(_lists, self.desk.by), self._show_beside, newest="lists")

    def _show_lists(self, found: _Lists) -> None:
        self._show_beside(found)
        self._show_form(found)

    def _show_beside(self, found: _Lists) -> None:
        """What is wanted every month, and what was kept."""
        self._lists = found
        for each in (self.monthly, self.kept):
            each.setVisible(isinstance(self._report, Report))
        self.monthly.setChecked(any(wanted.report is self._report for wanted in found.monthly))
        self._menu.clear()
        for kept in found.kept:
            report = next((report for report in REPORTS if report.name == kept.report), None)
            if report is not None:
                made = QAction(f"{_(report.title)} · {kept.month} · {self.desk.formats.day_and_time(kept.at)} · {kept.who}", self._menu)
                made.setData(kept.id)
                self._menu.addAction(made)
        self.kept.setEnabled(not self._menu.isEmpty())

    def _show_form(self, found: _Lists) -> None:
        if self.parameters is not None:
            self.parameters.hide()
            self.parameters.deleteLater()
        self._show_beside(found)
        spoken = languages(is_document=isinstance(self._report, Document))
        self.parameters = ParameterForm(self._report.parameters, self.desk, found.choices, found.logins, spoken)
        if self._number:
            self.parameters.fill_number(self._number)
        if self.asked is not None:
            self.parameters.fill_monthly(self.asked)
            self.asked = None
        self.parameters.changed.connect(self._later.start)
        self._writing.begin(self.parameters, self._report.name, self._number)
        self._number = ""
        self._side.insertWidget(0, self.parameters)
        QTimer.singleShot(0, self, partial(_widen, self._card, self._area))  # when the form is laid out
        if self._run:
            self._show_run()
        else:
            self.redraw()

    def _show_nothing(self, why: str) -> None:
        self.preview.clear()
        self._working.hide()
        self.message.say(why)

    def _on_drawn(self, count: int, drawn: Drawn) -> None:
        """What was asked for before, and came too late to be stopped, is not shown."""
        if count != self._count:
            return
        self._working.hide()
        self.message.clear()
        self.preview.show_file(drawn.path)
        self.ways_on.show_drawn(drawn)
        if drawn.run:
            self.message.say(_("This is kept report {run}, as it was made then.").format(run=drawn.run))
        self.drawn_anew.emit()

    def _on_failed(self, count: int, error: Exception) -> None:
        if count != self._count or isinstance(error, Cancelled):
            return
        self._working.hide()
        self.message.show_error(error)
        if not isinstance(error, UserError):
            self.desk.jobs.failed.emit(error)

    @Slot()
    def _on_stop(self) -> None:
        self._begin()
        self._show_nothing(_("Drawing was stopped. Change anything to draw it again."))

    @Slot(bool)
    def _on_monthly(self, is_wanted: bool) -> None:
        """What is asked for now is asked for every month."""
        if self._lists is None or self.parameters is None or not isinstance(self._report, Report):
            return
        before = next((wanted for wanted in self._lists.monthly if wanted.report is self._report), None)
        if is_wanted:
            work = partial(want_every_month, self._report, self.parameters.wanted(), self.desk.by)
        elif before is not None:
            work = partial(want_no_longer, before, self.desk.by)
        else:
            return
        self.desk.jobs.write(self, work, partial(self._on_monthly_kept, is_wanted), self._on_monthly_refused)

    def _on_monthly_kept(self, is_wanted: bool, _change: Change) -> None:
        said = (
            _("From now on it is made at the first start in each new month, for the month before, and kept.")
            if is_wanted
            else _("It is no longer made every month.")
        )
        self.message.say(said, Tone.OK)
        self._read_lists()

    def _on_monthly_refused(self, error: Exception) -> None:
        self.message.show_error(error)
        self._read_lists()

    @Slot(QAction)
    def _on_kept(self, action: QAction) -> None:
        self.show_kept(int(action.data()))


def _draw(report: Printable, wanted: Any, by: Actor, path: Path, drawing: Drawing) -> Drawn:
    may_make(report, by)
    data = report.collect(wanted)
    return Drawn(report, wanted, data, drawing.draw(DrawJob(report.name, data, path)), path)


def _draw_kept(run: int, by: Actor, path: Path, drawing: Drawing) -> Drawn:
    kept = kept_run(run, by)
    report = report_called(kept.report)
    data = report.restore(kept.figures)
    return Drawn(report, None, data, drawing.draw(DrawJob(report.name, data, path)), path, kept.id)


def _widen(side: QWidget, asked: Downwards) -> None:
    """Larger text needs more room, and so does the paper beside it; what is asked is never cut."""
    needed = asked.minimumSizeHint().width() + asked.verticalScrollBar().sizeHint().width()
    side.setFixedWidth(max((2 * _SIDE + sized(_SIDE)) // 3, needed))
