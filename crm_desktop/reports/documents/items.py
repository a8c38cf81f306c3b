"""The lines of an order or an invoice as a table, and what they add up to."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from reportlab.platypus import Flowable, Spacer

from crm_desktop.core.i18n import _
from crm_desktop.core.money import ZERO
from crm_desktop.core.tax import TaxShare
from crm_desktop.queries.documents import Item
from crm_desktop.reports.documents.amounts import Amounts
from crm_desktop.reports.page import Beside
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import SMALL, Text


class Sums(NamedTuple):
    """What lines come to. `shares` say how much of it falls under which rate; empty where that is not known."""

    goods: Decimal
    discount: Decimal
    shipping_charge: Decimal
    tax: Decimal
    total: Decimal
    shares: tuple[TaxShare, ...]
    prices_include_tax: bool


def items_table(items: Sequence[Item], amounts: Amounts) -> Flowable:
    """Each page but the last ends with the sum so far, and the next begins with it."""
    has_discount, has_tax = any(item.discount_percent for item in items), any(item.tax_rate for item in items)
    columns = [
        Column("#", "right", width=16 + 5 * (len(items) > 999)),
        Column(_("Item"), lines=3),
        Column(_("Description"), weight=1),
        number(_("Quantity")),
        number(_("Unit price")),
        *([Column(_("Discount"), "right", width=44)] if has_discount else []),
        *([Column(_("Tax"), "right", width=32)] if has_tax else []),
        number(_("Amount {currency}").format(currency=amounts.currency)),
    ]
    between = [""] * (len(columns) - 4)
    so_far = [ZERO, *accumulate(item.total for item in items)]
    forward, brought = _("Carried forward"), _("Brought forward")

    def cells(item: Item) -> list[str]:
        return [
            str(item.position),
            item.sku,
            item.name,
            amounts.quantity(item.quantity),
            amounts.plain(item.unit_price),
            *([amounts.percent(item.discount_percent) if item.discount_percent else ""] if has_discount else []),
            *([amounts.percent(item.tax_rate)] if has_tax else []),
            amounts.plain(item.total),
        ]

    def carried(count: int, is_brought: bool) -> list[str]:
        return ["", "", brought if is_brought else forward, *between, amounts.plain(so_far[count])]

    return Table(columns, items, cells, carried=carried, after=10)


def totals(sums: Sums, amounts: Amounts, total: str = "") -> Flowable:
    """Tax per rate at the left, the way to the total at the right; never apart."""
    return Beside(_taxes(sums, amounts), [_way(sums, amounts, total or _("Total"))], after=12)


def _way(sums: Sums, amounts: Amounts, total: str) -> Flowable:
    rows = [(_("Goods"), amounts.plain(sums.goods))]
    if sums.discount:
        rows.append((_("Discount"), amounts.plain(-sums.discount)))
    if sums.shipping_charge:
        rows.append((_("Shipping"), amounts.plain(sums.shipping_charge)))
    if not sums.prices_include_tax and (sums.tax or any(share.rate for share in sums.shares)):
        rows.append((_("Tax"), amounts.plain(sums.tax)))
    return Table([Column("", weight=1), number("")], rows, lambda row: row, total=(total, amounts.money(sums.total)))


def _taxes(sums: Sums, amounts: Amounts) -> list[Flowable]:
    said = _("Prices include tax.") if sums.prices_include_tax else _("Prices do not include tax; it is added to them.")
    if not any(share.rate for share in sums.shares):
        is_free = not sums.tax and not sums.prices_include_tax
        return [Text(_("No tax is charged.") if is_free else said, SMALL)]
    columns = [Column(_("Tax rate"), weight=1), number(_("Net")), number(_("Tax")), number(_("With tax"))]

    def cells(share: TaxShare) -> list[str]:
        return [amounts.percent(share.rate), amounts.plain(share.net), amounts.plain(share.tax), amounts.plain(share.gross)]

    return [Table(columns, sums.shares, cells), Spacer(0, 6), Text(said, SMALL)]
