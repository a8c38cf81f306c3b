"""An article that customers may read, found by its words and put into what is written to them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.articles import ArticleRow, articles_for_customers
from crm_desktop.queries.suggestions import About, articles_about
from crm_desktop.services.articles import note_missed_search
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.pages.article_panel import Read, read_article
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.article_view import ArticleView
from crm_desktop.ui.widgets.basics import button, column, label, row, surface

_PAUSE = 150
"""Milliseconds after the last key."""
_WIDE, _HIGH, _LIST = 600, 560, 132


class PickArticle(QDialog):
    inserted = Signal(int, str)
    """The article's id, and its text as it reads."""

    def __init__(self, desk: Desk, about: About, parent: QWidget | None = None) -> None:
        """`about`: what is written so far; what may help is offered before anything is looked for."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Insert an article"))
        self._desk, self._about, self._shown = desk, about, 0
        self.sought = QLineEdit(clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Look for an article"))
        self.sought.setPlaceholderText(_("Words of an article"))
        self.found, self.text = QListWidget(), ArticleView()
        self.found.setAccessibleName(_("Articles"))
        self.found.setMaximumHeight(sized(_LIST))
        self.none = label("", "soft", wrap=True)
        self.none.hide()
        self.shut = button(_("Close"))
        self.insert = button(_("Insert into the reply"), "corner-down-right", "primary", tip=_("Its text; it counts as used"))
        self.insert.setDefault(True)
        self.insert.setEnabled(False)
        head = surface("clear", column(self.sought, self.found, self.none, margins=(2 * GAP, 2 * GAP, 2 * GAP, GAP)))
        foot = surface("status", row(1, self.shut, self.insert, margins=(2 * GAP, 12, 2 * GAP, 12)))
        whole = column(head, self.text, foot, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        open_at(self, _WIDE, _HIGH)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.look)
        self.sought.textChanged.connect(self._on_typed)
        self.found.currentItemChanged.connect(self._on_chosen)
        self.found.itemActivated.connect(self._on_insert)
        self.shut.clicked.connect(self.reject)
        self.insert.clicked.connect(self._on_insert)
        self.finished.connect(self._on_finished)
        self.look()
        self.sought.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose among what was found while one goes on typing."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        place = self.found.currentRow() + step
        if step and 0 <= place < self.found.count():
            self.found.setCurrentRow(place)
        else:
            super().keyPressEvent(event)

    @Slot()
    def look(self) -> None:
        self._desk.jobs.read(self, partial(_look, self.sought.text(), self._about), self._show, newest="articles")

    @Slot()
    def _on_typed(self) -> None:
        self._later.start()

    def _show(self, found: Sequence[ArticleRow]) -> None:
        self.found.clear()
        for each in found:
            item = QListWidgetItem(each.title)
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            self.found.addItem(item)
        self.none.setText(
            _("No published article for customers has these words.") if self.sought.text().strip()
            else _("No article for customers is published yet.")
        )  # fmt: skip
        self.none.setVisible(not found)
        self.found.setVisible(bool(found))
        self.found.setCurrentRow(0 if found else -1)
        if not found:
            self.text.clear()
            self.insert.setEnabled(False)

    @Slot()
    def _on_chosen(self) -> None:
        self.insert.setEnabled(False)
        if self._chosen():
            self._desk.jobs.read(self, partial(read_article, self._chosen()), self._show_article, newest="article")

    def _show_article(self, read: Read | None) -> None:
        if read is not None and read.sheet.id == self._chosen():
            self._shown = read.sheet.id
            self.text.show_markdown(read.sheet.body, read.pictures)
            self.insert.setEnabled(True)

    @Slot()
    def _on_insert(self) -> None:
        if self.insert.isEnabled() and self._shown == self._chosen():
            self.inserted.emit(self._shown, self.text.words())
            self.accept()

    @Slot()
    def _on_finished(self) -> None:
        """What was looked for in vain tells what should be written."""
        words = self.sought.text().strip()
        if words and not self.found.count():
            self._desk.jobs.note(self._desk.jobs, partial(note_missed_search, words, self._desk.by), _nothing)

    def _chosen(self) -> int:
        item = self.found.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else 0


def _look(text: str, about: About) -> list[ArticleRow]:
    """Without words, what is like that which is written, then what is used most."""
    if text.strip():
        return articles_for_customers(text)
    return list(dict.fromkeys((*articles_about(about), *articles_for_customers(""))))


def _nothing(_said: Change) -> None:
    """It lies outside history, and no list shows it."""
