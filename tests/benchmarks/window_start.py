"""Opens a window, says when it is painted, and ends: python -m tests.benchmarks.window_start bare|window|customers [STORE]

`bare` is a window with a table of 40 rows and nothing of ours: the floor of the other two.
"""

import sys
from pathlib import Path

ROWS, COLUMNS = 40, 8


def bare() -> int:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    from tests.benchmarks.painted import Painted

    made = QApplication(sys.argv[:1])
    window, model, table = QMainWindow(), QStandardItemModel(), QTableView()
    for row in range(ROWS):
        model.appendRow([QStandardItem(f"{row}, {column}") for column in range(COLUMNS)])
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    Painted(window, lambda: True)
    window.show()
    return made.exec()


def ours(store: str, page: str) -> int:
    """The program as people start it; `page` is where it is to go at once, if not where it begins."""
    from crm_desktop import start

    app = start.program()  # before anything else imports Qt, as in a start

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QTableView

    from crm_desktop.ui.main_window import MainWindow
    from tests.benchmarks.painted import Painted

    made = app.application(sys.argv[0])
    seen: list[Painted] = []

    def look() -> None:
        window = next((each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)), None)
        if window is None or seen:
            return
        watch.stop()
        if page:
            window.commands[f"page.{page}"].trigger()  # as somebody would who cannot wait until the store is open
        seen.append(Painted(window, lambda: not page or rows_in(window) > 0))

    def rows_in(window: MainWindow) -> int:
        """The page has a list of its own and, beside it, one of what happened to the first record."""
        tables = window.findChildren(QTableView)
        return next((each.model().rowCount() for each in tables if each.accessibleName() == "Customers"), 0)

    watch = QTimer(interval=1)
    watch.timeout.connect(look)
    watch.start()
    try:
        return int(app.run(store))
    finally:
        made.processEvents()


def main(kind: str, store: str = "") -> int:
    return bare() if kind == "bare" else ours(str(Path(store).absolute()), "customer" if kind == "customers" else "")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
