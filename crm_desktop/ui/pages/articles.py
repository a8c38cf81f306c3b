"""The articles: the list on the left, the chosen one to read on the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_knowledge import ArticleKind, ArticleState
from crm_desktop.queries.articles import ArticleRow, article_ids, article_rows, first_articles
from crm_desktop.services.articles import note_missed_search
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TWO_LINES_HEIGHT
from crm_desktop.ui.words_of_knowledge import ARTICLE_KINDS, ARTICLE_STATES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.article_panel import ArticlePanel

_SHORTEST = 4
"""Letters of a search that says what somebody wanted to know."""


class ArticlesList(ListPage):
    name: ClassVar[str] = "articles"
    entity: ClassVar[Entity] = Entity.ARTICLE
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.ARTICLE})
    first_order: ClassVar[tuple[str, bool]] = ("title", False)
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 620
    next_step: ClassVar[str] = N_("Write the first article")

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def used(row: ArticleRow) -> Cell:
            return Cell(formats.number(row.used) if row.used else "–", soft=not row.used)

        return (
            Column(_("Title"), _title, sort="title", key="title", fields=("title", "kind")),
            Column(_("Language"), _language, 76, key="language", fields=("language",)),
            Column(_("Used"), used, 60, RIGHT, "used", down_first=True, key="used", fields=("used",)),
            Column(_("State"), _state, 96, key="state", fields=("state",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        states = self.which.currentData()
        return Source(partial(_first, text, states, sort, downwards), partial(article_ids, text, states, sort, downwards), article_rows)

    def actions_above(self) -> list[QWidget]:
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which articles"))
        self.which.addItem(_("All articles"), ())
        for state, (name, _tone) in ARTICLE_STATES.items():
            self.which.addItem(_(name), (state,))
        self.which.currentIndexChanged.connect(self._on_which)
        self.sought.returnPressed.connect(self._on_searched)
        return [self.which]

    def chooses(self) -> bool:
        return bool(self.which.currentData())

    @cached_property
    def sheet(self) -> ArticlePanel:
        from crm_desktop.ui.pages.article_panel import ArticlePanel  # after the rows

        return self.split.put(ArticlePanel(self.desk))

    def why_empty(self) -> str:
        if self.which.currentData():
            return _("No article is in this state.")
        return _("Nothing is written yet. What is asked every week is a good start.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_article(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        self.which.setCurrentIndex(0)
        super().open_record(record_id, about)

    @Slot()
    def add_new(self) -> None:
        from crm_desktop.ui.dialogs.article import ArticleDialog

        dialog = ArticleDialog(self.desk, parent=self)
        dialog.saved.connect(self._on_saved)
        dialog.open()

    @Slot(object)
    def _on_saved(self, change: Change) -> None:
        for record_id in change.of(Entity.ARTICLE):
            self.table.choose(record_id)
            self.show_record(record_id)

    @Slot()
    def _on_which(self) -> None:
        self.reload()

    @Slot()
    def _on_searched(self) -> None:
        """Enter says that this is what was wanted, not half a word on the way to it."""
        words = self.sought.text().strip()
        if len(words) >= _SHORTEST and not self.chooses():
            self.desk.jobs.note(self, partial(_note_if_missed, words, self.desk.by), self._on_noted)

    def _on_noted(self, _change: Change) -> None:
        """Nobody waits for it."""


def _note_if_missed(words: str, by: Actor) -> Change:
    return Change() if first_articles(words, 1) else note_missed_search(words, by)


def _first(text: str, states: tuple[ArticleState, ...], sort: str, downwards: bool, limit: int) -> list[ArticleRow]:
    return first_articles(text, limit, states, sort, downwards)


def _title(row: ArticleRow) -> Cell:
    return Cell(row.title, _(ARTICLE_KINDS[ArticleKind(row.kind)]))


def _language(row: ArticleRow) -> Cell:
    return Cell(row.language, soft=True)


def _state(row: ArticleRow) -> Cell:
    text, tone = ARTICLE_STATES[ArticleState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
