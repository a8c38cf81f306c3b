"""The cases: the list on the left, the whole conversation of the chosen one and what comes next on the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.queries.cases import OPEN, CaseFilter, CaseRow, CaseSort, Lateness, case_ids, case_rows, first_cases
from crm_desktop.ui.desk import Conditions, Desk
from crm_desktop.ui.dialogs.case import CaseDialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import button, only_for
from crm_desktop.ui.words import priority_chips
from crm_desktop.ui.words_of_service import CASE_KINDS, CASE_STATES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.case_panel import CasePanel

MINE, NOBODYS = "mine", "nobodys"
_LATENESS = {Lateness.LATE.value: N_("Late"), Lateness.NEARLY.value: N_("Nearly late")}
_SOUGHT_WIDTH, _STATE_WIDTH = 120, 182


class CasesPage(ListPage):
    name: ClassVar[str] = Entity.CASE.value
    next_step: ClassVar[str] = N_("Open a case")
    entity: ClassVar[Entity] = Entity.CASE
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.CASE, Entity.CUSTOMER})
    row_height: ClassVar[int] = TALL_ROW_HEIGHT
    first_order: ClassVar[tuple[str, bool]] = (CaseSort.OPENED.value, True)
    panel_width: ClassVar[int] = 664
    always_chooses: ClassVar[bool] = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sought.setFixedWidth(_SOUGHT_WIDTH)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def about(row: CaseRow) -> Cell:
            second = " · ".join(filter(None, (row.number, formats.moment(row.opened_at), row.customer, row.assignee)))
            loud = priority_chips(row.priority) if row.priority in (Priority.HIGH, Priority.URGENT) else ()
            return Cell(row.subject, second, chips=(*_late(row), *loud))

        opened = CaseSort.OPENED.value
        told = ("subject", "number", "customer_name", "assignee", "opened_at")
        return (
            Column(_("What"), about, sort=opened, down_first=True, key="subject", fields=told),
            Column(_("State"), _state, _STATE_WIDTH, sort=CaseSort.URGENCY.value, key="status", fields=("status", "kind", "priority")),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        which = self.which.currentData()
        if which in _LATENESS:
            wanted = CaseFilter(OPEN, text=text, lateness=Lateness(which))
        elif isinstance(which, str):
            wanted = CaseFilter(OPEN, self.desk.by.id if which == MINE else 0, text=text)
        else:
            wanted = CaseFilter(which, text=text)
        order = CaseSort(sort)
        return Source(partial(_first, wanted, order, downwards), partial(case_ids, wanted, order, downwards), case_rows)

    def actions_above(self) -> list[QWidget]:
        self.which = QComboBox()
        for words, which in ((_("Not done"), OPEN), (_("Mine"), MINE), (_("Nobody’s"), NOBODYS)):
            self.which.addItem(words, which)
        for late, words in _LATENESS.items():
            self.which.addItem(_(words), late)
        for state in CaseStatusKind:
            self.which.addItem(_(CASE_STATES[state][0]), (state,))
        self.which.addItem(_("All"), ())
        self.which.setAccessibleName(_("Which cases"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(7)
        self.which.currentIndexChanged.connect(self._on_choice)
        add = button("", "plus", "primary", tip=_("Open a case"))
        only_for(self.desk.by, Right.HANDLE_CASES, add)
        add.setAccessibleName(_("Open a case"))
        add.clicked.connect(self.add_new)
        return [self.which, add]

    @cached_property
    def sheet(self) -> CasePanel:
        from crm_desktop.ui.pages.case_panel import CasePanel  # after the rows

        return self.split.put(CasePanel(self.desk))

    def why_empty(self) -> str:
        if self.which.currentData() in _LATENESS:
            return _("None is late, or nearly so.")
        if self.which.currentData() != OPEN:
            return _("There is none of these.")
        return _("No case is open. What a customer wants settled shows up here until it is solved.")

    def narrow(self, only: object, called: str) -> None:
        """What is late is one of its own choices."""
        if isinstance(only, Lateness):
            super().narrow(Conditions(()), "")
            self.which.setCurrentIndex(self.which.findData(only.value))
        else:
            super().narrow(only, called)

    def show_record(self, record_id: int) -> None:
        self.sheet.show_case(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """Whatever its state, it is shown; `about` a customer: a new case of theirs."""
        if about == Entity.CUSTOMER:
            self.add_new_for(record_id)
            return
        self.which.setCurrentIndex(self.which.count() - 1)
        super().open_record(record_id, about)

    def _connect(self) -> None:
        super()._connect()
        self.table.opened.connect(self._on_opened)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+E"), self, context=here).activated.connect(self._on_edit)

    @Slot()
    def _on_edit(self) -> None:
        self.sheet.steps.open_form()

    @Slot(int)
    def _on_opened(self, _case_id: int) -> None:
        """Enter goes on where it is written."""
        self.sheet.writing.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def add_new(self) -> None:
        self.add_new_for(0)

    def add_new_for(self, customer_id: int) -> None:
        dialog = CaseDialog(self.desk, customer_id, parent=self)
        dialog.saved.connect(self.selecting.choose_saved)
        dialog.open()

    @Slot()
    def _on_choice(self) -> None:
        self.reload()


def _first(wanted: CaseFilter, sort: CaseSort, downwards: bool, limit: int) -> list[CaseRow]:
    return first_cases(wanted, limit, sort, downwards)


def _state(row: CaseRow) -> Cell:
    if row.merged_into:
        return Cell(chips=(Chip(_("Merged")),), second=row.merged_into)
    tone = CASE_STATES[CaseStatusKind(row.state)][1]
    kind = _(CASE_KINDS[CaseKind(row.kind)][0])
    return Cell(chips=(Chip(row.status, tone),), second=kind)


def _late(row: CaseRow) -> tuple[Chip, ...]:
    """By the clock of what was promised."""
    tones = {Lateness.LATE: Tone.BAD, Lateness.NEARLY: Tone.WARN}
    return (Chip(_(_LATENESS[row.lateness.value]), tones[row.lateness]),) if row.lateness is not None else ()
