"""Parts of a record, one below the other: each with its fields, one key to add, one to take out."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, row, surface


class EditorRow(QFrame):
    """One part. A subclass lays its fields into `body` and says when one was changed."""

    changed = Signal()
    removed = Signal(object)
    moved = Signal(object)

    def __init__(self, called: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "box")
        self.body = column(gap=GAP // 2, margins=(GAP, GAP, GAP, GAP))
        self.up = button("", "chevron-up", "quiet", _("Move {what} up").format(what=called))
        self.remove = button("", "trash-2", "quiet", _("Take {what} out").format(what=called))
        tools = column(self.up, self.remove, 1, gap=0)
        whole = row(gap=0)
        whole.addLayout(self.body, 1)
        whole.addLayout(tools)
        self.setLayout(whole)
        self.up.clicked.connect(self._on_up)
        self.remove.clicked.connect(self._on_remove)

    def start(self) -> None:
        raise NotImplementedError

    def values(self) -> list[object]:
        """What JSON can hold; empty where nothing was entered."""
        raise NotImplementedError

    def fill(self, values: Sequence[object]) -> None:
        raise NotImplementedError

    @Slot()
    def touched(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self)

    @Slot()
    def _on_up(self) -> None:
        self.moved.emit(self)


Row = TypeVar("Row", bound=EditorRow)


class RowsEditor(QWidget, Generic[Row]):
    changed = Signal()

    def __init__(self, make: Callable[[], Row], add: str, parent: QWidget | None = None) -> None:
        """`add` is what the button says that adds one."""
        super().__init__(parent)
        self._make = make
        self._rows: list[Row] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        self.add = button(add, "plus")
        foot = surface("clear", row(self.add, 1))
        self.setLayout(column(self._lines, foot))
        self.setFocusProxy(self.add)
        self.add.clicked.connect(self._on_add)

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def values(self) -> list[list[object]]:
        return [values for each in self._rows if (values := each.values())]

    def fill(self, values: Sequence[Sequence[object]] | None) -> None:
        for each in tuple(self._rows):
            self._take_out(each)
        for given in values or ():
            self._put_in().fill(given)
        self.changed.emit()

    def _put_in(self) -> Row:
        made = self._make()
        self._rows.append(made)
        self._lines.addWidget(made)
        made.changed.connect(self.changed)
        made.removed.connect(self._on_removed)
        made.moved.connect(self._on_moved)
        return made

    def _take_out(self, one: Row) -> None:
        self._rows.remove(one)
        self._lines.removeWidget(one)
        one.hide()
        one.deleteLater()

    @Slot()
    def _on_add(self) -> None:
        self._put_in().start()
        self.changed.emit()

    @Slot(object)
    def _on_removed(self, one: Row) -> None:
        place = self._rows.index(one)
        self._take_out(one)
        following = self._rows[place : place + 1] or self._rows[-1:]
        (following[0].remove if following else self.add).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    @Slot(object)
    def _on_moved(self, one: Row) -> None:
        place = self._rows.index(one)
        if place:
            self._rows.insert(place - 1, self._rows.pop(place))
            self._lines.removeWidget(one)
            self._lines.insertWidget(place - 1, one)
            self.changed.emit()
