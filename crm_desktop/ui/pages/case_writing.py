"""The line to write on below a case: a note for us, or what the customer was told, also from a template or an article."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_service import Visibility
from crm_desktop.core.placeholders import demand_complete
from crm_desktop.core.rights import Right
from crm_desktop.queries.articles import ArticleSheet
from crm_desktop.queries.template_values import About
from crm_desktop.queries.templates import FilledTemplate
from crm_desktop.services.case_steps import note_case
from crm_desktop.services.drafts import drop_draft
from crm_desktop.ui.article_text import as_it_reads
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.draft import Draft, Typed
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, only_for
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.shortcuts import Shortcuts, insert_filled

if TYPE_CHECKING:
    from crm_desktop.ui.pages.case_panel import CasePanel

_HEIGHT = 58


def _form(case_id: int) -> str:
    return f"case-note-{case_id}"


def _nothing(_change: Change) -> None:
    """Nobody waits for it."""


class CaseWriting(QWidget):
    def __init__(self, desk: Desk, panel: "CasePanel", *beside: QWidget) -> None:
        """`beside`: what else stands below the line."""
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._templates: list[int] = []
        self._articles: list[int] = []
        self._draft: Draft | None = None
        self._case_id = 0
        self._left: dict[int, Typed] = {}
        """By case: what was begun there, when somebody went on to another."""
        self.text = NotesEdit()
        self.text.setAccessibleName(_("Note"))
        self.text.setPlaceholderText(_("Write a note. @ and a colleague’s name tells them."))
        self.text.setFixedHeight(sized(_HEIGHT))
        self.note = button(_("Note for us"), "pencil", tip=_("Only colleagues see it (Ctrl+Enter)"))
        told = _("What you said or wrote to the customer: it counts as an answer")
        self.answer = button(_("Told the customer"), "message-square", tip=told)
        only_for(desk.by, Right.HANDLE_CASES, self.note, self.answer)
        self.setLayout(column(self.text, flowing(self.answer, self.note, *beside), margins=(2 * GAP, GAP, 2 * GAP, 12)))
        self._shortcuts = Shortcuts(desk, self.text, self._about)
        self._shortcuts.filled.connect(self._on_shortcut)
        self._shortcuts.told.connect(self._on_told)
        self.note.clicked.connect(self._on_note)
        self.answer.clicked.connect(self._on_answer)
        self.text.textChanged.connect(self._on_edited)
        QShortcut(QKeySequence("Ctrl+Return"), self.text, context=Qt.ShortcutContext.WidgetShortcut).activated.connect(self._on_note)

    def show_case(self, case_id: int) -> None:
        """Each case has a line of its own: what was begun there is there again, also after a crash."""
        if self._draft is not None:
            self._left[self._case_id] = self._typed()
            self._draft.keep()
            self._draft.deleteLater()
        self._clear()
        self._case_id = case_id
        # The note is this case's, in whichever window it is written.
        self._draft = Draft(replace(self._desk, seat=1), _form(case_id), self._typed, self._retype, self)
        if case_id in self._left:
            self._retype(self._left.pop(case_id))
        else:
            self._draft.restore()

    @Slot()
    def offer(self) -> None:
        """Only where there is something to keep."""
        for each in (self.note, self.answer):
            each.setEnabled(bool(self.text.toPlainText().strip()))

    @Slot()
    def _on_edited(self) -> None:
        self.offer()
        if self._draft is not None:
            self._draft.touch()

    def _typed(self) -> Typed:
        text = self.text.toPlainText()
        if not text.strip():
            return {}
        return {"text": text, "templates": json.dumps(self._templates), "articles": json.dumps(self._articles)}

    def _retype(self, typed: Typed) -> None:
        self._templates, self._articles = (json.loads(typed.get(name, "[]")) for name in ("templates", "articles"))
        self.text.setPlainText(typed.get("text", ""))

    def _clear(self) -> None:
        self.text.clear()
        self._templates.clear()
        self._articles.clear()

    def _about(self) -> About:
        sheet = self._panel.sheet
        if sheet is None:
            return About()
        return About(sheet.customer_id, sheet.contact_id, sheet.order_id, sheet.return_id, sheet.id)

    @Slot(object)
    def _on_shortcut(self, found: FilledTemplate) -> None:
        self._templates.append(found.template_id)
        insert_filled(self.text, found)
        try:
            demand_complete(found.body)
        except UserError as error:
            self._panel.say_error(error)

    @Slot(object)
    def _on_told(self, found: ArticleSheet) -> None:
        self._articles.append(found.id)
        self.text.textCursor().insertText(as_it_reads(found.body))

    @Slot()
    def _on_note(self) -> None:
        self._write(Visibility.INTERNAL, _("Noted for us."))

    @Slot()
    def _on_answer(self) -> None:
        self._write(Visibility.CUSTOMER, _("Noted as told to the customer."))

    def _write(self, visibility: Visibility, said: str) -> None:
        text, sheet = self.text.toPlainText(), self._panel.sheet
        if sheet is None or not text.strip():
            return
        self.note.setEnabled(False)
        self.answer.setEnabled(False)
        work: Callable[[], Change] = partial(
            note_case, sheet.id, text, self._desk.by, visibility, template_ids=tuple(self._templates), article_ids=tuple(self._articles)
        )
        self._desk.jobs.write(self, work, partial(self._on_written, sheet.id, said), self._on_refused)

    def _on_written(self, case_id: int, said: str, _change: Change) -> None:
        """By now another case may be shown, with words of its own."""
        if case_id == self._case_id:
            self._clear()
            self._panel.message.clear()
        self._left.pop(case_id, None)
        self._desk.jobs.note(self, partial(drop_draft, _form(case_id), self._desk.by), _nothing)
        self._desk.say(said)

    def _on_refused(self, error: Exception) -> None:
        self.offer()
        self._panel.say_error(error)
