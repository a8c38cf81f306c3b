"""Asking for help with a case, and handing it over."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_escalation import EscalationKind, EscalationLevel
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.escalations import EscalationInput, escalate, hand_over
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.settings_entry import narrow
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.words_of_escalation import KINDS_OF_HELP, LEVELS

_HEIGHT = 76


class EscalateDialog(FormDialog):
    def __init__(self, desk: Desk, case: CaseSheet, staff: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Escalate {number}").format(number=case.number), _("Ask for help"), parent)
        self._case = case
        self.level, self.kind, self.to, self.outside = QComboBox(), QComboBox(), narrow(QComboBox()), QLineEdit()
        self.reason = NotesEdit()
        self.reason.setFixedHeight(sized(_HEIGHT))
        for level, word in LEVELS.items():
            self.level.addItem(_(word), level)
        for kind, word in KINDS_OF_HELP.items():
            self.kind.addItem(_(word), kind)
        self.to.addItem(_("Whoever of the level has the least"), None)
        for staff_id, name in staff:
            if staff_id != desk.by.id:
                self.to.addItem(name, staff_id)
        self._reason_row = self.form.add_row(_("&Why"), self.reason, _("They see the whole case, and this first."))
        self.form.add_row(_("Wh&om"), self.level)
        self.form.add_row(_("&Namely"), self.to)
        self._outside_row = self.form.add_row(_("Who helps &from outside"), self.outside, _("Such as the maker, or a lawyer."))
        self.form.add_row(_("&Because it"), self.kind)
        draft = self.keep_typing(f"escalate-{case.id}", self._typed, self._retype)
        self.reason.textChanged.connect(draft.touch)
        self.level.currentIndexChanged.connect(self._on_level)
        self._on_level()
        self.fit(480)
        self.reason.setFocus()

    def work(self) -> Callable[[], Change] | None:
        if not self.reason.toPlainText().strip():
            self._reason_row.mark(_("Say why you ask for help."))
            return None
        is_outside = self.level.currentData() == EscalationLevel.EXTERNAL
        wanted = EscalationInput(
            self._case.id, self.reason.toPlainText(), EscalationLevel(self.level.currentData()), EscalationKind(self.kind.currentData()),
            None if is_outside else self.to.currentData(), self.outside.text() if is_outside else "",
        )  # fmt: skip
        return partial(escalate, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Help is asked for. Ctrl+Z takes it back.")

    @Slot()
    def _on_level(self) -> None:
        is_outside = self.level.currentData() == EscalationLevel.EXTERNAL
        self.to.setEnabled(not is_outside)
        self.outside.setEnabled(is_outside)

    def _typed(self) -> dict[str, str]:
        return {"reason": self.reason.toPlainText()} if self.reason.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.reason.setPlainText(typed.get("reason", ""))


class HandOverDialog(FormDialog):
    def __init__(self, desk: Desk, case: CaseSheet, staff: Sequence[tuple[int, str]], parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Hand over {number}").format(number=case.number), _("Hand over"), parent)
        self._case = case
        self.to, self.note = narrow(QComboBox()), NotesEdit()
        self.note.setFixedHeight(sized(_HEIGHT))
        for staff_id, name in staff:
            if staff_id != case.assignee_id:
                self.to.addItem(name, staff_id)
        self.form.add_row(_("&To"), self.to)
        self.form.add_row(_("&Note"), self.note, _("Where it stands, and what comes next. May stay empty."))
        draft = self.keep_typing(f"hand-over-{case.id}", self._typed, self._retype)
        self.note.textChanged.connect(draft.touch)
        self.fit(440)
        self.to.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(
            hand_over, self._case.id, self._case.version, self.to.currentData(), self.note.toPlainText(), self.desk.by, key=self.key
        )

    def said_after(self) -> str:
        return _("{name} goes on with it.").format(name=self.to.currentText())

    def _typed(self) -> dict[str, str]:
        return {"note": self.note.toPlainText()} if self.note.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.note.setPlainText(typed.get("note", ""))
