"""What the pages of the monthly interaction report share: the data, how it reads, and the table that compares."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from crm_desktop.core.dates import zone_of
from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import _
from crm_desktop.reports.monthly_data import Compared, MonthlyInteractions
from crm_desktop.reports.printing import Printer
from crm_desktop.reports.tables import Column, Table, number


@dataclass(frozen=True)
class Sheet:
    """`now`, `before` and `year_ago` are the short names of the periods, for heads of columns."""

    data: MonthlyInteractions
    printer: Printer
    now: str
    before: str
    year_ago: str

    @property
    def formats(self) -> Formats:
        return self.printer.formats


def sheet_of(data: MonthlyInteractions) -> Sheet:
    head = data.head
    formats = Formats(head.locale, head.language, zone_of(head.zone))
    printer = Printer(formats, data.people.customers, data.people.staff, hide_names=head.hide_names)
    return Sheet(data, printer, *(period.label(formats, short=True) for period in (head.period, head.compared, head.year_ago)))


def compared_table(sheet: Sheet, rows: Sequence[Compared]) -> Flowable:
    """A figure per row; the year before only where anything of it is known."""
    printer = sheet.printer
    columns = [Column("", weight=1), number(sheet.now), number(sheet.before), number(_("Change"))]
    has_year = any(row.year_ago.amount is not None for row in rows)
    if has_year:
        columns.append(number(sheet.year_ago))

    def cells(row: Compared) -> list[str]:
        known = [_(FIGURES_BY_ID[row.now.figure].name), printer.value(row.now), printer.value(row.before)]
        year = [printer.value(row.year_ago)] if has_year else []
        return [*known, printer.change(row.now, row.before), *year]

    return Table(columns, rows, cells)


def usual(sheet: Sheet, mean: float | None) -> str:
    return NOTHING if mean is None else sheet.formats.number(mean, 1)
