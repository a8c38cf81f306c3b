"""An article as it reads: Markdown with its own pictures. Nothing is fetched from anywhere, and no markup but Markdown counts."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.asked_link import ask_to_open

_WIDEST = 900
"""Pixels of a picture; a wider one is drawn smaller."""
_AS = QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub


def as_it_reads(markdown: str) -> str:
    """Without the signs of Markdown, as it stands in a letter."""
    document = QTextDocument()
    document.setMarkdown(markdown, _AS)
    return document.toPlainText().strip()


class ArticleView(QTextBrowser):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[str, QImage] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(_("The article"))
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._on_link)

    def show_markdown(self, text: str, pictures: Mapping[str, bytes]) -> None:
        """`pictures` by the names the text gives them."""
        self._pictures = {name: image for name, content in pictures.items() if not (image := QImage.fromData(content)).isNull()}
        self.document().clear()
        self.document().setMarkdown(text, _AS)
        self.document().setDocumentMargin(2 * GAP)
        self._space_out()

    def _space_out(self) -> None:
        """Qt sets paragraphs of Markdown without a gap between them."""
        block = self.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            if block.textList() is None and not QTextCursor(block).currentTable():
                shape.setBottomMargin(GAP)
            QTextCursor(block).setBlockFormat(shape)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what is attached to the article: no file of this computer, and nothing from the network."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = name.path() if isinstance(name, QUrl) else name
        found = self._pictures.get(path) if not isinstance(name, QUrl) or not name.scheme() else None
        return found.scaledToWidth(_WIDEST) if found is not None and found.width() > _WIDEST else found

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        """What an article calls a link may be another than where it leads."""
        ask_to_open(self, link)
