"""What happens when the program is wrong: one window that says so, the whole story to copy, and no names in the log."""

import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget
from shiboken6 import isValid

import crm_desktop
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import log_folder
from crm_desktop.ui.look import dress
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, row, surface


class CrashDialog(QDialog):
    restart_wanted = Signal()

    def __init__(self, story: str, parent: QWidget | None = None, *, may_restart: bool = False) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle(_("Something went wrong"))
        self.setModal(True)
        said = label(_("The program made a mistake. What was saved before is safe, and what you are typing is kept."), "strong", wrap=True)
        more = label(_("Go on working; if it happens again, restart: what you typed will be in its form again."), wrap=True)
        self.story = QPlainTextEdit(story, readOnly=True)
        self.story.setTabChangesFocus(True)
        self.story.setAccessibleName(_("The story for whoever mends the program"))
        hint = label(_("The text below may contain names. It goes nowhere unless you send it; the log holds none."), "small", wrap=True)
        self.copy, self.log = button(_("&Copy the text"), "copy"), button(_("Open the &log folder"), "folder-open")
        self.restart, self.go_on = button(_("&Restart")), button(_("&Go on working"), role="primary")
        self.restart.setVisible(may_restart)
        inner = column(said, more, hint, self.story, gap=GAP + GAP // 2, margins=(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP))
        inner.setStretch(3, 1)
        below = row(self.copy, self.log, 1, self.restart, self.go_on, margins=(3 * GAP, 12, 3 * GAP, 12))
        outer = column(surface("card", inner), surface("status", below), gap=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        open_at(self, 720, 460)
        self.copy.clicked.connect(self._on_copy)
        self.log.clicked.connect(self._on_log)
        self.restart.clicked.connect(self._on_restart)
        self.go_on.clicked.connect(self.accept)
        self.go_on.setDefault(True)
        self.go_on.setFocus()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.story.toPlainText())

    @Slot()
    def _on_log(self) -> None:
        from PySide6.QtCore import QUrl

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

    @Slot()
    def _on_restart(self) -> None:
        self.accept()
        self.restart_wanted.emit()


class _Reporter(QObject):
    """Brings a bug from any thread to the window's, and shows one at a time."""

    happened = Signal(object)
    restart_wanted = Signal()
    installed: ClassVar["_Reporter | None"] = None

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _Reporter.installed = self
        self._shown: CrashDialog | None = None
        self.may_restart = False
        self.happened.connect(self.show_bug)

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        if self._shown is not None and self._shown.isVisible():
            return
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = CrashDialog(story(error), None, may_restart=self.may_restart)
        # Without a parent: the window in front may be the one that goes next.
        self._shown.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._shown.restart_wanted.connect(self.restart_wanted)
        self._shown.show()


def story(error: BaseException) -> str:
    return f"crm-desktop {crm_desktop.__version__}, Python {sys.version}\n\n{''.join(traceback.format_exception(error))}"


def report_bug(error: BaseException) -> None:
    """Write it to the log and say so. Callable from any thread."""
    from crm_desktop.core.crash_log import write_crash

    with suppress(OSError):
        write_crash(error)
    reporter = _reporter()
    if reporter is not None:
        reporter.happened.emit(error)


def install(app: QApplication) -> None:
    """From now on no error passes without a word."""
    _Reporter(app)
    sys.excepthook = _on_error
    threading.excepthook = _on_thread_error


def restarts(begin_anew: Callable[[], object]) -> None:
    """Who restarts the program when somebody asks for it after a mistake."""
    reporter = _reporter()
    if reporter is not None:
        reporter.may_restart = True
        reporter.restart_wanted.connect(begin_anew)


def _reporter() -> _Reporter | None:
    """Looking through the application's children would give its style too, a QStyle, whose names take as long as a list's first rows. And a
    property of the application would outlive what it names."""
    found = _Reporter.installed
    return found if found is not None and isValid(found) else None


def _on_error(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.exit(130)
    else:
        report_bug(error)


def _on_thread_error(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        report_bug(args.exc_value)
