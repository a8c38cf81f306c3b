"""Charts without a painter: one description, one layout, so that what is printed is what was seen on screen.

Lengths are points (PDF) or pixels (screen); the origin is the top left corner and y grows downwards. Every value is printed as a number
and every shade has its own pattern, so nothing depends on colour.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from math import ceil

Measure = Callable[[str, float], float]
"""Width of a text at a size."""

SMALL = 7.0
MIDDLE = 8.5
CLOSED_SHADE, PLAIN_SHADE = 0.28, 0.72


class ChartKind(StrEnum):
    BARS = "bars"
    STACKED = "stacked"
    RANKED = "ranked"
    HEAT = "heat"


class Pattern(StrEnum):
    PLAIN = "plain"
    STRIPES = "stripes"
    DOTS = "dots"
    CROSSED = "crossed"


class Align(StrEnum):
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class Tone(StrEnum):
    """Of a label or rule; a renderer gives each its colour."""

    INK = "ink"
    GREY = "grey"
    FAINT = "faint"
    ON_DARK = "on dark"


@dataclass(frozen=True, slots=True)
class Series:
    """One value per category; `texts` are the values as people read them."""

    name: str
    values: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is shown. `opens` gives per category what a click opens; `quiet` are categories that matter less (closed days).

    A heat map has one series per row, and `rows_open` says what each stands for; `outlined` are its open hours: row, first and last column
    as fractions.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    opens: tuple[Hashable, ...] = ()
    quiet: frozenset[int] = frozenset()
    notes: tuple[tuple[str, ...], ...] = ()
    note_heads: tuple[str, ...] = ()
    outlined: tuple[tuple[int, float, float], ...] = ()
    totals: tuple[str, ...] = ()
    rows_open: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle. `shade` runs from 0 (paper) to 1 (darkest); `opens` is a category's place, or a row's and a column's."""

    x: float
    y: float
    width: float
    height: float
    shade: float
    pattern: Pattern = Pattern.PLAIN
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5
    tone: Tone = Tone.GREY


@dataclass(frozen=True, slots=True)
class Label:
    """`y` is the base line; `upright` turns it by 90 degrees, reading upwards; `room` is the width it must not exceed."""

    x: float
    y: float
    text: str
    size: float = SMALL
    tone: Tone = Tone.GREY
    align: Align = Align.LEFT
    upright: bool = False
    room: float = 1e6


@dataclass(frozen=True, slots=True)
class Picture:
    """What lies above `head` names columns; below it, each further `row` may begin on the next page. A `row` of 0 keeps all together."""

    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    labels: tuple[Label, ...] = ()
    head: float = 0
    row: float = 0

    def divided(self, height: float) -> "tuple[Picture, Picture] | None":
        """The rows that have room in a height, and those that follow, both under the same head. Nothing where none or all have."""
        rows = int((height - self.head) // self.row) if self.row else 0
        edge = self.head + rows * self.row
        if rows < 1 or edge >= self.height:
            return None
        return self._between(self.head, edge), self._between(edge, self.height)

    def _between(self, top: float, bottom: float) -> "Picture":
        up = top - self.head
        return replace(
            self,
            height=bottom - up,
            boxes=tuple(replace(box, y=box.y - up) for box in self.boxes if top <= box.y < bottom),
            rules=tuple(replace(rule, y1=rule.y1 - up, y2=rule.y2 - up) for rule in self.rules if top <= rule.y1 < bottom),
            labels=(
                *(label for label in self.labels if label.y < self.head),
                *(replace(label, y=label.y - up) for label in self.labels if top <= label.y < bottom),
            ),
        )


Mark = Box | Rule | Label


def layout(chart: Chart, width: float, height: float, measure: Measure) -> Picture:
    """Where everything goes. Ranked bars and heat maps take the height they need; bars fill the one given."""
    if not chart.categories or not chart.series:
        return Picture(width, 0)
    marks, used = _LAYOUTS[chart.kind](chart, width, height, measure)
    return Picture(
        width,
        used,
        tuple(mark for mark in marks if isinstance(mark, Box)),
        tuple(mark for mark in marks if isinstance(mark, Rule)),
        tuple(mark for mark in marks if isinstance(mark, Label)),
        *(_ranked_rows(chart) if chart.kind is ChartKind.RANKED else ()),
    )


def _bars(chart: Chart, width: float, height: float, measure: Measure) -> tuple[list[Mark], float]:
    """One bar per category, its number on top, its name below."""
    (series,) = chart.series
    slot = width / len(chart.categories)
    upright = any(measure(text, SMALL) > slot for text in series.texts)
    top = max((measure(text, SMALL) for text in series.texts), default=0) + 4 if upright else SMALL + 4
    floor = height - SMALL - 5
    scale = _scale(series.values, floor - top)
    marks: list[Mark] = [Rule(0, floor, width, floor, 0.7)]
    for place, (value, text) in enumerate(zip(series.values, series.texts, strict=True)):
        middle, tall = (place + 0.5) * slot, value * scale
        shade = CLOSED_SHADE if place in chart.quiet else PLAIN_SHADE
        bar = min(slot * 0.84, 34)
        if value:
            marks.append(Box(middle - bar / 2, floor - tall, bar, tall, shade, opens=(place,)))
            marks.append(
                Label(middle + SMALL * 0.35, floor - tall - 2, text, upright=True)
                if upright
                else Label(middle, floor - tall - 2.5, text, align=Align.MIDDLE)
            )
    return [*marks, *_names_below(chart, slot, height - 1, measure)], height


def _names_below(chart: Chart, slot: float, y: float, measure: Measure) -> Iterator[Label]:
    """Every name, or every second, third … where they would touch."""
    widest = max(measure(name, SMALL - 0.5) for name in chart.categories) + 3
    every = max(ceil(widest / slot), 1) if len(chart.categories) > 1 else 1
    for place in range(0, len(chart.categories), every):
        yield Label((place + 0.5) * slot, y, chart.categories[place], SMALL - 0.5, Tone.FAINT, Align.MIDDLE)


def _scale(values: Sequence[float], room: float) -> float:
    return room / max(max(values, default=0), 1)


SHADES: tuple[tuple[float, Pattern], ...] = (
    (0.95, Pattern.PLAIN),
    (0.6, Pattern.PLAIN),
    (0.36, Pattern.STRIPES),
    (0.2, Pattern.DOTS),
    (0.1, Pattern.CROSSED),
    (0.05, Pattern.PLAIN),
)
"""How the series of a stack differ without colour."""


def _stacked(chart: Chart, width: float, height: float, measure: Measure) -> tuple[list[Mark], float]:
    """Bars in layers, at most six; the sum on top, a layer's own number inside where it fits, a legend with sums below."""
    marks, legend_height = _legend(chart, width, height, measure)
    floor = height - legend_height - SMALL - 6
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    slot = width / len(chart.categories)
    upright = any(measure(text, SMALL) > slot for text in chart.totals)
    top = max((measure(text, SMALL) for text in chart.totals), default=0) + 4 if upright else SMALL + 4
    scale = _scale(sums, floor - top)
    marks.append(Rule(0, floor, width, floor, 0.7))
    for place in range(len(chart.categories)):
        middle = (place + 0.5) * slot
        marks.extend(_stack(chart, place, middle, min(slot * 0.84, 34), floor, scale, measure))
        if sums[place]:
            y = floor - sums[place] * scale - 2.5
            shift = SMALL * 0.35 if upright else 0
            marks.append(Label(middle + shift, y, chart.totals[place], align=Align.LEFT if upright else Align.MIDDLE, upright=upright))
    return [*marks, *_names_below(chart, slot, floor + SMALL + 2.5, measure)], height


def _stack(chart: Chart, place: int, middle: float, bar: float, floor: float, scale: float, measure: Measure) -> Iterator[Mark]:
    y = floor
    for layer, series in enumerate(chart.series):
        tall = series.values[place] * scale
        if not tall:
            continue
        y -= tall
        shade, pattern = SHADES[layer]
        yield Box(middle - bar / 2, y, bar, tall, shade, pattern, opens=(place, layer))
        if pattern is Pattern.PLAIN and tall > SMALL + 1 and measure(series.texts[place], SMALL - 1) < bar - 1:
            tone = _on(shade)
            yield Label(middle, y + tall / 2 + SMALL * 0.32, series.texts[place], SMALL - 1, tone, Align.MIDDLE)


def _on(shade: float) -> Tone:
    """What can be read on it."""
    return Tone.ON_DARK if shade >= 0.6 else Tone.INK


def _legend(chart: Chart, width: float, height: float, measure: Measure) -> tuple[list[Mark], float]:
    """Swatch, name and sum per series, in as many rows as it takes."""
    places, x, row = [], 0.0, 0
    for series in chart.series:
        wide = min(measure(series.name, MIDDLE - 0.5) + 26, width)
        if x and x + wide > width:
            x, row = 0.0, row + 1
        places.append((x, row, wide))
        x += wide
    tall = (row + 1) * 13 + 4
    marks: list[Mark] = []
    for layer, (series, (x, row, wide)) in enumerate(zip(chart.series, places, strict=True)):
        y = height - tall + 4 + row * 13
        shade, pattern = SHADES[layer]
        marks.append(Box(x, y + 1, 9, 8, shade, pattern))
        marks.append(Label(x + 13, y + 8, series.name, MIDDLE - 0.5, Tone.INK, room=wide - 18))
    return marks, tall


def _ranked_rows(chart: Chart) -> tuple[float, float]:
    """How tall the heads of the notes are, and each bar with its name."""
    return 14.0 if chart.note_heads else 0.0, 15.0


def _ranked(chart: Chart, width: float, _height: float, measure: Measure) -> tuple[list[Mark], float]:
    """Horizontal bars, longest first as they come: name, bar with its number, then columns of notes."""
    (series,) = chart.series
    head, row = _ranked_rows(chart)
    columns = [max(measure(text, MIDDLE) for text in column) + 12 for column in zip(*chart.notes, chart.note_heads, strict=True)]
    names = min(max(measure(name, MIDDLE) for name in chart.categories) + 10, width * 0.38)
    numbers = max(measure(text, MIDDLE) for text in series.texts) + 6
    room = max(width - names - numbers - sum(columns), 10)
    scale = _scale(series.values, room)
    edges = [width - sum(columns) + edge for edge in accumulate(columns)]
    marks: list[Mark] = [
        Label(edge, 9, text, MIDDLE - 0.5, Tone.GREY, Align.RIGHT) for edge, text in zip(edges, chart.note_heads, strict=True)
    ]
    for place, (name, value) in enumerate(zip(chart.categories, series.values, strict=True)):
        y = head + place * row
        base = y + row / 2 + MIDDLE * 0.36
        marks.append(Label(0, base, name, MIDDLE, Tone.INK, room=names - 8))
        if value:
            shade = CLOSED_SHADE if place in chart.quiet else PLAIN_SHADE
            marks.append(Box(names, y + 2.5, max(value * scale, 0.6), row - 5, shade, opens=(place,)))
        marks.append(Label(names + value * scale + 4, base, series.texts[place], MIDDLE, Tone.INK))
        if chart.notes:
            for edge, text in zip(edges, chart.notes[place], strict=True):
                marks.append(Label(edge, base, text, MIDDLE, Tone.INK, Align.RIGHT))
    return marks, head + len(chart.categories) * row


def _heat(chart: Chart, width: float, _height: float, measure: Measure) -> tuple[list[Mark], float]:
    """A row per series and a column per category; darker is more; open hours are outlined; sums at the right."""
    names = max(measure(series.name, MIDDLE) for series in chart.series) + 10
    sums = max((measure(text, MIDDLE) for text in chart.totals), default=0) + 8
    cell, row, head = (width - names - sums) / len(chart.categories), 17.0, 13.0
    most = max(max(series.values) for series in chart.series) or 1
    marks: list[Mark] = [
        Label(names + (place + 0.5) * cell, head - 4, name, SMALL, Tone.GREY, Align.MIDDLE) for place, name in enumerate(chart.categories)
    ]
    for number, series in enumerate(chart.series):
        y = head + number * row
        marks.append(Label(0, y + row / 2 + MIDDLE * 0.36, series.name, MIDDLE, Tone.INK))
        if chart.totals:
            marks.append(Label(width, y + row / 2 + MIDDLE * 0.36, chart.totals[number], MIDDLE, Tone.INK, Align.RIGHT))
        for place, value in enumerate(series.values):
            x = names + place * cell
            shade = 0.06 + 0.74 * value / most if value else 0.02
            marks.append(Box(x + 0.4, y + 0.4, cell - 0.8, row - 0.8, shade, opens=(number, place)))
            if value:
                size = min(SMALL, SMALL * (cell - 2) / max(measure(series.texts[place], SMALL), 1))
                tone = _on(shade)
                marks.append(Label(x + cell / 2, y + row / 2 + size * 0.36, series.texts[place], size, tone, Align.MIDDLE))
    for number, first, last in chart.outlined:
        left, right, top = names + first * cell, names + last * cell, head + number * row
        marks += [_edge(left, top, left, top + row), _edge(right, top, right, top + row)]
        if (number - 1, first, last) not in chart.outlined:
            marks.append(_edge(left, top, right, top))
        if (number + 1, first, last) not in chart.outlined:
            marks.append(_edge(left, top + row, right, top + row))
    return marks, head + len(chart.series) * row + 2


def _edge(x1: float, y1: float, x2: float, y2: float) -> Rule:
    return Rule(x1, y1, x2, y2, 1.0, Tone.INK)


_LAYOUTS: dict[ChartKind, Callable[[Chart, float, float, Measure], tuple[list[Mark], float]]] = {
    ChartKind.BARS: _bars,
    ChartKind.STACKED: _stacked,
    ChartKind.RANKED: _ranked,
    ChartKind.HEAT: _heat,
}
