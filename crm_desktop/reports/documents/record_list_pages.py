"""A list of the window on paper."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.history_lines import dotted
from crm_desktop.reports.documents.record_list import LANDSCAPE_FROM, ListColumn, RecordList
from crm_desktop.reports.page import PageLook, TitleBlock, make_pdf
from crm_desktop.reports.tables import CELL, NUMBER, Column, Table
from crm_desktop.reports.text import width_of

_NARROWEST, _WIDEST = NUMBER, 130
"""Of a column of numbers, in points."""
_LINES = 3
"""Of a long text; the record itself has all of it."""


def draw_pages(data: Documents, path: Path) -> None:
    (paper,) = data.papers
    head = data.head
    as_of = _("as of {moment}").format(moment=head.formats.moment(paper.at))
    sheet = f"{head.paper}-landscape" if len(paper.columns) >= LANDSCAPE_FROM else head.paper
    make_pdf(path, PageLook(paper.title, as_of, head.sender.name, head.language, sheet), _story(head, paper, as_of))


def _story(head: Head, paper: RecordList, as_of: str) -> list[Flowable]:
    count = head.formats.number(len(paper.rows))
    subtitle = dotted(count, as_of, head.sender.name)
    columns = [_column(each, [row[place] for row in paper.rows]) for place, each in enumerate(paper.columns)]

    def cells(row: Sequence[str]) -> Sequence[str]:
        return row

    return [TitleBlock(paper.title, subtitle, [paper.narrowed] if paper.narrowed else []), Table(columns, paper.rows, cells)]


def _column(asked: ListColumn, cells: Sequence[str]) -> Column:
    """One of numbers is as wide as they are: a long title above them takes several lines."""
    if not asked.is_number:
        return Column(asked.title, weight=asked.share, lines=_LINES)
    widest = max(width_of(word, CELL) for word in (*asked.title.split(), *cells, ""))
    return Column(asked.title, "right", width=min(max(widest + 1, _NARROWEST), _WIDEST), lines=_LINES)
