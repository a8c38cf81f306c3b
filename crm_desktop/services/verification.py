"""What a caller is asked before their data is told: the company's own checks, how many must be right, what is hidden until then."""

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.core.verification import CheckKind
from crm_desktop.data.history import operation
from crm_desktop.data.models import Company, VerificationCheck

CHECKS = (
    (N_("Order number"), CheckKind.ORDER_NUMBER),
    (N_("Customer number"), CheckKind.CUSTOMER_NUMBER),
    (N_("Postal code"), CheckKind.POSTAL_CODE),
    (N_("E-mail address"), CheckKind.EMAIL),
    (N_("Phone number"), CheckKind.PHONE),
    (N_("Date of birth"), CheckKind.BIRTHDAY),
)
"""What a company starts with."""


def add_check(name: str, kind: CheckKind, by: Actor, key: str | None = None) -> Change:
    """Last in the list."""
    name = _fresh(name, 0)
    with operation(N_("Added the check {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        last = max((row.position for row in VerificationCheck.select(VerificationCheck.position)), default=-1)
        done.insert(VerificationCheck(name=name, kind=kind, position=last + 1))
        done.numbers["name"] = name
    return done.change


def change_check(verification_check_id: int, version: int, name: str, active: bool, by: Actor, key: str | None = None) -> Change:
    """Its kind stays. One that is not active is asked no more."""
    name = _fresh(name, verification_check_id)
    with operation(N_("Changed the check {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        check = VerificationCheck.get_by_id(verification_check_id)
        check.version, check.name, check.active = version, name, active
        done.save(check)
        done.numbers["name"] = name
    return done.change


def set_verification(needed: int, hide: bool, by: Actor, key: str | None = None) -> Change:
    """How many answers must be right; 0: none. `hide`: what is known of a customer is shown only then."""
    with operation(N_("Changed how callers are verified"), by, may=Right.EDIT_COMPANY, key=key) as done:
        active = VerificationCheck.select().where(VerificationCheck.active).count()
        if not 0 <= needed <= active:
            raise UserError(_("There are {count} checks, so 0 to {count} of them can be needed. Nothing was saved.").format(count=active))
        company = Company.the()
        company.checks_needed, company.hide_until_verified = needed, hide
        done.save(company)
    return done.change


def _fresh(name: str, but: int) -> str:
    name = clean_line(name)
    if not name or "," in name:
        raise UserError(_("A check needs a name, without a comma in it. Nothing was saved."))
    if VerificationCheck.select().where(VerificationCheck.name == name, VerificationCheck.id != but).exists():
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
    return name
