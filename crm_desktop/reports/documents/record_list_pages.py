"""A list of the window on paper."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.history_lines import dotted
from crm_desktop.reports.documents.record_list import LANDSCAPE_FROM, RecordList
from crm_desktop.reports.page import PageLook, TitleBlock, make_pdf
from crm_desktop.reports.tables import Column, Table

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
    columns = [
        Column(each.title, "right" if each.is_number else "left", weight=0 if each.is_number else each.share, lines=_LINES)
        for each in paper.columns
    ]

    def cells(row: Sequence[str]) -> Sequence[str]:
        return row

    return [TitleBlock(paper.title, subtitle, [paper.narrowed] if paper.narrowed else []), Table(columns, paper.rows, cells)]
