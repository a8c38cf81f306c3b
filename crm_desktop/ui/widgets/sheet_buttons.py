"""A sheet with a secret on it, saved as PDF or printed. What is drawn to be printed lies in a folder of its owner alone, and is removed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.aside import aside
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine


class SheetButtons(QWidget):
    def __init__(self, draw: Callable[[Path], None], name: str, parent: QWidget | None = None) -> None:
        """`draw` writes the PDF and runs in a thread of its own; `name` is what the file is called unless somebody says otherwise."""
        super().__init__(parent)
        self._draw, self._name = draw, name
        self.print, self.save = button(_("&Print the sheet …"), "printer"), button(_("&Save it as PDF …"), "download")
        self.message = MessageLine()
        self.setLayout(column(flowing(self.print, self.save), self.message, gap=GAP))
        self.print.clicked.connect(self._on_print)
        self.save.clicked.connect(self._on_save)

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save the sheet as PDF"), self._name, _("PDF files ({files})").format(files="*.pdf"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        aside(partial(_saved, self._draw, Path(path)), self._on_saved, self._on_failed)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        text = _("{path} is ready. Print it, put the paper away, and remove the file: whoever finds it can use what is on it.")
        self.message.say(text.format(path=path), Tone.OK)

    @Slot()
    def _on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(self._name.removesuffix(".pdf"))
        self._printer.setFullPage(True)
        dialog = QPrintDialog(self._printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_print_accepted)
        QDialog.open(dialog)

    @Slot()
    def _on_print_accepted(self) -> None:
        self.print_on(self._printer)

    def print_on(self, printer: Any) -> None:
        """A QPrinter that nobody else touches until it is done."""
        self.print.setEnabled(False)
        aside(partial(_printed, self._draw, printer), self._on_printed, self._on_failed)

    @Slot(object)
    def _on_printed(self, _count: int) -> None:
        self.print.setEnabled(True)
        self.message.say(_("It went to the printer. Put the paper away, not beside the computer."), Tone.OK)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.print.setEnabled(True)
        self.message.show_error(error)


def _saved(draw: Callable[[Path], None], path: Path) -> Path:
    draw(path)
    return path


def _printed(draw: Callable[[Path], None], printer: Any) -> int:
    from crm_desktop.ui.printing import print_pdf

    with TemporaryDirectory(prefix="crm-desktop-sheet-") as folder:
        sheet = Path(folder) / "sheet.pdf"
        draw(sheet)
        return print_pdf(sheet, printer)
