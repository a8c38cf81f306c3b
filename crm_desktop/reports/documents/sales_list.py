"""The sales between two days: by month, by product and by customer, each currency for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from crm_desktop.core.dates import local_day, next_month, zone_of
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.money import ZERO
from crm_desktop.queries.desk import company_facts
from crm_desktop.queries.sales import (
    CustomerSales,
    MonthSales,
    ProductSales,
    Sales,
    first_and_last_sale,
    sales_by_customer,
    sales_by_month,
    sales_by_product,
)
from crm_desktop.reports.documents.collecting import head_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "sales-list"
MOST = 100
"""Products and customers that are listed by name unless everything is asked for."""
_LONGEST = 10 * 366


@dataclass(frozen=True, slots=True)
class SalesParameters:
    """`month` or both of `since` and `until`; without any, the month of the newest order."""

    month: date | None = field(
        default=None, metadata=asked(Ask.MONTH, N_("Month"), N_("the month of the newest order, unless said otherwise"))
    )
    since: date | None = field(default=None, metadata=asked(Ask.DAY, N_("From"), N_("first day, instead of a month"), option="from"))
    until: date | None = field(default=None, metadata=asked(Ask.DAY, N_("Until"), N_("last day, instead of a month")))
    everything: bool = field(
        default=False, metadata=asked(Ask.FLAG, N_("List everything"), N_("every product and customer, not the first 100"))
    )
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


@dataclass(frozen=True, slots=True)
class Rest:
    """What is not listed by name."""

    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SalesBlock:
    """One currency. `whole` is the sum of the months."""

    currency: str
    whole: Sales
    months: tuple[MonthSales, ...]
    products: tuple[ProductSales, ...]
    more_products: Rest
    customers: tuple[CustomerSales, ...]
    more_customers: Rest


@dataclass(frozen=True, slots=True)
class SalesList:
    first: date
    last: date
    blocks: tuple[SalesBlock, ...]

    @property
    def number(self) -> str:
        """The days, for the access log and the file's name."""
        return f"{self.first}-{self.last}"


def collect(wanted: SalesParameters) -> Documents:
    """Raises UserError for days that make no sense, and where nothing was ever sold and no days are said."""
    head = head_of(wanted.language, wanted.paper)
    facts = company_facts()
    assert facts is not None, "the head was made of it"
    zone = zone_of(head.zone)
    first, last = _days(wanted, zone)
    months = sales_by_month(first, last, zone)
    products, customers = sales_by_product(first, last, zone), sales_by_customer(first, last, zone)
    most = 10**9 if wanted.everything else MOST
    blocks = tuple(
        _block(currency, [row for row in months if row.currency == currency], products, customers, most)
        for currency in sorted({row.currency for row in months}, key=lambda code: (code != facts.currency, code))
    )
    return Documents(NAME, head, (SalesList(first, last, blocks),))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.sales_list_pages import draw_pages

    draw_pages(data, path)


def _days(wanted: SalesParameters, zone: ZoneInfo) -> tuple[date, date]:
    if wanted.month and (wanted.since or wanted.until):
        raise UserError(_("Say a month, or a first and a last day, not both. Nothing was printed."))
    if bool(wanted.since) != bool(wanted.until):
        raise UserError(_("A period needs its first and its last day. Nothing was printed."))
    if wanted.since and wanted.until:
        if not timedelta(0) <= wanted.until - wanted.since <= timedelta(_LONGEST):
            raise UserError(_("The last day comes after the first, within ten years. Nothing was printed."))
        return wanted.since, wanted.until
    month = wanted.month or _newest(zone)
    return month.replace(day=1), next_month(month.replace(day=1)) - timedelta(1)


def _newest(zone: ZoneInfo) -> date:
    ends = first_and_last_sale()
    if ends is None:
        raise UserError(_("Nothing was sold yet. Say for which month you want the list."))
    return local_day(datetime.fromtimestamp(ends[1], UTC), zone)


def _block(
    currency: str, months: Sequence[MonthSales], products: Sequence[ProductSales], customers: Sequence[CustomerSales], most: int
) -> SalesBlock:
    sums = [sum((amount for amount in amounts), ZERO) for amounts in zip(*(row.sales[1:] for row in months), strict=True)]
    whole = Sales(sum(row.sales.orders for row in months), *sums)
    own_products = [row for row in products if row.currency == currency]
    own_customers = [row for row in customers if row.currency == currency]
    return SalesBlock(
        currency, whole, tuple(months), tuple(own_products[:most]), _rest([row.amount for row in own_products[most:]]),
        tuple(own_customers[:most]), _rest([row.amount for row in own_customers[most:]]),
    )  # fmt: skip


def _rest(amounts: Sequence[Decimal]) -> Rest:
    return Rest(len(amounts), sum(amounts, ZERO))
