"""Forms for cases that belong together: merge one into another, put one under a problem."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.case_pages import CaseRef, cases_to_join
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.case_joining import merge_cases, set_case_parent
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.late_choice import LateChoice


class _ChooseDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, title: str, save: str, words: str, help_text: str, parent: QWidget | None) -> None:
        super().__init__(desk, title, save, parent)
        self.sheet = sheet
        self.other = LateChoice()
        self.form.add(label(f"{sheet.number} {sheet.subject}", "heading", wrap=True))
        self._row = self.form.add_row(words, self.other, help_text)
        self.fields.add(late_field("other", words, self.other))
        self.begin_with({}, sheet.version)
        self.fit(520)
        self.other.setFocus()

    def offer(self, *, any_customer: bool) -> None:
        read = partial(cases_to_join, self.sheet.id, self.sheet.customer_id, any_customer=any_customer)
        self.desk.jobs.read(self, read, self._show_cases)

    def chosen(self) -> int | None:
        """Marked where there is none."""
        if self.other.value() is None:
            self._row.mark(_("Choose a case."))
        found: int | None = self.other.value()
        return found

    def _show_cases(self, found: tuple[CaseRef, ...]) -> None:
        self.other.offer((f"{each.number} {each.subject}", each.id) for each in found)
        self.base["other"] = self.other.value()
        if not found:
            self._row.mark(_("No other open case is there to choose from."))


class MergeCaseDialog(_ChooseDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        help_text = _("All that was said, promised and given goes over. This case is done then and leads there. Ctrl+Z takes it back.")
        super().__init__(desk, sheet, _("Merge into another case"), _("Merge"), _("&Into which case"), help_text, parent)
        self.offer(any_customer=False)

    def work(self) -> Callable[[], Change] | None:
        into = self.chosen()
        return None if into is None else partial(merge_cases, self.sheet.id, self.sheet.version, into, self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("Case {number} was merged.").format(number=self.sheet.number)


class JoinDialog(_ChooseDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        help_text = _("When the problem is solved, its incidents can be solved with it.")
        super().__init__(desk, sheet, _("Part of a problem"), _("Put it there"), _("Of &which problem"), help_text, parent)
        self.offer(any_customer=True)

    def work(self) -> Callable[[], Change] | None:
        problem = self.chosen()
        return None if problem is None else partial(set_case_parent, self.sheet.id, self.sheet.version, problem, self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("Case {number} is part of that problem now.").format(number=self.sheet.number)
