"""Every figure of the service desk, counted again by independent loops over the events, on both engines."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import Priority
from crm_desktop.data.models import FollowUp, Operation, SupportCase, SurveyResponse
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect, draw, figures, restore
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from tests.reports.conftest import words_of
from tests.reports.desk_shop import fill_desk
from tests.reports.recount import rows_of
from tests.reports.recount_desk import DeskRecount, middle
from tests.reports.shop import MONTH, fill

END = date(2025, 11, 30)
pytestmark = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)


def FILLING():
    fill(contacts=150)
    targets = tuple(TargetInput(priority, 60 * 4, 60 * 24) for priority in Priority)
    add_sla(SlaInput("Standard", fallback=True, targets=targets), FOUNDER)
    fill_desk()


@pytest.fixture
def desk(filled_store):
    return filled_store


@pytest.fixture
def recount(desk):
    return DeskRecount(MONTH, END, int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp()))


@pytest.fixture
def told(desk):
    """The whole company's figures of the month, as two numbers."""
    data = collect(MonthlyInteractionsParameters(month=MONTH))
    values = {(each["id"], each["from"]): each for each in figures(data)["figures"] if set(each["of"]) <= {"currency"}}

    def pair(figure):
        found = values[figure, "2025-11-01"]
        return found["numerator"], found["denominator"]

    return pair


FLOW = ("cases_open_before", "cases_opened", "cases_reopened", "cases_closed", "cases_open")


def test_what_was_open_and_came_less_what_was_solved_is_what_is_left(told, recount):
    before, opened, reopened, closed, left = (told(figure)[0] for figure in FLOW)

    assert (before, opened, reopened, closed, left) == recount.flow()
    assert before + opened + reopened - closed == left
    assert min(before, opened, reopened, closed, left) > 0


def mean(seconds):
    return (sum(seconds), len(seconds)) if seconds else (None, None)


def test_response_times_by_the_working_clock_and_around_it(told, recount):
    working = recount.first_responses(recount.working)
    assert told("first_response_mean") == mean(working)
    numerator, cases = told("first_response")
    assert abs(numerator / cases - middle(working)) <= 0.5
    assert told("first_response_clock") == mean(recount.first_responses(lambda opened, answered: max(answered - opened, 0)))
    assert told("next_response") == mean(recount.next_responses())


def test_resolution_times_and_whose_turn_it_was(told, recount):
    solved = recount.solved()
    firsts = [case_closings[0] - case["opened_at"] for case, moments in solved
              if (case_closings := recount.closings(case))[0] == moments[0]]  # fmt: skip

    assert told("first_resolution") == mean(firsts)
    assert told("full_resolution") == mean([moments[-1] - case["opened_at"] for case, moments in solved])
    assert told("net_resolution") == mean([recount.net(case, moments[-1]) for case, moments in solved])
    for figure, state in (("wait_us", "open"), ("wait_customer", "waiting_customer"), ("wait_other", "waiting_other")):
        assert told(figure) == mean([recount.in_state(case, state, moments[-1]) for case, moments in solved])


def test_shares_of_solved_cases(told, recount):
    solved = recount.solved()
    one = sum(len(recount.answers(case)) == 1 for case, _moments in solved)
    back = sum(any(at >= moments[0] for at in recount.reopenings(case)) for case, moments in solved)
    assert told("one_touch") == (one, len(solved))
    assert told("reopened_rate") == (back, len(solved))
    assert told("case_first_contact") == recount.first_contact()


def test_what_customers_answered(told, recount):
    csat, nps, ces = (recount.scores(kind) for kind in ("csat", "nps", "ces"))

    assert told("csat") == (sum(score >= 4 for score in csat), len(csat))
    assert told("csat_mean") == (sum(csat), len(csat))
    assert told("csat_asked") == recount.asked("csat")
    assert told("nps") == (sum(score >= 9 for score in nps) - sum(score <= 6 for score in nps), len(nps))
    assert told("ces") == (sum(ces), len(ces))


def test_quality_is_the_mean_of_what_counts(told, recount):
    scores = recount.qa()
    total, count = told("qa_score")

    assert told("qa_done")[0] >= len(scores) == count > 3
    assert total == pytest.approx(sum(scores), abs=0.001)
    assert told("qa_nought")[0] == sum(score == 0 for score in scores)


def test_targets_count_when_they_fell_due(told, recount):
    for figure, due, ended in (
        ("sla_response", "response_due_at", recount.answered),
        ("sla_resolution", "resolution_due_at", recount.settled),
    ):
        rows = [case for case in rows_of("support_case") if case[due] and recount.within(case[due])]
        met = sum(ended(case) is not None and ended(case) <= case[due] for case in rows)
        assert told(figure) == (met, len(rows))
        assert 0 < met < len(rows)


def test_what_was_used_and_looked_for(told, recount):
    used = [row for row in rows_of("knowledge_use") if recount.within(row["used_at"])]
    helped = {row["interaction_id"] for row in rows_of("knowledge_use")}

    assert told("knowledge_uses")[0] == len(used) > 0
    assert told("knowledge_share") == (sum(row["id"] in helped for row in recount.held), len(recount.held))
    assert told("searches_missed")[0] == sum(recount.within(row["at"]) for row in rows_of("missed_search")) > 0


def test_ages_priorities_kinds_causes_and_remedies_add_up(desk, recount):
    cases = collect(MonthlyInteractionsParameters(month=MONTH)).desk.cases
    counts, costs = recount.remedies()

    assert sum(row.cases.numerator for row in cases.ages) == recount.flow()[4]
    for side in ("priority", "kind"):
        rows = [row for row in cases.parts if row.side == side]
        assert sum(row.opened.numerator for row in rows) == recount.flow()[1]
        left = Counter(case[side] for case in recount.open_at(recount.end))
        assert {row.word: row.left.numerator for row in rows if row.left.numerator} == left
    assert {row.remedy: (row.given.numerator, row.cost.numerator) for row in cases.remedies} == {
        kind: (counts[kind], costs[kind]) for kind in counts
    }
    complaints = [case["number"] for case in recount.opened() if case["kind"] == "complaint"]
    assert sorted(row.number for row in cases.complaints) == sorted(complaints)
    assert cases.flow[0].before.numerator == 0


def test_escalations_by_level_and_reason_with_the_time_until_somebody_took_over(desk, recount, told):
    made = [row for row in rows_of("escalation") if recount.within(row["at"])]
    taken = [row["accepted_at"] - row["at"] for row in made if row["accepted_at"]]
    back = [row for row in made if row["handed_back_at"]]
    cases = collect(MonthlyInteractionsParameters(month=MONTH)).desk.cases

    assert (told("escalations")[0], told("escalations_accepted")[0], told("escalations_handed_back")[0]) == (
        len(made), len(taken), len(back),
    )  # fmt: skip
    assert told("escalation_take_over") == mean(taken)
    escalated = {row["case_id"] for row in rows_of("escalation")}
    assert told("escalation_rate") == (sum(case["id"] in escalated for case in recount.opened()), len(recount.opened()))
    for side, column in (("level", "level"), ("reason", "trigger")):
        rows = {row.word: row for row in cases.escalated if row.side == side}
        assert {word: row.made.numerator for word, row in rows.items()} == Counter(row[column] for row in made)
        for word, row in rows.items():
            seconds = [each["accepted_at"] - each["at"] for each in made if each[column] == word and each["accepted_at"]]
            assert (row.take_over.numerator, row.take_over.denominator) == mean(seconds)
    waits = [line.taken for line in cases.helped]
    assert waits == sorted(waits, key=lambda taken: (taken is not None, -(taken or 0))) and len(waits) == min(len(made), 20)


def test_the_oldest_cases_say_what_is_next_and_by_when(desk, nancy):
    oldest = collect(MonthlyInteractionsParameters(month=MONTH)).desk.cases.oldest
    case = SupportCase.get(number=oldest[0].number)
    add_follow_up(FollowUpInput("Ring them", date(2026, 1, 9), case_id=case.id), nancy)
    add_follow_up(FollowUpInput("Later", date(2026, 2, 9), case_id=case.id), nancy)
    data = collect(MonthlyInteractionsParameters(month=MONTH))
    line = data.desk.cases.oldest[0]

    assert (line.next_on, data.people.titles[line.next_step]) == (date(2026, 1, 9), "Ring them")
    assert line.promised_on is not None


def test_a_comment_says_what_was_done_about_it(desk, nancy):
    response = SurveyResponse.select().where(SurveyResponse.comment != "", SurveyResponse.case.is_null(False)).first()
    (made,) = add_follow_up(FollowUpInput("Ring them", date(2026, 1, 9)), nancy).of(Entity.FOLLOW_UP)
    SurveyResponse.update(follow_up=made, answered_at=datetime(2025, 11, 5, tzinfo=UTC)).where(SurveyResponse.id == response.id).execute()
    FollowUp.update(state="done", completed_at=datetime(2025, 11, 7, 12, tzinfo=UTC)).where(FollowUp.id == made).execute()
    given = sorted((row["at"], row["id"], row["kind"]) for row in rows_of("case_remedy") if row["case_id"] == response.case_id)
    comments = collect(MonthlyInteractionsParameters(month=MONTH)).desk.voices.comments
    line = next(each for each in comments if each.number == response.number)

    assert (line.follow_up, line.followed_on, list(line.remedies)) == ("done", date(2025, 11, 7), [kind for _at, _id, kind in given])


def test_one_colleagues_cases_are_counted_alone(desk):
    until = int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())
    data = collect(MonthlyInteractionsParameters(month=MONTH, staff=("nancy",)))

    assert tuple(row.now.numerator for row in data.desk.cases.flow) == DeskRecount(MONTH, END, until, (2,)).flow()
    assert data.desk.levels is None


def test_the_sections_are_printed_kept_and_can_leave_out_people(desk, tmp_path):
    data = collect(MonthlyInteractionsParameters(month=MONTH))
    draw(data, tmp_path / "report.pdf")
    words = words_of(tmp_path / "report.pdf")
    assert "Gave in" in words and "What was done" in words
    assert "Gave in" not in str(figures(data))
    for title in (
        "Cases and complaints",
        "To whom and why",
        "What came of them",
        "Longest open",
        "Service levels",
        "Satisfaction",
        "Cases of the team",
        "Quality",
        "Knowledge",
        "Every complaint",
    ):
        assert title in words
    assert "It took long" in words
    assert "It took long" not in str(figures(data))
    assert restore(figures(data)) == data

    draw(collect(MonthlyInteractionsParameters(month=MONTH, hide_team=True, hide_names=True)), tmp_path / "hidden.pdf")
    hidden = words_of(tmp_path / "hidden.pdf")
    assert "Cases of the team" not in hidden
    assert "It took long" not in hidden and "Gave in" not in hidden


def test_a_month_without_cases_says_so(desk, tmp_path):
    draw(collect(MonthlyInteractionsParameters(month=date(2025, 9, 1))), tmp_path / "report.pdf")

    words = words_of(tmp_path / "report.pdf")
    assert "No cases in September 2025." in words
    assert "Cases solved at the first contact" not in words and "Remedies" not in words, "what is not shown is not explained"


def test_what_was_said_about_products_what_to_practise_and_what_is_new(desk, recount, make_product):
    product = make_product("CH-1")
    kinds = {row["id"]: row for row in rows_of("survey")}
    answered = [row for row in rows_of("survey_response") if row["answered_at"] and recount.within(row["answered_at"])]
    some = [row for row in answered if kinds[row["survey_id"]]["kind"] == "csat" and row["score"] >= 0][:6]
    SurveyResponse.update(product=product.id).where(SurveyResponse.id.in_([row["id"] for row in some])).execute()
    told = collect(MonthlyInteractionsParameters(month=MONTH)).desk
    (row,) = told.voices.products

    low = sum(each["score"] <= (kinds[each["survey_id"]]["low_score"] or -1) for each in some)
    assert (row.sku, row.answers.numerator, row.low.numerator) == ("CH-1", 6, low)
    assert (row.mean.numerator, row.mean.denominator) == (sum(each["score"] for each in some), 6)
    assert [each.score.amount for each in told.assessed.themes] == sorted(each.score.amount for each in told.assessed.themes)
    assert 0 < len(told.assessed.themes) <= 3
    fresh = [each for each in rows_of("article") if each["approved_at"] and recount.within(each["approved_at"])]
    assert {each.id for each in told.known.fresh} == {each["id"] for each in fresh if each["state"] == "published"}
