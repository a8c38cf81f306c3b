"""The sheet of a survey and the quality sheet of a person: real PDFs, with every figure counted again by hand."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.survey_kinds import QuestionKind, SurveyKind, SurveyState
from crm_desktop.reports.documents import quality_sheet, survey_sheet
from crm_desktop.reports.documents.quality_sheet import QualitySheetParameters
from crm_desktop.reports.documents.survey_sheet import SurveySheetParameters
from crm_desktop.reports.making import make_report
from crm_desktop.reports.registry import printable_called
from crm_desktop.services.assessments import AssessmentInput, acknowledge, plan_assessment
from crm_desktop.services.survey_responses import AskedInput, ask_survey
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state
from crm_desktop.services.trainings import TrainingInput, log_training
from tests.reports.documents.conftest import pages_of
from tests.services.test_assessments import Assessment, call_of, card, judged, rob  # noqa: F401

QUESTIONS = (
    QuestionInput("Who helped you?", QuestionKind.CHOICE, options=("One person", "Several people")),
    QuestionInput("How were we?", QuestionKind.MATRIX, options=("Bad", "Good"), items=("On the phone", "By e-mail")),
    QuestionInput("What matters to you?", QuestionKind.SEVERAL, options=("Speed", "Care")),
    QuestionInput("How easy was the form?", QuestionKind.SCALE, lowest=1, highest=7),
    QuestionInput("When did it come?", QuestionKind.DATE),
    QuestionInput("What else?", required=True),
)


@pytest.fixture
def ask(store, nancy):
    def ask(kind=SurveyKind.NPS, **fields):
        wanted = SurveyInput(
            f"After a call {kind}", kind, "Would you recommend us to a friend?", intro="It takes a minute.", questions=QUESTIONS
        )
        (row_id,) = add_survey(wanted, nancy).of(Entity.SURVEY)
        set_survey_state(row_id, 1, SurveyState.OPEN, nancy)
        ask_survey(AskedInput(row_id, channel="paper", **fields), nancy)

    return ask


def test_a_sheet_holds_its_number_and_every_question(ask, nancy, tmp_path):
    ask()
    make_report(printable_called("survey-sheet"), SurveySheetParameters(("SV-00001",)), nancy, tmp_path / "a.pdf")

    text = "\n".join(pages_of(tmp_path / "a.pdf"))
    said = "SV-00001", "It takes a minute.", "Would you recommend us", "very likely", "Tick all that fit.", "On the phone", "What else? *"
    assert text.count("* Please do not leave these out.") == 1
    assert [words for words in said if words not in text] == []


def test_no_sheet_is_printed_of_what_was_answered_or_is_not_there(ask, nancy):
    ask()
    ask_survey(AskedInput(1, declined=True), nancy)
    with pytest.raises(UserError, match="waits for no answer"):
        survey_sheet.collect(SurveySheetParameters(("SV-00002",)))
    with pytest.raises(UserError, match="SV-9"):
        survey_sheet.collect(SurveySheetParameters(("SV-9",)))


@pytest.fixture
def reviewed(store, card, rob, nancy, owner, call_of):  # noqa: F811
    """Two assessments that count (80 % and 100 %), one of his own (60 %), and two hours of training."""
    for by, kind, scores in (
        (nancy, "supervisor", (1, 1, 3, 5)), (owner, "supervisor", (1, 1, 5, 5)), (rob, "self", (0, 1, 3, 3)),
    ):  # fmt: skip
        wanted = AssessmentInput(card.id, kind, call_of(rob).id)
        (row_id,) = plan_assessment(wanted, by).of(Entity.ASSESSMENT)
        found = judged(Assessment.get_by_id(row_id), by, *scores, coaching="Ask what they tried before")
    acknowledge(1, Assessment.get_by_id(1).version, rob)
    log_training(TrainingInput(rob.id, "Listening", date(2026, 1, 7), Decimal(2), "Olga"), nancy)
    return found


def test_the_figures_of_a_person_are_those_of_their_assessments(reviewed):
    (sheet,) = quality_sheet.collect(QualitySheetParameters(("rob",))).papers

    assert (sheet.first, sheet.last) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (sheet.handled, sheet.judged, sheet.score, sheet.own) == (3, 2, Decimal(90), Decimal(60))
    assert (tuple(sheet.kept), sheet.acknowledged, sheet.hours) == ((2, 2), 1, 2)
    assert [(each.text, each.mean, each.applied) for each in sheet.criteria][2:] == [("Solves it", Decimal(80), 2), ("Closes well", 100, 2)]


def test_a_year_tells_each_month(reviewed, nancy, tmp_path):
    (sheet,) = quality_sheet.collect(QualitySheetParameters(("rob",), date(2026, 5, 1), year=True)).papers
    assert [(month.assessments, month.mean) for month in sheet.months] == [(2, Decimal(90)), *[(0, None)] * 11]

    wanted = QualitySheetParameters(("rob",), date(2026, 5, 1), year=True)
    make_report(printable_called("quality-sheet"), wanted, nancy, tmp_path / "a.pdf")
    text = "\n".join(pages_of(tmp_path / "a.pdf"))
    for words in ("Quality: Rob", "90.0%", "Month by month", "Ask what they tried before", "Listening", "compares nobody", "Signatures"):
        assert words in text
    assert "Nancy Davolio" in text and "ranking" not in text.lower()


def test_a_representative_prints_their_own_sheet_and_nobody_elses(reviewed, rob, nancy, tmp_path):  # noqa: F811
    sheet = printable_called("quality-sheet")
    make_report(sheet, QualitySheetParameters(("rob",)), rob, tmp_path / "a.pdf")
    with pytest.raises(NotAllowed, match="somebody else"):
        make_report(sheet, QualitySheetParameters(("nancy",), date(2026, 1, 1)), rob, tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()


def test_where_nothing_was_judged_a_month_is_needed(store, nancy):
    with pytest.raises(UserError, match="say for which month"):
        quality_sheet.collect(QualitySheetParameters(("nancy",)))
    with pytest.raises(UserError, match="nobody"):
        quality_sheet.collect(QualitySheetParameters(("nobody",)))
