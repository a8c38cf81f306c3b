"""The scripts: the list on the left, the steps of the chosen one on the right."""

from functools import cached_property, partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kinds import ChannelKind
from crm_desktop.core.kinds_of_knowledge import NodeKind
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.script_flow import ScriptStep
from crm_desktop.core.spans_of_time import duration
from crm_desktop.queries.scripts import ScriptRow, ScriptSheet, first_scripts, script_ids, script_rows, script_sheet
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import GAP, TWO_LINES_HEIGHT
from crm_desktop.ui.widgets.basics import ChipRow, button, chip, column, empty, label, offer, row, scrolled, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words import CHANNEL_KINDS
from crm_desktop.ui.words_of_knowledge import NODE_KINDS


class ScriptsList(ListPage):
    name: ClassVar[str] = "scripts"
    entity: ClassVar[Entity] = Entity.SCRIPT
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.SCRIPT})
    first_order: ClassVar[tuple[str, bool]] = ("name", False)
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 620
    next_step: ClassVar[str] = N_("Write the first script")

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def used(each: ScriptRow) -> Cell:
            return Cell(formats.number(each.used) if each.used else "–", soft=not each.used)

        def steps(each: ScriptRow) -> Cell:
            return Cell(formats.number(each.steps), soft=True)

        return (
            Column(_("Name"), _name, sort="name", key="name", fields=("name", "about")),
            Column(_("For"), _serves, 150, key="reason", fields=("channel", "reason")),
            Column(_("Steps"), steps, 60, RIGHT, key="steps", fields=("steps",)),
            Column(_("Used"), used, 60, RIGHT, "used", down_first=True, key="used", fields=("used",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        return Source(partial(_first, text, sort, downwards), partial(script_ids, text, sort, downwards), script_rows)

    @cached_property
    def sheet(self) -> "ScriptPanel":
        return self.split.put(ScriptPanel(self.desk))

    def why_empty(self) -> str:
        return _("There is no script yet. One for calls about damaged goods is a good start.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_script(record_id)

    @Slot()
    def add_new(self) -> None:
        from crm_desktop.ui.dialogs.script import ScriptDialog

        dialog = ScriptDialog(self.desk, parent=self)
        dialog.saved.connect(self._on_saved)
        dialog.open()

    @Slot(object)
    def _on_saved(self, change: Change) -> None:
        for record_id in change.of(Entity.SCRIPT):
            self.table.choose(record_id)
            self.show_record(record_id)


class ScriptPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: ScriptSheet | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.chips = label("", "heading", wrap=True), label("", "soft", wrap=True), ChipRow()
        self.edit = button(_("Edit"), "pencil", tip=_("Change this script"), keys="Ctrl+E")
        self.add = button(_("New script"), "plus", tip=_("What to say and ask, step by step"))
        self.tools = RecordTools(desk, Entity.SCRIPT, self)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(12)
        inner = surface("clear", column(self._steps, 1, margins=(2 * GAP, 12, 2 * GAP, 2 * GAP)))
        buttons = flowing(self.edit, self.add, *self.tools.buttons)
        head = column(self.title, self.chips, self.line, buttons, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(head, surface("line"), scrolled(inner), gap=0)
        whole.setStretch(2, 1)
        self._chosen = ChosenOrNot(surface("clear", whole), _("Choose a script in the list."))
        self.setLayout(self._chosen)
        self.edit.clicked.connect(self._on_edit)
        self.add.clicked.connect(self._on_add)
        self._show(None)

    def show_script(self, script_id: int) -> None:
        """0: none."""
        self._desk.jobs.read(self, partial(script_sheet, script_id), self._show, newest="script")

    def _show(self, sheet: ScriptSheet | None) -> None:
        self.sheet = sheet
        empty(self._steps)
        approves = Right.APPROVE_KNOWLEDGE in RIGHTS[self._desk.by.role]
        self.add.setEnabled(approves)
        self._chosen.show_chosen(sheet is not None)
        if sheet is None:
            return
        self.edit.setEnabled(approves)
        self.tools.show_for(sheet.id, sheet.name)
        self.title.setText(sheet.name)
        serves = [_(CHANNEL_KINDS[ChannelKind(sheet.channel)]) if sheet.channel else "", sheet.reason, sheet.language]
        chips = [Chip(text) for text in serves if text]
        self.chips.show_chips(chips if sheet.active else [*chips, Chip(_("Not offered"))])
        used = ngettext("used {count} time", "used {count} times", sheet.used) if sheet.used else ""
        edition = _("version {number}").format(number=self._desk.formats.number(sheet.version))
        self.line.setText(" · ".join(filter(None, (sheet.about, edition, used))))
        offer(self.line, wanted=True)
        for place, step in enumerate(sheet.steps, 1):
            self._steps.addWidget(_step_box(place, step, sheet))

    @Slot()
    def _on_edit(self) -> None:
        from crm_desktop.ui.dialogs.script import ScriptDialog

        if self.sheet is not None:
            ScriptDialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_add(self) -> None:
        from crm_desktop.ui.dialogs.script import ScriptDialog

        ScriptDialog(self._desk, parent=self).open()


def _step_box(place: int, step: ScriptStep, sheet: ScriptSheet) -> QFrame:
    head = row(label(f"{place}. {step.name}", "label"), chip(_(NODE_KINDS[NodeKind(step.kind)])), 1)
    texts = [label(step.say, wrap=True)] if step.say else []
    texts += [label(_("Ask: {question}").format(question=step.ask), wrap=True)] if step.ask else []
    texts += [label(text, "soft", wrap=True) for text in _ways(step, sheet)]
    return surface("box", column(head, *texts, gap=4, margins=(12, 8, 12, 8)))


def _ways(step: ScriptStep, sheet: ScriptSheet) -> list[str]:
    def target(name: str) -> str:
        return name or _("the end")

    found = [f"{_words(way.answer)} → {target(way.to)}" for way in step.ways]
    if step.then or not step.ways:
        found.append(f"{_('otherwise') if step.ways else ''} → {target(step.then)}".strip())
    facts = [_("must be done") if step.required else "", duration(step.seconds) if step.seconds else ""]
    article = sheet.articles.get(step.article_id or 0, "")
    facts += [_("Article: {title}").format(title=article) if article else ""]
    return [text for text in (" · ".join(found), " · ".join(filter(None, facts))) if text]


def _words(answer: str) -> str:
    return {"yes": _("yes"), "no": _("no")}.get(answer, answer)


def _first(text: str, sort: str, downwards: bool, limit: int) -> list[ScriptRow]:
    return first_scripts(text, limit, sort, downwards)


def _name(each: ScriptRow) -> Cell:
    return Cell(each.name, each.about, soft=not each.active)


def _serves(each: ScriptRow) -> Cell:
    channel = _(CHANNEL_KINDS[ChannelKind(each.channel)]) if each.channel else _("Any channel")
    return Cell(channel, each.reason, soft=True)
