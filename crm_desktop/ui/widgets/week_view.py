"""A week, or a day, as a painted grid: blocks at their hours, what has no time above them.

The arrows move over half hours and days, Enter opens or makes new, Ctrl and an arrow moves the block, Shift and an arrow
changes its length.
"""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.agenda_blocks import DAY_END, BlockId, Slot, can_move, id_of, minutes_on, shown_at
from crm_desktop.ui.widgets.week_grid import Ghost, WeekGrid
from crm_desktop.ui.widgets.week_layout import SNAP, STEP, clock, minute_of

_HALVES = DAY_END // STEP
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_HEIGHTS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_EDGE = 6
"""Pixels at a block's end by which it is made longer."""


@dataclass(slots=True)
class Drag:
    """`block` None: an empty place is drawn over, for something new. `grabbed` is minutes from the block's beginning."""

    start: QPoint
    block: Block | None
    origin: Slot
    grabbed: int = 0
    lengthens: bool = False
    is_on: bool = False
    to: Slot | None = None


class WeekView(WeekGrid):
    opened = Signal(object)
    new_wanted = Signal(object)
    """A slot; its minutes are None unless somebody drew them."""
    moved = Signal(object, object)
    """A block, and the slot it is wanted at."""

    def __init__(self, formats: Formats, name: str, parent: QWidget | None = None) -> None:
        super().__init__(formats, name, parent)
        self._drag: Drag | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        carries = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in _SIDES:
            self._sideways(self._seen(_SIDES[key]), carries)
        elif key in _HEIGHTS and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._lengthen(_HEIGHTS[key])
        elif key in _HEIGHTS:
            self._upwards(_HEIGHTS[key], carries)
        elif key in _PAGES:
            self.turned.emit(_PAGES[key])
        elif key == Qt.Key.Key_Space:
            self._next_here()
        elif key in _ENTER:
            self._open(self.current(), self.slot())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        slot, block = self.laid_out().slot_at(place), self.laid_out().block_at(place)
        if event.button() != Qt.MouseButton.LeftButton or slot is None:
            return
        self._column = self.laid_out().column_of(slot.day)
        self._half, self._is_placed = minute_of(slot.time) // STEP if slot.time else -1, True
        self._picked = id_of(block) if block is not None else None
        grabbed = 0
        if block is not None and not block.all_day and slot.time:
            grabbed = minute_of(slot.time) - minutes_on(block, slot.day, self._formats.zone)[0]
        self._drag = Drag(place, block, slot, grabbed, self._is_at_end(block, place))
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place, drag = event.position().toPoint(), self._drag
        if drag is None:
            at_end = self._is_at_end(self.laid_out().block_at(place), place)
            self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if at_end else Qt.CursorShape.ArrowCursor)
            return
        if drag.block is not None and not can_move(drag.block):
            return
        if (place - drag.start).manhattanLength() >= QApplication.startDragDistance():
            drag.is_on = True
        slot = self.laid_out().slot_at(place)
        if drag.is_on and slot is not None:
            drag.to = self._target(drag, slot)
            self.ghost = Ghost(drag.block, drag.to, self._length(drag))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag, self.ghost = self._drag, None, None
        if drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if drag.is_on and drag.to is not None:
            if drag.block is None:
                self.new_wanted.emit(drag.to)
            else:
                self._move(drag.block, drag.to)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        slot = self.laid_out().slot_at(place)
        self._drag = self.ghost = None
        if slot is not None:
            self._open(self.laid_out().block_at(place), slot)

    def _target(self, drag: Drag, slot: Slot) -> Slot:
        if drag.lengthens and drag.block is not None:
            first = minutes_on(drag.block, drag.origin.day, self._formats.zone)[0]
            last = minute_of(slot.time) + SNAP if slot.time else first + SNAP
            return shown_at(drag.block, self._formats.zone)._replace(minutes=max(last - first, SNAP))
        if drag.block is None:
            if not slot.time or not drag.origin.time:
                return drag.origin
            first, last = sorted((minute_of(drag.origin.time), minute_of(slot.time)))
            return Slot(drag.origin.day, clock(first), last - first + SNAP)
        if not slot.time:
            return slot
        return Slot(slot.day, clock(min(max(minute_of(slot.time) - drag.grabbed, 0), DAY_END - SNAP)))

    def _length(self, drag: Drag) -> int:
        if drag.to is not None and drag.to.minutes is not None:
            return drag.to.minutes
        if drag.block is None or drag.block.all_day:
            return 60
        return int((drag.block.ends - drag.block.begins).total_seconds() // 60)

    def _is_at_end(self, block: Block | None, place: QPoint) -> bool:
        if block is None or block.all_day or block.entity != Entity.APPOINTMENT or not can_move(block):
            return False
        rects = [self.laid_out().timed_rect(each) for each in self.laid_out().timed if each.block is block]
        return any(rect.contains(place) and place.y() > rect.bottom() - _EDGE for rect in rects)

    def _open(self, block: Block | None, slot: Slot) -> None:
        if block is not None:
            self.opened.emit(block)
        else:
            self.new_wanted.emit(slot)

    def _seen(self, step: int) -> int:
        """To the side the eye goes."""
        return -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step

    def _sideways(self, step: int, carries: bool) -> None:
        block = self.current()
        if carries and block is not None:
            shown = shown_at(block, self._formats.zone)
            self._move(block, shown._replace(day=shown.day + timedelta(step)))
        elif 0 <= self._column + step < len(self._days):
            self._column += step
            self._picked = None
            self._place()
            self._reveal()
        else:
            self._column = 0 if step > 0 else len(self._days) - 1
            self._picked = None
            self.turned.emit(step)

    def _upwards(self, step: int, carries: bool) -> None:
        block = self.current()
        if carries and block is not None and block.time:
            shown = shown_at(block, self._formats.zone)
            minute = minute_of(shown.time) + step * STEP
            if 0 <= minute <= DAY_END - SNAP:
                self._move(block, shown._replace(time=clock(minute)))
        elif not carries and -1 <= self._half + step < _HALVES:
            self._half, self._is_placed = self._half + step, True
            kept = [id_of(each) for each in self.laid_out().within(self._column, self._half)]
            self._picked = self._picked if self._picked in kept else None
            self._reveal()

    def _lengthen(self, step: int) -> None:
        block = self.current()
        if block is not None and block.entity == Entity.APPOINTMENT and not block.all_day:
            minutes = int((block.ends - block.begins).total_seconds() // 60) + step * SNAP
            if minutes > 0:
                self._move(block, shown_at(block, self._formats.zone)._replace(minutes=minutes))

    def _move(self, block: Block, to: Slot) -> None:
        """The cursor goes along; nothing else is moved until this is done or refused."""
        if not can_move(block) or self._waits or to == shown_at(block, self._formats.zone):
            return
        self._waits = True
        self._picked = BlockId(block.entity, block.record_id, to.day)
        self._column = max(self.laid_out().column_of(to.day), 0)
        self._half, self._is_placed = minute_of(to.time) // STEP if to.time else -1, True
        self.moved.emit(block, to)

    def _next_here(self) -> None:
        found = self.laid_out().within(self._column, self._half)
        block = self.current()
        if block is not None:
            self._picked = id_of(found[(found.index(block) + 1) % len(found)])
            self._tell()
