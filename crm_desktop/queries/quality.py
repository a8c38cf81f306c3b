"""How conversations were judged: what each assessment came to, how far reviewers are apart, and what a person learned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.errors import NotAllowed
from crm_desktop.core.i18n import _
from crm_desktop.core.money import UNIT
from crm_desktop.core.quality_score import COUNTED, JUDGED, AssessmentKind, CriterionScale, Given, quality_score, spread
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.lists import moment, rows_of

_JUDGED = ", ".join(f"'{state}'" for state in sorted(JUDGED))
_COUNTED = ", ".join(f"'{kind}'" for kind in sorted(COUNTED))
_ABOUT_PEOPLE = frozenset({"assessments", "assessment-scores", "quality-samples", "trainings"})


class Judged(NamedTuple):
    """One assessment that was made, with what each criterion got."""

    id: int
    number: str
    staff_id: int
    reviewer_id: int
    kind: AssessmentKind
    contact_on: date
    interaction_id: int | None
    case_id: int | None
    given: tuple[Given, ...]

    @property
    def score(self) -> Fraction | None:
        return quality_score(self.given)


class JudgedScore(NamedTuple):
    staff_id: int
    score: Fraction


class Calibration(NamedTuple):
    """What several reviewers gave the same conversation; `reviewers` and `scores` go together."""

    about: str
    contact_on: date
    reviewers: tuple[str, ...]
    scores: tuple[Fraction, ...]

    @property
    def apart(self) -> Fraction:
        return spread(self.scores) or Fraction(0)


class CriterionMean(NamedTuple):
    """What one criterion got over a period: the mean of its shares, and in how many assessments it applied."""

    section: str
    text: str
    mean: Fraction
    applied: int


class TrainingRow(NamedTuple):
    id: int
    version: int
    staff_id: int
    staff: str
    topic: str
    held_on: date
    hours: Decimal
    given_by: str
    note: str


def sees_everybody(by: Actor) -> bool:
    """Whoever assesses, and the auditor; all others see what is about themselves, or is theirs to judge."""
    return Right.ASSESS in RIGHTS[by.role] or Right.LOG_INTERACTIONS not in RIGHTS[by.role]


def demand_to_see(what: str, by: Actor) -> None:
    """Raises NotAllowed for a list that tells of everybody's assessments; the window shows each person their own."""
    if what in _ABOUT_PEOPLE and not sees_everybody(by):
        raise NotAllowed(_("The list {what} tells of colleagues. The page Quality shows what is about you.").format(what=what))


def judged(first: date, last: date, staff: Sequence[int] = (), kinds: Sequence[AssessmentKind] = ()) -> list[Judged]:
    """Assessments of conversations of these days; without `staff` everybody's, without `kinds` of those that count."""
    wanted = f"held.kind IN ({', '.join('?' * len(kinds))})" if kinds else f"held.kind IN ({_COUNTED})"
    whose = f" AND held.staff_id IN ({', '.join('?' * len(staff))})" if staff else ""
    rows = rows_of(
        f"""SELECT held.id, held.number, held.staff_id, held.reviewer_id, held.kind, held.contact_on, held.interaction_id, held.case_id,
    criterion.scale, criterion.weight, criterion.fatal, got.score
FROM assessment AS held JOIN assessment_score AS got ON got.assessment_id = held.id JOIN criterion ON criterion.id = got.criterion_id
WHERE held.contact_on BETWEEN ? AND ? AND held.state IN ({_JUDGED}) AND {wanted}{whose}
ORDER BY held.contact_on, held.id, criterion.position, criterion.id""",
        (first.isoformat(), last.isoformat(), *kinds, *staff),
    )
    given: defaultdict[int, list[Given]] = defaultdict(list)
    heads = {}
    for row in rows:
        heads[row[0]] = row[:8]
        given[row[0]].append(Given(CriterionScale(row[8]), row[9], bool(row[10]), row[11]))
    return [
        Judged._make((*head[:4], AssessmentKind(head[4]), date.fromisoformat(head[5]), *head[6:], tuple(given[row_id])))
        for row_id, head in heads.items()
    ]


def judged_scores(first: date, last: date, staff: Sequence[int] = ()) -> tuple[JudgedScore, ...]:
    """The scores that count, each exact; an assessment in which nothing applied has none. Their mean is the QA score."""
    found = ((each.staff_id, each.score) for each in judged(first, last, staff))
    return tuple(JudgedScore(staff_id, score) for staff_id, score in found if score is not None)


def criterion_means(first: date, last: date, staff_id: int) -> list[CriterionMean]:
    """What each criterion got in the assessments of a person that count, as the scorecard orders them."""
    rows = rows_of(
        f"""SELECT criterion.section, criterion.text, criterion.scale, got.score
FROM assessment AS held JOIN assessment_score AS got ON got.assessment_id = held.id JOIN criterion ON criterion.id = got.criterion_id
WHERE held.contact_on BETWEEN ? AND ? AND held.state IN ({_JUDGED}) AND held.kind IN ({_COUNTED}) AND held.staff_id = ?
    AND got.score IS NOT NULL
ORDER BY criterion.scorecard_id, criterion.position, criterion.id""",
        (first.isoformat(), last.isoformat(), staff_id),
    )
    shares: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for section, text, scale, score in rows:
        only = quality_score([Given(CriterionScale(scale), 1, fatal=False, score=score)])
        shares[section, text].append(only or Fraction(0))
    return [CriterionMean(*key, sum(found, Fraction(0)) / len(found), len(found)) for key, found in shares.items()]


def calibrations(first: date, last: date) -> list[Calibration]:
    """Conversations that several judged to compare themselves, those furthest apart first."""
    names = dict(rows_of("SELECT id, name FROM staff"))
    by_item: defaultdict[tuple[int | None, int | None], list[Judged]] = defaultdict(list)
    for each in judged(first, last, kinds=(AssessmentKind.CALIBRATION,)):
        if each.score is not None:
            by_item[each.interaction_id, each.case_id].append(each)
    found = []
    for (interaction_id, case_id), several in by_item.items():
        if len(several) > 1:
            table, row_id = ("interaction", interaction_id) if case_id is None else ("support_case", case_id)
            ((number,),) = rows_of(f"SELECT number FROM {table} WHERE id = ?", (row_id,))
            scores = tuple(each.score for each in several if each.score is not None)
            found.append(Calibration(number, several[0].contact_on, tuple(names[each.reviewer_id] for each in several), scores))
    return sorted(found, key=lambda each: (-each.apart, each.about))


def trainings(first: date, last: date, staff: Sequence[int] = ()) -> list[TrainingRow]:
    whose = f" AND held.staff_id IN ({', '.join('?' * len(staff))})" if staff else ""
    rows = rows_of(
        f"""SELECT held.id, held.version, held.staff_id, staff.name, held.topic, held.held_on, held.hours, held.given_by, held.note
FROM training AS held JOIN staff ON staff.id = held.staff_id WHERE held.held_on BETWEEN ? AND ?{whose}
ORDER BY held.held_on DESC, held.id DESC""",
        (first.isoformat(), last.isoformat(), *staff),
    )
    return [TrainingRow._make((*row[:5], date.fromisoformat(row[5]), row[6] * UNIT, *row[7:])) for row in rows]


class SampleRow(NamedTuple):
    """A draw: so many of so many, of how many conversations that month."""

    id: int
    month: str
    staff: str
    drawn: int
    candidates: int
    handled: int
    seed: str
    drawn_by: str
    drawn_at: datetime | None


def sample_of(sample_id: int) -> SampleRow | None:
    rows = rows_of(
        """SELECT sample.id, sample.month, staff.name, (SELECT COUNT(*) FROM assessment WHERE assessment.sample_id = sample.id),
    sample.drawn_from, sample.handled, sample.seed, drawer.name, sample.created_at
FROM quality_sample AS sample JOIN staff ON staff.id = sample.staff_id JOIN staff AS drawer ON drawer.id = sample.drawn_by_id
WHERE sample.id = ?""",
        (sample_id,),
    )
    return next((SampleRow._make((*row[:4], row[4].count(",") + 1, *row[5:8], moment(row[8]))) for row in rows), None)
