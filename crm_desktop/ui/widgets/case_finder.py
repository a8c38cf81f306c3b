"""A field for a case: found by its number or any word while typing, shown by number and subject once chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.queries.case_pages import CaseRef
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.widgets.finder import Finder
from crm_desktop.ui.words_of_service import CASE_STATES


class CaseFinder(Finder):
    changed = Signal()

    def __init__(self, jobs: Jobs, find: Callable[[str], Sequence[CaseRef]], parent: QWidget | None = None) -> None:
        super().__init__(jobs, _("Number or any word of it"), find, _cell, _("No such case was found."), parent)
        self._chosen: int | None = None
        self.picked.connect(self._on_picked)
        self.textEdited.connect(self._on_edited)

    def value(self) -> int | None:
        return self._chosen

    @Slot(int)
    def _on_picked(self, case_id: int) -> None:
        shown = self.results().shown(self.results().row_of(case_id), 0)
        self._chosen = case_id
        self.setText(shown.text)
        self.changed.emit()

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._chosen = None
        self.changed.emit()


def _cell(case: CaseRef) -> Cell:
    return Cell(f"{case.number} {case.subject}", _(CASE_STATES[CaseStatusKind(case.state)][0]))
