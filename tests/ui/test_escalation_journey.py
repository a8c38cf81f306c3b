"""A late case, from the rule that escalates it to the colleague who goes on with it: with real keys, on a company's file."""

from datetime import timedelta

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.dates import utc_now
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationState, EscalationTrigger
from crm_desktop.core.kinds_of_service import CaseEventKind
from crm_desktop.data.models import CaseEvent, Escalation, Operation, Staff, SupportCase
from crm_desktop.data.opening import opened
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.company import FOUNDER, StaffInput, add_staff
from crm_desktop.services.escalation_rules import EscalationRuleInput, add_escalation_rule
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from tests.ui.person import closed_store

pytestmark = pytest.mark.usefixtures("own_places")


@pytest.fixture
def shop(company_file):
    """Rita has a case whose time is over, and there is a rule for such; nobody has looked since."""
    path = company_file()
    with opened(path):
        add_staff(StaffInput("Rita Moran", "rita", Role.REPRESENTATIVE), FOUNDER)
        rita = Staff.get(login="rita").actor()
        add_sla(SlaInput("All", fallback=True, around_the_clock=True, targets=(TargetInput(Priority.NORMAL, 30, 120),)), FOUNDER)
        add_escalation_rule(EscalationRuleInput("Late", trigger=EscalationTrigger.RESOLUTION_BREACH, due_minutes=60), FOUNDER)
        wanted = CaseInput("Crushed boxes", caller="Maria", description="Wants new boxes before Friday.", assignee_id=rita.id,
                           opened_at=utc_now() - timedelta(hours=5))  # fmt: skip
        open_case(wanted, rita)
    return path


def test_a_late_case_is_escalated_taken_on_and_handed_back(person, shop):
    person.starts(shop)
    person.waits_to_see("Help wanted")
    person.commands("today")
    person.goes_to("Waiting for someone")
    person.presses("home", "enter")
    person.sees("Wants new boxes before Friday.")
    person.sees("Resolution is late")
    person.presses("ctrl+enter")
    with person.store():
        assert Escalation.get().state == EscalationState.ACCEPTED
        assert SupportCase.get().assignee_id == FOUNDER.id
        assert Operation.select().where(Operation.label.contains("by the rule")).get().staff_id == 0

    person.goes_to("Waiting for someone")
    person.presses("home", "enter")
    person.types("New boxes leave today.")
    person.presses("ctrl+enter")
    with person.store():
        assert (Escalation.get().state, Escalation.get().outcome) == (EscalationState.HANDED_BACK, "New boxes leave today.")
        assert SupportCase.get().assignee.login == "rita"

    person.presses("ctrl+z")
    with person.store():
        assert Escalation.get().state == EscalationState.ACCEPTED
    person.presses("ctrl+shift+z")
    person.ends()
    with closed_store(shop):
        assert Escalation.get().state == EscalationState.HANDED_BACK
        steps = [row.kind for row in CaseEvent.select().order_by(CaseEvent.id)]
        wanted = [CaseEventKind.ESCALATED, CaseEventKind.ACCEPTED, CaseEventKind.HANDED_BACK]
        assert [kind for kind in steps if kind in wanted] == wanted
