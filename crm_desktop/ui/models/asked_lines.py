"""How cases that run late, and what colleagues ask, look in a list of things to do."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_escalation import EscalationState
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow
from crm_desktop.queries.sla import DueCase
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.words_of_escalation import APPROVALS, DECISIONS, ESCALATION_STATES, LEVELS, TARGETS


class AskedLine(NamedTuple):
    """`entity` and `record_id` say what Enter opens. Its id is only its place."""

    id: int
    cell: Cell
    chip: Chip
    entity: Entity
    record_id: int


def case_lines(cases: Sequence[DueCase], now: datetime, formats: Formats, start: int = 1) -> list[AskedLine]:
    return [
        AskedLine(start + place, _case_cell(each), _due_chip(each, now, formats), Entity.CASE, each.id) for place, each in enumerate(cases)
    ]


def asked_lines(
    escalations: Sequence[EscalationRow], approvals: Sequence[ApprovalRow], formats: Formats, start: int = 1
) -> list[AskedLine]:
    """What was asked of somebody, decisions first: a customer waits for them."""
    decisions = [(_approval_cell(each, formats), Chip(_("To approve"), Tone.WARN), Entity.APPROVAL, each.id) for each in approvals]
    help_wanted = [(_escalation_cell(each), _escalation_chip(each), Entity.ESCALATION, each.id) for each in escalations]
    return [AskedLine(start + place, *each) for place, each in enumerate(decisions + help_wanted)]


def own_lines(approvals: Sequence[ApprovalRow], formats: Formats, start: int) -> list[AskedLine]:
    """What this person asked for, and what came of it."""
    found = []
    for place, each in enumerate(approvals):
        word, tone = DECISIONS[each.decision]
        found.append(AskedLine(start + place, _approval_cell(each, formats), Chip(_(word), tone), Entity.APPROVAL, each.id))
    return found


def main_cell(line: AskedLine) -> Cell:
    return line.cell


def chip_cell(line: AskedLine) -> Cell:
    return Cell(chips=(line.chip,))


def _case_cell(case: DueCase) -> Cell:
    second = " · ".join(filter(None, (_(TARGETS[case.target]), case.customer, case.assignee or _("nobody’s"))))
    return Cell(_("{number} {subject}").format(number=case.number, subject=case.subject), second, icon="message-square-warning")


def _due_chip(case: DueCase, now: datetime, formats: Formats) -> Chip:
    if case.due_at < now:
        return Chip(_("{time} late").format(time=formats.duration(now - case.due_at)), Tone.BAD)
    return Chip(_("{time} left").format(time=formats.duration(case.due_at - now)), Tone.WARN)


def _escalation_cell(asked: EscalationRow) -> Cell:
    title = _("{number} {subject}").format(number=asked.number, subject=asked.subject)
    second = " · ".join(filter(None, (_(LEVELS[asked.level]), asked.customer, asked.helper, asked.reason)))
    return Cell(title, second, icon="circle-alert")


def _escalation_chip(asked: EscalationRow) -> Chip:
    word, tone = ESCALATION_STATES[asked.state]
    return Chip(_("Help wanted") if asked.state == EscalationState.WAITING else _(word), tone)


def _approval_cell(asked: ApprovalRow, formats: Formats) -> Cell:
    amount = formats.money(asked.amount, asked.currency) if asked.amount else ""
    title = " ".join(filter(None, (_(APPROVALS[asked.what]), amount)))
    return Cell(title, " · ".join(filter(None, (asked.asker, asked.customer, asked.order, asked.reason))), icon="shield-check")
