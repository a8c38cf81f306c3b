"""What can be done with the selected records of a list, one or a million: from the bar above it, its menu, its keys."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.changes import SHELVED, Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerStatus, Shelf
from crm_desktop.core.record_rights import right_for
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.pages.changing import Changing, step_words
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button, only_for
from crm_desktop.ui.widgets.selection_bar import SelectionBar
from crm_desktop.ui.words_of_customers import STATUSES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.list_page import ListPage

_WITH_TAGS = frozenset({Entity.CUSTOMER, Entity.ORDER, Entity.PRODUCT, Entity.INTERACTION, Entity.FOLLOW_UP, Entity.RETURN})

_STEPS = {Entity.ORDER: ("confirm", "complete"), Entity.RETURN: ("approve", "receive")}


class ListActions(QObject):
    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._entity = page.entity
        self._staff: tuple[tuple[int, str], ...] = ()
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
        _add(menu, _("Select all"), self._page.table.selectAll, QKeySequence.StandardKey.SelectAll)
        _add(menu, _("Export this list …"), self.export_all)
        _add(menu, _("Print this list …"), self.print_list)

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
        wanted = Listed(_(page.card.title), page.in_words(), shape.subject, fields_shown(page), page.model.ids_of())
        PrintListDialog(self._desk, wanted, shape.labels, page).open()

    @Slot()
    def ask_tags(self) -> None:
        from crm_desktop.ui.dialogs.bulk_tags import BulkTagsDialog

        if self.changing.is_sensible():
            records = [RecordRef(self._entity, row_id) for row_id in self.ids()]
            BulkTagsDialog(self._desk, records, self._page).open()

    @Slot()
    def merge(self) -> None:
        ids = self.ids()
        if len(ids) == 2:
            from crm_desktop.ui.dialogs.merge import open_merge

            open_merge(self._desk, ids[0], ids[1], self._page)
        else:
            self._desk.say(_("Select exactly two customers to merge them."), Tone.WARN)

    def _change(self, work: Callable[..., Change], *wanted: object) -> None:
        if self.changing.is_sensible():
            self.changing.write(partial(work, self.ids(), *wanted, self._desk.by))

    def _fill(self) -> None:
        """What is not on the bar itself."""
        menu = self._menu
        menu.clear()
        _add(menu, _("Copy"), self.changing.copy, QKeySequence.StandardKey.Copy)
        if self._entity is Entity.CUSTOMER:
            self._choice(
                menu, _("Status"), [(_(STATUSES[each]), each) for each in STATUSES if each != CustomerStatus.ANONYMISED], _change_status
            )
            self._choice(menu, _("Responsible"), [(_("Nobody"), None), *((name, key) for key, name in self._staff)], _change_responsible)
            _add(menu, _("Merge two customers …"), self.merge)
        elif self._entity is Entity.FOLLOW_UP:
            self._choice(menu, _("Hand on to"), [(name, key) for key, name in self._staff], _hand_on)
        elif self._entity in _STEPS:
            for step in _STEPS[self._entity]:
                action = _add(menu, step_words()[step], partial(self._take_step, step))
                action.setVisible(right_for(self._entity) in RIGHTS[self._desk.by.role])
        elif self._entity is Entity.PRODUCT:
            self._choice(menu, _("Sold"), [(_("Yes"), True), (_("No"), False)], _change_sold)
        if self._entity in SHELVED and Right.ERASE in RIGHTS[self._desk.by.role]:
            menu.addSeparator()
            self._delete = _add(menu, _("Delete for good …"), self.changing.delete_for_good)
            self._delete.setVisible(self._is_put_away())

    def _take_step(self, step: str, _checked: bool = False) -> None:
        from crm_desktop.services.bulk_steps import Step  # what writes is loaded when something is written

        self.changing.take_step(Step(step))

    def _choice(self, menu: QMenu, title: str, choices_of: Sequence[tuple[str, object]], work: Callable[..., Change]) -> None:
        inner = menu.addMenu(title)
        for text, value in choices_of:
            _add(inner, text.replace("&", "&&"), partial(self._change, work, value))

    def _is_put_away(self) -> bool:
        return any(field == "shelf" for field, _operator, _value in self._page.shape.now.where)

    @Slot()
    def _show_shelf(self) -> None:
        """In the archive and the trash the way is back."""
        away, has_shelf = self._is_put_away(), self._entity in SHELVED
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
                _add(menu, self.bar.words_of(each), each.click)
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


def _add(menu: QMenu, text: str, does: Callable[..., object], keys: QKeySequence.StandardKey | None = None) -> QAction:
    """The keys are shown: the list itself acts on them."""
    action = menu.addAction(text)
    action.triggered.connect(does)
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action


def _change_status(*wanted: Any) -> Change:
    from crm_desktop.services.bulk import change_status  # what writes is loaded when something is written

    return change_status(*wanted)


def _change_responsible(*wanted: Any) -> Change:
    from crm_desktop.services.bulk import change_responsible

    return change_responsible(*wanted)


def _hand_on(*wanted: Any) -> Change:
    from crm_desktop.services.bulk import hand_on

    return hand_on(*wanted)


def _change_sold(*wanted: Any) -> Change:
    from crm_desktop.services.bulk import change_sold

    return change_sold(*wanted)
