"""The part about escalations: to whom, why, how long until somebody took over, and what came of each."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_escalation import EscalationLevel, EscalationTrigger
from crm_desktop.core.spans_of_time import duration
from crm_desktop.reports.desk_data import Cases, EscalationLine, EscalationRow
from crm_desktop.reports.desk_words import LEVELS, TRIGGERS
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.sheet import PeriodSheet
from crm_desktop.reports.tables import Column, Table, number


def escalated(sheet: PeriodSheet, told: Cases) -> list[Flowable]:
    story: list[Flowable] = []
    if told.escalated:
        story.append(together(_("To whom and why"), _by_level_and_reason(sheet, told.escalated)))
    if told.helped:
        story += [*heading(_("What came of them"), 1), _lines(sheet, told.helped)]
    return story


def _by_level_and_reason(sheet: PeriodSheet, rows: Sequence[EscalationRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: EscalationRow) -> tuple[str, ...]:
        word = _(LEVELS[EscalationLevel(row.word)]) if row.side == "level" else _(TRIGGERS[EscalationTrigger(row.word)])
        side = _("Level") if row.side == "level" else _("Reason")
        return side, word, value(row.made), value(row.accepted), value(row.handed_back), value(row.take_over)

    heads = (_("Escalations"), _("Accepted"), _("Handed back"), _("Taken over after"))
    return Table([Column(""), Column("", weight=1), *map(number, heads)], rows, cells)


def _lines(sheet: PeriodSheet, rows: Sequence[EscalationLine]) -> Flowable:
    """With names hidden, without the words that could tell who it was."""
    words, hide = sheet.people.outcomes, sheet.head.hide_names

    def outcome(row: EscalationLine) -> str:
        if row.taken is None:
            return _("nobody took over yet")
        if not row.is_back:
            return _("still with the helper")
        return _("handed back") if hide else words.get(row.id, "") or _("handed back")

    def cells(row: EscalationLine) -> tuple[str, ...]:
        level, why = _(LEVELS[EscalationLevel(row.level)]), _(TRIGGERS[EscalationTrigger(row.trigger)])
        taken = NOTHING if row.taken is None else duration(row.taken)
        return sheet.formats.short_day(row.asked_on), row.case, level, why, sheet.printer.colleague(row.helper), taken, outcome(row)

    columns = [Column(_("Day")), Column(_("Case")), Column(_("Level")), Column(_("Reason"), lines=2),
               Column(_("Helper"), weight=0.8, lines=2), number(_("After")), Column(_("Outcome"), weight=1.6, lines=3)]  # fmt: skip
    return Table(columns, rows, cells)
