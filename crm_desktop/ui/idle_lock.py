"""Nobody at the desk for a while: every window is covered, and what is in it stays as it is until who sits here has typed their word.

Only input that reaches one of our windows counts as somebody's. A computer that slept is noticed by the clock on the wall, which went on.
"""

import time
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.aside import aside
from crm_desktop.ui.clipboard import ClipboardGuard
from crm_desktop.ui.dialogs.small_dialog import lay_out, secret_edit
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)  # fmt: skip
_KINDS = frozenset({Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Tool, Qt.WindowType.Sheet})


class Clock:
    """Seconds that pass while the computer sleeps too: whichever of the two clocks went on further."""

    def __init__(self) -> None:
        self._begun = (time.monotonic(), time.time())

    def since(self) -> float:
        now = (time.monotonic(), time.time())
        return max(now[0] - self._begun[0], now[1] - self._begun[1])


class Cover(QWidget):
    """Lies over all of a window, which then has another title too: both are put back when it goes."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.covered, self._title = window, window.windowTitle()
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        layout.addWidget(label(_("Locked"), "title"), alignment=Qt.AlignmentFlag.AlignCenter)
        window.setWindowTitle(_("Locked"))
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded}:
            self.setGeometry(self.covered.rect())
            self.raise_()
        return super().eventFilter(watched, event)

    def lift(self) -> None:
        self.covered.removeEventFilter(self)
        self.covered.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()


class LockedDialog(QDialog):
    """Lies before all other windows, which take no key and no click meanwhile."""

    opened = Signal()
    leaving = Signal()

    def __init__(self, said: str, asked: str, check: Callable[[str], object], parent: QWidget | None = None) -> None:
        """`check(word)` runs aside, and raises UserError unless it is right."""
        super().__init__(parent)
        self._check = check
        self.setWindowTitle(_("Locked"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.form = Form()
        self.form.add(label(said, wrap=True))
        self.word: QLineEdit = secret_edit()
        self._row = self.form.add_row(asked, self.word)
        self.leave, self.go = button(_("&Close the program"), role="quiet"), button(_("&Go on"), "check", "primary")
        lay_out(self, self.form, self.leave, self.go)
        self.leave.clicked.disconnect(self.reject)
        self.leave.clicked.connect(self.leaving)
        self.go.clicked.connect(self._on_go)

    @Slot()
    def _on_go(self) -> None:
        self._row.clear()
        self.setEnabled(False)
        aside(partial(self._check, self.word.text()), self._on_right, self._on_wrong)

    @Slot(object)
    def _on_right(self, _answer: object) -> None:
        self.opened.emit()

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))
        self.word.selectAll()

    def reject(self) -> None:
        """Escape and the window's own button open nothing."""


class IdleLock(QObject):
    locked = Signal()
    unlocked = Signal()
    leaving = Signal()

    def __init__(
        self, said: str, asked: str, check: Callable[[str], object], minutes: int, parent: QObject, clock: Callable[[], Clock] = Clock
    ) -> None:
        super().__init__(parent)
        self._ask = (said, asked, check)
        self._limit, self._clock = 60 * minutes, clock
        self._last = clock()
        self._covers: list[Cover] = []
        self.dialog: LockedDialog | None = None
        self.clipboard = ClipboardGuard(self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        self._watched: set[int] = set()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._watch)
        for window in app.topLevelWindows():
            self._watch(window)
        self._timer.start(1_000 * self._limit)

    @property
    def is_locked(self) -> bool:
        return self.dialog is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT and not self.is_locked:
            if self._last.since() >= self._limit:
                self.lock()
                return True
            self._last = self._clock()
        if self.is_locked and event.type() == QEvent.Type.Show:
            self._cover_all()
        return super().eventFilter(watched, event)

    @Slot()
    def lock(self) -> None:
        """Now; nothing is closed, so that what is being typed is there again."""
        if self.is_locked:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.clipboard.forget()
        self.dialog = LockedDialog(*self._ask)
        self.dialog.opened.connect(self._open)
        self.dialog.leaving.connect(self.leaving)
        self._cover_all()
        self.dialog.show()
        self.dialog.activateWindow()
        self.locked.emit()

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        """Each window that ever had the keyboard; their own events are few, those of all widgets are many."""
        if window is not None and id(window) not in self._watched:
            self._watched.add(id(window))
            window.destroyed.connect(partial(self._watched.discard, id(window)))
            window.installEventFilter(self)
        if self.is_locked:
            self._cover_all()

    def _cover_all(self) -> None:
        covered = {cover.parentWidget() for cover in self._covers}
        for window in QApplication.topLevelWidgets():
            is_own = window is self.dialog or window in covered
            if (
                window.isVisible()
                and not is_own
                and window.windowType() in {Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Tool}
            ):
                self._covers.append(Cover(window))

    @Slot()
    def _on_time(self) -> None:
        left = self._limit - self._last.since()
        if left <= 0:
            self.lock()
        else:
            self._timer.start(max(1, round(1_000 * left)))

    @Slot()
    def _open(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()
        for cover in self._covers:
            if shiboken6.isValid(cover):
                cover.lift()
        self._covers.clear()
        self._last = self._clock()
        self._timer.start(1_000 * self._limit)
        self.unlocked.emit()
