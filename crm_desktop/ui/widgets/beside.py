"""Fields side by side, each with the same room where that is enough; where they find too little they stand in several lines."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from crm_desktop.ui.theme import GAP


class Beside(QLayout):
    def __init__(self, *widgets: QWidget, gap: int = GAP + GAP // 2) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._heights: dict[int, int] = {}
        self._narrowest: dict[int, int] = {}
        """Heights by width, and widths of items by their place, until something in it changes: layouts around it ask hundreds of times."""
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        item.setAlignment(Qt.AlignmentFlag.AlignTop)  # or one without a note below it hangs in the middle
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
        found = self._heights.get(width)
        if found is None:
            lines = self._lines(width)
            found = self._heights[width] = sum(self._height(line, width) for line in lines) + self._gap * max(len(lines) - 1, 0)
        return found

    def invalidate(self) -> None:
        self._heights.clear()
        self._narrowest.clear()
        super().invalidate()

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
            height, left = self._height(line, rect.width()), rect.left()
            for item, room in zip(line, self._rooms(line, rect.width()), strict=True):
                item.setGeometry(QStyle.visualRect(direction, rect, QRect(left, top, room, height)))
                left += room + self._gap
            top += height + self._gap

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """As few as they fit into, and as many in one as in the other: three in a line of two and a line of one look forgotten."""
        shown = self._shown()
        for each in range(len(shown), 1, -1):
            lines = [shown[place : place + each] for place in range(0, len(shown), each)]
            if all(self._least(line) <= width for line in lines):
                even = -(-len(shown) // len(lines))
                evened = [shown[place : place + even] for place in range(0, len(shown), even)]
                return evened if all(self._least(line) <= width for line in evened) else lines
        return [[item] for item in shown]

    def _least(self, line: list[QLayoutItem]) -> int:
        return sum(self._narrow(item) for item in line) + self._gap * (len(line) - 1)

    def _rooms(self, line: list[QLayoutItem], width: int) -> list[int]:
        """The same for each; what needs more has it, and the others share the rest."""
        rooms = [0] * len(line)
        left, places = width - self._gap * (len(line) - 1), list(range(len(line)))
        while places:
            share = left // len(places)
            wide = [place for place in places if self._narrow(line[place]) > share]
            for place in wide or places:
                rooms[place] = max(self._narrow(line[place]), 0) if wide else share
            if not wide:
                break
            left -= sum(rooms[place] for place in wide)
            places = [place for place in places if place not in wide]
        return rooms

    def _height(self, line: list[QLayoutItem], width: int) -> int:
        return max((_height_of(item, room) for item, room in zip(line, self._rooms(line, width), strict=True)), default=0)

    def _narrow(self, item: QLayoutItem) -> int:
        place = id(item)
        found = self._narrowest.get(place)
        if found is None:
            found = self._narrowest[place] = item.minimumSize().width()
        return found

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]


def _height_of(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
