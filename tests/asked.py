"""A customer who is asked how it was, and a conversation that is judged: one row of each table."""

from crm_desktop.core.changes import Entity
from crm_desktop.core.quality_score import ScorecardState
from crm_desktop.core.survey_kinds import SurveyState
from crm_desktop.data.models import SurveyQuestion
from crm_desktop.services.assessments import JudgementInput, ScoreInput, judge
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.quality_samples import SampleInput, draw_sample
from crm_desktop.services.scorecards import CriterionInput, ScorecardInput, add_scorecard, set_scorecard_state
from crm_desktop.services.survey_responses import AnswerInput, AskedInput, ask_survey
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state
from crm_desktop.services.trainings import TrainingInput, log_training
from tests.conftest import DAY


def ask_and_judge(call, nancy):
    """The caller is asked how it was, and Olga judges how Nancy did; then Nancy learns something."""
    wanted = SurveyInput("After a call", question="How was it?", questions=(QuestionInput("Why?"),))
    (survey,) = add_survey(wanted, nancy).of(Entity.SURVEY)
    set_survey_state(survey, 1, SurveyState.OPEN, nancy)
    answers = (AnswerInput(SurveyQuestion.get().id, "Quick"),)
    ask_survey(AskedInput(survey, interaction_id=call.id, score=1, answers=answers), nancy)
    (card,) = add_scorecard(ScorecardInput("Calls", criteria=(CriterionInput("Listens"),)), FOUNDER).of(Entity.SCORECARD)
    set_scorecard_state(card, 1, ScorecardState.IN_USE, FOUNDER)
    draw_sample(SampleInput(card, nancy.id, "2026-01"), FOUNDER)
    judge(1, 1, JudgementInput((ScoreInput(1, 1),)), FOUNDER)
    log_training(TrainingInput(nancy.id, "Listening", DAY), FOUNDER)


def ask_how_it_was(customer_id, by, **fields):
    """A survey that is open, and this customer is asked by it."""
    (survey,) = add_survey(SurveyInput("Afterwards", question="How was it?"), by).of(Entity.SURVEY)
    set_survey_state(survey, 1, SurveyState.OPEN, by)
    ask_survey(AskedInput(survey, customer_id=customer_id, **fields), by)
