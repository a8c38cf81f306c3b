"""The sections about returns, which the monthly report and the one of returns share."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.core.figures import Value
from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import Resolution, ReturnState
from crm_desktop.reports.charts import ChartPicture
from crm_desktop.reports.page import beside, heading, together
from crm_desktop.reports.returns_data import CarrierRow, DamageRow, ResolutionRow, ReturnedProductRow, Returns, StuckRow
from crm_desktop.reports.sheet import PeriodSheet, compared_table, standing_table
from crm_desktop.reports.tables import Column, Table, narrow_number, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.trade_data import RefundBlock
from crm_desktop.reports.trade_words import RESOLUTIONS, RETURN_STATES, carrier_word, reason_word
from crm_desktop.reports.words import Span, Words


def returns(sheet: PeriodSheet, found: Returns) -> list[Flowable]:
    story: list[Flowable] = [together(_("Returns"), *_figures(sheet, found), level=0)]
    if found.by_reason:
        story.append(together(_("Why goods came back"), ChartPicture(_ranked(sheet, found), after=2)))
    if found.products:
        story += [*heading(_("Which products came back, and why (units)"), 1), _products(sheet, found)]
    return [*story, *_resolutions(sheet, found), *_damage(sheet, found), *_standing(sheet, found)]


def refunds_and_goodwill(sheet: PeriodSheet, blocks: Sequence[RefundBlock]) -> list[Flowable]:
    """A part for each currency: nothing is added across them."""
    story: list[Flowable] = []
    for block in blocks:
        title = _("Refunds and goodwill")
        if len(blocks) > 1:
            title = _("{what} in {currency}").format(what=title, currency=block.currency)
        story.append(together(title, compared_table(sheet, block.figures), level=0))
    return story


def _figures(sheet: PeriodSheet, found: Returns) -> list[Flowable]:
    if found.is_empty:
        return [Text(_("No returns were asked for or settled in {period}.").format(period=sheet.period), BODY)]
    story = [compared_table(sheet, found.figures)]
    if found.undated:
        note = _("{count} of them without a date: they count when their order was placed.")
        story.append(Text(note.format(count=sheet.formats.number(found.undated)), SMALL))
    return story


def _ranked(sheet: PeriodSheet, found: Returns) -> Chart:
    value, rows = sheet.printer.value, found.by_reason
    units = tuple((row.units.numerator or 0) / 10_000 for row in rows)
    return Chart(
        ChartKind.RANKED,
        _("Why goods came back"),
        tuple(reason_word(row.reason) for row in rows),
        (Series(_("Units"), units, tuple(value(row.units) for row in rows)),),
        notes=tuple((value(row.share), value(row.before), sheet.printer.change(row.units, row.before)) for row in rows),
        note_heads=(_("Share"), sheet.before, _("Change")),
    )


def _products(sheet: PeriodSheet, found: Returns) -> Flowable:
    """Products down, reasons across; a cell without units stays empty."""
    value = sheet.printer.value
    with_rest = any(row.parts[-1].units.numerator for row in found.products)
    kinds = (*found.reasons, "") if with_rest else found.reasons
    columns = [Column(_("Product"), weight=1, lines=2), *(narrow_number(reason_word(kind)) for kind in kinds)]

    def cells(row: ReturnedProductRow) -> tuple[str, ...]:
        counts = (value(part.units) if part.units.numerator else "" for part in row.parts[: len(kinds)])
        return row.name or row.sku or NOTHING, *counts, value(row.units), value(row.before), value(row.rate)

    return Table([*columns, number(_("Units")), narrow_number(sheet.before), number(_("Rate"))], found.products, cells)


def _resolutions(sheet: PeriodSheet, found: Returns) -> list[Flowable]:
    value = sheet.printer.value
    currencies = list(dict.fromkeys(row.currency for row in found.resolutions))

    def cells(row: ResolutionRow) -> tuple[str, ...]:
        return _(RESOLUTIONS[Resolution(row.resolution)]), value(row.lines), value(row.units), value(row.value)

    story: list[Flowable] = []
    for currency in currencies:
        title = _("How lines were settled")
        if len(currencies) > 1:
            title = _("{what} in {currency}").format(what=title, currency=currency)
        rows = [row for row in found.resolutions if row.currency == currency]
        columns = [Column(_("Resolution"), weight=1), *map(number, (_("Lines"), _("Units"), _("Value")))]
        story.append(together(title, Table(columns, rows, cells)))
    return story


def _damage(sheet: PeriodSheet, found: Returns) -> list[Flowable]:
    story: list[Flowable] = []
    if any(row.damaged.numerator for row in found.carriers):
        story.append(together(_("Damage by carrier"), _carriers(sheet, found)))
    if found.damages:
        story += [*heading(_("Damage by product and carrier"), 1), _damages(sheet, found)]
    if any(row.stands_out for row in found.damages):
        story.append(Text(_("Bold: more than twice the rate of the other carriers, in at least 3 returns."), SMALL))
    return story


def _carriers(sheet: PeriodSheet, found: Returns) -> Flowable:
    value = sheet.printer.value

    def cells(row: CarrierRow) -> tuple[str, ...]:
        counts = value(row.shipped), value(row.damaged), value(row.share), value(row.before)
        return carrier_word(row.carrier), *counts, sheet.printer.change(row.share, row.before)

    heads = (_("Units shipped"), _("Damaged"), _("Rate"), sheet.before, _("Change"))
    return Table([Column(_("Carrier"), weight=1), *map(number, heads)], found.carriers, cells)


def _damages(sheet: PeriodSheet, found: Returns) -> Flowable:
    value = sheet.printer.value

    def cells(row: DamageRow) -> tuple[Words, ...]:
        texts = (row.name or row.sku or NOTHING, carrier_word(row.carrier), *map(value, (row.damaged, row.shipped, row.share, row.others)))
        return tuple([Span(text, bold=True)] for text in texts) if row.stands_out else texts

    names = [Column(_("Product"), weight=1.4, lines=2), Column(_("Carrier"), weight=1, lines=2)]
    return Table([*names, *map(number, (_("Damaged"), _("Shipped"), _("Rate"), _("Other carriers")))], found.damages, cells)


def _standing(sheet: PeriodSheet, found: Returns) -> list[Flowable]:
    """Where the period's returns are, and what waits too long, as of now."""
    states = Table(
        [Column(_("State"), weight=1), number(_("Returns"))],
        found.states,
        lambda row: (_(RETURN_STATES[ReturnState(row.state)]), sheet.printer.value(row.count)),
    )
    at_supplier = _suppliers(sheet, found)
    story = beside((_("Where the returns of the period stand"), found.states and states), (_("Back to suppliers"), at_supplier or ()))
    if found.supplier_credits:
        story.append(compared_table(sheet, [row.credits for row in found.supplier_credits]))
    if any(value.numerator for value in found.stuck):
        story.append(together(_("Stuck returns"), standing_table(sheet, sheet.as_of, found.stuck)))
        story += [Text("", SMALL), _stuck(sheet, found)]
    return story


def _stuck(sheet: PeriodSheet, found: Returns) -> Flowable:
    def cells(row: StuckRow) -> tuple[str, ...]:
        state, since = _(RETURN_STATES[ReturnState(row.state)]), sheet.formats.day(row.since)
        return row.number, sheet.printer.customer(row.customer), state, since, sheet.formats.number(row.days)

    names = [Column(_("No.")), Column(_("Customer"), weight=1, lines=2), Column(_("State")), Column(_("Untouched since"))]
    return Table([*names, number(_("Days"))], found.longest_stuck, cells)


def _suppliers(sheet: PeriodSheet, found: Returns) -> Flowable | None:
    known: tuple[Value, ...] = found.supplier
    if not any(value.numerator for value in known) and not found.supplier_credits:
        return None
    return standing_table(sheet, sheet.as_of, known)
