"""An article to read beside what one is doing, and to put into it."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_knowledge import ArticleState
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.pages.article_panel import Read, read_article
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.article_view import ArticleView
from crm_desktop.ui.widgets.basics import button, column, label, row, surface


class ReadArticle(QDialog):
    inserted = Signal(int, str)
    """The article's id, and its text as it reads."""

    def __init__(self, desk: Desk, article_id: int, insert: str, parent: QWidget | None = None) -> None:
        """`insert`: what its button is called."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Article"))
        self._id = article_id
        self.title, self.text = label("", "title", wrap=True), ArticleView()
        self.shut, self.insert = button(_("Close")), button(insert, "corner-down-right", "primary", tip=_("Its text; it counts as used"))
        self.insert.setEnabled(False)
        self.insert.setDefault(True)
        head = surface("clear", column(self.title, margins=(2 * GAP, 2 * GAP, 2 * GAP, 4)))
        foot = surface("status", row(1, self.shut, self.insert, margins=(2 * GAP, 12, 2 * GAP, 12)))
        whole = column(head, self.text, foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        open_at(self, 560, 480)
        self.shut.clicked.connect(self.reject)
        self.insert.clicked.connect(self._on_insert)
        desk.jobs.read(self, partial(read_article, article_id), self._show)

    def _show(self, read: Read | None) -> None:
        if read is None:
            self.title.setText(_("This article is not there any more."))
            return
        self.title.setText(read.sheet.title)
        self.text.show_markdown(read.sheet.body, read.pictures)
        self.insert.setEnabled(read.sheet.state == ArticleState.PUBLISHED)

    @Slot()
    def _on_insert(self) -> None:
        self.inserted.emit(self._id, self.text.words())
        self.accept()
