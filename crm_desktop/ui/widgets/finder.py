"""A field that finds while one types: what it found stands below, the arrows choose, Enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.theme import ICON, colours, sized, theme
from crm_desktop.ui.widgets.basics import label

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from crm_desktop.ui.models.cells import Cell
    from crm_desktop.ui.models.record_table import RecordTableModel
    from crm_desktop.ui.widgets.finder_popup import FinderPopup

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALONE = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Finder(QLineEdit):
    picked = Signal(int)
    """The id of what was taken."""

    def __init__(
        self,
        jobs: Jobs | None,
        name: str,
        find: Callable[[str], Sequence[Any]],
        cell: Callable[[Any], Cell],
        nothing: str,
        parent: QWidget | None = None,
    ) -> None:
        """`find` runs in a worker; its rows have an `id`, a `Heading` a negative one. `nothing`: said when there is none.

        Lists are loaded when something is looked for first, so that a field costs no more than a field."""
        super().__init__(parent)
        self._jobs, self._find, self._cell, self._nothing = jobs, find, cell, nothing
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setProperty("role", "search")
        self._model: RecordTableModel | None = None
        self._glass = label()
        self._glass.setParent(self)
        self._popup: FinderPopup | None = None
        self._is_looking = False
        self._is_hurried = False
        """Enter was pressed before anything was found, as a scanner does."""
        self.textEdited.connect(self._on_typed)
        theme().changed.connect(self._paint)
        self._paint()

    def results(self) -> RecordTableModel:
        from crm_desktop.ui.models.record_table import Column, RecordTableModel

        if self._model is None:
            assert self._jobs is not None, "nothing is looked for before there is a store"
            self._model = RecordTableModel((Column("", self._cell),), self._jobs, self)
            self._model.loaded.connect(self._on_loaded)
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

    def nothing_found(self) -> str:
        """What is said where there is none of what was typed."""
        return self._nothing

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        from crm_desktop.ui.models.record_table import source_found

        self._is_hurried, self._is_looking = False, bool(text.strip())
        if text.strip():
            self.results().show(source_found(partial(self._found, text)))
        else:
            self.results().clear()
            self.close_results()

    def _found(self, text: str) -> Sequence[Any]:
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
            from crm_desktop.ui.widgets.finder_popup import FinderPopup

            self._popup = FinderPopup(self, self.results())
            self._popup.view.clicked.connect(self._on_clicked)
            # It is the window's child and would outlive the field; what it lists goes with it.
            self.results().setParent(self._popup)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.open_below(count, self.nothing_found())
        self._move(1)

    def _move(self, step: int) -> None:
        assert self._popup is not None
        row, found = self._popup.view.currentIndex().row() + step, self.results()
        while 0 <= row < found.rowCount() and found.id_at(row) < 0:
            row += step
        if 0 <= row < found.rowCount():
            self._popup.view.choose_row(row)

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._take()

    def _take(self) -> None:
        assert self._popup is not None
        row = self._popup.view.currentIndex().row()
        self.close_results()
        if row >= 0 and self.results().id_at(row) > 0:
            self.picked.emit(self.results().id_at(row))

    def _take_first(self) -> None:
        self.close_results()
        found = self.results()
        taken = next((row_id for row in range(found.rowCount()) if (row_id := found.id_at(row)) > 0), 0)
        if taken:
            self.picked.emit(taken)

    @Slot()
    def _paint(self) -> None:
        self._glass.setPixmap(icons.pixmap("search", colours().soft, sized(ICON), self.devicePixelRatioF()))
