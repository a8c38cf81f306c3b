"""How many of each line: of what waits to be shipped, or of what a customer sends back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import label

_FIELD_WIDTH = 72


class Countable(NamedTuple):
    """A line of an order, how many of it there can be at most, and how many are meant at first."""

    line_id: int
    name: str
    most: Decimal
    meant: Decimal


class Quantities(QWidget):
    edited = Signal()

    def __init__(self, formats: Formats, lines: Sequence[Countable], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats, self._lines = formats, tuple(lines)
        self.fields: list[QLineEdit] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(2, 1)
        for place, line in enumerate(self._lines):
            field = QLineEdit(formats.plain(line.meant))
            field.setFixedWidth(sized(_FIELD_WIDTH))
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setAccessibleName(_("How many of {name}, at most {most}").format(name=line.name, most=formats.number(line.most)))
            field.textEdited.connect(self.edited)
            self.fields.append(field)
            grid.addWidget(field, place, 0)
            grid.addWidget(label(_("of {most}").format(most=formats.number(line.most)), "soft"), place, 1)
            grid.addWidget(label(line.name, wrap=True), place, 2)
        if self.fields:
            self.setFocusProxy(self.fields[0])

    def counted(self) -> dict[int, Decimal] | None:
        """By line, only those above zero; None where something is no number or too many, and its field has the keyboard."""
        found = {}
        for line, field in zip(self._lines, self.fields, strict=True):
            count = self._formats.read_number(field.text()) if field.text().strip() else Decimal(0)
            if count is None or not 0 <= count <= line.most:
                field.setFocus()
                field.selectAll()
                return None
            if count:
                found[line.line_id] = count
        return found
