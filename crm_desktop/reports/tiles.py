"""Figure tiles: name, value, and what changed, with an arrow and a word beside the colour."""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.core.figure_targets import Reached
from crm_desktop.core.i18n import _
from crm_desktop.reports.colours import ACCENT, BAD, FAINT, GOOD, GREY, INK, ink
from crm_desktop.reports.fonts import BOLD
from crm_desktop.reports.printing import REACHED, Tile
from crm_desktop.reports.text import Style, width_of, write

_PER_ROW, _GAP, _HEIGHT = 4, 14.0, 70.0
SHORT = 44.0
"""The height of tiles without a change."""
_AIM = Style(8.5, 11, colour=GREY)


class Tiles(Flowable):
    def __init__(self, tiles: Sequence[Tile], *, after: float = 6, height: float = _HEIGHT) -> None:
        super().__init__()
        self._tiles, self._tall = tiles, height
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._room = width
        return width, -(-len(self._tiles) // _PER_ROW) * self._tall

    def draw(self) -> None:
        canvas: Any = self.canv
        _width, tall = self.wrap(self._room, 0)
        each = (self._room - _GAP * (_PER_ROW - 1)) / _PER_ROW
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, _PER_ROW)
            draw_tile(canvas, tile, column * (each + _GAP), tall - row * self._tall, each)


def draw_tile(canvas: Canvas, tile: Tile, x: float, top: float, width: float) -> None:
    canvas.setFillColor(ink(ACCENT))
    canvas.rect(x, top - 1.8, width, 1.8, stroke=0, fill=1)
    write(canvas, tile.name, x, top - 15, Style(9, 12, colour=GREY), width=width)
    room = width - (width_of(tile.aim, _AIM) + 6 if tile.aim else 0)
    size = min(17.0, 17.0 * room / max(width_of(tile.value, Style(17, font=BOLD)), 1))
    write(canvas, tile.value, x, top - 34, Style(size, 20, BOLD))
    verdict = _draw_target(canvas, tile, x + width, top)
    colour = {True: GOOD, False: BAD, None: GREY}[tile.is_better]
    shift = _draw_arrow(canvas, tile.arrow, x, top - 48.5, colour)
    write(canvas, tile.change, x + shift, top - 48, Style(8.5, 11, colour=colour), width=width - shift - verdict)
    write(canvas, tile.remark, x, top - 59, Style(8, 10, colour=FAINT), width=width)
    canvas.setFillColor(ink(INK))


def _draw_target(canvas: Canvas, tile: Tile, right: float, top: float) -> float:
    """What was aimed at beside the value, and below it in a word whether that was met. Gives the room that the word takes."""
    if not tile.aim:
        return 0
    word = _(REACHED[tile.reached]) if tile.reached else ""
    write(canvas, tile.aim, right - width_of(tile.aim, _AIM), top - 34, _AIM)
    if not word:
        return 0
    style = Style(8.5, 11, BOLD, GOOD if tile.reached is Reached.MET else BAD if tile.reached is Reached.MISSED else INK)
    write(canvas, word, right - width_of(word, style), top - 48, style)
    return width_of(word, style) + 4


def _draw_arrow(canvas: Canvas, arrow: str, x: float, y: float, colour: str) -> float:
    if not arrow:
        return 0
    path = canvas.beginPath()
    flat, tip = (y, y + 6) if arrow == "up" else (y + 6, y)
    path.moveTo(x, flat)
    path.lineTo(x + 7, flat)
    path.lineTo(x + 3.5, tip)
    path.close()
    canvas.setFillColor(ink(colour))
    canvas.drawPath(path, stroke=0, fill=1)
    return 10
