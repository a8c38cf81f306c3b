"""Bringing data in: file, columns, trial, import. Each step can be gone back from, and nothing is written before the last."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.exchange.importing import ImportResult, Progress
from crm_desktop.exchange.made_mapping import mapping_text
from crm_desktop.exchange.questions import About, Question
from crm_desktop.exchange.recognising import Recognised, recognise
from crm_desktop.exchange.saved_mappings import save_mapping
from crm_desktop.exchange.trying import Plan, Stopped, Trial, bring, open_points, take_out, try_out
from crm_desktop.queries.desk import choices
from crm_desktop.services.imports import Undone
from crm_desktop.ui.desk import Conditions, Desk
from crm_desktop.ui.pages.import_bar import COLUMNS, DONE, FILE, TRIAL, ImportBar, ImportHead
from crm_desktop.ui.pages.import_columns import ColumnsStep
from crm_desktop.ui.pages.import_file import FileStep
from crm_desktop.ui.pages.import_outcome import Outcome
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.message_line import MessageLine

_LOOKED_AT = 5_000
"""Rows that are looked through while columns are still being chosen; all of them before the trial."""
_ANSWERABLE = (About.DATES, About.NUMBERS)
"""What can also be told of a ready mapping."""
_SEPARATED = {
    ",": N_("separated by commas"),
    ";": N_("separated by semicolons"),
    "\t": N_("separated by tabs"),
    "|": N_("separated by bars"),
}
_PAGES = {
    "order": Entity.ORDER,
    "line": Entity.ORDER,
    "return": Entity.RETURN,
    "case": Entity.CASE,
    "interaction": Entity.INTERACTION,
    "customer": Entity.CUSTOMER,
    "contact": Entity.CUSTOMER,
    "product": Entity.PRODUCT,
    "follow_up": Entity.FOLLOW_UP,
    "article": Entity.ARTICLE,
}


class _Tried(NamedTuple):
    """Either what is open, or what would come in."""

    open: list[Question]
    trial: Trial | None


class ImportWizard(QWidget):
    shown = Signal(int)
    """The step that is on screen now; everything that it waited for is there."""

    def __init__(self, desk: Desk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.found: Recognised | None = None
        self.plan: Plan | None = None
        self.trial: Trial | None = None
        self.result: ImportResult | None = None
        self._at = FILE
        self.setAcceptDrops(True)
        self._build(title)
        self._connect()
        self._go(FILE)
        desk.jobs.read(self, choices, self.columns.take_lists)

    def start(self) -> None:
        """Put the keyboard where this step begins."""
        {FILE: self.file.files.setFocus, COLUMNS: self.columns.start}.get(self._at, self.bar.next.setFocus)()

    @Slot(object)
    def take(self, paths: Sequence[Path]) -> None:
        """Files or a folder, however they came here."""
        self._look(tuple(paths), "", "", is_again=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._at in (FILE, COLUMNS) and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.take(paths)

    def _build(self, title: str) -> None:
        self.file, self.columns = FileStep(self.desk), ColumnsStep(self.desk)
        self.tried, self.done = Outcome(self.desk), Outcome(self.desk)
        self.undo = button(_("&Undo this import"), "undo-2", tip=_("Take out what it brought"))
        self.see = button(_("Show &what came in"), "arrow-right")
        self.done.ways_on.addWidget(self.see)
        self.done.ways_on.addWidget(self.undo)
        self.done.ways_on.addStretch(1)
        self.head, self.message, self.bar, self.stack = ImportHead(title), MessageLine(), ImportBar(), QStackedWidget()
        for step in (self.file, self.columns, self.tried, self.done):
            self.stack.addWidget(step)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.head)
        layout.addWidget(self.message)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.bar)

    def _connect(self) -> None:
        self.file.chosen.connect(self.take)
        self.file.unwanted.connect(self._take_out)
        self.columns.changed.connect(self._on_columns)
        self.columns.look_again.connect(self._on_look_again)
        self.bar.back.clicked.connect(self._on_back)
        self.bar.next.clicked.connect(self._on_next)
        self.undo.clicked.connect(self._on_undo)
        self.see.clicked.connect(self._on_see)

    def _go(self, step: int) -> None:
        self._at = step
        self.stack.setCurrentIndex(step)
        self.head.show_step(step, _told(self.found, self.trial if step in (TRIAL, DONE) else None) if step != FILE else "")
        self._rest()

    def _begin(self, doing: str, *, measured: bool = True) -> None:
        self.message.clear()
        self.stack.setEnabled(False)
        self.bar.begin(doing, measured=measured)

    def _rest(self) -> None:
        self.stack.setEnabled(True)
        self.bar.rest(self._at, can_go_on=self._at != TRIAL or (self.trial is not None and _brings(self.trial.result)))
        self.start()

    def _look(self, paths: tuple[Path, ...], encoding: str, sheet: str, *, is_again: bool) -> None:
        """`is_again`: the same file, so that the way of reading it stays."""
        self._begin(_("Looking at it …"), measured=False)
        work, then = partial(recognise, paths, encoding, sheet), partial(self._on_recognised, is_again)
        self.desk.jobs.read(self, work, then, newest="look", failed=self._on_failed)

    def _on_recognised(self, is_again: bool, found: Recognised) -> None:
        self.found, self.trial = found, None
        self.tried.name = self.done.name = found.paths[0].stem
        (self.columns.show_read_again if is_again else self.columns.show_found)(found)
        self._go(COLUMNS)
        self.shown.emit(COLUMNS)

    @Slot(str, str)
    def _on_look_again(self, encoding: str, sheet: str) -> None:
        if self.found is not None:
            self._look(self.found.paths, encoding, sheet, is_again=True)

    @Slot()
    def _on_columns(self) -> None:
        """Something was chosen: what is open now?"""
        plan = self.columns.plan(answered=False)
        if not self.columns.lacking_places():
            work = partial(open_points, plan, _LOOKED_AT)
            self.desk.jobs.read(self, work, self.columns.show_questions, newest="open", failed=self._on_failed)

    @Slot()
    def _on_next(self) -> None:
        self.message.clear()
        if self._at == COLUMNS:
            self._try()
        elif self._at == TRIAL:
            self._bring()
        else:
            self.file.read_before()
            self._go(FILE)

    @Slot()
    def _on_back(self) -> None:
        self.message.clear()
        self._go(self._at - 1)

    def _try(self) -> None:
        lacking = self.columns.lacking()
        if lacking:
            self.message.say(_("Please choose first: {what}").format(what="; ".join(lacking[:3])), Tone.WARN)
            self.columns.start()
            return
        self.plan = self.columns.plan()
        self._begin(_("Trying it …"))
        work = partial(_tried, self.plan, self.columns.plan(answered=False), self.desk.by, self.bar.progress())
        self.desk.jobs.note(self, work, self._on_tried, failed=self._on_failed)

    def _on_tried(self, tried: _Tried) -> None:
        self.trial = tried.trial
        if tried.trial is None:
            self.columns.show_questions(tried.open)
            self._go(COLUMNS)
            self.message.say(_("Something in the file can be read two ways. Please say which is meant, then try it again."), Tone.WARN)
            self.shown.emit(COLUMNS)
            return
        self.tried.show_result(_("What would come in"), tried.trial.result, tried.trial.total)
        self._go(TRIAL)
        if not _brings(tried.trial.result):
            self.message.say(_("There is nothing new in it: everything is here already, or stays out."), Tone.INFO)
        self.shown.emit(TRIAL)

    def _bring(self) -> None:
        assert self.plan is not None
        assert self.trial is not None
        kept: list[ImportResult] = []
        self._begin(_("Importing …"))
        work = partial(_brought, self.plan, self.trial, self.desk.by, self.bar.progress(), kept, self.columns.mapping_name())
        self.desk.jobs.write(self, work, partial(self._on_brought, kept), self._on_failed)

    def _on_brought(self, kept: list[ImportResult], _change: Change) -> None:
        (self.result,) = kept
        self.desk.doors.backed_up.emit()
        self.done.show_result(_("What came in"), self.result, self.trial.total if self.trial is not None else None)
        self.undo.setVisible(self.result.change is not None)
        self.see.setVisible(_place(self.result) is not None)
        self._go(DONE)
        self.message.say(_("It is done. This was import {run}.").format(run=self.result.run), Tone.OK)
        self.shown.emit(DONE)

    @Slot()
    def _on_undo(self) -> None:
        if self.result is not None and self.result.run is not None:
            self._take_out(self.result.run)

    @Slot(int)
    def _take_out(self, run: int) -> None:
        kept: list[Undone] = []
        self._begin(_("Taking it out …"), measured=False)
        self.desk.jobs.write(self, partial(_taken_out, run, self.desk.by, kept), partial(self._on_taken_out, kept), self._on_failed)

    def _on_taken_out(self, kept: list[Undone], _change: Change) -> None:
        self.done.show_kept(kept[0].kept)
        self.undo.hide()
        self.see.hide()
        self._go(DONE)
        self.message.say(_("The import was taken out again."), Tone.OK)
        self.shown.emit(DONE)

    @Slot()
    def _on_see(self) -> None:
        place = _place(self.result)
        if place is None or self.result is None:
            return
        if place is Entity.RETURN:
            self.desk.go_to(place.value)
        else:
            run = str(self.result.run)
            self.desk.narrow(place.value, Conditions((("import_run", "=", run),)), _("Import {run}").format(run=run))

    def _on_failed(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, Stopped):
            self.message.say(str(error))
        else:
            self.message.show_error(error)
        if not isinstance(error, UserError):
            self.desk.jobs.failed.emit(error)


def _told(found: Recognised | None, trial: Trial | None) -> str:
    """What is known of the files, in a line."""
    if found is None:
        return ""
    several = ngettext("{count} file", "{count} files", len(found.paths)) if len(found.paths) > 1 else ""
    table = found.table
    separated = "" if table is None else _(_SEPARATED[table.delimiter]) if table.delimiter in _SEPARATED else table.sheet
    rows = sum(file.rows for file in trial.result.files) if trial is not None else 0
    counted = ngettext("{count} row", "{count} rows", rows) if rows else ""
    kind = "" if table is None else table.encoding or table.facts[0]
    return " · ".join(filter(None, (found.name, several, counted, kind, separated)))


def _brings(result: ImportResult) -> bool:
    return any(counts.new or counts.changed for counts in result.counts.values())


def _place(result: ImportResult | None) -> Entity | None:
    """The page that shows what came in."""
    if result is None:
        return None
    return next((page for word, page in _PAGES.items() if word in result.counts and result.counts[word].new), None)


def _tried(plan: Plan, unanswered: Plan, by: Actor, progress: Progress) -> _Tried:
    """All rows are looked through before any is tried; what is open is asked together with what was answered, to be thought over."""
    kept_codes = plan.matching.digits if plan.matching is not None else {}
    answerable = [question for question in open_points(plan) if question.about in _ANSWERABLE or plan.matching is not None]
    still_open = [question for question in answerable if question.about is not About.CODES or question.column not in kept_codes]
    if still_open:
        return _Tried(open_points(unanswered), None)
    return _Tried([], try_out(plan, by, progress))


def _brought(plan: Plan, trial: Trial, by: Actor, progress: Progress, kept: list[ImportResult], name: str) -> Change:
    """A mapping that is to be remembered is kept first: it is worth something even where the import is stopped."""
    if name and plan.matching is not None:
        save_mapping(name, mapping_text(plan.matching))
    kept.append(bring(plan, by, progress, trial.state))
    return kept[0].change or Change()


def _taken_out(run: int, by: Actor, kept: list[Undone]) -> Change:
    kept.append(take_out(run, by))
    return kept[0].change
