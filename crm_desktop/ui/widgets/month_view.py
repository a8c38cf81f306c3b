"""A month as a painted grid of six weeks: the arrows move over the days, Enter opens or makes new, Ctrl and an arrow moves the block."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import colours, theme
from crm_desktop.ui.widgets.agenda_blocks import BlockId, BlockLook, Slot, can_move, days_of, id_of, shown_at, spoken
from crm_desktop.ui.widgets.month_layout import WEEKS, MonthLayout
from crm_desktop.ui.widgets.month_paint import MonthPaint, Shown

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


def first_shown(month: date, formats: Formats) -> date:
    """The beginning of the week that holds the first of the month."""
    return formats.week_start(month.replace(day=1))


class MonthView(QWidget):
    opened = Signal(object)
    new_wanted = Signal(object)
    moved = Signal(object, object)
    turned = Signal(int)
    current_changed = Signal(object)
    day_wanted = Signal(object)
    """A day whose blocks have no room here."""

    def __init__(self, formats: Formats, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats, self._month, self._day = formats, formats.today().replace(day=1), formats.today()
        self._by_day: dict[date, list[Block]] = {}
        self._picked: BlockId | None = None
        self._pressed: tuple[QPoint, Block | None] | None = None
        self._target: date | None = None
        self._waits = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme().changed.connect(self.update)

    def show_month(self, month: date, blocks: Sequence[Block]) -> None:
        self._month, self._waits = month.replace(day=1), False
        first = first_shown(month, self._formats)
        days = [first + timedelta(ahead) for ahead in range(7 * WEEKS)]
        self._by_day = {day: [] for day in days}
        for block in blocks:
            begins, ends = days_of(block, self._formats.zone)
            for day in days:
                if begins <= day <= ends:
                    self._by_day[day].append(block)
        if self._day not in self._by_day:
            self._day = self._formats.today() if self._formats.today() in self._by_day else self._month
        self._tell()

    def go_to(self, day: date) -> None:
        self._day, self._picked = day, None
        self._tell()

    def laid_out(self) -> MonthLayout:
        return MonthLayout(self._by_day, self.size(), self.layoutDirection())

    def slot(self) -> Slot:
        return Slot(self._day)

    def current(self) -> Block | None:
        """Only one that was picked: on a day, Enter makes something new."""
        return next((each for each in self._by_day.get(self._day, []) if id_of(each) == self._picked), None)

    def sizeHint(self) -> QSize:
        return QSize(700, 460)

    def minimumSizeHint(self) -> QSize:
        return QSize(350, 300)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            block = self.laid_out().block_at(event.pos())
            if block is not None:
                QToolTip.showText(event.globalPos(), plain_tip(spoken(block, self._formats)), self)
                return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), colours()
        painter.fillRect(self.rect(), QColor(palette.card))
        paint = MonthPaint(painter, self.laid_out(), self._formats)
        paint.names()
        is_leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        look = BlockLook(self._formats, utc_now(), self.devicePixelRatioF(), is_leftwards)
        shown = Shown(self._month, self._day if self.hasFocus() else None, self._picked, self._target)
        for place, day in enumerate(self._by_day):
            paint.day(self.laid_out().cell(place), day, look, shown)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, block = Qt.Key(event.key()), self.current()
        step = _STEPS.get(key)
        if step is not None:
            step = -step if abs(step) == 1 and self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and block is not None:
                self._move(block, timedelta(step))
            else:
                self._step_to(self._day + timedelta(step))
        elif key in _PAGES:
            self.turned.emit(_PAGES[key])
        elif key == Qt.Key.Key_Space:
            self._pick_next()
        elif key in _ENTER:
            self._open(block, self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        day = self.laid_out().day_at(place)
        if event.button() != Qt.MouseButton.LeftButton or day is None:
            return
        block = self.laid_out().block_at(place)
        self._day, self._picked = day, id_of(block) if block is not None else None
        self._pressed = place, block
        if block is None and self.laid_out().is_more(place):
            self._pressed = None
            self.day_wanted.emit(day)
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._pressed[1] is None or not can_move(self._pressed[1]):
            return
        place = event.position().toPoint()
        if (place - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
            self._target = self.laid_out().day_at(place)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._target
        self._pressed = self._target = None
        if pressed is not None and pressed[1] is not None and target is not None:
            self._move(pressed[1], target - self._day)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.laid_out().day_at(event.position().toPoint())
        self._pressed = None
        if day is not None:
            self._open(self.laid_out().block_at(event.position().toPoint()), day)

    def _open(self, block: Block | None, day: date) -> None:
        if block is not None:
            self.opened.emit(block)
        else:
            self.new_wanted.emit(Slot(day))

    def _move(self, block: Block, by: timedelta) -> None:
        if can_move(block) and not self._waits and by:
            shown = shown_at(block, self._formats.zone)
            self._waits = True
            self._picked = BlockId(block.entity, block.record_id, block.day + by)
            self._day += by
            self.moved.emit(block, shown._replace(day=shown.day + by))

    def _step_to(self, day: date) -> None:
        self._day, self._picked = day, None
        if day.replace(day=1) != self._month and day not in self._by_day:
            self.turned.emit(1 if day > self._month else -1)
        self._tell()

    def _pick_next(self) -> None:
        here = [id_of(each) for each in self._by_day.get(self._day, [])]
        if here:
            self._picked = here[(here.index(self._picked) + 1) % len(here)] if self._picked in here else here[0]
            self._tell()

    def _tell(self) -> None:
        block, here = self.current(), self._by_day.get(self._day, [])
        said = [self._formats.weekday(self._day), *(spoken(each, self._formats) for each in here)]
        if not here:
            said.append(_("nothing planned"))
        self.setAccessibleDescription(spoken(block, self._formats) if block is not None else "; ".join(said))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.current_changed.emit(block)
        self.update()
