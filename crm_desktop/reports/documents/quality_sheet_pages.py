"""A person's quality sheet on paper: figures first, then what they are made of, and how each is counted."""

from decimal import Decimal
from pathlib import Path

from reportlab.platypus import Flowable

from crm_desktop.core.formats import Formats
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState
from crm_desktop.queries.quality import TrainingRow
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.quality_sheet import OfMonth, QualitySheet, Share, Single
from crm_desktop.reports.documents.record_terms import ASSESSMENT_KINDS, ASSESSMENT_STATES
from crm_desktop.reports.page import PageLook, Part, TitleBlock, heading, make_parts
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, SMALL, Text
from crm_desktop.reports.words import Span, Words


def draw_pages(data: Documents, path: Path) -> None:
    parts = [Part(_look(data.head, paper), _story(data.head, paper)) for paper in data.papers]
    make_parts(path, parts[0].look, parts)


def _look(head: Head, paper: QualitySheet) -> PageLook:
    return PageLook(_("Quality: {name}").format(name=paper.name), _period(head.formats, paper), head.sender.name, head.language, head.paper)


def _period(formats: Formats, paper: QualitySheet) -> str:
    return str(paper.first.year) if paper.is_year else formats.month(paper.first)


def _story(head: Head, paper: QualitySheet) -> list[Flowable]:
    formats = head.formats
    title = TitleBlock(_("Quality: {name}").format(name=paper.name), _period(formats, paper), [head.sender.name, paper.number])
    story: list[Flowable] = [title, _figures(formats, paper)]
    if paper.months:
        story += [*heading(_("Month by month"), 1), _months(formats, paper.months)]
    if paper.criteria:
        story += [*heading(_("Criterion by criterion"), 1), _criteria(formats, paper.criteria)]
    if paper.singles:
        story += [*heading(_("Assessments"), 1), _singles(formats, paper.singles)]
    if paper.trainings:
        story += [*heading(_("Trainings"), 1), _trainings(formats, paper.trainings)]
    return [*story, *_definitions(), *_signatures()]


def _figures(formats: Formats, paper: QualitySheet) -> Flowable:
    """Each with the numbers it is made of."""

    def of(part: int, whole: int) -> str:
        return _("{part} of {whole}").format(part=formats.number(part), whole=formats.number(whole)) if whole else "–"

    rows = [
        (_("Quality score"), _percent(formats, paper.score), _("mean of {count} assessments").format(count=formats.number(paper.judged))),
        (_("Fatal criteria kept"), of(paper.kept.passed, paper.kept.applied), _("of those that applied")),
        (_("Conversations judged"), of(paper.judged, paper.handled), _("of those handled")),
        (_("Acknowledged"), of(paper.acknowledged, paper.judged), _("of the assessments")),
        (_("Own view"), _percent(formats, paper.own), _("mean of the self-assessments; it is not part of the score")),
        (_("Satisfied customers"), of(paper.satisfied, paper.rated), _("who gave 4 or 5 of 5 when asked about this person")),
        (_("Training"), formats.quantity(paper.hours), _("hours in trainings")),
    ]
    columns = [Column(_("Figure"), weight=1), number(_("Value")), Column(_("What it is made of"), weight=1.6)]
    return Table(columns, rows, lambda row: [[Span(row[0], bold=True)], row[1], row[2]], after=12)


def _months(formats: Formats, months: tuple[OfMonth, ...]) -> Flowable:
    def cells(row: OfMonth) -> list[Words]:
        return [formats.month(row.first), formats.number(row.assessments), _percent(formats, row.mean)]

    return Table([Column(_("Month"), weight=1), number(_("Assessments")), number(_("Score"))], months, cells, after=12)


def _criteria(formats: Formats, criteria: tuple[Share, ...]) -> Flowable:
    def cells(row: Share) -> list[Words]:
        return [row.section, row.text, formats.number(row.applied), _percent(formats, row.mean)]

    columns = [Column(_("Section"), weight=1), Column(_("Criterion"), weight=2), number(_("Applied")), number(_("Reached"))]
    return Table(columns, criteria, cells, after=12)


def _singles(formats: Formats, singles: tuple[Single, ...]) -> Flowable:
    def cells(row: Single) -> list[Words]:
        kind = f"{_(ASSESSMENT_KINDS[AssessmentKind(row.kind)])}\n{row.reviewer}"
        said = "\n".join(filter(None, (row.coaching, _("Answer: {words}").format(words=row.answer) if row.answer else "")))
        return [
            f"{row.number}\n{row.about}", formats.day(row.contact_on), kind, said, _(ASSESSMENT_STATES[AssessmentState(row.state)]),
            _percent(formats, row.score),
        ]  # fmt: skip

    columns = [
        Column(_("Assessment")), Column(_("Day")), Column(_("By"), weight=1), Column(_("What to learn from it"), weight=1.6),
        Column(_("State")), number(_("Score")),
    ]  # fmt: skip
    return Table(columns, singles, cells, after=12)


def _trainings(formats: Formats, learned: tuple[TrainingRow, ...]) -> Flowable:
    def cells(row: TrainingRow) -> list[Words]:
        return [formats.day(row.held_on), row.topic, row.given_by, formats.quantity(row.hours)]

    columns = [Column(_("Day")), Column(_("Topic"), weight=2), Column(_("Given by"), weight=1), number(_("Hours"))]
    return Table(columns, learned, cells, after=12)


def _definitions() -> list[Flowable]:
    """So that whoever reads it can count again."""
    said = (
        _("An assessment counts in the month of its conversation. Each criterion is worth 0 for the worst and 100 % for the best that can"
          " be given; the score is their mean by weight, without what did not apply, and 0 where a fatal criterion failed."),
        _("The quality score is the mean of the assessments by supervisors and colleagues. Self-assessments and calibrations are shown or"
          " compared, and never counted."),
        _("Conversations are drawn by lot from those of the month that nobody had judged; the seed and what was drawn from are kept."),
        _("This sheet shows one person's own figures. It compares nobody with anybody else."),
    )  # fmt: skip
    return [*heading(_("How this is counted"), 1), *(Text(each, SMALL, after=4) for each in said)]


def _signatures() -> list[Flowable]:
    return [Text("\n\n" + _("Talked about on: ____________________   Signatures: ______________________________"), BODY)]


def _percent(formats: Formats, value: Decimal | None) -> str:
    return "–" if value is None else formats.percent(value / 100, 1)
