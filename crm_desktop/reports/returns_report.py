"""The report of returns and refunds: what the monthly report says of them, with every return, refund and supplier return in a list."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.core.dates import NEVER, local_day, zone_of
from crm_desktop.core.i18n import N_
from crm_desktop.core.plain import from_plain
from crm_desktop.queries import figures_people as people
from crm_desktop.queries import listed_returns as listed
from crm_desktop.queries.figures_company import setting
from crm_desktop.queries.figures_trade import first_and_last_trade
from crm_desktop.queries.lists import at
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.figures_file import file_of
from crm_desktop.reports.heads import company_setting, head_of, staff_ids
from crm_desktop.reports.monthly_data import Head, People
from crm_desktop.reports.parameters import Ask, asked
from crm_desktop.reports.returns_collect import return_rate, returned_units, returns
from crm_desktop.reports.returns_data import Returns
from crm_desktop.reports.trade_collect import refunds
from crm_desktop.reports.trade_data import RefundBlock
from crm_desktop.reports.trade_reach import TradeView, trade_view
from crm_desktop.services.company_logo import company_logo

NAME = "returns-and-refunds"
TITLE = N_("Returns and refunds")


@dataclass(frozen=True, slots=True)
class ReturnsParameters:
    """`month` or both of `since` and `until`; without any, the month of the newest order, return or payment."""

    month: date | None = field(
        default=None, metadata=asked(Ask.MONTH, N_("Month"), N_("the month of the newest order, return or payment, unless said otherwise"))
    )
    since: date | None = field(default=None, metadata=asked(Ask.DAY, N_("From"), N_("first day, instead of a month"), option="from"))
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("last day, instead of a month")))
    compare: date | None = field(default=None, metadata=asked(Ask.MONTH, N_("Compare with"), N_("another month than the one before")))
    staff: tuple[str, ...] = field(default=(), metadata=asked(Ask.STAFF, N_("Staff"), N_("only what these people are responsible for")))
    hide_names: bool = field(default=False, metadata=asked(Ask.FLAG, N_("Hide customer names"), N_("customers by number")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a return, of that day; without one of its own (`is_dated` False) that of its order. Units and value as they are stored."""

    on: date
    is_dated: bool
    number: str
    customer: str
    order: str
    product: str
    units: int
    reason: str
    state: str
    resolution: str
    value: int
    currency: str
    carrier: str


@dataclass(frozen=True, slots=True)
class RefundRow:
    """`amount` as it is stored."""

    on: date
    customer: str
    for_what: str
    method: str
    status: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """`sent_on` None: not sent yet. Units and credit as they are stored."""

    number: str
    product: str
    units: int
    supplier: str
    state: str
    sent_on: date | None
    credit: int
    currency: str


@dataclass(frozen=True, slots=True)
class ReturnsReport:
    head: Head
    tiles: tuple[Compared, ...]
    returns: Returns | None
    refunds: tuple[RefundBlock, ...]
    lines: tuple[LineRow, ...]
    refund_rows: tuple[RefundRow, ...]
    supply_rows: tuple[SupplyRow, ...]
    people: People = field(default_factory=People, compare=False)


def collect(wanted: ReturnsParameters) -> ReturnsReport:
    """Raises UserError for a period, a colleague, a language or a paper that is not there."""
    where, staff = company_setting(), staff_ids(wanted.staff)

    def newest() -> date | None:
        known = first_and_last_trade()
        last = known[1] if known else where.as_of
        return local_day(last, zone_of(where.zone)) if last else None

    head = head_of(wanted, where, newest)
    view = trade_view(head, where.currency, staff)
    found, blocks = returns(view), refunds(view)
    return look_up(
        ReturnsReport(
            head, _tiles(view, found, blocks), found, blocks, _lines(view), _refund_rows(view), _supply_rows(view)
        )
    )  # fmt: skip


def look_up(data: ReturnsReport) -> ReturnsReport:
    """The same figures with the names as they are now."""
    numbers = {row.customer for row in data.lines} | {row.customer for row in data.refund_rows}
    if data.returns:
        numbers |= {row.customer for row in data.returns.longest_stuck}
    operation = where.operation if (where := setting()) else 0
    names = people.customer_names(numbers), people.staff_names()
    return replace(data, people=People(*names, operation=operation, logo=company_logo() or b""))


def figures(data: ReturnsReport) -> dict[str, Any]:
    return file_of(NAME, data)


def restore(kept: dict[str, Any]) -> ReturnsReport:
    """The data of a kept run, with names as they are now."""
    return look_up(from_plain(ReturnsReport, kept["data"]))


def draw(data: ReturnsReport, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.returns_pages import draw_pages

    draw_pages(data, path)


def _tiles(view: TradeView, found: Returns | None, blocks: tuple[RefundBlock, ...]) -> tuple[Compared, ...]:
    """Those of which anything is known; money of the first currency only, for a tile has no room for several."""
    if found is None:
        return ()
    by_figure = {each.now.figure: each for each in found.figures}
    made = [
        by_figure["returns_requested"],
        view.compared(lambda reach: reach.count("returned_units", returned_units(reach))),
        view.compared(return_rate),
        by_figure["settle_days"],
        *(each for each in (blocks[0].figures if blocks else ()) if each.now.figure in ("refunds_paid", "refunds_pending")),
        *(view.as_of_now(value) for value in found.stuck[:1]),
        by_figure["warranty_share"],
    ]
    return tuple(each for each in made if each.now.amount is not None)


def _lines(view: TradeView) -> tuple[LineRow, ...]:
    rows = listed.lines(view.now.scope)
    return tuple(LineRow(local_day(at(row.requested_at), view.zone), *row[1:]) for row in rows)


def _refund_rows(view: TradeView) -> tuple[RefundRow, ...]:
    """By currency, the company's own first, then by time."""
    rows = listed.refunds(view.now.scope)
    places = {currency: place for place, currency in enumerate(view.in_order(row.currency for row in rows))}
    rows.sort(key=lambda row: places[row.currency])
    return tuple(RefundRow(local_day(at(row.received_at), view.zone), *row[1:]) for row in rows)


def _supply_rows(view: TradeView) -> tuple[SupplyRow, ...]:
    return tuple(
        SupplyRow(*row[:5], None if row.sent_on == NEVER.isoformat() else date.fromisoformat(row.sent_on), row.credit, row.currency)
        for row in listed.supplier_returns(view.now.scope)
    )
