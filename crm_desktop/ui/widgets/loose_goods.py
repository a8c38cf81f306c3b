"""Goods that come back without an order: products that are found while typing, and how many of each."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, label
from crm_desktop.ui.widgets.product_finder import ProductFinder

_FIELD_WIDTH = 72
Kept = Sequence[tuple[int, str, str]]
"""Product, its name and what stands in its field, as JSON can hold it."""


class _Line(NamedTuple):
    product_id: int
    field: QLineEdit
    name: QLabel
    out: QPushButton


class LooseGoods(QWidget):
    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = desk.formats
        self._lines: list[_Line] = []
        self.finder = ProductFinder(desk.jobs)
        self.finder.setPlaceholderText(_("Add a product: number or name …"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)
        whole = column(self.finder)
        whole.addLayout(self._grid)
        self.setLayout(whole)
        self.setFocusProxy(self.finder)
        self.finder.changed.connect(self._on_found)

    @property
    def fields(self) -> list[QLineEdit]:
        return [line.field for line in self._lines]

    def counted(self) -> dict[int, Decimal] | None:
        """By product; None where there is none, or a number makes no sense, and its field has the keyboard."""
        found = {}
        for line in self._lines:
            count = self._formats.read_number(line.field.text())
            if count is None or count <= 0:
                line.field.setFocus()
                line.field.selectAll()
                return None
            found[line.product_id] = count
        return found or None

    def typed(self) -> list[tuple[int, str, str]]:
        return [(line.product_id, line.name.text(), line.field.text()) for line in self._lines]

    def retype(self, kept: Kept) -> None:
        for line in list(self._lines):
            self._take_out(line.product_id)
        for product_id, name, count in kept:
            self._put(product_id, name, count)

    def in_words(self, kept: Kept) -> str:
        return ", ".join(f"{count} × {name}" for _product, name, count in kept)

    @Slot()
    def _on_found(self) -> None:
        product_id, name = self.finder.product_id(), self.finder.text()
        if product_id is None:
            return
        known = next((line for line in self._lines if line.product_id == product_id), None)
        line = known or self._put(product_id, name, "1")
        self.finder.clear()
        line.field.setFocus(Qt.FocusReason.OtherFocusReason)
        line.field.selectAll()
        self.edited.emit()

    def _put(self, product_id: int, name: str, count: str) -> _Line:
        field = QLineEdit(count)
        field.setFixedWidth(sized(_FIELD_WIDTH))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(_("How many of {name}").format(name=name))
        field.textEdited.connect(self.edited)
        out = button("", "x", "quiet", tip=_("Leave out: {what}").format(what=name))
        out.clicked.connect(partial(self._on_out, product_id))
        line = _Line(product_id, field, label(name, wrap=True), out)
        row = self._grid.rowCount()
        for place, part in enumerate((line.field, line.name, line.out)):
            self._grid.addWidget(part, row, place)
        self._lines.append(line)
        return line

    def _on_out(self, product_id: int, _checked: bool = False) -> None:
        self._take_out(product_id)
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take_out(self, product_id: int) -> None:
        line = next(line for line in self._lines if line.product_id == product_id)
        self._lines.remove(line)
        for part in (line.field, line.name, line.out):
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
