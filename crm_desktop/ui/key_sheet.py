"""The keys on a sheet of paper. Drawn by Qt, not by the reports: it tells of this window, which no report knows, and holds no record."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.shortcuts import Group, Shortcut, Shortcuts
from crm_desktop.ui.theme import LIGHT

_MARGIN = 15
"""Millimetres."""
_SCREEN = 96
"""Dots per inch by which Qt lays text out before it is scaled to the paper."""
_DOTS = 1200


def print_keys(keys: Shortcuts, path: str) -> None:
    """As a PDF. Raises UserError where it cannot be written."""
    try:
        Path(path).write_bytes(b"")
    except OSError as error:
        raise UserError(_("{path} cannot be written: {error}. Nothing was lost.").format(path=path, error=error.strerror)) from error
    writer = QPdfWriter(path)
    writer.setResolution(_DOTS)
    writer.setTitle(_("Keyboard"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    paper = QTextDocument()
    # With a page of its own the document adds no second margin to the paper's.
    paper.setDocumentMargin(0)
    paper.setPageSize(QSizeF(writer.pageLayout().paintRectPixels(_SCREEN).size()))
    paper.setHtml(_sheet(keys))
    paper.print_(writer)


def _sheet(keys: Shortcuts) -> str:
    title = f"<p style='font-size: 20px; font-weight: 600; margin-bottom: 8px'>CRM Desktop: {escape(_('Keyboard'))}</p>"
    groups = [_group(keys, group, list(rows)) for group, rows in groupby(keys.table(), key=lambda each: each.group)]
    halves = "".join(f"<td width='50%' valign='top'>{''.join(half)}</td>" for half in _halves(groups))
    return f"<body style='color: {LIGHT.ink}; font-size: 12px'>{title}<table width='100%' cellspacing='12'><tr>{halves}</tr></table></body>"


def _group(keys: Shortcuts, group: Group, rows: Sequence[Shortcut]) -> str:
    lines = "".join(_line(_(each.title), shown) for each in rows if (shown := keys.shown(each.name)))
    return (
        f"<p style='font-weight: 600; margin-bottom: 2px'>{escape(_(group.value))}</p><table width='100%' cellpadding='2'>{lines}</table>"
    )


def _halves(groups: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Parted where both sides are nearest to the same length."""
    cut = min(range(len(groups) + 1), key=lambda place: abs(len("".join(groups[:place])) - len("".join(groups[place:]))))
    return groups[:cut], groups[cut:]


def _line(title: str, shown: str) -> str:
    line = f"border-bottom: 1px solid {LIGHT.line}"
    return f"<tr><td width='62%' style='{line}'>{escape(title)}</td><td style='{line}'>{escape(shown)}</td></tr>"
