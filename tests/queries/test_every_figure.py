"""Every figure of page and report equals an independent recount in plain Python; a figure that nobody recounts fails here."""

from collections import Counter
from datetime import date

import pytest

from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.core.kinds import Priority
from crm_desktop.data.models import Operation
from crm_desktop.reports.measures import MEASURES
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from tests.reports.desk_shop import fill_desk
from tests.reports.recount import rows_of
from tests.reports.recount_all import ELSEWHERE, RECOUNTS, Books, differing
from tests.reports.shop import MONTH, fill
from tests.reports.trade_shop import fill_trade

END = date(2025, 11, 30)


def test_a_figure_is_recounted_for_the_company_or_in_its_rows():
    assert RECOUNTS.keys() | ELSEWHERE.keys() == FIGURES_BY_ID.keys()
    assert not RECOUNTS.keys() & ELSEWHERE.keys()
    assert MEASURES.keys() <= RECOUNTS.keys()


@pytest.fixture
def until(store):
    fill(contacts=200)
    fill_trade()
    targets = tuple(TargetInput(priority, 60 * 4, 60 * 24) for priority in Priority)
    add_sla(SlaInput("Standard", fallback=True, targets=targets), FOUNDER)
    fill_desk(count=60)
    return int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
def test_every_figure_of_page_and_report_is_what_plain_loops_count(until):
    found, known = differing(MONTH, END, until)

    assert found == []
    assert len(known) > 85


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
def test_rows_of_cases_and_people_are_what_plain_loops_count(until):
    desk, books = collect(MonthlyInteractionsParameters(month=MONTH)).desk, Books(MONTH, END, until)
    scores = {kind: Counter(books.scores(kind)) for kind in ("csat", "ces", "nps")}

    assert {(row.survey, row.score): row.answers.numerator for row in desk.voices.scores if row.answers.numerator} == {
        (kind, score): count for kind, counts in scores.items() for score, count in counts.items()
    }
    states = {"us": "open", "customer": "waiting_customer", "other": "waiting_other"}
    spent = {turn: sum(books.turn_time(case, state) for case in books.cases) for turn, state in states.items()}
    assert {row.turn: row.share.numerator for row in desk.levels.turns} == spent
    assert {row.share.denominator for row in desk.levels.turns} == {sum(spent.values())}
    logins = {row["id"]: row["login"] for row in rows_of("staff")}
    met, due = Counter(), Counter()
    for target, ended in (("response_due_at", books.answered), ("resolution_due_at", books.settled)):
        for case in rows_of("support_case"):
            if case[target] and books.within(case[target]) and case["assignee_id"]:
                due[logins[case["assignee_id"]]] += 1
                met[logins[case["assignee_id"]]] += ended(case) is not None and ended(case) <= case[target]
    assert {row.login: (row.in_time.numerator, row.in_time.denominator) for row in desk.team if row.in_time.denominator} == {
        login: (met[login], due[login]) for login in due if login in {row.login for row in desk.team}
    }
