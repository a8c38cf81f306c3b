"""The templates: the list on the left, the chosen text on the right."""

from functools import cached_property, partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kinds_of_knowledge import TemplateKind, TemplateScope
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.templates import TemplateRow, TemplateSheet, first_templates, template_ids, template_rows, template_sheet
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import GAP, TWO_LINES_HEIGHT
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, offer, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.placeholder_edit import PlaceholderMarks
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words_of_knowledge import SCOPES, TEMPLATE_KINDS


class TemplatesList(ListPage):
    name: ClassVar[str] = "templates"
    entity: ClassVar[Entity] = Entity.TEMPLATE
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.TEMPLATE})
    first_order: ClassVar[tuple[str, bool]] = ("name", False)
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 560
    next_step: ClassVar[str] = N_("Write the first template")

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def used(row: TemplateRow) -> Cell:
            return Cell(formats.number(row.used) if row.used else "–", soft=not row.used)

        return (
            Column(_("Name"), _name, sort="name", key="name", fields=("name", "kind")),
            Column(_("Shortcut"), _shortcut, 96, key="shortcut", fields=("shortcut",)),
            Column(_("Language"), _language, 76, key="language", fields=("language",)),
            Column(_("For"), _scope, 110, key="scope", fields=("scope",)),
            Column(_("Used"), used, 60, RIGHT, "used", down_first=True, key="used", fields=("used",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        me = self.desk.by.id
        return Source(partial(_first, me, text, sort, downwards), partial(template_ids, me, text, sort, downwards), template_rows)

    @cached_property
    def sheet(self) -> "TemplatePanel":
        return self.split.put(TemplatePanel(self.desk))

    def why_empty(self) -> str:
        return _("There is no template yet. What is written every day is a good start.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_template(record_id)

    @Slot()
    def add_new(self) -> None:
        from crm_desktop.ui.dialogs.template import TemplateDialog

        dialog = TemplateDialog(self.desk, parent=self)
        dialog.saved.connect(self._on_saved)
        dialog.open()

    @Slot(object)
    def _on_saved(self, change: Change) -> None:
        for record_id in change.of(Entity.TEMPLATE):
            self.table.choose(record_id)
            self.show_record(record_id)


class TemplatePanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: TemplateSheet | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.subject = label("", "heading", wrap=True), label("", "soft", wrap=True), label("", "", wrap=True)
        self.chips, self.body = ChipRow(), QPlainTextEdit(readOnly=True)
        self.body.setAccessibleName(_("Text of the template"))
        self.body.setFrameShape(QFrame.Shape.NoFrame)
        self._marks = PlaceholderMarks(self.body.document())
        self.edit = button(_("Edit"), "pencil", tip=_("Change this template"), keys="Ctrl+E")
        self.add = button(_("New template"), "plus", tip=_("A text to be used again"))
        self.tools = RecordTools(desk, Entity.TEMPLATE, self)
        self._buttons = flowing(self.edit, self.add, *self.tools.buttons)
        head = column(self.title, self.chips, self.line, self._buttons, self.subject, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(head, surface("line"), self.body, gap=0)
        whole.setStretch(2, 1)
        self._chosen = ChosenOrNot(surface("clear", whole), _("Choose a template in the list."))
        self.setLayout(self._chosen)
        self.edit.clicked.connect(self._on_edit)
        self.add.clicked.connect(self._on_add)
        self._show(None)

    def show_template(self, template_id: int) -> None:
        """0: none."""
        self._desk.jobs.read(self, partial(template_sheet, template_id), self._show, newest="template")

    def _show(self, sheet: TemplateSheet | None) -> None:
        self.sheet = sheet
        self._chosen.show_chosen(sheet is not None)
        if sheet is None:
            return
        self.tools.show_for(sheet.id, sheet.name)
        self.title.setText(sheet.name)
        chips = [Chip(_(TEMPLATE_KINDS[TemplateKind(sheet.kind)])), Chip(sheet.whose or _(SCOPES[TemplateScope(sheet.scope)]))]
        self.chips.show_chips(chips if sheet.active else [*chips, Chip(_("Not offered"))])
        used = ngettext("used {count} time", "used {count} times", sheet.used) if sheet.used else ""
        self.line.setText(" · ".join(filter(None, (f"/{sheet.shortcut}" if sheet.shortcut else "", sheet.language, used))))
        offer(self.line, wanted=bool(self.line.text()))
        self.subject.setText(_("Subject: {subject}").format(subject=sheet.subject))
        offer(self.subject, wanted=bool(sheet.subject))
        self.body.setPlainText(sheet.body)
        rights = RIGHTS[self._desk.by.role]
        is_mine = sheet.scope == TemplateScope.ME and Right.WRITE_KNOWLEDGE in rights
        self.edit.setEnabled(is_mine or Right.APPROVE_KNOWLEDGE in rights)

    @Slot()
    def _on_edit(self) -> None:
        from crm_desktop.ui.dialogs.template import TemplateDialog

        if self.sheet is not None:
            TemplateDialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_add(self) -> None:
        from crm_desktop.ui.dialogs.template import TemplateDialog

        TemplateDialog(self._desk, parent=self).open()


def _first(me: int, text: str, sort: str, downwards: bool, limit: int) -> list[TemplateRow]:
    return first_templates(me, text, limit, sort, downwards)


def _name(row: TemplateRow) -> Cell:
    return Cell(row.name, _(TEMPLATE_KINDS[TemplateKind(row.kind)]), soft=not row.active)


def _shortcut(row: TemplateRow) -> Cell:
    return Cell(f"/{row.shortcut}" if row.shortcut else "", soft=True)


def _language(row: TemplateRow) -> Cell:
    return Cell(row.language, soft=True)


def _scope(row: TemplateRow) -> Cell:
    return Cell(row.whose or _(SCOPES[TemplateScope(row.scope)]), soft=True)
