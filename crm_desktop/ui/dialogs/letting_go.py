"""Letting go of what was kept long enough: it may be much, so that it tells how far it is, and stops between two steps when asked to."""

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.services.retention import apply_retention_wholly
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.for_good import ForGoodDialog
from crm_desktop.ui.theme import Tone


class _Steps(QObject):
    """Tells from the worker how far it is, and hears that it is to stop."""

    went = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.stopped = Event()

    def tell(self, gone: int, of: int) -> bool:
        self.went.emit(gone, of)
        return not self.stopped.is_set()


class LettingGoDialog(ForGoodDialog):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._steps, self._is_busy = _Steps(), False
        work = partial(apply_retention_wholly, desk.by, True, self._steps.tell)
        said = _("It is gone. What went by which rule stands in the list of erasures.")
        super().__init__(desk, _("Let go of what is due"), _("Let go of it"), work, said, parent)
        self._steps.setParent(self)
        self._steps.went.connect(self._on_went)

    @Slot()
    def _on_do(self) -> None:
        self._show_busy(True)
        super()._on_do()

    @Slot(int, int)
    def _on_went(self, gone: int, of: int) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(gone)

    def _on_done(self, change: Change) -> None:
        self._is_busy = False
        if self._steps.stopped.is_set():
            self._said = _("Stopped. What went stays gone; the rest is still due.")
        super()._on_done(change)

    def _on_refused(self, error: Exception) -> None:
        self._show_busy(False)
        self._steps.stopped.clear()
        super()._on_refused(error)

    def reject(self) -> None:
        """What is under way ends its step first."""
        if not self._is_busy:
            super().reject()
            return
        self._steps.stopped.set()
        self.cancel.setEnabled(False)
        self.message.say(_("It stops after this step. What went stays gone."), Tone.WARN)

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.bar.setRange(0, 0)
        self.bar.setVisible(busy)
        self.cancel.setText(_("&Stop") if busy else _("Leave it"))
        self.cancel.setEnabled(True)
        self.message.clear()
