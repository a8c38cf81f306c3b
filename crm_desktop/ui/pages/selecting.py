"""What is selected in a list. What can be done with it is made after the rows are painted, or as soon as somebody wants to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QVBoxLayout

if TYPE_CHECKING:
    from crm_desktop.core.changes import Change
    from crm_desktop.ui.pages.list_actions import ListActions
    from crm_desktop.ui.pages.list_page import ListPage


class Selecting(QObject):
    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page = page
        self._actions: ListActions | None = None
        self.place = QVBoxLayout()
        """Where the bar will be, above the list."""
        table = page.table
        table.selected_changed.connect(self._on_selected)
        table.copy_wanted.connect(self._on_copy)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)

    def actions(self) -> ListActions:
        if self._actions is None:
            from crm_desktop.ui.pages.list_actions import ListActions  # after the rows

            self._actions = ListActions(self._page)
            self.place.addWidget(self._actions.bar)
        return self._actions

    @Slot(object)
    def choose_saved(self, change: Change) -> None:
        """What was just made or changed in a form is the chosen one, once it is in the list."""
        record_id = max(change.of(self._page.entity), default=0)
        if record_id:
            self._page.table.choose(record_id)
            self._page.show_record(record_id)

    @Slot()
    def finish(self) -> None:
        """The rows are painted: what somebody may ask for next is made, once nothing is being read for the first glance."""
        self._page.desk.jobs.once_rested(self, self._prepare)

    def _prepare(self) -> None:
        self._page.shape.fields.read()
        self.actions()

    @Slot(int)
    def _on_selected(self, count: int) -> None:
        """One record alone needs no bar."""
        if count > 1 or self._actions is not None:
            self.actions().show_selected(count)

    @Slot()
    def _on_copy(self) -> None:
        self.actions().changing.copy()

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        self.actions().open_menu(at)
