"""An incident with data on paper: what an authority asks for, in the order in which it asks."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import NOTHING, Formats
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.privacy import ClockState, Risk
from crm_desktop.queries.privacy import IncidentRow
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.incident import IncidentPaper
from crm_desktop.reports.page import PageLook, Part, TitleBlock, make_parts
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import SMALL, Text
from crm_desktop.reports.words import Span, Words

_LABEL = 160.0
RISKS = {
    Risk.NONE: N_("Nobody is likely to be harmed."),
    Risk.RISK: N_("Some risk to those concerned."),
    Risk.HIGH: N_("High risk to those concerned."),
}
CLOCKS = {
    ClockState.TOLD: N_("within 72 hours"),
    ClockState.TOLD_LATE: N_("{hours} hours after the 72 hours"),
    ClockState.RUNS: N_("not told yet"),
    ClockState.OVER: N_("not told yet, and the 72 hours are over"),
    ClockState.NOT_NEEDED: N_("need not be told"),
}


def draw_pages(data: Documents, path: Path) -> None:
    parts = [Part(_look(data.head, paper), _story(data.head, paper)) for paper in data.papers]
    make_parts(path, parts[0].look, parts)


def _look(head: Head, paper: IncidentPaper) -> PageLook:
    title = _("Incident {number}").format(number=paper.number)
    return PageLook(title, head.formats.moment(paper.told.found_at), head.sender.name, head.language, head.paper)


def _story(head: Head, paper: IncidentPaper) -> list[Flowable]:
    title = TitleBlock(_("Incident {number}").format(number=paper.number), _("Register of incidents with data"), [head.sender.name])
    rows = [([Span(name, bold=True)], text or NOTHING) for name, text in _lines(head.formats, paper.told)]
    table: Table[tuple[Words, Words]] = Table([Column("", width=_LABEL), Column("", weight=1)], rows, lambda row: row, padding=4, after=8)
    return [title, table, Text(_("The 72 hours run from when it was found (article 33 of the GDPR)."), SMALL)]


def _lines(formats: Formats, told: IncidentRow) -> Iterator[tuple[str, str]]:
    def when(moment: datetime | None) -> str:
        return formats.moment(moment) if moment is not None else ""

    yield _("What happened"), told.description
    yield _("Happened"), when(told.happened_at)
    yield _("Found"), when(told.found_at)
    yield _("Noted by"), told.found_by
    yield _("Which data"), told.data
    yield _("How many people"), formats.number(told.persons) if told.persons else _("not known yet")
    yield _("Risk"), _(RISKS[told.risk])
    yield _("What was done against it"), told.measures
    clock = _(CLOCKS[told.clock.state]).format(hours=formats.number(told.clock.hours))
    yield _("The authority was told"), ", ".join(filter(None, (when(told.reported_at), clock, told.why_not)))
    yield _("Those concerned were told"), when(told.persons_told_at)
    yield _("Closed"), when(told.closed_at)
