"""Draws the layout of core/charts.py with the report's fonts; the window has a painter of its own for the same layout."""

from itertools import pairwise
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.core.charts import Align, Box, Chart, Label, Pattern, Picture, Tone, layout
from crm_desktop.reports.colours import FAINT, GREY, INK, ink
from crm_desktop.reports.fonts import REGULAR
from crm_desktop.reports.text import Placed, Style, draw_lines, one_line, width_of

_TONES = {Tone.INK: INK, Tone.GREY: GREY, Tone.FAINT: FAINT, Tone.ON_DARK: "#ffffff"}
_RAMP = ((0.0, (255, 255, 255)), (0.75, (36, 87, 214)), (1.0, (17, 39, 98)))


def shade_colour(shade: float) -> Color:
    """From paper through the accent to a dark blue; also a steady ramp of grey when printed without colour."""
    for (low, dark), (high, darker) in pairwise(_RAMP):
        if shade <= high:
            part = (shade - low) / (high - low)
            return Color(*((a + (b - a) * part) / 255 for a, b in zip(dark, darker, strict=True)))
    raise ValueError(f"a shade lies between 0 and 1: {shade}")


class _Laid(Flowable):
    """A picture that is ready; rows of bars go on where the page ends."""

    def __init__(self, picture: Picture, *, after: float = 0) -> None:
        super().__init__()
        self._picture = picture
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, self._picture.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        divided = self._picture.divided(height)
        return [_Laid(divided[0]), _Laid(divided[1], after=self.spaceAfter)] if divided else []

    def draw(self) -> None:
        canvas: Any = self.canv
        paint(canvas, self._picture)


class ChartPicture(_Laid):
    """Laid out when its width is known."""

    def __init__(self, chart: Chart, height: float = 110, *, after: float = 0) -> None:
        super().__init__(Picture(0, 0), after=after)
        self._chart, self._wanted = chart, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._picture = layout(self._chart, width, self._wanted, _measure)
        return super().wrap(width, height)


def _measure(text: str, size: float) -> float:
    return width_of(text, Style(size))


def paint(canvas: Canvas, picture: Picture) -> None:
    """The picture with its lower left corner at the canvas' origin."""
    for box in picture.boxes:
        _paint_box(canvas, box, picture.height)
    for rule in picture.rules:
        canvas.setStrokeColor(ink(_TONES[rule.tone]))
        canvas.setLineWidth(rule.weight)
        canvas.line(rule.x1, picture.height - rule.y1, rule.x2, picture.height - rule.y2)
    for label in picture.labels:
        _paint_label(canvas, label, picture.height)


def _paint_box(canvas: Canvas, box: Box, top: float) -> None:
    bottom = top - box.y - box.height
    canvas.setFillColor(shade_colour(box.shade))
    canvas.setStrokeColor(shade_colour(0.75))
    canvas.setLineWidth(0.3)
    outlined = box.pattern is not Pattern.PLAIN or 0.02 < box.shade < 0.06
    canvas.rect(box.x, bottom, box.width, box.height, stroke=int(outlined), fill=1)
    if box.pattern is Pattern.PLAIN:
        return
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(box.x, bottom, box.width, box.height)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setLineWidth(0.5)
    if box.pattern is Pattern.DOTS:
        _dots(canvas, box, bottom)
    else:
        _stripes(canvas, box, bottom, crossed=box.pattern is Pattern.CROSSED)
    canvas.restoreState()


def _stripes(canvas: Canvas, box: Box, bottom: float, *, crossed: bool) -> None:
    run = -box.height
    while run < box.width:
        canvas.line(box.x + run, bottom, box.x + run + box.height, bottom + box.height)
        if crossed:
            canvas.line(box.x + run, bottom + box.height, box.x + run + box.height, bottom)
        run += 3


def _dots(canvas: Canvas, box: Box, bottom: float) -> None:
    canvas.setFillColor(shade_colour(0.75))
    y = bottom + 1.2
    while y < bottom + box.height:
        x = box.x + 1.2
        while x < box.x + box.width:
            canvas.circle(x, y, 0.35, stroke=0, fill=1)
            x += 2.4
        y += 2.4


def _paint_label(canvas: Canvas, label: Label, top: float) -> None:
    style = Style(label.size, font=REGULAR, colour=_TONES[label.tone])
    line = one_line(label.text, style, label.room)
    shift = {Align.LEFT: 0.0, Align.MIDDLE: line.width / 2, Align.RIGHT: line.width}[label.align]
    if not label.upright:
        draw_lines(canvas, [Placed(line, label.x - shift, top - label.y)], style)
        return
    canvas.saveState()
    canvas.translate(label.x, top - label.y)
    canvas.rotate(90)
    draw_lines(canvas, [Placed(line, -shift, 0)], style)
    canvas.restoreState()
