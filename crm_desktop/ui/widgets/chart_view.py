"""A chart on screen: the layout that reports print, with colours of the theme, a bar to choose and to open."""

from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from crm_desktop.core.charts import Align, Box, Chart, ChartKind, Label, Pattern, Picture, Tone, layout
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import Palette, colours, sized, theme

_SCALE = 1.55
"""Pixels for a point of the printed chart, whose smallest type is 7 points, at the usual size of text."""
_EDGE = 10.0
"""Points at each side, for names that are wider than their bar."""
_BRUSHES = {
    Pattern.STRIPES: Qt.BrushStyle.BDiagPattern,
    Pattern.DOTS: Qt.BrushStyle.Dense6Pattern,
    Pattern.CROSSED: Qt.BrushStyle.DiagCrossPattern,
}
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


def _scale() -> float:
    return _SCALE * sized(100) / 100


class ChartView(QWidget):
    opened = Signal(object)
    """What the chart says that a click on this bar opens; of a heat map's cell, what its row and its column open."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._picture: Picture | None = None
        self._chosen = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self._on_theme)

    def show_chart(self, chart: Chart) -> None:
        self._chart, self._picture = chart, None
        self._chosen = min(self._chosen, _places(chart) - 1)
        if chart.kind in (ChartKind.HEAT, ChartKind.RANKED):
            self.setMinimumHeight(ceil(layout(chart, self._inner(), 0, _measure).height * _scale()))
        self.setAccessibleDescription("; ".join(self._said(place) for place in range(_places(chart))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(sized(200), sized(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture, palette = self._laid_out(), colours()
        if picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_scale(), _scale())
        painter.translate(_EDGE, 0)
        if self.hasFocus() and self._chosen >= 0:
            painter.fillRect(self._slot(self._chosen), QColor(palette.hover))
        for box in picture.boxes:
            _paint_box(painter, box, palette)
        for rule in picture.rules:
            painter.setPen(QPen(QColor(palette.strong_line), rule.weight))
            painter.drawLine(QPointF(rule.x1, rule.y1), QPointF(rule.x2, rule.y2))
        for mark in picture.labels:
            _paint_label(painter, mark, palette)
        painter.end()

    def resizeEvent(self, _event: object) -> None:
        self._picture = None

    @Slot()
    def _on_theme(self) -> None:
        """Of other colours, perhaps of another size."""
        self._picture = None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._opens(place) is not None else Qt.CursorShape.ArrowCursor)
        if place >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(self._said(place)), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self._place_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._chart is not None:
            self._chosen = max(0, min(_places(self._chart) - 1, self._chosen + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._chosen)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._chart is not None and self._chosen < 0:
            self._chosen = _places(self._chart) - 1
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _laid_out(self) -> Picture | None:
        if self._picture is None and self._chart is not None:
            self._picture = layout(self._chart, self._inner(), self.height() / _scale(), _measure)
        return self._picture

    def _slot(self, place: int) -> QRectF:
        """What is lit while it is chosen: a bar from top to bottom, or the edge of a cell."""
        if self._chart is not None and self._chart.kind is ChartKind.HEAT:
            box = self._cells()[place]
            return QRectF(box.x, box.y, box.width, box.height).adjusted(-1.6, -1.6, 1.6, 1.6)
        count = len(self._chart.categories) if self._chart else 1
        width = self._inner() / count
        return QRectF(place * width, 0, width, self.height() / _scale())

    def _inner(self) -> float:
        return self.width() / _scale() - 2 * _EDGE

    def _cells(self) -> list[Box]:
        """Of a heat map, row by row."""
        picture = self._laid_out()
        return [box for box in picture.boxes if len(box.opens) == 2] if picture else []

    def _place_at(self, position: QPointF) -> int:
        x, y = position.x() / _scale() - _EDGE, position.y() / _scale()
        if self._chart is not None and self._chart.kind is ChartKind.HEAT:
            found = (place for place, box in enumerate(self._cells()) if QRectF(box.x, box.y, box.width, box.height).contains(x, y))
            return next(found, -1)
        count = len(self._chart.categories) if self._chart else 0
        return min(int(x / self._inner() * count), count - 1) if count and 0 <= x < self._inner() else -1

    def _said(self, place: int) -> str:
        assert self._chart is not None
        chart = self._chart
        if chart.kind is ChartKind.HEAT:
            line, hour = divmod(place, len(chart.categories))
            return f"{chart.series[line].name} {chart.categories[hour]}: {chart.series[line].texts[hour]}"
        parts = [f"{series.name} {series.texts[place]}".strip() for series in chart.series if series.values[place]]
        return f"{chart.categories[place]}: {', '.join(parts) or '0'}"

    def _opens(self, place: int) -> object | None:
        chart = self._chart
        if chart is None or not 0 <= place < _places(chart):
            return None
        if chart.kind is ChartKind.HEAT:
            line, hour = divmod(place, len(chart.categories))
            return (chart.rows_open[line], chart.opens[hour]) if chart.rows_open and chart.series[line].values[hour] else None
        return chart.opens[place] if place < len(chart.opens) else None

    def _open(self, place: int) -> None:
        wanted = self._opens(place)
        if wanted is not None:
            self.opened.emit(wanted)


def _places(chart: Chart) -> int:
    """How many bars or cells can be chosen."""
    return len(chart.categories) * (len(chart.series) if chart.kind is ChartKind.HEAT else 1)


def _measure(text: str, size: float) -> float:
    return QFontMetricsF(_font(size)).horizontalAdvance(text)


def _font(size: float) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(max(round(size), 1))
    return font


def _shade(shade: float, palette: Palette) -> QColor:
    """From the card through the accent to the ink."""
    ramp = ((0.0, QColor(palette.card)), (0.75, QColor(palette.accent)), (1.0, QColor(palette.ink)))
    (low, dark), (high, darker) = next(pair for pair in pairwise(ramp) if shade <= pair[1][0])
    part = (shade - low) / (high - low)
    red, green, blue = (
        round(a + (b - a) * part) for a, b in ((dark.red(), darker.red()), (dark.green(), darker.green()), (dark.blue(), darker.blue()))
    )
    return QColor(red, green, blue)


def _paint_box(painter: QPainter, box: Box, palette: Palette) -> None:
    place = QRectF(box.x, box.y, box.width, box.height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_shade(box.shade, palette))
    painter.drawRoundedRect(place, 1.2, 1.2)
    if box.pattern is not Pattern.PLAIN:
        painter.setBrush(_shade(0.75, palette))
        brush = painter.brush()
        brush.setStyle(_BRUSHES[box.pattern])
        painter.fillRect(place, brush)


def _paint_label(painter: QPainter, mark: Label, palette: Palette) -> None:
    tones = {Tone.INK: palette.ink, Tone.GREY: palette.soft, Tone.FAINT: palette.soft, Tone.ON_DARK: palette.on_accent}
    painter.setPen(QColor(tones[mark.tone]))
    painter.setFont(_font(mark.size))
    width = _measure(mark.text, mark.size)
    shift = {Align.LEFT: 0.0, Align.MIDDLE: width / 2, Align.RIGHT: width}[mark.align]
    painter.save()
    painter.translate(mark.x, mark.y)
    if mark.upright:
        painter.rotate(-90)
    painter.drawText(QPointF(-shift, 0), mark.text)
    painter.restore()
