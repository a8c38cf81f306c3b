"""Text on paper. Nothing here reads markup: what a customer or a file wrote is measured, broken into lines and drawn as it stands.

A character that the fonts lack, and every control character, shows as a small box with its code. Only this module puts words on a page.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.core.i18n import ngettext
from crm_desktop.reports.colours import GREY, INK, ink
from crm_desktop.reports.fonts import BOLD, REGULAR, widths
from crm_desktop.reports.text_code import pieces
from crm_desktop.reports.words import Span, Words

LIMIT = 10_000
"""Characters of one field that are printed; what is beyond is counted, never dropped in silence."""
_BOX = 0.66
_LONGEST_WORD = 60
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = {"\t": "    ", "\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in points; `leading` is the distance of two base lines."""

    size: float = 9
    leading: float = 12.5
    font: str = REGULAR
    colour: str = INK


BODY = Style()
STRONG = Style(font=BOLD)
SMALL = Style(8.5, 11.5, colour=GREY)


class Run(NamedTuple):
    """A stretch of one line, `x` points from its start. A box holds the code of one character."""

    x: float
    text: str
    font: str
    box: bool = False


class Line(NamedTuple):
    runs: tuple[Run, ...]
    width: float


def plain(text: str, limit: int = LIMIT) -> str:
    """Composed, with one kind of line end, and cut with a visible mark beyond the limit."""
    cut = len(text) - limit
    if cut > 0:
        text = text[:limit] + " " + ngettext("[… {count} more character]", "[… {count} more characters]", cut)
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(map(_as_space, text)) if any(space in text for space in _SPACES) else text


def _as_space(character: str) -> str:
    return _SPACES.get(character, character)


def spelled(text: str) -> str:
    """For bookmarks and metadata, which no font draws: control characters as [U+0007]."""
    return "".join(f"[{code(c)}]" if unicodedata.category(c) in _INVISIBLE else c for c in plain(text, 200).replace("\n", " "))


def code(character: str) -> str:
    return f"U+{ord(character):04X}"


@cache
def _drawable(font: str) -> dict[str, float]:
    """What the font draws and a reader can see; a direction mark has a glyph but must not act unseen."""
    return {c: width for c, width in widths(font).items() if unicodedata.category(c) not in _INVISIBLE}


def width_of(text: str, style: Style = BODY) -> float:
    """Points that the text takes on one line."""
    return _width(text, style.font) * style.size


@lru_cache(maxsize=20_000)
def _width(text: str, font: str) -> float:
    known = _drawable(font)
    try:
        return sum(map(known.__getitem__, text))
    except KeyError:
        return sum(known[c] if c in known else _box_width(c) for c in text)


@cache
def _box_width(character: str) -> float:
    return sum(map(widths(REGULAR).__getitem__, code(character))) * _BOX + 0.5


def lines(words: Words, style: Style, width: float, limit: int = LIMIT) -> list[Line]:
    """The words broken at spaces to fit `width` points; a word that is wider breaks where it must."""
    if isinstance(words, str):
        text = plain(words, limit)
        if _is_one_line(text, style, width):
            return [Line((Run(0, text, style.font),), width_of(text, style))]
        if (found := _broken_at_spaces(text, style, width)) is not None:
            return found
        spans: Sequence[Span] = (Span(text, bold=style.font == BOLD),)
    else:
        spans = [Span(plain(span.text, limit), span.bold) for span in words]
    return _Breaker(style.size, width).broken(spans)


def at_most(found: list[Line], most: int, style: Style, width: float) -> list[Line]:
    """No more lines than these; an ellipsis ends the last where something is left out."""
    return found if len(found) <= most else [*found[: most - 1], shortened(found[most - 1], style, width)]


def _is_one_line(text: str, style: Style, width: float) -> bool:
    known = _drawable(style.font)
    return len(text) < 400 and set(text) <= known.keys() and width_of(text, style) <= width


def _broken_at_spaces(text: str, style: Style, width: float) -> list[Line] | None:
    """What `_Breaker` does where it is plain to see: words of one font with single spaces between them, each of which fits on a line."""
    words, known, size = text.split(" "), _drawable(style.font), style.size
    if "" in words or not set(text) <= known.keys() or max(map(len, words)) > _LONGEST_WORD:
        return None
    wide = [_width(word, style.font) * size for word in words]
    if max(wide) > width:
        return None
    space = _width(" ", style.font) * size
    found, first, x = [], 0, wide[0]
    for place in range(1, len(words)):
        reached = x + space + wide[place]
        if reached > width:
            found.append(Line((Run(0.0, " ".join(words[first:place]), style.font),), x))
            first, reached = place, wide[place]
        x = reached
    found.append(Line((Run(0.0, " ".join(words[first:]), style.font),), x))
    return found


class _Breaker:
    """Fills lines from left to right, in time linear in the text."""

    def __init__(self, size: float, width: float) -> None:
        self._size, self._width = size, max(width, size)
        self._lines: list[Line] = []
        self._runs: list[Run] = []
        self._x = 0.0

    def broken(self, spans: Sequence[Span]) -> list[Line]:
        """A word may go on from one span to the next: a full stop stays with the bold name before it."""
        word: list[tuple[str, str]] = []
        for span in spans:
            font = BOLD if span.bold else REGULAR
            for number, paragraph in enumerate(span.text.split("\n")):
                if number:
                    self._add_word(word)
                    self._end_line()
                    word = []
                for position, piece in enumerate(paragraph.split(" ")):
                    if position:
                        self._add_word(word)
                        self._space(font)
                        word = []
                    word.append((piece, font))
        self._add_word(word)
        self._end_line()
        return self._lines

    def _end_line(self) -> None:
        """Spaces at the end take no room, or a number at the right edge would stand off it."""
        while self._runs and not self._runs[-1].box and self._runs[-1].text.endswith(" "):
            last = self._runs.pop()
            kept = last.text.rstrip(" ")
            self._x -= (len(last.text) - len(kept)) * _width(" ", last.font) * self._size
            if kept:
                self._runs.append(last._replace(text=kept))
        self._lines.append(Line(tuple(self._runs), self._x))
        self._runs, self._x = [], 0.0

    def _space(self, font: str) -> None:
        if self._runs:
            self._put(" ", font, _width(" ", font) * self._size)

    def _add_word(self, word: Sequence[tuple[str, str]]) -> None:
        is_short = sum(len(text) for text, _font in word) <= _LONGEST_WORD
        width = sum(_width(text, font) for text, font in word) * self._size if is_short else self._width + 1
        if self._runs and self._x + width > self._width and width <= self._width:
            self._end_line()
        if self._x + width <= self._width:
            for text, font in word:
                for piece, box in _pieces(text, font):
                    self._put(piece, font, (_box_width(piece) if box else _width(piece, font)) * self._size, box=box)
            return
        if self._runs and self._x > self._width / 2:
            self._end_line()
        for text, font in word:
            self._break_word(text, font)

    def _break_word(self, word: str, font: str) -> None:
        known = _drawable(font)
        for character in word:
            box = character not in known
            width = (_box_width(character) if box else known[character]) * self._size
            if self._runs and self._x + width > self._width:
                self._end_line()
            self._put(character, font, width, box=box)

    def _put(self, text: str, font: str, width: float, *, box: bool = False) -> None:
        last = self._runs[-1] if self._runs else None
        if last and not box and not last.box and last.font == font:
            self._runs[-1] = last._replace(text=last.text + text)
        else:
            self._runs.append(Run(self._x, text, font, box))
        self._x += width


def _pieces(word: str, font: str) -> Iterator[tuple[str, bool]]:
    known = _drawable(font)
    start = 0
    for at, character in enumerate(word):
        if character not in known:
            if start < at:
                yield word[start:at], False
            yield character, True
            start = at + 1
    if start < len(word):
        yield word[start:], False


class Placed(NamedTuple):
    """A line with its start at x and its base at y."""

    line: Line
    x: float
    y: float


def draw_lines(canvas: Canvas, placed: Iterable[Placed], style: Style) -> None:
    """All lines of one style as one text object, in its colour: a tenth of the time that single strings take."""
    canvas.setFillColor(ink(style.colour))
    boxes, code, now = [], ["BT"], ""
    for line, x, y in placed:
        for start, text, font, box in line.runs:
            if box:
                boxes.append((text, x + start, y))
                continue
            code.append(f"1 0 0 1 {x + start:.2f} {y:.2f} Tm")
            for part, codes in pieces(canvas, text, font):
                if part != now:
                    now = part
                    code.append(f"{part} {style.size:g} Tf")
                code.append(f"({codes}) Tj")
    code.append("ET")
    canvas.addLiteral(" ".join(code))
    if boxes:
        _draw_boxes(canvas, boxes, style.size)


def _draw_boxes(canvas: Canvas, boxes: Sequence[tuple[str, float, float]], size: float) -> None:
    canvas.setLineWidth(0.4)
    canvas.setStrokeColor(ink(INK))
    pen = canvas.beginText()
    pen.setFillColor(ink(INK))
    pen.setFont(REGULAR, size * _BOX)
    for character, x, y in boxes:
        canvas.rect(x + 0.07 * size, y - 0.16 * size, (_box_width(character) - 0.14) * size, size * 0.92, stroke=1, fill=0)
        pen.setTextOrigin(x + 0.25 * size, y + 0.06 * size)
        pen.textOut(code(character))
    canvas.drawText(pen)


def write(canvas: Canvas, words: Words, x: float, y: float, style: Style, *, width: float = 1e6, align: str = "left") -> None:
    """One line at a fixed place: what does not fit into `width` ends with an ellipsis."""
    line = one_line(words, style, width)
    shift = {"left": 0.0, "right": line.width, "middle": line.width / 2}[align]
    draw_lines(canvas, [Placed(line, x - shift, y)], style)


def one_line(words: Words, style: Style, width: float) -> Line:
    found = lines(words, style, width, limit=300)
    return found[0] if len(found) == 1 else shortened(found[0], style, width)


def shortened(line: Line, style: Style, width: float) -> Line:
    """The line with an ellipsis at its end, for what had to be left out after it."""
    runs, room = list(line.runs), width - width_of("…", style)
    while runs and runs[-1].x + _run_width(runs[-1], style) > room:
        last = runs.pop()
        if not last.box and len(last.text) > 1:
            runs.append(last._replace(text=last.text[:-1]))
    end = runs[-1].x + _run_width(runs[-1], style) if runs else 0.0
    return Line((*runs, Run(end, "…", runs[-1].font if runs else style.font)), end + width_of("…", style))


def _run_width(run: Run, style: Style) -> float:
    return (_box_width(run.text) if run.box else _width(run.text, run.font)) * style.size


class Text(Flowable):
    """A paragraph that may run over the end of a page. `mark` stands before its first line, which then is indented like the rest."""

    def __init__(self, words: Words, style: Style = BODY, *, after: float = 0, mark: str = "") -> None:
        super().__init__()
        self._words, self._style, self._mark = words, style, mark
        self._indent = width_of(mark, style) + 5 if mark else 0.0
        self._lines: list[Line] | None = None
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if self._lines is None:
            self._lines = lines(self._words, self._style, width - self._indent)
        self.width, self.height = width, len(self._lines) * self._style.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fits = int(height // self._style.leading)
        if self._lines is None or fits < 2:
            return []
        return [self._part(self._lines[:fits], self._mark), self._part(self._lines[fits:], "")]

    def _part(self, part: list[Line], mark: str) -> "Text":
        text = Text("", self._style, after=self.spaceAfter, mark=mark)
        text._lines, text._indent = part, self._indent
        return text

    def draw(self) -> None:
        canvas: Any = self.canv
        top = self.height - self._style.size
        placed = (Placed(line, self._indent, top - place * self._style.leading) for place, line in enumerate(self._lines or ()))
        draw_lines(canvas, placed, self._style)
        if self._mark:
            write(canvas, self._mark, 0, top, self._style)
