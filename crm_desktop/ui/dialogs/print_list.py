"""A list as it is shown, on paper: the real pages, saved as a PDF or opened to be printed. Loads QtPdf, so it is imported late."""

import shutil
from array import array
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.columns import Column, Kind, Subject
from crm_desktop.queries.narrowed import values_of
from crm_desktop.reports.documents.record_list import MOST, NAME, ListColumn, paper_of
from crm_desktop.reports.making import DrawJob
from crm_desktop.services.documents import may_print, note_printing
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.drawing import Cancelled, Drawing
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.list_columns import text_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, row, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.pdf_preview import PdfPreview
from crm_desktop.ui.words_of_lists import title_of

_BLOCK = 500
_SHARES = {Kind.MOMENT: 1.7, Kind.TEXT: 2.0, Kind.TAGS: 1.5, Kind.FLAG: 0.7}
_LONG = frozenset({"notes", "note", "summary", "description", "quick_facts", "promise", "title", "name", "customer_name"})


class Listed(NamedTuple):
    """What goes on paper: these records of a list, in this order."""

    title: str
    narrowed: str
    subject: Subject
    columns: tuple[Column, ...]
    ids: "array[int]"


class PrintListDialog(QDialog):
    def __init__(self, desk: Desk, wanted: Listed, labels: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._wanted = desk, wanted
        self._folder, self._drawing = QTemporaryDir(), Drawing()
        self.drawn: Path | None = None
        self.setWindowTitle(_("Print: {list}").format(list=wanted.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview, self.message = PdfPreview(), MessageLine()
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setAccessibleName(_("The list is being drawn"))
        self.close_it = button(_("Close"))
        self.open_it = button(_("Open to print"), "printer", tip=_("In the program that shows PDFs, which prints them"))
        self.save = button(_("Save PDF"), "download", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.busy)
        layout.addWidget(self.message)
        layout.addWidget(self.preview, 1)
        layout.addWidget(surface("status", row(1, self.close_it, self.open_it, self.save, margins=(2 * GAP, 12, 2 * GAP, 12))))
        for each in (self.open_it, self.save):
            each.setEnabled(False)
        self.close_it.clicked.connect(self.reject)
        self.open_it.clicked.connect(self._on_open)
        self.save.clicked.connect(self._on_save)
        self.destroyed.connect(self._drawing.stop)
        open_at(self, 900, 760)
        path = Path(self._folder.path()) / f"{wanted.subject.name}.pdf"
        work = partial(_draw, desk, wanted, dict(labels), path, self._drawing)
        desk.jobs.read(self, work, self._on_drawn, failed=self._on_failed)

    def done(self, result: int) -> None:
        self._drawing.stop()
        self.preview.clear()
        super().done(result)

    def _on_drawn(self, path: Path) -> None:
        self.drawn = path
        self.busy.hide()
        self.preview.show_file(path)
        for each in (self.open_it, self.save):
            each.setEnabled(True)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: Exception) -> None:
        self.busy.hide()
        if isinstance(error, Cancelled):
            return
        self.message.show_error(error)
        if not isinstance(error, UserError):
            self._desk.jobs.failed.emit(error)

    @Slot()
    def _on_open(self) -> None:
        """A copy in the user's own folder for such: the viewer may outlive this window."""
        if self.drawn is None:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.TempLocation))
        if self._copy_to(folder / self.drawn.name):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / self.drawn.name)))

    @Slot()
    def _on_save(self) -> None:
        if self.drawn is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, _("Save PDF"), folder, _("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.drawn.name)
        dialog.fileSelected.connect(self._on_named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_named(self, path: str) -> None:
        if self._copy_to(Path(path)):
            self.message.say(_("Saved as {file}.").format(file=Path(path).name), Tone.OK)

    def _copy_to(self, to: Path) -> bool:
        assert self.drawn is not None
        try:
            shutil.copyfile(self.drawn, to)
        except OSError as error:
            reason = error.strerror or str(error)
            self.message.say(_("{path} could not be written: {reason}. Choose another place.").format(path=to, reason=reason), Tone.BAD)
            return False
        return True


def _draw(desk: Desk, wanted: Listed, labels: Mapping[str, str], to: Path, drawing: Drawing) -> Path:
    """In a worker. What is printed is noted first."""
    may_print(desk.by)
    if len(wanted.ids) > MOST:
        raise UserError(
            _("The list has {count} records; at most {most} fit on paper. Narrow it with a filter, or export it.").format(
                count=desk.formats.number(len(wanted.ids)), most=desk.formats.number(MOST)
            )
        )
    columns = [ListColumn(title_of(each, labels), _share(each), each.kind.can_be_added) for each in wanted.columns]
    data = paper_of(wanted.subject.name, wanted.title, wanted.narrowed, columns, rows_of_texts(wanted, desk.formats))
    note_printing(NAME, data.numbers, desk.by)
    drawing.draw(DrawJob(NAME, data, to))
    return to


def rows_of_texts(wanted: Listed, formats: Formats) -> list[tuple[str, ...]]:
    currency = wanted.subject.column("currency")
    asked = [*wanted.columns, *([currency] if currency is not None else [])]
    rows: list[tuple[str, ...]] = []
    for start in range(0, len(wanted.ids), _BLOCK):
        some = wanted.ids[start : start + _BLOCK]
        found = values_of(wanted.subject, asked, some)
        rows += [_texts(wanted.columns, found[row_id], formats) for row_id in some if row_id in found]
    return rows


def _texts(columns: Sequence[Column], values: Sequence[object], formats: Formats) -> tuple[str, ...]:
    money_of = str(values[-1] or "")
    return tuple(text_of(column, value, money_of, formats) for column, value in zip(columns, values, strict=False))


def _share(column: Column) -> float:
    return 3.0 if column.name in _LONG else _SHARES.get(column.kind, 1.2) if column.words is None else 1.0
