"""Stored shape of the tables, and the rules that hold for a single record. Tables are made by `migrations/`."""

from crm_desktop.data.models.activity import (
    Channel,
    ContactReason,
    FollowUp,
    FollowUpAttempt,
    Interaction,
    Reminder,
)
from crm_desktop.data.models.base import Base, Imported, Record
from crm_desktop.data.models.catalogue import Agreement, Product, ProductCategory
from crm_desktop.data.models.company import (
    BusinessHours,
    Company,
    Holiday,
    RoleLimit,
    Staff,
    Team,
    TeamMember,
)
from crm_desktop.data.models.party import Address, Attachment, Consent, Contact, ContactPoint, Customer, Tag
from crm_desktop.data.models.sales import Order, OrderLine, StockMovement
from crm_desktop.data.models.store import (
    AccessLog,
    AuditEntry,
    ImportReject,
    ImportRun,
    Incident,
    Operation,
    ReportRun,
    RetentionRun,
    SavedView,
    UnsavedForm,
)

RECORDS: tuple[type[Record], ...] = (
    Company, RoleLimit, BusinessHours, Holiday, Staff, Team, TeamMember, Channel, ContactReason,
    Customer, Contact, ContactPoint, Address, Consent, Tag, Attachment,
    ProductCategory, Product, Agreement, Order, OrderLine, StockMovement,
    Interaction, FollowUp, FollowUpAttempt, Reminder,
)  # fmt: skip
"""What history covers; parents before the rows that refer to them."""

OUTSIDE: tuple[type[Base], ...] = (
    Operation, AuditEntry, ImportRun, ImportReject, ReportRun, AccessLog, Incident, RetentionRun, SavedView, UnsavedForm,
)  # fmt: skip
"""What history does not cover."""

MODELS = {model._meta.table_name: model for model in RECORDS}

__all__ = [
    "MODELS", "OUTSIDE", "RECORDS",
    "AccessLog", "Address", "Agreement", "Attachment", "AuditEntry", "Base", "BusinessHours", "Channel", "Company", "Consent", "Contact",
    "ContactPoint", "ContactReason", "Customer", "FollowUp", "FollowUpAttempt", "Holiday", "ImportReject", "ImportRun", "Imported",
    "Incident", "Interaction", "Operation", "Order", "OrderLine", "Product", "ProductCategory", "Record", "Reminder", "ReportRun",
    "RetentionRun", "RoleLimit", "SavedView", "Staff", "StockMovement", "Tag", "Team", "TeamMember", "UnsavedForm",
]  # fmt: skip
