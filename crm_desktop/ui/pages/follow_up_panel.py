"""The chosen follow-up: what was promised, and what can be done about it."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Attempt, FollowUpState
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.services.follow_ups import cancel_follow_up, record_attempt
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.timeline import due_chip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.words import priority_chips


class FollowUpPanel(QFrame):
    done_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: FollowUpRow | None = None
        self.setProperty("surface", "card")
        self.title, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.promise, self.outcome = label("", wrap=True), label("", wrap=True)
        self.chips = ChipRow()
        self.done = button(_("Done …"), "check", "primary", tip=_("Done (Enter in the list)"))
        self.no_answer = button(_("No answer"), "phone-missed", tip=_("Note that nobody was reached; it stays open"))
        self.drop = button(_("Not needed"), "x", tip=_("Cancel this follow-up; it can be undone"))
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.log = button(_("Log contact"), "phone", tip=_("Note the call that this follow-up led to"))
        self.message = MessageLine()
        actions = flowing(self.done, self.no_answer, self.drop, self.log, self.customer)
        parts = self.title, self.chips, self.line, self.promise, self.outcome, actions, self.message, 1
        self.setLayout(column(*parts, gap=12, margins=(2 * GAP,) * 4))
        self.done.clicked.connect(self._on_done)
        self.no_answer.clicked.connect(self._on_no_answer)
        self.drop.clicked.connect(self._on_drop)
        self.customer.clicked.connect(self._on_customer)
        self.log.clicked.connect(self._on_log)
        self._show({})

    def show_follow_up(self, follow_up_id: int) -> None:
        """0: none."""
        self.message.clear()
        self._desk.jobs.read(self, partial(follow_up_rows, [follow_up_id] if follow_up_id else []), self._show, newest="row")

    def _show(self, found: dict[int, FollowUpRow]) -> None:
        self._row = shown = next(iter(found.values()), None)
        is_open = shown is not None and shown.state == FollowUpState.OPEN
        for widget in (self.done, self.no_answer, self.drop):
            widget.setVisible(is_open)
            widget.setEnabled(is_open)
        for widget in (self.customer, self.log):
            widget.setVisible(shown is not None and shown.customer_id is not None)
        self.chips.show_chips((due_chip(shown, self._desk.formats), *priority_chips(shown.priority)) if shown else ())
        self.title.setText(shown.title if shown else _("Choose a follow-up in the list."))
        self.line.setText(self._line(shown) if shown else "")
        self.promise.setText(_("Promised: {text}").format(text=shown.promise) if shown and shown.promise else "")
        self.outcome.setText(_("Came of it: {text}").format(text=shown.outcome) if shown and shown.outcome else "")
        self.promise.setVisible(bool(self.promise.text()))
        self.outcome.setVisible(bool(self.outcome.text()))

    def _line(self, shown: FollowUpRow) -> str:
        tried = ngettext("tried {count} time", "tried {count} times", shown.attempts) if shown.attempts else ""
        done = _("done {when}").format(when=self._desk.formats.day_and_time(shown.completed_at)) if shown.completed_at else ""
        repeats = _("repeats") if shown.repeats else ""
        return " · ".join(filter(None, (shown.customer, shown.number, shown.owner, shown.order, shown.interaction, repeats, tried, done)))

    @Slot()
    def _on_done(self) -> None:
        if self._row is not None:
            self.done_wanted.emit(self._row.id)

    @Slot()
    def _on_no_answer(self) -> None:
        if self._row is not None:
            self._write(partial(record_attempt, self._row.id, Attempt.NO_ANSWER, self._desk.by), _("Noted: no answer."))

    @Slot()
    def _on_drop(self) -> None:
        if self._row is not None:
            self._write(partial(cancel_follow_up, self._row.id, self._desk.by), _("Follow-up cancelled. Ctrl+Z brings it back."))

    def _write(self, work: partial[Change], said: str) -> None:
        for widget in (self.done, self.no_answer, self.drop):
            widget.setEnabled(False)
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._on_refused)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)
        if self._row is not None:
            self.show_follow_up(self._row.id)

    def _on_refused(self, error: Exception) -> None:
        self.message.show_error(error)
        for widget in (self.done, self.no_answer, self.drop):
            widget.setEnabled(True)

    @Slot()
    def _on_customer(self) -> None:
        if self._row is not None and self._row.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self._row.customer_id)

    @Slot()
    def _on_log(self) -> None:
        if self._row is not None and self._row.customer_id is not None:
            self._desk.go_to("log", self._row.customer_id, Entity.CUSTOMER)
