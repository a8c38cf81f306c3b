"""What a colleague asks of this person: help with a case, or a decision; with everything one has to know to answer."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision, EscalationState
from crm_desktop.core.kinds_of_trade import PaymentMethod, VoucherKind
from crm_desktop.queries.case_sheets import EventRow, case_events, case_sheet
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow, approval_sheet, escalation_sheet
from crm_desktop.services.approvals import approve, decline, withdraw
from crm_desktop.services.escalations import accept_escalation, hand_back
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, label, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.words_of_escalation import APPROVALS, DECISIONS, ESCALATION_STATES, KINDS_OF_HELP, LEVELS, TRIGGERS
from crm_desktop.ui.words_of_trade import METHODS, VOUCHER_KINDS

_TOLD = 8
"""Events of the case that are told: the latest."""
_NOTE_HEIGHT = 76


class EscalationDialog(FormDialog):
    """Taken on, or handed back with what came of it."""

    def __init__(self, desk: Desk, asked: EscalationRow, story: str, events: list[EventRow], parent: QWidget | None = None) -> None:
        self._is_waiting = asked.state == EscalationState.WAITING
        title = _("Help with case {number}").format(number=asked.number)
        super().__init__(desk, title, _("Take it on") if self._is_waiting else _("Hand it back"), parent)
        self._asked = asked
        self.outcome = NotesEdit()
        self.outcome.setFixedHeight(sized(_NOTE_HEIGHT))
        self.case = button(_("Open the case"), "arrow-right")
        self.form.add(label(asked.subject, "heading", wrap=True))
        self.form.add(_table(self._facts(asked)))
        self.form.add(label(asked.reason, wrap=True))
        if story:
            self.form.add(label(story, "soft", wrap=True))
        self.form.add(label(_("What happened last"), "label"))
        for each in events:
            self.form.add(label(_told(each, desk), "small", wrap=True))
        self.form.add(_line(self.case))
        if asked.state == EscalationState.HANDED_BACK:
            self.form.add(label(asked.outcome, wrap=True))
            self.save.hide()
        elif not self._is_waiting:
            self.form.add_row(_("What &came of it"), self.outcome, _("Who asked reads this, and goes on with the case."))
            draft = self.keep_typing(f"hand-back-{asked.id}", self._typed, self._retype)
            self.outcome.textChanged.connect(draft.touch)
        self.case.clicked.connect(self._on_case)
        self.fit(540)
        (self.save if self._is_waiting else self.outcome).setFocus()

    def work(self) -> Callable[[], Change] | None:
        if self._is_waiting:
            return partial(accept_escalation, self._asked.id, self._asked.version, self.desk.by, key=self.key)
        if not self.outcome.toPlainText().strip():
            self.form.rows[0].mark(_("Say what came of it."))
            return None
        return partial(hand_back, self._asked.id, self._asked.version, self.outcome.toPlainText(), self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("The case is yours until you hand it back.") if self._is_waiting else _("Handed back. Who asked goes on with it.")

    def _facts(self, asked: EscalationRow) -> list[tuple[str, str]]:
        formats = self.desk.formats
        told = [
            (_("Customer"), asked.customer), (_("Asked by"), asked.asker or _("a rule of the company")),
            (_("Asked of"), f"{asked.helper} · {_(LEVELS[asked.level])}" if asked.helper else _(LEVELS[asked.level])),
            (_("Why"), " · ".join((_(TRIGGERS[asked.trigger]), _(KINDS_OF_HELP[asked.kind])))),
            (_("Since"), formats.moment(asked.at)),
            (_("To be taken on by"), formats.moment(asked.due_at) if asked.due_at else ""),
            (_("Taken on by"), asked.accepted_by), (_("State"), _(ESCALATION_STATES[asked.state][0])),
        ]  # fmt: skip
        return [each for each in told if each[1]]

    def _typed(self) -> dict[str, str]:
        return {"outcome": self.outcome.toPlainText()} if self.outcome.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.outcome.setPlainText(typed.get("outcome", ""))

    @Slot()
    def _on_case(self) -> None:
        self.desk.go_to(Entity.CASE.value, self._asked.case_id)
        self.leave()


class ApprovalDialog(FormDialog):
    """Yes does at once what was asked for; no says why."""

    def __init__(self, desk: Desk, asked: ApprovalRow, parent: QWidget | None = None) -> None:
        self._is_own = asked.asked_by_id == desk.by.id
        super().__init__(desk, _("To be approved"), _("Withdraw it") if self._is_own else _("Approve"), parent)
        self._asked, self._declines = asked, False
        self.note = NotesEdit()
        self.note.setFixedHeight(sized(_NOTE_HEIGHT))
        self.decline, self.case = button(_("Decline"), "x"), button(_("Open the case"), "arrow-right")
        self.form.add(label(f"{_(APPROVALS[asked.what])}: {self._amount()}", "heading", wrap=True))
        self.form.add(_table(self._facts(asked)))
        self.form.add(label(asked.reason, wrap=True))
        if asked.decision == Decision.WAITING and not self._is_own:
            self.form.add_row(_("&Note"), self.note, _("To who asked. Needed only to decline."))
            self.form.add(_line(self.decline, *((self.case,) if asked.case_id else ())))
            draft = self.keep_typing(f"approval-{asked.id}", self._typed, self._retype)
            self.note.textChanged.connect(draft.touch)
        self.save.setVisible(asked.decision == Decision.WAITING)
        self.decline.clicked.connect(self._on_decline)
        self.case.clicked.connect(self._on_case)
        self.fit(500)
        self.save.setFocus()

    def work(self) -> Callable[[], Change] | None:
        note = self.note.toPlainText()
        if self._is_own:
            return partial(withdraw, self._asked.id, self._asked.version, self.desk.by, key=self.key)
        if not self._declines:
            return partial(approve, self._asked.id, self._asked.version, self.desk.by, note, key=self.key)
        if not note.strip():
            self._declines = False
            self.form.rows[0].mark(_("Say why not."))
            return None
        return partial(decline, self._asked.id, self._asked.version, note, self.desk.by, key=self.key)

    def said_after(self) -> str:
        if self._is_own:
            return _("Withdrawn. Nobody is asked any more.")
        return _("Declined. Who asked is told.") if self._declines else _("Approved and done. Ctrl+Z takes both back.")

    def _on_refused(self, error: Exception) -> None:
        self._declines = False
        super()._on_refused(error)

    def _amount(self) -> str:
        percent = Decimal(self._asked.wanted.get("percent", "0"))
        if percent:
            return self.desk.formats.percent(percent)
        return self.desk.formats.money(self._asked.amount, self._asked.currency)

    def _facts(self, asked: ApprovalRow) -> list[tuple[str, str]]:
        formats, wanted = self.desk.formats, asked.wanted
        told = [
            (_("Customer"), asked.customer), (_("Order"), asked.order), (_("Case"), asked.case),
            (_("Asked by"), asked.asker), (_("Since"), formats.moment(asked.at)),
        ]  # fmt: skip
        if asked.what == ApprovalKind.REFUND and "method" in wanted:
            told.append((_("Paid back by"), _(METHODS[PaymentMethod(wanted["method"])])))
        if asked.what == ApprovalKind.VOUCHER and "kind" in wanted:
            told.append((_("Kind"), _(VOUCHER_KINDS[VoucherKind(wanted["kind"])])))
        if asked.decision != Decision.WAITING:
            told += [(_(DECISIONS[asked.decision][0]), asked.decider), (_("Note"), asked.note)]
        return [each for each in told if each[1]]

    def _typed(self) -> dict[str, str]:
        return {"note": self.note.toPlainText()} if self.note.toPlainText().strip() else {}

    def _retype(self, typed: dict[str, str]) -> None:
        self.note.setPlainText(typed.get("note", ""))

    @Slot()
    def _on_decline(self) -> None:
        self._declines = True
        self.try_save()

    @Slot()
    def _on_case(self) -> None:
        self.desk.go_to(Entity.CASE.value, self._asked.case_id or 0)
        self.leave()


def open_asked(desk: Desk, entity: Entity, record_id: int, parent: QWidget) -> None:
    """Read first, off the window's thread; what is gone by then is said."""
    if entity == Entity.ESCALATION:
        desk.jobs.read(parent, partial(_read_escalation, record_id), partial(_show_escalation, desk, parent))
    else:
        desk.jobs.read(parent, partial(approval_sheet, record_id), partial(_show_approval, desk, parent))


def _read_escalation(escalation_id: int) -> tuple[EscalationRow, str, list[EventRow]] | None:
    asked = escalation_sheet(escalation_id)
    if asked is None:
        return None
    case = case_sheet(asked.case_id)
    events = [each for each in case_events(asked.case_id, 3 * _TOLD) if each.note or each.summary]
    return asked, case.description if case is not None else "", events[:_TOLD]


def _show_escalation(desk: Desk, parent: QWidget, found: tuple[EscalationRow, str, list[EventRow]] | None) -> None:
    if found is None:
        desk.say(_("This is not asked any more."), Tone.WARN)
    else:
        EscalationDialog(desk, *found, parent).open()


def _show_approval(desk: Desk, parent: QWidget, found: ApprovalRow | None) -> None:
    if found is None:
        desk.say(_("This is not asked any more."), Tone.WARN)
    else:
        ApprovalDialog(desk, found, parent).open()


def _told(event: EventRow, desk: Desk) -> str:
    return " · ".join(filter(None, (desk.formats.moment(event.at), event.staff, event.note or event.summary)))


def _table(told: list[tuple[str, str]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GAP)
    grid.setVerticalSpacing(GAP // 2)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(told):
        grid.addWidget(label(name, "soft"), place, 0)
        grid.addWidget(label(value, wrap=True), place, 1)
    return surface("clear", grid)


def _line(*buttons: QPushButton) -> QWidget:
    return flowing(*buttons)
