"""Other records, named the way people name them: a customer by number, a product by SKU, a colleague by login."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import ScorecardState
from crm_desktop.core.text import fold
from crm_desktop.core.typed import read_day, read_integer
from crm_desktop.data.database import tuples
from crm_desktop.data.models import (
    Agreement,
    Appointment,
    Approval,
    Article,
    Assessment,
    Attachment,
    Attendee,
    CaseStatus,
    Channel,
    ChecklistItem,
    Consent,
    Contact,
    ContactReason,
    Criterion,
    Customer,
    CustomField,
    Escalation,
    EscalationRule,
    FollowUp,
    Holiday,
    Incident,
    Interaction,
    Invoice,
    InvoiceLine,
    NamedReturnReason,
    Order,
    OrderLine,
    Payment,
    PrivacyRequest,
    Product,
    Record,
    Repair,
    ReturnLine,
    ReturnRequest,
    RoutingRule,
    Scorecard,
    Script,
    Shipment,
    Sla,
    Staff,
    StaffAbsence,
    SupplierReturn,
    SupportCase,
    Survey,
    SurveyQuestion,
    SurveyResponse,
    Team,
    Template,
    Training,
    VerificationCheck,
    Voucher,
)
from crm_desktop.queries.custom_fields import TABLES as CUSTOM_TABLES

Given = Mapping[str, Any]
"""The fields beside the reference, as they were typed: a contact is looked for at its customer."""


class Reference(NamedTuple):
    """`model` is what it leads to, `says` how the field's value is described."""

    model: type[Record]
    says: str
    find: Callable[[str, Given], int | None]


def _by(model: type[Record], column: str) -> Callable[[str, Given], int | None]:
    def find(text: str, _given: Given) -> int | None:
        row = model.get_or_none(**{column: text})
        return None if row is None else int(row.id)

    return find


def _customer(text: str, _given: Given) -> int | None:
    """Who was merged into another is that one."""
    row = Customer.get_or_none(number=text)
    return None if row is None else row.merged_into_id or row.id


def _channel(text: str, _given: Given) -> int | None:
    rows = Channel.select(Channel.id, Channel.name).where(Channel.active)
    return _of_names(text, [(row_id, (name,)) for row_id, name in tuples(rows)])


def _reason(text: str, _given: Given) -> int | None:
    """By its own name, or with its parent's: `Delivery › Late`."""
    rows = tuples(ContactReason.select(ContactReason.id, ContactReason.name, ContactReason.parent).where(ContactReason.active))
    names = {row_id: name for row_id, name, _parent in rows}
    return _of_names(text, [(row_id, (name, f"{names.get(parent, '')} › {name}")) for row_id, name, parent in rows])


def _return_reason(text: str, _given: Given) -> int | None:
    return _of_names(
        text, [(row_id, (name,)) for row_id, name in tuples(NamedReturnReason.select(NamedReturnReason.id, NamedReturnReason.name))]
    )


def _survey(text: str, _given: Given) -> int | None:
    return _of_names(text, [(row_id, (name,)) for row_id, name in tuples(Survey.select(Survey.id, Survey.name))])


def _scorecard(text: str, _given: Given) -> int | None:
    """Of several editions the one in use, unless the edition is said: `Calls 2`."""
    rows = tuples(Scorecard.select(Scorecard.id, Scorecard.name, Scorecard.edition, Scorecard.state))
    editions = {f"{name} {edition}": row_id for row_id, name, edition, _state in rows}
    named: list[tuple[int, tuple[str, ...]]] = [
        (row_id, (name,)) for row_id, name, _edition, state in rows if state == ScorecardState.IN_USE
    ]
    return editions.get(text) or _of_names(text, named or [(row_id, (name,)) for row_id, name, *_rest in rows])


def _case_status(text: str, _given: Given) -> int | None:
    return _of_names(text, [(row_id, (name,)) for row_id, name in tuples(CaseStatus.select(CaseStatus.id, CaseStatus.name))])


def _custom_field(text: str, _given: Given) -> int | None:
    """The table is needed only where two have a field of that name."""
    rows = tuples(CustomField.select(CustomField.id, CustomField.entity_table, CustomField.name))
    words = {table: word for word, table in CUSTOM_TABLES.items()}
    return _of_names(text, [(row_id, (name, f"{words[table]}.{name}")) for row_id, table, name in rows])


def _contact(text: str, given: Given) -> int | None:
    customer = _customer(str(given.get("customer", "")).strip(), given)
    if customer is None:
        raise UserError(_("A contact is looked for at its customer: give customer= too. Nothing was changed."))
    rows = Contact.select(Contact.id, Contact.name).where(Contact.customer == customer)
    return _of_names(text, [(row_id, (name,)) for row_id, name in tuples(rows)])


def _line(text: str, _given: Given) -> int | None:
    number, _slash, position = text.rpartition("/")
    order = Order.get_or_none(number=number)
    line = OrderLine.get_or_none(order=order, position=read_integer(position)) if order else None
    return None if line is None else line.id


def _invoice_line(text: str, _given: Given) -> int | None:
    number, _slash, position = text.rpartition("/")
    invoice = Invoice.get_or_none(number=number)
    line = InvoiceLine.get_or_none(invoice=invoice, position=read_integer(position)) if invoice else None
    return None if line is None else line.id


def _closed_day(text: str, _given: Given) -> int | None:
    row = Holiday.get_or_none(day=read_day(text))
    return None if row is None else int(row.id)


def _counted(model: type[Record]) -> Callable[[str, Given], int | None]:
    """Records that people give no number: the one that `list` shows."""

    def find(text: str, _given: Given) -> int | None:
        row = model.get_or_none(id=read_integer(text))
        return None if row is None else int(row.id)

    return find


def _of_names(text: str, rows: list[tuple[int, tuple[str, ...]]]) -> int | None:
    """Accents and capitals do not matter. Raises UserError where several have the name."""
    found = [row_id for row_id, names in rows if fold(text) in map(fold, names)]
    if len(found) > 1:
        raise UserError(_("Several are called “{name}”. Nothing was changed; name it in full.").format(name=text))
    return found[0] if found else None


REFERENCES = {
    "sla": Reference(Sla, N_("a service level's name"), _by(Sla, "name")),
    "escalation": Reference(Escalation, N_("the number “escalation” of the list escalations"), _counted(Escalation)),
    "approval": Reference(Approval, N_("the number “approval” of the list approvals"), _counted(Approval)),
    "escalation_rule": Reference(EscalationRule, N_("an escalation rule's name"), _by(EscalationRule, "name")),
    "routing_rule": Reference(RoutingRule, N_("a routing rule's name"), _by(RoutingRule, "name")),
    "absence": Reference(StaffAbsence, N_("the number “absence” of the list absences"), _counted(StaffAbsence)),
    "holiday": Reference(Holiday, N_("a closed day, such as 2026-12-24"), _closed_day),
    "to_staff": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "asked_of": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "to_team": Reference(Team, N_("a team's name"), _by(Team, "name")),
    "customer": Reference(Customer, N_("a customer's number"), _customer),
    "consent": Reference(Consent, N_("the number “consent” of the list consents"), _counted(Consent)),
    "incident": Reference(Incident, N_("the number “incident” of the list incidents"), _counted(Incident)),
    "request": Reference(PrivacyRequest, N_("the number “request” of the list privacy-requests"), _counted(PrivacyRequest)),
    "other": Reference(Customer, N_("a customer's number"), _by(Customer, "number")),
    "contact": Reference(Contact, N_("the name of a contact of the customer"), _contact),
    "order": Reference(Order, N_("an order's number"), _by(Order, "number")),
    "line": Reference(OrderLine, N_("an order's number, a slash, the line's position"), _line),
    "product": Reference(Product, N_("a product's SKU"), _by(Product, "sku")),
    "interaction": Reference(Interaction, N_("an interaction's number"), _by(Interaction, "number")),
    "follow_up": Reference(FollowUp, N_("a follow-up's number"), _by(FollowUp, "number")),
    "channel": Reference(Channel, N_("a channel's name"), _channel),
    "reason": Reference(ContactReason, N_("a reason's name"), _reason),
    "parent": Reference(ContactReason, N_("a reason's name"), _reason),
    "account_owner": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "owner": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "staff": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "order_line": Reference(OrderLine, N_("an order's number, a slash, the line's position"), _line),
    "invoice": Reference(Invoice, N_("an invoice's number"), _by(Invoice, "number")),
    "invoice_line": Reference(InvoiceLine, N_("an invoice's number, a slash, the line's position"), _invoice_line),
    "return_reason": Reference(NamedReturnReason, N_("the name of a reason for returns"), _return_reason),
    "return": Reference(ReturnRequest, N_("a return's number"), _by(ReturnRequest, "number")),
    "voucher": Reference(Voucher, N_("a voucher's code"), _by(Voucher, "code")),
    "payment": Reference(Payment, N_("the number “payment” of the list payments"), _counted(Payment)),
    "shipment": Reference(Shipment, N_("the number “shipment” of the list shipments"), _counted(Shipment)),
    "return_line": Reference(ReturnLine, N_("the number “return_line” of the list return-lines"), _counted(ReturnLine)),
    "repair": Reference(Repair, N_("the number “repair” of the list repairs"), _counted(Repair)),
    "supplier_return": Reference(SupplierReturn, N_("the number “supplier_return” of the list supplier-returns"), _counted(SupplierReturn)),
    "agreement": Reference(Agreement, N_("the number “agreement” of the list agreements"), _counted(Agreement)),
    "appointment": Reference(Appointment, N_("the number “appointment” of the list appointments"), _counted(Appointment)),
    "article": Reference(Article, N_("the number “article” of the list articles"), _counted(Article)),
    "script": Reference(Script, N_("the number “script” of the list scripts"), _counted(Script)),
    "verification_check": Reference(
        VerificationCheck, N_("the number “check” of the list verification-checks"), _counted(VerificationCheck)
    ),
    "template": Reference(Template, N_("the number “template” of the list templates"), _counted(Template)),
    "team": Reference(Team, N_("a team's name"), _by(Team, "name")),
    "survey": Reference(Survey, N_("a survey's name"), _survey),
    "survey_question": Reference(SurveyQuestion, N_("the number “survey_question” of the list survey-questions"), _counted(SurveyQuestion)),
    "response": Reference(SurveyResponse, N_("the number of a survey that was asked"), _by(SurveyResponse, "number")),
    "follow_up_owner": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "reviewer": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "scorecard": Reference(Scorecard, N_("a scorecard's name; an edition as in “Calls 2”, else the one in use"), _scorecard),
    "criterion": Reference(Criterion, N_("the number “criterion” of the list criteria"), _counted(Criterion)),
    "assessment": Reference(Assessment, N_("an assessment's number"), _by(Assessment, "number")),
    "training": Reference(Training, N_("the number “training” of the list trainings"), _counted(Training)),
    "custom_field": Reference(CustomField, N_("a further field: its table, a point and its name, as in customer.colour"), _custom_field),
    "attachment": Reference(Attachment, N_("the number “attachment” of the list attachments"), _counted(Attachment)),
    "case": Reference(SupportCase, N_("a case's number"), _by(SupportCase, "number")),
    "problem": Reference(SupportCase, N_("a case's number"), _by(SupportCase, "number")),
    "into": Reference(SupportCase, N_("a case's number"), _by(SupportCase, "number")),
    "status": Reference(CaseStatus, N_("the name of a status of cases"), _case_status),
    "assignee": Reference(Staff, N_("a colleague's login"), _by(Staff, "login")),
    "item": Reference(ChecklistItem, N_("the number “item” of the list checklist-items"), _counted(ChecklistItem)),
    "attendee": Reference(Attendee, N_("the number “attendee” of the list attendees"), _counted(Attendee)),
}


def resolve(name: str, text: str, given: Given) -> int:
    """Raises UserError where nothing has this name."""
    reference = REFERENCES[name]
    found = reference.find(text.strip(), given)
    if found is None:
        sentence = _("There is no “{text}” here; give {says} as {field}. Nothing was changed.")
        raise UserError(sentence.format(text=text, says=_(reference.says), field=name))
    return found
