"""What a window shows while a large company is looked through before it opens. The look itself goes on in the store's thread."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.long_look import HowFar, LongLook, Why

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.long_look import LongLookDialog

PATIENCE = 1.0
"""Seconds, after which it is shown."""


class LookingThrough(QObject):
    told = Signal(object)
    """A HowFar, from the store's thread."""

    def __init__(self, address: Path | str, window: Callable[[], QWidget], parent: QObject) -> None:
        """`window` is the one that waits."""
        super().__init__(parent)
        self.watched = LongLook(self.told.emit)
        self._name, self._window = Path(str(address)).name, window
        self._since: float | None = None
        self._is_over = False
        self.dialog: LongLookDialog | None = None
        self.told.connect(self._on_told)
        app = QCoreApplication.instance()
        assert app is not None
        app.aboutToQuit.connect(self._on_given_up)  # whoever closes the window does not wait for it either

    @Slot()
    def over(self) -> None:
        """The company is open, or is not."""
        self._is_over = True
        if self.dialog is not None:
            self.dialog.done(0)
            self.dialog.deleteLater()
            self.dialog = None

    @Slot(object)
    def _on_told(self, how: HowFar) -> None:
        if self._is_over:
            return
        if self._since is None:
            self._since = monotonic()
        if self.dialog is None and monotonic() - self._since >= PATIENCE:
            self._show(how.why)
        if self.dialog is not None:
            self.dialog.show_how_far(how)

    def _show(self, why: Why) -> None:
        from crm_desktop.ui.dialogs.long_look import LongLookDialog

        self.dialog = LongLookDialog(self._name, why, parent=self._window())
        self.dialog.given_up.connect(self._on_given_up)
        self.dialog.open()

    @Slot()
    def _on_given_up(self) -> None:
        self.watched.give_up()
