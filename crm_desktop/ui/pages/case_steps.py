"""What can be done with a case next: change, solve, reopen, judge, make good, merge, split, put under a problem, close."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.queries.case_pages import CaseChoices, CaseRef, case_choices
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.case_joining import set_case_parent
from crm_desktop.services.case_steps import close_case
from crm_desktop.services.shelves import put_on_shelf
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.case import CaseDialog
from crm_desktop.ui.dialogs.case_join import JoinDialog, MergeCaseDialog
from crm_desktop.ui.dialogs.case_steps import JudgeDialog, ReopenDialog, SolveDialog
from crm_desktop.ui.dialogs.remedy import open_remedy
from crm_desktop.ui.widgets.basics import button, only_for, set_menu

if TYPE_CHECKING:
    from crm_desktop.ui.pages.case_panel import CasePanel

_JUDGED = (CaseKind.COMPLAINT, CaseKind.BILLING_DISPUTE)


class CaseSteps(QObject):
    def __init__(self, desk: Desk, panel: "CasePanel") -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._sheet: CaseSheet | None = None
        self._incidents: tuple[CaseRef, ...] = ()
        self._kinds: dict[int, str] = {}
        self.solve = button(_("Solve …"), "check", "primary", tip=_("It is settled; say what settled it"))
        self.reopen = button(_("Reopen …"), "undo-2", tip=_("It comes back, and counts as reopened"))
        self.judge = button(_("Check …"), "shield-check", tip=_("Is the complaint valid, and where did it come from?"))
        self.remedy = button(_("Remedy …"), "heart", tip=_("Make it good: refund, replacement, coupon …"))
        self.edit = button("", "pencil", tip=_("Change what is known of it (Ctrl+E)"))
        self.edit.setAccessibleName(_("Change the case"))
        self.more = button("", "ellipsis", tip=_("More: its customer, its order, merge, split, close …"))
        only_for(desk.by, Right.HANDLE_CASES, self.solve, self.reopen, self.judge, self.remedy, self.edit, self.more)
        self.more.setAccessibleName(_("More steps"))
        self._make_menu()
        self.buttons: tuple[QPushButton, ...] = (self.solve, self.reopen, self.judge, self.remedy, self.edit, self.more)
        for opener, open_it in (
            (self.solve, self._on_solve), (self.reopen, self._on_reopen), (self.judge, self._on_judge), (self.remedy, self._on_remedy),
            (self.edit, self.open_form),
        ):  # fmt: skip
            opener.clicked.connect(open_it)
        desk.jobs.read(self, case_choices, self._learn, newest="choices")

    def show_for(self, sheet: CaseSheet, incidents: tuple[CaseRef, ...]) -> None:
        self._sheet, self._incidents = sheet, incidents
        is_done, is_merged = sheet.state == CaseStatusKind.DONE, sheet.merged_into_id is not None
        for part, stands in (
            (self.solve, not is_done), (self.reopen, is_done and not is_merged), (self.judge, sheet.kind in _JUDGED and not is_merged),
            (self.remedy, not is_merged), (self.edit, not is_merged), (self.merge, not is_merged), (self.split, not is_merged),
            (self.under, not is_merged and sheet.parent_id is None), (self.apart, sheet.parent_id is not None and not is_merged),
            (self.close, is_done and not is_merged and sheet.closed_at is None), (self.away, is_done and not sheet.shelf),
            (self.customer, sheet.customer_id is not None), (self.order, sheet.order_id is not None),
            (self.back, sheet.return_id is not None), (self.kept, is_merged), (self.problem, sheet.parent_id is not None),
        ):  # fmt: skip
            part.setVisible(stands)
        self._of_incidents.clear()
        for each in incidents:
            action = self._of_incidents.addAction(f"{each.number} {each.subject}".replace("&", "&&"))
            action.setData((Entity.CASE.value, each.id))
        self._of_incidents.menuAction().setVisible(bool(incidents))

    def kind_of(self, status_id: int) -> str:
        return self._kinds.get(status_id, "")

    def solve_as(self, status_id: int) -> None:
        if self._sheet is not None:
            SolveDialog(self._desk, self._sheet, len(self._incidents), status_id, self._panel).open()

    @Slot()
    def open_form(self) -> None:
        if self._sheet is not None:
            CaseDialog(self._desk, sheet=self._sheet, parent=self._panel).open()

    def _make_menu(self) -> None:
        menu = QMenu(self.more)
        set_menu(self.more, menu)
        self.customer = self._showing(menu, _("Show the customer"), Entity.CUSTOMER, "customer_id")
        self.order = self._showing(menu, _("Show the order"), Entity.ORDER, "order_id")
        self.back = self._showing(menu, _("Show the return"), Entity.RETURN, "return_id")
        self.kept = self._showing(menu, _("Show the case it was merged into"), Entity.CASE, "merged_into_id")
        self.problem = self._showing(menu, _("Show the problem it is part of"), Entity.CASE, "parent_id")
        self._of_incidents = menu.addMenu(_("Incidents of this problem"))
        menu.triggered.connect(self._on_shown)
        menu.addSeparator()
        self.merge = self._action(menu, _("Merge into another case …"), self._on_merge)
        self.split = self._action(menu, _("Split off a case …"), self._on_split)
        self.under = self._action(menu, _("Part of a problem …"), self._on_under)
        self.apart = self._action(menu, _("Not part of that problem"), self._on_apart)
        self.close = self._action(menu, _("Close for good"), self._on_close)
        self.away = self._action(menu, _("Archive"), self._on_away)
        menu.addSeparator()
        self.survey = self._action(menu, _("Ask how it was …"), self._on_survey)
        self.assess = self._action(menu, _("Plan an assessment …"), self._on_assess)

    @Slot()
    def _on_survey(self) -> None:
        from crm_desktop.ui.dialogs.survey_answers import ask_about

        if self._sheet is not None:
            ask_about(self._desk, Entity.CASE, self._sheet.id, f"{self._sheet.number} · {self._sheet.subject}", self._panel)

    @Slot()
    def _on_assess(self) -> None:
        from crm_desktop.ui.dialogs.draw_sample import PlanDialog

        if self._sheet is not None:
            PlanDialog(self._desk, None, self._sheet.id, f"{self._sheet.number} · {self._sheet.subject}", self._panel).open()

    def _showing(self, menu: QMenu, words: str, page: Entity, name: str) -> QAction:
        made = menu.addAction(words)
        made.setData((page.value, name))
        return made

    def _action(self, menu: QMenu, words: str, slot: Callable[[], None]) -> QAction:
        made = menu.addAction(words)
        made.triggered.connect(slot)
        return made

    def _learn(self, found: CaseChoices) -> None:
        self._kinds = {each.id: each.kind for each in found.statuses}

    @Slot()
    def _on_solve(self) -> None:
        if self._sheet is not None:
            SolveDialog(self._desk, self._sheet, len(self._incidents), None, self._panel).open()

    @Slot()
    def _on_reopen(self) -> None:
        if self._sheet is not None:
            ReopenDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_judge(self) -> None:
        if self._sheet is not None:
            JudgeDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_remedy(self) -> None:
        if self._sheet is not None:
            open_remedy(self._desk, self._sheet, self._panel)

    @Slot()
    def _on_merge(self) -> None:
        if self._sheet is not None:
            MergeCaseDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_split(self) -> None:
        if self._sheet is not None:
            CaseDialog(self._desk, split_from=self._sheet, parent=self._panel).open()

    @Slot()
    def _on_under(self) -> None:
        if self._sheet is not None:
            JoinDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_apart(self) -> None:
        if self._sheet is not None:
            self._write(partial(set_case_parent, self._sheet.id, self._sheet.version, None, self._desk.by), _("It stands alone again."))

    @Slot()
    def _on_close(self) -> None:
        if self._sheet is not None:
            self._write(partial(close_case, self._sheet.id, self._sheet.version, self._desk.by), _("The case is closed."))

    @Slot()
    def _on_away(self) -> None:
        if self._sheet is not None:
            work = partial(put_on_shelf, Entity.CASE, self._sheet.id, self._sheet.version, Shelf.ARCHIVE, self._desk.by)
            self._write(work, _("The case lies in the archive."))

    def _write(self, work: Callable[[], Change], said: str) -> None:
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._panel.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    @Slot(QAction)
    def _on_shown(self, action: QAction) -> None:
        """What the case is linked with: a page, and the record's id or the name it has in the sheet."""
        if self._sheet is not None and action.data() is not None:
            page, which = action.data()
            self._desk.go_to(page, getattr(self._sheet, which) if isinstance(which, str) else which)
