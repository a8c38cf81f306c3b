"""Makes a backup every half hour in which something changed, beside the company's file and in the second place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from crm_desktop.core.actors import PROGRAM
from crm_desktop.core.second_place import second_place
from crm_desktop.core.settings import load_settings
from crm_desktop.services.backups import Made, back_up_by_itself
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone

_HALF_AN_HOUR = 1_800_000


class BackingUp(QObject):
    def __init__(self, desk: Callable[[], Desk], address: str, parent: QObject) -> None:
        """`desk`: of a window that is open now, for windows come and go."""
        super().__init__(parent)
        self._desk, self._address = desk, address
        self._told = ""
        self._clock = QTimer(self, interval=_HALF_AN_HOUR)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    @Slot()
    def look(self) -> None:
        """In a worker, while everybody goes on working."""
        desk, second = self._desk(), second_place(load_settings(), self._address)
        desk.jobs.read(self, partial(back_up_by_itself, PROGRAM, second), self._on_made, newest="backup", failed=self._on_failed)

    def _on_made(self, made: Made | None) -> None:
        if made is not None:
            self._desk().doors.backed_up.emit()
            self._tell(made.problem)

    def _on_failed(self, error: Exception) -> None:
        self._tell(str(error))

    def _tell(self, problem: str) -> None:
        """Once, not every half hour."""
        if problem and problem != self._told:
            self._desk().say(problem, Tone.WARN)
        self._told = problem
