"""The report of returns and refunds from its first page to its last."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import PaymentMethod, PaymentStatus, Resolution, ReturnState, SupplierReturnState
from crm_desktop.core.money import from_store
from crm_desktop.reports.monthly_appendix import appendix
from crm_desktop.reports.page import PageLook, heading, make_pdf
from crm_desktop.reports.returns_report import TITLE, LineRow, RefundRow, ReturnsReport, SupplyRow
from crm_desktop.reports.returns_sections import refunds_and_goodwill, returns
from crm_desktop.reports.sheet import PeriodSheet, period_sheet, title_block
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.tiles import Tiles
from crm_desktop.reports.trade_words import METHODS, PAYMENT_STATUSES, RESOLUTIONS, RETURN_STATES, SUPPLIER_STATES, reason_word


def draw_pages(data: ReturnsReport, path: Path) -> None:
    head, sheet = data.head, period_sheet(data.head, data.people)
    make_pdf(path, PageLook(_(TITLE), sheet.period, head.company, head.language, head.paper), _story(sheet, data))


def _story(sheet: PeriodSheet, data: ReturnsReport) -> list[Flowable]:
    can_compare = bool(data.tiles) and data.tiles[0].before.amount is not None
    story: list[Flowable] = [title_block(sheet, _(TITLE), _whose(sheet), can_compare=can_compare)]
    if data.returns is None:
        story.append(Text(_("No returns are recorded here yet."), BODY, after=8))
    else:
        story.append(Tiles([sheet.printer.tile(tile.now, tile.before, sheet.year_before(tile.year_ago)) for tile in data.tiles]))
        story += returns(sheet, data.returns)
    story += refunds_and_goodwill(sheet, data.refunds)
    lists = (*_lines(sheet, data.lines), *_refunds(sheet, data.refund_rows), *_supplies(sheet, data.supply_rows))
    return [*story, *lists, *appendix(sheet, data)]


def _whose(sheet: PeriodSheet) -> str:
    return ", ".join(map(sheet.printer.colleague, sheet.head.staff)) or _("all staff")


def _lines(sheet: PeriodSheet, rows: Sequence[LineRow]) -> list[Flowable]:
    """Every line of the period's returns; a day that is the order's is marked."""
    if not rows:
        return []
    formats, printer = sheet.formats, sheet.printer

    def cells(row: LineRow) -> tuple[str, ...]:
        day = formats.short_day(row.on) + ("" if row.is_dated else " *")
        became = RESOLUTIONS[Resolution(row.resolution)] if row.resolution else RETURN_STATES[ReturnState(row.state)]
        value = printer.amount(row.value, row.currency) if row.value else ""
        units = formats.quantity(from_store(row.units))
        return day, row.number, printer.customer(row.customer), row.product or NOTHING, units, reason_word(row.reason), _(became), value

    columns = [
        Column(_("Day")), Column(_("No.")), Column(_("Customer"), weight=1.2, lines=3), Column(_("Product"), weight=1.3, lines=3),
        Column(_("Units"), "right"),
        Column(_("Reason"), weight=1, lines=3), Column(_("State")), number(_("Value")),
    ]  # fmt: skip
    story = [*heading(_("Every return")), Table(columns, rows, cells, padding=2.4)]
    if not all(row.is_dated for row in rows):
        story.append(Text(_("* has no day of its own and stands on the day of its order."), SMALL))
    return story


def _refunds(sheet: PeriodSheet, rows: Sequence[RefundRow]) -> list[Flowable]:
    """One list per currency, with what it comes to, as far as it was paid."""
    story: list[Flowable] = []
    for currency in dict.fromkeys(row.currency for row in rows):
        story += heading(_("Every refund in {currency}").format(currency=currency))
        story.append(_refund_table(sheet, [row for row in rows if row.currency == currency]))
    return story


def _refund_table(sheet: PeriodSheet, rows: Sequence[RefundRow]) -> Flowable:
    printer = sheet.printer

    def cells(row: RefundRow) -> tuple[str, ...]:
        method, status = _(METHODS[PaymentMethod(row.method)]), _(PAYMENT_STATUSES[PaymentStatus(row.status)])
        amount = printer.amount(row.amount, row.currency)
        return sheet.formats.day(row.on), printer.customer(row.customer), row.for_what or NOTHING, method, status, amount

    names = [Column(_("Day")), Column(_("Customer"), weight=1.3, lines=2), Column(_("For")), Column(_("Method"), weight=1, lines=2)]
    return Table([*names, Column(_("Status")), number(_("Amount"))], rows, cells, padding=2.4)


def _supplies(sheet: PeriodSheet, rows: Sequence[SupplyRow]) -> list[Flowable]:
    if not rows:
        return []
    formats = sheet.formats

    def cells(row: SupplyRow) -> tuple[str, ...]:
        sent = formats.day(row.sent_on) if row.sent_on else NOTHING
        credit = sheet.printer.amount(row.credit, row.currency) if row.credit else ""
        units = formats.quantity(from_store(row.units))
        state = _(SUPPLIER_STATES[SupplierReturnState(row.state)])
        return row.number, row.product or NOTHING, units, row.supplier or NOTHING, state, sent, credit

    columns = [
        Column(_("No.")), Column(_("Product"), weight=1.3, lines=2), number(_("Units")), Column(_("Supplier"), weight=1, lines=2),
        Column(_("State")), Column(_("Sent")), number(_("Credit")),
    ]  # fmt: skip
    return [*heading(_("Every return to a supplier")), Table(columns, rows, cells, padding=2.4)]
