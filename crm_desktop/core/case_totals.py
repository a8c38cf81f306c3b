"""What cases come to in a stretch of time, from their courses: how many came, were solved and came back, and how long it took."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from crm_desktop.core.case_course import Course, median_times_cases
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.sla_clock import Clock

Pair = tuple[int, int]
"""Seconds, and how many they are of. Of a median: it times how many."""


class CaseTotals(NamedTuple):
    """`touched` are solved cases with any contact, `once` those of them with one alone that were never reopened. `one_answer` and
    `came_back` are of those solved."""

    open_before: int
    opened: int
    reopened: int
    closed: int
    open_after: int
    complaints: int
    solved: int
    touched: int
    one_answer: int
    came_back: int
    first_response: Pair
    first_response_mean: Pair
    first_response_clock: Pair
    next_response: Pair
    first_resolution: Pair
    full_resolution: Pair
    full_resolution_median: Pair
    net_resolution: Pair
    wait_us: Pair
    wait_customer: Pair
    wait_other: Pair
    once: tuple[int, ...]


Closings = Sequence[tuple[Course, list[int]]]


def closings_in(courses: Iterable[Course], start: int, end: int) -> list[tuple[Course, list[int]]]:
    """Cases solved in this time, with each moment in it."""
    found = ((each, [moment for moment in each.closings() if start <= moment < end]) for each in courses)
    return [(each, moments) for each, moments in found if moments]


def solved_after_contact(closings: Closings) -> tuple[int, ...]:
    """Where nothing is known of a contact, nobody can say that one was enough."""
    return tuple(each.case_id for each, _moments in closings if each.contacts)


def solved_at_once(closings: Closings) -> tuple[int, ...]:
    """Whose customer may have come again about the same all the same."""
    return tuple(each.case_id for each, _moments in closings if each.contacts == 1 and not each.reopenings())


def totals_of(courses: Sequence[Course], still_open: tuple[int, int], start: int, end: int, clock: Clock) -> CaseTotals:
    """`still_open`: how many were, at the start and at the end. A case solved twice in the time is told by the last."""
    opened, closings = [each for each in courses if start <= each.opened_at < end], closings_in(courses, start, end)
    answered = [each for each in opened if each.answers]
    worked = [clock.between(each.opened_at, each.answers[0]) for each in answered]
    later = [seconds for each in courses for moment, seconds in each.responses() if start <= moment < end]
    last = [(each, moments[-1]) for each, moments in closings]
    full = [moment - each.opened_at for each, moment in last]
    return CaseTotals(
        open_before=still_open[0],
        opened=len(opened),
        reopened=sum(start <= moment < end for each in courses for moment in each.reopenings()),
        closed=sum(len(moments) for _case, moments in closings),
        open_after=still_open[1],
        complaints=sum(each.kind == CaseKind.COMPLAINT for each in opened),
        solved=len(closings),
        touched=len(solved_after_contact(closings)),
        one_answer=sum(len(each.answers) == 1 for each, _moments in closings),
        came_back=sum(any(moment >= moments[0] for moment in each.reopenings()) for each, moments in closings),
        first_response=(median_times_cases(worked), len(worked)),
        first_response_mean=_sum(worked),
        first_response_clock=_sum([each.first_response or 0 for each in answered]),
        next_response=_sum(later),
        first_resolution=_sum([moments[0] - each.opened_at for each, moments in closings if moments[0] == each.closings()[0]]),
        full_resolution=_sum(full),
        full_resolution_median=(median_times_cases(full), len(full)),
        net_resolution=_sum([each.working(moment, clock) for each, moment in last]),
        wait_us=_sum([each.spent(CaseStatusKind.OPEN, moment) for each, moment in last]),
        wait_customer=_sum([each.spent(CaseStatusKind.WAITING_CUSTOMER, moment) for each, moment in last]),
        wait_other=_sum([each.spent(CaseStatusKind.WAITING_OTHER, moment) for each, moment in last]),
        once=solved_at_once(closings),
    )


def _sum(seconds: Sequence[int]) -> Pair:
    return sum(seconds), len(seconds)


def told(found: CaseTotals) -> list[object]:
    """As it is kept."""
    return [list(each) if isinstance(each, tuple) else each for each in found]


def read(kept: Sequence[Any]) -> CaseTotals:
    return CaseTotals._make([tuple(each) if isinstance(each, list) else each for each in kept])
