"""What the settings show: the company and the lists it keeps for itself, retired entries included."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from crm_desktop.core.actors import Role
from crm_desktop.core.money import from_store
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.working_hours import Hours
from crm_desktop.queries.lists import rows_of


class CompanyCard(NamedTuple):
    """`has_orders`: the currency stays."""

    version: int
    name: str
    legal_name: str
    address: str
    phone: str
    email: str
    tax_id: str
    bank: str
    currency: str
    prices_include_tax: bool
    zone: str
    locale: str
    paper: str
    return_window_days: int
    call_target_seconds: int
    has_orders: bool


class ListedRow(NamedTuple):
    """A channel or a reason. `parent` is the name of the reason it belongs to."""

    id: int
    version: int
    name: str
    kind: str
    position: int
    active: bool
    parent: str = ""


class FieldRow(NamedTuple):
    """A further field; `choices` is a JSON list."""

    id: int
    version: int
    table: str
    name: str
    label: str
    kind: str
    choices: str
    position: int
    active: bool


class StaffRow(NamedTuple):
    id: int
    version: int
    name: str
    initials: str
    login: str
    email: str
    role: str
    active: bool


class SignInRow(NamedTuple):
    """Whether somebody who works here has a password and a second factor; never what they are."""

    id: int
    name: str
    login: str
    role: str
    has_password: bool
    has_factor: bool


class LimitRow(NamedTuple):
    """What a role may give back per order and person, in the company's currency; None: as much as it likes."""

    id: int
    role: Role
    limit: Decimal | None


class HolidayRow(NamedTuple):
    id: int
    version: int
    day: date
    name: str


_COMPANY = """
SELECT version, name, legal_name, address, phone, email, tax_id, bank, currency, prices_include_tax, zone, locale, paper,
    return_window_days, call_target_seconds,
    EXISTS (SELECT 1 FROM sales_order) FROM company"""
_CHANNELS = "SELECT id, version, name, kind, position, active FROM channel ORDER BY position, id"
_CASE_STATUSES = "SELECT id, version, name, kind, position, active FROM case_status ORDER BY position, id"
_CHECKLISTS = "SELECT id, version, name, kind, position, active FROM checklist_item ORDER BY kind, position, id"
_RETURN_REASONS = "SELECT id, version, name, kind, position, active FROM return_reason ORDER BY position, id"
_REASONS = """
SELECT reason.id, reason.version, reason.name, reason.kind, reason.position, reason.active, COALESCE(parent.name, '')
FROM contact_reason AS reason LEFT JOIN contact_reason AS parent ON parent.id = reason.parent_id
ORDER BY COALESCE(parent.position, reason.position), COALESCE(parent.id, reason.id), reason.parent_id IS NOT NULL,
    reason.position, reason.id"""
_FIELDS = """
SELECT id, version, entity_table, name, label, kind, choices, position, active FROM custom_field ORDER BY entity_table, position, id"""
_STAFF = "SELECT id, version, name, initials, login, email, role, active FROM staff ORDER BY name, id"


def company_card() -> CompanyCard:
    (row,) = rows_of(_COMPANY)
    return CompanyCard._make((*row[:9], bool(row[9]), *row[10:15], bool(row[15])))


def channel_rows() -> list[ListedRow]:
    return _listed(_CHANNELS)


def reason_rows() -> list[ListedRow]:
    """Each below the one it belongs to."""
    return _listed(_REASONS)


def return_reason_rows() -> list[ListedRow]:
    return _listed(_RETURN_REASONS)


class CaseDays(NamedTuple):
    """0 is never."""

    version: int
    close: int
    reopen: int
    follow_up: int


def case_days() -> CaseDays:
    return CaseDays(*rows_of("SELECT version, case_close_days, case_reopen_days, complaint_follow_up_days FROM company")[0])


def case_status_rows() -> list[ListedRow]:
    return _listed(_CASE_STATUSES)


def checklist_rows() -> list[ListedRow]:
    """Those of one kind of case below each other."""
    return _listed(_CHECKLISTS)


def field_rows() -> list[FieldRow]:
    return [FieldRow._make((*row[:8], bool(row[8]))) for row in rows_of(_FIELDS)]


def staff_rows() -> list[StaffRow]:
    return [StaffRow._make((*row[:7], bool(row[7]))) for row in rows_of(_STAFF)]


def sign_in_rows() -> list[SignInRow]:
    text = "SELECT id, name, login, role, password_hash <> '', second_factor <> '' FROM staff WHERE active ORDER BY id"
    return [SignInRow._make((*row[:4], bool(row[4]), bool(row[5]))) for row in rows_of(text)]


def limit_rows() -> list[LimitRow]:
    """Of every role that may give money back."""
    limits = dict(rows_of("SELECT role, refund_limit FROM role_limit WHERE refund_limit IS NOT NULL"))
    roles = [role for role in Role if Right.REFUND in RIGHTS[role]]
    return [LimitRow(place, role, from_store(limits[role]) if role in limits else None) for place, role in enumerate(roles, start=1)]


def week_hours() -> list[Hours]:
    return [Hours(*row) for row in rows_of("SELECT weekday, opens, closes FROM business_hours ORDER BY weekday, opens, id")]


def holiday_rows() -> list[HolidayRow]:
    """The latest first."""
    rows = rows_of("SELECT id, version, day, name FROM holiday ORDER BY day DESC")
    return [HolidayRow(row[0], row[1], date.fromisoformat(row[2]), row[3]) for row in rows]


def _listed(text: str) -> list[ListedRow]:
    return [ListedRow._make((*row[:5], bool(row[5]), row[6] if len(row) > 6 else "")) for row in rows_of(text)]
