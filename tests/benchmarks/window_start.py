"""Opens a window, says when it is painted, and ends: python -m tests.benchmarks.window_start bare|window|customers [STORE]

`bare` is a window with a table of 40 rows and nothing of ours: the floor of the other two.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView, QWidget

ROWS, COLUMNS = 40, 8


class Painted(QObject):
    """Says so once the widget was painted and `enough` holds, and closes it."""

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
            print("painted", flush=True)
            self._widget.close()


def bare() -> int:
    from PySide6.QtGui import QStandardItem, QStandardItemModel

    window, model, table = QMainWindow(), QStandardItemModel(), QTableView()
    for row in range(ROWS):
        model.appendRow([QStandardItem(f"{row}, {column}") for column in range(COLUMNS)])
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    Painted(window, lambda: True)
    window.show()
    return QApplication.exec()


def ours(store: str, page: str) -> int:
    """The program as people start it; `page` is where it is to go at once, if not where it begins."""
    from crm_desktop import app
    from crm_desktop.ui.main_window import MainWindow

    seen: list[Painted] = []

    def look() -> None:
        window = next((each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)), None)
        if window is None or seen:
            return
        watch.stop()
        if page:
            window.show_page(page).start()
        table = window.current_page().findChild(QTableView)
        seen.append(Painted(window, lambda: not page or (table is not None and table.model().rowCount() > 0)))

    watch = QTimer(interval=1)
    watch.timeout.connect(look)
    watch.start()
    return app.run(store)


def main(kind: str, store: str = "") -> int:
    made = QApplication(sys.argv[:1])
    try:
        return bare() if kind == "bare" else ours(str(Path(store).absolute()), "customer" if kind == "customers" else "")
    finally:
        made.processEvents()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
