"""A list as somebody looks at it in the window, on paper: what it was narrowed by, and the columns they chose, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crm_desktop.core.dates import utc_now
from crm_desktop.reports.documents.collecting import head_of
from crm_desktop.reports.documents.data import Documents

NAME = "record-list"
MOST = 5_000
"""Records on paper: some 130 pages. More are exported."""
LANDSCAPE_FROM = 6
"""Columns from which the paper lies on its side."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`share` of the width, beside those of the others."""

    title: str
    share: float = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class RecordList:
    """Cells are texts already, as people here read them. `narrowed` says by what, in words; empty: the whole list."""

    what: str
    title: str
    narrowed: str
    at: datetime
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def number(self) -> str:
        """For the access log: whose list, and how many."""
        return f"{self.what}: {len(self.rows)}"


def paper_of(what: str, title: str, narrowed: str, columns: Sequence[ListColumn], rows: Sequence[Sequence[str]]) -> Documents:
    """Reads only what stands on every paper of the company."""
    listed = RecordList(what, title, narrowed, utc_now(), tuple(columns), tuple(tuple(row) for row in rows))
    return Documents(NAME, head_of("", ""), (listed,))


def as_it_is(data: Documents) -> Documents:
    return data


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.record_list_pages import draw_pages

    draw_pages(data, path)
