"""One period of the service desk, asked of the store once: cases by their events, targets, answers of customers, assessments, knowledge."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from zoneinfo import ZoneInfo

from crm_desktop.core.case_course import Course, median_times_cases
from crm_desktop.core.dates import local_day
from crm_desktop.core.figures import STORED, Value
from crm_desktop.core.kinds_of_service import CaseStatusKind
from crm_desktop.core.quality_score import AssessmentKind
from crm_desktop.core.sla_clock import AroundTheClock, Clock
from crm_desktop.core.survey_kinds import SurveyKind
from crm_desktop.data.sla_dues import working_clock
from crm_desktop.queries import figures_cases as cases
from crm_desktop.queries import figures_knowledge as knowledge
from crm_desktop.queries import figures_voices as voices_of
from crm_desktop.queries import quality, risk, sla, surveys
from crm_desktop.queries.figures import Scope
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

    def mean(self, figure: str, seconds: Iterable[int]) -> Value:
        found = list(seconds)
        return self.share(figure, sum(found), len(found))

    def median(self, figure: str, seconds: Iterable[int]) -> Value:
        found = list(seconds)
        return self.share(figure, median_times_cases(found), len(found))

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
    def courses(self) -> list[Course]:
        return cases.courses(self.scope, self.until + 1)

    @cached_property
    def opened(self) -> list[Course]:
        return [each for each in self.courses if self.is_within(each.opened_at)]

    @cached_property
    def closings(self) -> list[tuple[Course, list[int]]]:
        """Cases solved in the period, with each moment in it."""
        found = ((each, [moment for moment in each.closings() if self.is_within(moment)]) for each in self.courses)
        return [(each, moments) for each, moments in found if moments]

    @cached_property
    def reopened(self) -> int:
        return sum(self.is_within(moment) for each in self.courses for moment in each.reopenings())

    @cached_property
    def open_before(self) -> list[Course]:
        return cases.open_courses(self.scope, self.scope.start)

    @cached_property
    def open_after(self) -> list[Course]:
        return cases.open_courses(self.scope, self.end)

    def solved(self, told: Callable[[Course, int], int]) -> list[int]:
        """Of each case solved in the period, told by its last solution in it."""
        return [told(each, moments[-1]) for each, moments in self.closings]

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
    return (
        reach.count("cases_open_before", len(reach.open_before)),
        reach.count("cases_opened", len(reach.opened)),
        reach.count("cases_reopened", reach.reopened),
        reach.count("cases_closed", sum(len(moments) for _case, moments in reach.closings)),
        reach.count("cases_open", len(reach.open_after)),
    )


def complaints(reach: DeskReach) -> Value:
    return reach.count("complaints_opened", sum(each.kind == "complaint" for each in reach.opened))


def ids_at_risk(reach: DeskReach) -> "array[int]":
    """The whole company's customers."""
    return risk.ids_at_risk(risk.since(reach.period.last, reach.zone), reach.end)


def at_risk(reach: DeskReach) -> Value:
    return reach.count("customers_at_risk", len(ids_at_risk(reach)))


def response_times(reach: DeskReach) -> list[int]:
    """In working time."""
    return [reach.clock.between(each.opened_at, each.answers[0]) for each in reach.opened if each.answers]


def first_response(reach: DeskReach) -> Value:
    return reach.median("first_response", response_times(reach))


def times(reach: DeskReach) -> tuple[Value, ...]:
    """How long it took until customers heard from us, and until cases were solved."""
    start, end = reach.scope.start, reach.scope.end
    firsts = [each.closings()[0] - each.opened_at for each, moments in reach.closings if moments[0] == each.closings()[0]]
    answered = [each.first_response for each in reach.opened if each.first_response is not None]
    later = [seconds for each in reach.courses for moment, seconds in each.responses() if start <= moment < end]
    full = reach.solved(lambda case, moment: moment - case.opened_at)
    return (
        first_response(reach),
        reach.mean("first_response_mean", response_times(reach)),
        reach.mean("first_response_clock", answered),
        reach.mean("next_response", later),
        reach.mean("first_resolution", firsts),
        reach.mean("full_resolution", full),
        reach.median("full_resolution_median", full),
        reach.mean("net_resolution", reach.solved(lambda case, moment: case.working(moment, reach.clock))),
        reach.mean("wait_us", reach.solved(lambda case, moment: case.spent(CaseStatusKind.OPEN, moment))),
        reach.mean("wait_customer", reach.solved(lambda case, moment: case.spent(CaseStatusKind.WAITING_CUSTOMER, moment))),
        reach.mean("wait_other", reach.solved(lambda case, moment: case.spent(CaseStatusKind.WAITING_OTHER, moment))),
    )


def shares(reach: DeskReach) -> tuple[Value, ...]:
    """How well cases were solved."""
    solved = [each for each, _moments in reach.closings]
    back = [each for each, moments in reach.closings if any(moment >= moments[0] for moment in each.reopenings())]
    single = [each for each in solved if len(each.answers) + len(each.heard) <= 1 and not each.reopenings()]
    again = cases.came_again([each.case_id for each in single])
    return (
        reach.share("case_first_contact", sum(each.case_id not in again for each in single), len(solved)),
        reach.share("one_touch", sum(len(each.answers) == 1 for each in solved), len(solved)),
        reach.share("reopened_rate", len(back), len(solved)),
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
    )


def qa_score(figure: str, scores: list[Fraction]) -> Value:
    if not scores:
        return Value(figure, None, None)
    return Value(figure, round(sum(scores, Fraction(0)) * STORED), len(scores) * STORED)


def knowledge_figures(reach: DeskReach, contacts: int) -> tuple[Value, ...]:
    helped, *counts = reach.once(_knowledge_counts)
    return reach.share("knowledge_share", helped.numerator or 0, contacts), *counts


def _knowledge_counts(reach: DeskReach) -> tuple[Value, ...]:
    return (
        Value("knowledge_share", knowledge.interactions_with(reach.scope)),
        reach.count("knowledge_uses", sum(each.times for each in reach.uses)),
        reach.count("searches_missed", sum(times for _words, times in reach.missed_searches)),
        reach.count("articles_new", len(reach.fresh)),
        reach.count("articles_late", len(reach.past_review)),
    )
