"""The clocks of a case: how much time is left to answer and to settle it, whose turn it is; and who is asked for help."""

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_escalation import EscalationState, SlaStatus, SlaTargetKind
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.core.sla_clock import MINUTE
from crm_desktop.core.spans_of_time import minutes_text
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.queries.escalations import EscalationRow, escalations_of
from crm_desktop.queries.service_rules import RuleChoices, rule_choices
from crm_desktop.queries.sla import CaseClocks, TargetClock, case_clocks
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.theme import GAP, set_role
from crm_desktop.ui.widgets.basics import button, column, label, offer, only_for, surface
from crm_desktop.ui.widgets.beside import Beside
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.words_of_escalation import LEVELS, TARGETS

_EVERY = 30_000
_TURNS = {
    CaseStatusKind.OPEN: N_("us"),
    CaseStatusKind.WAITING_CUSTOMER: N_("the customer"),
    CaseStatusKind.WAITING_OTHER: N_("somebody else"),
    CaseStatusKind.DONE: N_("nobody"),
}


class Clocks(NamedTuple):
    case_id: int
    clocks: CaseClocks | None
    asked: EscalationRow | None


class CaseClocksBar(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: CaseSheet | None = None
        self._asked: EscalationRow | None = None
        self.values = {kind: label("", "strong") for kind in SlaTargetKind}
        self.tiles: dict[SlaTargetKind, QFrame] = {kind: _tile(_(TARGETS[kind]), self.values[kind]) for kind in SlaTargetKind}
        self.turn, self.waited = label("", "strong"), label("", "small", wrap=True)
        self._waits = _tile(_("Waiting for"), self.turn, self.waited)
        self.escalate = button(_("Escalate …"), "circle-alert", tip=_("Ask somebody who knows more, or may more"))
        self.over = button(_("Hand over …"), "user", tip=_("A colleague goes on with it"))
        self.asked = button("", "handshake", tip=_("Who is asked for help"))
        only_for(desk.by, Right.HANDLE_CASES, self.escalate, self.over)
        tiles = Beside(*self.tiles.values(), self._waits, gap=GAP)
        self.setLayout(column(tiles, flowing(self.escalate, self.over, self.asked)))
        self._again = QTimer(self, interval=_EVERY)
        self._again.timeout.connect(self._on_time)
        self._again.start()
        self.escalate.clicked.connect(self._on_escalate)
        self.over.clicked.connect(self._on_over)
        self.asked.clicked.connect(self._on_asked)

    def show_case(self, sheet: CaseSheet | None) -> None:
        self._sheet = sheet
        if sheet is not None:
            self._desk.jobs.read(self, partial(_read, sheet.id), self._show, newest="clocks")

    def _show(self, found: Clocks) -> None:
        if self._sheet is None or self._sheet.id != found.case_id or found.clocks is None:
            return
        clocks, self._asked = found.clocks, found.asked
        there = {each.kind: each for each in clocks.targets}
        for kind, tile in self.tiles.items():
            offer(tile, wanted=kind in there)
            if kind in there:
                _tell(self.values[kind], there[kind], paused=clocks.status == SlaStatus.PAUSED)
                tile.setToolTip(plain_tip(self._how(clocks)))
        us, customer = (minutes_text(seconds // MINUTE) for seconds in clocks.waited[:2])
        self.turn.setText(_(_TURNS[clocks.turn]))
        self.waited.setText(_("us {us}, customer {customer}").format(us=us, customer=customer))
        is_open = clocks.turn != CaseStatusKind.DONE and self._sheet.merged_into_id is None
        offer(self.escalate, wanted=is_open)
        offer(self.over, wanted=is_open)
        offer(self.asked, wanted=found.asked is not None)
        if found.asked is not None:
            text = _("Help: {who}").format(who=found.asked.helper or _(LEVELS[found.asked.level]))
            self.asked.setText(text.replace("&", "&&"))
            self.asked.setAccessibleName(text)

    def _how(self, clocks: CaseClocks) -> str:
        how = _("counted day and night") if clocks.around_the_clock else _("counted in working time")
        return f"{clocks.sla} · {how}"

    @Slot()
    def _on_time(self) -> None:
        if self.isVisible():
            self.show_case(self._sheet)

    @Slot()
    def _on_escalate(self) -> None:
        self._desk.jobs.read(self, rule_choices, self._open_escalate)

    def _open_escalate(self, choices: RuleChoices) -> None:
        from crm_desktop.ui.dialogs.escalate import EscalateDialog

        if self._sheet is not None:
            EscalateDialog(self._desk, self._sheet, choices.staff, self).open()

    @Slot()
    def _on_over(self) -> None:
        self._desk.jobs.read(self, rule_choices, self._open_over)

    def _open_over(self, choices: RuleChoices) -> None:
        from crm_desktop.ui.dialogs.escalate import HandOverDialog

        if self._sheet is not None:
            HandOverDialog(self._desk, self._sheet, choices.staff, self).open()

    @Slot()
    def _on_asked(self) -> None:
        from crm_desktop.ui.dialogs.asked import open_asked

        if self._asked is not None:
            open_asked(self._desk, Entity.ESCALATION, self._asked.id, self)


def _read(case_id: int) -> Clocks:
    standing = (each for each in escalations_of(case_id) if each.state != EscalationState.HANDED_BACK)
    return Clocks(case_id, case_clocks(case_id), next(standing, None))


def _tile(name: str, value: QLabel, *more: QLabel) -> QFrame:
    value.setWordWrap(True)
    return surface("box", column(label(name, "small", wrap=True), value, *more, 1, gap=2, margins=(12, GAP, 12, GAP)))


def _tell(value: QLabel, clock: TargetClock, *, paused: bool) -> None:
    target, left = minutes_text(clock.target // MINUTE), minutes_text(abs(clock.left) // MINUTE)
    if clock.ended_at is not None:
        took = minutes_text(clock.took // MINUTE)
        text = _("✓ {took} of {target}") if clock.met else _("{took}, late by {left} of {target}")
        value.setText(text.format(took=took, target=target, left=left))
    elif clock.left < 0:
        value.setText(_("{left} late, of {target}").format(left=left, target=target))
    else:
        text = _("Paused, {left} left of {target}") if paused and clock.kind == SlaTargetKind.RESOLUTION else _("{left} left of {target}")
        value.setText(text.format(left=left, target=target))
    set_role(value, "type", "error" if clock.met is False else "strong")
