"""Counts what figures and trends will ask for while nobody waits for anything, so that who opens them first waits no longer than others.

It goes on in small pieces: whatever somebody does comes before the next one, and when something changed it looks again.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from crm_desktop.core.dates import utc_now
from crm_desktop.ui.desk import Desk

PAUSE, QUIET = 150, 20_000
"""Milliseconds between two pieces, and after a change: who works goes on working."""


class CountingAhead(QObject):
    def __init__(self, desk: Callable[[], Desk], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_counting = False
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._on_turn)
        desk().jobs.changed.connect(self.look_later)

    @Slot()
    def look_later(self) -> None:
        """From the window's start, and after each change: a pause follows in which nothing changed."""
        if not self._is_counting:
            self._turn.start(QUIET)

    @Slot()
    def _on_turn(self) -> None:
        jobs = self._desk().jobs
        if jobs.is_over:
            return
        if not jobs.is_resting:
            self._turn.start(PAUSE)
            return
        from crm_desktop.queries.counting_ahead import next_piece

        self._is_counting = True
        jobs.read(self, partial(next_piece, self._desk().formats.zone, utc_now()), self._keep, newest="ahead")

    def _keep(self, piece: object) -> None:
        self._is_counting = False
        if piece is None:
            return
        from crm_desktop.services.figures import keep_piece

        self._desk().jobs.note(self, partial(keep_piece, piece), self._on_kept)  # type: ignore[arg-type]

    def _on_kept(self, _change: object) -> None:
        self._turn.start(PAUSE)
