"""What the pages of every report over a period share: how figures read, the title, and tables of figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from crm_desktop.core.dates import zone_of
from crm_desktop.core.figure_targets import Target, judged
from crm_desktop.core.figures import FIGURES_BY_ID, Value
from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import _
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.monthly_data import Head, People
from crm_desktop.reports.page import TitleBlock
from crm_desktop.reports.printing import REACHED, Printer
from crm_desktop.reports.tables import Column, Table, number


@dataclass(frozen=True)
class PeriodSheet:
    """`now`, `before` and `year_ago` are the short names of the periods, for heads of columns."""

    head: Head
    people: People
    printer: Printer
    now: str
    before: str
    year_ago: str

    @property
    def formats(self) -> Formats:
        return self.printer.formats

    @property
    def period(self) -> str:
        return self.head.period.label(self.formats)

    @property
    def has_year(self) -> bool:
        """Whether the year before is another period than the one the report compares with."""
        return self.head.year_ago != self.head.compared

    def year_before(self, value: Value) -> str:
        """Under a tile: what it was a year before. Only a month's name is short enough to stand there."""
        if value.amount is None or not self.has_year:
            return ""
        when = self.year_ago if self.head.year_ago.is_month else _("a year before")
        return f"{when}: {self.printer.value(value)}"

    @property
    def targets(self) -> Mapping[str, Target]:
        """Those that this period can be judged by."""
        return judged(self.head.targets, is_month=self.head.period.is_month, is_whole=not self.head.staff)

    def target(self, value: Value) -> str:
        """What was aimed at, and whether it was met; empty: nothing was."""
        target = self.targets.get(value.figure)
        if target is None:
            return ""
        reached = target.reached(value)
        return " ".join(filter(None, (self.printer.target(target, value.currency), _(REACHED[reached]) if reached else "")))

    @property
    def as_of(self) -> str:
        """The moment that the data goes to."""
        return self.formats.moment(self.head.as_of) if self.head.as_of else NOTHING


def period_sheet(head: Head, people: People) -> PeriodSheet:
    formats = Formats(head.locale, head.language, zone_of(head.zone))
    printer = Printer(formats, people.customers, people.staff, hide_names=head.hide_names)
    names = (period.label(formats, short=True) for period in (head.period, head.compared, head.year_ago))
    return PeriodSheet(head, people, printer, *names)


def title_block(sheet: PeriodSheet, title: str, whose: str, *, can_compare: bool) -> TitleBlock:
    head = sheet.head
    compared = _("compared with {period}").format(period=head.compared.label(sheet.formats))
    remarks = [compared if can_compare else _("nothing earlier to compare with"), whose]
    if head.as_of is not None:
        remarks.append(_("data as of {moment}").format(moment=sheet.as_of))
    if not head.is_final:
        remarks.append(_("provisional: the period was not over"))
    return TitleBlock(title, f"{sheet.period} · {head.company}", remarks, sheet.people.logo)


def compared_table(sheet: PeriodSheet, rows: Sequence[Compared]) -> Flowable:
    """A figure per row; the year before only where anything of it is known. Of several currencies each row names its own."""
    printer = sheet.printer
    columns = [Column("", weight=1), number(sheet.now), number(sheet.before), number(_("Change"))]
    has_year = sheet.has_year and any(row.year_ago.amount is not None for row in rows)
    if has_year:
        columns.append(number(sheet.year_ago))
    aims = [sheet.target(row.now) for row in rows]
    if any(aims):
        columns.append(number(_("Target")))
    several = len({row.now.currency for row in rows} - {""}) > 1

    def cells(row: Compared) -> list[str]:
        name = _(FIGURES_BY_ID[row.now.figure].name)
        named = _("{figure} in {currency}").format(figure=name, currency=row.now.currency) if several and row.now.currency else name
        year = [printer.value(row.year_ago)] if has_year else []
        aim = [sheet.target(row.now)] if any(aims) else []
        return [named, printer.value(row.now), printer.value(row.before), printer.change(row.now, row.before), *year, *aim]

    return Table(columns, rows, cells)


def standing_table(sheet: PeriodSheet, title: str, rows: Sequence[Value]) -> Flowable:
    """What stands at one moment, and is compared with nothing."""
    return Table([Column("", weight=1), number(title)], rows, lambda row: (_(FIGURES_BY_ID[row.figure].name), sheet.printer.value(row)))


def usual(sheet: PeriodSheet, mean: float | None) -> str:
    return NOTHING if mean is None else sheet.formats.number(mean, 1)
