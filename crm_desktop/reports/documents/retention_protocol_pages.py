"""The protocol of retention on paper: who let go of what, when, by which rule, and which backup was made before."""

from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.retention import BY_KIND
from crm_desktop.queries.retention import Gone
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.retention_protocol import RetentionPaper
from crm_desktop.reports.page import PageLook, Part, TitleBlock, heading, make_parts
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import SMALL, Text
from crm_desktop.reports.words import Span, Words

_LABEL, _NUMBER = 110.0, 56.0
_A_YEAR = 12


def draw_pages(data: Documents, path: Path) -> None:
    parts = [Part(_look(data.head, paper), _story(data.head, paper)) for paper in data.papers]
    make_parts(path, parts[0].look, parts)


def _title(paper: RetentionPaper) -> str:
    return _("Deletion protocol {number}").format(number=paper.number)


def _look(head: Head, paper: RetentionPaper) -> PageLook:
    return PageLook(_title(paper), head.formats.moment(paper.told.at), head.sender.name, head.language, head.paper)


def _story(head: Head, paper: RetentionPaper) -> list[Flowable]:
    formats, told = head.formats, paper.told
    facts = [
        (_("When"), formats.moment(told.at)),
        (_("Who"), told.who),
        (_("Backup before"), told.backup),
        (_("Records gone"), formats.number(sum(each.gone for each in told.rules))),
    ]
    rows = [([Span(name, bold=True)], text or NOTHING) for name, text in facts]
    top: Table[tuple[Words, Words]] = Table([Column("", width=_LABEL), Column("", weight=1)], rows, lambda row: row, padding=4, after=8)
    said = _("Kept for a legal matter: due, and not touched. Still left: due, and too much for one go; it went or goes in the next one.")
    return [
        TitleBlock(_title(paper), _("What was kept long enough"), [head.sender.name]),
        top,
        *heading(_("By rule"), 1),
        _rules(formats, told.rules),
        Text(said, SMALL),
    ]


def _rules(formats: Formats, rules: tuple[Gone, ...]) -> Flowable:
    def cells(each: Gone) -> tuple[Words, ...]:
        rule = BY_KIND[each.rule]
        counts = (formats.number(count) for count in (each.gone, each.held, each.left))
        return (_(rule.name), _(rule.does), _span(each.months), *counts)

    columns = [
        Column(_("Rule"), weight=3),
        Column(_("What happens"), weight=2),
        Column(_("Kept for"), width=60),
        Column(_("Gone"), align="right", width=_NUMBER),
        Column(_("Legal matter"), align="right", width=_NUMBER + 16),
        Column(_("Still left"), align="right", width=_NUMBER),
    ]
    return Table(columns, list(rules), cells, after=8)


def _span(months: int) -> str:
    years, rest = divmod(months, _A_YEAR)
    if rest or not years:
        return ngettext("{count} month", "{count} months", months)
    return ngettext("{count} year", "{count} years", years)
