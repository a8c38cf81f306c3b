"""A letter on paper: sender, address in the envelope's window, information block, subject, text, fold marks.

A4 follows DIN 5008 form B: window envelopes DL and C6/5 show the field 20 to 105 mm from the left and 45 to 90 mm from the top.
US letter follows the No. 10 envelope with two windows: 7/8 × 3 1/2 in for the sender, 3/8 in from the left and 2 3/8 in from the
bottom; 1 × 4 in for the address, 3/4 in from the left and 1/2 in from the bottom; the sheet is folded in three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.units import inch, mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.queries.documents import Sender
from crm_desktop.reports.colours import FAINT, GREY, RULE, STRONG_RULE, ink
from crm_desktop.reports.documents.data import Head
from crm_desktop.reports.fonts import BOLD
from crm_desktop.reports.page import PAPERS, PageLook, Part, draw_picture, make_parts
from crm_desktop.reports.text import Line, Placed, Style, draw_lines, lines, one_line, shortened, width_of, write

_NAME = Style(13, 16, BOLD)
_SMALL = Style(8.5, 11, colour=GREY)
_SENDER_LINE = tuple(Style(size, 9, colour=GREY) for size in (7, 6.5, 6))
_FACT = Style(9, 13)
_LABEL = Style(8.5, 13, colour=GREY)
_CONTACT = Style(8, 10, colour=FAINT)
_ADDRESS = (Style(10, 12.5), Style(9, 11), Style(8, 9.5))
"""From the size that is printed as a rule to the one that holds the longest address."""
_FOOT = 76.0
"""Points kept free at the end of a letter's first page, for how to reach the sender."""


class Box(NamedTuple):
    """Points; `top` is the distance from the upper edge of the paper."""

    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Form:
    """Where things stand on one paper. Short addresses begin at `address_from`, longer ones go up into the rest of `address`."""

    left: float
    right: float
    sender: Box
    logo: Box
    address: Box
    address_from: float
    facts: Box
    text: float
    folds: tuple[float, ...]
    punch: float = 0
    has_sender_line: bool = False


DIN_B = Form(
    left=25 * mm,
    right=20 * mm,
    sender=Box(25 * mm, 15 * mm, 90 * mm, 28 * mm),
    logo=Box(135 * mm, 15 * mm, 55 * mm, 19 * mm),
    address=Box(25 * mm, 51 * mm, 78 * mm, 38.5 * mm),
    address_from=62.7 * mm,
    facts=Box(125 * mm, 50 * mm, 65 * mm, 45 * mm),
    text=98.46 * mm,
    folds=(105 * mm, 210 * mm),
    punch=148.5 * mm,
    has_sender_line=True,
)
US_NO_10 = Form(
    left=1 * inch,
    right=0.85 * inch,
    sender=Box(1 * inch, 0.46 * inch, 2.8 * inch, 0.82 * inch),
    logo=Box(5.45 * inch, 0.5 * inch, 2.2 * inch, 0.7 * inch),
    address=Box(1 * inch, 2.2 * inch, 3.6 * inch, 0.94 * inch),
    address_from=2.25 * inch,
    facts=Box(5.05 * inch, 1.5 * inch, 2.6 * inch, 1.8 * inch),
    text=3.5 * inch,
    folds=(11 / 3 * inch, 22 / 3 * inch),
)
FORMS = {"a4": DIN_B, "letter": US_NO_10}


@dataclass(frozen=True)
class Letter:
    """`title` is what the file, its bookmarks and later pages call it, with `subtitle` behind it; `to` are the address's lines.

    `facts` are the rows of the information block: what, and its value; those without a value are left out. `sender` replaces the
    company as it is today where a paper keeps how it was.
    """

    title: str
    subtitle: str
    to: Sequence[str]
    facts: Sequence[tuple[str, str]]
    story: list[Flowable]
    sender: Sender | None = None


def draw_letters(path: Path, head: Head, letters: Sequence[Letter], title: str = "") -> None:
    """One after the other in one file, each numbered for itself. `title` names a file of several."""
    parts = [_part(head, letter) for letter in letters]
    look = parts[0].look if len(parts) == 1 else _look(head, title, f"{letters[0].title} – {letters[-1].title}")
    make_parts(path, look, parts)


def _part(head: Head, letter: Letter) -> Part:
    look = _look(head, letter.title, letter.subtitle)
    return Part(look, letter.story, partial(_draw_first_page, head, letter), FORMS[head.paper].text, _FOOT)


def _look(head: Head, title: str, subtitle: str) -> PageLook:
    form = FORMS[head.paper]
    return PageLook(title, subtitle, head.sender.name, head.language, head.paper, form.left, form.right)


def _draw_first_page(head: Head, letter: Letter, canvas: Canvas) -> None:
    form, height = FORMS[head.paper], PAPERS[head.paper][1]
    sender = letter.sender or head.sender
    _draw_sender(canvas, form, height, sender)
    if head.logo:
        box = form.logo
        draw_picture(canvas, head.logo, box.x, height - box.top, box.width, box.height, right=True)
    _draw_address(canvas, form, height, letter.to)
    if form.has_sender_line:
        _draw_sender_line(canvas, form, height, sender)
    _draw_facts(canvas, form.facts, height, letter.facts)
    _draw_marks(canvas, form, height)
    _draw_contact(canvas, form, PAPERS[head.paper][0], sender)


def _draw_sender(canvas: Canvas, form: Form, height: float, sender: Sender) -> None:
    box = form.sender
    y = height - box.top - _NAME.size
    write(canvas, sender.name, box.x, y, _NAME, width=box.width)
    below = [line for line in (sender.legal_name, *sender.address.split("\n")) if line.strip() and line != sender.name]
    room = int((box.height - _NAME.leading) / _SMALL.leading)
    for line in below if len(below) <= room else [*below[: room - 1], ", ".join(below[room - 1 :])]:
        y -= _SMALL.leading + (y > height - box.top - _NAME.leading) * 2
        write(canvas, line, box.x, y, _SMALL, width=box.width)


def _draw_address(canvas: Canvas, form: Form, height: float, to: Sequence[str]) -> None:
    box = form.address
    style, found = _fitting(to, box)
    tall = len(found) * style.leading
    top = min(form.address_from, box.top + box.height - tall)
    first = height - top - style.size
    draw_lines(canvas, [Placed(line, box.x, first - place * style.leading) for place, line in enumerate(found)], style)


def _fitting(to: Sequence[str], box: Box) -> tuple[Style, list[Line]]:
    """In the largest size that holds all of it. What no size holds loses the middle: name and town count most."""
    for style in _ADDRESS:
        found = [line for words in to for line in lines(words, style, box.width, 300)]
        most = int(box.height / style.leading)
        if len(found) <= most:
            break
    else:
        kept = most - 3
        found = [*found[: kept - 1], shortened(found[kept - 1], style, box.width), *found[-3:]]
    return style, found


def _draw_sender_line(canvas: Canvas, form: Form, height: float, sender: Sender) -> None:
    """The small line above the address, by which a letter that cannot be delivered finds its way back."""
    y = height - form.address.top + 6
    words = " · ".join(filter(None, (sender.name, *(line.strip() for line in sender.address.split("\n")))))
    style = next((style for style in _SENDER_LINE if width_of(words, style) <= form.address.width), _SENDER_LINE[-1])
    write(canvas, words, form.address.x, y, style, width=form.address.width)
    canvas.setStrokeColor(ink(RULE))
    canvas.setLineWidth(0.5)
    canvas.line(form.address.x, y - 3, form.address.x + form.address.width, y - 3)


def _draw_facts(canvas: Canvas, box: Box, height: float, facts: Sequence[tuple[str, str]]) -> None:
    """Labels at the left, values at the right of a column that fits the longest label."""
    known = [(label, value) for label, value in facts if value]
    labels = [one_line(label, _LABEL, box.width * 0.5) for label, _value in known]
    column = max((label.width for label in labels), default=0) + 10
    first = height - box.top - _FACT.size
    ys = [first - place * _FACT.leading for place in range(len(known))]
    draw_lines(canvas, [Placed(label, box.x, y) for label, y in zip(labels, ys, strict=True)], _LABEL)
    values = [one_line(value, _FACT, box.width - column) for _label, value in known]
    draw_lines(canvas, [Placed(value, box.x + column, y) for value, y in zip(values, ys, strict=True)], _FACT)


def _draw_marks(canvas: Canvas, form: Form, height: float) -> None:
    """Where to fold, and where to punch."""
    canvas.setStrokeColor(ink(STRONG_RULE))
    canvas.setLineWidth(0.4)
    for fold in form.folds:
        canvas.line(11, height - fold, 20, height - fold)
    if form.punch:
        canvas.line(11, height - form.punch, 25, height - form.punch)


def _draw_contact(canvas: Canvas, form: Form, width: float, sender: Sender) -> None:
    """How to reach the sender and where to pay to, above the running foot."""
    known = [each for each in (sender.phone, sender.email, sender.tax_id, *sender.bank.splitlines()) if each.strip()]
    if not known:
        return
    said = " · ".join((sender.legal_name or sender.name, *known))
    found = lines(said, _CONTACT, width - form.left - form.right, 300)[:3]
    base = 44 + (len(found) - 1) * _CONTACT.leading
    draw_lines(canvas, [Placed(line, form.left, base - place * _CONTACT.leading) for place, line in enumerate(found)], _CONTACT)
    canvas.setStrokeColor(ink(RULE))
    canvas.setLineWidth(0.5)
    canvas.line(form.left, base + 12, width - form.right, base + 12)


class Sized(Flowable):
    """A fixed height of the page that a function draws: (canvas, width, height)."""

    def __init__(self, height: float, paint: Any, *, after: float = 0) -> None:
        super().__init__()
        self._tall, self._paint = height, paint
        self.spaceAfter = after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._room = width
        return width, self._tall

    def draw(self) -> None:
        self._paint(self.canv, self._room, self._tall)
