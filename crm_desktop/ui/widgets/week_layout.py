"""Where everything of a week stands: days, hours and blocks as rectangles, and back from a point to a day and a time."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QRect, QSize, Qt

from crm_desktop.core.day_lanes import Placed, placed
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.mirrored import mirrored
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.agenda_blocks import DAY_END, Slot, days_of, minutes_on

_HEAD, _STRIP_ROW, _HOUR = 40, 22, 46
"""Heights in pixels at the usual size of text: of the days' names, of a line of what has no time, of an hour."""
_MOST_ROWS = 4
_ALONE = Placed(0, 1)
STEP = 30
"""Minutes that a key moves."""
SNAP = 15
"""Minutes that the mouse moves by."""


class Timed(NamedTuple):
    block: Block
    column: int
    first: int
    last: int
    place: Placed


class Whole(NamedTuple):
    """What has no time, from one column to another, in a row above the hours."""

    block: Block
    first: int
    last: int
    row: int


class WeekLayout:
    """In the coordinates of the viewport; `scrolled` pixels of the hours are above it."""

    def __init__(
        self, days: Sequence[date], blocks: Sequence[Block], zone: ZoneInfo, size: QSize, gutter: int, direction: Qt.LayoutDirection
    ) -> None:
        self.days, self.scrolled = tuple(days), 0
        self.head, self.strip_row, self.hour = sized(_HEAD), sized(_STRIP_ROW), sized(_HOUR)
        self._size, self._gutter, self._direction = size, gutter, direction
        self.timed = list(_timed(self.days, [each for each in blocks if not each.all_day], zone))
        self.whole = list(_whole(self.days, [each for each in blocks if each.all_day], zone))
        rows = max((each.row + 1 for each in self.whole), default=1)
        self.rows, self.hidden = min(rows, _MOST_ROWS), rows > _MOST_ROWS
        self.grid_top = self.head + self.rows * self.strip_row + 8

    @property
    def grid_height(self) -> int:
        return 24 * self.hour

    def column_of(self, day: date) -> int:
        """-1 where it is not shown."""
        return self.days.index(day) if day in self.days else -1

    def column(self, place: int) -> QRect:
        """Of a whole day, from top to bottom."""
        left, right = self._edge(place), self._edge(place + 1)
        return self._mirrored(QRect(left, 0, right - left, self._size.height()))

    def gutter(self) -> QRect:
        return self._mirrored(QRect(0, 0, self._gutter, self._size.height()))

    def minute_y(self, minute: int) -> int:
        return self.grid_top + minute * self.hour // 60 - self.scrolled

    def timed_rect(self, each: Timed) -> QRect:
        return self.span_rect(each.column, each.first, each.last, each.place)

    def span_rect(self, column: int, first: int, last: int, place: Placed = _ALONE) -> QRect:
        left, right = self._edge(column) + 1, self._edge(column + 1) - 5
        width = max((right - left) // place.lanes, 6)
        top, bottom = self.minute_y(first), self.minute_y(last)
        return self._mirrored(QRect(left + place.lane * width, top + 1, width - 2, max(bottom - top - 2, 15)))

    def whole_rect(self, each: Whole) -> QRect:
        left, right = self._edge(each.first) + 1, self._edge(each.last + 1) - 5
        return self._mirrored(QRect(left, self.head + 2 + each.row * self.strip_row, right - left, self.strip_row - 3))

    def strip_rect(self, column: int) -> QRect:
        left, right = self._edge(column), self._edge(column + 1)
        return self._mirrored(QRect(left, self.head, right - left, self.grid_top - self.head - 2))

    def slot_at(self, point: QPoint) -> Slot | None:
        """None beside the days."""
        column = next((place for place in range(len(self.days)) if self.column(place).contains(point.x(), 1)), None)
        if column is None or point.y() < self.head:
            return None
        if point.y() < self.grid_top:
            return Slot(self.days[column])
        minute = (point.y() - self.grid_top + self.scrolled) * 60 // self.hour // SNAP * SNAP
        return Slot(self.days[column], clock(min(max(minute, 0), DAY_END - SNAP)))

    def block_at(self, point: QPoint) -> Block | None:
        if point.y() >= self.grid_top:
            return next((each.block for each in reversed(self.timed) if self.timed_rect(each).contains(point)), None)
        shown = [each for each in self.whole if each.row < self.rows]
        return next((each.block for each in shown if self.whole_rect(each).contains(point)), None)

    def within(self, column: int, half: int) -> list[Block]:
        """What stands in this half hour of a day; -1: what has no time."""
        if half < 0:
            return [each.block for each in self.whole if each.first <= column <= each.last]
        first, last = half * STEP, (half + 1) * STEP
        return [each.block for each in self.timed if each.column == column and each.first < last and each.last > first]

    def _edge(self, place: int) -> int:
        return self._gutter + (self._size.width() - self._gutter) * place // len(self.days)

    def _mirrored(self, rect: QRect) -> QRect:
        return mirrored(self._direction, QRect(QPoint(0, 0), self._size), rect)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(time: str) -> int:
    hours, _colon, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)


def _timed(days: Sequence[date], blocks: Sequence[Block], zone: ZoneInfo) -> Iterator[Timed]:
    for column, day in enumerate(days):
        here = [block for block in blocks if days_of(block, zone)[0] <= day <= days_of(block, zone)[1]]
        spans = [minutes_on(block, day, zone) for block in here]
        for block, (first, last), place in zip(here, spans, placed(spans), strict=True):
            yield Timed(block, column, first, last, place)


def _whole(days: Sequence[date], blocks: Sequence[Block], zone: ZoneInfo) -> Iterator[Whole]:
    shown = [(block, *days_of(block, zone)) for block in blocks]
    inside = [(block, max(first, days[0]), min(last, days[-1])) for block, first, last in shown if first <= days[-1] and last >= days[0]]
    spans = [(days.index(first), days.index(last) + 1) for _block, first, last in inside]
    for (block, _first, _last), span, place in zip(inside, spans, placed(spans), strict=True):
        yield Whole(block, span[0], span[1] - 1, place.lane)
