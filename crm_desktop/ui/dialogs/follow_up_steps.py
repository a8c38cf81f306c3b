"""Small forms for what happens to a follow-up before it is done: a try that came to nothing, and the end without a result."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Attempt
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.services.follow_up_steps import Due, try_again
from crm_desktop.services.follow_ups import cancel_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import ATTEMPTS


class AttemptDialog(FormDialog):
    """Somebody was tried to be reached: how that ended, and when it is tried again."""

    def __init__(self, desk: Desk, row: FollowUpRow, result: Attempt, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Tried to reach somebody"), _("Note it"), parent)
        self._row = row
        self.ended, self.note = QComboBox(), NotesEdit()
        self.note.setFixedHeight(sized(58))
        self.again, self.when = QCheckBox(_("Try &again")), WhenEdit(desk.formats)
        for each, word in ATTEMPTS.items():
            self.ended.addItem(_(word), each.value)
        self.ended.setCurrentIndex(self.ended.findData(result.value))
        self.form.add(label(row.title, "heading", wrap=True))
        if row.customer:
            self.form.add(label(row.customer, "soft", wrap=True))
        self.form.add_row(_("&How it ended"), self.ended)
        self.form.add_row(_("&Note"), self.note, _("What was said, with whom a message was left. May stay empty."))
        self.form.add(self.again)
        self.form.add_row(_("&Next try"), self.when)
        self.when.show_value(next_workday(desk.formats.today(), 1), row.due_time)
        self.again.setChecked(True)
        self.again.toggled.connect(self.when.setEnabled)
        draft = self.keep_typing(f"attempt-{row.id}", self._typed, self._retype)
        self.note.textChanged.connect(draft.touch)
        self.fit(480)
        self.ended.setFocus()

    def work(self) -> Callable[[], Change] | None:
        due = Due(*self.when.value()) if self.again.isChecked() else None
        result = Attempt(self.ended.currentData())
        return partial(try_again, self._row.id, result, due, self.desk.by, self.note.toPlainText(), key=self.key)

    def said_after(self) -> str:
        if not self.again.isChecked():
            return _("Noted: {result}.").format(result=self.ended.currentText())
        when = self.desk.formats.due(*self.when.value())
        return _("Noted: {result}. Next try {when}.").format(result=self.ended.currentText(), when=when)

    def _typed(self) -> dict[str, str]:
        return {"note": self.note.toPlainText()} if self.note.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.note.setPlainText(typed.get("note", ""))


class CancelDialog(FormDialog):
    """It is not needed any more, and why."""

    def __init__(self, desk: Desk, row: FollowUpRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Follow-up not needed"), _("Cancel the follow-up"), parent)
        self._row = row
        self.cancel.setText(_("Keep it"))
        self.cancel.setAccessibleName(_("Keep it"))
        self.reason = NoteLine()
        self.form.add(label(row.title, "heading", wrap=True))
        note = _("May stay empty.")
        if row.recurrence:
            note = _("May stay empty. This one repeats; it ends with this. To leave it out only this time, use “Leave out once”.")
        self.form.add_row(_("&Why"), self.reason, note)
        draft = self.keep_typing(f"cancel-follow-up-{row.id}", self._typed, self._retype)
        self.reason.textEdited.connect(draft.touch)
        self.fit(440)
        self.reason.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(cancel_follow_up, self._row.id, self.desk.by, self.reason.text(), key=self.key)

    def said_after(self) -> str:
        return _("Follow-up cancelled. Ctrl+Z brings it back.")

    def _typed(self) -> dict[str, str]:
        return {"reason": self.reason.text()} if self.reason.text().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.reason.setText(typed.get("reason", ""))
