"""Notices what other desks and the command line do to the store, and tells the pages as if it had happened here."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from crm_desktop.core.changes import Change
from crm_desktop.queries.desk import changes_since
from crm_desktop.ui.jobs import Jobs

_EVERY = 2_000
"""Milliseconds. One row is read each time."""
_REMEMBERED = 1_000


class Watch(QObject):
    def __init__(self, jobs: Jobs, sequence: int, parent: QObject) -> None:
        """`sequence`: of the last operation that what is on screen can know."""
        super().__init__(parent)
        self._jobs, self._sequence = jobs, sequence
        self._ours: dict[int, None] = {}
        self._is_asking = False
        jobs.changed.connect(self._on_changed)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._jobs.read(self, partial(changes_since, self._sequence), self._tell, failed=self._on_failed, is_routine=True)

    def _tell(self, found: tuple[int, list[Change]]) -> None:
        self._is_asking = False
        self._sequence, changes = found
        for change in changes:
            if change.operation not in self._ours:
                self._jobs.changed.emit(change)

    def _on_failed(self, _error: Exception) -> None:
        """A store that is busy or away for a moment is asked again; whoever reads or writes in earnest says what is wrong."""
        self._is_asking = False

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.operation is not None:
            self._ours[change.operation] = None
            while len(self._ours) > _REMEMBERED:
                del self._ours[next(iter(self._ours))]
