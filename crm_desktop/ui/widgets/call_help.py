"""What stands beside a call: its script, and what may help while the notes are typed. What of it was used is saved with the call."""

import json
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Outcome
from crm_desktop.queries.articles import ArticleSheet
from crm_desktop.queries.suggestions import About
from crm_desktop.queries.template_values import About as TemplateAbout
from crm_desktop.queries.template_values import languages_for
from crm_desktop.queries.templates import FilledTemplate, filled_template
from crm_desktop.ui.article_text import as_it_reads
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import column, scrolled
from crm_desktop.ui.widgets.call_steps import CallSteps
from crm_desktop.ui.widgets.caller_side import CallerSide
from crm_desktop.ui.widgets.contact_form import ContactForm
from crm_desktop.ui.widgets.script_card import ScriptCard
from crm_desktop.ui.widgets.shortcuts import Shortcuts
from crm_desktop.ui.widgets.suggestion_card import SuggestionCard


class _Inside(QWidget):
    grown = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return super().event(event)


class CallHelp(QWidget):
    edited = Signal()
    grown = Signal()
    """What helps now needs more room than before, or less."""

    def __init__(self, desk: Desk, side: CallerSide, form: ContactForm, steps: CallSteps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._side, self._form, self._steps = desk, side, form, steps
        self._articles: list[int] = []
        self._templates: list[int] = []
        self._languages: tuple[str, ...] = ()
        self.script, self.suggested = ScriptCard(desk), SuggestionCard(desk)
        self._inside = inner = _Inside()
        inner.grown.connect(self.grown)
        inner.setProperty("surface", "clear")
        inner.setLayout(column(self.script, self.suggested, 1, gap=14))
        area = scrolled(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setLayout(column(area))
        self.script.edited.connect(self.edited)
        for card in (self.script, self.suggested):
            card.article_wanted.connect(self.read_article)
        self.suggested.template_wanted.connect(self._on_template)
        self._shortcuts = Shortcuts(desk, form.notes, self._about)
        self._shortcuts.filled.connect(self._show_template)
        self._shortcuts.told.connect(self._on_told)
        side.chosen.connect(self._on_customer)
        side.verify.changed.connect(self.look)
        side.card.transfer_wanted.connect(self._on_transfer)
        self._on_customer(0)

    def height_of_all(self) -> int:
        """Pixels in which nothing of it scrolls."""
        return self._inside.sizeHint().height()

    def look(self) -> None:
        """Something was typed or chosen: what may help now."""
        wanted = self._form.wanted()
        self.script.offer_for(self._form.channel_kind(), wanted.reason_id, next(iter(self._languages), ""))
        customer = 0 if self._side.verify.hides() else self._side.customer.customer_id() or 0
        text = f"{wanted.summary}\n{wanted.notes}"
        order = None if self._side.verify.hides() else wanted.order_id
        self.suggested.look_for(About(text, customer, wanted.reason_id, wanted.product_id, order, self._desk.by.id, self._languages))

    def wanted(self) -> dict[str, Any]:
        """By the fields of `services.calls.CallInput`."""
        return {"path": self.script.path(), "article_ids": tuple(self._articles), "template_ids": tuple(self._templates)}

    def typed(self) -> str:
        return json.dumps({"script": self.script.typed(), "articles": self._articles, "templates": self._templates})

    def retype(self, text: str) -> None:
        kept = json.loads(text or "{}")
        self._articles, self._templates = kept.get("articles", []), kept.get("templates", [])
        self.script.retype(kept.get("script", ""))

    @Slot(int)
    def read_article(self, article_id: int) -> None:
        from crm_desktop.ui.dialogs.read_article import ReadArticle

        dialog = ReadArticle(self._desk, article_id, _("Into the notes"), self)
        dialog.inserted.connect(self._on_article)
        dialog.open()

    @Slot(int, str)
    def _on_article(self, article_id: int, text: str) -> None:
        self._articles = [*dict.fromkeys([*self._articles, article_id])]
        self._insert(text)

    @Slot(object)
    def _on_told(self, found: ArticleSheet) -> None:
        self._on_article(found.id, as_it_reads(found.body))

    @Slot(int)
    def _on_template(self, template_id: int) -> None:
        work = partial(filled_template, template_id, self._about(), self._desk.by.id)
        self._desk.jobs.read(self, work, self._show_template, newest="template")

    def _about(self) -> TemplateAbout:
        wanted = self._form.wanted()
        return TemplateAbout(self._side.customer.customer_id(), wanted.contact_id, wanted.order_id, wanted.return_id)

    @Slot(object)
    def _show_template(self, filled: FilledTemplate | None) -> None:
        if filled is None:
            return
        self._templates = [*dict.fromkeys([*self._templates, filled.template_id])]
        self._insert("\n".join(filter(None, (filled.subject, filled.body))))
        if filled.empty:
            self._desk.say(_("The text has empty places: {names}.").format(names=", ".join(filled.empty)), Tone.WARN)

    def _insert(self, text: str) -> None:
        self._form.notes.appendPlainText(text)
        self._form.notes.setFocus()
        self.edited.emit()

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self._desk.jobs.read(self, partial(languages_for, TemplateAbout(customer_id or None)), self._on_languages, newest="languages")

    def _on_languages(self, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self.look()

    @Slot(int)
    def _on_transfer(self, staff_id: int) -> None:
        """A colleague goes on with it: it is theirs as a follow-up of this call, due now."""
        outcome = self._form.outcome
        outcome.setCurrentIndex(outcome.findData(Outcome.TRANSFERRED.value))
        self._steps.fresh_follow_up().hand_to(staff_id, self._form.summary.text().strip())
        self.edited.emit()
