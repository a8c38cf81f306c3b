"""Keeps what is typed into a form, a moment after each change, until it is saved or thrown away."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MethodType
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from crm_desktop.core.changes import Change
from crm_desktop.queries.drafts import draft
from crm_desktop.services.drafts import drop_draft, keep_draft
from crm_desktop.ui.desk import Desk

_PAUSE = 1_000
"""Milliseconds after the first key before it is written: who types without a pause loses no more than this either."""

Typed = dict[str, str]


class Draft(QObject):
    restored = Signal()
    """Something was left behind by an earlier run, and stands in the form again."""
    kept = Signal()
    """What stands in the form would outlive a crash now."""

    def __init__(self, desk: Desk, form: str, typed: Callable[[], Typed], retype: Callable[[Typed], None], parent: QObject) -> None:
        """`typed` gives nothing when there is nothing worth keeping."""
        super().__init__(parent)
        self._desk, self._form = desk, form if desk.seat == 1 else f"{form} {desk.seat}"
        # Weak, or form and draft would keep each other alive.
        self._typed_of, self._retype_of = WeakMethod(typed), WeakMethod(retype)
        self._is_kept = False
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.keep)

    @Slot()
    def touch(self) -> None:
        if not self._later.isActive():
            self._later.start()

    @Slot()
    def keep(self) -> None:
        """Now: nothing is left to be written a moment later, when the form may be saved already."""
        self._later.stop()
        if self._form_is_gone():
            return
        typed = self._typed()
        if not typed:
            self.drop()
            return
        self._is_kept = True
        self._desk.jobs.note(self, partial(keep_draft, self._form, typed, self._desk.by), self._on_kept)

    def restore(self) -> None:
        self._desk.jobs.read(self, partial(draft, self._form, self._desk.by.id), self._fill)

    def drop(self) -> None:
        self._later.stop()
        if self._is_kept:
            self._is_kept = False
            self._desk.jobs.note(self, partial(drop_draft, self._form, self._desk.by), self._on_dropped)

    def _form_is_gone(self) -> bool:
        """The form may be closed and freed before the pause is over: what was kept of it stays."""
        read = self._typed_of()
        return not (isinstance(read, MethodType) and shiboken6.isValid(read.__self__))

    def _typed(self) -> Typed:
        read = self._typed_of()
        return read() if read is not None else {}

    def _fill(self, typed: Mapping[str, str]) -> None:
        fill = self._retype_of()
        if typed and fill is not None and not self._form_is_gone() and not self._typed():
            self._is_kept = True
            fill(dict(typed))
            self.restored.emit()

    def _on_kept(self, _change: Change) -> None:
        self.kept.emit()

    def _on_dropped(self, _change: Change) -> None:
        """Nobody waits for it."""
