"""The program ends with its last window: Qt notices, but not always where the window was closed just after it had come.

What another one kept for later goes on in those that are left.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.ui.main_window import MainWindow


class LastWindow(QObject):
    def watch(self, window: QWidget) -> None:
        window.destroyed.connect(self._on_gone)

    @Slot()
    def _on_gone(self) -> None:
        left = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        if not left:
            QApplication.quit()
        for window in left:
            if isinstance(window, MainWindow) and window.asks_before_closing:
                window.take_over()
