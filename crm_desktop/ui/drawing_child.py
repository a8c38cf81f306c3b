"""Pictures and first pages of foreign files, drawn in the process for foreign files: all that comes back is pixels."""

import base64

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from crm_desktop.exchange.opened import Opened
from crm_desktop.exchange.packing import packed
from crm_desktop.ui.attached_pictures import unpacked

PDF_BEGINS = b"%PDF-"
_LOOKED_AT = 1024
"""Bytes before a PDF's beginning that readers put up with."""


def opened_picture(code: str, width: int, height: int) -> Opened:
    """`width`, `height` and all pixels without gaps; None where there is nothing to look at."""
    content, most = base64.b64decode(code), QSize(width, height)
    drawn = _first_page(content, most) if PDF_BEGINS in content[:_LOOKED_AT] else unpacked(content, most)
    return Opened(None if drawn is None else _pixels(drawn.convertToFormat(QImage.Format.Format_ARGB32)))


def _pixels(drawn: QImage) -> list[object]:
    return [drawn.width(), drawn.height(), packed(bytes(drawn.constBits()))]


def _first_page(content: bytes, most: QSize) -> QImage | None:
    from PySide6.QtPdf import QPdfDocument

    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready or not document.pageCount():
        return None
    size = document.pagePointSize(0).toSize().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
    drawn = document.render(0, size.expandedTo(QSize(1, 1)).boundedTo(most))
    document.close()
    if drawn.isNull():
        return None
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    _lay(drawn, paper)
    return paper


def _lay(drawn: QImage, paper: QImage) -> None:
    """A page's ground is transparent."""
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()


OPENERS = {"picture": opened_picture}
