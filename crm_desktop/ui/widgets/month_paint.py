"""Paints a month from its layout."""

from datetime import date
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import SMALL, TINY, colours
from crm_desktop.ui.widgets.agenda_blocks import BlockId, BlockLook, font, id_of, paint_block
from crm_desktop.ui.widgets.month_layout import MonthLayout


class Shown(NamedTuple):
    """`day` is where the cursor is, None without the keyboard; `target` where something is dragged to."""

    month: date
    day: date | None
    picked: BlockId | None
    target: date | None


class MonthPaint:
    def __init__(self, painter: QPainter, layout: MonthLayout, formats: Formats) -> None:
        self._painter, self._layout, self._formats = painter, layout, formats

    def names(self) -> None:
        self._painter.setFont(font(SMALL, QFont.Weight.DemiBold))
        self._painter.setPen(QColor(colours().soft))
        for place, day in enumerate(islice(self._layout.by_day, 7)):
            cell = self._layout.cell(place)
            name = self._formats.day_name(day.weekday())
            name = self._painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, cell.width() - 16)
            self._painter.drawText(QRect(cell.left() + 8, 0, cell.width() - 16, self._layout.head), _middle(), name)

    def day(self, cell: QRect, day: date, look: BlockLook, shown: Shown) -> None:
        palette, is_here = colours(), day == shown.day
        is_today, is_other = day == self._formats.today(), day.replace(day=1) != shown.month
        ground = palette.chosen if day == shown.target else palette.hover if is_today else palette.ground if is_other else palette.card
        self._painter.setPen(QColor(palette.line))
        self._painter.setBrush(QColor(ground))
        self._painter.drawRect(cell)
        self._painter.setFont(font(SMALL, QFont.Weight.DemiBold if is_today else QFont.Weight.Normal))
        self._painter.setPen(QColor(palette.accent if is_today else palette.soft if is_other else palette.ink))
        name = self._formats.day(day) if day.day == 1 else str(day.day)
        self._painter.drawText(self._layout.top(cell), _middle(), name)
        blocks = self._layout.by_day[day]
        fits = self._layout.fits(cell, len(blocks))
        for line, block in enumerate(blocks[:fits]):
            paint_block(self._painter, self._layout.line(cell, line), block, look, is_chosen=is_here and id_of(block) == shown.picked)
        if fits < len(blocks):
            self._painter.setFont(font(TINY, QFont.Weight.DemiBold))
            self._painter.setPen(QColor(palette.soft))
            words = _hidden(len(blocks) - fits, some=fits > 0) if self._layout.has_room_below(cell) else f"+{len(blocks)}"
            self._painter.drawText(self._layout.rest(cell, fits), _middle(), words)
        if is_here:
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.setPen(QPen(QColor(palette.accent), 2))
            self._painter.drawRect(cell.adjusted(1, 1, -1, -1))


def _hidden(count: int, *, some: bool) -> str:
    return _("{count} more").format(count=count) if some else ngettext("{count} entry", "{count} entries", count)


def _middle() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
