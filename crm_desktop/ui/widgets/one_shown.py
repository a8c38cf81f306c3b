"""Pages of which one is shown at a time. What is not shown takes no room, and is not asked how much it would take.

Qt's own stack asks all of its pages at every change of a layout: with thirty settings behind it, showing one more took a quarter of a
second.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedLayout, QWidget, QWidgetItem


class OneShown(QWidget):
    """What is asked of it is what `QStackedWidget` is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = pages = _Pages(self)
        self.currentChanged, self.setCurrentIndex, self.currentIndex = pages.currentChanged, pages.setCurrentIndex, pages.currentIndex
        self.addWidget, self.indexOf, self.count = pages.addWidget, pages.indexOf, pages.count
        self.setCurrentWidget, self.currentWidget = pages.setCurrentWidget, pages.currentWidget
        self.removeWidget, self.widget = pages.removeWidget, pages.widget


class _Pages(QStackedLayout):
    def hasHeightForWidth(self) -> bool:
        shown = self._shown()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        shown = self._shown()
        return -1 if shown is None else max(shown.heightForWidth(width), shown.minimumSize().height())

    def sizeHint(self) -> QSize:
        shown = self._shown()
        return QSize(0, 0) if shown is None else shown.sizeHint()

    def minimumSize(self) -> QSize:
        shown = self._shown()
        return QSize(0, 0) if shown is None else shown.minimumSize()

    def _shown(self) -> QWidgetItem | None:
        shown = self.currentWidget()
        return None if shown is None else QWidgetItem(shown)
