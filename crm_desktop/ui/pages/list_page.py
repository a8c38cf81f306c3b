"""A page with a list: title and number of records, a filter, an order, and a panel beside it for the chosen record."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSplitter, QStackedWidget, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.record_table import Column, RecordTableModel, Source
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, PANEL_WIDTH, ROW_HEIGHT
from crm_desktop.ui.widgets.basics import button, column, label, row, set_menu, surface
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_view import RecordView


class ListPage(Page):
    entity: ClassVar[Entity]
    row_height: ClassVar[int] = ROW_HEIGHT
    first_order: ClassVar[tuple[str, bool]]
    """The order it begins with, and whether downwards."""
    panel_width: ClassVar[int] = PANEL_WIDTH
    next_step: ClassVar[str] = ""
    """What an empty list offers; `add_new` does it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._sort, self._downwards = self.first_order
        self.only: Any = None
        self.model = RecordTableModel(self.columns(), desk.jobs, self)
        self._build()
        self._connect()
        self.reload()

    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        raise NotImplementedError

    def panel(self) -> QWidget | None:
        """What stands beside the list."""
        return None

    def actions_above(self) -> list[QWidget]:
        """At the end of the line above the list."""
        return []

    def why_empty(self) -> str:
        raise NotImplementedError

    def show_record(self, record_id: int) -> None:
        """The chosen record changed, or what is known of it."""

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """It becomes the chosen one; a filter that might hide it goes."""
        self.sought.clear()
        if self.only is not None:
            self.widen()
            self.reload()
        self.table.choose(record_id)
        self.show_record(record_id)
        self.table.setFocus()

    def widen(self) -> None:
        self.only = None
        self.only_button.hide()

    def narrow(self, only: object, called: str) -> None:
        """`source` gives only what this filter lets through, until its button takes it away."""
        self.only = only
        self.only_button.setText(called)
        self.only_button.setAccessibleName(_("Only: {what}. Show all again").format(what=called))
        self.only_button.show()
        self.sought.clear()
        self.reload()
        self.start()

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        self.model.show(self.source(self.sought.text(), self._sort, self._downwards))

    def take(self, change: Change) -> None:
        if self.entity in change.membership:
            self.reload()
        else:
            self.model.forget(change.of(self.entity))
        if self.table.chosen() in change.of(self.entity):
            self.show_record(self.table.chosen())

    def _build(self) -> None:
        self.title_label, self.count = label(_(self.title), "title"), label("", "soft")
        self.sought = QLineEdit(placeholderText=_("Find in this list"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find in this list"))
        self.sought.setFixedWidth(144)
        self.order = self._order_button()
        self.table = RecordView(self.model, _(self.title), self.row_height)
        self.table.show_order(self._sort, self._downwards)
        self.empty = EmptyState(self.icon)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.only_button = button("", "x", tip=_("Show all again"))
        self.only_button.hide()
        controls = flowing(self.only_button, self.sought, self.order, *self.actions_above(), at_end=True)
        above = row(self.title_label, self.count, controls, margins=(2 * GAP, 12, 2 * GAP, 6))
        above.setStretch(2, 1)
        below = column(above, self._stack, gap=0)
        below.setStretch(1, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self.split.addWidget(surface("card", below))
        outer.addWidget(self.split)
        beside = self.panel()
        if beside is not None:
            self.split.addWidget(beside)
            self.split.setStretchFactor(0, 1)
            self.split.setSizes([1280 - self.panel_width, self.panel_width])

    def _order_button(self) -> QPushButton:
        made = button("", "arrow-up-down")
        menu, self._orders = QMenu(made), QActionGroup(self)
        for each in self.model.columns:
            if each.sort:
                action = QAction(each.title, self._orders, checkable=True, checked=each.sort == self._sort)
                action.setData(each.sort)
                menu.addAction(action)
        set_menu(made, menu)
        if len(menu.actions()) < 2:
            made.hide()
        self._name_order(made)
        return made

    def _name_order(self, made: QPushButton) -> None:
        title = next((each.title for each in self.model.columns if each.sort == self._sort), "")
        made.setText(title)
        made.setAccessibleName(_("Sorted by {column}").format(column=title))
        made.setToolTip(_("What the list is sorted by"))

    def _connect(self) -> None:
        self.sought.textChanged.connect(self._on_text)
        self.table.current_changed.connect(self._on_current)
        self.table.sort_wanted.connect(self.sort_by)
        self.model.loaded.connect(self._on_loaded)
        self.empty.wanted.connect(self.add_new)
        self.only_button.clicked.connect(self._on_all)
        self._orders.triggered.connect(self._on_order)
        finding = QAction(self)
        finding.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        finding.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        finding.triggered.connect(self._on_find)
        self.addAction(finding)

    @Slot(str, bool)
    def sort_by(self, sort: str, downwards: bool) -> None:
        self._sort, self._downwards = sort, downwards
        self.table.show_order(sort, downwards)
        self._name_order(self.order)
        for action in self._orders.actions():
            action.setChecked(action.data() == sort)
        self.reload()

    @Slot()
    def _on_text(self) -> None:
        self.reload()

    @Slot()
    def _on_all(self) -> None:
        self.widen()
        self.reload()
        self.start()

    @Slot()
    def _on_find(self) -> None:
        self.sought.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.selectAll()

    @Slot(QAction)
    def _on_order(self, action: QAction) -> None:
        wanted = next(each for each in self.model.columns if each.sort == action.data())
        self.sort_by(wanted.sort, not self._downwards if wanted.sort == self._sort else wanted.down_first)

    @Slot(int)
    def _on_current(self, record_id: int) -> None:
        self.show_record(record_id)

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        records = self.records_shown()
        self.count.setText(self.desk.formats.number(records))
        if records:
            self._stack.setCurrentWidget(self.table)
            self.table.choose_first()
            return
        if self.only is not None:
            self.empty.say(_("There is none of these."))
        elif self.sought.text().strip():
            self.empty.say(_("Nothing here matches “{text}”. The start of any word will do.").format(text=self.sought.text().strip()))
        else:
            self.empty.say(self.why_empty(), _(self.next_step))
        self._stack.setCurrentWidget(self.empty)
        self.show_record(0)

    def records_shown(self) -> int:
        return self.model.rowCount()
