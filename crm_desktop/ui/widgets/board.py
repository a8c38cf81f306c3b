"""Follow-ups as cards in columns by when they are due. A card is moved to another column by dragging it, or with Ctrl and an arrow."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.queries.follow_ups import FollowUpRow, Urgency
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.mirrored import mirrored
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.models.timeline import due_chip
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import BODY, GAP, RADIUS, SMALL, TINY, colours, set_role, sized, theme
from crm_desktop.ui.widgets.basics import column, label, row, surface
from crm_desktop.ui.widgets.when import next_workday
from crm_desktop.ui.words import URGENCIES, priority_chips

_CARD_HEIGHT, _COLUMN_WIDTH, _EMPTY_WIDTH, _PADDING = 92, 150, 96, 10
_WIDEST = 16_777_215
"""Qt's own."""
_ROW = Qt.ItemDataRole.UserRole
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Lane(NamedTuple):
    """Some of the follow-ups of one urgency, and how many there are."""

    urgency: Urgency
    rows: Sequence[FollowUpRow]
    total: int


def due_day(urgency: Urgency, today: date) -> date | None:
    """When a card is due that was put into this column; None where nothing can be put: nobody plans to be late."""
    days = {
        Urgency.TODAY: today,
        Urgency.WEEK: next_workday(today, 1),
        Urgency.LATER: next_workday(today, 8),
        Urgency.NO_DAY: NEVER,
    }
    return days.get(urgency)


class Board(QScrollArea):
    current_changed = Signal(int)
    opened = Signal(int)
    moved = Signal(int, object)
    """A follow-up, and the urgency whose column it was put into."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes = [_LaneView(urgency, formats) for urgency in Urgency]
        inner = surface("clear", row(*self._lanes, gap=6, margins=(GAP, 0, GAP, GAP)))
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for lane in self._lanes:
            lane.cards.side_wanted.connect(self._on_side)
            lane.cards.opened.connect(self.opened)
            lane.cards.current_changed.connect(self.current_changed)
            lane.cards.dragged.connect(self._on_dragged)
            lane.cards.dropped.connect(self._on_dropped)

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """The chosen card stays chosen, wherever it went."""
        chosen, had_focus = self.chosen(), any(lane.cards.hasFocus() for lane in self._lanes)
        by_urgency = {lane.urgency: lane for lane in lanes}
        for view in self._lanes:
            view.show_lane(by_urgency.get(view.urgency, Lane(view.urgency, (), 0)))
        if not self.choose(chosen, focus=had_focus):
            self._choose_first(focus=had_focus)

    def chosen(self) -> int:
        return next((found for lane in self._lanes if (found := lane.cards.chosen())), 0)

    def choose(self, follow_up_id: int, *, focus: bool) -> bool:
        """Whether it is on the board."""
        for lane in self._lanes:
            if lane.cards.choose(follow_up_id):
                self._leave_others(lane)
                if focus:
                    lane.cards.setFocus()
                return True
        return False

    def start(self) -> None:
        chosen = next((lane for lane in self._lanes if lane.cards.chosen()), None)
        lane = chosen or next((lane for lane in self._lanes if lane.cards.count()), self._lanes[0])
        lane.cards.setFocus()

    def lane(self, urgency: Urgency) -> "_Cards":
        return next(lane.cards for lane in self._lanes if lane.urgency == urgency)

    def _choose_first(self, *, focus: bool) -> None:
        for lane in self._lanes:
            if lane.cards.count():
                lane.cards.setCurrentRow(0)
                if focus:
                    lane.cards.setFocus()
                return

    def _leave_others(self, kept: "_LaneView") -> None:
        for lane in self._lanes:
            if lane is not kept:
                lane.cards.leave()

    @Slot(int, bool)
    def _on_side(self, step: int, carries: bool) -> None:
        here = next(place for place, lane in enumerate(self._lanes) if lane.cards is self.sender())
        there = here + step
        while 0 <= there < len(self._lanes):
            lane = self._lanes[there]
            if carries and lane.takes_cards:
                self.moved.emit(self._lanes[here].cards.chosen(), lane.urgency)
                return
            if not carries and lane.cards.count():
                self._leave_others(lane)
                lane.cards.setCurrentRow(min(max(self._lanes[here].cards.left_at, 0), lane.cards.count() - 1))
                lane.cards.setFocus()
                self.ensureWidgetVisible(lane)
                return
            there += step

    @Slot(QPoint)
    def _on_dragged(self, place: QPoint) -> None:
        for lane in self._lanes:
            lane.show_target(is_target=lane.takes_cards and lane.holds(place))

    @Slot(QPoint)
    def _on_dropped(self, place: QPoint) -> None:
        for lane in self._lanes:
            lane.show_target(is_target=False)
            cards = self.sender()
            if lane.takes_cards and lane.holds(place) and isinstance(cards, _Cards) and lane.cards is not cards:
                self.moved.emit(cards.chosen(), lane.urgency)


class _LaneView(QFrame):
    def __init__(self, urgency: Urgency, formats: Formats) -> None:
        super().__init__()
        self.urgency, self.takes_cards = urgency, urgency != Urgency.OVERDUE
        self.setProperty("surface", "lane")
        self.title, self.count = label(_(URGENCIES[urgency]), "strong"), label("", "soft")
        self.more = label("", "small", wrap=True)
        self.cards = _Cards(formats)
        self.cards.setAccessibleName(_("{column}, cards").format(column=_(URGENCIES[urgency])))
        layout = column(row(self.title, self.count, 1, margins=(4, 0, 0, 0)), self.cards, self.more, gap=6, margins=(4, GAP, 4, GAP))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_lane(self, lane: Lane) -> None:
        self.count.setText(str(lane.total))
        self.cards.show_rows(lane.rows)
        # What is empty only needs room for its name: a card is dropped on it all the same.
        self.setMinimumWidth(sized(_COLUMN_WIDTH) if lane.rows else 0)
        named = self.title.sizeHint().width() + self.count.sizeHint().width() + 4 * GAP
        self.setMaximumWidth(_WIDEST if lane.rows else max(sized(_EMPTY_WIDTH), named))
        hidden = lane.total - len(lane.rows)
        self.more.setText(_("{count} more in the list").format(count=hidden))
        self.more.setVisible(hidden > 0)

    def holds(self, place: QPoint) -> bool:
        """In the coordinates of the screen."""
        return self.rect().contains(self.mapFromGlobal(place))

    def show_target(self, *, is_target: bool) -> None:
        set_role(self, "target", "true" if is_target else "false")


class _Cards(QListWidget):
    current_changed = Signal(int)
    opened = Signal(int)
    side_wanted = Signal(int, bool)
    """To the left or the right, and whether the card goes along."""
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.left_at = 0
        self._from: QPoint | None = None
        self._drags = False
        self.setItemDelegate(_CardDelegate(formats, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(3)
        self.setProperty("role", "cards")
        self.currentRowChanged.connect(self._on_row)
        self.itemDoubleClicked.connect(self._on_opened)
        self._formats = formats

    def show_rows(self, rows: Sequence[FollowUpRow]) -> None:
        self.blockSignals(True)
        self.clear()
        for each in rows:
            item = QListWidgetItem(_spoken(each, self._formats))
            item.setData(_ROW, each)
            item.setToolTip(plain_tip(each.title))
            self.addItem(item)
        self.blockSignals(False)

    def chosen(self) -> int:
        item = self.currentItem()
        card: FollowUpRow | None = item.data(_ROW) if item is not None else None
        return card.id if card is not None else 0

    def choose(self, follow_up_id: int) -> bool:
        for place in range(self.count()):
            if self.item(place).data(_ROW).id == follow_up_id:
                self.setCurrentRow(place)
                return True
        return False

    def leave(self) -> None:
        self.left_at = self.currentRow()
        self.blockSignals(True)
        self.setCurrentRow(-1)
        self.clearSelection()
        self.blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = _SIDES.get(Qt.Key(event.key()))
        if side is not None:
            self.left_at = self.currentRow()
            self.side_wanted.emit(side, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() in _ENTER and self.chosen():
            self.opened.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_card = event.button() == Qt.MouseButton.LeftButton and self.itemAt(event.position().toPoint()) is not None
        self._from = event.position().toPoint() if is_card else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        if (event.position().toPoint() - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._drags = True
        if self._drags:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._drags:
            self.viewport().unsetCursor()
            self.dropped.emit(event.globalPosition().toPoint())
        self._from, self._drags = None, False

    @Slot(int)
    def _on_row(self, _row: int) -> None:
        if self.chosen():
            self.current_changed.emit(self.chosen())

    @Slot(QListWidgetItem)
    def _on_opened(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_ROW).id)


def _spoken(card: FollowUpRow, formats: Formats) -> str:
    """For screen readers; the delegate paints it in its own way."""
    chips = (due_chip(card, formats), *priority_chips(card.priority))
    return ", ".join(filter(None, (card.title, card.customer, *(each.text for each in chips), card.owner)))


class _CardDelegate(QStyledItemDelegate):
    def __init__(self, formats: Formats, view: _Cards) -> None:
        super().__init__(view)
        self._formats, self._view = formats, view
        self._title, self._soft, self._tiny = _font(BODY, QFont.Weight.Medium), _font(SMALL), _font(TINY, QFont.Weight.DemiBold)
        theme().changed.connect(view.viewport().update)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_COLUMN_WIDTH - 4 * GAP, sized(_CARD_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        card: FollowUpRow = index.data(_ROW)
        palette, rect = colours(), option.rect.adjusted(1, 1, -1, -1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = is_chosen and self._view.hasFocus()
        painter.setPen(QPen(QColor(palette.accent if has_focus else palette.line), 2 if has_focus else 1))
        painter.setBrush(QColor(palette.chosen if is_chosen else palette.card))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        inner = rect.adjusted(_PADDING, 8, -_PADDING, -8)
        painter.setFont(self._title)
        painter.setPen(QColor(palette.ink))
        height = painter.fontMetrics().height()
        self._two_lines(painter, QRect(inner.left(), inner.top(), inner.width(), 2 * height), card.title)
        painter.setFont(self._soft)
        painter.setPen(QColor(palette.soft))
        who = painter.fontMetrics().elidedText(card.customer, Qt.TextElideMode.ElideRight, inner.width())
        below = QRect(inner.left(), inner.top() + 2 * height + 1, inner.width(), painter.fontMetrics().height())
        painter.drawText(below, _at_start(), who)
        self._foot(painter, inner, card)
        painter.restore()

    def _two_lines(self, painter: QPainter, rect: QRect, text: str) -> None:
        """The second line ends in … where it has to."""
        metrics, words, first = painter.fontMetrics(), text.split(), ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= rect.width():
            first = f"{first} {words.pop(0)}".strip()
        half = rect.height() // 2
        lines = (first, " ".join(words)) if first else (text, "")
        for place, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(QRect(rect.left(), rect.top() + place * half, rect.width(), half), _at_start(), shown)

    def _foot(self, painter: QPainter, inner: QRect, card: FollowUpRow) -> None:
        painter.setFont(self._tiny)
        metrics, left = painter.fontMetrics(), inner.left()
        for chip in (due_chip(card, self._formats), *priority_chips(card.priority)):
            width = min(metrics.horizontalAdvance(chip.text) + 14, inner.right() - left)
            if width > 20:
                self._chip(painter, self._mirrored(inner, QRect(left, inner.bottom() - sized(16), width, sized(17))), chip)
            left += width + 4
        painter.setFont(self._soft)
        painter.setPen(QColor(colours().soft))
        room = QRect(left, inner.bottom() - sized(16), max(inner.right() - left, 0), sized(17))
        owner = painter.fontMetrics().elidedText(card.owner.split(" ")[0], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(self._mirrored(inner, room), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, owner)

    def _chip(self, painter: QPainter, rect: QRect, chip: Chip) -> None:
        ink, ground = colours().tones[chip.tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, 8, 8)
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(chip.text, Qt.TextElideMode.ElideRight, rect.width() - 8)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)

    def _mirrored(self, around: QRect, rect: QRect) -> QRect:
        return mirrored(self._view.layoutDirection(), around, rect)


def _font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(sized(size))
    font.setWeight(weight)
    return font


def _at_start() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
