"""Undo and redo of a person's own latest step: what they would do, in words, and doing it. One per window."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from crm_desktop.queries.desk import Undoable


class TakingBack(QObject):
    found = Signal(str, str)
    """What undo and redo would do; empty where there is nothing, or while something is being taken back."""
    _desk: Desk

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._undo = self._redo = ""

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        desk.jobs.changed.connect(self.look)

    @Slot()
    def look(self) -> None:
        from crm_desktop.queries.desk import undoable_now

        self._desk.jobs.read(self, partial(undoable_now, self._desk.by.id), self._on_found, newest="undo")

    @Slot()
    def undo(self) -> None:
        from crm_desktop.services.history import undo_latest

        if self._undo:
            self._take_back(undo_latest, _("Undone: {what}").format(what=self._undo))
        else:
            self._desk.say(_("There is nothing of yours to undo."), Tone.INFO)

    @Slot()
    def redo(self) -> None:
        from crm_desktop.services.history import redo_latest

        if self._redo:
            self._take_back(redo_latest, _("Done again: {what}").format(what=self._redo))
        else:
            self._desk.say(_("There is nothing of yours to bring back."), Tone.INFO)

    def _on_found(self, found: "Undoable") -> None:
        self._show(found.undo, found.redo)

    def _show(self, undo: str, redo: str) -> None:
        self._undo, self._redo = undo, redo
        self.found.emit(undo, redo)

    def _take_back(self, work: Callable[..., Change], said: str) -> None:
        self._show("", "")
        self._desk.jobs.write(self, partial(work, self._desk.by), partial(self._on_taken_back, said), self._on_refused)

    def _on_taken_back(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    def _on_refused(self, error: Exception) -> None:
        self.look()
        self._desk.say(sentence(error), Tone.WARN if isinstance(error, UserError) else Tone.BAD)
