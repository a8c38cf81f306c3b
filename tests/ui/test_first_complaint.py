"""An angry caller, with real keys: the complaint, the replacement and the coupon, the follow-up that comes of it, and the survey after."""

from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.core.survey_kinds import SurveyState
from crm_desktop.data.models import CaseEvent, CaseRemedy, FollowUp, Interaction, Order, SupportCase, SurveyResponse, Voucher
from crm_desktop.data.opening import opened
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.surveys import SurveyInput, add_survey, set_survey_state
from tests.ui.test_first_week import shipped, shop  # noqa: F401  # fixtures


@pytest.fixture
def asking(shipped):  # noqa: F811
    """The shop asks after a complaint."""
    with opened(shipped):
        (survey,) = add_survey(SurveyInput("After a complaint", question="How satisfied are you?"), FOUNDER).of(Entity.SURVEY)
        set_survey_state(survey, 1, SurveyState.OPEN, FOUNDER)
    return shipped


def test_an_angry_caller_gets_a_replacement_a_coupon_and_is_asked_later(person, asking):
    person.starts(asking)
    person.presses("ctrl+9")
    person.sees("No case is open.")
    person.commands("new case")
    person.types("Lamps arrived crushed")
    person.presses("tab")
    person.types("maria")
    person.presses("enter")
    person.goes_to("Kind")
    person.types("compl")
    person.goes_to("Priority")
    person.types("high")
    person.goes_to("Order")
    person.presses("down")
    person.presses("ctrl+enter")
    person.sees("C-00001 Lamps arrived crushed")

    person.commands("log a call about")
    person.types("Three lamps, all crushed")
    person.presses("ctrl+enter")

    person.presses("ctrl+9")
    person.commands("check")
    person.presses("ctrl+enter")
    person.sees("The complaint is checked.")
    person.commands("remedy")
    person.types("repl")
    person.goes_to("How many")
    person.types("1")
    person.presses("ctrl+enter")
    person.sees("it stands on case C-00001")
    person.commands("remedy")
    person.types("coup")
    person.goes_to("Worth")
    person.types("5")
    person.presses("ctrl+enter")
    person.commands("solve")
    person.types("A new lamp is on its way")
    person.presses("ctrl+enter")
    person.sees("Case C-00001 is solved.")

    person.presses("ctrl+4")
    person.sees("C-00001")
    person.commands("done")
    person.types("The new lamp works, she is content")
    person.presses("ctrl+enter")
    person.commands("interactions")
    person.goes_to("Survey …")
    person.presses("space")
    person.types("5")
    person.goes_to("In their words")
    person.types("Thank you for the coupon.")
    person.presses("ctrl+enter")

    with person.store():
        case = SupportCase.get()
        assert (case.kind, case.priority, case.state, case.validity) == ("complaint", "high", "done", "valid")
        assert [(row.kind, row.cost) for row in CaseRemedy.select()] == [("replacement", Decimal(49)), ("coupon", Decimal(5))]
        again = Order.select().order_by(Order.id.desc()).get()
        assert (again.total, again.customer_id) == (0, case.customer_id)
        assert Voucher.get().case_id == Interaction.get().case_id == FollowUp.get().case_id == case.id
        assert CaseEvent.select().where(CaseEvent.kind == CaseEventKind.ANSWERED).count() == 1
        assert FollowUp.get().state == "done"
        response = SurveyResponse.get()
        assert (response.score, response.state, response.comment) == (5, "answered", "Thank you for the coupon.")
        assert (response.interaction_id, response.customer_id) == (Interaction.get().id, case.customer_id)
