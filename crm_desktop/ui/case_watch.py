"""Looks every minute whether a case is to be escalated by the company's rules, for as long as a window of the store is open."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from crm_desktop.core.changes import Change
from crm_desktop.services.escalation_rules import escalate_due, something_is_due
from crm_desktop.ui.jobs import Jobs

_EVERY = 60_000


class CaseWatch(QObject):
    """Each escalation is an operation of its own, by nobody; every page hears of it as of anybody's."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._timer = QTimer(self, interval=_EVERY, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self._timer.start()
        self.look()

    @Slot()
    def look(self) -> None:
        """A read, unless there is something to do. A store that is away for a moment is looked at again a minute later."""
        self._jobs.read(self, something_is_due, self._on_looked, newest="due", failed=self._on_failed)

    def _on_looked(self, is_due: bool) -> None:
        if is_due:
            self._jobs.note(self, escalate_due, self._on_done, failed=self._on_failed)

    def _on_done(self, changes: list[Change]) -> None:
        for change in changes:
            self._jobs.changed.emit(change)

    def _on_failed(self, _error: Exception) -> None:
        """Whoever reads or writes in earnest says what is wrong."""
