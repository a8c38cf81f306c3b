"""Knowledge: articles, scripts and templates behind one another, and what was looked for in vain."""

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.ui.desk import Desk, Place, Searched
from crm_desktop.ui.pages.articles import ArticlesList
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.pages.missed_searches import MissedSearches
from crm_desktop.ui.pages.page import Page, PageCard
from crm_desktop.ui.pages.scripts import ScriptsList
from crm_desktop.ui.pages.templates import TemplatesList
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.one_shown import OneShown

_PARTS: tuple[tuple[Entity, type[ListPage], str, str], ...] = (
    (Entity.ARTICLE, ArticlesList, N_("Articles"), "book-open"),
    (Entity.SCRIPT, ScriptsList, N_("Scripts"), "list"),
    (Entity.TEMPLATE, TemplatesList, N_("Templates"), "mail"),
)


class KnowledgePage(Page):
    name: ClassVar[str] = Entity.ARTICLE.value
    watches: ClassVar[frozenset[Entity]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._group = QButtonGroup(self, exclusive=True)
        self._bar = flowing(gap=4)
        self.stack = OneShown()
        self.lists: dict[Entity, ListPage] = {}
        for entity, made, title, icon in _PARTS:
            page = self._made(made, PageCard(made.name, "", title, icon, adds=Right.WRITE_KNOWLEDGE))
            self.lists[entity] = page
            self._offer(_(title), icon, page)
        self.missed = MissedSearches(desk)
        self._offer(_("Not found"), "search", self.missed)
        above = surface("clear", column(self._bar, margins=(2 * GAP, GAP, 2 * GAP, 4)))
        self.setLayout(column(above, surface("line"), self.stack, gap=0))
        self._group.idClicked.connect(self._on_clicked)
        self._group.button(0).setChecked(True)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        entity = about if about in self.lists else Entity.ARTICLE
        self._turn_to(list(self.lists).index(entity))
        self.lists[entity].open_record(record_id)

    def narrow(self, only: object, called: str) -> None:
        """Articles or searches in vain, as figures and imports ask for them."""
        if isinstance(only, Searched):
            self._turn_to(self.stack.indexOf(self.missed))
            self.missed.narrow(only, called)
            return
        self._turn_to(list(self.lists).index(Entity.ARTICLE))
        self.lists[Entity.ARTICLE].narrow(only, called)

    def place(self) -> Place:
        page = self.stack.currentWidget()
        return page.place() if isinstance(page, ListPage) else Place(self.name)

    def start(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.start()

    def add_new(self) -> None:
        """An article, or what the list in front is of."""
        page = self.stack.currentWidget()
        if not isinstance(page, ListPage):
            self._turn_to(0)
        (page if isinstance(page, ListPage) else self.lists[Entity.ARTICLE]).add_new()

    def _made(self, kind: type[ListPage], card: PageCard) -> ListPage:
        kind.card = card
        return kind(self.desk)

    def _offer(self, title: str, icon: str, page: QWidget) -> None:
        turn = button(title, icon, tip=title)
        turn.setCheckable(True)
        self._group.addButton(turn, self.stack.count())
        layout = self._bar.layout()
        assert layout is not None
        layout.addWidget(turn)
        self.stack.addWidget(page)

    def _turn_to(self, place: int) -> None:
        self._group.button(place).setChecked(True)
        self.stack.setCurrentIndex(place)

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        self._turn_to(place)
        self._group.button(place).setFocus(Qt.FocusReason.OtherFocusReason)
