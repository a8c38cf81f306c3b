"""A week, or a day, as a painted grid with a cursor: blocks at their hours, what has no time above them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import SMALL, theme
from crm_desktop.ui.widgets.agenda_blocks import BlockId, Slot, font, id_of, spoken, usual_slot
from crm_desktop.ui.widgets.week_layout import STEP, WeekLayout, clock, minute_of
from crm_desktop.ui.widgets.week_paint import WeekPaint

_FIRST_HOUR = 7
"""Of the day, on top when the week is first shown."""
_MINUTE = 60_000


class Ghost(NamedTuple):
    """What is dragged, None for something new; where it would go, and how many minutes it lasts."""

    block: Block | None
    to: Slot
    minutes: int


class WeekGrid(QAbstractScrollArea):
    turned = Signal(int)
    """So many weeks, or days where one is shown."""
    current_changed = Signal(object)
    """The block at the cursor, or None."""

    def __init__(self, formats: Formats, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._days: tuple[date, ...] = (formats.today(),)
        self._blocks: tuple[Block, ...] = ()
        self._column, self._half = 0, 0
        self._is_placed = False
        """Somebody put the cursor where it is; else it stands where something new would begin."""
        self._picked: BlockId | None = None
        self.ghost: Ghost | None = None
        self._waits = False
        """For what was moved to come back from the store."""
        self._layout: WeekLayout | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(20)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        theme().changed.connect(self._on_theme)
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._on_minute)

    def show_days(self, days: Sequence[date], blocks: Sequence[Block]) -> None:
        """The chosen block stays chosen where it is still there."""
        is_first = not self._blocks and len(self._days) == 1
        turned = tuple(days) != self._days
        self._days, self._blocks, self._waits, self._layout = tuple(days), tuple(blocks), False, None
        self._column = min(self._column, len(self._days) - 1)
        if turned and self._formats.today() in self._days and self._picked is None:
            self._column = self._days.index(self._formats.today())
        self._is_placed &= not turned
        self._place()
        self._fit()
        if is_first:
            self.verticalScrollBar().setValue(_FIRST_HOUR * self.laid_out().hour)
            self._reveal()
        self._tell()

    def slot(self) -> Slot:
        """Where the cursor is."""
        return Slot(self._days[self._column], clock(self._half * STEP) if self._half >= 0 else "")

    def current(self) -> Block | None:
        found = self.laid_out().within(self._column, self._half)
        return next((each for each in found if id_of(each) == self._picked), found[0] if found else None)

    def go_to(self, day: date, minute: int | None = None) -> None:
        if day in self._days:
            self._column = self._days.index(day)
        if minute is not None:
            self._half, self._is_placed = minute // STEP, True
        self._picked = None
        self._place()
        self._reveal()

    def laid_out(self) -> WeekLayout:
        if self._layout is None:
            gutter = QFontMetrics(font(SMALL)).horizontalAdvance(self._formats.wall_time("20:00")) + 18
            self._layout = WeekLayout(self._days, self._blocks, self._formats.zone, self.viewport().size(), gutter, self.layoutDirection())
        self._layout.scrolled = self.verticalScrollBar().value()
        return self._layout

    def sizeHint(self) -> QSize:
        return QSize(700, 460)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        chosen, has_focus = self.current(), self.hasFocus()
        paint = WeekPaint(painter, self.laid_out(), self._formats, self.devicePixelRatioF(), self.layoutDirection())
        paint.grid(utc_now())
        if has_focus and chosen is None:
            paint.cursor(self._column, self._half)
        paint.blocks(id_of(chosen) if chosen is not None and has_focus else None)
        if self.ghost is not None:
            paint.ghost(*self.ghost)
        paint.head(self._formats.today())
        paint.chosen_whole(id_of(chosen) if chosen is not None and has_focus else None)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout = None
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The line of the present moves on while somebody may look."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._clock.stop()
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._place()
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.verticalScrollBar().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            block = self.laid_out().block_at(event.pos())
            if block is not None:
                QToolTip.showText(event.globalPos(), plain_tip(spoken(block, self._formats)), self)
                return True
        return super().viewportEvent(event)

    def _place(self) -> None:
        """Nobody is offered a time that is over."""
        if not self._is_placed:
            slot = usual_slot(self._days[self._column], utc_now().astimezone(self._formats.zone))
            self._column = self._days.index(slot.day) if slot.day in self._days else self._column
            self._half = minute_of(slot.time) // STEP

    def _reveal(self) -> None:
        layout = self.laid_out()
        if self._half >= 0:
            bar, top = self.verticalScrollBar(), self._half * STEP * layout.hour // 60
            room = self.viewport().height() - layout.grid_top
            bar.setValue(min(max(bar.value(), top + layout.hour - room), top))
        self._tell()

    def _tell(self) -> None:
        block = self.current()
        slot = self.slot()
        empty = _("{day}, {time}, nothing planned").format(
            day=self._formats.weekday(slot.day), time=self._formats.wall_time(slot.time) if slot.time else _("all day")
        )
        self.setAccessibleDescription(spoken(block, self._formats) if block is not None else empty)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.current_changed.emit(block)
        self.viewport().update()

    @QtCore.Slot()
    def _on_minute(self) -> None:
        before = self.slot()
        self._place()
        if self.slot() != before:
            self._tell()
        self.viewport().update()

    @QtCore.Slot()
    def _on_theme(self) -> None:
        self._layout = None
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        layout = self.laid_out()
        room = max(self.viewport().height() - layout.grid_top, 1)
        self.verticalScrollBar().setPageStep(room)
        self.verticalScrollBar().setRange(0, max(layout.grid_height - room, 0))
