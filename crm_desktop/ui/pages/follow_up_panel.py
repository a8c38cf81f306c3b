"""The chosen follow-up: what was promised, how often it was tried, and what can be done about it."""

from datetime import datetime
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Attempt, FollowUpState
from crm_desktop.core.repeats import repeat_words
from crm_desktop.core.rights import Right
from crm_desktop.core.snoozing import Snooze, snoozed_until
from crm_desktop.queries.desk import Choice, choices
from crm_desktop.queries.follow_up_sheets import FollowUpSheet, Tried, attempts, follow_up_sheet
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.services.follow_up_steps import assign_follow_up, reopen_follow_up, skip_follow_up
from crm_desktop.services.follow_ups import snooze
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.follow_up import open_follow_up
from crm_desktop.ui.dialogs.follow_up_steps import AttemptDialog, CancelDialog
from crm_desktop.ui.models.timeline import due_chip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, only_for, scrolled, set_menu, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words import ATTEMPTS, SNOOZES, priority_chips


class Shown(NamedTuple):
    row: FollowUpRow | None
    sheet: FollowUpSheet | None
    tried: list[Tried]
    staff: tuple[Choice, ...]


class FollowUpPanel(QFrame):
    done_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: FollowUpRow | None = None
        self._repeats = ""
        self._reminds_at: datetime | None = None
        self.setProperty("surface", "card")
        self.title, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.promise, self.outcome, self.tried = label("", wrap=True), label("", wrap=True), label("", "soft", wrap=True)
        self.chips, self.message = ChipRow(), MessageLine()
        self._make_buttons()
        self.tools = RecordTools(desk, Entity.FOLLOW_UP, self)
        actions = flowing(self.done, self.later, self.no_answer, self.reopen, self.log, self.more, *self.tools.buttons)
        parts = self.title, self.chips, self.line, self.promise, self.outcome, actions, self.message, self.tried, 1
        inner = surface("clear", column(*parts, gap=12, margins=(2 * GAP,) * 4))
        self._chosen = ChosenOrNot(scrolled(inner), _("Choose a follow-up in the list."))
        self.setLayout(self._chosen)
        self._connect()
        self._show(Shown(None, None, [], ()))

    def show_follow_up(self, follow_up_id: int) -> None:
        """0: none."""
        self.message.clear()
        self._desk.jobs.read(self, partial(_read, follow_up_id), self._show, newest="row")

    def _make_buttons(self) -> None:
        self.done = button(_("Done …"), "check", "primary", tip=_("Done (Enter in the list)"))
        self.no_answer = button(_("Tried …"), "phone-missed", tip=_("Nobody was reached; it stays open, with a next try"))
        self.later = button(_("Later"), "bell", tip=_("Be reminded of it again"))
        self.reopen = button(_("Open again"), "undo-2", tip=_("It is to be done after all"))
        self.log = button(_("Log call"), "phone", tip=_("Note the call that this follow-up led to"))
        self.more = button(_("More"), "ellipsis", tip=_("Change it, hand it on, leave it out, cancel it, go to its customer"))
        further = self._menu(self.more)
        only_for(self._desk.by, Right.PLAN_FOLLOW_UPS, self.done, self.no_answer, self.later, self.reopen, self.more)
        only_for(self._desk.by, Right.LOG_INTERACTIONS, self.log)
        self.edit = further.addAction(_("Change …"))
        self.edit.setToolTip(_("Everything about it: when, who, about what, how often (Ctrl+E)"))
        self._hands = further.addMenu(_("Hand on to"))
        self.hand_on = self._hands.menuAction()
        self.skip = further.addAction(_("Leave out once"))
        self.skip.setToolTip(_("Not this time; it comes again on the next day of its series"))
        self.drop = further.addAction(_("Not needed …"))
        self.drop.setToolTip(_("Cancel this follow-up; it can be undone"))
        self.customer = further.addAction(_("Show the customer"))
        further.setToolTipsVisible(True)
        self._tries, self._laters = self._menu(self.no_answer), self._menu(self.later)
        for result, word in ATTEMPTS.items():
            self._add(self._tries, _(word), result)
        for choice, word in SNOOZES.items():
            self._add(self._laters, _(word), choice)
        self._of_open = self.done, self.edit, self.no_answer, self.later, self.hand_on, self.skip, self.drop

    def _menu(self, opener: QPushButton) -> QMenu:
        menu = QMenu(opener)
        set_menu(opener, menu)
        return menu

    def _add(self, menu: QMenu, text: str, data: object) -> None:
        action = QAction(text, menu)
        action.setData(data)
        menu.addAction(action)

    def _connect(self) -> None:
        self.done.clicked.connect(self._on_done)
        self.edit.triggered.connect(self.open_form)
        self.drop.triggered.connect(self._on_drop)
        self.skip.triggered.connect(self._on_skip)
        self.reopen.clicked.connect(self._on_reopen)
        self.customer.triggered.connect(self._on_customer)
        self.log.clicked.connect(self._on_log)
        self._tries.triggered.connect(self._on_tried)
        self._laters.triggered.connect(self._on_later)
        self._hands.triggered.connect(self._on_hand_on)

    def _show(self, found: Shown) -> None:
        self._row, sheet = found.row, found.sheet
        shown = self._row
        self._repeats = repeat_words(sheet.recurrence, self._desk.formats) if sheet else ""
        self._reminds_at = sheet.reminds_at if sheet else None
        is_open = shown is not None and shown.state == FollowUpState.OPEN
        for widget in self._of_open:
            widget.setVisible(is_open)
            widget.setEnabled(is_open)
        self.skip.setVisible(is_open and bool(self._repeats))
        self.reopen.setVisible(shown is not None and not is_open)
        self.reopen.setEnabled(True)
        for each in (self.customer, self.log):
            each.setVisible(shown is not None and shown.customer_id is not None)
        self.more.setVisible(shown is not None and (is_open or shown.customer_id is not None))
        self.tools.show_for(shown.id if shown else 0, shown.number if shown else "")
        for widget in self.tools.buttons:
            widget.setVisible(shown is not None)
        self._hands.clear()
        for person in found.staff:
            if sheet is None or person.id != sheet.owner_id:
                self._add(self._hands, person.name.replace("&", "&&"), person.id)
        self.hand_on.setVisible(is_open and not self._hands.isEmpty())
        self.chips.show_chips((due_chip(shown, self._desk.formats), *priority_chips(shown.priority)) if shown else ())
        self._show_texts(shown, found.tried)

    def _show_texts(self, shown: FollowUpRow | None, tried: list[Tried]) -> None:
        self.title.setText(shown.title if shown else "")
        self._chosen.show_chosen(shown is not None)
        self.line.setText(self._line(shown) if shown else "")
        self.promise.setText(_("Promised: {text}").format(text=shown.promise) if shown and shown.promise else "")
        self.outcome.setText(_("Came of it: {text}").format(text=shown.outcome) if shown and shown.outcome else "")
        self.tried.setText("\n".join(map(self._tried_line, tried)))
        for text in (self.promise, self.outcome, self.tried):
            text.setVisible(bool(text.text()))

    def _line(self, shown: FollowUpRow) -> str:
        formats = self._desk.formats
        tried = ngettext("tried {count} time", "tried {count} times", shown.attempts) if shown.attempts else ""
        done = _("done {when}").format(when=formats.day_and_time(shown.completed_at)) if shown.completed_at else ""
        reminds = _("reminds {when}").format(when=formats.day_and_time(self._reminds_at)) if self._reminds_at and not done else ""
        parts = shown.customer, shown.number, shown.owner, shown.order, shown.interaction, self._repeats, reminds, tried, done
        return " · ".join(filter(None, parts))

    def _tried_line(self, tried: Tried) -> str:
        result = _(ATTEMPTS[Attempt(tried.result)])
        return " · ".join(filter(None, (self._desk.formats.day_and_time(tried.at), result, tried.note, tried.staff)))

    @Slot()
    def open_form(self) -> None:
        if self._row is not None and self._row.state == FollowUpState.OPEN:
            open_follow_up(self._desk, self._row.id, self)

    @Slot()
    def _on_done(self) -> None:
        if self._row is not None:
            self.done_wanted.emit(self._row.id)

    @Slot(QAction)
    def _on_tried(self, action: QAction) -> None:
        if self._row is not None:
            AttemptDialog(self._desk, self._row, Attempt(action.data()), self).open()

    @Slot(QAction)
    def _on_later(self, action: QAction) -> None:
        if self._row is not None:
            until = snoozed_until(Snooze(action.data()), utc_now(), self._desk.formats.zone)
            said = _("It comes up again {when}.").format(when=self._desk.formats.day_and_time(until))
            self._write(partial(snooze, self._row.id, until, self._desk.by), said)

    @Slot(QAction)
    def _on_hand_on(self, action: QAction) -> None:
        if self._row is not None:
            said = _("{name} takes it over.").format(name=action.text())
            self._write(partial(assign_follow_up, self._row.id, self._row.version, action.data(), self._desk.by), said)

    @Slot()
    def _on_skip(self) -> None:
        if self._row is not None:
            self._write(partial(skip_follow_up, self._row.id, self._row.version, self._desk.by), _("Left out this time."))

    @Slot()
    def _on_drop(self) -> None:
        if self._row is not None:
            CancelDialog(self._desk, self._row, self).open()

    @Slot()
    def _on_reopen(self) -> None:
        if self._row is not None:
            self._write(partial(reopen_follow_up, self._row.id, self._row.version, self._desk.by), _("Open again."))

    def _write(self, work: partial[Change], said: str) -> None:
        self._enable(on=False)
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._on_refused)

    def _enable(self, *, on: bool) -> None:
        for widget in (*self._of_open, self.reopen):
            widget.setEnabled(on)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)
        if self._row is not None:
            self.show_follow_up(self._row.id)

    def _on_refused(self, error: Exception) -> None:
        """Somebody was faster: what is there now is shown, with what was not done."""
        self._enable(on=True)
        if self._row is not None:
            self._desk.jobs.read(self, partial(_read, self._row.id), self._show, newest="row")
        self.message.show_error(error)

    @Slot()
    def _on_customer(self) -> None:
        if self._row is not None and self._row.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self._row.customer_id)

    @Slot()
    def _on_log(self) -> None:
        if self._row is not None and self._row.customer_id is not None:
            self._desk.go_to("log", self._row.customer_id, Entity.CUSTOMER)


def _read(follow_up_id: int) -> Shown:
    row = follow_up_rows([follow_up_id]).get(follow_up_id) if follow_up_id else None
    if row is None:
        return Shown(None, None, [], ())
    return Shown(row, follow_up_sheet(follow_up_id), attempts(follow_up_id), choices().staff)
