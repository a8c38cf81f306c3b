"""A follow-up is done: what came of it, in a line or none, and what was promised next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.recurrence import next_after_done
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.services.follow_ups import FollowUpInput, complete_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.when import WhenEdit, next_workday


class CompleteDialog(FormDialog):
    def __init__(self, desk: Desk, follow_up_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Follow-up done"), _("Done"), parent)
        self._id = follow_up_id
        self._row: FollowUpRow | None = None
        self.what = label("", "heading", wrap=True)
        self.outcome = NotesEdit()
        self.outcome.setFixedHeight(sized(80))
        self.next_title, self.when = NoteLine(), WhenEdit(desk.formats)
        self.when.show_value(next_workday(desk.formats.today(), 7), "")
        self.form.add(self.what)
        self.form.add_row(_("&What came of it"), self.outcome, _("May stay empty."))
        self._following = label("", "soft", wrap=True)
        self._following.hide()
        self.form.add(self._following)
        self.form.add_row(
            _("What is &next"), self.next_title, _("Empty when nothing else follows; else a new follow-up for the same customer.")
        )
        self._when_row = self.form.add_row(_("&Due"), self.when)
        self._when_row.hide()
        self.next_title.textChanged.connect(self._on_next)
        desk.jobs.read(self, partial(follow_up_rows, [follow_up_id]), self._show)
        draft = self.keep_typing(f"complete-follow-up-{follow_up_id}", self._typed, self._retype)
        for typed in (self.outcome.textChanged, self.next_title.textChanged):
            typed.connect(draft.touch)
        self.fit(500)
        self.outcome.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(complete_follow_up, self._id, self.desk.by, self.outcome.toPlainText(), key=self.key, then=self._then())

    def said_after(self) -> str:
        if self.next_title.text().strip():
            return _("Done: {what}. Next, {when}: {next}").format(
                what=self.what.text(), when=self.desk.formats.due(*self.when.value()), next=self.next_title.text().strip()
            )
        done, again = _("Done: {what}").format(what=self.what.text()), self._following.text()
        return f"{done}. {again}" if again else done

    def _then(self) -> FollowUpInput | None:
        if not self.next_title.text().strip():
            return None
        day, wall_time = self.when.value()
        return FollowUpInput(
            self.next_title.text(), day, wall_time, customer_id=self._row.customer_id if self._row else None, remind_before=0
        )

    def _typed(self) -> dict[str, str]:
        typed = {"outcome": self.outcome.toPlainText(), "next": self.next_title.text()}
        return typed if any(typed.values()) else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.outcome.setPlainText(typed.get("outcome", ""))
        self.next_title.setText(typed.get("next", ""))

    def _show(self, found: dict[int, FollowUpRow]) -> None:
        for row in found.values():
            self._row = row
            self.what.setText(row.title)
            following = self._next_of(row)
            self._following.setText(_("It comes again: {when}.").format(when=following) if following else "")
            self._following.setVisible(bool(following))

    def _next_of(self, row: FollowUpRow) -> str:
        """When one that repeats comes again."""
        if not row.recurrence or row.due_on is None:
            return ""
        following = next_after_done(row.recurrence, row.due_on, self.desk.formats.today())
        return self.desk.formats.due(following[0], row.due_time) if following else ""

    @Slot(str)
    def _on_next(self, text: str) -> None:
        self._when_row.setVisible(bool(text.strip()))
        self.resize(self.width(), max(self.height(), self.form.sizeHint().height() + 80))
