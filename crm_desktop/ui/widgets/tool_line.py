"""Tools at the end of a heading: some give up their words before one of them goes down into a second line."""

from collections.abc import Collection

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.flow import Flow


class ToolLine(QWidget):
    def __init__(self, *tools: QWidget, yielding: Collection[QPushButton] = ()) -> None:
        """`yielding` ones have an icon, and a tip that says the same."""
        super().__init__()
        self._tools = tools
        self._words = {each: each.text() for each in yielding}
        self.setLayout(Flow(*tools, at_end=True))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        shown = [each for each in self._tools if each.parentWidget() is self and not each.isHidden()]
        needed = sum(self._whole(each) for each in shown) + GAP * max(len(shown) - 1, 0)
        for each, words in self._words.items():
            text = words if needed <= self.width() else ""
            if each.text() != text:
                each.setText(text)

    def _whole(self, tool: QWidget) -> int:
        """Its width with its words."""
        width = tool.sizeHint().width()
        if isinstance(tool, QPushButton) and tool in self._words and not tool.text():
            width += tool.fontMetrics().horizontalAdvance(self._words[tool].replace("&", "")) + GAP // 2
        return width
