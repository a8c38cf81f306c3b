"""What the fixed kinds of the service desk are called on screen, and which colour stands for them."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind, Cause, Remedy, Validity, Visibility
from crm_desktop.ui.theme import Tone

CASE_KINDS = {
    CaseKind.QUESTION: (N_("Question"), Tone.INFO),
    CaseKind.COMPLAINT: (N_("Complaint"), Tone.BAD),
    CaseKind.BILLING_DISPUTE: (N_("Billing dispute"), Tone.WARN),
    CaseKind.TECHNICAL: (N_("Technical"), Tone.INFO),
    CaseKind.ACCOUNT: (N_("Account"), Tone.INFO),
    CaseKind.SERVICE_REQUEST: (N_("Service request"), Tone.INFO),
    CaseKind.FEEDBACK: (N_("Feedback"), Tone.PLAIN),
}
CASE_STATES = {
    CaseStatusKind.OPEN: (N_("Open"), Tone.INFO),
    CaseStatusKind.WAITING_CUSTOMER: (N_("Waiting for the customer"), Tone.WARN),
    CaseStatusKind.WAITING_OTHER: (N_("Waiting for somebody else"), Tone.WARN),
    CaseStatusKind.DONE: (N_("Done"), Tone.OK),
}
VALIDITIES = {
    Validity.VALID: (N_("Valid"), Tone.OK),
    Validity.PARTLY: (N_("Partly valid"), Tone.WARN),
    Validity.INVALID: (N_("Not valid"), Tone.PLAIN),
}
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
VISIBILITIES = {Visibility.INTERNAL: N_("Only we"), Visibility.CUSTOMER: N_("The customer too")}
VALUES = {
    ("support_case", "kind"): CASE_KINDS, ("checklist_item", "kind"): CASE_KINDS, ("case_status", "kind"): CASE_STATES,
    ("case_event", "state"): CASE_STATES, ("support_case", "validity"): VALIDITIES, ("support_case", "cause"): CAUSES,
    ("case_remedy", "kind"): REMEDIES, ("case_event", "visibility"): VISIBILITIES,
}  # fmt: skip
"""By table and column, for history."""
