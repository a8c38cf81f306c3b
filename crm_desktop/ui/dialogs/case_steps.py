"""Small forms for a case on its way: what solved it, why it comes back, whether a complaint is valid."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_service import Cause, Validity
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.case_steps import reopen_case, solve_case
from crm_desktop.services.complaints import judge_complaint
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import check_field, choice_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.words_of_service import CAUSES, VALIDITIES

_NOTE_HEIGHT = 74


class _StepDialog(FormDialog):
    """What every one of them has: the case it is about, and a few words."""

    def __init__(self, desk: Desk, sheet: CaseSheet, title: str, save: str, parent: QWidget | None) -> None:
        super().__init__(desk, title, save, parent)
        self.sheet, self.version = sheet, sheet.version
        self.note = NotesEdit()
        self.note.setFixedHeight(sized(_NOTE_HEIGHT))
        self.form.add(label(f"{sheet.number} {sheet.subject}", "heading", wrap=True))

    def begin(self, draft: str, words: str, width: int = 480) -> None:
        self.fields.add(text_field("note", words, self.note))
        self.begin_with({}, self.sheet.version)
        self.keep_changes(f"{draft}-{self.sheet.id}")
        self.fit(width)


class SolveDialog(_StepDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, incidents: int, status_id: int | None, parent: QWidget | None = None) -> None:
        """`status_id` None: the company's first word for what is done. `incidents`: how many open cases are part of this problem."""
        super().__init__(desk, sheet, _("Solve the case"), _("Solved"), parent)
        self._status_id = status_id
        self.all_of_it = QCheckBox(ngettext("&Its incident too", "&Its {count} incidents too", incidents).format(count=incidents))
        self.all_of_it.setChecked(incidents > 0)
        self.all_of_it.setVisible(incidents > 0)
        self.form.add_row(_("&What solved it"), self.note, _("It stands in the conversation, for us only. May stay empty."))
        self.form.add(self.all_of_it)
        self.fields.add(check_field("incidents", _("Its incidents too"), self.all_of_it))
        self.begin("solve", _("What solved it"))
        self.note.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(
            solve_case, self.sheet.id, self.sheet.version, self.desk.by, self.note.toPlainText(), self._status_id,
            self.all_of_it.isChecked(), key=self.key,
        )  # fmt: skip

    def said_after(self) -> str:
        return _("Case {number} is solved.").format(number=self.sheet.number)


class ReopenDialog(_StepDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, sheet, _("Reopen the case"), _("Reopen"), parent)
        self.form.add_row(_("&Why it comes back"), self.note, _("May stay empty."))
        self.begin("reopen", _("Why it comes back"))
        self.note.setFocus()

    def work(self) -> Callable[[], Change] | None:
        return partial(reopen_case, self.sheet.id, self.sheet.version, self.desk.by, self.note.toPlainText(), key=self.key)

    def said_after(self) -> str:
        return _("Case {number} is open again.").format(number=self.sheet.number)


class JudgeDialog(_StepDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, sheet, _("Check the complaint"), _("Save"), parent)
        self.validity, self.cause = QComboBox(), QComboBox()
        for validity, (word, _tone) in VALIDITIES.items():
            self.validity.addItem(_(word), validity.value)
        self.cause.addItem(_("Not known yet"), "")
        for cause, word in CAUSES.items():
            self.cause.addItem(_(word), cause.value)
        self.form.beside((_("The complaint &is"), self.validity), (_("&Where it came from"), self.cause))
        self.form.add_row(_("&How we know"), self.note, _("What the photos, the order or the carrier show. May stay empty."))
        self.fields.add(
            choice_field("validity", _("The complaint is"), self.validity), choice_field("cause", _("Where it came from"), self.cause)
        )
        self.begin("judge", _("How we know"))
        self.begin_with({"validity": sheet.validity or Validity.VALID.value, "cause": sheet.cause, "note": sheet.cause_note}, sheet.version)
        self.validity.setFocus()

    def work(self) -> Callable[[], Change] | None:
        cause = Cause(self.cause.currentData()) if self.cause.currentData() else None
        validity = Validity(self.validity.currentData())
        return partial(
            judge_complaint, self.sheet.id, self.sheet.version, validity, self.desk.by, cause, self.note.toPlainText(), key=self.key
        )

    def said_after(self) -> str:
        return _("The complaint is checked.")
