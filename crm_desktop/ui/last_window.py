"""The program ends with its last window: Qt notices, but not always where the window was closed just after it had come."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget


class LastWindow(QObject):
    def watch(self, window: QWidget) -> None:
        window.destroyed.connect(self._on_gone)

    @Slot()
    def _on_gone(self) -> None:
        if not any(each.isVisible() for each in QApplication.topLevelWidgets()):
            QApplication.quit()
