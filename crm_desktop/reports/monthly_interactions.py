"""The owner's monthly report on customer interactions: `collect` reads the store, `draw` makes the PDF, `figures` the file beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop import __version__
from crm_desktop.core.dates import zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.plain import from_plain, to_plain
from crm_desktop.queries import figures_people as people
from crm_desktop.queries.figures import Scope, reasons
from crm_desktop.queries.figures_company import Setting, first_and_last_contact, setting
from crm_desktop.reports import monthly_collect as month
from crm_desktop.reports.monthly_data import Head, MonthlyInteractions, People, Placed, placed_values
from crm_desktop.reports.monthly_findings import findings
from crm_desktop.reports.monthly_reach import Reach, View
from crm_desktop.reports.parameters import Ask, asked, checked_language, checked_paper
from crm_desktop.reports.periods import Period, checked_period, month_of

NAME = "monthly-interactions"
TITLE = N_("Customer interactions")
FIRST_WEEK = 7 * 86_400
"""Seconds within which records must begin for a period to be compared with: half a month would only look like growth."""
_NOT_KEPT = frozenset({"people"})


@dataclass(frozen=True, slots=True)
class MonthlyInteractionsParameters:
    """`month` or both of `since` and `until`; without any, the month of the newest interaction."""

    month: date | None = field(
        default=None, metadata=asked(Ask.MONTH, N_("Month"), N_("the month of the newest interaction, unless said otherwise"))
    )
    since: date | None = field(default=None, metadata=asked(Ask.DAY, N_("From"), N_("first day, instead of a month"), option="from"))
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("last day, instead of a month")))
    compare: date | None = field(default=None, metadata=asked(Ask.MONTH, N_("Compare with"), N_("another month than the one before")))
    staff: tuple[str, ...] = field(default=(), metadata=asked(Ask.STAFF, N_("Staff"), N_("only what these people did")))
    list_interactions: bool = field(
        default=False, metadata=asked(Ask.FLAG, N_("List every interaction"), N_("one line for each, at the end"))
    )
    hide_names: bool = field(default=False, metadata=asked(Ask.FLAG, N_("Hide customer names"), N_("customers by number; no summaries")))
    hide_team: bool = field(default=False, metadata=asked(Ask.FLAG, N_("Leave out the team"), N_("no figures about single colleagues")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


def collect(wanted: MonthlyInteractionsParameters) -> MonthlyInteractions:
    """Raises UserError for a period, a colleague, a language or a paper that is not there."""
    where = setting()
    if where is None:
        raise UserError(_("This store has no company yet, so there is nothing to report. Make one with “new”, or import one."))
    staff = _staff_ids(wanted.staff)
    view, head = _view(wanted, where, staff)
    first_page = month.tiles(view)
    rising, products, planned = month.rising_rows(view), month.product_rows(view), month.follow_ups(view)
    is_empty = not view.now.totals.contacts
    data = MonthlyInteractions(
        head=head,
        tiles=first_page,
        findings=() if is_empty else findings(view, first_page, rising, products, planned, hide_team=wanted.hide_team),
        bins=month.bins(view),
        layers=month.layer_names(view),
        channels=month.channel_rows(view),
        total=month.all_channels(view),
        hours=month.hours(view),
        calls=month.call_figures(view),
        outcomes=month.outcome_rows(view),
        reasons=month.reason_rows(view),
        rising=rising,
        products=products,
        follow_ups=planned,
        customers=month.customer_figures(view),
        top_customers=month.top_customers(view),
        orders=month.order_figures(view),
        team=() if wanted.hide_team else month.team_rows(view),
        quality=() if is_empty else month.quality_figures(view),
    )
    return look_up(data)


def look_up(data: MonthlyInteractions) -> MonthlyInteractions:
    """The same figures with the names, titles and the listing as they are now."""
    numbers = {row.number for row in data.top_customers} | {str(f.values["customer"]) for f in data.findings if "customer" in f.values}
    titles: set[str] = set()
    if data.follow_ups is not None:
        numbers |= {row.customer for row in data.follow_ups.oldest if row.customer}
        titles = {row.number for row in data.follow_ups.oldest}
    listing: tuple[people.Listed, ...] = ()
    if data.head.list_interactions:
        start, end = data.head.period.seconds(zone_of(data.head.zone))
        listing = tuple(people.every_interaction(Scope(start, end, _staff_ids(data.head.staff))))
        numbers |= {row.customer_number for row in listing if row.customer_number}
    found = People(
        people.customer_names(numbers),
        people.staff_names(),
        people.follow_up_titles(titles),
        listing,
        {row_id: reason.name for row_id, reason in reasons().items()},
        where.operation if (where := setting()) else 0,
    )
    return replace(data, people=found)


def figures(data: MonthlyInteractions) -> dict[str, Any]:
    """Every figure that the PDF prints, and under `data` everything it was drawn from; no name of a customer is in it."""
    return {
        "report": NAME,
        "version": __version__,
        "figures": list(_listed(data)),
        "data": to_plain(data, _NOT_KEPT),
    }


def restore(kept: dict[str, Any]) -> MonthlyInteractions:
    """The data of a kept run, with names as they are now."""
    return look_up(from_plain(MonthlyInteractions, kept["data"]))


def draw(data: MonthlyInteractions, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.monthly_pages import draw_pages

    draw_pages(data, path)


def _listed(data: MonthlyInteractions) -> Iterator[dict[str, Any]]:
    """Each figure once, though the PDF may print it in two places."""
    head = data.head
    periods = {"now": head.period, "before": head.compared, "year_ago": head.year_ago}
    seen = set()
    for placed in placed_values(data):
        if placed not in seen:
            seen.add(placed)
            yield _told(placed, periods[placed.period])


def _told(placed: Placed, period: Period) -> dict[str, Any]:
    value, figure = placed.value, FIGURES_BY_ID[placed.value.figure]
    return {
        "id": figure.id,
        "of": {placed.kind: placed.key} if placed.kind else {},
        "from": period.first.isoformat(),
        "until": period.last.isoformat(),
        "value": None if value.amount is None else round(float(value.amount), 6),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "unit": str(figure.unit),
        "name": figure.name,
        "numerator_is": figure.numerator,
        "denominator_is": figure.denominator,
        "definition": figure.definition,
    }


def _staff_ids(logins: tuple[str, ...]) -> tuple[int, ...]:
    ids = {login: row_id for row_id, login in people.staff_logins().items()}
    for login in logins:
        if login not in ids:
            raise UserError(_("Nobody here has the login “{login}”. Nothing was printed.").format(login=login))
    return tuple(ids[login] for login in logins)


def _view(wanted: MonthlyInteractionsParameters, where: Setting, staff: tuple[int, ...]) -> tuple[View, Head]:
    zone = zone_of(where.zone)
    known = first_and_last_contact()
    newest = known[1] if known else where.as_of
    period = _period(wanted, newest.astimezone(zone).date() if newest else None)
    compared = month_of(wanted.compare) if wanted.compare else period.earlier()
    until = int(where.as_of.timestamp()) if where.as_of else 2**62
    first = known[0].timestamp() if known else None

    def reach(days: Period) -> Reach:
        start, end = days.seconds(zone)
        is_known = first is not None and first - start <= FIRST_WEEK
        return Reach(days, Scope(start, end, staff), until, has_data=days is period or is_known)

    earlier = [period.earlier(), period.earlier().earlier(), period.earlier().earlier().earlier()]
    usual = tuple(each for each in map(reach, earlier) if each.has_data)
    view = View(reach(period), reach(compared), reach(period.year_earlier()), usual, zone)
    paper = checked_paper(wanted.paper, where.paper)
    head = Head(
        company=where.company,
        locale=where.locale,
        language=checked_language(wanted.language),
        zone=where.zone,
        paper=paper,
        period=period,
        compared=compared,
        year_ago=period.year_earlier(),
        as_of=where.as_of,
        operation=where.operation,
        is_final=where.as_of is not None and until >= period.seconds(zone)[1],
        staff=wanted.staff,
        hide_names=wanted.hide_names,
        hide_team=wanted.hide_team,
        list_interactions=wanted.list_interactions,
    )
    return view, head


def _period(wanted: MonthlyInteractionsParameters, newest: date | None) -> Period:
    if wanted.month and (wanted.since or wanted.until):
        raise UserError(_("Say a month, or a first and a last day, not both. Nothing was printed."))
    if bool(wanted.since) != bool(wanted.until):
        raise UserError(_("A period needs its first and its last day. Nothing was printed."))
    if wanted.since and wanted.until:
        return checked_period(wanted.since, wanted.until)
    chosen = wanted.month or newest
    if chosen is None:
        raise UserError(_("There are no interactions yet. Say for which month you want the report."))
    first = month_of(chosen) if 1971 <= chosen.year <= 9990 else Period(chosen, chosen)
    return checked_period(first.first, first.last)
