"""The records behind the figures of the service desk: found by the same course of each case that the figures are counted from."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from crm_desktop.core.case_course import Course
from crm_desktop.core.case_totals import solved_after_contact, solved_at_once
from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds_of_escalation import SlaTargetKind
from crm_desktop.core.kinds_of_service import CaseKind
from crm_desktop.core.survey_kinds import DETRACTORS, SCALES, SurveyKind
from crm_desktop.queries import sla, surveys
from crm_desktop.queries.figures_cases import came_again, escalated_cases
from crm_desktop.queries.figures_escalations import escalated_case_ids
from crm_desktop.queries.figures_knowledge import missed_search_ids
from crm_desktop.queries.figures_voices import asked_ids, planned_ids
from crm_desktop.queries.lists import at
from crm_desktop.reports.desk_reach import DeskReach, gaps, ids_at_risk


class Records(NamedTuple):
    """What stands behind one number of a figure. `are_searches`: those in vain, which the page of `entity` shows."""

    entity: Entity
    ids: "array[int]"
    are_searches: bool = False


_ARTICLE, _ASSESSMENT, _ANSWER = Entity.ARTICLE, Entity.ASSESSMENT, Entity.SURVEY_RESPONSE
Finder = Callable[[DeskReach], Iterable[int]]


class Parts(NamedTuple):
    """Records that the two numbers count; None where that is no record, as with seconds."""

    numerator: Finder | None
    denominator: Finder | None = None
    entity: Entity = Entity.CASE
    are_searches: bool = False


def _ids(found: Iterable[Course]) -> list[int]:
    return [each.case_id for each in found]


def _opened(reach: DeskReach) -> list[int]:
    return _ids(reach.opened)


def _answered(reach: DeskReach) -> list[int]:
    return _ids(each for each in reach.opened if each.answers)


def _solved(reach: DeskReach) -> list[int]:
    return _ids(each for each, _moments in reach.closings)


def _solved_first(reach: DeskReach) -> list[int]:
    return _ids(each for each, moments in reach.closings if each.closings()[0] == moments[0])


def _came_back(reach: DeskReach) -> list[int]:
    return _ids(each for each, moments in reach.closings if any(moment >= moments[0] for moment in each.reopenings()))


def _reopened(reach: DeskReach) -> list[int]:
    return _ids(each for each in reach.courses if any(reach.scope.start <= moment < reach.scope.end for moment in each.reopenings()))


def _at_once(reach: DeskReach) -> list[int]:
    once = solved_at_once(reach.closings)
    again = came_again(once)
    return [row_id for row_id in once if row_id not in again]


def _escalated(reach: DeskReach) -> list[int]:
    known = set(escalated_cases(_opened(reach)))
    return [row_id for row_id in _opened(reach) if row_id in known]


def _answered_again(reach: DeskReach) -> list[int]:
    return _ids(each for each in reach.courses if any(reach.is_within(moment) for moment, _seconds in each.responses()))


def _due(target: SlaTargetKind, *, met_only: bool) -> Finder:
    def found(reach: DeskReach) -> list[int]:
        since, until, now = at(reach.scope.start), at(reach.scope.end), at(reach.until)
        ids = list(sla.attained_ids(since, until, target, met=True, now=now))
        return ids if met_only else ids + list(sla.attained_ids(since, until, target, met=False, now=now))

    return found


def _answers(kind: SurveyKind, lowest: int = 0, highest: int = 10) -> Finder:
    return lambda reach: surveys.answered_ids(reach.people, kind, lowest, highest)


def _asked(*, answered_only: bool) -> Finder:
    return lambda reach: asked_ids(reach.people, SurveyKind.CSAT, answered_only=answered_only)


def _said(kind: SurveyKind, good: int = 0) -> Parts:
    return Parts(_answers(kind, good) if good else None, _answers(kind), _ANSWER)


def _asked_for_help(reach: DeskReach) -> list[int]:
    return escalated_case_ids(reach.scope.start, reach.end)


def _taken_over(reach: DeskReach) -> list[int]:
    return escalated_case_ids(reach.scope.start, reach.end, accepted_only=True)


def _judged(reach: DeskReach) -> list[int]:
    return [each.id for each in reach.judged]


def _scored(reach: DeskReach) -> list[int]:
    return [each.id for each in reach.judged if each.score is not None]


def _failed(reach: DeskReach) -> list[int]:
    return [each.id for each in reach.judged if each.score == 0]


def _judged_themselves(reach: DeskReach) -> list[int]:
    return [each.id for each in reach.own if each.score is not None]


def _planned(reach: DeskReach) -> list[int]:
    return planned_ids(reach.period.first, reach.period.last, reach.scope.staff)


PARTS: Mapping[str, Parts] = {
    "csat": _said(SurveyKind.CSAT, SCALES[SurveyKind.CSAT].good),
    "csat_mean": _said(SurveyKind.CSAT),
    "csat_asked": Parts(_asked(answered_only=True), _asked(answered_only=False), _ANSWER),
    "nps": _said(SurveyKind.NPS),
    "nps_promoters": _said(SurveyKind.NPS, SCALES[SurveyKind.NPS].good),
    "nps_detractors": Parts(_answers(SurveyKind.NPS, 0, DETRACTORS), _answers(SurveyKind.NPS), _ANSWER),
    "ces": _said(SurveyKind.CES),
    "customers_at_risk": Parts(ids_at_risk, None, Entity.CUSTOMER),
    "qa_score": Parts(None, _scored, _ASSESSMENT),
    "qa_done": Parts(_judged, None, _ASSESSMENT),
    "qa_nought": Parts(_failed, None, _ASSESSMENT),
    "qa_planned": Parts(_planned, None, _ASSESSMENT),
    "qa_own": Parts(None, _judged_themselves, _ASSESSMENT),
    "qa_gap": Parts(None, gaps, _ASSESSMENT),
    "searches_missed": Parts(lambda reach: missed_search_ids(reach.scope), None, _ARTICLE, are_searches=True),
    "articles_new": Parts(lambda reach: [row_id for row_id, _moment in reach.fresh], None, _ARTICLE),
    "articles_late": Parts(lambda reach: [row_id for row_id, _day in reach.past_review], None, _ARTICLE),
    "cases_open_before": Parts(lambda reach: _ids(reach.open_before)),
    "cases_opened": Parts(_opened),
    "cases_reopened": Parts(_reopened),
    "cases_closed": Parts(_solved),
    "cases_open": Parts(lambda reach: _ids(reach.open_after)),
    "complaints_opened": Parts(lambda reach: _ids(each for each in reach.opened if each.kind == CaseKind.COMPLAINT)),
    **dict.fromkeys(("first_response", "first_response_mean", "first_response_clock"), Parts(None, _answered)),
    "first_resolution": Parts(None, _solved_first),
    **dict.fromkeys(
        ("full_resolution", "full_resolution_median", "net_resolution", "wait_us", "wait_customer", "wait_other"), Parts(None, _solved)
    ),
    "next_response": Parts(None, _answered_again),
    "escalations": Parts(_asked_for_help),
    "escalation_take_over": Parts(None, _taken_over),
    "escalation_rate": Parts(_escalated, _opened),
    "case_first_contact": Parts(_at_once, lambda reach: list(solved_after_contact(reach.closings))),
    "one_touch": Parts(lambda reach: _ids(each for each, _moments in reach.closings if len(each.answers) == 1), _solved),
    "reopened_rate": Parts(_came_back, _solved),
    "sla_response": Parts(_due(SlaTargetKind.RESPONSE, met_only=True), _due(SlaTargetKind.RESPONSE, met_only=False)),
    "sla_resolution": Parts(_due(SlaTargetKind.RESOLUTION, met_only=True), _due(SlaTargetKind.RESOLUTION, met_only=False)),
}


def desk_records(figure: str, reach: DeskReach, *, numerator: bool) -> Records | None:
    parts = PARTS.get(figure)
    finder = parts and (parts.numerator if numerator else parts.denominator)
    return Records(parts.entity, array("q", finder(reach)), parts.are_searches) if parts and finder else None
