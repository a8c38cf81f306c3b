"""Stored shape of the tables, and the rules that hold for a single record. Tables are made by `migrations/`."""

from crm_desktop.data.models.activity import (
    Channel,
    ContactReason,
    FollowUp,
    FollowUpAttempt,
    Interaction,
    Reminder,
)
from crm_desktop.data.models.activity_lists import NamedReturnReason, VerificationCheck
from crm_desktop.data.models.appointments import Appointment, AppointmentReminder, Attendee, CustomField
from crm_desktop.data.models.base import Base, Imported, Record
from crm_desktop.data.models.cases import CaseStatus, ChecklistItem, SupportCase
from crm_desktop.data.models.catalogue import Agreement, Product, ProductCategory
from crm_desktop.data.models.company import (
    BusinessHours,
    Company,
    FigureTarget,
    Holiday,
    Numbering,
    RoleLimit,
    Staff,
    Team,
    TeamMember,
)
from crm_desktop.data.models.escalation import Approval, Escalation
from crm_desktop.data.models.goods import Repair, ReturnLine, Shipment, ShipmentLine, SupplierReturn
from crm_desktop.data.models.invoices import Invoice, InvoiceLine
from crm_desktop.data.models.knowledge import (
    Article,
    ArticleLink,
    KnowledgeUse,
    MissedSearch,
    Script,
    ScriptNode,
    ScriptPath,
    Template,
)
from crm_desktop.data.models.mail import MailMessage, MailReference
from crm_desktop.data.models.outgoing import OutgoingFile, OutgoingMail
from crm_desktop.data.models.party import Address, Attachment, Consent, Contact, ContactPoint, Customer, KeptApart, Tag, TagLook
from crm_desktop.data.models.payments import Payment
from crm_desktop.data.models.privacy import Incident, PrivacyRequest
from crm_desktop.data.models.quality import Assessment, AssessmentScore, Criterion, QualitySample, Scorecard, Training
from crm_desktop.data.models.return_requests import ReturnRequest
from crm_desktop.data.models.sales import Order, OrderLine, StockMovement
from crm_desktop.data.models.service import CaseCheck, CaseEvent, CasePayment, CaseRemedy, Mention
from crm_desktop.data.models.sla import EscalationRule, RoutingRule, Sla, SlaTarget, StaffAbsence
from crm_desktop.data.models.store import (
    AccessLog,
    AuditEntry,
    CaseViewer,
    ContactDay,
    ImportReject,
    ImportRun,
    KeptCount,
    Operation,
    ReportRun,
    RetentionRun,
    SavedView,
    SeenMention,
    SignInTry,
    ToldNotice,
    UnsavedForm,
)
from crm_desktop.data.models.surveys import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from crm_desktop.data.models.vouchers import Voucher

RECORDS: tuple[type[Record], ...] = (
    Company, RoleLimit, FigureTarget, BusinessHours, Holiday, Numbering, Staff, Team, TeamMember, Channel, ContactReason, NamedReturnReason,
    VerificationCheck,
    CaseStatus, ChecklistItem, Sla, SlaTarget, EscalationRule, RoutingRule, StaffAbsence,
    Customer, Contact, ContactPoint, Address, Consent, KeptApart, Tag, TagLook, Attachment,
    ProductCategory, Product, Agreement, Order, OrderLine, StockMovement,
    ReturnRequest, Invoice, InvoiceLine, SupportCase, Voucher, Shipment, ShipmentLine, ReturnLine, Repair, SupplierReturn, Payment,
    Interaction, FollowUp, FollowUpAttempt, Reminder, CaseEvent, CaseRemedy, CaseCheck, CasePayment, Mention, Escalation, Approval,
    Survey, SurveyQuestion, SurveyResponse, SurveyAnswer,
    Scorecard, Criterion, QualitySample, Assessment, AssessmentScore, Training,
    MailMessage, MailReference,
    Appointment, AppointmentReminder, Attendee, CustomField, SavedView, Incident, PrivacyRequest,
    Article, ArticleLink, Script, ScriptNode, ScriptPath, Template, KnowledgeUse,
)  # fmt: skip
"""What history covers; parents before the rows that refer to them."""

OUTSIDE: tuple[type[Base], ...] = (
    Operation, AuditEntry, ImportRun, ImportReject, ReportRun, AccessLog, RetentionRun, ToldNotice, UnsavedForm,
    SeenMention, CaseViewer,
    MissedSearch,
    ContactDay, KeptCount, SignInTry,
    OutgoingFile, OutgoingMail,
)  # fmt: skip
"""What history does not cover."""

MODELS = {model._meta.table_name: model for model in RECORDS}

__all__ = [
    "MODELS",
    "OUTSIDE",
    "RECORDS",
    "AccessLog",
    "Address",
    "Agreement",
    "Appointment",
    "AppointmentReminder",
    "Approval",
    "Article",
    "ArticleLink",
    "Assessment",
    "AssessmentScore",
    "Attachment",
    "Attendee",
    "AuditEntry",
    "Base",
    "BusinessHours",
    "CaseCheck",
    "CaseEvent",
    "CasePayment",
    "CaseRemedy",
    "CaseStatus",
    "CaseViewer",
    "Channel",
    "ChecklistItem",
    "Company",
    "Consent",
    "Contact",
    "ContactDay",
    "ContactPoint",
    "ContactReason",
    "Criterion",
    "CustomField",
    "Customer",
    "Escalation",
    "EscalationRule",
    "FigureTarget",
    "FollowUp",
    "FollowUpAttempt",
    "Holiday",
    "ImportReject",
    "ImportRun",
    "Imported",
    "Incident",
    "Interaction",
    "Invoice",
    "InvoiceLine",
    "KeptApart",
    "KeptCount",
    "KnowledgeUse",
    "MailMessage",
    "MailReference",
    "Mention",
    "MissedSearch",
    "NamedReturnReason",
    "Numbering",
    "Operation",
    "Order",
    "OrderLine",
    "OutgoingFile",
    "OutgoingMail",
    "Payment",
    "PrivacyRequest",
    "Product",
    "ProductCategory",
    "QualitySample",
    "Record",
    "Reminder",
    "Repair",
    "ReportRun",
    "RetentionRun",
    "ReturnLine",
    "ReturnRequest",
    "RoleLimit",
    "RoutingRule",
    "SavedView",
    "Scorecard",
    "Script",
    "ScriptNode",
    "ScriptPath",
    "SeenMention",
    "Shipment",
    "ShipmentLine",
    "SignInTry",
    "Sla",
    "SlaTarget",
    "Staff",
    "StaffAbsence",
    "StockMovement",
    "SupplierReturn",
    "SupportCase",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyResponse",
    "Tag",
    "TagLook",
    "Team",
    "TeamMember",
    "Template",
    "ToldNotice",
    "Training",
    "UnsavedForm",
    "VerificationCheck",
    "Voucher",
]  # fmt: skip
