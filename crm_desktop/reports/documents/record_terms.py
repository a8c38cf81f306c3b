"""What the fixed kinds are called on paper that stays in the house: customers, contacts with them, money, and what was agreed."""

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import (
    AddressKind,
    Attempt,
    ChannelKind,
    CustomerKind,
    CustomerStatus,
    FollowUpState,
    Fulfilment,
    OrderState,
    Outcome,
    PointKind,
    Priority,
)
from crm_desktop.core.kinds_of_escalation import ApprovalKind, Decision, EscalationState
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.kinds_of_trade import AgreementState, AppointmentState, InvoiceState, PaymentStatus, VoucherKind
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState
from crm_desktop.core.survey_kinds import ResponseState, SurveyChannel, SurveyKind
from crm_desktop.queries.follow_ups import Urgency

CUSTOMER_KINDS = {CustomerKind.COMPANY: N_("Company"), CustomerKind.PERSON: N_("Person")}
CUSTOMER_STATUSES = {
    CustomerStatus.LEAD: N_("Lead"),
    CustomerStatus.ACTIVE: N_("Active"),
    CustomerStatus.INACTIVE: N_("Inactive"),
    CustomerStatus.BLOCKED: N_("Blocked"),
}
POINTS = {
    PointKind.PHONE: N_("Phone"),
    PointKind.MOBILE: N_("Mobile"),
    PointKind.FAX: N_("Fax"),
    PointKind.EMAIL: N_("E-mail"),
    PointKind.WEB: N_("Web"),
    PointKind.MESSENGER: N_("Messenger"),
    PointKind.SOCIAL: N_("Social network"),
}
ADDRESSES = {AddressKind.BILLING: N_("For bills"), AddressKind.SHIPPING: N_("For deliveries"), AddressKind.OTHER: N_("Other address")}
CHANNELS = {
    ChannelKind.PHONE: N_("phone"),
    ChannelKind.EMAIL: N_("e-mail"),
    ChannelKind.CHAT: N_("chat"),
    ChannelKind.SOCIAL: N_("social network"),
    ChannelKind.MESSENGER: N_("messenger"),
    ChannelKind.IN_PERSON: N_("in person"),
    ChannelKind.LETTER: N_("letter"),
    ChannelKind.FAX: N_("fax"),
    ChannelKind.VIDEO: N_("video"),
    ChannelKind.WEB: N_("web"),
    ChannelKind.OTHER: N_("other ways"),
}
OUTCOMES = {
    Outcome.RESOLVED: N_("Resolved"),
    Outcome.FOLLOW_UP: N_("Follow-up promised"),
    Outcome.TRANSFERRED: N_("Transferred"),
    Outcome.ESCALATED: N_("Escalated"),
    Outcome.MISSED: N_("Missed"),
    Outcome.VOICEMAIL: N_("Voicemail"),
    Outcome.WRONG_NUMBER: N_("Wrong number"),
}
ORDER_STATES = {
    OrderState.DRAFT: N_("Draft"),
    OrderState.OPEN: N_("Open"),
    OrderState.COMPLETED: N_("Completed"),
    OrderState.CANCELLED: N_("Cancelled"),
}
SHIPPING = {
    Fulfilment.PARTLY: N_("Partly shipped"),
    Fulfilment.FULFILLED: N_("Shipped"),
    Fulfilment.RETURNED: N_("All sent back"),
}
INVOICE_STATES = {InvoiceState.ISSUED: N_("Open"), InvoiceState.PAID: N_("Paid"), InvoiceState.VOID: N_("Corrected whole")}
PAYMENT_STATUSES = {
    PaymentStatus.PENDING: N_("Pending"),
    PaymentStatus.CAPTURED: N_("Captured"),
    PaymentStatus.FAILED: N_("Failed"),
    PaymentStatus.CHARGED_BACK: N_("Charged back"),
}
VOUCHER_KINDS = {
    VoucherKind.STORE_CREDIT: N_("Store credit"),
    VoucherKind.COUPON: N_("Coupon"),
    VoucherKind.DISCOUNT: N_("Discount"),
    VoucherKind.GOODWILL: N_("Goodwill"),
}
CASE_KINDS = {
    CaseKind.QUESTION: N_("Question"),
    CaseKind.COMPLAINT: N_("Complaint"),
    CaseKind.BILLING_DISPUTE: N_("Billing dispute"),
    CaseKind.TECHNICAL: N_("Technical"),
    CaseKind.ACCOUNT: N_("Account"),
    CaseKind.SERVICE_REQUEST: N_("Service request"),
    CaseKind.FEEDBACK: N_("Feedback"),
}
AGREEMENT_STATES = {AgreementState.STARTED: N_("Running"), AgreementState.STOPPED: N_("Stopped")}
APPOINTMENT_STATES = {
    AppointmentState.PLANNED: N_("Planned"),
    AppointmentState.HELD: N_("Held"),
    AppointmentState.NO_SHOW: N_("Nobody came"),
    AppointmentState.CANCELLED: N_("Called off"),
}
FOLLOW_UP_STATES = {FollowUpState.OPEN: N_("Open"), FollowUpState.DONE: N_("Done"), FollowUpState.CANCELLED: N_("Called off")}
URGENCIES = {
    Urgency.OVERDUE: N_("Overdue"),
    Urgency.TODAY: N_("Today"),
    Urgency.WEEK: N_("Next 7 days"),
    Urgency.LATER: N_("Later"),
    Urgency.NO_DAY: N_("Any day"),
}
PRIORITIES = {Priority.LOW: N_("Low"), Priority.HIGH: N_("High"), Priority.URGENT: N_("Urgent")}
"""What is normal is not said."""
ATTEMPTS = {
    Attempt.REACHED: N_("reached"),
    Attempt.NO_ANSWER: N_("no answer"),
    Attempt.BUSY: N_("busy"),
    Attempt.VOICEMAIL: N_("voicemail"),
    Attempt.LEFT_MESSAGE: N_("left a message"),
}
ESCALATION_STATES = {
    EscalationState.WAITING: N_("Waiting"),
    EscalationState.ACCEPTED: N_("Taken on"),
    EscalationState.HANDED_BACK: N_("Handed back"),
}
APPROVALS = {
    ApprovalKind.REFUND: N_("A refund"),
    ApprovalKind.VOUCHER: N_("A voucher"),
    ApprovalKind.CLOSING: N_("A remedy"),
}
DECISIONS = {Decision.WAITING: N_("Waiting"), Decision.APPROVED: N_("Approved"), Decision.DECLINED: N_("Declined")}
RESPONSE_STATES = {
    ResponseState.ASKED: N_("No answer yet"),
    ResponseState.ANSWERED: N_("Answered"),
    ResponseState.DECLINED: N_("Declined"),
}
SURVEY_CHANNELS = {
    SurveyChannel.PHONE: N_("By phone"),
    SurveyChannel.PAPER: N_("On paper"),
    SurveyChannel.EMAIL: N_("By e-mail"),
    SurveyChannel.IN_PERSON: N_("In person"),
    SurveyChannel.WEB: N_("On a web page"),
    SurveyChannel.OTHER: N_("In another way"),
}
SCORE_WORDS = {
    SurveyKind.CSAT: (N_("not at all satisfied"), N_("very satisfied")),
    SurveyKind.CES: (N_("very hard"), N_("very easy")),
    SurveyKind.NPS: (N_("not at all likely"), N_("very likely")),
}
ASSESSMENT_KINDS = {
    AssessmentKind.SUPERVISOR: N_("By a supervisor"),
    AssessmentKind.PEER: N_("By a colleague"),
    AssessmentKind.SELF: N_("By oneself"),
    AssessmentKind.CALIBRATION: N_("Calibration"),
}
ASSESSMENT_STATES = {
    AssessmentState.PLANNED: N_("To be judged"),
    AssessmentState.DONE: N_("Judged"),
    AssessmentState.ACKNOWLEDGED: N_("Acknowledged"),
    AssessmentState.DISPUTED: N_("Disputed"),
}
