"""Reads for the list of assessments, for one of them criterion by criterion, and for what they are made by."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from crm_desktop.core.money import UNIT
from crm_desktop.core.quality_score import JUDGED, AssessmentKind, AssessmentState, CriterionScale, Given, quality_score
from crm_desktop.queries.lists import day, ids_of, in_order, moment, rows_by_ids, rows_of
from crm_desktop.queries.quality import SampleRow, sample_of


class AssessmentRow(NamedTuple):
    """`about` is the number of the call or case; `score` a percentage, None for none."""

    id: int
    number: str
    about: str
    staff: str
    reviewer: str
    kind: str
    state: str
    contact_on: date
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class AssessmentFilter:
    """`state` empty: all. `staff_id` is whom they are about, `reviewer_id` whose they are to judge.

    `seen_by`: who looks without the right to see all: what is about them and was judged, and what is theirs to judge.
    """

    state: str = ""
    staff_id: int = 0
    reviewer_id: int = 0
    seen_by: int = 0
    text: str = ""


class CriterionRow(NamedTuple):
    """`score` None: it did not apply, or was not judged yet; `given` tells them apart."""

    id: int
    section: str
    text: str
    guidance: str
    scale: str
    weight: int
    fatal: bool
    given: bool
    score: int | None
    comment: str


class OtherView(NamedTuple):
    """What somebody else gave the same conversation."""

    reviewer: str
    kind: str
    score: Fraction | None


class AssessmentSheet(NamedTuple):
    id: int
    version: int
    number: str
    scorecard_id: int
    scorecard: str
    interaction_id: int | None
    interaction: str
    summary: str
    notes: str
    case_id: int | None
    case: str
    staff_id: int
    staff: str
    reviewer_id: int
    reviewer: str
    kind: str
    state: str
    contact_on: date
    judged_at: datetime | None
    answered_at: datetime | None
    note: str
    coaching: str
    coaching_action: str
    coaching_due: date | None
    follow_up_id: int | None
    follow_up: str
    answer: str
    login: str
    criteria: tuple[CriterionRow, ...]
    sample: SampleRow | None
    others: tuple[OtherView, ...]

    @property
    def given(self) -> tuple[Given, ...]:
        return tuple(Given(CriterionScale(row.scale), row.weight, row.fatal, row.score) for row in self.criteria if row.given)

    @property
    def score(self) -> Fraction | None:
        return quality_score(self.given)


class ScorecardSheet(NamedTuple):
    """`judged` is how many assessments were made by it, or are to be."""

    id: int
    version: int
    name: str
    edition: int
    state: str
    peers: bool
    note: str
    judged: int
    criteria: tuple[CriterionRow, ...]


ALL = AssessmentFilter()
_JUDGED = ", ".join(f"'{state}'" for state in sorted(JUDGED))
_ROWS = """
SELECT held.id, held.number, COALESCE(talk.number, support_case.number, ''), about.name, judge.name, held.kind, held.state,
    held.contact_on, held.score
FROM assessment AS held JOIN staff AS about ON about.id = held.staff_id JOIN staff AS judge ON judge.id = held.reviewer_id
LEFT JOIN interaction AS talk ON talk.id = held.interaction_id LEFT JOIN support_case ON support_case.id = held.case_id
WHERE held.id IN ({ids})"""
_SHEET = """
SELECT held.id, held.version, held.number, held.scorecard_id, scorecard.name || ' ' || scorecard.edition, held.interaction_id,
    COALESCE(talk.number, ''), COALESCE(talk.summary, support_case.subject, ''), COALESCE(talk.notes, support_case.description, ''),
    held.case_id, COALESCE(support_case.number, ''), held.staff_id, about.name, held.reviewer_id, judge.name, held.kind, held.state,
    held.contact_on, held.judged_at, held.answered_at, held.note, held.coaching, held.coaching_action, held.coaching_due,
    held.follow_up_id, COALESCE(follow_up.number, ''), held.answer, held.sample_id,
    about.login
FROM assessment AS held JOIN scorecard ON scorecard.id = held.scorecard_id JOIN staff AS about ON about.id = held.staff_id
JOIN staff AS judge ON judge.id = held.reviewer_id LEFT JOIN interaction AS talk ON talk.id = held.interaction_id
LEFT JOIN support_case ON support_case.id = held.case_id LEFT JOIN follow_up ON follow_up.id = held.follow_up_id WHERE held.id = ?"""
_CRITERIA = """
SELECT criterion.id, section, text, guidance, scale, weight, fatal, CASE WHEN got.id IS NULL THEN 0 ELSE 1 END, got.score,
    COALESCE(got.comment, '')
FROM criterion LEFT JOIN assessment_score AS got ON got.criterion_id = criterion.id AND got.assessment_id = ?
WHERE criterion.scorecard_id = ? ORDER BY criterion.position, criterion.id"""
_OTHERS = f"""
SELECT held.id, judge.name, held.kind, held.scorecard_id FROM assessment AS held JOIN staff AS judge ON judge.id = held.reviewer_id
WHERE held.id <> ? AND held.staff_id = ? AND held.state IN ({_JUDGED})
    AND (held.interaction_id = ? OR held.case_id = ?) ORDER BY held.id"""
_SCORECARDS = """
SELECT id, version, name, edition, state, peers, note, (SELECT COUNT(*) FROM assessment WHERE assessment.scorecard_id = scorecard.id)
FROM scorecard {} ORDER BY CASE state WHEN 'in_use' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, name, edition DESC"""
_SORTS = {"day": "contact_on", "score": "score"}


def assessment_ids(wanted: AssessmentFilter = ALL, sort: str = "day", downwards: bool = True) -> "array[int]":
    """Those of the latest conversations first, unless said otherwise."""
    text, params = _ids_text(wanted, sort, downwards)
    return ids_of(text, params)


def first_assessments(wanted: AssessmentFilter, sort: str, downwards: bool, limit: int) -> list[AssessmentRow]:
    text, params = _ids_text(wanted, sort, downwards)
    ids = ids_of(f"{text} LIMIT ?", (*params, limit))
    return in_order(ids, assessment_rows(ids))


def assessment_rows(ids: Sequence[int]) -> dict[int, AssessmentRow]:
    return {
        row[0]: AssessmentRow._make((*row[:7], date.fromisoformat(row[7]), None if row[8] < 0 else row[8] * UNIT))
        for row in rows_by_ids(_ROWS, ids)
    }


def waiting_for(staff_id: int) -> int:
    """What this person has to judge, and what was said about them that they have not answered yet."""
    mine = f"reviewer_id = ? AND state IN ('{AssessmentState.PLANNED}', '{AssessmentState.DISPUTED}')"
    text = f"""SELECT COUNT(*) FROM assessment WHERE ({mine})
OR (staff_id = ? AND state = '{AssessmentState.DONE}' AND kind <> '{AssessmentKind.CALIBRATION}')"""
    return int(rows_of(text, (staff_id, staff_id))[0][0])


def assessment_sheet(assessment_id: int) -> AssessmentSheet | None:
    for row in rows_of(_SHEET, (assessment_id,)):
        others = tuple(
            OtherView(name, kind, quality_score(_given(_criteria(other_id, card))))
            for other_id, name, kind, card in rows_of(_OTHERS, (assessment_id, row[11], row[5], row[9]))
        )
        days = (date.fromisoformat(row[17]), moment(row[18]), moment(row[19]))
        sample = sample_of(row[27]) if row[27] is not None else None
        return AssessmentSheet._make(
            (*row[:17], *days, *row[20:23], day(row[23]), *row[24:27], row[28], _criteria(assessment_id, row[3]), sample, others)
        )
    return None


def scorecards(in_use: bool = False) -> list[ScorecardSheet]:
    """Those in use first."""
    rows = rows_of(_SCORECARDS.format("WHERE state = 'in_use'" if in_use else ""))
    return [ScorecardSheet._make((*row[:5], bool(row[5]), *row[6:], _criteria(0, row[0]))) for row in rows]


def _criteria(assessment_id: int, scorecard_id: int) -> tuple[CriterionRow, ...]:
    rows = rows_of(_CRITERIA, (assessment_id, scorecard_id))
    return tuple(CriterionRow._make((*row[:6], bool(row[6]), bool(row[7]), *row[8:])) for row in rows)


def _given(criteria: Sequence[CriterionRow]) -> list[Given]:
    return [Given(CriterionScale(row.scale), row.weight, row.fatal, row.score) for row in criteria if row.given]


@cache
def _ids_text(wanted: AssessmentFilter, sort: str, downwards: bool) -> tuple[str, tuple[str | int, ...]]:
    """Words are looked for in numbers and names: what was written about somebody is no more found than said."""
    where: list[tuple[str, tuple[str | int, ...]]] = []
    if wanted.state:
        where.append(("held.state = ?", (wanted.state,)))
    if wanted.staff_id:
        where.append(("held.staff_id = ?", (wanted.staff_id,)))
    if wanted.reviewer_id:
        where.append(("held.reviewer_id = ?", (wanted.reviewer_id,)))
    if wanted.seen_by:
        mine = f"held.staff_id = ? AND held.state IN ({_JUDGED}) AND held.kind <> '{AssessmentKind.CALIBRATION}'"
        where.append((f"(held.reviewer_id = ? OR ({mine}))", (wanted.seen_by, wanted.seen_by)))
    where += [(_FINDS, (f"%{_escaped(word)}%",) * 3) for word in wanted.text.casefold().split()]
    order = "DESC" if downwards else "ASC"
    conditions = " AND ".join(condition for condition, _params in where)
    params = tuple(value for _condition, values in where for value in values)
    text = f"SELECT held.id FROM assessment AS held {f'WHERE {conditions} ' if where else ''}"
    return f"{text}ORDER BY held.{_SORTS[sort]} {order}, held.id {order}", params


_FINDS = """(LOWER(held.number) LIKE ? ESCAPE '!' OR held.staff_id IN (SELECT id FROM staff WHERE LOWER(name) LIKE ? ESCAPE '!')
OR held.interaction_id IN (SELECT id FROM interaction WHERE LOWER(number) LIKE ? ESCAPE '!'))"""


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
