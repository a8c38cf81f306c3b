"""What happens when the program is wrong: one window that says so, the whole story to copy, and no names in the log."""

import sys
import threading
import traceback
from contextlib import suppress
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

import crm_desktop
from crm_desktop.core.crash_log import write_crash
from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.basics import button, column, label, row


class CrashDialog(QDialog):
    def __init__(self, story: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong"))
        self.setModal(True)
        said = label(
            _("The program made a mistake. What was saved before is safe. Go on working; if it happens again, close and start anew."),
            wrap=True,
        )
        self.story = QPlainTextEdit(story, readOnly=True)
        self.story.setAccessibleName(_("The story for whoever mends the program"))
        hint = label(_("The text below may contain names. It goes nowhere unless you send it."), "small", wrap=True)
        self.copy, self.go_on = button(_("&Copy the text"), "copy"), button(_("&Go on working"), role="primary")
        self.setLayout(column(said, hint, self.story, row(1, self.copy, self.go_on), margins=(16, 16, 16, 16)))
        self.resize(640, 420)
        self.copy.clicked.connect(self._on_copy)
        self.go_on.clicked.connect(self.accept)
        self.go_on.setDefault(True)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.story.toPlainText())


class _Reporter(QObject):
    """Brings a bug from any thread to the window's, and shows one at a time."""

    happened = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: CrashDialog | None = None
        self.happened.connect(self.show_bug)

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        if self._shown is not None and self._shown.isVisible():
            return
        self._shown = CrashDialog(story(error), QApplication.activeWindow())
        self._shown.open()


def story(error: BaseException) -> str:
    return f"crm-desktop {crm_desktop.__version__}, Python {sys.version}\n\n{''.join(traceback.format_exception(error))}"


def report_bug(error: BaseException) -> None:
    """Write it to the log and say so. Callable from any thread."""
    with suppress(OSError):
        write_crash(error)
    app = QApplication.instance()
    reporter = app.findChild(_Reporter) if app is not None else None
    if reporter is not None:
        reporter.happened.emit(error)


def install(app: QApplication) -> None:
    """From now on no error passes without a word."""
    _Reporter(app)
    sys.excepthook = _on_error
    threading.excepthook = _on_thread_error


def _on_error(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.exit(130)
    else:
        report_bug(error)


def _on_thread_error(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        report_bug(args.exc_value)
