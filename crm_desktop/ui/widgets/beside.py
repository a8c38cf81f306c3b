"""Fields side by side, each with the same room; where they find too little they stand in several lines, as with large text."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from crm_desktop.ui.theme import GAP


class Beside(QLayout):
    def __init__(self, *widgets: QWidget, gap: int = GAP + GAP // 2) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(self._height(line, width) for line in lines) + self._gap * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = max((item.sizeHint().width() for item in shown), default=0) * len(shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        """As narrow as the widest alone."""
        shown = self._shown()
        sizes = [item.minimumSize() for item in shown]
        return QSize(max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        top = rect.top()
        for line in self._lines(rect.width()):
            height, left, room = self._height(line, rect.width()), rect.left(), self._room(line, rect.width())
            for item in line:
                item.setGeometry(QStyle.visualRect(direction, rect, QRect(left, top, room, height)))
                left += room + self._gap
            top += height + self._gap

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        shown = self._shown()
        least = max((item.minimumSize().width() for item in shown), default=0)
        most = max((width + self._gap) // (least + self._gap), 1)
        lines = -(-len(shown) // most)
        # As many in one line as in the other: three in a line of two and a line of one look forgotten, but four are two and two.
        each = -(-len(shown) // lines) if lines else 1
        return [shown[place : place + each] for place in range(0, len(shown), each)]

    def _room(self, line: list[QLayoutItem], width: int) -> int:
        return max((width - self._gap * (len(line) - 1)) // max(len(line), 1), 0)

    def _height(self, line: list[QLayoutItem], width: int) -> int:
        room = self._room(line, width)
        return max((_height_of(item, room) for item in line), default=0)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _height_of(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
