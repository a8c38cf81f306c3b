"""An article as it reads: Markdown with its own pictures. Nothing is fetched from anywhere, and no markup but Markdown counts."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, QUrl, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.article_text import MARKDOWN, blocks, is_code, quote_level, without_empty_heads, words_of
from crm_desktop.ui.theme import GAP, Tone, colours
from crm_desktop.ui.widgets.asked_link import ask_to_open

PICTURE = QSize(900, 2700)
"""Pixels; a larger one is drawn smaller."""
_QUOTED = 2 * GAP
"""Pixels that a quotation stands further in, by level."""
_BAR = 3


class ArticleView(QTextBrowser):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Mapping[str, QImage] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(_("The article"))
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._on_link)

    def show_markdown(self, text: str, pictures: Mapping[str, QImage]) -> None:
        """`pictures` by the names the text gives them."""
        self._pictures = pictures
        self.document().clear()
        self.document().setMarkdown(text, MARKDOWN)
        without_empty_heads(self.document())
        self.document().setDocumentMargin(2 * GAP)
        self._space_out()

    def words(self) -> str:
        """For what somebody writes."""
        return words_of(self.document())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quotations have a bar beside them and code has its own ground; Qt tells neither apart from the steps of a list."""
        painter = QPainter(self.viewport())
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for block in blocks(self.document()):
            self._mark(painter, block)
        painter.end()
        super().paintEvent(event)

    def _mark(self, painter: QPainter, block: QTextBlock) -> None:
        document, palette, level = self.document(), colours(), quote_level(block)
        if not level and not is_code(block):
            return
        rect, beneath = (document.documentLayout().blockBoundingRect(each) for each in (block, block.next()))
        if is_code(block):
            painter.fillRect(rect.adjusted(-GAP, 0, GAP, 0), QColor(palette.tones[Tone.PLAIN][1]))
        inside = block.blockFormat().indent() * document.indentWidth() if block.textList() is None else 0
        for each in range(level):
            left = document.documentMargin() + inside + each * _QUOTED
            bottom = beneath.top() if quote_level(block.next()) > each else rect.bottom()
            painter.fillRect(QRectF(left, rect.top(), _BAR, bottom - rect.top()), QColor(palette.strong_line))

    def _space_out(self) -> None:
        """Qt sets paragraphs of Markdown without a gap between them, and a quotation as far in as the steps of a list before it."""
        for block in blocks(self.document()):
            shape, follows = block.blockFormat(), block.next()
            listed = block.textList() is not None
            if QTextCursor(block).currentTable():
                continue
            together = (listed and follows.textList() is not None) or (is_code(block) and is_code(follows))
            shape.setBottomMargin(0 if together else GAP)
            shape.setLeftMargin(quote_level(block) * _QUOTED)
            QTextCursor(block).setBlockFormat(shape)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what is attached to the article: no file of this computer, and nothing from the network."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = name.path() if isinstance(name, QUrl) else name
        return self._pictures.get(path) if not isinstance(name, QUrl) or not name.scheme() else None

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        """What an article calls a link may be another than where it leads."""
        ask_to_open(self, link)
