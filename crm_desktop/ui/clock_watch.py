"""Says so where this computer's clock is behind what was saved last: work would seem older than it is, and reminders come late."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from crm_desktop.core.i18n import _
from crm_desktop.queries.clock import saved_in_the_future
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone

_HALF_AN_HOUR = 1_800_000


class ClockWatch(QObject):
    def __init__(self, desk: Callable[[], Desk], parent: QObject) -> None:
        """`desk`: of a window that is open now, for windows come and go."""
        super().__init__(parent)
        self._desk, self._told = desk, False
        self._timer = QTimer(self, interval=_HALF_AN_HOUR, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        self._timer.start()
        self.look()

    @Slot()
    def look(self) -> None:
        self._desk().jobs.read(self, saved_in_the_future, self._on_looked, newest="clock", failed=self._on_failed)

    def _on_looked(self, last: datetime | None) -> None:
        if last is not None and not self._told:
            text = _(
                "The clock of this computer is behind: the last change here was saved on {when}. Nothing was changed; set date and time "
                "right before you go on."
            )
            self._desk().say(text.format(when=self._desk().formats.moment(last)), Tone.WARN)
        self._told = last is not None

    def _on_failed(self, _error: Exception) -> None:
        """Whoever reads or writes in earnest says what is wrong."""
