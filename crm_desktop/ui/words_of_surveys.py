"""What surveys and their answers are called on screen."""

from typing import Any

from crm_desktop.core.i18n import N_
from crm_desktop.core.survey_kinds import QuestionKind, ResponseState, SurveyChannel, SurveyKind, SurveyState
from crm_desktop.ui.theme import Tone

SURVEY_KINDS = {
    SurveyKind.CSAT: N_("Satisfaction (1 to 5)"),
    SurveyKind.CES: N_("Effort (1 to 7)"),
    SurveyKind.NPS: N_("Recommendation (0 to 10)"),
    SurveyKind.OWN: N_("Own questions, no score"),
}
SURVEY_STATES = {
    SurveyState.DRAFT: (N_("Draft"), Tone.PLAIN),
    SurveyState.OPEN: (N_("Open"), Tone.OK),
    SurveyState.CLOSED: (N_("Closed"), Tone.PLAIN),
}
QUESTION_KINDS = {
    QuestionKind.TEXT: N_("Own words"),
    QuestionKind.CHOICE: N_("One of several"),
    QuestionKind.SEVERAL: N_("Any of several"),
    QuestionKind.SCALE: N_("A scale"),
    QuestionKind.MATRIX: N_("One answer per line"),
    QuestionKind.DATE: N_("A day"),
}
SURVEY_CHANNELS = {
    SurveyChannel.PHONE: N_("By phone"),
    SurveyChannel.PAPER: N_("On paper"),
    SurveyChannel.EMAIL: N_("By e-mail"),
    SurveyChannel.IN_PERSON: N_("In person"),
    SurveyChannel.WEB: N_("On a web page"),
    SurveyChannel.OTHER: N_("In another way"),
}
RESPONSE_STATES = {
    ResponseState.ASKED: (N_("No answer yet"), Tone.INFO),
    ResponseState.ANSWERED: (N_("Answered"), Tone.OK),
    ResponseState.DECLINED: (N_("Declined"), Tone.PLAIN),
}
SCORE_WORDS = {
    SurveyKind.CSAT: (N_("not at all satisfied"), N_("very satisfied")),
    SurveyKind.CES: (N_("very hard"), N_("very easy")),
    SurveyKind.NPS: (N_("not at all likely"), N_("very likely")),
}
VALUES: dict[tuple[str, str], Any] = {
    ("survey", "kind"): SURVEY_KINDS, ("survey", "state"): SURVEY_STATES, ("survey_question", "kind"): QUESTION_KINDS,
    ("survey_response", "channel"): SURVEY_CHANNELS, ("survey_response", "state"): RESPONSE_STATES,
    ("survey_response", "score"): {-1: N_("none")},
}  # fmt: skip
