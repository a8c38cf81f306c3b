"""What can be done with the pages on screen: save, print, put into a mail, and take their tables along. Everything is written down."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QStandardPaths, Qt, QTemporaryDir, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.reports.making import file_stem, finish, note
from crm_desktop.reports.registry import Printable
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, column
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine


class Drawn(NamedTuple):
    """What is on screen, and what must be kept when it leaves the house. `run` is that of a report that is kept already."""

    report: Printable
    wanted: Any
    data: Any
    fingerprint: str
    path: Path
    run: int = 0


class ReportActions(QWidget):
    kept = Signal()
    """A report was kept with what was done."""
    made = Signal(object)
    """The pages were saved, printed, put into a mail or taken along; what they were drawn from."""

    def __init__(self, desk: Desk, message: MessageLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._message = desk, message
        self.drawn: Drawn | None = None
        self._printer: Any = None
        self._folder = QTemporaryDir()
        self.save = button(_("Save PDF"), "download", "primary", tip=_("Save the pages as they are shown"))
        self.print = button(_("Print"), "printer", tip=_("Print the pages as they are shown"), keys="Ctrl+P")
        self.mail = button(_("E-mail"), "mail", tip=_("A mail with the PDF, to be looked at and sent by hand"))
        self.tables = button(_("Tables"), "file-chart-column", tip=_("Every table as an Excel workbook, or as CSV"))
        self.setLayout(column(flowing(self.print, self.mail, self.tables, gap=6), self.save))
        self.save.clicked.connect(self._on_save)
        self.print.clicked.connect(self._on_print)
        self.mail.clicked.connect(self._on_mail)
        self.tables.clicked.connect(self._on_tables)
        self.show_drawn(None)

    def show_drawn(self, drawn: Drawn | None) -> None:
        self.drawn = drawn
        for each in (self.save, self.print, self.mail, self.tables):
            each.setEnabled(drawn is not None)

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Exactly the file on screen; its figures are kept with it."""
        self._do(partial(_copy, to=Path(path)), partial(self._said, _("Saved as {path}.").format(path=path)))

    @Slot(str)
    def save_tables_to(self, path: str) -> None:
        self._do(partial(_write_tables, to=Path(path)), partial(self._said, _("Saved as {path}.").format(path=path)))

    def print_on(self, printer: Any) -> None:
        """A QPrinter that nobody else touches until it is done."""
        self._printer = printer
        self._do(partial(_print, printer=printer), self._on_printed)

    def draft_mail(self) -> None:
        self._do(partial(_draft, folder=Path(self._folder.path())), self._on_drafted)

    def _do(self, work: Callable[[Drawn], Any], then: Callable[[Any], None]) -> None:
        if self.drawn is not None:
            done = partial(self._on_done, then, self.drawn.wanted)
            self.desk.jobs.read(self, partial(_noted, self.drawn, self.desk.by, work), done, failed=self._message.show_error)

    def _on_done(self, then: Callable[[Any], None], wanted: Any, outcome: tuple[int, Any]) -> None:
        """A report that was kept just now is not kept again by what is done next with the same pages."""
        run, result = outcome
        if self.drawn is not None and run and not self.drawn.run:
            self.drawn = self.drawn._replace(run=run)
            self.kept.emit()
        self.made.emit(wanted)
        then(result)

    def _said(self, text: str, _result: object) -> None:
        self._message.say(text, Tone.OK)

    @Slot()
    def _on_save(self) -> None:
        self._ask(_("Save the report"), "pdf", [_("PDF files (*.pdf)")], self.save_to)

    @Slot()
    def _on_tables(self) -> None:
        kinds = [_("Excel workbook (*.xlsx)"), _("A folder of CSV files (*.csv)")]
        self._ask(_("Save the tables"), "xlsx", kinds, self.save_tables_to)

    @Slot()
    def _on_mail(self) -> None:
        self.draft_mail()

    @Slot()
    def _on_print(self) -> None:
        if self.drawn is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from crm_desktop.ui.printing import paper_of

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(file_stem(self.drawn.report, self.drawn.data))
        self._printer.setPageLayout(paper_of(self.drawn.path))
        self._printer.setFullPage(True)
        dialog = QPrintDialog(self._printer, self)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_print_accepted)
        QDialog.open(dialog)

    @Slot()
    def _on_print_accepted(self) -> None:
        self.print_on(self._printer)

    def _on_printed(self, pages: int) -> None:
        self._printer = None
        self._message.say(ngettext("{count} page went to the printer.", "{count} pages went to the printer.", pages), Tone.OK)

    def _on_drafted(self, path: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._message.say(_("The mail is open in your mail program, with the PDF in it. Nothing is sent before you do."), Tone.OK)
        else:
            text = _("No program here opens mails. The draft lies in {path} until this window is closed.")
            self._message.say(text.format(path=path), Tone.WARN)

    def _ask(self, title: str, ending: str, kinds: list[str], then: Callable[[str], None]) -> None:
        if self.drawn is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, title, folder)
        dialog.setNameFilters(kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{file_stem(self.drawn.report, self.drawn.data)}.{ending}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()


def _noted(drawn: Drawn, by: Actor, work: Callable[[Drawn], Any]) -> tuple[int, Any]:
    """A document that is only looked at is noted no more than its record on screen; what leaves the house is."""
    note(drawn.report, drawn.data, by)
    result = work(drawn)
    run = drawn.run or finish(drawn.report, drawn.wanted, drawn.data, drawn.fingerprint, by).run
    return run or 0, result


def _copy(drawn: Drawn, to: Path) -> None:
    try:
        shutil.copyfile(drawn.path, to)
    except OSError as error:
        text = _("{path} could not be written: {why}. Nothing was saved; choose another place.")
        raise UserError(text.format(path=to, why=error.strerror)) from error


def _write_tables(drawn: Drawn, to: Path) -> None:
    from crm_desktop.exchange.sheets import write_csv_files, write_workbook
    from crm_desktop.reports.tabular import sheets_of

    sheets = sheets_of(drawn.report, drawn.data)
    if to.suffix.lower() == ".csv":
        write_csv_files(to.with_suffix(""), sheets)
    else:
        write_workbook(to, sheets)


def _print(drawn: Drawn, printer: Any) -> int:
    from crm_desktop.ui.printing import print_pdf

    return print_pdf(drawn.path, printer)


def _draft(drawn: Drawn, folder: Path) -> Path:
    from crm_desktop.reports.mail_draft import write_draft

    name, title = file_stem(drawn.report, drawn.data), _(drawn.report.title)
    subject = f"{title} – {drawn.data.head.company}"
    text = _("Please find enclosed: {title}.").format(title=title)
    return write_draft(folder / f"{name}.eml", drawn.path, subject, text, f"{name}.pdf")
