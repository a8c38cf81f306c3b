"""The company itself: founding it, its people, its lists."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import checked_currency
from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, ReasonKind
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean, clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import BusinessHours, Channel, Company, ContactReason, NamedReturnReason, Staff
from crm_desktop.services.return_reasons import RETURN_REASONS

FOUNDER = Actor(1, "owner", Role.OWNER)
"""Who acts before anybody has a login: the store's owner, the first row of `staff`."""

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
        if self.paper not in ("a4", "letter"):
            raise UserError(_("Paper is a4 or letter, not “{paper}”. Nothing was made.").format(paper=self.paper))
        zone_of(self.zone)
        return replace(self, name=name, currency=checked_currency(self.currency), address=clean(self.address), owner=clean_line(self.owner))


def found_company(wanted: CompanyInput, also: Callable[[Done], None] | None = None) -> Change:
    """The first operation of a new store: the company, its owner, hours, channels and reasons.

    `also` may add rows to the same operation. Raises UserError where there is a company already.
    """
    wanted = wanted.checked()
    with operation(N_("Founded the company"), FOUNDER, may=Right.EDIT_COMPANY) as done:
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
        if also is not None:
            also(done)
    return done.change


def change_company(version: int, changes: dict[str, object], by: Actor, key: str | None = None) -> Change:
    """Some fields of the company. The currency stays once there are orders: sums would mix two."""
    with operation(N_("Changed the company"), by, may=Right.EDIT_COMPANY, key=key) as done:
        company = Company.the()
        company.version = version
        for name, value in changes.items():
            setattr(company, name, clean(value) if isinstance(value, str) else value)
        zone_of(company.zone)
        done.save(company)
    return done.change


@dataclass(frozen=True, slots=True)
class StaffInput:
    name: str
    login: str
    role: Role = Role.REPRESENTATIVE
    initials: str = ""
    email: str = ""


def add_staff(wanted: StaffInput, by: Actor, key: str | None = None) -> Change:
    name, login = clean_line(wanted.name), clean_line(wanted.login)
    if not name or not login:
        raise UserError(_("A colleague needs a name and a login. Nothing was saved."))
    with operation(N_("Added a colleague"), by, may=Right.EDIT_STAFF, key=key) as done:
        if Staff.get_or_none(login=login) is not None:
            raise UserError(_("The login “{login}” is taken. Nothing was saved; choose another.").format(login=login))
        done.insert(
            Staff(name=name, login=login, role=wanted.role, initials=wanted.initials or initials_of(name), email=clean_line(wanted.email))
        )
    return done.change


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


def actor_of(login: str | None) -> Actor:
    """Who acts: the person with this login, or the store's owner. Sign-in comes with passwords later."""
    if login is None:
        staff = Staff.get_or_none(id=FOUNDER.id)
        if staff is None:
            raise UserError(_("This store has no company yet. Make one with “new”, or import one."))
    else:
        staff = Staff.get_or_none(login=login)
        if staff is None or not staff.active:
            raise UserError(_("Nobody here has the login “{login}”. Nothing was changed.").format(login=login))
    return staff.actor()


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
