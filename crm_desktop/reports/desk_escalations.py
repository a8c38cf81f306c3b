"""Reads a period's escalations into the monthly report's data, and into figures."""

from collections.abc import Callable, Sequence

from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import Value
from crm_desktop.core.kinds_of_escalation import EscalationLevel, EscalationTrigger
from crm_desktop.queries.figures_escalations import Escalated, escalated
from crm_desktop.queries.lists import at
from crm_desktop.reports.desk_data import EscalationLine, EscalationRow
from crm_desktop.reports.desk_reach import DeskReach

LONGEST = 20
"""Rows of the list at most."""


def escalation_figures(reach: DeskReach) -> tuple[Value, ...]:
    """The whole company's: how many, how many were taken over and handed back, and how long it took until somebody took over."""
    found = escalated(reach.scope.start, reach.end)
    return (
        reach.count("escalations", len(found)),
        reach.count("escalations_accepted", len(_accepted(found))),
        reach.count("escalations_handed_back", sum(each.handed_back_at is not None for each in found)),
        _take_over(reach, found),
    )


def escalation_rows(reach: DeskReach) -> tuple[EscalationRow, ...]:
    """By level, then by reason, each in the order in which they are chosen."""
    found = escalated(reach.scope.start, reach.end)
    sides: tuple[tuple[str, Callable[[Escalated], str], Sequence[str]], ...] = (
        ("level", lambda each: each.level, [str(level) for level in EscalationLevel]),
        ("reason", lambda each: each.trigger, [str(trigger) for trigger in EscalationTrigger]),
    )
    rows = []
    for side, told, order in sides:
        for word in order:
            some = [each for each in found if told(each) == word]
            if some:
                rows.append(_row(reach, side, word, some))
    return tuple(rows)


def escalation_lines(reach: DeskReach) -> tuple[EscalationLine, ...]:
    """Those nobody took over first, then the longest wait."""
    found = escalated(reach.scope.start, reach.end)
    found.sort(key=lambda each: (each.accepted_at is not None, each.at - (each.accepted_at or 0), each.id))
    return tuple(
        EscalationLine(
            each.id, each.case, each.level, each.trigger, each.helper, local_day(at(each.at), reach.zone),
            None if each.accepted_at is None else each.accepted_at - each.at, each.handed_back_at is not None,
        )
        for each in found[:LONGEST]
    )  # fmt: skip


def _accepted(found: Sequence[Escalated]) -> list[int]:
    """Seconds until each was taken over."""
    return [each.accepted_at - each.at for each in found if each.accepted_at is not None]


def _take_over(reach: DeskReach, found: Sequence[Escalated]) -> Value:
    seconds = _accepted(found)
    return reach.share("escalation_take_over", sum(seconds), len(seconds))


def _row(reach: DeskReach, side: str, word: str, some: Sequence[Escalated]) -> EscalationRow:
    return EscalationRow(
        side,
        word,
        reach.count("escalations", len(some)),
        reach.count("escalations_accepted", len(_accepted(some))),
        reach.count("escalations_handed_back", sum(each.handed_back_at is not None for each in some)),
        _take_over(reach, some),
    )
