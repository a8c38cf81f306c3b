"""What is to be done, on a paper to work from: follow-ups by urgency with a box to tick and a phone to call, and the appointments."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from crm_desktop.core.dates import day_bounds, local_day, utc_now, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.follow_ups import Urgency, bounds
from crm_desktop.queries.to_do import Meeting, Promise, Whose, meetings, open_ids, promises
from crm_desktop.reports.documents.collecting import head_of
from crm_desktop.reports.documents.customer_sheet import standing_parties
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.heads import staff_ids
from crm_desktop.reports.parameters import Ask, asked

NAME = "follow-up-list"
_WEEK, _YEAR = timedelta(days=7), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class FollowUpListParameters:
    """Without `until`, all that is open, and the appointments of the next seven days."""

    until: date | None = field(
        default=None, metadata=asked(Ask.DAY, N_("Until"), N_("what is due by this day; all, unless said otherwise"))
    )
    staff: tuple[str, ...] = field(default=(), metadata=asked(Ask.STAFF, N_("Staff"), N_("only what these people have to do")))
    customer: str = field(default="", metadata=asked(Ask.CUSTOMER, N_("Customer"), N_("only what is about this customer")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class Group:
    urgency: Urgency
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class FollowUpList:
    """As of `at`. `meetings` are from that day to `last`; `customer` and `name` are empty where it is about everybody."""

    at: datetime
    day: date
    until: date | None
    last: date
    staff: tuple[str, ...]
    customer: str
    name: str
    groups: tuple[Group, ...]
    meetings: tuple[Meeting, ...]

    @property
    def number(self) -> str:
        """The customer's, or the day, for the access log and the file's name."""
        return self.customer or self.day.isoformat()


def collect(wanted: FollowUpListParameters) -> Documents:
    """Raises UserError for people who are not there, an erased customer, and a last day that is past or far."""
    staff = tuple(dict.fromkeys(wanted.staff))
    whose = Whose(staff_ids(staff))
    about = standing_parties((wanted.customer,))[0] if wanted.customer.strip() else None
    if about is not None:
        whose = Whose(whose.staff_ids, about.id)
    head = head_of(wanted.language, wanted.paper)
    zone, now = zone_of(head.zone), utc_now()
    today = local_day(now, zone)
    if wanted.until and not today <= wanted.until <= today + _YEAR:
        raise UserError(_("The last day is today or within a year from it. Nothing was printed."))
    end = day_bounds(wanted.until, zone)[1] if wanted.until else None
    last = wanted.until or today + _WEEK
    groups = _groups(whose, now, head.zone, end)
    planned = tuple(meetings(whose, today, last, head.zone))
    number, name = (about.number, about.name) if about else ("", "")
    return Documents(NAME, head, (FollowUpList(now, today, wanted.until, last, staff, number, name, groups, planned),))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.follow_up_list_pages import draw_pages

    draw_pages(data, path)


def _groups(whose: Whose, now: datetime, zone: str, end: datetime | None) -> tuple[Group, ...]:
    """The most urgent first; those that are empty are left out."""
    ends = bounds(now, zone_of(zone))
    rows = promises(open_ids(whose, end))
    return tuple(Group(urgency, tuple(some)) for urgency, some in groupby(rows, lambda row: ends.urgency(int(row.due_at.timestamp()))))
