"""Writes down at whom somebody looks: once they have stayed for a moment, off the window's thread."""

from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.services.access import note_look
from crm_desktop.ui.desk import Desk

_STAYED = 2_000
"""Milliseconds: who goes through a list with the arrow keys looks at nobody."""


class LookedAt(QTimer):
    def __init__(self, desk: Desk, panel: QWidget) -> None:
        """`panel` shows the customer: while it is hidden, nobody looks."""
        super().__init__(panel, singleShot=True, interval=_STAYED)
        self._desk, self._panel = desk, panel
        self._customer = self._noted = 0
        self.timeout.connect(self._on_stayed)

    def show_customer(self, customer_id: int) -> None:
        """0: nobody any more."""
        if customer_id != self._customer:
            self._customer, self._noted = customer_id, 0
            self.stop()
        if self._customer and not self._noted and not self.isActive():
            self.start()

    @Slot()
    def _on_stayed(self) -> None:
        if self._customer and self._panel.isVisible():
            self._noted = self._customer
            self._desk.jobs.note(self, partial(note_look, self._customer, self._desk.by), _ignore, failed=_ignore)


def _ignore(_outcome: object) -> None:
    """A store that is away for a moment is told so where somebody works with it."""
