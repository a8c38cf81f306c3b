"""A letter on paper."""

from pathlib import Path

from reportlab.platypus import Flowable, KeepTogether, Spacer

from crm_desktop.core.i18n import _
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.envelope import envelope_lines
from crm_desktop.reports.documents.free_letter import FreeLetter
from crm_desktop.reports.documents.letter import Letter, draw_letters
from crm_desktop.reports.documents.salutation import greeting
from crm_desktop.reports.page import Heading
from crm_desktop.reports.text import Style, Text

_TEXT = Style(10, 14)
_AFTER = 8.0
_SIGNATURE = 34.0
_SHORT = 700
"""Characters of a last paragraph that stays on the page of the greetings."""


def draw_pages(data: Documents, path: Path) -> None:
    draw_letters(path, data.head, [_letter(data.head, paper) for paper in data.papers])


def _letter(head: Head, paper: FreeLetter) -> Letter:
    day = head.formats.day(paper.day)
    facts = ((_("Date"), day), (_("Customer"), paper.number))
    return Letter(paper.subject, day, envelope_lines(paper.to.recipient, head.locale), facts, _story(head, paper))


def _story(head: Head, paper: FreeLetter) -> list[Flowable]:
    story: list[Flowable] = [Heading(paper.subject, bookmark=False), Spacer(0, 6), Text(greeting(paper.to), _TEXT, after=_AFTER)]
    *before, last = paper.paragraphs
    story += [Text(paragraph, _TEXT, after=_AFTER) for paragraph in before]
    end = [Text(_("Kind regards"), _TEXT), Spacer(0, _SIGNATURE), Text(paper.signed or head.sender.name, _TEXT)]
    closing = Text(last, _TEXT, after=_AFTER + 4)
    return [*story, KeepTogether([closing, *end])] if len(last) < _SHORT else [*story, closing, KeepTogether(end)]
