"""The return slip on paper."""

from functools import partial
from pathlib import Path

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.queries.documents import ReturnItem, ReturnPaper
from crm_desktop.reports.colours import ACCENT, GREY, STRONG_RULE, ink
from crm_desktop.reports.documents.data import Documents, Head, places_of
from crm_desktop.reports.documents.envelope import address_lines, envelope_lines
from crm_desktop.reports.documents.letter import Letter, Sized, draw_letters
from crm_desktop.reports.documents.terms import RETURN_REASONS
from crm_desktop.reports.fonts import BOLD
from crm_desktop.reports.page import Heading
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, Placed, Style, draw_lines, lines, width_of, write

_QR, _LABEL = 32 * mm, 66 * mm
_LARGE = Style(34, 38, BOLD)
_CAPTION = Style(9, 12, colour=GREY)
_TO = Style(13, 17)
_FROM = Style(9, 12)
_NAME_ON_LABEL = Style(13, 17, BOLD)


def draw_pages(data: Documents, path: Path) -> None:
    draw_letters(path, data.head, [_letter(data.head, paper) for paper in data.papers], _("Return slips"))


def _letter(head: Head, paper: ReturnPaper) -> Letter:
    formats = head.formats
    day = formats.day(paper.requested_at.astimezone(formats.zone).date())
    facts = (
        (_("Return"), paper.number),
        (_("Date"), day),
        (_("Order"), paper.order),
        (_("Customer"), paper.recipient.number),
        (_("Send by"), formats.day(paper.deadline) if paper.deadline else ""),
        (_("Your contact"), paper.staff),
    )
    return Letter(
        _("Return slip {number}").format(number=paper.number), day, envelope_lines(paper.recipient, head.locale), facts, _story(head, paper)
    )


def _story(head: Head, paper: ReturnPaper) -> list[Flowable]:
    return [
        Heading(_("Return slip"), bookmark=False),
        Sized(_QR + 4, partial(_draw_number, head, paper), after=6),
        _items(head, paper),
        AtBottom(_LABEL, partial(_draw_label, head, paper)),
    ]


def _draw_number(head: Head, paper: ReturnPaper, canvas: Canvas, width: float, height: float) -> None:
    """The number as large as it fits, what to do with the page, and the code at the right."""
    room = width - _QR - 14
    canvas.setFillColor(ink(ACCENT))
    canvas.rect(0, height - 1.8, room, 1.8, stroke=0, fill=1)
    write(canvas, _("Return number"), 0, height - 16, _CAPTION, width=room)
    _write_large(canvas, paper.number, height - 50, room)
    deadline = head.formats.day(paper.deadline) if paper.deadline else ""
    until = _("Please send the goods by {day}.").format(day=deadline) if deadline else _("Please send the goods soon.")
    said = f"{until} " + _("Put this page into the parcel, and the label from its foot onto it.")
    found = lines(said, BODY, room, 300)
    draw_lines(canvas, [Placed(line, 0, height - 70 - place * BODY.leading) for place, line in enumerate(found)], BODY)
    _draw_code(canvas, paper.number, width - _QR, height - _QR, _QR)


def _items(head: Head, paper: ReturnPaper) -> Flowable:
    columns = [Column(_("Item"), lines=3), Column(_("Description"), weight=1.4), number(_("Quantity")), Column(_("Reason"), weight=1)]

    def cells(item: ReturnItem) -> list[str]:
        why = item.chosen or _(RETURN_REASONS[ReturnReason(item.reason)])
        return [item.sku, item.name, head.formats.number(item.quantity, places_of(item.quantity)), why]

    return Table(columns, paper.items, cells, after=12)


def _draw_label(head: Head, paper: ReturnPaper, canvas: Canvas, width: float, height: float) -> None:
    """What is cut off along the dashes and stuck onto the parcel."""
    canvas.setStrokeColor(ink(STRONG_RULE))
    canvas.setLineWidth(0.8)
    canvas.setDash(4, 3)
    canvas.line(0, height, width, height)
    canvas.setDash()
    write(canvas, _("Cut here"), width, height + 4, _CAPTION, align="right")
    side = 40 * mm
    _draw_code(canvas, paper.number, width - side, height - side - 8, side)
    write(canvas, paper.number, width - side / 2, height - side - 22, _NAME_ON_LABEL, align="middle")
    column = width - side - 16
    y = _draw_block(canvas, _("From"), envelope_lines(paper.recipient, head.locale), height - 14, column, _FROM, _FROM)
    name = head.sender.legal_name or head.sender.name
    _draw_block(canvas, _("To"), (name, *address_lines(head.sender.address, "")), y - 10, column, _NAME_ON_LABEL, _TO)


def _draw_block(canvas: Canvas, caption: str, address: tuple[str, ...], top: float, width: float, first: Style, style: Style) -> float:
    """Where it ends."""
    write(canvas, caption, 0, top, _CAPTION, width=40)
    y = top
    for place, line in enumerate(address):
        used = style if place else first
        write(canvas, line, 44, y, used, width=width - 44)
        y -= used.leading
    return y


def _write_large(canvas: Canvas, words: str, y: float, room: float) -> None:
    size = min(_LARGE.size, _LARGE.size * room / max(width_of(words, _LARGE), 1))
    write(canvas, words, 0, y, Style(size, size + 4, BOLD))


def _draw_code(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """With the four white modules around it that a scanner needs."""
    canvas.setFillColorRGB(0, 0, 0)
    QrCode(text, qrLevel="M", width=side, height=side).drawOn(canvas, x, y)


class AtBottom(Flowable):
    """Fills what is left of the page and is painted at its foot; (canvas, width, height) as of `Sized`."""

    def __init__(self, height: float, paint: partial[None]) -> None:
        super().__init__()
        self._tall, self._paint = height, paint

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._room = width
        return width, max(self._tall + 14, height - 0.01)

    def draw(self) -> None:
        self._paint(self.canv, self._room, self._tall)
