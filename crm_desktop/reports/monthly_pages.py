"""The monthly interaction report from its first page to its last."""

from dataclasses import replace
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak

from crm_desktop.core.i18n import _
from crm_desktop.reports import monthly_subjects as subjects
from crm_desktop.reports.desk_data import DeskPart
from crm_desktop.reports.monthly_appendix import appendix, listing
from crm_desktop.reports.monthly_data import MonthlyInteractions
from crm_desktop.reports.monthly_first_page import TITLE, first_page
from crm_desktop.reports.monthly_sheet import Sheet, sheet_of
from crm_desktop.reports.page import PageLook, make_pdf
from crm_desktop.reports.relations_data import Relations


def draw_pages(data: MonthlyInteractions, path: Path) -> None:
    head, sheet = data.head, sheet_of(data)
    look = PageLook(_(TITLE), head.period.label(sheet.formats), head.company, head.language, head.paper)
    make_pdf(path, look, _story(sheet))


def _told(part: DeskPart | None) -> DeskPart | None:
    """Of a month without cases, no figure of cases is printed but that there was none."""
    if part is None or part.cases is None or any(row.now.numerator for row in part.cases.flow):
        return part
    return replace(part, cases=replace(part.cases, figures=(), ages=(), parts=(), causes=(), remedies=(), escalations=(), escalated=()))


def _coming(part: Relations | None) -> Relations | None:
    """Where nothing comes, neither agreements nor birthdays are printed."""
    if part is None or any(value.numerator for value in (*part.agreements, *part.birthdays)):
        return part
    return replace(part, agreements=(), birthdays=())


def _story(sheet: Sheet) -> list[Flowable]:
    """Goods, money and promises are told of in a month without interactions too."""
    story, data = first_page(sheet), sheet.data
    told, coming = _told(data.desk), _coming(data.relations)
    if data.is_empty:
        parts = (
            data.orders, data.trade, data.returns, data.refunds, data.money, data.follow_ups, data.appointments, told, data.privacy,
            data.left_out,
        )  # fmt: skip
        return [*story, *subjects.desk_work(sheet), *subjects.trade(sheet), *subjects.plans(sheet), *subjects.satisfaction(sheet),
                *subjects.desk_quality(sheet), *subjects.data_protection(sheet), *appendix(sheet, parts, data.left_out),
                *subjects.complaints(sheet)]  # fmt: skip
    printed = replace(data, desk=told, relations=coming)
    story += [PageBreak(), *subjects.channels(sheet), *subjects.reasons(sheet), *subjects.desk_work(sheet)]
    story += [*subjects.trade(sheet), *subjects.plans(sheet), *subjects.customers(sheet), *subjects.satisfaction(sheet)]
    story += [*subjects.team(sheet), *subjects.desk_quality(sheet), *subjects.data_protection(sheet), *subjects.quality(sheet)]
    story += appendix(sheet, printed, data.left_out)
    return [*story, *subjects.complaints(sheet), *listing(sheet)]
