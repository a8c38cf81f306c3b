"""What the sample company's customers were asked and answered, and how some of its conversations were judged."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from crm_desktop.core.actors import FOUNDER, Actor, Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import month_bounds, utc_now, zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Outcome
from crm_desktop.core.quality_score import STEPS, AssessmentKind, AssessmentState, CriterionScale, ScorecardState
from crm_desktop.core.rights import Right
from crm_desktop.core.survey_kinds import QuestionKind, ResponseState, SurveyChannel, SurveyKind, SurveyState
from crm_desktop.data.history import operation
from crm_desktop.data.models import Assessment, Criterion, Interaction, Staff, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from crm_desktop.data.numbering import next_numbers
from crm_desktop.queries.quality_samples import not_judged
from crm_desktop.sample.chance import Chance
from crm_desktop.sample.colleagues import COMPANY
from crm_desktop.services.assessments import (
    AssessmentInput,
    JudgementInput,
    ScoreInput,
    acknowledge,
    dispute,
    judge,
    plan_assessment,
)
from crm_desktop.services.quality_samples import SampleInput, draw_sample
from crm_desktop.services.scorecards import CriterionInput, ScorecardInput, add_scorecard, set_scorecard_state
from crm_desktop.services.survey_responses import AnswersInput, answer_survey
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state
from crm_desktop.services.trainings import TrainingInput, log_training

_ASKED = 70
_REACH = timedelta(days=80)
_DRAWN = 3
_DIFFERENCE = ("Quick answer", "Friendly", "Knew the product", "Kept the promise")
_CSAT = SurveyInput(
    "After a contact", SurveyKind.CSAT, "How satisfied are you with how we handled this?",
    intro="May I ask how it went? It takes half a minute.", thanks="Thank you, that helps us.",
    questions=(
        QuestionInput("What made the difference?", QuestionKind.SEVERAL, options=_DIFFERENCE),
        QuestionInput("Is it settled for you?", QuestionKind.CHOICE, options=("Yes", "Not quite", "No")),
        QuestionInput("What should we do better?"),
    ),
)  # fmt: skip
_NPS = SurveyInput("Would you recommend us?", SurveyKind.NPS, "How likely are you to recommend us to others?", follow_up_days=3)
_CES = SurveyInput("How easy is a return?", SurveyKind.CES, "How easy was it to send the goods back?")
_CSAT_SCORES, _NPS_SCORES = ((5, 36), (4, 38), (3, 14), (2, 8), (1, 4)), ((10, 22), (9, 24), (8, 20), (7, 12), (6, 8), (5, 8), (3, 6))
_WORDS = {
    True: ("Quick and clear.", "She knew the order at once.", "Thank you for calling back.", "", "", ""),
    False: ("I had to explain it twice.", "Nobody called back as promised.", "The parcel is still not here.", ""),
}
_CARD = ScorecardInput(
    "Calls and e-mails",
    peers=True,
    note="Talked about in the first week of each month.",
    criteria=(
        CriterionInput("Greets by name and says who speaks", "Opening", weight=10),
        CriterionInput("Verifies who it is before telling anything", "Verification", weight=20, fatal=True),
        CriterionInput("Lets the customer finish and sums it up", "Listening", "In their words.", CriterionScale.ZERO_ONE_TWO, 20),
        CriterionInput("Solves it, or says what happens next and when", "Solution", "", CriterionScale.ZERO_THREE_FIVE, 25),
        CriterionInput("Notes let a colleague go on", "Documentation", "", CriterionScale.ZERO_THREE_FIVE, 15),
        CriterionInput("Closes warmly and asks whether there is more", "Closing", "", CriterionScale.ONE_TO_FIVE, 10),
    ),
)  # fmt: skip
_COACHING = ("Sum up before you answer: half of the repeats begin there.", "Say when they will hear from us, and by whom.", "", "")
_TOPICS = (("Listening on the phone", Decimal(2)), ("Cold chain: what may be promised", Decimal("1.5")), ("Data protection", Decimal(1)))


class _Call(NamedTuple):
    id: int
    customer_id: int
    staff_id: int
    order_id: int | None
    product_id: int | None
    ended: datetime


def ask_and_judge(until: date) -> None:
    """Few rows whatever the size: surveys of the last weeks, and a month of assessments."""
    random = Chance(f"asked and judged {until}")
    _ask(random)
    _judge(random, until)


def _ask(random: Random) -> None:
    surveys = [_opened(wanted) for wanted in (_CSAT, _NPS)]
    (_closed,) = add_survey(_CES, FOUNDER).of(Entity.SURVEY)
    calls = sorted(_some(random), key=lambda call: call.ended)
    with operation(N_("Asked {count} surveys"), FOUNDER, may=Right.ASK_SURVEYS) as done:
        numbers = next_numbers(SurveyResponse, len(calls))
        rows = [_response(random, surveys[random.random() < 0.3], call, number) for call, number in zip(calls, numbers, strict=True)]
        done.insert(*rows)
        done.insert(*(answer for row in rows for answer in _answers(random, row)))
        done.numbers["count"] = len(rows)
    _hear_a_complaint(rows)


def _opened(wanted: SurveyInput) -> Survey:
    (row_id,) = add_survey(wanted, FOUNDER).of(Entity.SURVEY)
    set_survey_state(row_id, 1, SurveyState.OPEN, FOUNDER)
    return Survey.get_by_id(row_id)


def _some(random: Random) -> list[_Call]:
    """Contacts of the last weeks that were taken and have an end, one of each customer."""
    last = Interaction.select().order_by(Interaction.started_at.desc()).first()
    recent = Interaction.select().where(
        Interaction.started_at > (last.started_at if last else utc_now()) - _REACH, Interaction.direction == "in",
        Interaction.outcome.in_((Outcome.RESOLVED, Outcome.FOLLOW_UP)), Interaction.customer.is_null(False),
        Interaction.ended_at.is_null(False), Interaction.staff.is_null(False),
    )  # fmt: skip
    by_customer = {
        row.customer_id: _Call(row.id, row.customer_id or 0, row.staff_id or 0, row.order_id, row.product_id, _end(row))
        for row in recent.order_by(Interaction.started_at.desc(), Interaction.id).limit(_ASKED * 12)
    }
    calls = sorted(by_customer.values())
    return random.sample(calls, min(_ASKED, len(calls)))


def _end(row: Interaction) -> datetime:
    return row.ended_at or row.started_at


def _response(random: Random, survey: Survey, call: _Call, number: str) -> SurveyResponse:
    """Seven of ten answer; sheets that went out in the last days wait."""
    channel = SurveyChannel.PAPER if random.random() < 0.3 else SurveyChannel.PHONE
    row = SurveyResponse(
        number=number, survey=survey, customer=call.customer_id, interaction=call.id, order=call.order_id, product=call.product_id,
        staff=call.staff_id, asked_by=call.staff_id, asked_at=call.ended, channel=channel,
    )  # fmt: skip
    drawn = random.random()
    if drawn < 0.14:
        row.state, row.declined_at, row.entered_by_id = ResponseState.DECLINED, call.ended, call.staff_id
    elif drawn < 0.6 or row.channel == SurveyChannel.PHONE:
        scores = _CSAT_SCORES if survey.kind == SurveyKind.CSAT else _NPS_SCORES
        row.score = random.choices([score for score, _weight in scores], [weight for _score, weight in scores])[0]
        row.state, row.answered_at, row.entered_by_id = ResponseState.ANSWERED, call.ended, call.staff_id
        row.comment = random.choice(_WORDS[row.score > (survey.low_score or 0)])
    return row


def _answers(random: Random, row: SurveyResponse) -> Iterator[SurveyAnswer]:
    if row.state != ResponseState.ANSWERED or row.survey.kind != SurveyKind.CSAT:
        return
    for question in SurveyQuestion.select().where(SurveyQuestion.survey == row.survey).order_by(SurveyQuestion.position):
        if question.kind == QuestionKind.SEVERAL and row.score > 3:
            chosen = random.sample(question.choices, random.choice((1, 1, 2)))
        elif question.kind == QuestionKind.CHOICE:
            chosen = [question.choices[0 if row.score > 3 else random.choice((1, 2))]]
        else:
            chosen = []
        yield from (SurveyAnswer(response=row, question=question, value=value) for value in chosen)


def _hear_a_complaint(rows: list[SurveyResponse]) -> None:
    """The last sheet that waits comes back with a low score, and somebody gets in touch."""
    waiting = [row for row in rows if row.state == ResponseState.ASKED]
    if waiting:
        last = waiting[-1]
        low = AnswersInput(2 if last.survey.kind == SurveyKind.CSAT else 5, "Nobody called back as promised.")
        answer_survey(last.id, last.version, low, Staff.get_by_id(last.staff_id).actor(), last.asked_at)


def _judge(random: Random, until: date) -> None:
    (card,) = add_scorecard(_CARD, FOUNDER).of(Entity.SCORECARD)
    set_scorecard_state(card, 1, ScorecardState.IN_USE, FOUNDER)
    people = [row.actor() for row in Staff.select().where(Staff.active).order_by(Staff.id)]
    reviewer = next((each for each in people if each.role == Role.SUPERVISOR), FOUNDER)
    month = until.replace(day=1) - timedelta(days=1)
    start, end = (int(moment.timestamp()) for moment in month_bounds(month, zone_of(COMPANY.zone)))
    judged_people = [each for each in people if each.role == Role.REPRESENTATIVE and len(not_judged(each.id, start, end)) > _DRAWN][:3]
    for person in judged_people:
        draw_sample(SampleInput(card, person.id, f"{month:%Y-%m}", _DRAWN, seed=f"{person.login} {month:%Y-%m}"), reviewer)
    planned = list(Assessment.select().where(Assessment.state == AssessmentState.PLANNED).order_by(Assessment.id))
    for place, assessment in enumerate(planned[:-1]):
        _judge_one(random, assessment, reviewer, end)
        _answer(place, assessment, next(each for each in people if each.id == assessment.staff_id), end)
    if judged_people:
        _see_oneself(random, card, judged_people[0], start, end)
        _compare(random, card, planned[0], (reviewer, FOUNDER), end)
    for person, (topic, hours) in zip(judged_people, _TOPICS, strict=False):
        log_training(TrainingInput(person.id, topic, month - timedelta(days=3), hours, Staff.get_by_id(reviewer.id).name), FOUNDER)


def _judge_one(random: Random, assessment: Assessment, by: Actor, second: int) -> None:
    criteria = Criterion.select().where(Criterion.scorecard == assessment.scorecard_id).order_by(Criterion.position)
    scores = []
    for criterion in criteria:
        steps = STEPS[CriterionScale(criterion.scale)]
        drawn = random.choices(steps, [1 + 3 * place for place in range(len(steps))])[0]
        kept = steps[-1] if criterion.fatal and random.random() < 0.9 else drawn
        scores.append(ScoreInput(criterion.id, None if random.random() < 0.06 else kept))
    coaching = random.choice(_COACHING)
    judge(assessment.id, assessment.version, JudgementInput(tuple(scores), coaching=coaching), by, datetime.fromtimestamp(second, UTC))


def _answer(place: int, assessment: Assessment, by: Actor, second: int) -> None:
    """Most have read it; one sees it differently, and one has not looked yet."""
    version, at = Assessment.get_by_id(assessment.id).version, datetime.fromtimestamp(second, UTC)
    if place == 2:
        dispute(assessment.id, version, "I did say when: Thursday. It stands in the notes.", by, at)
    elif place != 4:
        acknowledge(assessment.id, version, by, at=at)


def _see_oneself(random: Random, card: int, person: Actor, start: int, end: int) -> None:
    (call, *_rest) = not_judged(person.id, start, end)
    (row_id,) = plan_assessment(AssessmentInput(card, AssessmentKind.SELF, call), person).of(Entity.ASSESSMENT)
    _judge_one(random, Assessment.get_by_id(row_id), person, end)


def _compare(random: Random, card: int, about: Assessment, reviewers: tuple[Actor, Actor], second: int) -> None:
    """Two judge the same conversation, to see how far they are apart."""
    for by in dict.fromkeys(reviewers):
        wanted = AssessmentInput(card, AssessmentKind.CALIBRATION, about.interaction_id)
        (row_id,) = plan_assessment(wanted, by).of(Entity.ASSESSMENT)
        _judge_one(random, Assessment.get_by_id(row_id), by, second)
