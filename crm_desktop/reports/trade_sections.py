"""The sections about orders and money."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import Flow, PaymentMethod
from crm_desktop.queries.figures_trade import AGES
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.sheet import PeriodSheet, compared_table
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import SMALL, Text
from crm_desktop.reports.trade_data import AgeRow, CancelRow, MethodRow, MoneyBlock, Trade
from crm_desktop.reports.trade_words import METHODS


def orders(sheet: PeriodSheet, placed: Sequence[Compared], trade: Trade | None) -> list[Flowable]:
    """`placed` are the figures that reports of all versions have."""
    rows = [*placed, *(trade.figures if trade else ())]
    if not rows:
        return []
    story: list[Flowable] = [together(_("Orders"), compared_table(sheet, rows), level=0)]
    if trade and trade.cancelled:
        story.append(together(_("Why orders were cancelled"), _cancelled(sheet, trade)))
    return story


def _cancelled(sheet: PeriodSheet, trade: Trade) -> Flowable:
    value = sheet.printer.value

    def cells(row: CancelRow) -> tuple[str, ...]:
        return row.reason or _("No reason recorded"), value(row.count), value(row.before), sheet.printer.change(row.count, row.before)

    columns = [Column(_("Reason"), weight=1, lines=2), *map(number, (sheet.now, sheet.before, _("Change")))]
    return Table(columns, trade.cancelled, cells)


def money(sheet: PeriodSheet, blocks: Sequence[MoneyBlock]) -> list[Flowable]:
    """A part for each currency: nothing is added across them."""
    story: list[Flowable] = []
    for place, block in enumerate(blocks):
        title = _("Money") if len(blocks) == 1 else _("{what} in {currency}").format(what=_("Money"), currency=block.currency)
        if place and not block.figures:
            continue
        story.append(together(title, compared_table(sheet, block.figures), level=0))
        story += _methods(sheet, block)
        if block.ages:
            story.append(together(_("Open balances by age"), _ages(sheet, block), Text(_still_open(sheet), SMALL)))
    return story


def _methods(sheet: PeriodSheet, block: MoneyBlock) -> list[Flowable]:
    moved = [row for row in block.methods if row.moves_money]
    unmoved = [row for row in block.methods if not row.moves_money]
    story: list[Flowable] = []
    if moved:
        story += [*heading(_("How it was paid"), 1), _method_table(sheet, moved)]
    if unmoved:
        story.append(together(_("Vouchers and offsets (no money moved)"), _method_table(sheet, unmoved)))
    return story


def _method_table(sheet: PeriodSheet, rows: Sequence[MethodRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: MethodRow) -> tuple[str, ...]:
        way = _("received") if row.direction == Flow.IN else _("paid back")
        counts = value(row.count), value(row.amount), value(row.before)
        return _(METHODS[PaymentMethod(row.method)]), way, *counts, sheet.printer.change(row.amount, row.before)

    columns = [Column(_("Method"), weight=1), Column(_("Way"), weight=1)]
    return Table([*columns, *map(number, (_("Payments"), _("Amount"), sheet.before, _("Change")))], rows, cells)


def _ages(sheet: PeriodSheet, block: MoneyBlock) -> Flowable:
    value = sheet.printer.value

    def cells(row: AgeRow) -> tuple[str, ...]:
        return age_word(row.step), value(row.count), value(row.amount)

    return Table([Column(_("Days overdue"), weight=1), number(_("Orders")), number(_("Amount"))], block.ages, cells)


def age_word(step: int) -> str:
    if step == 0:
        return _("not due yet")
    if step == len(AGES):
        return _("more than {days}").format(days=AGES[-1])
    return _("{first} to {last}").format(first=AGES[step - 1] + 1, last=AGES[step])


def _still_open(sheet: PeriodSheet) -> str:
    return _("As it stands on {moment}.").format(moment=sheet.as_of)
