"""The company itself: founding it, its people, its lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from crm_desktop.core.actors import FOUNDER, Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import checked_currency
from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.core.return_reasons import RETURN_REASONS
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean, clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import (
    BusinessHours,
    CaseStatus,
    Channel,
    ChecklistItem,
    Company,
    ContactReason,
    NamedReturnReason,
    Order,
    Staff,
    VerificationCheck,
)
from crm_desktop.services.case_lists import CASE_STATUSES, CHECKLISTS
from crm_desktop.services.verification import CHECKS

CHANNELS = (
    (N_("Phone"), ChannelKind.PHONE),
    (N_("E-mail"), ChannelKind.EMAIL),
    (N_("Chat"), ChannelKind.CHAT),
    (N_("In person"), ChannelKind.IN_PERSON),
    (N_("Letter"), ChannelKind.LETTER),
    (N_("Web form"), ChannelKind.WEB),
    (N_("Messenger"), ChannelKind.MESSENGER),
    (N_("Social network"), ChannelKind.SOCIAL),
    (N_("Fax"), ChannelKind.FAX),
    (N_("Video"), ChannelKind.VIDEO),
    (N_("Other"), ChannelKind.OTHER),
)
REASONS = (
    (N_("Order status"), ReasonKind.ORDER),
    (N_("Change of order"), ReasonKind.ORDER),
    (N_("Late delivery"), ReasonKind.DELIVERY),
    (N_("Damaged goods"), ReasonKind.COMPLAINT),
    (N_("Wrong item"), ReasonKind.COMPLAINT),
    (N_("Complaint about service"), ReasonKind.COMPLAINT),
    (N_("Return or exchange"), ReasonKind.RETURN),
    (N_("Invoice"), ReasonKind.BILLING),
    (N_("Charged twice"), ReasonKind.BILLING),
    (N_("Product question"), ReasonKind.PRODUCT),
    (N_("Technical help"), ReasonKind.TECHNICAL),
    (N_("Account"), ReasonKind.ACCOUNT),
    (N_("Feedback"), ReasonKind.FEEDBACK),
    (N_("Other"), ReasonKind.OTHER),
)
WORKDAYS = range(5)
PAPERS = ("a4", "letter")


@dataclass(frozen=True, slots=True)
class CompanyInput:
    """`currency` is ISO 4217, `zone` IANA, `locale` as in de_DE, `paper` a4 or letter."""

    name: str
    currency: str
    zone: str
    locale: str = "en_GB"
    paper: str = "a4"
    address: str = ""
    owner: str = ""

    def checked(self) -> "CompanyInput":
        name = clean_line(self.name)
        if not name:
            raise UserError(_("A company needs a name. Nothing was made; give it one."))
        if self.paper not in PAPERS:
            raise UserError(_("Paper is a4 or letter, not “{paper}”. Nothing was made.").format(paper=self.paper))
        zone_of(self.zone)
        return replace(self, name=name, currency=checked_currency(self.currency), address=clean(self.address), owner=clean_line(self.owner))


def found_company(wanted: CompanyInput, also: Callable[[Done], None] | None = None) -> Change:
    """The first operation of a new store: the company, its owner, hours, channels and reasons.

    `also` may add rows to the same operation. Raises UserError where there is a company already.
    """
    wanted = wanted.checked()
    with operation(N_("Founded the company"), FOUNDER, may=Right.EDIT_COMPANY, final=True) as done:
        if Company.get_or_none(id=1) is not None:
            raise UserError(_("This store has a company already. Nothing was changed."))
        done.insert(
            Company(
                id=1, name=wanted.name, currency=wanted.currency, zone=wanted.zone, locale=wanted.locale, paper=wanted.paper,
                address=wanted.address,
            )
        )  # fmt: skip
        done.insert(Staff(name=wanted.owner or _("Owner"), login=FOUNDER.login, role=Role.OWNER, initials=""))
        done.insert(*(BusinessHours(weekday=day, opens="09:00", closes="17:00") for day in WORKDAYS))
        done.insert(*(Channel(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(CHANNELS)))
        done.insert(*(ContactReason(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(REASONS)))
        done.insert(*(NamedReturnReason(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(RETURN_REASONS)))
        done.insert(*(CaseStatus(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(CASE_STATUSES)))
        done.insert(*(ChecklistItem(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(CHECKLISTS)))
        done.insert(*(VerificationCheck(name=_(name), kind=kind, position=place) for place, (name, kind) in enumerate(CHECKS)))
        if also is not None:
            also(done)
    return done.change


_MOST_DAYS = 3_650
_LONGEST_CALL = 4 * 3_600


def change_company(version: int, changes: Mapping[str, object], by: Actor, key: str | None = None) -> Change:
    """Some fields of the company. The currency stays once there are orders: sums would mix two."""
    with operation(N_("Changed the company"), by, may=Right.EDIT_COMPANY, key=key) as done:
        company = Company.the()
        currency = company.currency
        company.version = version
        for name, value in changes.items():
            setattr(company, name, clean(value) if isinstance(value, str) else value)
        _check_company(company)
        if company.currency != currency and Order.select().exists():
            raise UserError(_("There are orders in {currency}, so the currency stays. Nothing was saved.").format(currency=currency))
        done.save(company)
    return done.change


def _check_company(company: Company) -> None:
    if not clean_line(company.name):
        raise UserError(_("A company needs a name. Nothing was saved."))
    if company.paper not in PAPERS:
        raise UserError(_("Paper is a4 or letter, not “{paper}”. Nothing was saved.").format(paper=company.paper))
    if not 0 <= company.return_window_days <= _MOST_DAYS:
        raise UserError(_("Goods can be returned for 0 to {most} days. Nothing was saved.").format(most=_MOST_DAYS))
    if not 0 <= company.call_target_seconds <= _LONGEST_CALL:
        raise UserError(_("A call should take 0 to {most} seconds; 0 sets no target. Nothing was saved.").format(most=_LONGEST_CALL))
    days = (company.case_close_days, company.case_reopen_days, company.complaint_follow_up_days)
    if not all(0 <= each <= _MOST_DAYS for each in days):
        raise UserError(_("Something happens after 0 to {most} days; 0 is never. Nothing was saved.").format(most=_MOST_DAYS))
    company.currency = checked_currency(company.currency)
    zone_of(company.zone)


@dataclass(frozen=True, slots=True)
class StaffInput:
    name: str
    login: str
    role: Role = Role.REPRESENTATIVE
    initials: str = ""
    email: str = ""


def add_staff(wanted: StaffInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Added a colleague"), by, may=Right.EDIT_STAFF, key=key) as done:
        staff = Staff()
        _fill_staff(staff, wanted)
        done.insert(staff)
    return done.change


def change_staff(staff_id: int, version: int, wanted: StaffInput, active: bool, by: Actor, key: str | None = None) -> Change:
    """One who is not active cannot be chosen any more; what they did keeps their name. An active owner must stay."""
    with operation(N_("Changed a colleague"), by, may=Right.EDIT_STAFF, key=key) as done:
        staff = Staff.get_by_id(staff_id)
        staff.version = version
        _fill_staff(staff, wanted)
        staff.active = active
        if staff_id == FOUNDER.id and not (active and wanted.role == Role.OWNER):
            raise UserError(_("The first person of a company stays its owner. Nothing was saved."))
        done.save(staff)
    return done.change


def _fill_staff(staff: Staff, wanted: StaffInput) -> None:
    name, login = clean_line(wanted.name), clean_line(wanted.login)
    if not name or not login:
        raise UserError(_("A colleague needs a name and a login. Nothing was saved."))
    if Staff.select().where(Staff.login == login, Staff.id != (staff.id or 0)).exists():
        raise UserError(_("The login “{login}” is taken. Nothing was saved; choose another.").format(login=login))
    staff.name, staff.login, staff.role = name, login, wanted.role
    staff.initials, staff.email = clean_line(wanted.initials) or initials_of(name), clean_line(wanted.email)


def add_channel(name: str, kind: ChannelKind, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Added the channel {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        done.insert(Channel(name=_fresh(Channel, name), kind=kind, position=Channel.select().count()))
        done.numbers["name"] = clean_line(name)
    return done.change


def add_reason(name: str, kind: ReasonKind, by: Actor, parent_id: int | None = None, key: str | None = None) -> Change:
    with operation(N_("Added the reason {name}"), by, may=Right.EDIT_COMPANY, key=key) as done:
        done.insert(ContactReason(name=_fresh(ContactReason, name), kind=kind, parent=parent_id, position=ContactReason.select().count()))
        done.numbers["name"] = clean_line(name)
    return done.change


def initials_of(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _fresh(model: type[Channel] | type[ContactReason], name: str) -> str:
    name = clean_line(name)
    if not name:
        raise UserError(_("A name is needed. Nothing was saved."))
    if model.get_or_none(name=name) is not None:
        raise UserError(_("“{name}” is there already. Nothing was saved.").format(name=name))
    return name
