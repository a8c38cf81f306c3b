"""The keys on a sheet of paper. Drawn by Qt, not by the reports: it tells of this window, which no report knows, and holds no record."""

from html import escape
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.shortcuts import Shortcuts
from crm_desktop.ui.theme import LIGHT

_MARGIN = 18
"""Millimetres."""
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
    paper.setHtml(_sheet(keys))
    paper.print_(writer)


def _sheet(keys: Shortcuts) -> str:
    parts = [f"<h2>{escape(_('Keyboard'))}</h2><table width='100%' cellspacing='0' cellpadding='3'>"]
    for group, rows in groupby(keys.table(), key=lambda each: each.group):
        parts.append(f"<tr><td colspan='2' style='padding-top: 10px; font-weight: 600'>{escape(_(group.value))}</td></tr>")
        parts += [_line(_(each.title), shown) for each in rows if (shown := keys.shown(each.name))]
    return f"<body style='color: {LIGHT.ink}; font-size: 10pt'>{''.join(parts)}</table></body>"


def _line(title: str, shown: str) -> str:
    line = f"border-bottom: 1px solid {LIGHT.line}"
    return f"<tr><td width='70%' style='{line}'>{escape(title)}</td><td style='{line}'>{escape(shown)}</td></tr>"
