"""Beside a case: where it stands, whose it is, what is to be checked, and what was done to make it good."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind, Cause, Remedy, Validity
from crm_desktop.queries.case_pages import CasePage, CheckRow, RemedyRow
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.services.case_steps import assign_case, set_case_priority, set_case_status
from crm_desktop.services.complaints import tick_item
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import column, empty, label, row, scrolled, surface
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.long_tick import LongTick
from crm_desktop.ui.words import PRIORITIES
from crm_desktop.ui.words_of_service import CAUSES, REMEDIES, VALIDITIES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.case_panel import CasePanel


class CaseSide(QFrame):
    def __init__(self, desk: Desk, panel: "CasePanel") -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._sheet: CaseSheet | None = None
        self.setProperty("surface", "card")
        self.status, self.owner, self.team = LateChoice(), LateChoice(), LateChoice()
        self.priority = QComboBox()
        for priority, word in PRIORITIES.items():
            self.priority.addItem(_(word), priority.value)
        self.ticks: list[QCheckBox] = []
        self.judged, self.reason = label("", wrap=True), label("", wrap=True)
        self._judged_title, self._reason_title = label(_("The complaint is"), "small"), label(_("Reason"), "small")
        self._list_title, self._remedy_title = label(_("Checklist"), "heading"), label(_("Remedy"), "heading")
        self._cost = label("", "heading")
        self._checks, self._remedies = column(gap=2), column(gap=GAP)
        self._build()
        self.status.activated.connect(self._on_status)
        self.priority.activated.connect(self._on_priority)
        self.owner.activated.connect(self._on_hands)
        self.team.activated.connect(self._on_hands)

    def show_page(self, found: CasePage) -> None:
        self._sheet = sheet = found.sheet
        choices = found.choices
        self.status.know(sheet.status_id, sheet.status)
        self.status.offer((each.name, each.id) for each in choices.statuses)
        self.status.choose(sheet.status_id)
        self.owner.know(sheet.assignee_id, sheet.assignee)
        self.owner.offer([(_("Nobody"), None), *((each.name, each.id) for each in choices.staff)])
        self.owner.choose(sheet.assignee_id)
        self.team.know(sheet.team_id, sheet.team)
        self.team.offer([(_("No team"), None), *((each.name, each.id) for each in choices.teams)])
        self.team.choose(sheet.team_id)
        self._team.setVisible(bool(choices.teams))
        self.priority.setCurrentIndex(self.priority.findData(sheet.priority))
        for each in (self.status, self.owner, self.team, self.priority):
            each.setEnabled(sheet.merged_into_id is None)
        self._show_judgement(sheet)
        self._show_checklist(found.checklist)
        self._show_remedies(found.remedies, sheet)

    def _build(self) -> None:
        self._team = self._field(_("Team"), self.team)
        fields = (self._field(_("Status"), self.status), self._field(_("Priority"), self.priority), self._field(_("Owner"), self.owner))
        said = (self._reason_title, self.reason, self._judged_title, self.judged)
        self._remedy_line = row(self._remedy_title, 1, self._cost)
        lists = (self._list_title, self._checks, self._remedy_line, self._remedies)
        inner = surface("clear", column(*fields, self._team, column(*said, gap=2), *lists, 1, gap=12, margins=(2 * GAP,) * 4))
        self.setLayout(column(scrolled(inner)))

    def _field(self, words: str, widget: QComboBox) -> QWidget:
        name = label(words, "small")
        name.setBuddy(widget)
        widget.setAccessibleName(words)
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        widget.setMinimumContentsLength(6)
        made = QWidget()
        made.setLayout(column(name, widget, gap=2))
        return made

    def _show_judgement(self, sheet: CaseSheet) -> None:
        is_judged = sheet.kind in (CaseKind.COMPLAINT, CaseKind.BILLING_DISPUTE)
        words = _(VALIDITIES[Validity(sheet.validity)][0]) if sheet.validity else _("not checked yet")
        cause = _(CAUSES[Cause(sheet.cause)]) if sheet.cause else ""
        self.judged.setText("\n".join(filter(None, (" · ".join(filter(None, (words, cause))), sheet.cause_note))))
        self.reason.setText(sheet.reason)
        for part in (self._judged_title, self.judged):
            part.setVisible(is_judged)
        for part in (self._reason_title, self.reason):
            part.setVisible(bool(sheet.reason))

    def _show_checklist(self, checks: tuple[CheckRow, ...]) -> None:
        held = next((place for place, tick in enumerate(self.ticks) if tick.hasFocus()), -1)
        empty(self._checks)
        self.ticks = []
        for check in checks:
            line = LongTick(check.name)
            line.tick.setChecked(check.at is not None)
            if check.at is not None:
                when = self._desk.formats.day_and_time(check.at)
                line.setToolTip(plain_tip(" · ".join(filter(None, (when, check.staff)))))
            line.tick.toggled.connect(partial(self._tick, check.item_id))
            self._checks.addWidget(line)
            self.ticks.append(line.tick)
        if 0 <= held < len(self.ticks):
            self.ticks[held].setFocus()
        self._list_title.setVisible(bool(checks))

    def _show_remedies(self, remedies: tuple[RemedyRow, ...], sheet: CaseSheet) -> None:
        empty(self._remedies)
        for each in remedies:
            self._remedies.addWidget(label(self._told(each), wrap=True))
        self._remedy_title.setVisible(bool(remedies))
        self._cost.setVisible(bool(remedies))
        self._cost.setText(self._desk.formats.money(sheet.remedy_cost))

    def _told(self, each: RemedyRow) -> str:
        formats = self._desk.formats
        worth = formats.money(each.cost, each.currency) if each.cost else ""
        percent = formats.percent(each.percent) if each.percent > Decimal(0) else ""
        taken = _("{percent}, took off {worth}").format(percent=percent, worth=worth) if percent and worth else percent or worth
        what = " ".join(filter(None, (_(REMEDIES[Remedy(each.kind)]), taken)))
        return "\n".join(filter(None, (" · ".join(filter(None, (what, each.voucher, each.returned, each.order))), each.note)))

    @Slot()
    def _on_status(self) -> None:
        """Solving asks what solved it; anything else is a click."""
        sheet = self._sheet
        if sheet is None or self.status.value() == sheet.status_id:
            return
        status = self.status.value()
        if self._panel.steps.kind_of(status) == CaseStatusKind.DONE and sheet.state != CaseStatusKind.DONE:
            self.status.choose(sheet.status_id)
            self._panel.steps.solve_as(status)
            return
        self._write(partial(set_case_status, sheet.id, sheet.version, status, self._desk.by), _("The status is changed."))

    @Slot()
    def _on_priority(self) -> None:
        sheet = self._sheet
        if sheet is not None and self.priority.currentData() != sheet.priority:
            wanted = Priority(self.priority.currentData())
            self._write(partial(set_case_priority, sheet.id, sheet.version, wanted, self._desk.by), _("The priority is changed."))

    @Slot()
    def _on_hands(self) -> None:
        sheet = self._sheet
        if sheet is not None and (self.owner.value(), self.team.value()) != (sheet.assignee_id, sheet.team_id):
            work = partial(assign_case, sheet.id, sheet.version, self._desk.by, self.owner.value(), self.team.value())
            self._write(work, _("It is in other hands now."))

    def _tick(self, item_id: int, is_done: bool) -> None:
        if self._sheet is not None:
            self._write(partial(tick_item, self._sheet.id, item_id, self._desk.by, is_done), "")

    def _write(self, work: Callable[[], Change], said: str) -> None:
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._on_refused)

    def _on_written(self, said: str, _change: Any) -> None:
        if said:
            self._desk.say(said)

    def _on_refused(self, error: Exception) -> None:
        """What is there now is shown, with what was not done."""
        if self._sheet is not None:
            self._panel.show_case(self._sheet.id)
        self._panel.say_error(error)
