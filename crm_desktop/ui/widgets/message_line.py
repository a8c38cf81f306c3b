"""What happened, said inside the window: never a box that must be clicked away."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.crash import report_bug
from crm_desktop.ui.desk import Desk, Said
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.theme import GAP, ICON, Tone, colours, set_role, sized, theme
from crm_desktop.ui.widgets.basics import button, label, row

_ICONS = {Tone.PLAIN: "info", Tone.INFO: "info", Tone.OK: "circle-check", Tone.WARN: "triangle-alert", Tone.BAD: "circle-alert"}


_PASSING = 8_000
"""Milliseconds good news is shown."""


class MessageLine(QFrame):
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._tone = Tone.INFO
        self._action: Callable[[], object] | None = None
        self._icon, self._text = QLabel(), label("", wrap=True)
        self._act, self._close = button("", role="quiet"), button("", "x", "quiet", tip=_("Close this message"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, GAP // 2, GAP // 2, GAP // 2)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._act)
        layout.addWidget(self._close)
        self._passing = QTimer(self, singleShot=True, interval=_PASSING)
        self._passing.timeout.connect(self.clear)
        self._act.clicked.connect(self._on_act)
        self._close.clicked.connect(self.clear)
        theme().changed.connect(self._paint_icon)
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, tone: Tone = Tone.INFO, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """`action`: what a button beside the text is called and does."""
        self._tone = tone
        self._passing.stop()
        self._text.setText(text)
        set_role(self, "tone", tone.value)
        self._act.setVisible(action is not None)
        if action is not None:
            title, self._action = action
            self._act.setText(title)
            self._act.setAccessibleName(title)
        self._paint_icon()
        self.show()
        self.setAccessibleName(text)
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # its many names are made when something is first said

        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def say_in_passing(self, text: str, tone: Tone, action: tuple[str, Callable[[], object]] | None = None) -> None:
        """Good news goes by itself; trouble stays until it is closed."""
        self.say(text, tone, action)
        if tone in (Tone.OK, Tone.INFO):
            self._passing.start()

    def show_error(self, error: Exception) -> None:
        self.say(sentence(error), Tone.BAD)

    @Slot()
    def clear(self) -> None:
        self._text.clear()
        self._action = None
        self.hide()
        self.closed.emit()

    @Slot()
    def _on_act(self) -> None:
        if self._action is not None:
            self._action()

    @Slot()
    def _paint_icon(self) -> None:
        self._icon.setPixmap(icons.pixmap(_ICONS[self._tone], colours().tones[self._tone][0], sized(ICON), ratio=self.devicePixelRatioF()))


class Messages(QFrame):
    """The message line above every page, which takes room only while it says something."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.line = MessageLine()
        self.setLayout(row(self.line, margins=(2 * GAP, GAP, 2 * GAP, 0)))
        self.hide()
        self._waiting: Said | None = None
        self.line.closed.connect(self._on_closed)

    def begin(self, desk: Desk) -> None:
        desk.doors.said.connect(self._on_said)
        desk.jobs.failed.connect(self.on_failed)

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        if said.waits and self.line.text():
            self._waiting = said
            return
        self.show()
        self.line.say_in_passing(said.text, said.tone, said.action)

    @Slot()
    def _on_closed(self) -> None:
        self.hide()
        said, self._waiting = self._waiting, None
        if said is not None:
            self._on_said(said)

    @Slot(object)
    def on_failed(self, error: Exception) -> None:
        """What nobody else handled is said once: in the window in front, where there are several."""
        front = QApplication.activeWindow()
        if isinstance(front, QMainWindow) and front is not self.window():
            return
        if isinstance(error, UserError):
            self._on_said(Said(str(error), Tone.BAD, None))
        else:
            report_bug(error)
