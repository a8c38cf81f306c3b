"""From when to when somebody is not there."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.services.staffing import AbsenceInput, add_absence
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.settings_entry import value_of


class AbsenceDialog(FormDialog):
    def __init__(self, desk: Desk, staff_id: int, people: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Absence"), _("Note it"), parent)
        self.who, self.since, self.until, self.reason = QComboBox(), day_edit(desk), day_edit(desk), QLineEdit()
        for each, name in people:
            self.who.addItem(name, each)
        self.who.setCurrentIndex(max(self.who.findData(staff_id), 0))
        self.form.add_row(_("&Who"), self.who)
        self.form.beside((_("&From"), self.since), (_("&Until"), self.until))
        self.form.add_row(_("&Why"), self.reason, _("May stay empty. New cases go to others meanwhile."))
        draft = self.keep_typing("absence", self._typed, self._retype)
        self.reason.textEdited.connect(draft.touch)
        self.fit(420)
        self.since.setFocus()

    def work(self) -> Callable[[], Change] | None:
        wanted = AbsenceInput(self.who.currentData(), value_of(self.since), value_of(self.until), self.reason.text())
        return partial(add_absence, wanted, self.desk.by, key=self.key)

    def said_after(self) -> str:
        first, last = (self.desk.formats.day(value_of(day)) for day in (self.since, self.until))
        said = _("{name} is noted as away: {first}.") if first == last else _("{name} is noted as away: {first} to {last}.")
        return said.format(name=self.who.currentText(), first=first, last=last)

    def _typed(self) -> dict[str, str]:
        return {"reason": self.reason.text()} if self.reason.text().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.reason.setText(typed.get("reason", ""))


def day_edit(desk: Desk, day: date | None = None) -> QDateEdit:
    shown = day or desk.formats.today()
    made = QDateEdit(QDate(shown.year, shown.month, shown.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat("ddd d MMM yyyy")
    return made
