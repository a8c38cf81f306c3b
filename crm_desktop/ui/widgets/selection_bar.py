"""Above a list while more than one record is selected: how many, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from crm_desktop.core.i18n import _
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.flow import flowing


class SelectionBar(QFrame):
    unselect_wanted = Signal()

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("surface", "selection")
        self.count = label("", "strong")
        self.leave = button("", "x", "quiet", tip=_("Select nothing"))
        line = row(self.count, flowing(*buttons, gap=6), self.leave, margins=(2 * GAP, 4, 2 * GAP, 4))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.leave.clicked.connect(self.unselect_wanted)
        self.hide()

    def show_count(self, count: int, formats: Formats) -> None:
        """One record alone needs no bar: what can be done with it stands beside the list."""
        self.count.setText(_("{count} selected").format(count=formats.number(count)))
        self.setVisible(count > 1)
