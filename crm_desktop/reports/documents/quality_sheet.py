"""How one person's conversations were judged in a month or a year: their own figures with definitions, and nobody else's."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from crm_desktop.core.actors import Actor
from crm_desktop.core.dates import day_bounds, next_month, zone_of
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState, Passed, compliance, mean, percent
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.queries.assessment_sheets import AssessmentSheet, assessment_sheet
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.quality import CriterionMean, Judged, TrainingRow, criterion_means, judged, sees_everybody, trainings
from crm_desktop.queries.quality_samples import handled, newest_judged, person_called
from crm_desktop.queries.surveys import scores
from crm_desktop.reports.documents.collecting import head_of, papers_of
from crm_desktop.reports.documents.data import Documents
from crm_desktop.reports.parameters import Ask, asked

NAME = "quality-sheet"


@dataclass(frozen=True, slots=True)
class QualitySheetParameters:
    """`month` None: that of the newest assessment. `year`: the whole year that the month lies in."""

    logins: tuple[str, ...] = field(
        default=(), metadata=asked(Ask.NUMBERS, N_("Whose"), N_("a colleague's login, like nancy"), "login", needed=True)
    )
    month: date | None = field(
        default=None, metadata=asked(Ask.MONTH, N_("Month"), N_("like 2026-10; that of the newest assessment, unless said otherwise"))
    )
    year: bool = field(default=False, metadata=asked(Ask.FLAG, N_("The whole year"), N_("all months of its year")))
    language: str = field(default="", metadata=asked(Ask.LANGUAGE, N_("Language"), N_("of the words on the page, like de")))
    paper: str = field(default="", metadata=asked(Ask.PAPER, N_("Paper"), N_("a4 or letter; the company's, unless said otherwise")))


class Single(NamedTuple):
    """One assessment, as the list on the sheet tells it."""

    number: str
    about: str
    contact_on: date
    kind: str
    reviewer: str
    state: str
    score: Decimal | None
    coaching: str
    answer: str


class Share(NamedTuple):
    section: str
    text: str
    mean: Decimal
    applied: int


class OfMonth(NamedTuple):
    first: date
    assessments: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class QualitySheet:
    """`number` is the person's login. `score` is the mean of those that count; `own` of how the person judged themselves."""

    number: str
    staff_id: int
    name: str
    first: date
    last: date
    is_year: bool
    handled: int
    judged: int
    score: Decimal | None
    kept: Passed
    acknowledged: int
    own: Decimal | None
    satisfied: int
    rated: int
    hours: Decimal
    months: tuple[OfMonth, ...]
    criteria: tuple[Share, ...]
    singles: tuple[Single, ...]
    trainings: tuple[TrainingRow, ...]


def collect(wanted: QualitySheetParameters) -> Documents:
    """Raises UserError for a login that nobody has, and where nothing was judged and no month is said."""
    people = papers_of(wanted.logins, person_called, _("Nobody here has the login “{number}”. Nothing was printed."))
    head = head_of(wanted.language, wanted.paper)
    return Documents(NAME, head, tuple(_sheet(staff_id, login, name, wanted, head.zone) for staff_id, login, name in people))


def draw(data: Documents, path: Path) -> None:
    """The PDF. ReportLab is not imported before this."""
    from crm_desktop.reports.documents.quality_sheet_pages import draw_pages

    draw_pages(data, path)


def demand_own(data: Documents, by: Actor) -> None:
    """Raises NotAllowed where somebody who may not assess wants what was said about a colleague."""
    if not sees_everybody(by) and any(paper.staff_id != by.id for paper in data.papers):
        raise NotAllowed(_("This is about somebody else. Nothing was printed; your own sheet is yours to print."))


def _sheet(staff_id: int, login: str, name: str, wanted: QualitySheetParameters, zone_name: str) -> QualitySheet:
    first, last = _period(staff_id, wanted)
    zone = zone_of(zone_name)
    start, end = (int(day_bounds(day, zone)[side].timestamp()) for day, side in ((first, 0), (last, 1)))
    found = judged(first, last, (staff_id,))
    own = judged(first, last, (staff_id,), (AssessmentKind.SELF,))
    rated = scores(Scope(start, end, (staff_id,))).get(SurveyKind.CSAT)
    sheets = [sheet for each in (*found, *own) if (sheet := assessment_sheet(each.id)) is not None]
    given = [one for each in found for one in each.given]
    learned = trainings(first, last, (staff_id,))
    return QualitySheet(
        login, staff_id, name, first, last, wanted.year, handled(staff_id, start, end), len(found), _mean(found), compliance(given),
        sum(sheet.state == AssessmentState.ACKNOWLEDGED for sheet in sheets if sheet.kind != AssessmentKind.SELF), _mean(own),
        rated.good if rated else 0, rated.answered if rated else 0, sum((each.hours for each in learned), Decimal(0)),
        _months(found, first, last) if wanted.year else (), tuple(map(_share, criterion_means(first, last, staff_id))),
        tuple(map(_single, sorted(sheets, key=lambda sheet: (sheet.contact_on, sheet.id)))), tuple(reversed(learned)),
    )  # fmt: skip


def _period(staff_id: int, wanted: QualitySheetParameters) -> tuple[date, date]:
    day = wanted.month or newest_judged(staff_id)
    if day is None:
        raise UserError(_("No conversation of theirs was judged yet. Nothing was printed; say for which month you want the sheet."))
    if wanted.year:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.replace(day=1)
    return first, next_month(first) - timedelta(days=1)


def _mean(found: list[Judged]) -> Decimal | None:
    exact = mean([each.score for each in found if each.score is not None])
    return None if exact is None else percent(exact)


def _months(found: list[Judged], first: date, last: date) -> tuple[OfMonth, ...]:
    by_month: defaultdict[date, list[Judged]] = defaultdict(list)
    for each in found:
        by_month[each.contact_on.replace(day=1)].append(each)
    months, month = [], first
    while month <= last:
        months.append(OfMonth(month, len(by_month[month]), _mean(by_month[month])))
        month = next_month(month)
    return tuple(months)


def _share(each: CriterionMean) -> Share:
    return Share(each.section, each.text, percent(each.mean), each.applied)


def _single(sheet: AssessmentSheet) -> Single:
    exact: Fraction | None = sheet.score
    return Single(
        sheet.number, sheet.interaction or sheet.case, sheet.contact_on, sheet.kind, sheet.reviewer, sheet.state,
        None if exact is None else percent(exact), "\n".join(filter(None, (sheet.coaching, sheet.coaching_action))), sheet.answer,
    )  # fmt: skip
