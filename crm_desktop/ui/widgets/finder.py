"""A field that finds while one types: what it found stands below, the arrows choose, Enter takes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui import icons
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column, RecordTableModel, Source
from crm_desktop.ui.theme import FINDER_HEADING_HEIGHT, FINDER_ROW_HEIGHT, GAP, ICON, colours, theme
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.record_view import RecordView

_HIGHEST = 560
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def _nothing(*_ids: object) -> Any:
    return {}


class Finder(QLineEdit):
    picked = Signal(int)
    """The id of what was taken."""

    def __init__(
        self,
        jobs: Jobs,
        name: str,
        find: Callable[[str], Sequence[Any]],
        cell: Callable[[Any], Cell],
        nothing: str,
        parent: QWidget | None = None,
    ) -> None:
        """`find` runs in a worker; its rows have an `id`, a `Heading` a negative one. `nothing`: said when there is none."""
        super().__init__(parent)
        self._find, self._nothing = find, nothing
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setProperty("role", "search")
        self._model = RecordTableModel((Column("", cell),), jobs, self)
        self._glass = label()
        self._glass.setParent(self)
        self._popup: _Popup | None = None
        self._is_looking = False
        self._is_hurried = False
        """Enter was pressed before anything was found, as a scanner does."""
        self._model.loaded.connect(self._on_loaded)
        self.textEdited.connect(self._on_typed)
        theme().changed.connect(self._paint)
        self._paint()

    def results(self) -> RecordTableModel:
        return self._model

    def is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_looking and event.key() in _ENTER and event.modifiers() in _ALONE:
            self._is_hurried = True  # what stands below was found for fewer letters
        elif self.is_open() and event.key() in _MOVES:
            self._move(_MOVES[Qt.Key(event.key())])
        elif self.is_open() and event.key() in _ENTER:
            self._take()
        elif self.is_open() and event.key() == Qt.Key.Key_Escape:
            self.close_results()
        elif event.key() == Qt.Key.Key_Down and self.text().strip():
            self._on_typed(self.text())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.close_results()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._glass.sizeHint()
        left = 10 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else self.width() - 10 - size.width()
        self._glass.move(left, (self.height() - size.height()) // 2)

    def close_results(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def is_clear(self) -> bool:
        """Whether the first of what was found may be taken by somebody who did not see it."""
        return True

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._is_hurried, self._is_looking = False, bool(text.strip())
        if text.strip():
            self._model.show(Source(partial(self._found, text), _nothing, _nothing))
        else:
            self._model.clear()
            self.close_results()

    def _found(self, text: str, _limit: int) -> Sequence[Any]:
        return self._find(text)

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        is_hurried, self._is_hurried, self._is_looking = self._is_hurried, False, False
        if is_hurried and count and self.is_clear():
            self._take_first()
            return
        if not self.hasFocus() or not self.text().strip():
            return
        if self._popup is None:
            self._popup = _Popup(self, self._model, self._nothing)
            self._popup.view.clicked.connect(self._on_clicked)
            # It is the window's child and would outlive the field; what it lists goes with it.
            self._model.setParent(self._popup)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.open_below(count)
        self._move(1)

    def _move(self, step: int) -> None:
        assert self._popup is not None
        row = self._popup.view.currentIndex().row() + step
        while 0 <= row < self._model.rowCount() and self._model.id_at(row) < 0:
            row += step
        if 0 <= row < self._model.rowCount():
            self._popup.view.choose_row(row)

    @Slot(QModelIndex)
    def _on_clicked(self, _index: QModelIndex) -> None:
        self._take()

    def _take(self) -> None:
        assert self._popup is not None
        row = self._popup.view.currentIndex().row()
        self.close_results()
        if row >= 0 and self._model.id_at(row) > 0:
            self.picked.emit(self._model.id_at(row))

    def _take_first(self) -> None:
        self.close_results()
        taken = next((row_id for row in range(self._model.rowCount()) if (row_id := self._model.id_at(row)) > 0), 0)
        if taken:
            self.picked.emit(taken)

    @Slot()
    def _paint(self) -> None:
        self._glass.setPixmap(icons.pixmap("search", colours().soft, ICON, self.devicePixelRatioF()))


class _Popup(QFrame):
    """A child of the window, not a window: the field keeps the keyboard."""

    def __init__(self, field: QLineEdit, model: RecordTableModel, nothing: str) -> None:
        super().__init__(field.window())
        self._field, self._model = field, model
        self.setProperty("surface", "popup")
        self.view = RecordView(model, _("What was found"), FINDER_ROW_HEIGHT)
        self.view.horizontalHeader().hide()
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = label(nothing, "soft", wrap=True)
        self._none.setContentsMargins(12, GAP, 12, GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 4)
        layout.addWidget(self.view)
        layout.addWidget(self._none)
        field.window().installEventFilter(self)

    def open_below(self, count: int) -> None:
        self.view.setVisible(count > 0)
        self._none.setVisible(count == 0)
        height = self._rows_height() if count else self._none.sizeHint().height()
        place = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 4))
        room = self._field.window().height() - place.y() - GAP
        self.setGeometry(place.x(), place.y(), max(self._field.width(), 360), min(height + 14, room, _HIGHEST))
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())
        self.show()
        self.raise_()

    def _rows_height(self) -> int:
        """Of all rows; the window's edge cuts what is too much, and then the list scrolls."""
        for row in range(self._model.rowCount()):
            # Every row anew: the view keeps the heights of what was found before.
            self.view.setRowHeight(row, FINDER_HEADING_HEIGHT if self._model.id_at(row) < 0 else FINDER_ROW_HEIGHT)
        return sum(self.view.rowHeight(row) for row in range(self._model.rowCount()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)
