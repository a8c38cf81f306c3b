"""Closes solved cases whose day has come: when the program starts, and every hour while it runs."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from crm_desktop.core.changes import Change
from crm_desktop.queries.cases import due_to_close
from crm_desktop.services.case_steps import close_due_cases
from crm_desktop.ui.desk import Desk

_HOUR = 3_600_000


class CaseClosing(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._clock = QTimer(self, interval=_HOUR)
        self._clock.timeout.connect(self.begin)

    @Slot()
    def begin(self) -> None:
        """Where nothing is due, nothing is written."""
        self._clock.start()
        self._desk.jobs.read(self, partial(due_to_close, self._desk.formats.today()), self._close, newest="closing")

    def _close(self, is_due: bool) -> None:
        if is_due:
            self._desk.jobs.write(self, close_due_cases, self._on_closed, self._on_refused)

    def _on_closed(self, change: Change) -> None:
        """As many as fit into one operation: perhaps more are due."""
        if change.operation is not None:
            self.begin()

    def _on_refused(self, _error: Exception) -> None:
        """A server that is away, a disk that is full: in an hour it is tried again."""
