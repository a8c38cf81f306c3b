"""Calls and cases judged: planned, judged criterion by criterion, acknowledged or disputed by whom it is about."""

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import (
    JUDGED,
    STEPS,
    AssessmentKind,
    AssessmentState,
    CriterionScale,
    ScorecardState,
)
from crm_desktop.core.rights import RIGHTS, Right, demand
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    Assessment,
    AssessmentScore,
    Company,
    Criterion,
    FollowUp,
    Interaction,
    Scorecard,
    Staff,
    SupportCase,
)
from crm_desktop.data.numbering import next_number
from crm_desktop.services.follow_ups import FollowUpInput, new_follow_up
from crm_desktop.services.scorecards import criteria_of, standing_scorecard

_BY_RIGHT = frozenset({AssessmentKind.SUPERVISOR, AssessmentKind.CALIBRATION})


@dataclass(frozen=True, slots=True)
class AssessmentInput:
    """Of one call or one case. `staff_id` None: who had it. `reviewer_id` None: who plans it."""

    scorecard_id: int
    kind: AssessmentKind = AssessmentKind.SUPERVISOR
    interaction_id: int | None = None
    case_id: int | None = None
    staff_id: int | None = None
    reviewer_id: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreInput:
    """`score` None: it did not apply."""

    criterion_id: int
    score: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class JudgementInput:
    """`coaching` is what to learn from it; `coaching_action` what is done about it until `coaching_due`, which makes a follow-up."""

    scores: tuple[ScoreInput, ...] = ()
    note: str = ""
    coaching: str = ""
    coaching_action: str = ""
    coaching_due: date = NEVER

    def fill(self, assessment: Assessment) -> None:
        for name in ("note", "coaching", "coaching_action"):
            setattr(assessment, name, clean_note(getattr(self, name)))
        assessment.coaching_due = self.coaching_due


def plan_assessment(wanted: AssessmentInput, by: Actor, key: str | None = None) -> Change:
    """Colleagues may judge each other where the scorecard allows it, and everybody themselves; all else needs the right to assess."""
    with operation(N_("Planned assessment {number}"), by, may=Right.ANSWER_ASSESSMENTS, key=key) as done:
        reviewer = wanted.reviewer_id or by.id
        if wanted.kind in _BY_RIGHT or reviewer != by.id:
            demand(by, Right.ASSESS)
        scorecard, (staff_id, day) = usable_scorecard(wanted.scorecard_id), _conversation(wanted)
        demand_reviewer(wanted.kind, staff_id, reviewer, scorecard)
        _demand_first(wanted, staff_id, reviewer)
        assessment = Assessment(
            number=next_number(Assessment), scorecard=scorecard, interaction=wanted.interaction_id, case=wanted.case_id, staff=staff_id,
            reviewer=reviewer, kind=wanted.kind, contact_on=day,
        )  # fmt: skip
        done.insert(assessment)
        done.numbers["number"] = assessment.number
    return done.change


def judge(
    assessment_id: int, version: int, wanted: JudgementInput, by: Actor, at: datetime | None = None, key: str | None = None
) -> Change:
    """Every criterion gets a score, or is said not to apply. Judged again until it is acknowledged, also after a dispute."""
    with operation(N_("Judged assessment {number}"), by, may=Right.ANSWER_ASSESSMENTS, key=key) as done:
        assessment = _standing(assessment_id, version)
        if assessment.reviewer_id != by.id:
            raise NotAllowed(_("Assessment {number} is somebody else's to judge. Nothing was saved.").format(number=assessment.number))
        if assessment.kind in _BY_RIGHT:
            demand(by, Right.ASSESS)
        if assessment.state == AssessmentState.ACKNOWLEDGED:
            raise NotAllowed(_("Assessment {number} was acknowledged. Nothing was saved; it stays.").format(number=assessment.number))
        scores = _checked_scores(assessment, wanted.scores)
        wanted.fill(assessment)
        assessment.state, assessment.judged_at, assessment.answered_at = AssessmentState.DONE, at or utc_now(), None
        _plan_coaching(assessment, by, done)
        done.save(assessment)
        _write_scores(assessment, scores, done)
        done.numbers["number"] = assessment.number
    return done.change


def acknowledge(
    assessment_id: int, version: int, by: Actor, answer: str = "", at: datetime | None = None, key: str | None = None
) -> Change:
    """By whom it is about: read and understood."""
    with operation(N_("Acknowledged assessment {number}"), by, may=Right.ANSWER_ASSESSMENTS, key=key) as done:
        _answer(assessment_id, version, AssessmentState.ACKNOWLEDGED, answer, at, by, done)
    return done.change


def dispute(assessment_id: int, version: int, answer: str, by: Actor, at: datetime | None = None, key: str | None = None) -> Change:
    """By whom it is about, saying why: the reviewer looks again."""
    with operation(N_("Disputed assessment {number}"), by, may=Right.ANSWER_ASSESSMENTS, key=key) as done:
        if not clean_note(answer).strip():
            raise UserError(_("Say what you see differently. Nothing was saved."))
        _answer(assessment_id, version, AssessmentState.DISPUTED, answer, at, by, done)
    return done.change


def withdraw_assessment(assessment_id: int, version: int, by: Actor, key: str | None = None) -> Change:
    """One that was planned and not judged yet."""
    with operation(N_("Withdrew assessment {number}"), by, may=Right.ANSWER_ASSESSMENTS, key=key) as done:
        assessment = _standing(assessment_id, version)
        if assessment.reviewer_id != by.id:
            demand(by, Right.ASSESS)
        if assessment.state != AssessmentState.PLANNED:
            raise NotAllowed(_("Assessment {number} was judged already. Nothing was changed.").format(number=assessment.number))
        done.save(assessment)
        done.delete(assessment)
        done.numbers["number"] = assessment.number
    return done.change


def usable_scorecard(scorecard_id: int) -> Scorecard:
    scorecard = standing_scorecard(scorecard_id)
    if scorecard.state != ScorecardState.IN_USE:
        raise NotAllowed(_("The scorecard “{name}” is not in use. Nothing was saved; put it to use first.").format(name=scorecard.name))
    return scorecard


def demand_reviewer(kind: AssessmentKind, staff_id: int, reviewer_id: int, scorecard: Scorecard) -> None:
    """Who may judge whom. Raises NotAllowed, saying why not."""
    people = Staff.by_ids({staff_id, reviewer_id})
    if len(people) < len({staff_id, reviewer_id}):
        raise UserError(_("This colleague is not there any more. Nothing was saved; choose another."))
    if kind == AssessmentKind.SELF:
        if staff_id != reviewer_id:
            raise NotAllowed(_("A self-assessment is made by whom it is about. Nothing was saved."))
        return
    if staff_id == reviewer_id:
        raise NotAllowed(
            _("Nobody assesses themselves as somebody else. Nothing was saved; choose another reviewer, or plan a self-assessment."),
            about="reviewer_id",
        )
    if kind == AssessmentKind.PEER and not scorecard.peers:
        raise NotAllowed(_("By “{name}” colleagues do not judge each other. Nothing was saved.").format(name=scorecard.name))
    if kind in _BY_RIGHT and Right.ASSESS not in RIGHTS[people[reviewer_id].actor().role]:
        raise NotAllowed(
            _("{name} may not assess colleagues. Nothing was saved; choose a supervisor.").format(name=people[reviewer_id].name)
        )


def _conversation(wanted: AssessmentInput) -> tuple[int, date]:
    """Whose it was, and on which day."""
    if (wanted.interaction_id is None) == (wanted.case_id is None):
        raise UserError(_("An assessment is of one call or one case. Nothing was saved; choose one."))
    row = Interaction.get_or_none(id=wanted.interaction_id) if wanted.case_id is None else SupportCase.get_or_none(id=wanted.case_id)
    if row is None:
        raise UserError(_("This conversation is not there any more. Nothing was saved."))
    had = row.staff_id if isinstance(row, Interaction) else row.assignee_id
    if had is None and wanted.staff_id is None:
        raise UserError(_("{number} says not who had it. Nothing was saved; name the colleague.").format(number=row.number))
    if isinstance(row, Interaction) and had is not None and wanted.staff_id not in (None, had):
        raise UserError(_("Somebody else had {number}. Nothing was saved.").format(number=row.number))
    at: datetime = row.started_at if isinstance(row, Interaction) else row.opened_at
    return wanted.staff_id or had or 0, local_day(at, zone_of(Company.the().zone))


def _demand_first(wanted: AssessmentInput, staff_id: int, reviewer_id: int) -> None:
    about = Assessment.case == wanted.case_id if wanted.interaction_id is None else Assessment.interaction == wanted.interaction_id
    earlier = Assessment.select().where(
        about, Assessment.staff == staff_id, Assessment.reviewer == reviewer_id, Assessment.kind == wanted.kind
    )
    if (found := earlier.first()) is not None:
        raise NotAllowed(_("This is assessment {number} already. Nothing was saved.").format(number=found.number))


def _checked_scores(assessment: Assessment, wanted: tuple[ScoreInput, ...]) -> dict[int, ScoreInput]:
    """By criterion."""
    criteria = {row.id: row for row in criteria_of(Scorecard.get_by_id(assessment.scorecard_id))}
    given = {each.criterion_id: each for each in wanted}
    if len(given) < len(wanted) or not given.keys() <= criteria.keys():
        raise UserError(_("A score belongs to no criterion of this scorecard, or comes twice. Nothing was saved."))
    missing = [row.text for row in criteria.values() if row.id not in given]
    if missing:
        raise UserError(
            _("Not judged yet: {criteria}. Nothing was saved; score each, or say that it does not apply.").format(
                criteria=", ".join(f"“{text}”" for text in missing)
            )
        )
    for row in criteria.values():
        _check_score(row, given[row.id].score)
    return given


def _check_score(row: Criterion, score: int | None) -> None:
    steps = STEPS[CriterionScale(row.scale)]
    if score is not None and score not in steps:
        raise UserError(
            _("“{text}” takes {steps}, and not {score}. Nothing was saved.").format(
                text=row.text, steps=", ".join(map(str, steps)), score=score
            )
        )


def _write_scores(assessment: Assessment, given: dict[int, ScoreInput], done: Done) -> None:
    stored = {row.criterion_id: row for row in AssessmentScore.select().where(AssessmentScore.assessment == assessment)}
    fresh = []
    for criterion_id, each in given.items():
        row = stored.get(criterion_id)
        if row is None:
            fresh.append(
                AssessmentScore(
                    assessment=assessment, criterion=criterion_id, score=each.score, comment=clean_note(each.comment)
                )
            )  # fmt: skip
        else:
            row.score, row.comment = each.score, clean_note(each.comment)
            done.save(row)
    done.insert(*fresh)


def _plan_coaching(assessment: Assessment, by: Actor, done: Done) -> None:
    """What is to be done until a day becomes a follow-up of whom it is about, once."""
    if assessment.coaching_due == NEVER or assessment.follow_up_id is not None:
        return
    if not assessment.coaching_action.strip():
        raise UserError(_("Say what is to be done until that day. Nothing was saved."))
    title = _("Coaching agreed with assessment {number}").format(number=assessment.number)
    made: FollowUp = new_follow_up(FollowUpInput(title, due_on=assessment.coaching_due, owner_id=assessment.staff_id), by, done)
    assessment.follow_up_id = made.id


def _answer(assessment_id: int, version: int, state: AssessmentState, answer: str, at: datetime | None, by: Actor, done: Done) -> None:
    assessment = _standing(assessment_id, version)
    if assessment.staff_id != by.id:
        raise NotAllowed(_("Only whom assessment {number} is about can answer it. Nothing was saved.").format(number=assessment.number))
    if assessment.state not in JUDGED or assessment.state == AssessmentState.ACKNOWLEDGED:
        raise NotAllowed(_("Assessment {number} does not wait for an answer. Nothing was saved.").format(number=assessment.number))
    assessment.state, assessment.answer, assessment.answered_at = state, clean_note(answer), at or utc_now()
    done.save(assessment)
    done.numbers["number"] = assessment.number


def _standing(assessment_id: int, version: int) -> Assessment:
    assessment = Assessment.get_or_none(id=assessment_id)
    if assessment is None:
        raise UserError(_("This assessment is not there any more. Nothing was changed."))
    assessment.version = version
    return assessment
