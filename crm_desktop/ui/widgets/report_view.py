"""Parameters on the left, the real pages on the right, saved as they are seen. Loads reports and QtPdf, so it is imported late."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices, staff_logins
from crm_desktop.reports.making import DrawJob, file_stem, finish, may_make, note
from crm_desktop.reports.registry import DOCUMENTS, PRINTABLES, REPORTS, Document, Printable, printable_called
from crm_desktop.reports.wording import languages
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.drawing import Cancelled, Drawing
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, label, scrolled, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.parameter_form import ParameterForm
from crm_desktop.ui.widgets.pdf_preview import PdfPreview

_PATIENCE = 300
"""Milliseconds without a further change before a report is drawn again."""


class Drawn(NamedTuple):
    """What is on screen, and what must be kept when it is saved."""

    report: Printable
    wanted: Any
    data: Any
    fingerprint: str
    path: Path


class _Lists(NamedTuple):
    choices: Choices
    logins: dict[int, str]


def _lists() -> _Lists:
    return _Lists(choices(), staff_logins())


class ReportView(QWidget):
    drawn_anew = Signal()

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._title = desk, title
        self._folder, self._drawing, self._count = QTemporaryDir(), Drawing(), 0
        self._report: Printable = REPORTS[0]
        self._lists: _Lists | None = None
        self._number = ""
        self.drawn: Drawn | None = None
        self.parameters: ParameterForm | None = None
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._later.timeout.connect(self.redraw)
        self._build()
        self.destroyed.connect(self._drawing.stop)
        desk.jobs.read(self, _lists, self._show_lists)

    def start(self) -> None:
        if self.parameters is not None:
            self.parameters.setFocus()

    def choose(self, report: Printable) -> None:
        """Ask for its parameters, and draw it as soon as nothing is missing."""
        self._group.button(PRINTABLES.index(report)).setChecked(True)
        self._report = report
        if self._lists is not None:
            self._show_form(self._lists)
            self.start()

    def show_paper(self, document: str, number: str) -> None:
        """The document about this record, now or as soon as the form is there."""
        self._number = number
        self.choose(printable_called(document))

    @Slot()
    def redraw(self) -> None:
        """With the parameters as they are now; an older drawing is stopped. What is missing is said instead."""
        if self.parameters is None:
            return
        self._drawing.stop()
        self._count += 1
        missing = self.parameters.missing()
        if missing:
            self._show_nothing(missing)
            return
        self.busy.show()
        self.save.setEnabled(False)
        path = Path(self._folder.path()) / f"{self._report.name}-{self._count}.pdf"
        work = partial(_draw, self._report, self.parameters.wanted(), self.desk.by, path, self._drawing)
        done = partial(self._on_drawn, self._count)
        self.desk.jobs.read(self, work, done, newest="draw", failed=partial(self._on_failed, self._count))

    def _build(self) -> None:
        self.preview, self.message = PdfPreview(), MessageLine()
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setAccessibleName(_("The report is being drawn"))
        self.save = button(_("Save PDF"), "download", "primary", tip=_("Save the pages as they are shown"))
        self.save.setEnabled(False)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(2)
        self._group = QButtonGroup(self, exclusive=True)
        for report in REPORTS:
            self._choices.addWidget(self._report_button(report))
        self._choices.addWidget(label(_("Documents"), "label"))
        for document in DOCUMENTS:
            self._choices.addWidget(self._report_button(document))
        self._group.idClicked.connect(self._on_chosen)
        self._side = column(label(self._title, "title"), self._choices, gap=12)
        self._side.addStretch(1)
        inner = QWidget()
        inner.setProperty("surface", "card")
        inner.setLayout(self._side)
        inner.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, GAP)
        below = column(self.message, self.busy, self.save, margins=(2 * GAP, GAP, 2 * GAP, 2 * GAP))
        side = surface("card", column(scrolled(inner), below, gap=0))
        side.setFixedWidth(280)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addWidget(self.preview, 1)
        self.save.clicked.connect(self._on_save)
        self.busy.hide()

    def _report_button(self, report: Printable) -> QPushButton:
        made = button(_(report.title), "file-chart-column", "rail", tip=_(report.description))
        made.setCheckable(True)
        made.setChecked(report is self._report)
        self._group.addButton(made, PRINTABLES.index(report))
        return made

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self.choose(PRINTABLES[place])

    def _show_lists(self, found: _Lists) -> None:
        self._lists = found
        self._show_form(found)

    def _show_form(self, found: _Lists) -> None:
        if self.parameters is not None:
            self.parameters.hide()
            self.parameters.deleteLater()
        spoken = languages(is_document=isinstance(self._report, Document))
        self.parameters = ParameterForm(self._report.parameters, self.desk.formats, found.choices, found.logins, spoken)
        if self._number:
            self.parameters.fill_number(self._number)
            self._number = ""
        self.parameters.changed.connect(self._later.start)
        self._side.insertWidget(2, self.parameters)
        self.redraw()

    def _show_nothing(self, why: str) -> None:
        self.drawn = None
        self.preview.clear()
        self.busy.hide()
        self.save.setEnabled(False)
        self.message.say(why)

    def _on_drawn(self, count: int, drawn: Drawn) -> None:
        """What was asked for before, and came too late to be stopped, is not shown."""
        if count != self._count:
            return
        self.busy.hide()
        self.message.clear()
        self.drawn = drawn
        self.preview.show_file(drawn.path)
        self.save.setEnabled(True)
        self.drawn_anew.emit()

    def _on_failed(self, count: int, error: Exception) -> None:
        if count != self._count or isinstance(error, Cancelled):
            return
        self.busy.hide()
        self.message.show_error(error)
        if not isinstance(error, UserError):
            self.desk.jobs.failed.emit(error)

    @Slot()
    def _on_save(self) -> None:
        if self.drawn is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Save the report"), folder, _("PDF files (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{file_stem(self.drawn.report, self.drawn.data)}.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Exactly the file on screen; its figures are kept with it."""
        if self.drawn is not None:
            work = partial(_save, self.drawn, Path(path), self.desk.by)
            self.desk.jobs.read(self, work, self._on_saved, failed=self.message.show_error)

    def _on_saved(self, path: Path) -> None:
        self.message.say(_("Saved as {path}.").format(path=path), Tone.OK)


def _draw(report: Printable, wanted: Any, by: Actor, path: Path, drawing: Drawing) -> Drawn:
    may_make(report, by)
    data = report.collect(wanted)
    return Drawn(report, wanted, data, drawing.draw(DrawJob(report.name, data, path)), path)


def _save(drawn: Drawn, path: Path, by: Actor) -> Path:
    """A document that is only looked at is noted no more than its record on screen; a file of it leaves the house."""
    note(drawn.report, drawn.data, by)
    try:
        shutil.copyfile(drawn.path, path)
    except OSError as error:
        text = _("{path} could not be written: {why}. Nothing was saved; choose another place.")
        raise UserError(text.format(path=path, why=error.strerror)) from error
    finish(drawn.report, drawn.wanted, drawn.data, drawn.fingerprint, by)
    return path
