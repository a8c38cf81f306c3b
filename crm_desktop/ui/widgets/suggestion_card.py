"""What may help, found while the notes are typed: articles, templates, like cases, what they bought. Read in a worker, never waited for."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.suggestions import NOTHING, About, SuggestedProduct, Suggestions, suggestions
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Conditions, Desk
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import column, empty, label, surface
from crm_desktop.ui.widgets.elided_button import ElidedButton
from crm_desktop.ui.widgets.laid_out import laid_out

_PAUSE = 150
"""Milliseconds after the last key."""
_LONGEST = 64


class SuggestionCard(QFrame):
    article_wanted = Signal(int)
    template_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._about = About("")
        self.found: Suggestions = NOTHING
        self.setProperty("surface", "box")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.none = label(_("Type what it is about: what helps appears here."), "soft", wrap=True)
        whole = column(
            label(_("Suggested while you type"), "heading", wrap=True), self.none, self._rows, 1, gap=GAP, margins=(2 * GAP, 12, GAP, 12)
        )
        self.setLayout(whole)
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self.read)

    def look_for(self, about: About) -> None:
        if about != self._about:
            self._about = about
            self._later.start()

    @Slot()
    def read(self) -> None:
        self._desk.jobs.read(self, partial(suggestions, self._about), self._show, newest="suggestions")

    def buttons(self) -> list[QPushButton]:
        return [each for each in laid_out(self._rows) if isinstance(each, QPushButton)]

    def _show(self, found: Suggestions) -> None:
        if found == self.found:
            return  # the keyboard may be on one of them
        self.found = found
        empty(self._rows)
        for place, (made, second) in enumerate(self._made(found)):
            if place:
                self._rows.addWidget(surface("line"))
            self._rows.addWidget(made)
            if second:
                gist = label(second if len(second) <= _LONGEST else second[: _LONGEST - 1] + "…", "small", wrap=True)
                gist.setContentsMargins(4 * GAP + 6, 0, GAP, 4)
                self._rows.addWidget(gist)
        self.none.setVisible(not self.buttons())

    def _made(self, found: Suggestions) -> Iterator[tuple[QPushButton, str]]:
        for article in found.articles:
            yield self._row(article.title, "book-open", partial(self.article_wanted.emit, article.id), _("Read it")), article.gist
        if found.cases.size:
            said = ngettext("{count} similar case this month", "{count} similar cases this month", found.cases.size)
            yield self._row(said, "history", self._on_cases, _("Show them")), ", ".join(found.cases.latest)
        for template in found.templates:
            said, tip = _("Template: {name}").format(name=template.name), _("Fill it in and put it into the notes")
            yield self._row(said, "mail", partial(self.template_wanted.emit, template.id), tip), ""
        for product in found.bought:
            yield self._product(product, self._stock(product)), ""
        for product in found.together:
            yield self._product(product, _("{name}, bought with it").format(name=product.name)), ""

    def _stock(self, product: SuggestedProduct) -> str:
        if not product.stocked:
            return product.name
        return _("{name}, {count} in stock").format(name=product.name, count=self._desk.formats.number(product.on_hand))

    def _product(self, product: SuggestedProduct, said: str) -> QPushButton:
        return self._row(said, "package", partial(self._desk.go_to, Entity.PRODUCT.value, product.id), _("Show the product"))

    def _row(self, text: str, icon: str, work: object, tip: str) -> QPushButton:
        made = ElidedButton(text.replace("&", "&&"))
        made.setProperty("role", "row")
        made.setAutoDefault(False)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.setAccessibleName(f"{text}: {tip}")
        made.setToolTip(plain_tip(f"{text}\n{tip}"))
        icons.set_icon(made, icon)
        made.clicked.connect(work)
        return made

    @Slot()
    def _on_cases(self) -> None:
        numbers = ",".join(self.found.cases.latest)
        self._desk.narrow(Entity.CASE.value, Conditions((("number", "in", numbers),)), _("Similar cases"))
