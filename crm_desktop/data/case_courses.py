"""The courses of cases, from the raw times of their events.

Cases that were merged into another are left out: that one tells their story.
"""

from collections.abc import Sequence
from typing import Any

from crm_desktop.core.case_course import Course
from crm_desktop.core.case_totals import CaseTotals, totals_of
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.core.sla_clock import AroundTheClock
from crm_desktop.data.database import database, fetch
from crm_desktop.data.sla_dues import working_clock

WHOLE = "asked.merged_into_id IS NULL"
NEVER = 2**62
_STATES = ", ".join(f"'{state}'" for state in CaseStatusKind)
_NOT_DONE = ", ".join(f"'{state}'" for state in CaseStatusKind if state is not CaseStatusKind.DONE)
_HEARD = f"'{CaseEventKind.ANSWERED}', '{CaseEventKind.HEARD}'"
_TOUCHED = f"""WITH touched (id) AS (SELECT id FROM support_case WHERE opened_at >= ? AND opened_at < ?
    UNION SELECT case_id FROM case_event WHERE state <> '' AND state IN ({_STATES}) AND at >= ? AND at < ?
    UNION SELECT case_id FROM case_event WHERE kind = '{CaseEventKind.ANSWERED}' AND at >= ? AND at < ?)"""
_OPEN = f"""WITH touched (id) AS (SELECT id FROM support_case WHERE state IN ({_NOT_DONE}) AND opened_at < ?
    UNION SELECT id + 0 FROM support_case WHERE last_event_at >= ? AND opened_at < ? AND EXISTS (SELECT 1 FROM case_event
        WHERE case_id = support_case.id AND state <> '' AND at >= ?))"""
"""Added to nothing, to keep SQLite from reading every case in the order of ids: few of them went on after a moment."""
_CASES = f"""{{touched}} SELECT asked.id, asked.opened_at, asked.kind, asked.priority, asked.assignee_id, COALESCE(channel.name, ''),
    status.name FROM touched JOIN support_case AS asked ON asked.id = touched.id JOIN case_status AS status ON status.id = asked.status_id
LEFT JOIN channel ON channel.id = asked.channel_id WHERE {WHOLE}{{where}} ORDER BY asked.opened_at, asked.id"""
_EVENTS = f"""{{touched}} SELECT event.case_id, event.at, event.kind, event.state FROM touched
JOIN support_case AS asked ON asked.id = touched.id JOIN case_event AS event ON event.case_id = touched.id
WHERE {WHOLE}{{where}} AND event.at < ?
    AND (event.state <> '' OR event.kind IN ({_HEARD})) ORDER BY event.at, event.id"""
_EVENTS_OF = f"""SELECT event.case_id, event.at, event.kind, event.state FROM case_event AS event WHERE event.case_id IN ({{ids}})
    AND event.at < ? AND (event.state <> '' OR event.kind IN ({_HEARD})) ORDER BY event.at, event.id"""
_FEW = 500
"""So many cases are asked for by their ids: finding anew who was touched costs more."""


def courses(start: int, end: int, until: int, where: str = "", params: Sequence[int] = ()) -> list[Course]:
    """Of every case that was opened, changed hands between us and others, or was answered in the time; nothing after `until`.

    `where` narrows `asked`, and takes `params`.
    """
    return _courses(_TOUCHED, (start, end) * 3, until, where, params)


def open_courses(moment: int, where: str = "", params: Sequence[int] = ()) -> list[Course]:
    """Of every case that was not solved at this moment."""
    found = _courses(_OPEN, (moment,) * 4, moment, where, params)
    return [each for each in found if each.state_at(moment) not in ("", CaseStatusKind.DONE)]


def totals(start: int, end: int) -> CaseTotals:
    """Of the whole company, with everything that is known."""
    clock = working_clock() or AroundTheClock()
    return totals_of(courses(start, end, NEVER), (len(open_courses(start)), len(open_courses(end))), start, end, clock)


def _courses(touched: str, moments: Sequence[int], until: int, where: str, params: Sequence[int]) -> list[Course]:
    cases = _rows(_CASES.format(touched=touched, where=where), (*moments, *params))
    if len(cases) <= _FEW:
        ids = [row[0] for row in cases]
        events = _rows(_EVENTS_OF.format(ids=", ".join("?" * len(ids))), (*ids, until)) if ids else []
    else:
        events = _rows(_EVENTS.format(touched=touched, where=where), (*moments, *params, until))
    steps: dict[int, list[tuple[int, str]]] = {row[0]: [] for row in cases}
    answers: dict[int, list[int]] = {row[0]: [] for row in cases}
    heard: dict[int, list[int]] = {row[0]: [] for row in cases}
    for case_id, moment, kind, state in events:
        if state:
            steps[case_id].append((moment, state))
        if kind == CaseEventKind.ANSWERED:
            answers[case_id].append(moment)
        elif kind == CaseEventKind.HEARD:
            heard[case_id].append(moment)
    return [
        Course(row_id, opened_at, kind, priority, who, tuple(steps[row_id]), tuple(answers[row_id]), tuple(heard[row_id]), channel, status)
        for row_id, opened_at, kind, priority, who, channel, status in cases
    ]


def _rows(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    return fetch(text.replace("?", database.param), params)
