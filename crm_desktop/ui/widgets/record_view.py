"""The table view of every list: keeps the chosen record through reloads, says what it opens, sorts by its header."""

import sys
from array import array
from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QKeyCombination, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.ui.models.record_table import RecordTableModel
from crm_desktop.ui.theme import ROW_HEIGHT, SMALL, theme
from crm_desktop.ui.widgets.cell_delegate import CellDelegate
from crm_desktop.ui.widgets.column_widths import ColumnWidths
from crm_desktop.ui.widgets.selected_rows import SelectedRows

_ENDS = QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd
_MENU = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)
"""For keyboards without a menu key."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RecordView(QTableView):
    current_changed = Signal(int)
    """The id of the record that is chosen now; 0 for none."""
    opened = Signal(int)
    """Enter or a double click on a record."""
    sort_wanted = Signal(str, bool)
    """Name of the order, and whether it runs downwards."""
    selected_changed = Signal(int)
    """How many records are selected."""
    copy_wanted = Signal()
    columns_wanted = Signal()
    """The header was asked which columns there are."""

    def __init__(self, model: RecordTableModel, name: str, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__(parent)
        self._records = model
        self.setViewport(_ground())  # of one that Qt made, Python would ask every kind of widget there is whether it is its own
        self._chosen = 0
        self._order = "", False
        self.setModel(model)
        self.setAccessibleName(name)
        self._cells = CellDelegate(model, self)
        self.setItemDelegate(self._cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._row_height = row_height
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.doubleClicked.connect(self._on_double_click)
        model.modelReset.connect(self._restore)
        model.modelReset.connect(self._on_selected)  # a reset empties the selection without a word
        model.rowsInserted.connect(self._restore)
        model.filled.connect(self._on_filled)
        self._rows = SelectedRows(model, self)
        theme().changed.connect(self._on_theme)

    def choose(self, row_id: int) -> None:
        """Make this record the current one, now or when it comes into the list."""
        self._chosen = row_id
        self._rows.sought = 0 if self._records.row_of(row_id) >= 0 else row_id
        self._restore()

    def chosen(self) -> int:
        return self._chosen

    def selected(self) -> "array[int]":
        """Ids in the order of the list: whole ranges at once, since a million may be selected."""
        return self._rows.ids()

    def selected_count(self) -> int:
        return self._rows.count()

    def arrange(self, widths: Mapping[str, int]) -> None:
        """The model has other columns; these are the widths that were given to some."""
        self._cells.arrange()
        self.widths.apply(widths)
        self.show_order(*self._order)

    def show_order(self, sort: str, downwards: bool) -> None:
        """The arrow in the header."""
        self._order = sort, downwards
        order = Qt.SortOrder.DescendingOrder if downwards else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(-1, order)
        for place, column in enumerate(self._records.columns):
            if column.sort == sort:
                self.horizontalHeader().setSortIndicator(place, order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and self._chosen:
            self.opened.emit(self._chosen)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.keyCombination() == _MENU and sys.platform != "win32":  # there the system asks for the menu itself
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last row: what is chosen is a row, never a cell."""
        if action in _ENDS and self._records.rowCount():
            return self._records.index(0 if action == _ENDS[0] else self._records.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._choose_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def choose_row(self, row: int) -> None:
        """`selectRow` asks which column is at the edge, and finds none from right to left."""
        whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._records.index(row, 0), whole)

    def choose_first(self) -> None:
        if self._records.row_of(self._chosen) < 0:
            self._choose_first()

    def _choose_first(self) -> None:
        for row in range(self._records.rowCount()):
            if self._records.id_at(row) > 0:
                self.choose_row(row)
                return

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setMinimumSectionSize(SMALL)
        rows.setDefaultSectionSize(theme().row_height(self._row_height))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setMinimumSectionSize(40)
        # A header that follows the selection asks for the flags of every row: 15 s after Ctrl+A on a million.
        rows.setSelectionModel(QItemSelectionModel(self._records, self))
        columns.setSelectionModel(QItemSelectionModel(self._records, self))
        self.widths = ColumnWidths(self._records, self)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self.columns_wanted)
        if any(column.sort for column in self._records.columns):
            columns.setSectionsClickable(True)
            columns.setSortIndicatorShown(True)
            columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            columns.sectionClicked.connect(self._on_header)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Row by row. Qt's own would ask the model, the selection and the style about every cell, which takes longer than to paint it."""
        seen = event.rect()
        first, last = self.rowAt(seen.top()), self.rowAt(seen.bottom())
        if first < 0 or not self._records.columns:
            return
        columns = [each for each in self._columns() if each[1] <= seen.right() and each[1] + each[2] > seen.left()]
        painter = QPainter(self.viewport())
        for row in range(first, (last if last >= 0 else self._records.rowCount() - 1) + 1):
            self._cells.paint_row(painter, row, self.rowViewportPosition(row), self.rowHeight(row), columns)
        painter.end()

    def _columns(self) -> list[tuple[int, int, int]]:
        """Those that are shown: place, left edge, width."""
        places = (place for place in range(len(self._records.columns)) if not self.isColumnHidden(place))
        return [(place, self.columnViewportPosition(place), self.columnWidth(place)) for place in places]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.widths.share_out()

    @Slot()
    def _on_theme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row_height(self._row_height))

    @Slot(int)
    def _on_header(self, place: int) -> None:
        column, (current, downwards) = self._records.columns[place], self._order
        if column.sort:
            self.sort_wanted.emit(column.sort, not downwards if column.sort == current else column.down_first)
        else:
            self.show_order(current, downwards)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._chosen = self._records.id_at(current.row())
            self.current_changed.emit(self._chosen)

    @Slot()
    def _on_selected(self) -> None:
        self.selected_changed.emit(self.selected_count())

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        if self._records.id_at(index.row()) > 0:
            self.opened.emit(self._records.id_at(index.row()))

    @Slot()
    def _on_filled(self) -> None:
        """Somebody may stand on a row, or have selected many, that nobody knew anything of."""
        if self._chosen == 0 and self.currentIndex().isValid():
            self._on_current(self.currentIndex(), self.currentIndex())
        else:
            self._restore()
        self._on_selected()

    @Slot()
    def _restore(self) -> None:
        row = self._records.row_of(self._chosen) if self._chosen > 0 else -1
        if row >= 0 and self.currentIndex().row() != row:
            self.choose_row(row)
            self.scrollTo(self._records.index(row, 0))


def _ground() -> QWidget:
    made = QWidget()
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    return made
