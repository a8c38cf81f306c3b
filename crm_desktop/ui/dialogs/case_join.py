"""Forms for cases that belong together: merge one into another, put one under a problem."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.case_pages import cases_to_join
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.case_joining import merge_cases, set_case_parent
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.case_finder import CaseFinder


class _ChooseDialog(FormDialog):
    def __init__(
        self, desk: Desk, sheet: CaseSheet, title: str, save: str, words: str, help_text: str, parent: QWidget | None, *, any_customer: bool
    ) -> None:
        super().__init__(desk, title, save, parent)
        self.sheet = sheet
        find = partial(cases_to_join, case_id=sheet.id, customer_id=sheet.customer_id, any_customer=any_customer)
        self.other = CaseFinder(desk.jobs, find)
        self.form.add(label(f"{sheet.number} {sheet.subject}", "heading", wrap=True))
        self._row = self.form.add_row(words, self.other, help_text)
        self.fit(520)
        self.other.setFocus()

    def chosen(self) -> int | None:
        """Marked where there is none."""
        if self.other.value() is None:
            self._row.mark(_("Choose a case that was found."))
        return self.other.value()


class MergeCaseDialog(_ChooseDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        help_text = _("All that was said, promised and given goes over. This case is done then and leads there. Ctrl+Z takes it back.")
        super().__init__(
            desk, sheet, _("Merge into another case"), _("Merge"), _("&Into which case"), help_text, parent, any_customer=False
        )

    def work(self) -> Callable[[], Change] | None:
        into = self.chosen()
        return None if into is None else partial(merge_cases, self.sheet.id, self.sheet.version, into, self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("Case {number} was merged.").format(number=self.sheet.number)


class JoinDialog(_ChooseDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, parent: QWidget | None = None) -> None:
        help_text = _("When the problem is solved, its incidents can be solved with it.")
        super().__init__(
            desk, sheet, _("Part of a problem"), _("Put it there"), _("Of &which problem"), help_text, parent, any_customer=True
        )

    def work(self) -> Callable[[], Change] | None:
        problem = self.chosen()
        return None if problem is None else partial(set_case_parent, self.sheet.id, self.sheet.version, problem, self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("Case {number} is part of that problem now.").format(number=self.sheet.number)
