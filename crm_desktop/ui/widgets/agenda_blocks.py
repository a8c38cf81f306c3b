"""How a time block of the calendar looks and what a screen reader says of it; shared by the week and the month."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QApplication

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import local_day
from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.ui import icons
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import TINY, Tone, colours, sized

_BAR, _ICON, _PAD = 3, 12, 5
DAY_END = 24 * 60
_USUAL, _LATEST = 10, 23
"""Hours at which something new begins."""


class Slot(NamedTuple):
    """A place in the calendar, in the company's zone: `time` (`HH:MM`) empty for a whole day.

    `minutes` None: as long as before, or as usual.
    """

    day: date
    time: str = ""
    minutes: int | None = None


def usual_slot(day: date, now: datetime) -> Slot:
    """At ten; of today, once that is past, at the next whole hour, and late in the evening tomorrow. `now` is wall time."""
    if day != now.date() or now.hour < _USUAL:
        return Slot(day, f"{_USUAL:02}:00")
    return Slot(day, f"{now.hour + 1:02}:00") if now.hour < _LATEST else Slot(day + timedelta(1), f"{_USUAL:02}:00")


class BlockId(NamedTuple):
    """One time of one record."""

    entity: Entity
    record_id: int
    day: date


def id_of(block: Block) -> BlockId:
    return BlockId(block.entity, block.record_id, block.day)


def days_of(block: Block, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day it touches."""
    return local_day(block.begins, zone), local_day(max(block.ends - timedelta(seconds=1), block.begins), zone)


def shown_at(block: Block, zone: ZoneInfo) -> Slot:
    """Where it stands in this zone, whatever its own is."""
    begins = block.begins.astimezone(zone)
    return Slot(block.day) if block.all_day else Slot(begins.date(), f"{begins:%H:%M}")


def minutes_on(block: Block, day: date, zone: ZoneInfo) -> tuple[int, int]:
    """From when to when on this day's clock, in minutes after midnight."""
    begins, ends = block.begins.astimezone(zone), block.ends.astimezone(zone)
    first = _minute(begins) if begins.date() == day else 0
    last = _minute(ends) if ends.date() == day else DAY_END
    return first, max(last, min(first + 15, DAY_END))


def can_move(block: Block) -> bool:
    return not (block.is_repeat or block.is_done)


def spoken(block: Block, formats: Formats) -> str:
    kind = _("appointment") if block.entity == Entity.APPOINTMENT else _("follow-up")
    when = _("all day") if block.all_day else f"{formats.time(block.begins)} – {formats.time(block.ends)}"
    if block.entity == Entity.FOLLOW_UP and not block.all_day:
        when = formats.time(block.begins)
    repeats = _("repeats") if block.repeats else ""
    done = _("over") if block.is_done else ""
    parts = (
        kind,
        block.title,
        formats.weekday(local_day(block.begins, formats.zone)),
        when,
        block.customer,
        block.place,
        block.owner,
        repeats,
        done,
    )
    return ", ".join(filter(None, parts))


def tone_of(block: Block, now: datetime) -> Tone:
    if block.is_done:
        return Tone.PLAIN
    if block.entity == Entity.APPOINTMENT:
        return Tone.INFO
    if block.ends <= now or (not block.all_day and block.begins <= now):
        return Tone.BAD
    return Tone.WARN if block.urgent else Tone.OK


def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(QApplication.font())
    made.setPixelSize(sized(size))
    made.setWeight(weight)
    return made


class BlockLook(NamedTuple):
    formats: Formats
    now: datetime
    ratio: float
    is_leftwards: bool


def paint_block(painter: QPainter, rect: QRect, block: Block, look: BlockLook, *, is_chosen: bool) -> None:
    """One line where there is no room for two; an icon says which kind it is, since colour is never the only sign."""
    palette = colours()
    ink, ground = (QColor(each) for each in palette.tones[tone_of(block, look.now)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(
        QPen(QColor(palette.accent), 2) if is_chosen else QPen(ink if block.is_repeat else QColor(palette.card), 1, _line(block))
    )
    painter.setBrush(QColor(palette.card) if block.is_repeat else ground)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setClipRect(rect)
    bar = QRect(rect.right() - _BAR, rect.top() + 1, _BAR, rect.height() - 2) if look.is_leftwards else QRect(
        rect.left() + 1, rect.top() + 1, _BAR, rect.height() - 2
    )  # fmt: skip
    painter.fillRect(bar, ink)
    _paint_text(painter, rect, block, look, ink)
    painter.restore()


def _paint_text(painter: QPainter, rect: QRect, block: Block, look: BlockLook, ink: QColor) -> None:
    inner = rect.adjusted(_BAR + _PAD, 1, -_PAD, -1)
    painter.setFont(font(TINY, QFont.Weight.DemiBold))
    painter.setPen(ink)
    metrics = painter.fontMetrics()
    height = metrics.height()
    top = inner.top() + max((min(inner.height(), sized(20)) - height) // 2, 0)
    icon = icons.pixmap("bell" if block.entity == Entity.FOLLOW_UP else "calendar", ink.name(), _ICON, look.ratio)
    left = inner.right() - _ICON if look.is_leftwards else inner.left()
    painter.drawPixmap(QPointF(left, top + (height - _ICON) / 2), icon)
    room = inner.width() - _ICON - 4
    at = inner.left() if look.is_leftwards else inner.left() + _ICON + 4
    time = "" if block.all_day else look.formats.time(block.begins)
    first = f"{time} {block.title}".strip()
    _draw(painter, QRect(at, top, room, height), f"✓ {first}" if block.is_done else first)
    lines = [block.customer, block.place or block.owner]
    painter.setFont(font(TINY))
    for place, line in enumerate(filter(None, lines), start=1):
        if top + (place + 1) * height <= rect.bottom():
            _draw(painter, QRect(at, top + place * height, room, height), line)


def _draw(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)


def _line(block: Block) -> Qt.PenStyle:
    return Qt.PenStyle.DashLine if block.is_repeat else Qt.PenStyle.SolidLine


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
