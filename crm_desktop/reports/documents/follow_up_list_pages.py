"""The list of follow-ups on paper."""

from collections.abc import Iterable
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Attempt, ChannelKind, Priority
from crm_desktop.queries.to_do import Meeting, Promise
from crm_desktop.reports.documents import record_terms
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.follow_up_list import FollowUpList, Group
from crm_desktop.reports.documents.history_lines import dotted, lined, widest
from crm_desktop.reports.page import PageLook, TitleBlock, heading, make_pdf
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import BODY, Text
from crm_desktop.reports.words import Span, Words

_BOX = "□"
_ABOUT = 96.0


def draw_pages(data: Documents, path: Path) -> None:
    (paper,) = data.papers
    head = data.head
    as_of = _("as of {moment}").format(moment=head.formats.moment(paper.at))
    make_pdf(path, PageLook(_("Follow-ups"), as_of, head.sender.name, head.language, head.paper), _story(head, paper, as_of))


def _story(head: Head, paper: FollowUpList, as_of: str) -> list[Flowable]:
    formats = head.formats
    until = _("due by {day}").format(day=formats.day(paper.until)) if paper.until else ""
    remarks = [until, ", ".join(paper.staff), dotted(paper.name, paper.customer)]
    story: list[Flowable] = [TitleBlock(_("Follow-ups"), dotted(as_of, head.sender.name), [each for each in remarks if each])]
    if not paper.groups:
        story.append(Text(_("Nothing is to be followed up."), BODY))
    for group in paper.groups:
        story += _group(formats, group)
    return [*story, *_meetings(formats, paper)]


def _group(formats: Formats, group: Group) -> list[Flowable]:
    title = dotted(_(record_terms.URGENCIES[group.urgency]), formats.number(len(group.promises)))

    def cells(row: Promise) -> list[Words]:
        return [_BOX, _due(formats, row), _what(formats, row), _whom(row), _about(row), row.owner]

    columns = _columns(_("Due on"), (_due(formats, row) for row in group.promises), map(_about, group.promises))
    return [*heading(title, 1), Table(columns, group.promises, cells, padding=5)]


def _columns(when: str, days: Iterable[str], about: Iterable[str]) -> list[Column]:
    """The same for both kinds, so that the page is one list."""
    return [
        Column("", width=9),
        Column(when, width=widest(when, days)),
        Column(_("What"), weight=1.5),
        Column(_("Customer"), weight=1),
        Column(_("About"), width=widest(_("About"), about, _ABOUT)),
        Column(_("Who"), width=60),
    ]


def _due(formats: Formats, row: Promise) -> str:
    if row.due_on is None:
        return _("Any day")
    if not row.due_time:
        return formats.day(row.due_on)
    return lined(formats.day(row.due_at.astimezone(formats.zone).date()), formats.time(row.due_at))


def _what(formats: Formats, row: Promise) -> list[Span]:
    """The title, with what presses; below it the words of the promise, its number and how often it was tried."""
    priority = record_terms.PRIORITIES.get(Priority(row.priority), "")
    title = dotted(row.title, _(priority) if priority else "")
    rest = lined(
        row.promise if row.promise != row.title else "", dotted(row.number, _tried(formats, row), _("repeats") if row.repeats else "")
    )
    return [Span(title, bold=True), Span("\n" + rest)]


def _tried(formats: Formats, row: Promise) -> str:
    if not row.attempts:
        return ""
    count = ngettext("{count} attempt", "{count} attempts", row.attempts)
    if row.tried_at is None:
        return count
    result = _(record_terms.ATTEMPTS[Attempt(row.tried)])
    return _("{attempts}, the last {moment}: {result}").format(attempts=count, moment=formats.short_moment(row.tried_at), result=result)


def _whom(row: Promise | Meeting) -> list[Span]:
    """Name, person and phone; where calls are unwelcome, that stands in its place."""
    if not row.customer:
        return [Span("")]
    contact = row.contact if isinstance(row, Promise) and row.contact != row.name else ""
    return [Span(lined(row.name or _("(erased)"), contact)), Span("\n" + _reach(row), bold=True)]


def _reach(row: Promise | Meeting) -> str:
    return _("Do not call") if ChannelKind.PHONE in row.do_not_contact.split(",") else row.phone


def _about(row: Promise | Meeting) -> str:
    return lined(row.order, *((row.back, row.interaction) if isinstance(row, Promise) else ()), row.customer)


def _meetings(formats: Formats, paper: FollowUpList) -> list[Flowable]:
    title = _("Appointments until {day}").format(day=formats.day(paper.last))
    if not paper.meetings:
        return [*heading(title, 1), Text(_("No appointment is planned."), BODY)]

    def cells(row: Meeting) -> list[Words]:
        return [_BOX, _starts(formats, row), _place(row), _whom(row), _about(row), row.owner]

    columns = _columns(_("When"), (_starts(formats, row) for row in paper.meetings), map(_about, paper.meetings))
    return [*heading(title, 1), Table(columns, paper.meetings, cells, padding=5)]


def _starts(formats: Formats, row: Meeting) -> str:
    day = formats.day(row.starts_at.astimezone(formats.zone).date())
    if row.is_whole_day:
        return lined(day, _("all day"))
    return lined(day, f"{formats.time(row.starts_at)}–{formats.time(row.ends_at)}")


def _place(row: Meeting) -> list[Span]:
    rest = lined(dotted(row.place, row.link), row.note)
    return [Span(row.title, bold=True), Span("\n" + rest if rest else "")]
