"""What is held about a person, on paper: table by table, each record with what is in it, and then what it said before."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reportlab.platypus import Flowable

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.record_words import HIDDEN, field_word, thing_word
from crm_desktop.queries.dossiers import Earlier, HeldTable
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.dossier import DossierPaper
from crm_desktop.reports.documents.dossier_values import shown
from crm_desktop.reports.documents.history_lines import dotted, parts
from crm_desktop.reports.page import PageLook, Part, TitleBlock, heading, make_parts
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import SMALL, Text
from crm_desktop.reports.words import Span, Words

_LABEL = 150.0
NAMED = {
    "created_at": N_("Written down"),
    "custom": N_("Further fields"),
    "normal": N_("As it is looked up"),
    "sha256": N_("Digest (SHA-256)"),
    "size": N_("Bytes"),
}
"""Columns that only their dossier tells."""
LEFT_OUT = (HIDDEN - NAMED.keys()) | {"sort_key", "place_key"}
"""What the program keeps to find its way; the file for machines has it."""

Row = Sequence[Words]


def draw_pages(data: Documents, path: Path) -> None:
    looks = [_look(data.head, paper) for paper in data.papers]
    make_parts(path, looks[0], [Part(look, _story(data.head, paper)) for look, paper in zip(looks, data.papers, strict=True)])


def _look(head: Head, paper: DossierPaper) -> PageLook:
    return PageLook(_("What we hold about you"), dotted(paper.held.name, paper.number), head.sender.name, head.language, head.paper)


def _story(head: Head, paper: DossierPaper) -> list[Flowable]:
    formats, held = head.formats, paper.held
    remarks = [head.sender.name, _("as of {day}").format(day=formats.day(paper.day))]
    merged = _("Also: {numbers}").format(numbers=", ".join(held.merged)) if held.merged else ""
    story: list[Flowable] = [
        TitleBlock(_("What we hold about you"), dotted(held.name, held.number, merged), remarks),
        Text(_about(), SMALL),
    ]
    for table in held.tables:
        story += [*heading(dotted(thing_word(table.table), formats.number(len(table.rows))), 1), _told(_rows(formats, table))]
    if held.earlier:
        said = _("What was written before it was changed, and until when.")
        story += [*heading(_("Earlier values"), 1), Text(said, SMALL, after=4), _told(_before(formats, held.earlier))]
    return story


def _about() -> str:
    return _(
        "Every record that leads to you is here with all that is written in it; what is empty is left out. Times are those of the company."
        " Attached files are named with their digest (SHA-256), and are given out beside this paper. The same is there as a file for"
        " machines."
    )


def _told(rows: Iterator[Row]) -> Flowable:
    return Table([Column("", width=_LABEL), Column("", weight=1)], list(rows), lambda row: row, padding=2.2, after=6)


def _rows(formats: Formats, table: HeldTable) -> Iterator[Row]:
    for row in table.rows:
        title = row.values.get("number") or row.values.get("code") or _("No. {number}").format(number=row.id)
        yield ([Span(str(title), bold=True)], "")
        yield from _values(formats, table.table, row.values)


def _before(formats: Formats, earlier: Sequence[Earlier]) -> Iterator[Row]:
    for each in earlier:
        until = _("until {day}").format(day=formats.moment(datetime.fromisoformat(each.until)))
        title = dotted(thing_word(each.table), _("No. {number}").format(number=each.row))
        yield ([Span(title, bold=True)], until)
        yield from _values(formats, each.table, each.values)


def _values(formats: Formats, table: str, values: dict[str, Any]) -> Iterator[Row]:
    """Who said no to something is kept as having withdrawn it in that moment, and is told what they said."""
    said_no = table == "consent" and "given_at" in values and values["given_at"] == values.get("withdrawn_at")
    for name in values:
        is_told = name not in LEFT_OUT and not (said_no and name.startswith("withdrawn"))
        text = shown(formats, table, name, values) if is_told else ""
        if text:
            label = _("Said no") if said_no and name == "given_at" else _label(name)
            for place, part in enumerate(parts(text)):
                yield ("" if place else label, part)


def _label(name: str) -> str:
    return _(NAMED[name]) if name in NAMED else field_word(name)
