"""Tells when a window was painted first: until then nothing else is begun that would hold it up."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_PATIENCE = 200
"""Milliseconds: a window that is minimised, or behind others, may never be painted."""


class FirstPaint(QObject):
    done = Signal()

    def __init__(self, window: QWidget) -> None:
        """Told once, then it is gone."""
        super().__init__(window)
        self._window, self._is_done = window, False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._tell)
        self._patience.start()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):
            QTimer.singleShot(0, self, self._tell)  # when the painting that has begun is through
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._window.removeEventFilter(self)
            self.done.emit()
            self.deleteLater()
