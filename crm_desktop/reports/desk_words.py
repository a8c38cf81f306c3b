"""What the fixed kinds of the service desk are called on a page."""

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import EscalationLevel, EscalationTrigger
from crm_desktop.core.kinds_of_service import CaseKind, Cause, Remedy
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.reports.desk_data import AGES
from crm_desktop.reports.documents.record_terms import CASE_KINDS

PRIORITIES = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High"), Priority.URGENT: N_("Urgent")}
CAUSES = {
    Cause.PRODUCT: N_("The product"),
    Cause.HANDLING: N_("Our handling"),
    Cause.INFORMATION: N_("What we told them"),
    Cause.CARRIER: N_("The carrier"),
    Cause.SUPPLIER: N_("The supplier"),
    Cause.CUSTOMER: N_("The customer"),
    Cause.OTHER: N_("Something else"),
}
REMEDIES = {
    Remedy.APOLOGY: N_("Apology"),
    Remedy.REFUND: N_("Refund"),
    Remedy.REPLACEMENT: N_("Replacement"),
    Remedy.EXCHANGE: N_("Exchange"),
    Remedy.DISCOUNT: N_("Discount"),
    Remedy.COUPON: N_("Coupon"),
    Remedy.CREDIT: N_("Store credit"),
    Remedy.NONE: N_("None"),
}
LEVELS = {
    EscalationLevel.TEAM_LEAD: N_("Team lead"),
    EscalationLevel.MANAGER: N_("Manager"),
    EscalationLevel.EXTERNAL: N_("Somebody outside"),
}
TRIGGERS = {
    EscalationTrigger.HAND: N_("Asked by hand"),
    EscalationTrigger.RESPONSE_BREACH: N_("First response late"),
    EscalationTrigger.RESOLUTION_BREACH: N_("Solution late"),
    EscalationTrigger.VIP: N_("Important customer"),
    EscalationTrigger.KEYWORD: N_("A word that alarms"),
}
TARGETS = {"response": N_("First response"), "resolution": N_("Solution")}
TURNS = {"us": N_("Our turn"), "customer": N_("The customer's turn"), "other": N_("Somebody else's turn")}
SURVEYS = {SurveyKind.CSAT: N_("Satisfaction, 1 to 5"), SurveyKind.CES: N_("Effort, 1 to 7"), SurveyKind.NPS: N_("Recommendation, 0 to 10")}


def part_word(side: str, word: str) -> str:
    """A channel and a status are called as the company calls them."""
    if side == "priority":
        return _(PRIORITIES[Priority(word)])
    return _(CASE_KINDS[CaseKind(word)]) if side == "kind" else word or NOTHING


def age_word(step: int) -> str:
    """Days since the opening."""
    if step == len(AGES):
        return _("more than {days}").format(days=AGES[-1])
    first = AGES[step - 1] + 1 if step else 0
    return _("{first} to {last}").format(first=first, last=AGES[step])
