"""Reads a period of the service desk into the monthly report's data."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from crm_desktop.core.case_course import Course
from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import STORED, Value
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.queries import figures_cases as cases
from crm_desktop.queries import figures_knowledge as knowledge
from crm_desktop.queries import figures_voices as voices
from crm_desktop.queries import surveys
from crm_desktop.queries.figures_people import staff_logins
from crm_desktop.queries.lists import at
from crm_desktop.reports import desk_reach as desk
from crm_desktop.reports.compared import Compared
from crm_desktop.reports.desk_data import (
    AGES,
    AgeRow,
    Assessed,
    CaseLine,
    Cases,
    CauseRow,
    CommentLine,
    CriterionRow,
    DeskPart,
    DeskPersonRow,
    Known,
    LateArticle,
    LevelRow,
    Levels,
    MissedRow,
    NewArticle,
    PartRow,
    ProductVoiceRow,
    RemedyRow,
    ScoreRow,
    ThemeRow,
    TurnRow,
    UsedRow,
    VoiceRow,
    Voices,
)
from crm_desktop.reports.desk_escalations import escalation_figures, escalation_lines, escalation_rows
from crm_desktop.reports.desk_reach import DeskReach

OLDEST, BREACHES, COMMENTS, USED, COMPLAINTS, PRODUCTS, THEMES = 10, 20, 15, 10, 200, 10, 3
"""Rows that each list shows at most."""
ENOUGH = 5
"""Answers about a channel or a colleague from which on they say something."""
_DAY = 86_400


@dataclass(frozen=True)
class DeskView:
    """The period, and what it is compared with. `contacts`: interactions of each of these periods."""

    now: DeskReach
    before: DeskReach
    year_ago: DeskReach
    contacts: tuple[int, int, int]
    own: str

    @property
    def reaches(self) -> tuple[DeskReach, DeskReach, DeskReach]:
        return self.now, self.before, self.year_ago

    @property
    def is_whole(self) -> bool:
        return not self.now.scope.staff

    def compared(self, made: Callable[[DeskReach], Value]) -> Compared:
        return Compared(*map(made, self.reaches))

    def all_compared(self, made: Callable[[DeskReach], Sequence[Value]]) -> tuple[Compared, ...]:
        """A figure per row, of several that are counted together."""
        return tuple(Compared(*row) for row in zip(*map(made, self.reaches), strict=True))


def desk_part(view: DeskView, *, hide_team: bool) -> DeskPart:
    has_cases = cases.has_cases()
    return DeskPart(
        cases=_cases(view) if has_cases else None,
        levels=_levels(view) if has_cases and view.is_whole else None,
        voices=_voices(view, hide_team=hide_team),
        team=() if hide_team else _team(view),
        assessed=_assessed(view, hide_team=hide_team),
        known=_known(view) if knowledge.has_knowledge() else None,
    )


def _told(rows: Sequence[Compared]) -> tuple[Compared, ...]:
    return tuple(row for row in rows if row.is_told or row.now.amount is not None)


def _cases(view: DeskView) -> Cases:
    now = view.now
    left = now.open_after
    shares = view.all_compared(desk.shares)
    oldest = sorted(left, key=lambda each: (each.opened_at, each.case_id))[:OLDEST]
    return Cases(
        flow=view.all_compared(desk.flow),
        figures=(view.compared(desk.complaints), *_told(shares)),
        ages=_ages(now, left),
        parts=_parts(view),
        causes=_causes(view),
        remedies=_remedies(view),
        escalations=_escalations(view) if view.is_whole else (),
        oldest=_oldest(now, [each.case_id for each in oldest]),
        complaints=_lines(now, [each.case_id for each in now.opened if each.kind == CaseKind.COMPLAINT][:COMPLAINTS]),
        escalated=escalation_rows(now) if view.is_whole else (),
        helped=escalation_lines(now) if view.is_whole else (),
    )


def _ages(reach: DeskReach, left: Sequence[Course]) -> tuple[AgeRow, ...]:
    if not left:
        return ()
    steps = Counter(next((step for step, days in enumerate(AGES) if reach.end - each.opened_at <= days * _DAY), len(AGES)) for each in left)
    return tuple(AgeRow(step, reach.count("case_age", steps[step])) for step in range(len(AGES) + 1))


def _parts(view: DeskView) -> tuple[PartRow, ...]:
    """By priority, the most urgent first, then by kind; by channel and status in the order of their names."""
    seen = (*view.now.opened, *(each for each, _moments in view.now.closings), *view.now.open_after)
    sides: tuple[tuple[str, Callable[[Course], str], Sequence[str]], ...] = (
        ("priority", lambda each: each.priority, [str(each) for each in reversed(Priority)]),
        ("kind", lambda each: each.kind, [str(each) for each in CaseKind]),
        ("channel", lambda each: each.channel, sorted({each.channel for each in seen})),
        ("status", lambda each: each.status, sorted({each.status for each in seen})),
    )
    rows: list[PartRow] = []
    for side, told, order in sides:
        counts = (
            Counter(map(told, view.now.opened)),
            Counter(map(told, view.before.opened)),
            Counter(told(each) for each, _moments in view.now.closings),
            Counter(map(told, view.now.open_after)),
        )
        found = ((word, tuple(count[word] for count in counts)) for word in order)
        rows += [_part(view, side, word, *numbers) for word, numbers in found if numbers[0] or numbers[2] or numbers[3]]
    return tuple(rows)


def _part(view: DeskView, side: str, word: str, opened: int, before: int, closed: int, left: int) -> PartRow:
    now = view.now
    return PartRow(
        side,
        word,
        now.count("cases_opened", opened),
        view.before.count("cases_opened", before),
        now.count("cases_closed", closed),
        now.count("cases_open", left),
    )


def _causes(view: DeskView) -> tuple[CauseRow, ...]:
    now, before = view.now.causes, view.before.causes
    ranked = sorted(now, key=lambda cause: (not cause, -now[cause], cause))
    return tuple(
        CauseRow(cause, view.now.count("complaint_cause", now[cause]), view.before.count("complaint_cause", before[cause]))
        for cause in ranked
    )


def _remedies(view: DeskView) -> tuple[RemedyRow, ...]:
    """Each currency for itself; what cost nothing has none."""
    found = view.now.remedies
    ranked = sorted(found, key=lambda key: (-found[key].cases, key))
    return tuple(
        RemedyRow(
            remedy,
            view.now.count("remedies_given", found[remedy, currency].cases, currency),
            view.now.count("remedies_cost", found[remedy, currency].cost, currency or view.own),
        )
        for remedy, currency in ranked
    )


def _escalations(view: DeskView) -> tuple[Compared, ...]:
    found = view.all_compared(lambda reach: (desk.escalation_rate(reach), *escalation_figures(reach)))
    return _told(found) if any(each.is_told for each in found) else ()


def _lines(reach: DeskReach, ids: Sequence[int]) -> tuple[CaseLine, ...]:
    return tuple(_line(reach, each) for each in cases.case_lines(ids))


def _oldest(reach: DeskReach, ids: Sequence[int]) -> tuple[CaseLine, ...]:
    """With what is to be done next, and by when, as it stands where the data ends."""
    steps = cases.next_steps(ids)
    found = []
    for each in cases.case_lines(ids):
        number, day = steps.get(each.id, ("", None))
        promised = None if each.promised_at is None else local_day(at(each.promised_at), reach.zone)
        found.append(replace(_line(reach, each), next_step=number, next_on=day, promised_on=promised))
    return tuple(found)


def _line(reach: DeskReach, each: cases.OpenCase, target: str = "", late: int = 0) -> CaseLine:
    opened = local_day(at(each.opened_at), reach.zone)
    days = max((reach.end - each.opened_at) // _DAY, 0)
    is_done = each.state == CaseStatusKind.DONE
    return CaseLine(each.number, each.customer, each.kind, each.priority, each.assignee, opened, days, target, late, is_done)


def _levels(view: DeskView) -> Levels | None:
    """None where nobody set targets, and nothing took any time."""
    figures = view.all_compared(desk.levels)
    times = _told(view.all_compared(desk.times))
    if not times and not any(each.is_told for each in figures):
        return None
    late = cases.breaches(view.now.scope, view.now.until)
    ranked = sorted(view.now.attained, key=lambda key: (key[0] != "response", [str(each) for each in reversed(Priority)].index(key[1])))
    rows = tuple(
        LevelRow(
            target,
            priority,
            view.now.share(f"sla_{target}", *view.now.attained[target, priority]),
            view.before.share(f"sla_{target}", *view.before.attained.get((target, priority), (0, 0))),
        )
        for target, priority in ranked
    )
    shown = sorted(late, key=lambda each: (-each.late, each.case_id))[:BREACHES]
    by_id = dict(zip(sorted({each.case_id for each in shown}), _by_id(shown), strict=True))
    lines = tuple(_line(view.now, by_id[each.case_id], each.target, each.late) for each in shown)
    return Levels(_told(figures), times, rows, _turns(view), lines, len(late))


def _by_id(late: Sequence[cases.Breach]) -> list[cases.OpenCase]:
    return [cases.case_lines([case_id])[0] for case_id in sorted({each.case_id for each in late})]


def _turns(view: DeskView) -> tuple[TurnRow, ...]:
    def share(reach: DeskReach, turn: str) -> Value:
        return reach.share("turn_share", getattr(reach.turns, turn), sum(reach.turns))

    rows = tuple(TurnRow(turn, share(view.now, turn), share(view.before, turn)) for turn in ("us", "customer", "other"))
    return rows if any(row.share.numerator for row in rows) else ()


def _voices(view: DeskView, *, hide_team: bool) -> Voices | None:
    figures = _told(view.all_compared(desk.voices))
    if not figures:
        return None
    scores = [
        ScoreRow(kind, score, Value("score_count", held.counts.get(score, 0)))
        for kind in (SurveyKind.CSAT, SurveyKind.CES, SurveyKind.NPS)
        if (held := view.now.scores_of(kind)).answered
        for score in voices.scale_of(kind)
    ]
    comments = _comments(view)
    rows = (*_said(view, "channel", voices.by_channel(view.now.scope)), *(() if hide_team else _said(view, "staff", _by_person(view))))
    return Voices(figures, tuple(scores), tuple(rows), tuple(comments), _products(view))


def _comments(view: DeskView) -> list[CommentLine]:
    """With what was done about each."""
    found, zone = voices.comments(view.now.scope, COMMENTS), view.now.zone
    remedies = cases.remedies_of([each.case for each in found if each.case])
    return [
        CommentLine(
            each.number, each.score, each.kind, each.customer, each.case, local_day(at(each.answered_at), zone),
            tuple(remedies.get(each.case, ())), each.case_state == CaseStatusKind.DONE, each.follow_up,
            None if each.followed_at is None else local_day(at(each.followed_at), zone),
        )
        for each in found
    ]  # fmt: skip


def _products(view: DeskView) -> tuple[ProductVoiceRow, ...]:
    """Those with most low scores first."""
    found = surveys.product_feedback(view.now.people, PRODUCTS)
    return tuple(_product(each, each.scores.get(SurveyKind.CSAT, surveys.Scores(SurveyKind.CSAT, {}))) for each in found)


def _product(each: surveys.ProductFeedback, csat: surveys.Scores) -> ProductVoiceRow:
    enough = csat.answered >= ENOUGH
    return ProductVoiceRow(
        each.sku,
        each.name,
        Value("product_answers", sum(scores.answered for scores in each.scores.values())),
        Value("product_low", each.low),
        Value("csat", csat.good, csat.answered) if enough else Value("csat", None, None),
        Value("csat_mean", csat.total, csat.answered) if enough else Value("csat_mean", None, None),
    )


def _by_person(view: DeskView) -> dict[str, voices.Ratings]:
    logins = staff_logins()
    return {logins[staff_id]: found for staff_id, found in voices.by_person(view.now.scope).items() if staff_id is not None}


def _said(_view: DeskView, side: str, found: dict[str, voices.Ratings]) -> list[VoiceRow]:
    """In the order of names: this is no ranking."""
    return [
        VoiceRow(side, name, Value("csat", held.good, held.answered), Value("csat_mean", held.total, held.answered))
        for name, held in sorted(found.items())
        if held.answered >= ENOUGH
    ]


def _team(view: DeskView) -> tuple[DeskPersonRow, ...]:
    logins, now = staff_logins(), view.now
    closed = Counter(each.assignee_id for each, _moments in now.closings)
    left = Counter(each.assignee_id for each in now.open_after)
    attained = cases.attained_by_person(now.scope, now.until)
    rated = voices.by_person(now.scope)
    judged: defaultdict[int | None, list[Fraction]] = defaultdict(list)
    for each in now.judged:
        if each.score is not None:
            judged[each.staff_id].append(each.score)
    people = {person for person in (*closed, *left, *rated, *judged) if person is not None}
    return tuple(
        DeskPersonRow(
            logins[person],
            now.count("cases_closed", closed[person]),
            now.count("cases_open", left[person]),
            now.share("sla_met", *attained.get(person, (0, 0))),
            _csat(rated.get(person, voices.Ratings())),
            desk.qa_score("qa_score", judged[person]),
        )
        for person in sorted(people, key=lambda each: logins[each])
    )


def _csat(held: voices.Ratings) -> Value:
    return Value("csat", held.good, held.answered) if held.answered >= ENOUGH else Value("csat", None, None)


def _assessed(view: DeskView, *, hide_team: bool) -> Assessed | None:
    figures = view.all_compared(desk.qualities)
    if not any(each.is_told for each in figures):
        return None
    found: defaultdict[str, list[Fraction]] = defaultdict(list)
    for section, share in voices.section_shares(view.now.period.first, view.now.period.last, view.now.scope.staff):
        found[section].append(share)
    sections = tuple(CriterionRow(section, desk.qa_score("qa_score", shares)) for section, shares in sorted(found.items()))
    return Assessed(_told(figures), sections, _themes(view))


def _themes(view: DeskView) -> tuple[ThemeRow, ...]:
    """Those that got least."""
    period = view.now.period
    shares = voices.criterion_shares(period.first, period.last, view.now.scope.staff)
    ranked = sorted((total / times, section, text) for (section, text), (total, times) in shares.items() if total < times)[:THEMES]
    return tuple(
        ThemeRow(section, text, Value("qa_score", round(shares[section, text][0] * STORED), shares[section, text][1] * STORED))
        for _mean, section, text in ranked
    )


def _known(view: DeskView) -> Known:
    by_reach = dict(zip(map(id, view.reaches), view.contacts, strict=True))
    figures = view.all_compared(lambda reach: desk.knowledge_figures(reach, by_reach[id(reach)]))
    return Known(
        figures=figures,
        used=tuple(UsedRow(each.what, each.id, Value("knowledge_uses", each.times)) for each in view.now.uses[:USED]),
        missed=tuple(MissedRow(words, Value("searches_missed", times)) for words, times in view.now.missed_searches[:USED]),
        fresh=tuple(NewArticle(row_id, local_day(at(moment), view.now.zone)) for row_id, moment in view.now.fresh[:USED]),
        late=tuple(LateArticle(row_id, review_by) for row_id, review_by in view.now.past_review[:USED]),
    )
