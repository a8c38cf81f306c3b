"""A customer is asked how it was after a complaint, and a person's month is judged from the draw to the answer: with real keys."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import Program
from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.quality_score import ScorecardState
from crm_desktop.core.survey_kinds import QuestionKind, SurveyState
from crm_desktop.data.models import Assessment, Channel, Customer, FollowUp, Interaction, QualitySample, Staff, SurveyAnswer, SurveyResponse
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER, StaffInput, add_staff
from crm_desktop.services.customers import CustomerInput, add_customer
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.services.scorecards import add_scorecard, set_scorecard_state
from crm_desktop.services.surveys import QuestionInput, SurveyInput, add_survey, set_survey_state
from tests.services.test_assessments import CARD

pytestmark = pytest.mark.usefixtures("own_places")


@pytest.fixture
def shop(company_file):
    """Maria complained, was promised a call, and got it; Rob took three calls last month."""
    path = company_file()
    with opened(path):
        add_customer(CustomerInput("Maria Anders"), FOUNDER)
        add_staff(StaffInput("Rob", "rob", Role.REPRESENTATIVE), FOUNDER)
        phone, rob = Channel.get(kind="phone").id, Staff.get(login="rob").actor()
        last_month = utc_now().replace(day=1, hour=12) - timedelta(days=9)
        for _call in range(3):
            log_interaction(InteractionInput(phone, summary="Where is it?", started_at=last_month), rob)
        promised = FollowUpInput("Ask whether the new lamp works")
        complaint = InteractionInput(phone, Customer.get().id, summary="The lamp came broken", follow_up=promised)
        log_interaction(complaint, FOUNDER)
        asked = (QuestionInput("Is it settled?", QuestionKind.CHOICE, required=True, options=("Yes", "No")),)
        (survey,) = add_survey(SurveyInput("After a complaint", question="How satisfied are you?", questions=asked), FOUNDER).of(
            Entity.SURVEY
        )
        set_survey_state(survey, 1, SurveyState.OPEN, FOUNDER)
        (card,) = add_scorecard(CARD, FOUNDER).of(Entity.SCORECARD)
        set_scorecard_state(card, 1, ScorecardState.IN_USE, FOUNDER)
    return path


def test_after_the_follow_up_of_a_complaint_the_customer_is_asked_and_somebody_gets_in_touch(person, shop):
    person.starts(shop)
    person.commands("interactions")
    person.goes_to("Survey …")
    person.presses("space")
    person.types("2")
    person.presses("tab")
    person.types("n")
    person.goes_to("In their words")
    person.types("It broke again.")
    person.presses("ctrl+enter")

    with person.store():
        response = SurveyResponse.get()
        assert (response.score, response.comment, SurveyAnswer.get().value) == (2, "It broke again.", "No")
        assert response.interaction_id == Interaction.get(summary="The lamp came broken").id
        assert response.customer_id == Customer.get().id
        assert FollowUp.get_by_id(response.follow_up_id).priority == "high"


def test_a_month_of_one_person_is_drawn_judged_and_acknowledged(person, shop):
    person.starts(shop)
    person.commands("quality")
    person.presses("ctrl+shift+d")
    person.waits_to_see("Chance decides")
    person.presses("ctrl+enter")
    person.goes_to("Judge …")
    person.presses("space")
    for score in ("y", "y", "5", "5"):
        person.types(score)
        person.presses("tab", "tab")
    person.presses("ctrl+enter")

    with person.store():
        sample = QualitySample.get()
        judged = Assessment.get(state="done")
        assert (sample.handled, len(sample.candidates), Assessment.select().count()) == (3, 3, 3)
        assert (judged.score, judged.staff_id, judged.reviewer_id) == (100, Staff.get(login="rob").id, FOUNDER.id)
    person.sees("100%")

    person.ends()
    person.program = Program("rob", QApplication.instance())
    person.program.start(str(shop))
    person.waits_for_window()
    person.commands("quality")
    person.goes_to("Acknowledge")
    person.presses("space")

    with person.store():
        assert Assessment.get_by_id(judged.id).state == "acknowledged"
