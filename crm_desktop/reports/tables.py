"""Tables without boxes: thin rules, numbers at the right, the header again on each page, no row split.

Rows are laid out when their page comes, so a list of 30,000 takes time and memory in proportion.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from reportlab.platypus import Flowable, FrameBreak

from crm_desktop.reports.colours import GREY, RULE, STRONG_RULE, ink
from crm_desktop.reports.fonts import BOLD
from crm_desktop.reports.text import Line, Placed, Style, at_most, draw_lines, lines, width_of
from crm_desktop.reports.words import Words

Item = TypeVar("Item")

GAP = 10.0
"""Between two columns."""
NUMBER = 42.0
"""A column of numbers is at least that wide, so that they do not crowd at the right edge."""
MOST_LINES = 30
"""No cell is taller, so that every row fits on a page."""
FIELD = 500
"""Characters of a cell that are printed."""
CELL = Style(9, 11.5)


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in points; without one a column is as wide as its content, and those with a `weight` share what is left.

    Beyond `lines` a cell ends with an ellipsis.
    """

    title: str
    align: Literal["left", "right"] = "left"
    width: float = 0
    weight: float = 0
    lines: int = MOST_LINES


def number(title: str) -> Column:
    return Column(title, "right")


def narrow_number(title: str) -> Column:
    """As wide as the longest word of its title, so that none is broken; beyond a fifth of the page one is."""
    widest = max(width_of(word) for word in title.split())
    return Column(title, "right", width=min(max(widest + 1, 40), 100))


Carried = Callable[[int, bool], Sequence[Words]]
"""The cells of the row that ends a page after so many items, or (True) begins the page after them."""


class _Row(NamedTuple):
    cells: list[list[Line]]
    height: float


class _Sheet(Generic[Item]):
    """What all parts of one table share."""

    def __init__(
        self,
        columns: Sequence[Column],
        items: Sequence[Item],
        cells: Callable[[Item], Sequence[Words]],
        total: Sequence[Words] | None,
        carried: Carried | None,
        padding: float,
    ) -> None:
        self.columns, self.items, self.cells, self.total, self.padding = columns, items, cells, total, padding
        self.carried = carried
        self.style, self.bold = CELL, Style(9, 11.5, font=BOLD)
        self.head_style = Style(9, 11.5, colour=GREY)
        self.edges: list[tuple[float, float]] = []
        self.head: _Row | None = None

    def __len__(self) -> int:
        return len(self.items) + (self.total is not None)

    def measure(self, width: float) -> None:
        """Where columns start and end. Runs once, at the first page."""
        if self.edges:
            return
        widths = [column.width or (0.0 if column.weight else self._natural(place, width)) for place, column in enumerate(self.columns)]
        left = width - sum(widths) - GAP * (len(widths) - 1)
        weights = sum(column.weight for column in self.columns) or 1
        x = 0.0
        for column, fixed in zip(self.columns, widths, strict=True):
            wide = fixed or max(left * column.weight / weights, 20)
            self.edges.append((x, x + wide))
            x += wide + GAP
        if any(column.title for column in self.columns):
            self.head = self._laid([column.title for column in self.columns], self.head_style)

    def _natural(self, place: int, width: float) -> float:
        words = [self.cells(item)[place] for item in self.items]
        words.append(self.columns[place].title)
        style = self.style
        if self.total is not None:
            words, style = [*words, self.total[place]], self.bold
        if self.carried is not None:
            words, style = [*words, self.carried(len(self.items), True)[place]], self.bold
        least = NUMBER if self.columns[place].align == "right" else 0.0
        return min(max(least, *(width_of(_text(word), style) + 0.5 for word in words)), width * 0.4)

    def row(self, place: int) -> _Row:
        if place < len(self.items):
            return self._laid(self.cells(self.items[place]), self.style)
        assert self.total is not None
        return self._laid(self.total, self.bold)

    def carried_row(self, count: int, brought: bool) -> _Row | None:
        return self._laid(self.carried(count, brought), self.bold) if self.carried is not None else None

    def _laid(self, cells: Sequence[Words], style: Style) -> _Row:
        laid = [
            at_most(lines(cell, style, right - left, FIELD), column.lines, style, right - left)
            for column, cell, (left, right) in zip(self.columns, cells, self.edges, strict=True)
        ]
        return _Row(laid, max(map(len, laid)) * style.leading + 2 * self.padding)


def _text(words: Words) -> str:
    return words if isinstance(words, str) else "".join(span.text for span in words)


class Table(Flowable, Generic[Item]):
    """`cells` gives the words of one item, one per column; `total` is a last row in bold.

    `carried` gives what ends each page but the last, and begins each but the first: a sum so far.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        items: Sequence[Item],
        cells: Callable[[Item], Sequence[Words]],
        *,
        total: Sequence[Words] | None = None,
        carried: Carried | None = None,
        padding: float = 3.6,
        after: float = 0,
    ) -> None:
        super().__init__()
        self._sheet = _Sheet(columns, items, cells, total, carried, padding)
        self._start, self._rows, self._ends = 0, list[_Row](), False
        self._opening: _Row | None = None
        self._closing: _Row | None = None
        self._headed = True
        self.spaceAfter = after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lays out as many rows as the height holds; more than that is reported as too tall, and then split."""
        self._sheet.measure(width)
        self._headed = self._start == 0 or bool(getattr(getattr(self, "_frame", None), "_atTop", True))
        used = self._around() + sum(row.height for row in self._rows)
        while not self._ends and used <= height and self._start + len(self._rows) < len(self._sheet):
            self._rows.append(self._sheet.row(self._start + len(self._rows)))
            used += self._rows[-1].height
        self.width, self.height = width, used
        unfinished = not self._ends and self._start + len(self._rows) < len(self._sheet)
        return width, (max(used, height + 1) if unfinished else used)

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        used, fits = self._around(), 0
        closing = self._sheet.carried_row(0, False)
        kept = closing.height if closing else 0.0
        for row in self._rows:
            used += row.height
            if used + kept > height:
                break
            fits += 1
        whole = self._start + fits >= (self._start + len(self._rows) if self._ends else len(self._sheet))
        if not fits or whole:
            return []
        is_last_alone = fits > 2 and self._start + fits + 1 == len(self._sheet)
        if is_last_alone:
            fits -= 1
        first, rest = self._part(0, fits), self._part(fits, len(self._rows))
        first._ends, first.spaceAfter = True, 0
        rest._ends = self._ends
        first._opening, rest._closing = self._opening, self._closing
        first._closing = self._sheet.carried_row(first._start + fits, False)
        rest._opening = self._sheet.carried_row(first._start + fits, True)
        return [first, FrameBreak(), rest] if is_last_alone else [first, rest]  # else the row left out comes back to this page

    def _part(self, start: int, stop: int) -> "Table[Item]":
        part: Table[Item] = Table.__new__(Table)
        Flowable.__init__(part)
        part._sheet, part._start = self._sheet, self._start + start
        part._rows, part._ends = self._rows[start:stop], False
        part._headed, part.spaceAfter = True, self.spaceAfter
        part._opening = part._closing = None
        return part

    def _around(self) -> float:
        """The height of what is not an item: the head and the rows that carry a sum."""
        return self._head_height() + sum(row.height for row in (self._opening, self._closing) if row)

    def _head_height(self) -> float:
        head = self._sheet.head
        return head.height if head and self._headed else 0.0

    def draw(self) -> None:
        canvas: Any = self.canv
        sheet, y = self._sheet, self.height
        placed: list[Placed] = []
        if sheet.head and self._headed:
            y, head = self._place(sheet.head, y, sheet.head_style)
            draw_lines(canvas, head, sheet.head_style)
            self._rule(y, STRONG_RULE, 0.8)
        if self._opening:
            y = self._draw_carried(self._opening, y)
        thin, strong = list[float](), list[float]()
        for place, row in enumerate(self._rows, self._start):
            is_total = place == len(sheet.items)
            if is_total:
                draw_lines(canvas, placed, sheet.style)
                self._rule(y, STRONG_RULE, 0.8)
                placed = []
            y, found = self._place(row, y, sheet.style)
            placed += found
            (strong if is_total else thin).append(y)
        self._rules(thin, RULE, 0.5)
        self._rules(strong, STRONG_RULE, 0.8)
        ends_in_total = self._start + len(self._rows) == len(sheet) and sheet.total is not None
        draw_lines(canvas, placed, sheet.bold if ends_in_total else sheet.style)
        if self._closing:
            self._draw_carried(self._closing, y)

    def _draw_carried(self, row: _Row, top: float) -> float:
        y, placed = self._place(row, top, self._sheet.bold)
        draw_lines(self.canv, placed, self._sheet.bold)
        self._rule(y, STRONG_RULE, 0.8)
        return y

    def _rule(self, y: float, colour: str, weight: float) -> None:
        self._rules([y], colour, weight)

    def _rules(self, heights: Sequence[float], colour: str, weight: float) -> None:
        if heights:
            canvas: Any = self.canv
            canvas.setStrokeColor(ink(colour))
            canvas.setLineWidth(weight)
            canvas.addLiteral(" ".join(f"n 0 {y:.2f} m {self.width:.2f} {y:.2f} l S" for y in heights))

    def _place(self, row: _Row, top: float, style: Style) -> tuple[float, list[Placed]]:
        """Where the row ends, and its lines."""
        first = top - self._sheet.padding - style.size
        placed = []
        for column, (left, right), found in zip(self._sheet.columns, self._sheet.edges, row.cells, strict=True):
            for place, line in enumerate(found):
                x = left if column.align == "left" else right - line.width
                placed.append(Placed(line, x, first - place * style.leading))
        return top - row.height, placed
