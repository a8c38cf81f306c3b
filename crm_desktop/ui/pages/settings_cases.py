"""Cases in the company's own words: where they stand, what is checked on the way, and after how many days something happens by itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.queries.settings import CaseDays, ListedRow, case_days, case_status_rows, checklist_rows
from crm_desktop.services.case_lists import (
    CASE_STATUSES,
    add_case_status,
    add_checklist_item,
    change_case_status,
    change_checklist_item,
)
from crm_desktop.services.company import change_company
from crm_desktop.services.company_lists import CompanyList
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_form import FormSection
from crm_desktop.ui.pages.settings_lists import listed_asks, retired
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words_of_service import CASE_KINDS, CASE_STATES

_STATES = {kind: word for kind, (word, _tone) in CASE_STATES.items()}
_KINDS = {kind: word for kind, (word, _tone) in CASE_KINDS.items()}
_MOST_DAYS = 3_650


class StatusesSection(ListSection):
    name: ClassVar[str] = "case-statuses"
    title: ClassVar[str] = N_("Statuses of cases")
    said: ClassVar[str] = N_("Where a case stands, in your words. Each is of a fixed kind, which figures and deadlines count.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = tuple(name for name, _kind in CASE_STATUSES)
    add_title: ClassVar[str] = N_("Add a status")
    which: ClassVar[CompanyList | None] = CompanyList.CASE_STATUSES

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _name), Column(_("Counts as"), _state, 200), Column("", retired, 110)

    def read(self) -> Sequence[ListedRow]:
        return case_status_rows()

    def asks(self, entry: ListedRow | None) -> tuple[Ask, ...]:
        return listed_asks(entry, _STATES)

    def saving(self, values: Values, entry: ListedRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_case_status, values["name"], CaseStatusKind(values["kind"]), self.desk.by, key)
        return partial(change_case_status, entry.id, entry.version, values["name"], values["active"], self.desk.by, key)

    def turning(self, entry: ListedRow) -> Callable[[], Change]:
        return partial(change_case_status, entry.id, entry.version, entry.name, not entry.active, self.desk.by)


class ChecklistsSection(ListSection):
    name: ClassVar[str] = "checklists"
    title: ClassVar[str] = N_("Checklists of cases")
    said: ClassVar[str] = N_("What is checked in cases of a kind, so that nothing is forgotten.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Complaints"), N_("Guideline"))
    add_title: ClassVar[str] = N_("Add to a checklist")
    which: ClassVar[CompanyList | None] = CompanyList.CHECKLISTS

    def columns(self) -> tuple[Column, ...]:
        return Column(_("What is checked"), _name), Column(_("In cases of the kind"), _kind, 200), Column("", retired, 110)

    def read(self) -> Sequence[ListedRow]:
        return checklist_rows()

    def among(self, entry: ListedRow) -> object:
        return entry.kind

    def asks(self, entry: ListedRow | None) -> tuple[Ask, ...]:
        return listed_asks(entry, _KINDS)

    def saving(self, values: Values, entry: ListedRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_checklist_item, values["name"], CaseKind(values["kind"]), self.desk.by, key)
        return partial(change_checklist_item, entry.id, entry.version, values["name"], values["active"], self.desk.by, key)

    def turning(self, entry: ListedRow) -> Callable[[], Change]:
        return partial(change_checklist_item, entry.id, entry.version, entry.name, not entry.active, self.desk.by)


class CasesSection(FormSection):
    name: ClassVar[str] = "cases"
    title: ClassVar[str] = N_("What cases do by themselves")
    said: ClassVar[str] = N_(
        "Days until a solved case closes and a complaint is followed up, and in which a contact reopens it. 0 is never."
    )
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Close"), N_("Follow-up"), N_("Days"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._version = 0
        self.close_days, self.reopen_days, self.ask_days = (number_box(0, _MOST_DAYS, usual) for usual in (7, 14, 3))
        self.add_field(_("A solved case &closes after so many days"), self.close_days, _("It can be reopened all the same."))
        reopened = _("Who gets in touch later makes a follow-up. 0: a contact reopens nothing.")
        self.add_field(_("A contact &reopens it for so many days"), self.reopen_days, reopened)
        self.add_field(_("A complaint is &followed up after so many days"), self.ask_days, _("A follow-up is made when it is solved."))
        self.begin()

    def read(self) -> CaseDays:
        return case_days()

    def show_stored(self, stored: Any) -> None:
        self._version = stored.version
        self.close_days.setValue(stored.close)
        self.reopen_days.setValue(stored.reopen)
        self.ask_days.setValue(stored.follow_up)

    def saving(self, key: str) -> Callable[[], Change] | None:
        wanted = {
            "case_close_days": self.close_days.value(),
            "case_reopen_days": self.reopen_days.value(),
            "complaint_follow_up_days": self.ask_days.value(),
        }
        return partial(change_company, self._version, wanted, self.desk.by, key)


def _name(entry: ListedRow) -> Cell:
    return Cell(entry.name)


def _state(entry: ListedRow) -> Cell:
    return Cell(_(_STATES[CaseStatusKind(entry.kind)]), soft=True)


def _kind(entry: ListedRow) -> Cell:
    return Cell(_(_KINDS[CaseKind(entry.kind)]), soft=True)
