"""The table view of every list: keeps the chosen record through reloads, says what it opens, sorts by its header."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from crm_desktop.ui.models.record_table import RecordTableModel
from crm_desktop.ui.theme import ROW_HEIGHT, SMALL, theme
from crm_desktop.ui.widgets.cell_delegate import CellDelegate

_HEADER_ROOM = 30
"""Pixels beside a column's title, for the arrow of its order."""
_LEAST_WIDTH = 140
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class RecordView(QTableView):
    current_changed = Signal(int)
    """The id of the record that is chosen now; 0 for none."""
    opened = Signal(int)
    """Enter or a double click on a record."""
    sort_wanted = Signal(str, bool)
    """Name of the order, and whether it runs downwards."""

    def __init__(self, model: RecordTableModel, name: str, row_height: int = ROW_HEIGHT, parent: QWidget | None = None) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__(parent)
        self._records = model
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
        self.doubleClicked.connect(self._on_double_click)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._restore)
        theme().changed.connect(self._on_theme)

    def choose(self, row_id: int) -> None:
        """Make this record the current one, now or when it comes into the list."""
        self._chosen = row_id
        self._restore()

    def chosen(self) -> int:
        return self._chosen

    def show_order(self, sort: str, downwards: bool) -> None:
        """The arrow in the header."""
        self._order = sort, downwards
        order = Qt.SortOrder.DescendingOrder if downwards else Qt.SortOrder.AscendingOrder
        for place, column in enumerate(self._records.columns):
            if column.sort == sort:
                self.horizontalHeader().setSortIndicator(place, order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() and self._chosen:
            self.opened.emit(self._chosen)
        else:
            super().keyPressEvent(event)

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
        for place, column in enumerate(self._records.columns):
            columns.resizeSection(place, max(column.width, columns.fontMetrics().horizontalAdvance(column.title) + _HEADER_ROOM))
        columns.sectionResized.connect(self._share_out)
        if any(column.sort for column in self._records.columns):
            columns.setSectionsClickable(True)
            columns.setSortIndicatorShown(True)
            columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            columns.sectionClicked.connect(self._on_header)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        first, last = self.rowAt(0), self.rowAt(self.viewport().height())
        last = last if last >= 0 else self._records.rowCount() - 1
        if first < 0:
            return
        painter = QPainter(self.viewport())
        bottoms = (self.rowViewportPosition(row) + self.rowHeight(row) - 1 for row in range(first, last + 1))
        self._cells.paint_lines(painter, bottoms, self.viewport().width())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    @Slot()
    def _share_out(self) -> None:
        """What is left over goes to the columns without a width; below their least width the list scrolls sideways."""
        columns = self.horizontalHeader()
        wide = [place for place, column in enumerate(self._records.columns) if not column.width]
        taken = sum(columns.sectionSize(place) for place, column in enumerate(self._records.columns) if column.width)
        for place in wide:
            wanted = max((self.viewport().width() - taken) // len(wide), _LEAST_WIDTH)
            if columns.sectionSize(place) != wanted:
                columns.resizeSection(place, wanted)

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

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        if self._records.id_at(index.row()) > 0:
            self.opened.emit(self._records.id_at(index.row()))

    @Slot()
    def _restore(self) -> None:
        row = self._records.row_of(self._chosen) if self._chosen > 0 else -1
        if row >= 0 and self.currentIndex().row() != row:
            self.choose_row(row)
            self.scrollTo(self._records.index(row, 0))
