"""The list of sales on paper."""

from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _
from crm_desktop.core.money import ZERO
from crm_desktop.queries.sales import CustomerSales, MonthSales, ProductSales, Sales
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.sales_list import Rest, SalesBlock, SalesList
from crm_desktop.reports.page import PageLook, TitleBlock, heading, make_pdf
from crm_desktop.reports.printing import Tile
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.tiles import Tiles


def draw_pages(data: Documents, path: Path) -> None:
    (paper,) = data.papers
    head, days = data.head, _days(data.head.formats, paper)
    make_pdf(path, PageLook(_("Sales"), days, head.sender.name, head.language, head.paper), _story(head, paper, days))


def _days(formats: Formats, paper: SalesList) -> str:
    return _("{first} to {last}").format(first=formats.day(paper.first), last=formats.day(paper.last))


def _story(head: Head, paper: SalesList, days: str) -> list[Flowable]:
    included = _("prices include tax") if head.prices_include_tax else _("prices without tax")
    story: list[Flowable] = [TitleBlock(_("Sales"), f"{days} · {head.sender.name}", [included])]
    if not paper.blocks:
        return [*story, Text(_("Nothing was sold in these days."), BODY)]
    for block in paper.blocks:
        if len(paper.blocks) > 1:
            story += heading(_("In {currency}").format(currency=block.currency))
        story += _block(head.formats, block)
    return [*story, Text(_("Orders that are drafts or cancelled do not count; returns are not taken off."), SMALL)]


def _block(formats: Formats, block: SalesBlock) -> list[Flowable]:
    def money(amount: object) -> str:
        return formats.money(amount, block.currency)  # type: ignore[arg-type]

    whole = block.whole
    mean = whole.total / whole.orders if whole.orders else ZERO
    tiles = [
        Tile(_("Orders"), formats.number(whole.orders)),
        Tile(_("Goods after discounts"), money(whole.goods - whole.discount)),
        Tile(_("Total"), money(whole.total)),
        Tile(_("Mean order"), money(mean)),
    ]
    return [
        Tiles(tiles, height=50),
        *heading(_("By month"), 1),
        _months(formats, block),
        *heading(_("By product"), 1),
        _products(formats, block),
        *heading(_("By customer"), 1),
        _customers(formats, block),
    ]


def _months(formats: Formats, block: SalesBlock) -> Flowable:
    def amounts(sales: Sales) -> list[str]:
        return [formats.number(sales.orders), *(formats.money(amount, block.currency) for amount in sales[1:])]

    def cells(row: MonthSales) -> list[str]:
        return [formats.month(row.month), *amounts(row.sales)]

    columns = [
        Column(_("Month"), weight=1), number(_("Orders")), number(_("Goods")), number(_("Discount")), number(_("Shipping")),
        number(_("Tax")), number(_("Total")),
    ]  # fmt: skip
    return Table(columns, block.months, cells, total=[_("All"), *amounts(block.whole)])


def _products(formats: Formats, block: SalesBlock) -> Flowable:
    whole = sum((row.amount for row in block.products), ZERO) + block.more_products.amount

    def cells(row: ProductSales) -> list[str]:
        share = formats.percent(row.amount / whole, 1) if whole else ""
        return [
            row.sku, row.name, formats.quantity(row.quantity), formats.number(row.orders), formats.money(row.amount, block.currency), share,
        ]  # fmt: skip

    columns = [
        Column(_("No.")), Column(_("Product"), weight=1, lines=2), number(_("Units")), number(_("Orders")), number(_("Amount")),
        number(_("Share")),
    ]  # fmt: skip
    rest = _more(formats, block.more_products, block.currency)
    total = ["", rest or _("All"), "", "", formats.money(whole, block.currency), ""]
    return Table(columns, block.products, cells, total=total)


def _customers(formats: Formats, block: SalesBlock) -> Flowable:
    whole = sum((row.amount for row in block.customers), ZERO) + block.more_customers.amount

    def cells(row: CustomerSales) -> list[str]:
        share = formats.percent(row.amount / whole, 1) if whole else ""
        amounts = (formats.money(amount, block.currency) for amount in (row.amount, row.total))
        return [row.number, row.name or _("(erased)"), formats.number(row.orders), *amounts, share]

    columns = [
        Column(_("No.")), Column(_("Customer"), weight=1, lines=2), number(_("Orders")), number(_("Goods")), number(_("Total")),
        number(_("Share")),
    ]  # fmt: skip
    rest = _more(formats, block.more_customers, block.currency)
    total = ["", rest or _("All"), "", formats.money(whole, block.currency), formats.money(block.whole.total, block.currency), ""]
    return Table(columns, block.customers, cells, total=total)


def _more(formats: Formats, rest: Rest, currency: str) -> str:
    """Beside the sum of all: how much of it is not listed."""
    if not rest.count:
        return ""
    amount = formats.money(rest.amount, currency)
    return _("All, with {count} more for {amount}").format(count=formats.number(rest.count), amount=amount)
