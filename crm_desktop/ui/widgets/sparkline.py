"""A small line that shows how a figure went: no axes, no numbers, the newest value as a dot."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui.theme import colours, theme

_WIDTH, _HEIGHT, _DOT = 84, 26, 2.5


class Sparkline(QWidget):
    """Nothing to do but to be looked at: the chart of the figure says the same in numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[tuple[QPointF, ...], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._on_theme)

    def show_values(self, values: Sequence[float | None]) -> None:
        """The newest last; None: unknown, where the line breaks."""
        self._runs = _runs(values)
        self.setVisible(any(len(run) > 1 for run in self._runs))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH // 2, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(self.rect()).adjusted(_DOT + 1, _DOT + 1, -_DOT - 1, -_DOT - 1)
        colour = QColor(colours().accent)
        painter.setPen(QPen(colour, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        for run in self._runs:
            painter.drawPolyline(QPolygonF([_placed(point, inner) for point in run]))
        if self._runs and self._runs[-1][-1].x() == 1:
            painter.setBrush(colour)
            painter.drawEllipse(_placed(self._runs[-1][-1], inner), _DOT, _DOT)

    @Slot()
    def _on_theme(self) -> None:
        self.update()


def _runs(values: Sequence[float | None]) -> tuple[tuple[QPointF, ...], ...]:
    """Known values beside each other, as parts of one: from the oldest to the newest, from the smallest to the largest."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ()
    low, span = min(known), max(known) - min(known)
    runs: list[list[QPointF]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(QPointF(place / (len(values) - 1), (value - low) / span if span else 0.5))
    return tuple(tuple(run) for run in runs if run)


def _placed(point: QPointF, inner: QRectF) -> QPointF:
    return QPointF(inner.left() + point.x() * inner.width(), inner.bottom() - point.y() * inner.height())
