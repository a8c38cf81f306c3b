"""Opens the window on a store, waits until the first customers are painted, and ends: python -m tests.benchmarks.window_start STORE"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program


def main(store: str) -> int:
    app = QApplication(sys.argv[:1])
    program = Program(None, app)
    program.start(store)
    watch = QTimer(app)

    def look() -> None:
        if program.window is None:
            return
        page = program.window.show_page("customer")
        if page.table.model().rowCount():
            program.window.grab()
            watch.stop()
            app.quit()

    watch.timeout.connect(look)
    watch.start(2)
    status = app.exec()
    program.stop()
    return status


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).absolute())))
