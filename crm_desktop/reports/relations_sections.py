"""The sections about appointments, and about what comes next with customers."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.queries.figures_relations import Birthday
from crm_desktop.reports.page import heading, together
from crm_desktop.reports.periods import Period
from crm_desktop.reports.relations_data import Appointments, Relations, RiskRow, SilentRow, TermRow
from crm_desktop.reports.sheet import PeriodSheet, compared_table, standing_table
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import SMALL, Text

BIRTHDAYS = 60
"""Rows of the list at most."""


def appointments(sheet: PeriodSheet, found: Appointments) -> list[Flowable]:
    story: list[Flowable] = [together(_("Appointments"), compared_table(sheet, found.figures), level=0)]
    if not found.owners or sheet.head.hide_team:
        return story
    value = sheet.printer.value
    owners = Table(
        [Column(_("Owner"), weight=1), *map(number, (_("Held"), _("No-shows"), _("Rate"), _("Cancelled"), _("Nothing noted")))],
        found.owners,
        lambda row: (
            sheet.printer.colleague(row.login), value(row.held), value(row.no_show), value(row.share), value(row.cancelled),
            value(row.unsettled),
        ),
    )  # fmt: skip
    return [*story, *heading(_("Appointments by owner"), 1), owners]


def coming(sheet: PeriodSheet, found: Relations) -> list[Flowable]:
    """Who has not been heard from, which agreements come to a day, and whose birthday it will be."""
    story: list[Flowable] = []
    if found.at_risk and found.risk:
        story += [*heading(_("Customers at risk"), 1), _risk(sheet, found.at_risk)]
        story += _rest(sheet, len(found.at_risk), found.risk.now.numerator or 0)
    if found.most_missed:
        story += [*heading(_("Not heard from for 6 months"), 1), _silent(sheet, found)]
        story.append(Text(_("Those who spent most, of {count}.").format(count=sheet.printer.value(found.silent.now)), SMALL))
    period = Period(found.first, found.last).label(sheet.formats)
    counted = (*found.agreements, *found.birthdays)
    if any(value.numerator for value in counted):
        story.append(together(_("Coming in {period}").format(period=period), standing_table(sheet, _("Number"), counted)))
    if found.terms:
        story += [*heading(_("Agreements that end or renew"), 1), _terms(sheet, found)]
        story += _rest(sheet, len(found.terms), sum(value.numerator or 0 for value in found.agreements))
    born = sheet.people.birthdays
    if born and not sheet.head.hide_names:
        story += [*heading(_("Birthdays"), 1), _birthdays(sheet, born[:BIRTHDAYS], found)]
        story += _rest(sheet, BIRTHDAYS, len(born))
    return story


def _rest(sheet: PeriodSheet, shown: int, count: int) -> list[Flowable]:
    """Says that a list goes on, where it does."""
    if count <= shown:
        return []
    number = sheet.formats.number
    return [Text(_("The first {shown} of {count}.").format(shown=number(shown), count=number(count)), SMALL)]


def _risk(sheet: PeriodSheet, rows: Sequence[RiskRow]) -> Flowable:
    hide, printer, formats = sheet.head.hide_names, sheet.printer, sheet.formats

    def cells(row: RiskRow) -> tuple[str, ...]:
        name = () if hide else (printer.customer(row.number),)
        return row.number, *name, formats.number(row.complaints), formats.number(row.answer) if row.answer else NOTHING

    names = () if hide else (Column(_("Customer"), weight=1, lines=2),)
    columns = [Column(_("No."), weight=1 if hide else 0), *names, number(_("Complaints")), number(_("Lowest answer, 1 to 5"))]
    return Table(columns, rows, cells)


def _silent(sheet: PeriodSheet, found: Relations) -> Flowable:
    hide, printer = sheet.head.hide_names, sheet.printer

    def cells(row: SilentRow) -> tuple[str, ...]:
        name = () if hide else (printer.customer(row.number),)
        return row.number, *name, sheet.formats.day(row.last_on), printer.amount(row.spent, found.currency)

    names = () if hide else (Column(_("Customer"), weight=1, lines=2),)
    columns = [Column(_("No."), weight=1 if hide else 0), *names, Column(_("Last heard from")), number(_("Spent"))]
    return Table(columns, found.most_missed, cells)


def _terms(sheet: PeriodSheet, found: Relations) -> Flowable:
    names, hide = sheet.people.agreements, sheet.head.hide_names

    def cells(row: TermRow) -> tuple[str, ...]:
        what = _("renews") if row.renews else _("ends")
        price = sheet.printer.amount(row.price, row.currency) if row.currency else NOTHING
        name = NOTHING if hide else names.get(row.id, NOTHING)
        return sheet.formats.day(row.on), what, name, sheet.printer.customer(row.customer), price

    columns = [Column(_("Day")), Column(_("What")), Column(_("Agreement"), weight=1, lines=2), Column(_("Customer"), weight=1, lines=2)]
    return Table([*columns, number(_("Price"))], found.terms, cells)


def _birthdays(sheet: PeriodSheet, born: tuple[Birthday, ...], found: Relations) -> Flowable:
    """A day that comes only in leap years is shown as it is written."""

    def cells(row: Birthday) -> tuple[str, ...]:
        customer = sheet.printer.customer(row.customer)
        year = found.first.year + ((row.month, row.day) < (found.first.month, found.first.day))
        age = sheet.formats.number(year - row.year) if row.year else NOTHING
        return sheet.formats.day_of_year(row.month, row.day), row.name or customer, customer if row.name else "", age

    columns = [Column(_("Day")), Column(_("Who"), weight=1, lines=2), Column(_("At"), weight=1, lines=2), number(_("Turns"))]
    return Table(columns, born, cells)
