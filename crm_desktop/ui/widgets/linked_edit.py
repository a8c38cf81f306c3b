"""Several records that something is about: added from a field that finds or offers them, taken away one by one."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.widgets.basics import button, column, empty
from crm_desktop.ui.widgets.flow import flowing

Linked = list[tuple[int, str]]
"""Ids and names."""


class LinkedEdit(QWidget):
    changed = Signal()

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        """`field` is what adds one, by `add`."""
        super().__init__(parent)
        self._linked: Linked = []
        self._chosen = flowing(gap=4)
        self.setLayout(column(field, self._chosen, gap=4))
        self.setFocusProxy(field)
        self._show()

    def linked(self) -> list[list[object]]:
        """As a draft keeps them."""
        return [[row_id, name] for row_id, name in self._linked]

    def ids(self) -> tuple[int, ...]:
        return tuple(row_id for row_id, _name in self._linked)

    def show_linked(self, linked: list[list[object]]) -> None:
        self._linked = [(int(str(row_id)), str(name)) for row_id, name in linked]
        self._show()

    def add(self, row_id: int, name: str) -> None:
        if row_id and row_id not in self.ids():
            self._linked.append((row_id, name))
            self._show()

    def _remove(self, row_id: int, _checked: bool = False) -> None:
        self._linked = [each for each in self._linked if each[0] != row_id]
        self._show()

    def _show(self) -> None:
        layout = self._chosen.layout()
        assert layout is not None
        empty(layout)
        for row_id, name in self._linked:
            chip = button(name.replace("&", "&&"), "x", tip=_("Take {name} away").format(name=name))
            chip.clicked.connect(partial(self._remove, row_id))
            layout.addWidget(chip)
        self._chosen.setVisible(bool(self._linked))
        self.changed.emit()


def linked_words(linked: list[list[object]]) -> str:
    return ", ".join(str(name) for _row_id, name in linked)
