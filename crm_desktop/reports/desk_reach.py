"""One period of the service desk, asked of the store once: cases by their events, targets, answers of customers, assessments, knowledge."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from crm_desktop.core.case_course import Course
from crm_desktop.core.case_totals import CaseTotals, closings_in, read, totals_of
from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import STORED, Value
from crm_desktop.core.kept_counts import Subject
from crm_desktop.core.quality_score import AssessmentKind
from crm_desktop.core.sla_clock import AroundTheClock, Clock
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.data.sla_dues import working_clock
from crm_desktop.queries import figures_cases as cases
from crm_desktop.queries import figures_knowledge as knowledge
from crm_desktop.queries import figures_voices as voices_of
from crm_desktop.queries import quality, risk, sla, surveys
from crm_desktop.queries.figures import Scope
from crm_desktop.queries.kept_figures import KeptFigures
from crm_desktop.queries.lists import at
from crm_desktop.queries.surveys import Scores
from crm_desktop.reports.periods import FIRST_WEEK, Period


@dataclass(frozen=True)
class DeskPeriod:
    """Without `has_data` the period lies before the first record of the desk. `until`: the moment that the data goes to."""

    period: Period
    scope: Scope
    until: int
    zone: ZoneInfo
    has_data: bool
    _made: dict[Callable[["DeskReach"], Sequence[Value]], Sequence[Value]] = field(default_factory=dict, compare=False)

    def count(self, figure: str, counted: int, currency: str = "") -> Value:
        return Value(figure, counted if self.has_data else None, currency=currency)

    def share(self, figure: str, part: int, whole: int) -> Value:
        return Value(figure, part, whole) if self.has_data and whole else Value(figure, None, None)

    @property
    def end(self) -> int:
        """Of the period, or how far the data goes if that is earlier."""
        return min(self.scope.end, self.until + 1)

    def is_within(self, moment: int) -> bool:
        return self.scope.start <= moment < self.scope.end


class DeskReach(DeskPeriod):
    """Everything is read once, however many figures are made of it."""

    def once(self, made: Callable[["DeskReach"], Sequence[Value]]) -> Sequence[Value]:
        """Figures that are counted together."""
        if made not in self._made:
            self._made[made] = made(self)
        return self._made[made]

    @cached_property
    def clock(self) -> Clock:
        """Working time, or all of it where no hours are known."""
        return working_clock() or AroundTheClock()

    @cached_property
    def kept(self) -> KeptFigures:
        return KeptFigures(self.scope)

    @cached_property
    def courses(self) -> list[Course]:
        return cases.courses(self.scope, self.until + 1)

    @cached_property
    def opened(self) -> list[Course]:
        return [each for each in self.courses if self.is_within(each.opened_at)]

    @cached_property
    def closings(self) -> list[tuple[Course, list[int]]]:
        """Cases solved in the period, with each moment in it."""
        return closings_in(self.courses, self.scope.start, self.scope.end)

    @cached_property
    def totals(self) -> CaseTotals:
        start, end = self.scope.start, self.scope.end
        if (kept := self.kept.told(Subject.CASES, until=self.until)) is not None:
            return read(kept)
        return totals_of(self.courses, (len(self.open_before), len(self.open_after)), start, end, self.clock)

    @cached_property
    def open_before(self) -> list[Course]:
        return cases.open_courses(self.scope, self.scope.start)

    @cached_property
    def open_after(self) -> list[Course]:
        return cases.open_courses(self.scope, self.end)

    @cached_property
    def attained(self) -> dict[tuple[str, str], tuple[int, int]]:
        """By target and priority: met, and met or missed. The whole company's."""
        found = sla.attainment(at(self.scope.start), at(self.scope.end), at(self.until))
        return {(each.target, each.priority): (each.met, each.met + each.missed) for each in found}

    def attainment(self, target: str) -> tuple[int, int]:
        found = [numbers for (kind, _priority), numbers in self.attained.items() if kind == target]
        return sum(met for met, _all in found), sum(of_all for _met, of_all in found)

    @cached_property
    def turns(self) -> sla.Waiting:
        return sla.waiting(at(self.scope.start), at(self.scope.end), at(self.until))

    @cached_property
    def escalated(self) -> sla.EscalationFacts:
        return sla.escalation_facts(at(self.scope.start), at(self.end))

    @cached_property
    def remedies(self) -> dict[tuple[str, str], cases.Remedied]:
        return cases.remedies(self.scope)

    @cached_property
    def causes(self) -> Counter[str]:
        return cases.complaint_causes(self.scope)

    @cached_property
    def asked(self) -> dict[SurveyKind, surveys.Asked]:
        return surveys.asked(self.people)

    @cached_property
    def scores(self) -> dict[SurveyKind, Scores]:
        return surveys.scores(self.people)

    def scores_of(self, kind: SurveyKind) -> Scores:
        return self.scores.get(kind, Scores(kind, {}))

    @cached_property
    def judged(self) -> list[quality.Judged]:
        return quality.judged(self.period.first, self.period.last, self.scope.staff)

    @cached_property
    def own(self) -> list[quality.Judged]:
        """What people gave themselves."""
        return quality.judged(self.period.first, self.period.last, self.scope.staff, (AssessmentKind.SELF,))

    @cached_property
    def uses(self) -> list[knowledge.Used]:
        return knowledge.used(self.scope)

    @cached_property
    def missed_searches(self) -> list[tuple[str, int]]:
        return knowledge.missed_searches(self.scope)

    @cached_property
    def past_review(self) -> list[tuple[int, date]]:
        return knowledge.past_review(local_day(at(self.end - 1), self.zone))

    @cached_property
    def fresh(self) -> list[tuple[int, int]]:
        return knowledge.published(self.scope)

    @property
    def people(self) -> Scope:
        """As surveys know it."""
        return Scope(self.scope.start, self.scope.end, self.scope.staff)


def desk_reach(days: Period, scope: Scope, until: int, zone: ZoneInfo, first: float | None, *, is_asked: bool) -> DeskReach:
    has_data = is_asked or (first is not None and first - scope.start <= FIRST_WEEK)
    return DeskReach(days, scope, until, zone, has_data)


def flow(reach: DeskReach) -> tuple[Value, ...]:
    """What was there, came, came back and was solved, and what is left: the last is the sum of the others."""
    found = reach.totals
    return (
        reach.count("cases_open_before", found.open_before),
        reach.count("cases_opened", found.opened),
        reach.count("cases_reopened", found.reopened),
        reach.count("cases_closed", found.closed),
        reach.count("cases_open", found.open_after),
    )


def complaints(reach: DeskReach) -> Value:
    return reach.count("complaints_opened", reach.totals.complaints)


def ids_at_risk(reach: DeskReach) -> "array[int]":
    """The whole company's customers."""
    return risk.ids_at_risk(risk.since(reach.period.last, reach.zone), reach.end)


def first_response(reach: DeskReach) -> Value:
    return reach.share("first_response", *reach.totals.first_response)


TIMES = (
    "first_response", "first_response_mean", "first_response_clock", "next_response", "first_resolution", "full_resolution",
    "full_resolution_median", "net_resolution", "wait_us", "wait_customer", "wait_other",
)  # fmt: skip


def times(reach: DeskReach) -> tuple[Value, ...]:
    """How long it took until customers heard from us, and until cases were solved."""
    return tuple(reach.share(figure, *getattr(reach.totals, figure)) for figure in TIMES)


def shares(reach: DeskReach) -> tuple[Value, ...]:
    """How well cases were solved."""
    found = reach.totals
    return (
        reach.share("case_first_contact", len(found.once) - len(cases.came_again(found.once)), found.touched),
        reach.share("one_touch", found.one_answer, found.solved),
        reach.share("reopened_rate", found.came_back, found.solved),
    )


def escalation_rate(reach: DeskReach) -> Value:
    return reach.share("escalation_rate", reach.escalated.escalated, reach.escalated.cases)


def levels(reach: DeskReach) -> tuple[Value, ...]:
    return reach.share("sla_response", *reach.attainment("response")), reach.share("sla_resolution", *reach.attainment("resolution"))


def voices(reach: DeskReach) -> tuple[Value, ...]:
    csat, nps, ces = (reach.scores_of(kind) for kind in (SurveyKind.CSAT, SurveyKind.NPS, SurveyKind.CES))
    asked = reach.asked.get(SurveyKind.CSAT, surveys.Asked())
    return (
        reach.share("csat", csat.good, csat.answered),
        reach.share("csat_mean", csat.total, csat.answered),
        reach.share("csat_asked", asked.answered, asked.asked),
        reach.share("nps", nps.good - nps.detractors, nps.answered),
        reach.share("nps_promoters", nps.good, nps.answered),
        reach.share("nps_detractors", nps.detractors, nps.answered),
        reach.share("ces", ces.total, ces.answered),
    )


def qualities(reach: DeskReach) -> tuple[Value, ...]:
    scores = [each.score for each in reach.judged if each.score is not None]
    return (
        qa_score("qa_score", scores),
        reach.count("qa_done", len(reach.judged)),
        reach.count("qa_nought", sum(score == 0 for score in scores)),
        reach.count("qa_planned", len(voices_of.planned_ids(reach.period.first, reach.period.last, reach.scope.staff))),
        qa_score("qa_own", [each.score for each in reach.own if each.score is not None]),
        qa_score("qa_gap", list(gaps(reach).values())),
    )


def gaps(reach: DeskReach) -> dict[int, Fraction]:
    """By the id of an own assessment: how much higher it is than the mean of the others' about the same conversation."""
    others: defaultdict[tuple[int, int | None, int | None], list[Fraction]] = defaultdict(list)
    for each in reach.judged:
        if each.score is not None:
            others[each.staff_id, each.interaction_id, each.case_id].append(each.score)
    found = {}
    for each in reach.own:
        theirs = others.get((each.staff_id, each.interaction_id, each.case_id))
        if theirs and each.score is not None:
            found[each.id] = each.score - sum(theirs, Fraction(0)) / len(theirs)
    return found


def qa_score(figure: str, scores: list[Fraction]) -> Value:
    if not scores:
        return Value(figure, None, None)
    return Value(figure, round(sum(scores, Fraction(0)) * STORED), len(scores) * STORED)


def knowledge_figures(reach: DeskReach, contacts: int) -> tuple[Value, ...]:
    helped, *counts = reach.once(_knowledge_counts)
    return reach.share("knowledge_share", helped.numerator or 0, contacts), *counts


def _knowledge_counts(reach: DeskReach) -> tuple[Value, ...]:
    kept = reach.kept.told(Subject.CONTACTS_WITH_KNOWLEDGE)
    return (
        Value("knowledge_share", knowledge.interactions_with(reach.scope) if kept is None else kept),
        reach.count("knowledge_uses", sum(each.times for each in reach.uses)),
        reach.count("searches_missed", sum(times for _words, times in reach.missed_searches)),
        reach.count("articles_new", len(reach.fresh)),
        reach.count("articles_late", len(reach.past_review)),
    )
