"""Prints the pages of a PDF, at the printer's resolution and away from the window's thread."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _

FINEST = 300
"""Dots per inch that pages are drawn with at most: a page is then 9 million points, and text is sharp."""


def paper_of(pdf: Path) -> QPageLayout:
    """The first page's size and direction, without margins: they are part of the pages."""
    document = _opened(pdf)
    points = document.pagePointSize(0)
    is_wide = points.width() > points.height()
    upright = QSizeF(points.transposed() if is_wide else points)
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    return QPageLayout(size, way, QMarginsF())


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """Numbers from 0, as the print dialog was left."""
    first, last = printer.fromPage(), printer.toPage()
    if printer.printRange() != QPrinter.PrintRange.PageRange or not first:
        first, last = 1, count
    pages = list(range(first - 1, min(last or count, count)))
    return pages[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else pages


def print_pdf(pdf: Path, printer: QPrinter) -> int:
    """How many pages went to the printer. Runs in a worker; nobody else may touch `printer` meanwhile. Raises UserError."""
    document = _opened(pdf)
    pages = pages_wanted(printer, document.pageCount())
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(_("The printer does not answer. Nothing was printed; look whether it is on, or choose another."))
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    try:
        for number, page in enumerate(pages * copies):
            if number and not printer.newPage():
                raise UserError(_("The printer stopped after {count} pages.").format(count=number))
            _print_page(document, page, painter, printer)
    finally:
        painter.end()
    return len(pages)


def _print_page(document: QPdfDocument, page: int, painter: QPainter, printer: QPrinter) -> None:
    """As large as the paper, or smaller where the page is not of its shape."""
    dots = min(printer.resolution(), FINEST)
    points = document.pagePointSize(page)
    image = document.render(page, QSize(round(points.width() * dots / 72), round(points.height() * dots / 72)), QPdfDocumentRenderOptions())
    paper = printer.pageLayout().fullRectPixels(printer.resolution())
    size = points.scaled(QSizeF(paper.size()), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    target = QRect((paper.width() - size.width()) // 2, (paper.height() - size.height()) // 2, size.width(), size.height())
    painter.drawImage(target, image)


def _opened(pdf: Path) -> QPdfDocument:
    document = QPdfDocument()
    if document.load(str(pdf)) != QPdfDocument.Error.None_ or not document.pageCount():
        raise UserError(_("The pages are not there any more. Nothing was printed; make them again."))
    return document
