"""What `do` can do about surveys."""

from typing import Any

from crm_desktop.commands.action import Action, same_names
from crm_desktop.core.i18n import N_
from crm_desktop.data.models import Survey, SurveyQuestion
from crm_desktop.services import survey_responses, surveys


def _survey(row: Survey) -> dict[str, Any]:
    kept = SurveyQuestion.select().where(SurveyQuestion.survey == row).order_by(SurveyQuestion.position)
    return {
        **same_names(surveys.SurveyInput, row, without={"questions"}),
        "questions": tuple(surveys.asked(question) for question in kept),
    }


ACTIONS = (
    Action("add-survey", N_("What customers will be asked; a draft first."), surveys.add_survey),
    Action(
        "change-survey", N_("Change what is given of a survey; its questions until the first was asked."), surveys.change_survey, _survey
    ),
    Action("set-survey-state", N_("Open a survey, or close it."), surveys.set_survey_state),
    Action("copy-survey", N_("A new draft with the same questions."), surveys.copy_survey),
    Action("ask-survey", N_("Somebody is asked; with a score or answers, they answered at once."), survey_responses.ask_survey),
    Action("answer-survey", N_("What somebody answered, entered afterwards."), survey_responses.answer_survey),
    Action("decline-survey", N_("Somebody would not answer."), survey_responses.decline_survey),
)
