"""The month on one page: figures, the days, what to look at, where contacts came from."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from crm_desktop.core.i18n import N_, _
from crm_desktop.reports.charts import ChartPicture
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.monthly_charts import per_bin, reason_name
from crm_desktop.reports.monthly_findings import told
from crm_desktop.reports.monthly_sheet import Sheet
from crm_desktop.reports.page import Beside, IfRoom, TitleBlock, heading
from crm_desktop.reports.sheet import title_block
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, Text
from crm_desktop.reports.tiles import Tiles

TITLE = N_("Customer interactions")
CHART, LOW_CHART, FEW_TILES = 128, 88, 12
"""With more tiles than that the chart is lower, so that all of it stands on one page."""
ROWS = 5
"""Rows of the two short lists."""


def first_page(sheet: Sheet) -> list[Flowable]:
    data = sheet.data
    story: list[Flowable] = [_title(sheet)]
    if data.is_empty:
        story.append(Text(_nothing(sheet), BODY, after=8))
        some = [tile for tile in data.tiles if tile.now.numerator]
        return [*story, _tiles(sheet, some)] if some else story
    story.append(_tiles(sheet, data.tiles))
    names = {1: _("Per day"), 7: _("Per week")}
    days = max((each.last - each.first).days + 1 for each in data.bins)
    story += heading(names.get(days, _("Per month")), 1, bookmark=False)
    story.append(ChartPicture(per_bin(data, sheet.formats), CHART if len(data.tiles) <= FEW_TILES else LOW_CHART))
    story += _what_to_look_at(sheet)
    return [*story, Spacer(0, 10), IfRoom(_short_lists(sheet))]


def _title(sheet: Sheet) -> TitleBlock:
    return title_block(sheet, _(TITLE), who(sheet), can_compare=any(tile.before.amount is not None for tile in sheet.data.tiles))


def _tiles(sheet: Sheet, tiles: Sequence[Compared]) -> Tiles:
    aims = sheet.targets
    return Tiles([sheet.printer.tile(each.now, each.before, sheet.year_before(each.year_ago), aims.get(each.now.figure)) for each in tiles])


def who(sheet: Sheet) -> str:
    staff = sheet.data.head.staff
    if not staff:
        return _("all staff, all channels")
    return ", ".join(sheet.printer.colleague(login) for login in staff)


def _nothing(sheet: Sheet) -> str:
    head = sheet.data.head
    period = head.period.label(sheet.formats)
    if head.staff:
        return _("No interactions of {staff} were recorded in {period}.").format(staff=who(sheet), period=period)
    return _("No interactions were recorded in {period}.").format(period=period)


def _what_to_look_at(sheet: Sheet) -> list[Flowable]:
    story = heading(_("What to look at"), 1, bookmark=False)
    findings = sheet.data.findings
    if not findings:
        return [*story, Text(_("Nothing stands out: no figure moved much, nothing is overdue."), BODY)]
    period = sheet.data.head.compared.label(sheet.formats)
    for place, finding in enumerate(findings, 1):
        story.append(Text(told(finding, sheet.printer, period), BODY, after=1.5, mark=f"{place}."))
    return story


def _short_lists(sheet: Sheet) -> Flowable:
    value, data = sheet.printer.value, sheet.data
    channels = _short_list(_("By channel"), [(row.name, value(row.contacts), value(row.share)) for row in data.channels[:ROWS]])
    if not data.reasons:
        return channels
    reasons = [(reason_name(row), value(row.contacts), value(row.share)) for row in data.reasons[:ROWS]]
    return Beside([channels], [_short_list(_("By reason"), reasons)])


def _short_list(title: str, rows: list[tuple[str, str, str]]) -> Flowable:
    return Table([Column(title, weight=1), number(""), number("")], rows, lambda row: row)
