"""Above a list while more than one record is selected: how many, and what can be done with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from crm_desktop.core.i18n import _
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.tool_line import ToolLine


class SelectionBar(QFrame):
    unselect_wanted = Signal()

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("surface", "selection")
        self.count = label("", "strong")
        self.leave = button("", "x", "quiet", tip=_("Select nothing"))
        self._tools = ToolLine(*buttons, yielding=[each for each in buttons if each.text()], at_end=False)
        line = row(self.count, self._tools, self.leave, margins=(2 * GAP, 4, 2 * GAP, 4))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.leave.clicked.connect(self.unselect_wanted)
        self.hide()

    def words_of(self, tool: QPushButton) -> str:
        """Also where there is room for its icon alone."""
        return self._tools.words_of(tool)

    def show_count(self, count: int, formats: Formats) -> None:
        """One record alone needs no bar: what can be done with it stands beside the list."""
        self.count.setText(_("{count} selected").format(count=formats.number(count)))
        self.setVisible(count > 1)
