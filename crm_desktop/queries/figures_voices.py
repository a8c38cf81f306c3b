"""What customers and assessors said, as a report lists it: by channel and person, with comments, by section of a scorecard."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from crm_desktop.core.quality_score import COUNTED, AssessmentState
from crm_desktop.core.survey_kinds import NO_SCORE, SCALES, ResponseState, SurveyKind
from crm_desktop.queries import quality
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.lists import rows_of


class Ratings(NamedTuple):
    """Of the question about satisfaction."""

    good: int = 0
    total: int = 0
    answered: int = 0


_CSAT = f"survey.kind = '{SurveyKind.CSAT}' AND answered.score > {NO_SCORE}"
_SUMS = f"SUM(CASE WHEN answered.score >= {SCALES[SurveyKind.CSAT].good} THEN 1 ELSE 0 END), SUM(answered.score), COUNT(*)"
_FROM = "survey_response AS answered JOIN survey ON survey.id = answered.survey_id"


def scale_of(kind: SurveyKind) -> range:
    """Every score there is, the lowest first."""
    scale = SCALES[kind]
    return range(scale.lowest, scale.highest + 1)


def by_person(scope: Scope) -> dict[int | None, Ratings]:
    text = f"""SELECT answered.staff_id, {_SUMS} FROM {_FROM}
WHERE {_where(scope)} AND {_CSAT} GROUP BY answered.staff_id"""
    return {row[0]: Ratings(*map(int, row[1:])) for row in rows_of(text, _params(scope))}


def by_channel(scope: Scope) -> dict[str, Ratings]:
    """By the name of the channel that the case or the interaction came by."""
    text = f"""SELECT channel.name, {_SUMS} FROM {_FROM} LEFT JOIN interaction AS held ON held.id = answered.interaction_id
LEFT JOIN support_case AS asked ON asked.id = answered.case_id JOIN channel ON channel.id = COALESCE(held.channel_id, asked.channel_id)
WHERE {_where(scope)} AND {_CSAT} GROUP BY channel.name"""
    return {row[0]: Ratings(*map(int, row[1:])) for row in rows_of(text, _params(scope))}


def asked_ids(scope: Scope, kind: SurveyKind, *, answered_only: bool) -> list[int]:
    """Of those asked in the period, the latest first."""
    people = f" AND asked.staff_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""
    answered = f" AND asked.state = '{ResponseState.ANSWERED}'" if answered_only else ""
    text = f"""SELECT asked.id FROM survey_response AS asked JOIN survey ON survey.id = asked.survey_id
WHERE asked.asked_at >= ? AND asked.asked_at < ?{people} AND survey.kind = ?{answered} ORDER BY asked.asked_at DESC, asked.id DESC"""
    return [row[0] for row in rows_of(text, (*_params(scope), kind))]


class Comment(NamedTuple):
    """Customer and case by number; with the states of the case and of the follow-up that a low score made."""

    number: str
    score: int
    kind: str
    customer: str
    case: str
    answered_at: int
    case_state: str
    follow_up: str
    followed_at: int | None


def comments(scope: Scope, limit: int) -> list[Comment]:
    """Answers with words: the worst of their scale first, then the latest."""
    lowest = " ".join(f"WHEN '{kind}' THEN {scale.good}" for kind, scale in SCALES.items())
    text = f"""SELECT answered.number, answered.score, survey.kind, COALESCE(customer.number, ''), COALESCE(asked.number, ''),
    answered.answered_at, COALESCE(asked.state, ''), COALESCE(planned.state, ''), planned.completed_at
FROM {_FROM} LEFT JOIN customer ON customer.id = answered.customer_id LEFT JOIN follow_up AS planned ON planned.id = answered.follow_up_id
LEFT JOIN support_case AS asked ON asked.id = answered.case_id WHERE {_where(scope)} AND answered.comment <> ''
ORDER BY CASE WHEN answered.score > {NO_SCORE} THEN answered.score - CASE survey.kind {lowest} ELSE 0 END ELSE 99 END,
    answered.answered_at DESC, answered.id LIMIT ?"""
    return [Comment._make(row) for row in rows_of(text, (*_params(scope), limit))]


def words_of(numbers: Sequence[str]) -> dict[str, str]:
    if not numbers:
        return {}
    text = f"SELECT number, comment FROM survey_response WHERE number IN ({', '.join('?' * len(numbers))})"
    return dict(rows_of(text, tuple(numbers)))


def planned_ids(first: date, last: date, staff: Sequence[int]) -> list[int]:
    """Assessments of conversations of these days that are not made yet, the latest first."""
    people = f" AND staff_id IN ({', '.join('?' * len(staff))})" if staff else ""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(COUNTED))
    text = f"""SELECT id FROM assessment WHERE contact_on >= ? AND contact_on <= ?{people}
    AND state = '{AssessmentState.PLANNED}' AND kind IN ({kinds})
    ORDER BY contact_on DESC, id DESC"""
    return [row[0] for row in rows_of(text, (first.isoformat(), last.isoformat(), *staff))]


def section_shares(first: date, last: date, staff: Sequence[int]) -> Iterator[tuple[str, Fraction]]:
    """Each score that counts as a share of what it could be, with its section; what did not apply is left out."""
    for each in _means(first, last, staff):
        yield from ((each.section, each.mean) for _time in range(each.applied))


def criterion_shares(first: date, last: date, staff: Sequence[int]) -> dict[tuple[str, str], tuple[Fraction, int]]:
    """By section and words of a criterion: the sum of the shares it got, and how often it applied."""
    found: dict[tuple[str, str], tuple[Fraction, int]] = {}
    for each in _means(first, last, staff):
        total, times = found.get((each.section, each.text), (Fraction(0), 0))
        found[each.section, each.text] = total + each.mean * each.applied, times + each.applied
    return found


def _means(first: date, last: date, staff: Sequence[int]) -> Iterator[quality.CriterionMean]:
    people = staff or [row[0] for row in rows_of("SELECT id FROM staff ORDER BY id")]
    for person in people:
        yield from quality.criterion_means(first, last, person)


def _where(scope: Scope) -> str:
    people = f" AND answered.staff_id IN ({', '.join('?' * len(scope.staff))})" if scope.staff else ""
    return f"answered.answered_at >= ? AND answered.answered_at < ?{people}"


def _params(scope: Scope) -> tuple[int, ...]:
    return scope.start, scope.end, *scope.staff
