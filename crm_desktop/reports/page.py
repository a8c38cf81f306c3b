"""The frame of every PDF: paper, margins, title, running head, "Page x of y", bookmarks, metadata. Same content, same bytes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    ActionFlowable,
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from crm_desktop import __version__
from crm_desktop.core.i18n import _
from crm_desktop.reports.colours import FAINT, INK, STRONG_RULE, ink
from crm_desktop.reports.fonts import BOLD, REGULAR, widths
from crm_desktop.reports.text import Line, Placed, Style, at_most, draw_lines, lines, spelled, width_of, write

PAPERS = {"a4": A4, "letter": LETTER, "a4-landscape": landscape(A4), "letter-landscape": landscape(LETTER)}
"""Points. Only a list with many columns lies on its side."""
SIDE, TOP, BOTTOM = 44.0, 50.0, 52.0
_WHOLE_PAGE = 480.0
"""Room that only a page has on which nothing stands yet; of the lowest paper, too."""
_RUNNING = Style(8.5, 11, colour=FAINT)
HEADINGS = {0: Style(15, 20, BOLD), 1: Style(10.5, 14, BOLD)}


@dataclass(frozen=True, slots=True)
class PageLook:
    """What stands on every page and in the file's properties. `language` is a tag like en or de-AT; margins are in points."""

    title: str
    subtitle: str
    company: str
    language: str
    paper: str = "a4"
    left: float = SIDE
    right: float = SIDE


class Part(NamedTuple):
    """Pages that are numbered for themselves: a report, or one of several letters in a file.

    `head` draws on the first page, whose text keeps `top` and `bottom` points free for it; a part with one is bookmarked by its title.
    """

    look: PageLook
    story: list[Flowable]
    head: Callable[[Canvas], None] | None = None
    top: float = TOP
    bottom: float = BOTTOM


class Heading(Flowable):
    """A heading with its bookmark. `level` 0 is a section, 1 a part of one."""

    def __init__(self, words: str, level: int = 0, *, bookmark: bool = True) -> None:
        super().__init__()
        self._words, self._level, self._style, self._bookmark = words, level, HEADINGS[level], bookmark
        self.spaceBefore, self.spaceAfter = (20, 5) if level == 0 else (13, 3)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._room = width
        return width, len(lines(self._words, self._style, width, 300)) * self._style.leading

    def draw(self) -> None:
        canvas: Any = self.canv
        found = lines(self._words, self._style, self._room, 300)
        if self._bookmark:
            canvas.mark_here(self._words, self._level)
        for place, _line in enumerate(found):
            y = (len(found) - place - 1) * self._style.leading + self._style.leading - self._style.size * 1.1
            write(canvas, "".join(run.text for run in _line.runs), 0, y, self._style)


def heading(words: str, level: int = 0, *, room: float = 110, bookmark: bool = True) -> list[Flowable]:
    """A heading that goes to the next page with what it heads when fewer than `room` points are left."""
    return [CondPageBreak(room), Heading(words, level, bookmark=bookmark)]


def together(words: str, *below: Flowable, level: int = 1) -> Flowable:
    """A heading and something short below it, on one page."""
    return KeepTogether([Heading(words, level), *below])


def beside(*parts: tuple[str, Flowable | Sequence[Any]]) -> list[Flowable]:
    """Short parts with their headings beside each other, on one page. An empty one is left out; one alone has the whole width."""
    told = [(words, below) for words, below in parts if isinstance(below, Flowable)]
    if len(told) < 2:
        return [together(words, below) for words, below in told]
    return [Beside(*([Heading(words, 1), Spacer(0, 3), below] for words, below in told), before=13)]


class TitleBlock(Flowable):
    """The head of the first page: the company's logo, title and subtitle at the left, remarks at the right.

    What is long takes more lines, a title in smaller letters.
    """

    _LOGO_WIDE, _LOGO_TALL, _GAP = 84, 42, 12
    _TITLE, _LONG_TITLE = Style(21, 26, BOLD), Style(15, 19, BOLD)
    _SUBTITLE, _REMARK = Style(10, 13, colour=FAINT), Style(8.5, 13, colour=FAINT)
    _MOST = 4
    """Lines of each."""

    def __init__(self, title: str, subtitle: str, remarks: Sequence[str], logo: bytes = b"") -> None:
        super().__init__()
        self._title, self._subtitle, self._remarks, self._logo = title, subtitle, remarks, logo
        self.spaceAfter = 12

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._room = width
        room, beside = width * 0.62 - self._logo_room(), width * 0.36
        self._style = self._TITLE if width_of(self._title, self._TITLE) <= room else self._LONG_TITLE
        self._titles = self._broken(self._title, self._style, room)
        self._subtitles = self._broken(self._subtitle, self._SUBTITLE, room)
        self._notes = [line for remark in self._remarks for line in self._broken(remark, self._REMARK, beside)]
        self._subtitle_at = self._style.size + self._style.leading * (len(self._titles) - 1) + 19
        left = self._subtitle_at + self._SUBTITLE.leading * (len(self._subtitles) - 1) + 8
        return width, max(48, left, 48 + (len(self._notes) - 3) * self._REMARK.leading)

    def _broken(self, text: str, style: Style, width: float) -> list[Line]:
        return at_most(lines(text, style, width), self._MOST, style, width)

    def draw(self) -> None:
        canvas: Any = self.canv
        _width, top = self.wrap(self._room, 0)
        canvas.mark_here(self._title, 0)
        if self._logo:
            draw_picture(canvas, self._logo, 0, top - 3, self._LOGO_WIDE, self._LOGO_TALL)
        left = self._logo_room()
        for found, style, first in ((self._titles, self._style, self._style.size), (self._subtitles, self._SUBTITLE, self._subtitle_at)):
            draw_lines(canvas, [Placed(line, left, top - first - place * style.leading) for place, line in enumerate(found)], style)
        notes = [Placed(line, self._room - line.width, top - 14 - place * 13) for place, line in enumerate(self._notes)]
        draw_lines(canvas, notes, self._REMARK)

    def _logo_room(self) -> float:
        """Where the title begins."""
        return picture_size(self._logo, self._LOGO_WIDE, self._LOGO_TALL)[0] + self._GAP if self._logo else 0


def draw_picture(
    canvas: Any, content: bytes, x: float, top: float, wide: float, tall: float, *, right: bool = False
) -> tuple[float, float]:
    """As large as it fits, from the upper left corner of its box, or the upper right one; its size."""
    picture, size = ImageReader(BytesIO(content)), picture_size(content, wide, tall)
    canvas.drawImage(picture, x + (wide - size[0] if right else 0), top - size[1], *size, mask="auto")
    return size


def picture_size(content: bytes, wide: float, tall: float) -> tuple[float, float]:
    """As large as it fits into that box."""
    width, height = ImageReader(BytesIO(content)).getSize()
    scale = min(wide / width, tall / height)
    return width * scale, height * scale


class Rule(Flowable):
    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, 1

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setStrokeColor(ink(STRONG_RULE))
        canvas.setLineWidth(0.8)
        canvas.line(0, 0, self.width, 0)


class Beside(Flowable):
    """Stacks of flowables side by side, as tall as the tallest, on one page; what is taller than a page is stacked instead."""

    def __init__(self, *stacks: Sequence[Flowable], gap: float = 26, before: float = 0, after: float = 0) -> None:
        super().__init__()
        self._stacks, self._gap = stacks, gap
        self.spaceBefore, self.spaceAfter = before, after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._each = (width - self._gap * (len(self._stacks) - 1)) / len(self._stacks)
        tall = [self._measured(stack, height) for stack in self._stacks]
        self.height = max(tall)
        return width, self.height

    def split(self, _width: float, height: float) -> list[Flowable]:
        return [each for stack in self._stacks for each in stack] if height > _WHOLE_PAGE else []

    def _measured(self, stack: Sequence[Flowable], height: float) -> float:
        total = 0.0
        for flowable in stack:
            total += flowable.wrap(self._each, height)[1] + flowable.getSpaceAfter()
        return total

    def draw(self) -> None:
        for place, stack in enumerate(self._stacks):
            y = self.height
            for flowable in stack:
                _width, tall = flowable.wrap(self._each, self.height)
                y -= tall
                flowable.drawOn(self.canv, place * (self._each + self._gap), y)
                y -= flowable.getSpaceAfter()


class IfRoom(Flowable):
    """What is told again further on: left out where the page has no room for it."""

    def __init__(self, inner: Flowable) -> None:
        super().__init__()
        self._inner, self._fits = inner, True

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        wide, tall = self._inner.wrap(width, height)
        self._fits = tall <= height
        return (wide, tall) if self._fits else (0, 0)

    def draw(self) -> None:
        if self._fits:
            self._inner.drawOn(self.canv, 0, 0)


class _CountedCanvas(Canvas):
    """Holds finished pages back until their number is known; bookmarks wait with their page."""

    look: PageLook
    part: Part

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._finished: list[dict[str, Any]] = []
        self._marks: list[tuple[str, int]] = []
        self._tops: list[float] = []

    def mark_here(self, words: str, level: int) -> None:
        _x, y = self.absolutePosition(0, 0)
        self._marks.append((spelled(words), level))
        self._tops = [*self._tops, y]

    def showPage(self) -> None:
        self._finished.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]
        self._marks, self._tops = [], []

    def save(self) -> None:
        pages, level = self._finished, -1
        counts, numbers = Counter(id(page["part"]) for page in pages), Counter[int]()
        for place, page in enumerate(pages, 1):
            self.__dict__.update(page)
            numbers[id(self.part)] += 1
            if self.part.head is not None and numbers[id(self.part)] == 1:
                self._marks.insert(0, (spelled(self.part.look.title), 0))
                self._tops.insert(0, PAPERS[self.part.look.paper][1] - 30)
            level = self._place_marks(place, level)
            self._draw_running(numbers[id(self.part)], counts[id(self.part)])
            super().showPage()
        self.setTitle(spelled(f"{self.look.title}, {self.look.subtitle}" if self.look.subtitle else self.look.title))
        super().save()

    def _place_marks(self, page: int, deepest: int) -> int:
        """A part without a section above it moves up one level. Gives the level of the last mark."""
        for place, ((words, level), y) in enumerate(zip(self._marks, self._tops, strict=True)):
            key, deepest = f"p{page}-{place}", min(level, deepest + 1)
            self.bookmarkHorizontal(key, 0, y + 30)
            self.addOutlineEntry(words, key, deepest, closed=False)
        return deepest

    def _draw_running(self, page: int, pages: int) -> None:
        look = self.part.look
        width, height = PAPERS[look.paper]
        write(self, look.company, look.left, 30, _RUNNING, width=width * 0.5)
        write(self, _("Page {page} of {pages}").format(page=page, pages=pages), width - look.right, 30, _RUNNING, align="right")
        if page > 1:
            write(self, f"{look.title} · {look.subtitle}", look.left, height - 32, _RUNNING, width=width - look.left - look.right)
        elif self.part.head is not None:
            self.part.head(self)
        self.setFillColor(ink(INK))


class _Document(BaseDocTemplate):
    def handle_part(self, part: Part) -> None:
        """The page that has just begun, and those after it, belong to this part."""
        canvas: Any = self.canv
        canvas.part = part


def make_pdf(path: Path, look: PageLook, story: list[Flowable]) -> None:
    """Write the story to the file. The caller puts a finished file in its place."""
    make_parts(path, look, [Part(look, story)])


def make_parts(path: Path, look: PageLook, parts: Sequence[Part]) -> None:
    """All parts in one file, on paper and margins of `look`, which also gives the file's title, author and language."""
    for font in (REGULAR, BOLD):
        widths(font)
    _settle()
    document = _Document(
        str(path),
        pagesize=PAPERS[look.paper],
        title=spelled(look.title),
        author=spelled(look.company),
        subject=spelled(look.subtitle),
        creator=f"crm-desktop {__version__}",
        lang=look.language.replace("_", "-"),
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
    )
    frees = list(dict.fromkeys([(part.top, part.bottom) for part in parts] + [(TOP, BOTTOM)]))
    document.addPageTemplates([_template(look, top, bottom) for top, bottom in frees])

    def new_canvas(*arguments: Any, **options: Any) -> Canvas:
        canvas = _CountedCanvas(*arguments, **options)
        canvas.look = look
        return canvas

    document.build(_one_story(parts), canvasmaker=new_canvas)


def _template(look: PageLook, top: float, bottom: float) -> PageTemplate:
    """Pages after the first of a part have the same room everywhere."""
    width, height = PAPERS[look.paper]
    room = width - look.left - look.right
    frame = Frame(look.left, bottom, room, height - top - bottom, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    return PageTemplate(_template_id(top, bottom), [frame], autoNextPageTemplate=_template_id(TOP, BOTTOM))


def _template_id(top: float, bottom: float) -> str:
    return f"{top} {bottom}"


def _one_story(parts: Sequence[Part]) -> list[Flowable]:
    story: list[Flowable] = []
    for part in parts:
        if story:
            story += [NextPageTemplate(_template_id(part.top, part.bottom)), PageBreak()]
        story += [ActionFlowable(("part", part)), *part.story]
    return story


def _settle() -> None:
    """No file or address is opened for a page: nothing here asks for one, and this is the second lock. Streams stay binary."""
    from reportlab import rl_config

    rl_config.trustedHosts = None
    rl_config.trustedSchemes = []
    rl_config.useA85 = 0
