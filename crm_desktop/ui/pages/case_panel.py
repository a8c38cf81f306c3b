"""One case: what it is about, everything that was said and done about it, a line to write on, and beside it what comes next."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.rights import Right
from crm_desktop.queries.case_pages import CasePage, case_page
from crm_desktop.queries.case_sheets import CaseSheet, EventRow, case_events, event_ids, event_rows
from crm_desktop.services.case_viewers import STILL_HERE, leave_case, look_at_case
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.case_events import event_column, whole_text
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.models.record_table import RecordTableModel, Source
from crm_desktop.ui.models.timeline_of_trade import paid_in_words
from crm_desktop.ui.pages.case_side import CaseSide
from crm_desktop.ui.pages.case_steps import CaseSteps
from crm_desktop.ui.pages.case_writing import CaseWriting
from crm_desktop.ui.reminders import reminders_of
from crm_desktop.ui.theme import GAP, TIMELINE_ROW_HEIGHT, sized
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, only_for, scrolled, surface
from crm_desktop.ui.widgets.case_clocks import CaseClocksBar
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.words import priority_chips
from crm_desktop.ui.words_of_service import CASE_KINDS

_SIDE_WIDTH, _SIDE_WIDEST, _TEXT_HEIGHT = 228, 320, 74
_MAIN_SHARE = 3
"""Times as wide as what stands beside it, where there is room."""
_EVENTS_HEIGHT = 108
"""Pixels; at least."""
_AGAIN = 60_000
"""Milliseconds between two words that the case is still looked at."""


class CasePanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: CaseSheet | None = None
        self._wanted = 0
        self.setProperty("surface", "clear")
        self.title, self.line, self.viewers = label("", "heading", wrap=True), label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.description = label("", wrap=True)
        self.chips, self.message = ChipRow(), MessageLine()
        self.steps, self.tools = CaseSteps(desk, self), RecordTools(desk, Entity.CASE, self)
        self.model = RecordTableModel((event_column(desk.formats),), desk.jobs, self)
        self.events = RecordView(self.model, _("What was said and done"), TIMELINE_ROW_HEIGHT)
        self.events.horizontalHeader().hide()
        self.reading = label("", wrap=True)
        self.call = button(_("Log call"), "phone", tip=_("Note a contact about this case"))
        self.call.setAccessibleName(_("Log a call about this case"))
        only_for(desk.by, Right.LOG_INTERACTIONS, self.call)
        self._write = CaseWriting(desk, self, self.call)
        self.writing, self.note, self.answer = self._write.text, self._write.note, self._write.answer
        self.clocks = CaseClocksBar(desk)
        self.side = CaseSide(desk, self)
        self._again = QTimer(self, interval=_AGAIN)
        self._build()
        self._connect()
        self._show(None)

    def show_case(self, case_id: int) -> None:
        """0: none."""
        self.message.clear()
        self._wanted = case_id
        if not case_id:
            self._show(None)
            return
        read = partial(case_page, case_id, self._desk.by.id, utc_now() - STILL_HERE)
        self._desk.jobs.read(self, read, self._show, newest="page")
        self._look()

    def say_error(self, error: Exception) -> None:
        self.message.show_error(error)

    def _build(self) -> None:
        actions = flowing(*self.steps.buttons, *self.tools.buttons)
        known = self.title, self.chips, self.line, self.viewers, actions, self.message, self.clocks, self.description
        above = column(*known, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        self._whole = scrolled(surface("clear", column(self.reading, 1, margins=(2 * GAP, GAP, 2 * GAP, GAP))))
        self._whole.setFixedHeight(sized(_TEXT_HEIGHT))
        main = column(above, surface("line"), self.events, surface("line"), self._whole, surface("line"), self._write, gap=0)
        main.setStretch(2, 1)
        # What room there is belongs to the events; only where not even this much is left, the whole panel scrolls.
        self.events.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.events.setMinimumHeight(sized(_EVENTS_HEIGHT))
        self._none = label(_("Choose a case in the list."), "soft", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        inside = QHBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP)
        inside.addWidget(Downwards(surface("card", main)), _MAIN_SHARE)
        self.side.setMinimumWidth(_SIDE_WIDTH)
        self.side.setMaximumWidth(_SIDE_WIDEST)
        inside.addWidget(self.side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self._body)

    def _connect(self) -> None:
        self.call.clicked.connect(self._on_call)
        self.events.current_changed.connect(self._on_event)
        self.events.opened.connect(self._on_opened)
        self._again.timeout.connect(self._look)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._again.start()
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()
        self._desk.jobs.note(self, partial(leave_case, self._desk.by), _nothing)

    @Slot()
    def _look(self) -> None:
        """Others who open this case see who has it open."""
        if self._wanted and self.isVisible():
            self._desk.jobs.note(self, partial(look_at_case, self._wanted, self._desk.by), partial(_on_looked, self._desk))

    def _show(self, found: CasePage | None) -> None:
        before = self.sheet.id if self.sheet else 0
        self.sheet = sheet = found.sheet if found else None
        self._body.setVisible(sheet is not None)
        self._none.setVisible(sheet is None)
        if found is None or sheet is None:
            self.model.clear()
            return
        if before != sheet.id:
            self._write.show_case(sheet.id)
            self._read_aloud("")
        kind, tone = CASE_KINDS[CaseKind(sheet.kind)]
        self.tools.show_for(sheet.id, sheet.number)
        self.title.setText(f"{sheet.number} {sheet.subject}")
        again = ngettext("Reopened {count} time", "Reopened {count} times", sheet.reopened).format(count=sheet.reopened)
        self.chips.show_chips((Chip(_(kind), tone), *priority_chips(sheet.priority), *((Chip(again),) if sheet.reopened else ())))
        self.line.setText(self._line(sheet))
        self.viewers.setText(_("Open at the same time: {names}").format(names=", ".join(found.viewers)))
        self.viewers.setVisible(bool(found.viewers))
        self.description.setText(sheet.description)
        self.description.setVisible(bool(sheet.description))
        self.steps.show_for(sheet, found.incidents)
        self.side.show_page(found)
        self.clocks.show_case(sheet)
        source = Source(partial(case_events, sheet.id), partial(event_ids, sheet.id), event_rows)
        (self.model.refresh if before == sheet.id else self.model.show)(source)
        self._write.offer()

    def _line(self, sheet: CaseSheet) -> str:
        opened = _("opened {when}").format(when=self._desk.formats.day_and_time(sheet.opened_at))
        by = _("by {channel}").format(channel=sheet.channel) if sheet.channel else ""
        linked = (
            (_("merged into {number}"), sheet.merged_into),
            (_("part of {number}"), sheet.parent),
            (_("split from {number}"), sheet.split_from),
        )
        joined = (words.format(number=number) for words, number in linked if number)
        who = sheet.customer or sheet.caller or _("Nobody known")
        parts = (
            who,
            sheet.contact,
            f"{opened} {by}".strip(),
            sheet.order,
            sheet.invoice,
            *(paid_in_words(each, self._desk.formats) for each in sheet.payments),
            sheet.returned,
            sheet.product,
            sheet.agreement,
            *joined,
        )
        return " · ".join(filter(None, parts))

    @Slot()
    def _on_call(self) -> None:
        if self.sheet is not None:
            self._desk.go_to("log", self.sheet.id, Entity.CASE)

    @Slot(int)
    def _on_event(self, event_id: int) -> None:
        if event_id:
            self._desk.jobs.read(self, partial(event_rows, (event_id,)), partial(self._read_event, event_id), newest="event")

    def _read_event(self, event_id: int, rows: dict[int, EventRow]) -> None:
        event = rows.get(event_id)
        self._read_aloud(whole_text(event, self._desk.formats) if event and (event.note or event.summary) else "")

    def _read_aloud(self, text: str) -> None:
        """Below the conversation, in full; nothing takes no room."""
        self.reading.setText(text)
        self._whole.setVisible(bool(text))

    @Slot(int)
    def _on_opened(self, event_id: int) -> None:
        self._desk.jobs.read(self, partial(event_rows, (event_id,)), partial(self._open_contact, event_id))

    def _open_contact(self, event_id: int, rows: dict[int, EventRow]) -> None:
        event = rows.get(event_id)
        if event is not None and event.interaction_id is not None:
            self._desk.go_to(Entity.INTERACTION.value, event.interaction_id)


def _on_looked(desk: Desk, was_named: bool) -> None:
    """No record changed, so the bell hears of it here."""
    if was_named:
        reminders_of(desk.jobs, desk.by, desk.formats).look()


def _nothing(_said: None) -> None:
    """Who looks at what is told to nobody at this desk."""
