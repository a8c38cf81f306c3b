"""A line of widgets that goes on in the next line where there is no room: texts may be twice as long in another language."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from crm_desktop.ui.mirrored import mirrored
from crm_desktop.ui.theme import GAP


class Flow(QLayout):
    def __init__(self, *widgets: QWidget, gap: int = GAP, at_end: bool = False, between: int | None = None) -> None:
        """`at_end`: lines are flush with the far side; `between` them lie so many pixels, where that is not the gap."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._at_end = gap, at_end
        self._between = gap if between is None else between
        self._heights: dict[int, int] = {}
        """By width, until something in it changes: each layout around it asks for several."""
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
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        found = self._heights.get(width)
        if found is None:
            lines = self._lines(width)
            found = self._heights[width] = sum(self._height(line) for line in lines) + self._between * max(len(lines) - 1, 0)
        return found

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self._gap * max(len(shown) - 1, 0)
        return QSize(width, self._height(shown))

    def minimumSize(self) -> QSize:
        """As wide as its widest widget."""
        shown = self._shown()
        return QSize(max((item.minimumSize().width() for item in shown), default=0), self._height(shown))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            height, left = self._height(line), rect.left()
            if self._at_end:
                left = rect.right() + 1 - sum(item.sizeHint().width() for item in line) - self._gap * (len(line) - 1)
            for item in line:
                size = QSize(min(item.sizeHint().width(), rect.width()), item.sizeHint().height())
                place = QRect(QPoint(max(left, rect.left()), top + (height - size.height()) // 2), size)
                item.setGeometry(mirrored(self._direction(), rect, place))
                left += size.width() + self._gap
            top += height + self._between

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if not lines or used + self._gap + needed > width:
                lines.append([item])
                used = needed
            else:
                lines[-1].append(item)
                used += self._gap + needed
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _direction(self) -> Qt.LayoutDirection:
        parent = self.parentWidget()
        return parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight

    @staticmethod
    def _height(line: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in line), default=0)


def flowing(*widgets: QWidget, gap: int = GAP, at_end: bool = False, between: int | None = None) -> QWidget:
    """A widget around them, whose height follows its width."""
    around = QWidget()
    around.setLayout(Flow(*widgets, gap=gap, at_end=at_end, between=between))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    around.setSizePolicy(policy)
    return around
