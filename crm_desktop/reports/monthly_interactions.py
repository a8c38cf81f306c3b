"""The monthly customer-interaction report: `collect` reads the store, `draw` makes the PDF, `figures` the file beside it."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.core.dates import zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.plain import from_plain
from crm_desktop.queries import figures_people as people
from crm_desktop.queries.figures import Scope, reasons
from crm_desktop.queries.figures_cases import first_of_desk
from crm_desktop.queries.figures_company import Setting, first_and_last_contact, newest_counted, setting
from crm_desktop.queries.figures_escalations import outcomes_of
from crm_desktop.queries.figures_knowledge import titles as titles_of
from crm_desktop.queries.figures_relations import agreement_names
from crm_desktop.queries.figures_voices import words_of
from crm_desktop.queries.quotes import quotable
from crm_desktop.queries.quotes import words_of as words_quoted
from crm_desktop.reports import monthly_collect as month
from crm_desktop.reports import relations_collect as next_month
from crm_desktop.reports import returns_collect as back
from crm_desktop.reports import trade_collect as trade
from crm_desktop.reports.desk_collect import DeskView, desk_part
from crm_desktop.reports.desk_reach import DeskReach, desk_reach
from crm_desktop.reports.figures_file import file_of
from crm_desktop.reports.heads import company_setting, head_of, staff_ids
from crm_desktop.reports.monthly_data import Head, MonthlyInteractions, People
from crm_desktop.reports.monthly_findings import findings
from crm_desktop.reports.monthly_reach import Reach, View, reach_of
from crm_desktop.reports.parameters import Ask, asked
from crm_desktop.reports.periods import Period
from crm_desktop.reports.privacy_collect import privacy
from crm_desktop.reports.trade_reach import trade_view
from crm_desktop.services.company_logo import company_logo

NAME = "monthly-interactions"
TITLE = N_("Customer interactions")


@dataclass(frozen=True, slots=True)
class MonthlyInteractionsParameters:
    """`month` or both of `since` and `until`; without any, the month of the newest record."""

    month: date | None = field(
        default=None, metadata=asked(Ask.MONTH, N_("Month"), N_("the month of the newest record, unless said otherwise"))
    )
    since: date | None = field(default=None, metadata=asked(Ask.DAY, N_("From"), N_("first day, instead of a month"), option="from"))
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("last day, instead of a month")))
    compare: date | None = field(default=None, metadata=asked(Ask.MONTH, N_("Compare with"), N_("another month than the one before")))
    staff: tuple[str, ...] = field(default=(), metadata=asked(Ask.STAFF, N_("Staff"), N_("only what these people did")))
    list_interactions: bool = field(
        default=False, metadata=asked(Ask.FLAG, N_("List every interaction"), N_("one line for each, at the end"))
    )
    quotes: bool = field(
        default=False, metadata=asked(Ask.FLAG, N_("Quote customers"), N_("what three of them wrote, without names and numbers"))
    )
    hide_names: bool = field(default=False, metadata=asked(Ask.FLAG, N_("Hide customer names"), N_("customers by number; no summaries")))
    hide_team: bool = field(default=False, metadata=asked(Ask.FLAG, N_("Leave out the team"), N_("no figures about single colleagues")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


def collect(wanted: MonthlyInteractionsParameters) -> MonthlyInteractions:
    """Raises UserError for a period, a colleague, a language or a paper that is not there."""
    where, staff = company_setting(), staff_ids(wanted.staff)
    view, head = _view(wanted, where, staff)
    sold = trade_view(head, where.currency, staff)
    at_desk = _desk_view(view, where.currency, staff)
    desk = desk_part(at_desk, hide_team=wanted.hide_team)
    first_page = month.tiles(view, sold, at_desk if desk.cases else None)
    rising, products, planned = month.rising_rows(view), month.product_rows(view), month.follow_ups(view)
    returned, refunds = back.returns(sold), trade.refunds(sold)
    is_empty = not view.now.totals.contacts
    data = MonthlyInteractions(
        head=head,
        tiles=first_page,
        findings=()
        if is_empty
        else findings(view, first_page, rising, products, planned, returned, refunds, desk, hide_team=wanted.hide_team),
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
        orders=month.order_figures(view, sold),
        team=() if wanted.hide_team else month.team_rows(view),
        quality=() if is_empty else month.quality_figures(view),
        trade=trade.orders(sold),
        returns=returned,
        refunds=refunds,
        money=trade.money(sold),
        appointments=next_month.appointments(view),
        relations=next_month.relations(view, where.currency),
        desk=desk,
        quotes=quotable(view.now.scope, month.reasons_ranked(view)) if wanted.quotes else (),
        left_out=month.left_out_figures(view),
        privacy=privacy(view),
    )
    return look_up(data)


def look_up(data: MonthlyInteractions) -> MonthlyInteractions:
    """The same figures with the names, titles and the listing as they are now."""
    at_desk = data.desk.cases if data.desk else None
    titles = {row.number for row in data.follow_ups.oldest} if data.follow_ups else set()
    titles |= {row.next_step for row in at_desk.oldest if row.next_step} if at_desk else set()
    listing: tuple[people.Listed, ...] = ()
    if data.head.list_interactions:
        start, end = data.head.period.seconds(zone_of(data.head.zone))
        listing = tuple(people.every_interaction(Scope(start, end, staff_ids(data.head.staff))))
    coming = tuple(next_month.birthdays_in(data.head.period.later())) if data.relations and data.relations.birthdays else ()
    numbers = _customers(data) | {row.customer_number for row in listing if row.customer_number} | {born.customer for born in coming}
    found = People(
        people.customer_names(numbers),
        people.staff_names(),
        people.follow_up_titles(titles),
        listing,
        coming,
        agreement_names([term.id for term in data.relations.terms]) if data.relations else {},
        {row_id: reason.name for row_id, reason in reasons().items()},
        comments=words_of([row.number for row in voices.comments]) if (voices := data.desk and data.desk.voices) else {},
        knowledge={f"{what} {row_id}": title for (what, row_id), title in titles_of().items()} if data.desk and data.desk.known else {},
        outcomes=outcomes_of([row.id for row in at_desk.helped]) if at_desk else {},
        operation=where.operation if (where := setting()) else 0,
        logo=company_logo() or b"",
        quotes=words_quoted([quoted.number for quoted in data.quotes]),
    )
    return replace(data, people=found)


def _customers(data: MonthlyInteractions) -> set[str]:
    """The numbers of those that the figures name."""
    numbers = {row.number for row in data.top_customers} | {str(f.values["customer"]) for f in data.findings if "customer" in f.values}
    if data.follow_ups:
        numbers |= {row.customer for row in data.follow_ups.oldest if row.customer}
    if data.returns:
        numbers |= {row.customer for row in data.returns.longest_stuck}
    if data.relations:
        numbers |= {row.number for row in data.relations.at_risk}
        numbers |= {row.number for row in data.relations.most_missed} | {row.customer for row in data.relations.terms}
    if data.desk and data.desk.cases:
        numbers |= {row.customer for row in (*data.desk.cases.oldest, *data.desk.cases.complaints) if row.customer}
    if data.desk and data.desk.levels:
        numbers |= {row.customer for row in data.desk.levels.breaches if row.customer}
    if data.desk and data.desk.voices:
        numbers |= {row.customer for row in data.desk.voices.comments if row.customer}
    return numbers


def figures(data: MonthlyInteractions) -> dict[str, Any]:
    """Every figure that the PDF prints, and under `data` everything it was drawn from; no name of a customer is in it."""
    return file_of(NAME, data)


def restore(kept: dict[str, Any]) -> MonthlyInteractions:
    """The data of a kept run, with names as they are now."""
    return look_up(from_plain(MonthlyInteractions, kept["data"]))


def draw(data: MonthlyInteractions, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.monthly_pages import draw_pages

    draw_pages(data, path)


def _desk_view(view: View, currency: str, staff: tuple[int, ...]) -> DeskView:
    first = first_of_desk()

    def reach(held: Reach) -> DeskReach:
        scope = Scope(held.scope.start, held.scope.end, staff)
        return desk_reach(held.period, scope, held.until, view.zone, first, is_asked=held is view.now)

    three = view.now, view.before, view.year_ago
    now, before, year_ago = map(reach, three)
    return DeskView(now, before, year_ago, tuple(each.totals.contacts for each in three), currency)  # type: ignore[arg-type]


def _view(wanted: MonthlyInteractionsParameters, where: Setting, staff: tuple[int, ...]) -> tuple[View, Head]:
    zone = zone_of(where.zone)
    known = first_and_last_contact()
    newest = newest_counted(where.as_of) or where.as_of
    head = head_of(
        wanted,
        where,
        lambda: newest.astimezone(zone).date() if newest else None,
        hide_team=wanted.hide_team,
        list_interactions=wanted.list_interactions,
    )
    period = head.period
    until = int(where.as_of.timestamp()) if where.as_of else 2**62
    first = known[0].timestamp() if known else None

    def reach(days: Period) -> Reach:
        return reach_of(days, Scope(*days.seconds(zone), staff), until, zone, first, is_asked=days is period)

    earlier = [period.earlier(), period.earlier().earlier(), period.earlier().earlier().earlier()]
    usual = tuple(each for each in map(reach, earlier) if each.has_data)
    return View(reach(period), reach(head.compared), reach(head.year_ago), usual, zone), head
