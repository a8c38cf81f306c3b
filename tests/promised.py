"""What the desk promises and who helps: one row of each table."""

from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationTrigger
from crm_desktop.core.privacy import RequestKind
from crm_desktop.data.models import Approval, Customer, MailMessage, MailReference
from crm_desktop.services.access import note_look
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.consents import ConsentInput, note_consent
from crm_desktop.services.escalation_rules import EscalationRuleInput, add_escalation_rule
from crm_desktop.services.escalations import EscalationInput, escalate
from crm_desktop.services.incidents import IncidentInput, note_incident
from crm_desktop.services.privacy_requests import RequestInput, note_request
from crm_desktop.services.routing import RoutingRuleInput, add_routing_rule
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.services.staffing import AbsenceInput, add_absence, add_team
from crm_desktop.services.working_hours import add_holiday
from tests.conftest import DAY, MOMENT

MADE = {"created_at": MOMENT, "updated_at": MOMENT}


def promise_and_help(case_id, interaction_id, nancy):
    """Service levels, escalation and routing with their rules, a colleague who is away, an e-mail that answers another, a
    consent, an incident and a request."""
    add_sla(SlaInput("Usual", fallback=True, around_the_clock=True, targets=(TargetInput(Priority.NORMAL, 60, 120),)), FOUNDER)
    add_team("Desk", FOUNDER, (nancy.id,))
    add_escalation_rule(EscalationRuleInput("Late", trigger=EscalationTrigger.RESOLUTION_BREACH), FOUNDER)
    add_routing_rule(RoutingRuleInput("Everybody"), FOUNDER)
    add_absence(AbsenceInput(nancy.id, DAY, DAY), FOUNDER)
    add_holiday(DAY, "Closed", FOUNDER)
    escalate(EscalationInput(case_id, "They want the manager."), nancy)
    Approval.create(what="voucher", wanted="{}", asked_by=nancy.id, at=MOMENT, **MADE)
    note_consent(Customer.get().id, ConsentInput("Newsletter", "email", "on the phone"), nancy)
    note_incident(IncidentInput("A parcel list was left on a counter."), FOUNDER)
    note_request(RequestInput(RequestKind.ACCESS, Customer.get().id), nancy)
    note_look(Customer.get().id, nancy)
    mail = MailMessage.create(interaction=interaction_id, message_id="a@example.org", **MADE)
    MailReference.create(mail=mail, message_id="b@example.org", **MADE)
