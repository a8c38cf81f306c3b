"""The sections of the service desk: cases and complaints, service levels, satisfaction, the team's cases, quality, knowledge."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.core.formats import NOTHING
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import FollowUpState, Priority
from crm_desktop.core.kinds_of_service import CaseKind, Cause, Remedy
from crm_desktop.core.spans_of_time import duration
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.reports.charts import ChartPicture
from crm_desktop.reports.desk_data import (
    AgeRow,
    Assessed,
    CaseLine,
    Cases,
    CauseRow,
    CommentLine,
    DeskPersonRow,
    Known,
    LateArticle,
    LevelRow,
    Levels,
    NewArticle,
    PartRow,
    ProductVoiceRow,
    RemedyRow,
    ThemeRow,
    TurnRow,
    VoiceRow,
    Voices,
)
from crm_desktop.reports.desk_escalation_sections import escalated
from crm_desktop.reports.desk_words import CAUSES, PRIORITIES, REMEDIES, SURVEYS, TARGETS, TURNS, age_word, part_word
from crm_desktop.reports.documents.record_terms import CASE_KINDS
from crm_desktop.reports.page import beside, heading, together
from crm_desktop.reports.sheet import PeriodSheet, compared_table
from crm_desktop.reports.tables import Column, Table, number
from crm_desktop.reports.text import BODY, SMALL, Text


def cases(sheet: PeriodSheet, told: Cases) -> list[Flowable]:
    """Where no case was open in the month, that is all there is to say."""
    title = _("Cases and complaints")
    if not any(row.now.numerator for row in told.flow):
        return [together(title, Text(_("No cases in {period}.").format(period=sheet.period), BODY), level=0)]
    note = Text(_("Open at the start, plus opened and reopened, less solved, is open at the end."), SMALL)
    story: list[Flowable] = [together(title, compared_table(sheet, told.flow), note, level=0)]
    if told.ages:
        story.append(together(_("Open cases by age in days"), ChartPicture(_ages(sheet, told.ages), after=2)))
    story.append(together(_("How they went"), compared_table(sheet, told.figures)))
    story += _parts(sheet, told.parts)
    story += beside(
        (_("Where complaints came from"), told.causes and _causes(sheet, told.causes)),
        (_("What made it good"), told.remedies and _remedies(sheet, told.remedies)),
    )
    if told.escalations:
        story.append(together(_("Escalations"), compared_table(sheet, told.escalations)))
        story += escalated(sheet, told)
    if told.oldest:
        story += [*heading(_("Longest open"), 1), _oldest(sheet, told.oldest)]
    return story


def _ages(sheet: PeriodSheet, rows: Sequence[AgeRow]) -> Chart:
    counts = tuple(row.cases.numerator or 0 for row in rows)
    return Chart(
        ChartKind.RANKED,
        _("Open cases by age in days"),
        tuple(age_word(row.step) for row in rows),
        (Series(_("Cases"), counts, tuple(map(sheet.formats.number, counts))),),
        notes=tuple(() for _row in rows),
    )


def _parts(sheet: PeriodSheet, rows: Sequence[PartRow]) -> list[Flowable]:
    """By priority, kind, channel and status, in one table."""
    value, change = sheet.printer.value, sheet.printer.change

    def cells(row: PartRow) -> tuple[str, ...]:
        word = part_word(row.side, row.word)
        return word, value(row.opened), value(row.before), change(row.opened, row.before), value(row.closed), value(row.left)

    titles = {"priority": _("Priority"), "kind": _("Kind"), "channel": _("Channel"), "status": _("Status of today")}
    some = [row for side in titles for row in rows if row.side == side]
    heads = (_("Opened"), sheet.before, _("Change"), _("Solved"), _("Open"))
    columns = [Column("", width=90), Column("", weight=1), *map(number, heads)]
    table = Table(columns, some, lambda row: (titles[row.side], *cells(row)))
    return [*heading(_("Which cases"), 1), table] if some else []


def _causes(sheet: PeriodSheet, rows: Sequence[CauseRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: CauseRow) -> tuple[str, ...]:
        cause = _(CAUSES[Cause(row.cause)]) if row.cause else _("Not known yet")
        return cause, value(row.cases), value(row.before), sheet.printer.change(row.cases, row.before)

    return Table([Column(_("Cause"), weight=1), *map(number, (sheet.now, sheet.before, _("Change")))], rows, cells)


def _remedies(sheet: PeriodSheet, rows: Sequence[RemedyRow]) -> Flowable:
    def cells(row: RemedyRow) -> tuple[str, ...]:
        cost = sheet.printer.value(row.cost) if row.cost.numerator else NOTHING
        return _(REMEDIES[Remedy(row.remedy)]), sheet.printer.value(row.given), cost

    return Table([Column(_("Remedy"), weight=1), number(_("Times")), number(_("Cost"))], rows, cells)


def _oldest(sheet: PeriodSheet, rows: Sequence[CaseLine]) -> Flowable:
    """With names hidden, without the words of the next step."""
    titles, hide, formats = sheet.people.titles, sheet.head.hide_names, sheet.formats

    def step(row: CaseLine) -> tuple[str, str]:
        if row.is_done:
            return _("Solved since"), NOTHING
        if row.next_on is not None:
            return row.next_step if hide else titles.get(row.next_step, row.next_step), formats.day(row.next_on)
        return (_("The solution is due"), formats.day(row.promised_on)) if row.promised_on else (_("Nothing planned"), NOTHING)

    def cells(row: CaseLine) -> tuple[str, ...]:
        who = sheet.printer.colleague(row.assignee)
        kind = _(CASE_KINDS[CaseKind(row.kind_of_case)])
        return row.number, sheet.printer.customer(row.customer), kind, who, formats.number(row.days), *step(row)

    columns = [Column(_("No.")), Column(_("Customer"), weight=1, lines=2), Column(_("Kind")),
               Column(_("In the hands of"), weight=0.8, lines=2), number(_("Days")), Column(_("Next step"), weight=1.1, lines=2),
               Column(_("Due"))]  # fmt: skip
    return Table(columns, rows, cells)


def _lines(sheet: PeriodSheet, rows: Sequence[CaseLine]) -> Flowable:
    def cells(row: CaseLine) -> tuple[str, ...]:
        kind, priority = _(CASE_KINDS[CaseKind(row.kind_of_case)]), _(PRIORITIES[Priority(row.priority)])
        who = sheet.printer.colleague(row.assignee)
        opened, days = sheet.formats.day(row.opened_on), sheet.formats.number(row.days)
        return row.number, sheet.printer.customer(row.customer), kind, priority, who, opened, days

    columns = [Column(_("No.")), Column(_("Customer"), weight=1, lines=2), Column(_("Kind")), Column(_("Priority")),
               Column(_("In the hands of"), weight=0.8, lines=2), Column(_("Opened")), number(_("Days"))]  # fmt: skip
    return Table(columns, rows, cells)


def all_complaints(sheet: PeriodSheet, told: Cases | None) -> list[Flowable]:
    """For the appendix: whoever asks about complaints later finds each of them."""
    if told is None or not told.complaints:
        return []
    return [*heading(_("Every complaint")), _lines(sheet, told.complaints)]


def levels(sheet: PeriodSheet, told: Levels) -> list[Flowable]:
    story: list[Flowable] = []
    if told.figures or told.times:
        story.append(together(_("Service levels"), compared_table(sheet, [*told.figures, *told.times]), level=0))
    if told.rows:
        story.append(together(_("Targets by priority"), _level_table(sheet, told.rows)))
    if told.turns:
        story.append(together(_("Whose turn it was"), _turns(sheet, told.turns)))
    if told.breaches:
        count = _("{count} in all").format(count=sheet.formats.number(told.breached))
        story += [*heading(_("Missed targets"), 1), Text(count, SMALL, after=4), _breaches(sheet, told.breaches)]
    return story


def _level_table(sheet: PeriodSheet, rows: Sequence[LevelRow]) -> Flowable:
    value, formats = sheet.printer.value, sheet.formats

    def cells(row: LevelRow) -> tuple[str, ...]:
        met, due = (formats.number(each or 0) for each in (row.met.numerator, row.met.denominator))
        counts = met, due, value(row.met), value(row.before), sheet.printer.change(row.met, row.before)
        return _(TARGETS[row.target]), _(PRIORITIES[Priority(row.priority)]), *counts

    heads = (_("In time"), _("Due"), sheet.now, sheet.before, _("Change"))
    return Table([Column(_("Target"), weight=1), Column(_("Priority"), weight=1), *map(number, heads)], rows, cells)


def _turns(sheet: PeriodSheet, rows: Sequence[TurnRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: TurnRow) -> tuple[str, ...]:
        return _(TURNS[row.turn]), value(row.share), value(row.before), sheet.printer.change(row.share, row.before)

    return Table([Column("", weight=1), *map(number, (sheet.now, sheet.before, _("Change")))], rows, cells)


def _breaches(sheet: PeriodSheet, rows: Sequence[CaseLine]) -> Flowable:
    def cells(row: CaseLine) -> tuple[str, ...]:
        priority, who = _(PRIORITIES[Priority(row.priority)]), sheet.printer.colleague(row.assignee)
        now = _("solved") if row.is_done else _("open")
        return row.number, sheet.printer.customer(row.customer), _(TARGETS[row.target]), priority, who, duration(row.late), now

    columns = [Column(_("No.")), Column(_("Customer"), weight=1, lines=2), Column(_("Target")), Column(_("Priority")),
               Column(_("In the hands of"), weight=0.8, lines=2), number(_("Late by")), Column(_("Now"))]  # fmt: skip
    return Table(columns, rows, cells)


def satisfaction(sheet: PeriodSheet, told: Voices) -> list[Flowable]:
    story: list[Flowable] = [together(_("Satisfaction"), compared_table(sheet, told.figures), level=0)]
    charts: list[tuple[str, Flowable]] = []
    for kind in dict.fromkeys(row.survey for row in told.scores):
        rows = [row for row in told.scores if row.survey == kind]
        counts = tuple(row.answers.numerator or 0 for row in rows)
        texts = tuple(map(sheet.formats.number, counts))
        chart = Chart(ChartKind.BARS, kind, tuple(str(row.score) for row in rows), (Series(kind, counts, texts),))
        charts.append((_(SURVEYS[SurveyKind(kind)]), ChartPicture(chart, 86)))
    for place in range(0, len(charts), 2):
        story += beside(*charts[place : place + 2])
    for side, title in (("channel", _("Satisfaction by channel")), ("staff", _("Satisfaction by colleague"))):
        some = [row for row in told.rows if row.side == side]
        if some:
            story.append(together(title, _said(sheet, side, some), Text(_("From five answers on; in the order of names."), SMALL)))
    if told.products:
        note = Text(_("Those with most low scores first; how satisfied, from five answers on."), SMALL)
        story.append(together(_("What customers said about products"), _of_products(sheet, told.products), note))
    if told.comments:
        story += [*heading(_("What customers said"), 1), _comments(sheet, told.comments)]
    return story


def _said(sheet: PeriodSheet, side: str, rows: Sequence[VoiceRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: VoiceRow) -> tuple[str, ...]:
        name = sheet.printer.colleague(row.name) if side == "staff" else row.name
        return name, sheet.formats.number(row.csat.denominator or 0), value(row.csat), value(row.mean)

    return Table([Column("", weight=1), *map(number, (_("Answers"), _("Satisfied"), _("Mean rating")))], rows, cells)


def _of_products(sheet: PeriodSheet, rows: Sequence[ProductVoiceRow]) -> Flowable:
    value = sheet.printer.value

    def cells(row: ProductVoiceRow) -> tuple[str, ...]:
        called = row.name if row.name == row.sku else f"{row.sku} · {row.name}"
        return called, value(row.answers), value(row.low), value(row.csat), value(row.mean)

    heads = (_("Answers"), _("Low scores"), _("Satisfied"), _("Mean rating"))
    return Table([Column(_("Product"), weight=1, lines=2), *map(number, heads)], rows, cells)


def _comments(sheet: PeriodSheet, rows: Sequence[CommentLine]) -> Flowable:
    """The worst first. With names hidden, without the words that could tell who it was."""
    hide = sheet.head.hide_names

    def cells(row: CommentLine) -> tuple[str, ...]:
        words = NOTHING if hide else sheet.people.comments.get(row.number, NOTHING)
        score, day = str(row.score) if row.score >= 0 else NOTHING, sheet.formats.short_day(row.answered_on)
        return day, score, sheet.printer.customer(row.customer), row.case or NOTHING, words, _done_about(sheet, row)

    columns = [Column(_("Day")), number(_("Score")), Column(_("Customer"), weight=1, lines=2), Column(_("Case")),
               Column(_("Comment"), weight=1.7, lines=4), Column(_("What was done"), weight=1.1, lines=3)]  # fmt: skip
    return Table(columns, rows, cells)


def _done_about(sheet: PeriodSheet, row: CommentLine) -> str:
    """How the case went that it is about, and whether somebody got in touch because of a low score."""
    done = [_(REMEDIES[Remedy(kind)]) for kind in dict.fromkeys(row.remedies) if kind != Remedy.NONE]
    if row.case:
        done.append(_("case solved") if row.case_is_done else _("case open"))
    if row.followed_on is not None:
        done.append(_("followed up {day}").format(day=sheet.formats.short_day(row.followed_on)))
    elif row.follow_up == FollowUpState.OPEN:
        done.append(_("to be followed up"))
    return ", ".join(done) or NOTHING


def people(sheet: PeriodSheet, rows: Sequence[DeskPersonRow]) -> list[Flowable]:
    if not rows:
        return []
    value = sheet.printer.value
    ranked = sorted(rows, key=lambda row: sheet.printer.colleague(row.login))

    def csat(row: DeskPersonRow) -> str:
        """With the number of answers."""
        answers = row.csat.denominator
        return f"{value(row.csat)} ({sheet.formats.number(answers)})" if answers else NOTHING

    def cells(row: DeskPersonRow) -> tuple[str, ...]:
        return sheet.printer.colleague(row.login), value(row.closed), value(row.open), value(row.in_time), csat(row), value(row.qa)

    heads = (_("Cases solved"), _("Open at the end"), _("In time"), _("Satisfied"), _("QA score"))
    chart = Chart(
        ChartKind.RANKED,
        _("Open cases of each"),
        tuple(sheet.printer.colleague(row.login) for row in ranked),
        (Series(_("Cases"), tuple(row.open.numerator or 0 for row in ranked), tuple(value(row.open) for row in ranked)),),
        notes=tuple(() for _row in ranked),
    )
    table = Table([Column(_("Name"), weight=1), *map(number, heads)], ranked, cells)
    note = Text(_("In the order of names; this is no ranking."), SMALL)
    return [together(_("Cases of the team"), table, note), together(_("Open cases of each"), ChartPicture(chart))]


def assessed(sheet: PeriodSheet, told: Assessed) -> list[Flowable]:
    story: list[Flowable] = [together(_("Quality"), compared_table(sheet, told.figures), level=0)]
    columns = [Column(_("Section"), weight=1), number(_("Score"))]
    table = Table(columns, told.sections, lambda row: (row.section or NOTHING, sheet.printer.value(row.score)))
    return story + beside(
        (_("By section of the scorecard"), told.sections and table),
        (_("What to practise first"), told.themes and _themes(sheet, told.themes)),
    )


def _themes(sheet: PeriodSheet, rows: Sequence[ThemeRow]) -> Flowable:
    columns = [Column(_("Criterion"), weight=1, lines=3), Column(_("Section"), weight=0.6, lines=2), number(_("Score"))]
    return Table(columns, rows, lambda row: (row.text, row.section or NOTHING, sheet.printer.value(row.score)))


def known(sheet: PeriodSheet, told: Known) -> list[Flowable]:
    titles, value = sheet.people.knowledge, sheet.printer.value
    story: list[Flowable] = [together(_("Knowledge"), compared_table(sheet, told.figures), level=0)]
    words = {"article": _("Article"), "template": _("Template"), "script": _("Script")}
    columns = [Column(_("Title"), weight=1, lines=2), Column(_("Kind")), number(_("Times used"))]
    used = Table(columns, told.used, lambda row: (titles.get(row.key, NOTHING), words[row.what], value(row.uses)))
    columns = [Column(_("Words"), weight=1, lines=2), number(_("Searches"))]
    missed = Table(columns, told.missed, lambda row: (row.words, value(row.searches)))
    story += beside((_("Most used"), told.used and used), (_("Searched and not found"), told.missed and missed))
    return story + beside(
        (_("New articles"), told.fresh and _new_articles(sheet, told.fresh)),
        (_("Articles past their review"), told.late and _late_articles(sheet, told)),
    )


def _new_articles(sheet: PeriodSheet, rows: Sequence[NewArticle]) -> Flowable:
    def cells(row: NewArticle) -> tuple[str, ...]:
        return sheet.people.knowledge.get(f"article {row.id}", NOTHING), sheet.formats.day(row.approved_on)

    return Table([Column(_("Title"), weight=1, lines=2), Column(_("Published"))], rows, cells)


def _late_articles(sheet: PeriodSheet, told: Known) -> Flowable:
    def cells(row: LateArticle) -> tuple[str, ...]:
        return sheet.people.knowledge.get(f"article {row.id}", NOTHING), sheet.formats.day(row.review_by)

    return Table([Column(_("Title"), weight=1, lines=2), Column(_("Review by"))], told.late, cells)
