"""A follow-up is done: what came of it, in a line or none."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.follow_ups import FollowUpRow, follow_up_rows
from crm_desktop.services.follow_ups import complete_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.basics import label


class CompleteDialog(FormDialog):
    def __init__(self, desk: Desk, follow_up_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Follow-up done"), _("Done"), parent)
        self._id = follow_up_id
        self.what = label("", "heading", wrap=True)
        self.outcome = QPlainTextEdit(tabChangesFocus=True)
        self.outcome.setFixedHeight(80)
        self.form.add(self.what)
        self.form.add_row(_("&What came of it"), self.outcome, _("May stay empty."))
        desk.jobs.read(self, partial(follow_up_rows, [follow_up_id]), self._show)
        self.fit(460)
        self.outcome.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(complete_follow_up, self._id, self.desk.by, self.outcome.toPlainText(), key=self.key)

    def said_after(self) -> str:
        return _("Done: {what}").format(what=self.what.text())

    def _show(self, found: dict[int, FollowUpRow]) -> None:
        for row in found.values():
            self.what.setText(row.title)
