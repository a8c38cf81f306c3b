"""Paints a week from its layout."""

from datetime import date, datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import BODY, SMALL, TINY, Tone, colours
from crm_desktop.ui.widgets.agenda_blocks import DAY_END, BlockId, BlockLook, Slot, font, id_of, paint_block
from crm_desktop.ui.widgets.week_layout import STEP, WeekLayout, minute_of


class WeekPaint:
    def __init__(self, painter: QPainter, layout: WeekLayout, formats: Formats, ratio: float, direction: Qt.LayoutDirection) -> None:
        self._painter, self._layout, self._formats, self._palette = painter, layout, formats, colours()
        self._ratio, self._is_leftwards = ratio, direction == Qt.LayoutDirection.RightToLeft
        self._width, self._height = painter.viewport().width(), painter.viewport().height()
        self._width = max(layout.column(len(layout.days) - 1).right(), layout.column(0).right(), layout.gutter().right()) + 1
        self._look = BlockLook(formats, datetime.now(tz=formats.zone), ratio, self._is_leftwards)

    def grid(self, now: datetime) -> None:
        painter, layout, palette = self._painter, self._layout, self._palette
        painter.fillRect(QRect(0, 0, self._width, self._height), QColor(palette.card))
        today = self._formats.local_day(now)
        for place, day in enumerate(layout.days):
            if day.weekday() > 4:
                painter.fillRect(layout.column(place), QColor(palette.ground))
            if day == today:
                painter.fillRect(layout.column(place), QColor(palette.hover))
        self._hours()
        painter.setPen(QColor(palette.line))
        for place in range(len(layout.days)):
            edge = layout.column(place).right() if self._is_leftwards else layout.column(place).left()
            painter.drawLine(edge, layout.head, edge, self._height)
        if today in layout.days:
            self._now_line(now, layout.column(layout.days.index(today)))

    def cursor(self, column: int, half: int) -> None:
        """Where something new would be."""
        rect = self._layout.strip_rect(column) if half < 0 else self._layout.span_rect(column, half * STEP, (half + 1) * STEP)
        self._painter.setPen(QPen(QColor(self._palette.accent), 2))
        self._painter.setBrush(QColor(self._palette.chosen))
        self._painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)

    def blocks(self, chosen: BlockId | None) -> None:
        painter, layout = self._painter, self._layout
        painter.save()
        painter.setClipRect(QRect(0, layout.grid_top, self._width, self._height))
        for each in layout.timed:
            rect = layout.timed_rect(each)
            if rect.bottom() >= layout.grid_top and rect.top() <= self._height:
                paint_block(painter, rect, each.block, self._look, is_chosen=id_of(each.block) == chosen)
        painter.restore()

    def ghost(self, block: Block | None, to: Slot, minutes: int) -> None:
        """What is dragged, where it would go."""
        column = self._layout.column_of(to.day)
        if column < 0:
            return
        rect = self._layout.strip_rect(column)
        if to.time:
            first = minute_of(to.time)
            rect = self._layout.span_rect(column, first, min(first + minutes, DAY_END))
        painter = self._painter
        painter.setPen(QPen(QColor(self._palette.accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(self._palette.chosen))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(QColor(self._palette.ink))
        painter.setFont(font(TINY, QFont.Weight.DemiBold))
        time = self._formats.wall_time(to.time) if to.time else _("all day")
        painter.drawText(rect.adjusted(8, 2, -4, -2), _at_top(), " ".join(filter(None, (time, block.title if block else _("new")))))

    def head(self, today: date) -> None:
        """Above the hours, which scroll below it: the days, and what has no time."""
        painter, layout, palette = self._painter, self._layout, self._palette
        painter.fillRect(QRect(0, 0, self._width, layout.grid_top - 1), QColor(palette.card))
        for place, day in enumerate(layout.days):
            column = layout.column(place)
            self._day(QRect(column.left() + 6, 0, column.width() - 12, layout.head), day, is_today=day == today)
        shown = [each for each in layout.whole if each.row < layout.rows]
        for each in shown:
            paint_block(painter, layout.whole_rect(each), each.block, self._look, is_chosen=False)
        if layout.hidden:
            self._small(
                QRect(
                    layout.gutter().left(),
                    layout.head + (layout.rows - 1) * layout.strip_row,
                    layout.gutter().width() - 6,
                    layout.strip_row,
                ),
                "…",
            )
        self._small(QRect(layout.gutter().left(), layout.head, layout.gutter().width() - 6, layout.strip_row), _("all day"))
        painter.setPen(QColor(palette.strong_line))
        painter.drawLine(0, layout.grid_top - 1, self._width, layout.grid_top - 1)

    def chosen_whole(self, chosen: BlockId | None) -> None:
        for each in self._layout.whole:
            if each.row < self._layout.rows and id_of(each.block) == chosen:
                paint_block(self._painter, self._layout.whole_rect(each), each.block, self._look, is_chosen=True)

    def _hours(self) -> None:
        painter, layout, palette = self._painter, self._layout, self._palette
        gutter = layout.gutter()
        for hour in range(24):
            y = layout.minute_y(hour * 60)
            painter.setPen(QColor(palette.line))
            painter.drawLine(0, y, self._width, y)
            painter.setPen(QPen(QColor(palette.line), 1, Qt.PenStyle.DotLine))
            painter.drawLine(0, y + layout.hour // 2, self._width, y + layout.hour // 2)
            if hour:
                painter.fillRect(QRect(gutter.left(), y - 8, gutter.width() - 1, 16), QColor(palette.card))
            self._small(QRect(gutter.left(), y - 8, gutter.width() - 6, 16), self._formats.wall_time(f"{hour:02}:00") if hour else "")

    def _now_line(self, now: datetime, column: QRect) -> None:
        local = now.astimezone(self._formats.zone)
        y = self._layout.minute_y(local.hour * 60 + local.minute)
        bad = QColor(self._palette.tones[Tone.BAD][0])
        self._painter.fillRect(QRect(column.left(), y - 1, column.width(), 2), bad)

    def _day(self, rect: QRect, day: date, *, is_today: bool) -> None:
        painter, palette = self._painter, self._palette
        painter.setFont(font(BODY, QFont.Weight.DemiBold if is_today else QFont.Weight.Medium))
        painter.setPen(QColor(palette.accent if is_today else palette.ink))
        text = painter.fontMetrics().elidedText(self._formats.weekday(day), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)

    def _small(self, rect: QRect, text: str) -> None:
        painter = self._painter
        painter.setFont(font(TINY if len(text) > 6 else SMALL))
        painter.setPen(QColor(self._palette.soft))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, shown)


def _at_top() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
