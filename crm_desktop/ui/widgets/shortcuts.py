"""A word such as /refund, with a space after it, becomes its template or article wherever something is written."""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from crm_desktop.queries.articles import ArticleSheet, article_by_shortcut
from crm_desktop.queries.template_values import About, languages_for
from crm_desktop.queries.templates import FilledTemplate, filled_template, template_by_shortcut
from crm_desktop.ui.desk import Desk

_SHORTCUT = re.compile(r"(?:^|\s)/([\w-]{1,30})\s$")
"""A word after a slash that was just ended."""


class Shortcuts(QObject):
    filled = Signal(object)
    """The template of a word that was typed and is taken out again."""
    told = Signal(object)
    """The article of such a word."""

    def __init__(self, desk: Desk, edit: QPlainTextEdit, about: Callable[[], About]) -> None:
        """`about`: of whom and what its placeholders speak."""
        super().__init__(edit)
        self._desk, self._edit, self._about = desk, edit, about
        edit.textChanged.connect(self._on_typed)

    @Slot()
    def _on_typed(self) -> None:
        word = self._word()
        if word and self._edit.hasFocus():
            work = partial(_filled, word, self._about(), self._desk.by.id)
            self._desk.jobs.read(self._edit, work, partial(self._replace, word), newest="shortcut")

    def _replace(self, word: str, found: FilledTemplate | ArticleSheet | None) -> None:
        """Only where the word still stands before the cursor; what is no shortcut stays as it was typed."""
        if found is None or self._word() != word:
            return
        cursor = self._edit.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(word) + 2)
        cursor.removeSelectedText()
        (self.told if isinstance(found, ArticleSheet) else self.filled).emit(found)

    def _word(self) -> str:
        cursor = self._edit.textCursor()
        found = _SHORTCUT.search(cursor.block().text()[: cursor.positionInBlock()])
        return found[1] if found is not None else ""


def insert_filled(edit: QPlainTextEdit, found: FilledTemplate) -> None:
    """Where one writes; the cursor stands where the template wants it."""
    cursor = edit.textCursor()
    start = cursor.position()
    cursor.insertText(found.body)
    if found.cursor is not None:
        cursor.setPosition(start + found.cursor)
    edit.setTextCursor(cursor)


def _filled(word: str, about: About, staff_id: int) -> FilledTemplate | ArticleSheet | None:
    """A template before an article, which answers where there is none."""
    languages = languages_for(about)
    sheet = template_by_shortcut(word, staff_id, languages)
    return filled_template(sheet.id, about, staff_id) if sheet is not None else article_by_shortcut(word, languages)
