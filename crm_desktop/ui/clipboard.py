"""The clipboard: what is copied here names customers, so that it stays there for a short while only, where windows are locked at all."""

from functools import partial

import shiboken6
from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_LASTING = "application/x-crm-desktop-lasting"
_HELD = 30
"""Seconds."""


def copy_lasting(text: str) -> None:
    """What is about nobody stays until something else is copied."""
    copied = QMimeData()
    copied.setText(text)
    copied.setData(_LASTING, b"1")
    QGuiApplication.clipboard().setMimeData(copied)


class ClipboardGuard(QObject):
    """Takes away only what was copied here, never what another program put there since."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=1_000 * _HELD)
        self._timer.timeout.connect(self.clear)
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)
        # Some systems keep what was copied when the program is gone.
        QCoreApplication.instance().aboutToQuit.connect(self._on_leaving)  # type: ignore[union-attr]

    def forget(self) -> None:
        """At once what would go soon: when windows lock, and when the program is left. What was cut stays: it is nowhere else."""
        if self._timer.isActive():
            self.clear()
        else:
            self._clear_selection()

    @Slot()
    def clear(self) -> None:
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if clipboard.ownsClipboard():
            clipboard.clear()
        self._clear_selection()

    def _clear_selection(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    @Slot()
    def _on_changed(self) -> None:
        self._timer.stop()
        copied: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if copied is None or not copied.formats() or copied.hasFormat(_LASTING) or not QGuiApplication.clipboard().ownsClipboard():
            return
        self._timer.start()
        field = QApplication.focusWidget()
        if field is not None and _selects(field):
            QTimer.singleShot(0, self, partial(self._spare_what_was_cut, field))

    def _spare_what_was_cut(self, field: QWidget) -> None:
        """It is nowhere else: taking it away would lose what somebody typed."""
        if shiboken6.isValid(field) and not _selects(field):
            self._timer.stop()

    @Slot()
    def _on_leaving(self) -> None:
        self.forget()


def _selects(field: QWidget | None) -> bool:
    if isinstance(field, QLineEdit):
        return field.hasSelectedText()
    return isinstance(field, (QTextEdit, QPlainTextEdit)) and field.textCursor().hasSelection()
