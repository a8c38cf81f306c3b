"""When a window is painted, and what the program holds in memory by then."""

from collections.abc import Callable
from time import process_time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from tests.benchmarks.memory import highest_memory


class Painted(QObject):
    """Says so once the widget was painted and `enough` holds, closes it, and ends the program."""

    def __init__(self, widget: QWidget, enough: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._widget, self._enough = widget, enough
        self._is_said = False
        widget.installEventFilter(self)
        widget.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint):
            QTimer.singleShot(0, self, self._look)
        return False

    def _look(self) -> None:
        if not self._is_said and self._enough():
            self._is_said = True
            print("painted", highest_memory(), process_time(), flush=True)
            self._widget.close()
            QTimer.singleShot(0, QCoreApplication.quit)  # the measuring ends here, whatever else would keep a program open
