"""The figures of the service desk: cases, service levels, what customers say, quality, knowledge."""

from crm_desktop.core.figure import STORED, Better, Figure, Unit
from crm_desktop.core.i18n import N_

_SOLVED = N_("cases solved in the period")
_ANSWERED_CASES = N_("cases opened in the period that were answered")
_MEDIAN = N_("the middle one of the times, times the cases")

CASE_FIGURES = (
    Figure("cases_open_before", N_("Open at the start"), N_("cases that were not solved when the period began"), "", Unit.COUNT,
           Better.LESS, N_("Cases opened before the period and not solved at its first moment. Merged cases are counted once, as the one "
                           "they became.")),
    Figure("cases_opened", N_("Cases opened"), N_("cases opened in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("Cases by the moment they were opened; those merged into another are left out.")),
    Figure("cases_reopened", N_("Cases reopened"), N_("times that a solved case came back"), "", Unit.COUNT, Better.LESS,
           N_("Every time a case went from solved to any other state in the period.")),
    Figure("cases_closed", N_("Cases solved"), N_("times that a case was solved"), "", Unit.COUNT, Better.MORE,
           N_("Every time a case came into a state of the kind “done” in the period; a case that came back can be solved twice.")),
    Figure("cases_open", N_("Open at the end"), N_("cases that are not solved at the end of the period"), "", Unit.COUNT, Better.LESS,
           N_("Open at the start, plus opened, plus reopened, less solved. Up to the moment the data goes to if that is earlier.")),
    Figure("complaints_opened", N_("Complaints"), N_("complaints opened in the period"), "", Unit.COUNT, Better.LESS,
           N_("Cases of the kind complaint by the moment they were opened.")),
    Figure("first_response", N_("First response, median"), _MEDIAN, _ANSWERED_CASES, Unit.SECONDS, Better.LESS,
           N_("From a case's opening to the first time the customer heard from us, in working time. Cases not answered yet are left "
              "out."), 5),
    Figure("first_response_mean", N_("First response, mean"), N_("working seconds from opening to the first answer"), _ANSWERED_CASES,
           Unit.SECONDS, Better.LESS, N_("As the median, but the mean: one very late answer weighs much."), 5),
    Figure("first_response_clock", N_("First response, around the clock"), N_("seconds from opening to the first answer"),
           _ANSWERED_CASES, Unit.SECONDS, Better.LESS, N_("As the customer felt it: nights, weekends and holidays count."), 5),
    Figure("next_response", N_("Next response"), N_("seconds from the earliest unanswered message to our answer"),
           N_("later answers of the period"), Unit.SECONDS, Better.LESS,
           N_("Every answer of the period but a case's first, if the customer had written since the one before. Around the clock."), 5),
    Figure("first_resolution", N_("Time to the first solution"), N_("seconds from opening to the first solution"),
           N_("cases solved for the first time in the period"), Unit.SECONDS, Better.LESS,
           N_("From a case's opening until it was solved the first time, around the clock."), 5),
    Figure("full_resolution", N_("Time to solve"), N_("seconds from opening to the last solution"), _SOLVED, Unit.SECONDS,
           Better.LESS, N_("From a case's opening until it was solved the last time in the period, around the clock."), 5),
    Figure("full_resolution_median", N_("Time to solve, median"), _MEDIAN, _SOLVED, Unit.SECONDS, Better.LESS,
           N_("As the mean, but the middle one of the times."), 5),
    Figure("net_resolution", N_("Our own time to the solution"), N_("working seconds in which it was our turn"), _SOLVED, Unit.SECONDS,
           Better.LESS, N_("Working time from opening to the last solution in which nobody waited for the customer or somebody else."), 5),
    Figure("wait_us", N_("Waiting for us"), N_("seconds in which it was our turn"), _SOLVED, Unit.SECONDS, Better.LESS,
           N_("How long a solved case was open and nobody else's turn, around the clock."), 5),
    Figure("wait_customer", N_("Waiting for the customer"), N_("seconds in which it was the customer's turn"), _SOLVED, Unit.SECONDS,
           Better.NEITHER, N_("How long a solved case waited for the customer, around the clock."), 5),
    Figure("wait_other", N_("Waiting for somebody else"), N_("seconds in which it was somebody else's turn"), _SOLVED, Unit.SECONDS,
           Better.LESS, N_("How long a solved case waited for a supplier, a carrier or another third party, around the clock."), 5),
    Figure("case_first_contact", N_("Cases solved at the first contact"),
           N_("those with one contact at most that did not come back"), _SOLVED, Unit.SHARE, Better.MORE,
           N_("Cases with no more than one contact, never reopened, whose customer did not get in touch for the same reason within 7 days "
              "after."), 5),
    Figure("one_touch", N_("Solved with one answer"), N_("those with exactly one answer of ours"), _SOLVED, Unit.SHARE, Better.MORE,
           N_("Solved cases in which the customer heard from us exactly once."), 5),
    Figure("reopened_rate", N_("Reopened"), N_("those that came back later"), _SOLVED, Unit.SHARE, Better.LESS,
           N_("Cases solved in the period that were reopened after any of these times, up to the moment the data goes to."), 5),
    Figure("escalation_rate", N_("Escalated"), N_("those that were escalated"), N_("cases opened in the period"), Unit.SHARE, Better.LESS,
           N_("Cases of the period that went to a team lead, a manager or somebody outside, for whatever reason."), 5),
    Figure("escalations", N_("Escalations"), N_("escalations made in the period"), "", Unit.COUNT, Better.LESS,
           N_("Escalations by the moment they were made.")),
    Figure("escalations_accepted", N_("of them accepted"), N_("those that somebody accepted"), "", Unit.COUNT, Better.MORE,
           N_("Escalations of the period that whom they went to took over.")),
    Figure("case_age", N_("Open cases by age"), N_("open cases of this age"), "", Unit.COUNT, Better.LESS,
           N_("Days since the opening of cases not solved at the end of the period.")),
    Figure("complaint_cause", N_("Complaints by cause"), N_("complaints of the row"), "", Unit.COUNT, Better.LESS,
           N_("Where what went wrong came from, of the complaints opened in the period.")),
    Figure("remedies_given", N_("Remedies"), N_("remedies given in the period"), "", Unit.COUNT, Better.NEITHER,
           N_("What was done in the period to make cases good.")),
    Figure("remedies_cost", N_("Cost of remedies"), N_("what these remedies cost"), "", Unit.MONEY, Better.LESS,
           N_("What the remedies of the period cost us."), scale=STORED),
)  # fmt: skip
LEVEL_FIGURES = (
    Figure("sla_response", N_("SLA met, first response"), N_("those answered in time"), N_("first responses that fell due in the period"),
           Unit.SHARE, Better.MORE,
           N_("Targets for the first response that fell due in the period. A case solved without an answer is answered then; what is still "
              "open and late is missed."), 5),
    Figure("sla_resolution", N_("SLA met, solution"), N_("those solved in time"), N_("solutions that fell due in the period"), Unit.SHARE,
           Better.MORE, N_("Targets for the solution that fell due in the period; what is still open and late is missed."), 5),
    Figure("sla_met", N_("Targets met"), N_("those met in time"), N_("targets of both kinds that fell due in the period"), Unit.SHARE,
           Better.MORE, N_("First responses and solutions that fell due in the period; what is still open and late is missed."), 5),
    Figure("turn_share", N_("Whose turn it was"), N_("seconds in which it was the turn of the row"), N_("seconds in which cases were open"),
           Unit.SHARE, Better.NEITHER, N_("Of the time in the period in which cases were open, whose turn it was.")),
)  # fmt: skip
VOICE_FIGURES = (
    Figure("csat", N_("Satisfaction"), N_("answers of 4 or 5"), N_("answers of 1 to 5 given in the period"), Unit.SHARE, Better.MORE,
           N_("Satisfied customers (4 or 5 of 5) among all who answered, by the day they answered."), 5),
    Figure("csat_mean", N_("Mean rating"), N_("sum of the ratings"), N_("answers of 1 to 5 given in the period"), Unit.RATIO, Better.MORE,
           N_("The mean of the ratings from 1 to 5."), 5),
    Figure("csat_asked", N_("Response rate"), N_("those who answered"), N_("customers asked in the period"), Unit.SHARE, Better.MORE,
           N_("Who answered a question about satisfaction, of those who were asked in the period."), 5),
    Figure("nps", N_("Net promoter score"), N_("answers of 9 or 10 less those of 0 to 6"), N_("answers of 0 to 10 given in the period"),
           Unit.SHARE, Better.MORE, N_("Promoters less detractors among all who said how likely they recommend us."), 5),
    Figure("ces", N_("Effort"), N_("sum of the answers"), N_("answers of 1 to 7 given in the period"), Unit.RATIO, Better.MORE,
           N_("The mean of the answers from 1 to 7 to how easy it was."), 5),
    Figure("score_count", N_("Answers by score"), N_("answers with this score"), "", Unit.COUNT, Better.NEITHER,
           N_("How many gave which score in the period.")),
)  # fmt: skip
QUALITY_FIGURES = (
    Figure("qa_score", N_("QA score"), N_("sum of the scores"), N_("assessments of conversations of the period"), Unit.SHARE, Better.MORE,
           N_("The mean of the assessments by supervisors and peers; a fatal miss makes an assessment nought."), 0, STORED),
    Figure("qa_done", N_("Assessments"), N_("assessments of conversations of the period"), "", Unit.COUNT, Better.MORE,
           N_("By supervisors and peers, by the day of the conversation.")),
    Figure("qa_planned", N_("Planned, not made yet"), N_("assessments of conversations of the period that are not made"), "", Unit.COUNT,
           Better.LESS, N_("Drawn or planned for supervisors and peers, by the day of the conversation.")),
    Figure("qa_nought", N_("of them failed by a fatal criterion"), N_("assessments with the score nought"), "", Unit.COUNT, Better.LESS,
           N_("Assessments in which a fatal criterion was missed.")),
    Figure("qa_own", N_("Own score"), N_("sum of the scores"), N_("assessments by the person themselves"), Unit.SHARE, Better.NEITHER,
           N_("The mean of what people gave themselves."), 0, STORED),
)  # fmt: skip
KNOWLEDGE_FIGURES = (
    Figure("knowledge_share", N_("Interactions with an article"), N_("those with an article or a template used"),
           N_("interactions that began in the period"), Unit.SHARE, Better.MORE,
           N_("Interactions in which somebody used an article or a template."), 5),
    Figure("knowledge_uses", N_("Times used"), N_("uses in the period"), "", Unit.COUNT, Better.MORE,
           N_("How often articles and templates were used, and scripts followed, in the period.")),
    Figure("searches_missed", N_("Searches without a hit"), N_("searches of the period that found no article"), "", Unit.COUNT, Better.LESS,
           N_("Words that somebody looked for and no article has.")),
    Figure("articles_new", N_("Articles published"), N_("articles approved in the period"), "", Unit.COUNT, Better.MORE,
           N_("Articles by the moment they were approved, that are still published.")),
    Figure("articles_late", N_("Articles past their review"), N_("published articles whose review is overdue"), "", Unit.COUNT, Better.LESS,
           N_("Published articles whose review-by day is before the day the data goes to.")),
)  # fmt: skip
DESK_FIGURES = CASE_FIGURES + LEVEL_FIGURES + VOICE_FIGURES + QUALITY_FIGURES + KNOWLEDGE_FIGURES
