"""The form of a follow-up: what was promised, to whom, and when it is due."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Priority
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import PRIORITIES


class FollowUpDialog(FormDialog):
    def __init__(self, desk: Desk, customer: tuple[int, str] | None = None, parent: QWidget | None = None) -> None:
        """`customer`: id and name of whom it is for, where that is known."""
        super().__init__(desk, _("New follow-up"), _("Save"), parent)
        self.text, self.customer = QLineEdit(), CustomerFinder(desk)
        self.when, self.priority, self.owner = WhenEdit(desk.formats), QComboBox(), QComboBox()
        self.promise = QPlainTextEdit(tabChangesFocus=True)
        self.promise.setFixedHeight(58)
        for priority, word in PRIORITIES.items():
            self.priority.addItem(_(word), priority)
        self.priority.setCurrentIndex(self.priority.findData(Priority.NORMAL))
        self._text_row = self.form.add_row(_("&What is to be done"), self.text)
        self.form.add_row(_("&Customer"), self.customer, _("Any part of a name, number, phone or order finds them; empty for none."))
        self._when_row = self.form.add_row(_("&Due"), self.when)
        self.form.beside((_("&Priority"), self.priority), (_("&Owner"), self.owner))
        self.form.add_row(_("P&romised to the customer"), self.promise)
        if customer is not None:
            self.customer.choose(*customer)
        tomorrow = next_workday(desk.formats.today(), 1)
        self.when.show_value(tomorrow, "")
        desk.jobs.read(self, choices, self._show_choices)
        draft = self.keep_typing("new-follow-up", self._typed, self._retype)
        self.text.textEdited.connect(draft.touch)
        self.promise.textChanged.connect(draft.touch)
        self.fit(520)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.text.text().strip():
            self._text_row.mark(_("A few words on what to do."))
            return None
        day, wall_time = self.when.value()
        wanted = FollowUpInput(
            title=self.text.text(),
            due_on=day,
            due_time=wall_time,
            customer_id=self.customer.customer_id(),
            promise=self.promise.toPlainText(),
            priority=self.priority.currentData(),
            owner_id=self.owner.currentData(),
        )
        return partial(add_follow_up, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        day, _time = self.when.value()
        return _("Follow-up saved, due {when}.").format(when=self.desk.formats.due(day, ""))

    def _typed(self) -> dict[str, str]:
        typed = {"title": self.text.text(), "notes": self.promise.toPlainText()}
        return typed if any(typed.values()) else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.text.setText(typed.get("title", ""))
        self.promise.setPlainText(typed.get("notes", ""))

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        for person in found.staff:
            self.owner.addItem(person.name, person.id)
        self.owner.setCurrentIndex(self.owner.findData(self.desk.by.id))
