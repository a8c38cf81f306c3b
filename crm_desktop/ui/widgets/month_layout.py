"""Where everything of a month stands: six weeks of days, and the lines of blocks in each."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from crm_desktop.queries.agenda import Block
from crm_desktop.ui.mirrored import mirrored
from crm_desktop.ui.theme import sized

WEEKS = 6
_HEAD, _TOP, _LINE = 28, 24, 20
"""Heights in pixels at the usual size of text."""


class MonthLayout:
    def __init__(self, by_day: Mapping[date, list[Block]], size: QSize, direction: Qt.LayoutDirection) -> None:
        self.head, self._top, self._line = sized(_HEAD), sized(_TOP), sized(_LINE)
        self.by_day, self._size, self._direction = by_day, size, direction

    def cell(self, place: int) -> QRect:
        row, column = divmod(place, 7)
        left, right = (self._size.width() * each // 7 for each in (column, column + 1))
        room = self._size.height() - self.head
        top, bottom = (self.head + room * each // WEEKS for each in (row, row + 1))
        return mirrored(self._direction, QRect(QPoint(0, 0), self._size), QRect(left, top, right - left, bottom - top))

    def fits(self, cell: QRect, count: int) -> int:
        """How many lines have room; the last one is needed to say how many more there are."""
        room = max((cell.height() - self._top - 3) // self._line, 0)
        return count if count <= room else max(room - 1, 0)

    def line(self, cell: QRect, line: int) -> QRect:
        return QRect(cell.left() + 4, cell.top() + self._top + line * self._line, cell.width() - 8, self._line - 2)

    def day_at(self, point: QPoint) -> date | None:
        return next((day for place, day in enumerate(self.by_day) if self.cell(place).contains(point)), None)

    def block_at(self, point: QPoint) -> Block | None:
        for place, blocks in enumerate(self.by_day.values()):
            cell = self.cell(place)
            if cell.contains(point):
                shown = blocks[: self.fits(cell, len(blocks))]
                return next((block for line, block in enumerate(shown) if self.line(cell, line).contains(point)), None)
        return None

    def is_more(self, point: QPoint) -> bool:
        for place, blocks in enumerate(self.by_day.values()):
            cell, count = self.cell(place), len(blocks)
            if cell.contains(point):
                return self.fits(cell, count) < count and self.rest(cell, self.fits(cell, count)).contains(point)
        return False

    def rest(self, cell: QRect, fits: int) -> QRect:
        """Where it stands how many more there are: beside the day's number, where nothing has room below it."""
        below = self.line(cell, fits)
        if below.bottom() <= cell.bottom():
            return below.adjusted(4, 0, 0, 0)
        top = self.top(cell)
        half = QRect(top.center().x(), top.top(), top.width() // 2, top.height())
        return mirrored(self._direction, top, half)

    def has_room_below(self, cell: QRect) -> bool:
        return self.line(cell, 0).bottom() <= cell.bottom()

    def top(self, cell: QRect) -> QRect:
        """Where the day's number stands."""
        return QRect(cell.left() + 8, cell.top() + 2, cell.width() - 16, self._top - 2)
