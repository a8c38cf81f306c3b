"""What can be done with the selected records of a list, one or a million: from the bar above it, its menu, its keys."""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.changes import SHELVED, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.case_pages import case_statuses
from crm_desktop.queries.desk import Choice, Choices, choices
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.pages.changing import Changing
from crm_desktop.ui.pages.list_choices import ListChoices, add_to
from crm_desktop.ui.widgets.basics import button, only_for
from crm_desktop.ui.widgets.selection_bar import SelectionBar

if TYPE_CHECKING:
    from crm_desktop.ui.pages.list_page import ListPage

_WITH_TAGS = frozenset({Entity.CUSTOMER, Entity.ORDER, Entity.PRODUCT, Entity.INTERACTION, Entity.FOLLOW_UP, Entity.RETURN})


class ListActions(QObject):
    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._entity = page.entity
        self._staff: tuple[tuple[int, str], ...] = ()
        self._statuses: tuple[Choice, ...] = ()
        self.tags = button(_("Tags …"), "tags")
        self.archive, self.trash = button(_("Archive"), "archive"), button(_("To the trash"), "trash-2")
        self.back = button(_("Bring back"), "undo-2")
        self.export, self.further = button(_("Export …"), "download"), button("", "ellipsis", tip=_("More to do with what is selected"))
        only_for(self._desk.by, Right.EXPORT, self.export)
        only_for(self._desk.by, right_for(self._entity), self.tags, self.archive, self.trash, self.back)
        self._menu = QMenu(self.further)
        self.further.setMenu(self._menu)
        self.bar = SelectionBar(self.tags, self.archive, self.trash, self.back, self.export, self.further)
        self.tags.setVisible(self._entity in _WITH_TAGS)
        self.changing = Changing(page)
        self._connect()
        self._fill()
        self._show_shelf()
        self._desk.jobs.read(self, choices, self._on_choices)
        if self._entity is Entity.CASE:
            self._desk.jobs.read(self, case_statuses, self._on_statuses)

    def _connect(self) -> None:
        page = self._page
        page.shape.changed.connect(self._show_shelf)
        page.shape.arranged.connect(self._show_shelf)
        self.bar.unselect_wanted.connect(self._on_unselect)
        for each, does in (
            (self.tags, self.ask_tags),
            (self.archive, partial(self.changing.shelve, Shelf.ARCHIVE)),
            (self.trash, partial(self.changing.shelve, Shelf.TRASH)),
            (self.back, partial(self.changing.shelve, Shelf.DESK)),
            (self.export, self.export_selected),
        ):
            each.clicked.connect(does)

    def ids(self) -> array[int]:
        return self._page.table.selected()

    def fill_for_list(self, menu: QMenu) -> None:
        """What is about the whole list."""
        add_to(menu, _("Select all"), self._page.table.selectAll, QKeySequence.StandardKey.SelectAll)
        add_to(menu, _("Export this list …"), self.export_all)
        add_to(menu, _("Print this list …"), self.print_list)

    @Slot()
    def export_selected(self) -> None:
        self._export(self.ids())

    @Slot()
    def export_all(self) -> None:
        self._export(None)

    def _export(self, ids: array[int] | None) -> None:
        from crm_desktop.ui.pages.list_export import ListExport

        ListExport(self._page, ids).ask()

    @Slot()
    def print_list(self) -> None:
        from crm_desktop.ui.dialogs.print_list import Listed, PrintListDialog
        from crm_desktop.ui.pages.list_export import fields_shown

        page, shape = self._page, self._page.shape
        if not page.model.is_whole:
            self._desk.say(_("The list is still being read. Print it in a moment."))
            return
        wanted = Listed(_(page.card.title), page.in_words(), shape.subject, fields_shown(page), page.model.ids_of())
        PrintListDialog(self._desk, wanted, shape.labels, page).open()

    @Slot()
    def ask_tags(self) -> None:
        from crm_desktop.ui.dialogs.bulk_tags import BulkTagsDialog

        if self.changing.is_sensible():
            records = [RecordRef(self._entity, row_id) for row_id in self.ids()]
            BulkTagsDialog(self._desk, records, self._page).open()

    def _fill(self) -> None:
        """What is not on the bar itself."""
        menu = self._menu
        menu.clear()
        add_to(menu, _("Copy"), self.changing.copy, QKeySequence.StandardKey.Copy)
        if right_for(self._entity) in RIGHTS[self._desk.by.role]:
            ListChoices(self._page, self.changing, self._statuses).fill(menu, self._staff)
        if self._entity in SHELVED and Right.ERASE in RIGHTS[self._desk.by.role]:
            menu.addSeparator()
            self._delete = add_to(menu, _("Delete for good …"), self.changing.delete_for_good)
            self._delete.setVisible(self._page.shape.now.is_put_away())

    @Slot()
    def _show_shelf(self) -> None:
        """In the archive and the trash the way is back."""
        away, has_shelf = self._page.shape.now.is_put_away(), self._entity in SHELVED
        self.back.setVisible(away and has_shelf)
        self.archive.setVisible(not away and has_shelf)
        self.trash.setVisible(not away and has_shelf)
        if hasattr(self, "_delete"):
            self._delete.setVisible(away)

    def open_menu(self, at: QPoint) -> None:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in (self.tags, self.archive, self.trash, self.back, self.export):
            if not each.isHidden():
                add_to(menu, self.bar.words_of(each), each.click)
        menu.addSeparator()
        for action in self._menu.actions():
            menu.addAction(action)
        menu.popup(self._page.table.viewport().mapToGlobal(at))

    def show_selected(self, count: int) -> None:
        self.bar.show_count(count, self._desk.formats)

    @Slot()
    def _on_unselect(self) -> None:
        table = self._page.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        row = table.currentIndex().row()
        table.choose_row(row) if row >= 0 else table.clearSelection()

    def _on_choices(self, found: Choices) -> None:
        self._staff = tuple((person.id, person.name) for person in found.staff)
        self._fill()

    def _on_statuses(self, found: tuple[Choice, ...]) -> None:
        self._statuses = found
        self._fill()
