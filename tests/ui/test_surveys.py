"""The page of surveys: asked on the phone with keys alone, entered from paper by number, written and opened in the window."""

import pytest
from PySide6.QtCore import Qt

from crm_desktop.core.changes import Entity
from crm_desktop.core.survey_kinds import QuestionKind, SurveyState
from crm_desktop.data.models import FollowUp, Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.survey_responses import AskedInput, ask_survey
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state
from crm_desktop.ui.dialogs.survey import SurveyDialog
from crm_desktop.ui.dialogs.survey_answers import AnswersDialog, AskDialog, ask_about
from crm_desktop.ui.dialogs.surveys import SurveysDialog
from crm_desktop.ui.pages import PAGES
from tests.ui.test_main_window import shown

CTRL, ENTER, TAB = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return, Qt.Key.Key_Tab
QUESTIONS = (
    QuestionInput("Who helped you?", QuestionKind.CHOICE, required=True, options=("One person", "Several")),
    QuestionInput("How were we?", QuestionKind.MATRIX, options=("Bad", "Good"), items=("On the phone", "By e-mail")),
    QuestionInput("What matters?", QuestionKind.SEVERAL, options=("Speed", "Care")),
    QuestionInput("What else?", QuestionKind.TEXT),
)


@pytest.fixture
def survey(store, nancy):
    wanted = SurveyInput("After a call", question="How satisfied are you?", intro="It takes a minute.", questions=QUESTIONS)
    (row_id,) = add_survey(wanted, nancy).of(Entity.SURVEY)
    set_survey_state(row_id, 1, SurveyState.OPEN, nancy)
    return Survey.get_by_id(row_id)


@pytest.fixture
def page(desk, qtbot, settle):
    page = next(card for card in PAGES if card.name == Entity.SURVEY_RESPONSE.value).made(desk)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    settle()
    yield page
    settle()


def dialog_of(page, kind, settle):
    settle()
    return next(each for each in page.findChildren(kind) if each.isVisible())


def ready(page, kind, settle, qtbot):
    """The first question waits for a key."""
    dialog = dialog_of(page, kind, settle)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(lambda: dialog.answers.score is not None and dialog.answers.score.hasFocus())
    return dialog


def test_a_customer_is_asked_about_a_call_with_keys_alone(page, desk, survey, make_customer, make_interaction, press, settle, qtbot):
    call = make_interaction(make_customer("Ada"))
    ask_about(desk, Entity.INTERACTION, call.id, call.number, page)
    dialog = ready(page, AskDialog, settle, qtbot)
    assert dialog.intro.text() == "It takes a minute."

    press(Qt.Key.Key_2)
    press(TAB)
    press(Qt.Key.Key_S)
    press(TAB)
    press(Qt.Key.Key_G)
    for _step in range(2):
        press(TAB)
    press(Qt.Key.Key_Space)
    press(ENTER, CTRL)

    response = SurveyResponse.get()
    assert (response.score, response.customer_id, response.state) == (2, call.customer_id, "answered")
    assert {(row.item, row.value) for row in SurveyAnswer.select()} == {("", "Several"), ("On the phone", "Good"), ("", "Speed")}
    assert FollowUp.get().customer_id == call.customer_id
    assert shown(page.model) == [response.number]
    assert [chip.text() for chip in page.sheet.chips.findChildren(type(page.sheet.number))] == ["Answered", "Low score"]


def test_what_must_be_answered_is_marked(page, desk, survey, make_interaction, press, settle, qtbot):
    ask_about(desk, Entity.INTERACTION, make_interaction().id, "", page)
    dialog = ready(page, AskDialog, settle, qtbot)
    press(Qt.Key.Key_5)
    press(ENTER, CTRL)
    assert dialog.isVisible() and not SurveyResponse.select().exists()
    dialog.throw_away()


def test_a_sheet_that_came_back_is_found_by_its_number_and_entered(page, survey, nancy, press, settle, qtbot):
    ask_survey(AskedInput(survey.id, channel="paper"), nancy)
    page.reload()
    settle()
    page.sought.setText("sv-00001")
    page.sought.setFocus()
    press(ENTER)
    ready(page, AnswersDialog, settle, qtbot)
    press(Qt.Key.Key_4)
    press(TAB)
    press(Qt.Key.Key_O)
    press(ENTER, CTRL)
    assert (SurveyResponse.get().score, SurveyResponse.get().state) == (4, "answered")


def test_who_would_not_answer_is_noted(page, survey, nancy, settle):
    ask_survey(AskedInput(survey.id, channel="paper"), nancy)
    page.reload()
    settle()
    page.sheet.declined.click()
    settle()
    assert SurveyResponse.get().state == "declined"


def test_a_questionnaire_is_written_and_opened_in_the_window(page, press, settle):
    page.kept.click()
    kept = dialog_of(page, SurveysDialog, settle)
    kept.add.click()
    form = dialog_of(kept, SurveyDialog, settle)
    form.name.setText("After a return")
    form.question.setText("How easy was it?")
    form.kind.setCurrentIndex(1)
    form.questions.add.click()
    row = form.questions.rows[0]
    row.text.setText("Why?")
    row.kind.setCurrentIndex(row.kind.findData(QuestionKind.CHOICE))
    row.options.setText("Quick; Friendly")
    form.save.click()
    settle()
    kept.open_it.click()
    settle()

    survey = Survey.get()
    assert (survey.name, survey.kind, survey.state, survey.low_score) == ("After a return", "ces", "open", 3)
    assert SurveyQuestion.get().choices == ("Quick", "Friendly")
    kept.accept()


def test_a_customer_is_asked_about_a_case_and_who_had_it(page, desk, survey, make_customer, nancy, press, settle, qtbot):
    wanted = CaseInput("Wet boxes", customer_id=make_customer("Ada").id, assignee_id=nancy.id)
    (case,) = open_case(wanted, nancy).of(Entity.CASE)
    ask_about(desk, Entity.CASE, case, "Wet boxes", page)
    ready(page, AskDialog, settle, qtbot)
    for key in (Qt.Key.Key_5, TAB, Qt.Key.Key_O):
        press(key)
    press(ENTER, CTRL)
    response = SurveyResponse.get()
    assert (response.case_id, response.staff_id, response.score) == (case, nancy.id, 5)
