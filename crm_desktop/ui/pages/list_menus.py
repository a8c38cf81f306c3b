"""Above a list: the button that adds a filter, the menu of views, and the menu of everything else that can be done with the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Shelf
from crm_desktop.queries.saved_views import View
from crm_desktop.ui.widgets.basics import button, set_menu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame

    from crm_desktop.queries.conditions import Asked
    from crm_desktop.ui.pages.list_actions import ListActions
    from crm_desktop.ui.pages.list_page import ListPage

_FILTER_KEYS = "Ctrl+Shift+F"
_LONGEST = 22
"""Letters of a view's name on its button."""


class ListMenus(QObject):
    """Buttons stand ready for the page to place; their menus are filled when they are opened."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, self._shape, self._desk = page, page.shape, page.desk
        self._selecting = page.selecting
        shown = QKeySequence(_FILTER_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self.filter = button(_("Filter"), "funnel", tip=f"{_('Show only some of the list')} ({shown})")
        self.views = button(_("View"), "bookmark", tip=_("Saved ways of looking at this list"))
        self.more = button("", "ellipsis", tip=_("More to do with this list"))
        self._views_menu, self._more_menu = QMenu(self.views), QMenu(self.more)
        set_menu(self.views, self._views_menu)
        self.more.setMenu(self._more_menu)
        self._connect()
        self._tell()

    @property
    def actions(self) -> ListActions:
        return self._selecting.actions()

    @property
    def selection(self) -> QFrame:
        return self.actions.bar

    def _connect(self) -> None:
        page = self._page
        self._views_menu.aboutToShow.connect(self._fill_views)
        self._more_menu.aboutToShow.connect(self._fill_more)
        self.filter.clicked.connect(self.add_filter)
        page.filters.edit_wanted.connect(self._on_edit)
        page.filters.remove_wanted.connect(self._on_remove)
        page.filters.clear_wanted.connect(self._on_clear)
        page.table.columns_wanted.connect(self.choose_columns)
        shape = self._shape
        for stale in (shape.changed, shape.arranged, shape.views_changed, shape.fields.known):
            stale.connect(self._tell)
        # Of the page: a button that is folded into the menu hears no keys.
        for keys, does in ((QKeySequence(QKeySequence.StandardKey.Find), self._on_find), (QKeySequence(_FILTER_KEYS), self.add_filter)):
            action = QAction(page)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(does)
            page.addAction(action)

    @Slot()
    def add_filter(self) -> None:
        self._ask(None)

    @Slot()
    def choose_columns(self) -> None:
        from crm_desktop.ui.dialogs.columns import ColumnsDialog

        dialog = ColumnsDialog(self._shape.fields.offered(), self._shape.now.columns, self._shape.first.columns, self._page)
        dialog.chosen.connect(self._shape.arrange)
        dialog.open()

    @Slot()
    def save_view(self) -> None:
        from crm_desktop.ui.dialogs.save_view import SaveViewDialog

        dialog = SaveViewDialog(self._desk, self._page.name, self._shape.now.text(), self._shape.view, self._page)
        dialog.saved_as.connect(self._on_saved)
        dialog.open()

    def show_put_away(self, shelf: Shelf) -> None:
        """What lies in the archive or the trash, by a filter like any other."""
        self._shape.narrow([*(each for each in self._shape.now.where if each[0] != "shelf"), ("shelf", "=", shelf)])

    def _on_empty_trash(self) -> None:
        from crm_desktop.ui.dialogs.for_good import empty_trash_dialog

        empty_trash_dialog(self._desk, self._page).open()

    @Slot()
    def _fill_views(self) -> None:
        menu, shape = self._views_menu, self._shape
        menu.clear()
        self._add(menu, _("The whole list"), partial(shape.show_view, None))
        for view in shape.views:
            name = view.name.replace("&", "&&")
            self._add(menu, _("{name} (shared)").format(name=name) if view.is_shared else name, partial(shape.show_view, view))
        menu.addSeparator()
        self._add(menu, _("Save this view …"), self.save_view)
        if shape.view is not None:
            self._add(menu, _("Remove “{name}”").format(name=shape.view.name.replace("&", "&&")), self._on_remove_view)
        begins = self._add(menu, _("Begin with this view"), self._on_begin)
        begins.setCheckable(True)
        begins.setChecked(shape.start == (shape.view.id if shape.view is not None else 0))

    @Slot()
    def _fill_more(self) -> None:
        menu = self._more_menu
        menu.clear()
        for folded in reversed(self._page.tools.folded):
            if folded is self.views:
                self._views_menu.setTitle(self._page.tools.words_of(folded))
                menu.addMenu(self._views_menu)
            else:
                self._add(menu, self._page.tools.words_of(folded), folded.click)
        menu.addSeparator()
        self._sorts(menu.addMenu(_("Sort by")))
        self._add(menu, _("Columns …"), self.choose_columns)
        if self._shape.subject.column("shelf") is not None:
            menu.addSeparator()
            self._add(menu, _("Show the archive"), partial(self.show_put_away, Shelf.ARCHIVE))
            self._add(menu, _("Show the trash"), partial(self.show_put_away, Shelf.TRASH))
            self._add(menu, _("Empty the trash …"), self._on_empty_trash)
        menu.addSeparator()
        self.actions.fill_for_list(menu)

    def _sorts(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for column in self._page.model.columns:
            if column.sort:
                action = QAction(column.title.replace("&", "&&"), group, checkable=True, checked=column.sort == self._shape.now.sort)
                action.setData((column.sort, column.down_first))
                menu.addAction(action)
        group.triggered.connect(self._on_sort)

    @Slot()
    def _tell(self) -> None:
        """The view, and what the list is narrowed by."""
        self._page.filters.show_conditions(self._shape.now.where, self._shape, self._desk.formats)
        view = self._shape.view
        name = _("View") if view is None else view.name
        self.views.setText((f"{name[:_LONGEST]}…" if len(name) > _LONGEST else name).replace("&", "&&"))
        self.views.setAccessibleName(_("View: {name}").format(name=name) if view is not None else _("Saved views"))

    @staticmethod
    def _add(menu: QMenu, text: str, does: object, keys: QKeySequence.StandardKey | None = None) -> QAction:
        action = menu.addAction(text)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(does)
        return action

    def _ask(self, place: int | None) -> None:
        from crm_desktop.ui.dialogs.filter import FilterDialog

        asked = None if place is None else self._shape.now.where[place]
        dialog = FilterDialog(self._desk, self._shape.subject, self._shape.labels, asked, self._page)
        dialog.chosen.connect(partial(self._on_chosen, place))
        dialog.open()

    def _on_chosen(self, place: int | None, asked: Asked) -> None:
        where = list(self._shape.now.where)
        if place is None or place >= len(where):
            where.append(asked)
        else:
            where[place] = asked
        self._shape.narrow(where)
        self._page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_find(self) -> None:
        """A list without a line for it is searched by its fields."""
        if self._page.sought.isHidden():
            self.add_filter()
            return
        self._page.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page.sought.selectAll()

    @Slot(int)
    def _on_edit(self, place: int) -> None:
        self._ask(place)

    @Slot(int)
    def _on_remove(self, place: int) -> None:
        self._shape.narrow([each for number, each in enumerate(self._shape.now.where) if number != place])
        self._page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clear(self) -> None:
        self._shape.narrow(())
        self._page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QAction)
    def _on_sort(self, action: QAction) -> None:
        name, down_first = action.data()
        now = self._shape.now
        self._page.sort_by(name, not now.downwards if name == now.sort else down_first)

    @Slot(str)
    def _on_saved(self, name: str) -> None:
        self._desk.say(_("The view “{name}” is in the menu of views now.").format(name=name))
        self._shape.look_for(name)

    @Slot()
    def _on_remove_view(self) -> None:
        from crm_desktop.services.saved_views import remove_view

        view = self._shape.view
        if view is not None:
            work = partial(remove_view, view.id, view.version, self._desk.by)
            self._desk.jobs.write(self, work, partial(self._on_removed, view), self._desk.say_error)

    def _on_removed(self, view: View, _change: Change) -> None:
        self._desk.say(_("The view “{name}” was removed. Undo brings it back.").format(name=view.name))
        self._shape.read_views()

    @Slot()
    def _on_begin(self) -> None:
        self._shape.start_with(self._shape.view)
