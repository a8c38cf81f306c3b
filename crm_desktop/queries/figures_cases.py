"""Counts of cases for figures, from the raw times of their events: what came, was solved and came back, and what is left.

Cases that were merged into another are left out: that one tells their story. A case is its assignee's of today.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from crm_desktop.core.case_course import Course
from crm_desktop.core.kinds_of_escalation import SlaTargetKind
from crm_desktop.data import case_courses
from crm_desktop.data.case_courses import WHOLE
from crm_desktop.data.contact_days import WEEK
from crm_desktop.queries import sla
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import at, rows_of
from crm_desktop.queries.remedies import COST, CURRENCY, USED

PERSON = "asked.assignee_id"


def courses(scope: Scope, until: int) -> list[Course]:
    """Of every case that was opened, changed hands between us and others, or was answered in the period; nothing after `until`."""
    return case_courses.courses(scope.start, scope.end, until, *scope.among("asked", PERSON))


def open_courses(scope: Scope, moment: int) -> list[Course]:
    """Of every case that was not solved at this moment."""
    return case_courses.open_courses(moment, *scope.among("asked", PERSON))


def came_again(case_ids: Sequence[int]) -> set[int]:
    """Cases whose customer got in touch for the same reason, about something else, within 7 days after it was solved last."""
    if not case_ids:
        return set()
    text = f"""SELECT DISTINCT asked.id FROM support_case AS asked JOIN interaction AS held
    ON held.customer_id = asked.customer_id AND held.reason_id = asked.reason_id
WHERE asked.id IN ({", ".join("?" * len(case_ids))}) AND held.direction = 'in' AND COALESCE(held.case_id, 0) <> asked.id
    AND held.started_at >= asked.resolved_at AND held.started_at <= asked.resolved_at + {WEEK}"""
    return {row[0] for row in rows_of(text, tuple(case_ids))}


def escalated_cases(case_ids: Sequence[int]) -> list[int]:
    """Those of them that ever went to somebody above."""
    if not case_ids:
        return []
    text = f"SELECT DISTINCT case_id FROM escalation WHERE case_id IN ({', '.join('?' * len(case_ids))})"
    return [row[0] for row in rows_of(text, tuple(case_ids))]


class Remedied(NamedTuple):
    cases: int
    cost: int


def remedies(scope: Scope) -> dict[tuple[str, str], Remedied]:
    """By kind and currency: what was done in the period to make it good."""
    where, params = scope.among("asked", PERSON)
    currency = CURRENCY.format("given")
    text = f"""SELECT given.kind, {currency}, COUNT(DISTINCT given.id), SUM({COST.format("given")}) FROM case_remedy AS given
JOIN support_case AS asked ON asked.id = given.case_id {USED.format("given")}
WHERE given.at >= ? AND given.at < ? AND {WHOLE}{where} GROUP BY given.kind, {currency}"""
    return {(row[0], row[1]): Remedied(int(row[2]), int(row[3])) for row in rows_of(text, (scope.start, scope.end, *params))}


def complaint_causes(scope: Scope) -> Counter[str]:
    """Of complaints opened in the period; an empty word: nobody knows yet."""
    where, params = scope.among("asked", PERSON)
    text = f"""SELECT asked.cause, COUNT(*) FROM support_case AS asked WHERE asked.opened_at >= ? AND asked.opened_at < ?
    AND asked.kind = 'complaint' AND {WHOLE}{where} GROUP BY asked.cause"""
    return Counter({row[0]: int(row[1]) for row in rows_of(text, (scope.start, scope.end, *params))})


class OpenCase(NamedTuple):
    """Customers by number, people by login. `promised_at`: when the solution is due."""

    number: str
    customer: str
    kind: str
    priority: str
    assignee: str
    opened_at: int
    state: str
    promised_at: int | None
    id: int


def case_lines(ids: Sequence[int]) -> list[OpenCase]:
    """The oldest first."""
    if not ids:
        return []
    text = f"""SELECT asked.number, COALESCE(customer.number, ''), asked.kind, asked.priority, COALESCE(staff.login, ''), asked.opened_at,
    asked.state, asked.resolution_due_at, asked.id
FROM support_case AS asked LEFT JOIN customer ON customer.id = asked.customer_id LEFT JOIN staff ON staff.id = asked.assignee_id
WHERE asked.id IN ({", ".join("?" * len(ids))}) ORDER BY asked.opened_at, asked.id"""
    return [OpenCase._make(row) for row in rows_of(text, tuple(ids))]


def next_steps(ids: Sequence[int]) -> dict[int, tuple[str, date]]:
    """By case: number and day of its open follow-up that is due first."""
    if not ids:
        return {}
    text = f"""SELECT case_id, number, due_on FROM follow_up WHERE case_id IN ({", ".join("?" * len(ids))}) AND state = 'open'
ORDER BY due_at DESC, id DESC"""
    return {row[0]: (row[1], date.fromisoformat(row[2])) for row in rows_of(text, tuple(ids))}


def remedies_of(numbers: Sequence[str]) -> dict[str, list[str]]:
    """By number of a case: what was done to make it good, in the order in which it was."""
    found: dict[str, list[str]] = {}
    if numbers:
        text = f"""SELECT asked.number, given.kind FROM case_remedy AS given JOIN support_case AS asked ON asked.id = given.case_id
WHERE asked.number IN ({", ".join("?" * len(numbers))}) ORDER BY given.at, given.id"""
        for number, kind in rows_of(text, tuple(numbers)):
            found.setdefault(number, []).append(kind)
    return found


def has_cases() -> bool:
    return bool(rows_of("SELECT 1 FROM support_case LIMIT 1"))


def first_of_desk() -> float | None:
    """When the first case was opened, the first customer was asked, or the first article was used."""
    text = """SELECT (SELECT MIN(opened_at) FROM support_case), (SELECT MIN(asked_at) FROM survey_response),
    (SELECT MIN(used_at) FROM knowledge_use)"""
    known = [float(second) for second in rows_of(text)[0] if second is not None]
    return min(known) if known else None


def attained_by_person(scope: Scope, until: int) -> dict[int | None, tuple[int, int]]:
    """Targets of both kinds that fell due in the period, by who has the case: met, and met or missed."""
    found: dict[int | None, tuple[int, int]] = {}
    for target in SlaTargetKind:
        for is_met in (True, False):
            ids = sla.attained_ids(at(scope.start), at(scope.end), target, met=is_met, now=at(until))
            for person, count in _people_of(ids):
                met, of_all = found.get(person, (0, 0))
                found[person] = met + (count if is_met else 0), of_all + count
    return found


def _people_of(ids: Sequence[int]) -> list[tuple[int | None, int]]:
    if not ids:
        return []
    text = f"SELECT assignee_id, COUNT(*) FROM support_case WHERE id IN ({', '.join('?' * len(ids))}) GROUP BY assignee_id"
    return [(row[0], int(row[1])) for row in rows_of(text, tuple(ids))]


class Breach(NamedTuple):
    """A target that fell due in the period and was missed. `late`: seconds past it, up to its end or to how far the data goes."""

    case_id: int
    target: str
    late: int


def breaches(scope: Scope, until: int) -> list[Breach]:
    found = []
    for target, due, ended in (("response", "response_due_at", "answered_at"), ("resolution", "resolution_due_at", "resolved_at")):
        text = f"""SELECT asked.id, COALESCE(asked.{ended}, ?) - asked.{due} FROM support_case AS asked
WHERE asked.id IN ({{ids}})"""
        ids = sla.attained_ids(at(scope.start), at(scope.end), SlaTargetKind(target), met=False, now=at(until))
        if ids:
            marks = ", ".join("?" * len(ids))
            found += [Breach(row[0], target, max(int(row[1]), 0)) for row in rows_of(text.format(ids=marks), (until, *ids))]
    return found
