"""Rows as other programs paste them: lines with tabs, and a table."""

from collections.abc import Sequence
from html import escape

from crm_desktop.ui.models.record_table import Column, Source

COPIED = 10_000
"""Records the clipboard takes; more are exported."""


_BLOCK = 256


def texts(source: Source, columns: Sequence[Column], ids: Sequence[int]) -> list[list[str]]:
    """What the cells of these records say. Runs in a worker."""
    found: list[list[str]] = []
    for start in range(0, len(ids), _BLOCK):
        some = ids[start : start + _BLOCK]
        rows = source.rows(some)
        found += [[column.cell(rows[row_id]).spoken() for column in columns] for row_id in some if row_id in rows]
    return found


def as_lines(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """What would begin another cell or line becomes a space."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in (titles, *lines)) + "\n"


def as_html(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
