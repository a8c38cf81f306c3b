"""Every figure of page and report equals an independent recount in plain Python; a figure that nobody recounts fails here."""

from collections import Counter
from datetime import date
from functools import partial

import pytest

from crm_desktop.core.actors import Role
from crm_desktop.core.figures import FIGURES_BY_ID
from crm_desktop.core.kinds import Priority
from crm_desktop.core.rights import Right
from crm_desktop.data.history import operation
from crm_desktop.data.models import BusinessHours, Holiday, Operation, Staff
from crm_desktop.reports.figure_board import Asked, Narrowing, board
from crm_desktop.reports.measures import MEASURES
from crm_desktop.reports.monthly_interactions import MonthlyInteractionsParameters, collect
from crm_desktop.reports.periods import Period
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla
from crm_desktop.services.staffing import AbsenceInput, add_absence
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


def FILLING():
    fill(contacts=200)
    fill_trade()
    targets = tuple(TargetInput(priority, 60 * 4, 60 * 24) for priority in Priority)
    add_sla(SlaInput("Standard", fallback=True, targets=targets), FOUNDER)
    fill_desk(count=60)
    go_away()


@pytest.fixture
def until(filled_store):
    return int(Operation.select().order_by(Operation.sequence.desc()).first().at.timestamp())


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
def test_every_figure_of_page_and_report_is_what_plain_loops_count(until):
    found, known = differing(MONTH, END, until)

    assert found == []
    assert len(known) > 85


def go_away():
    """Absences over the edge of the month, and two that overlap; an auditor, and one who left without having done anything."""
    november = partial(date, 2025, 11)
    for first, last in ((date(2025, 10, 20), november(4)), (november(12), november(14)), (november(13), november(17))):
        add_absence(AbsenceInput(1, first, last), FOUNDER)
    with operation("Hired", FOUNDER, may=Right.EDIT_STAFF) as done:
        done.insert(Holiday(day=november(19)))
        done.insert(Staff(name="Ada", login="ada", role=Role.AUDITOR), Staff(name="Bo", login="bo", active=False))


@pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
def test_occupancy_is_what_plain_loops_count_for_the_company_and_each_person(until):
    data, books = collect(MonthlyInteractionsParameters(month=MONTH)), Books(MONTH, END, until)
    alone = board(Asked(Period(MONTH, END), Period(MONTH, END).earlier(), Narrowing(staff=(2,))))
    (of_nancy,) = [row.now for section in alone.sections for row in section.rows if row.now.figure == "occupancy"]
    people = {row["login"]: row for row in rows_of("staff")}
    again = {
        login: (books.handle_time([each for each in books.held if each["staff_id"] == row["id"]])[0], books.there(row) or None)
        for login, row in people.items()
    }

    assert {row.login: (row.occupancy.numerator, row.occupancy.denominator) for row in data.team if row.login} == {
        login: again[login] for login in again if again[login][0]
    }
    assert (of_nancy.numerator, of_nancy.denominator) == again["nancy"]
    assert again["ada"][0] is again["bo"][0] is None


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_without_working_hours_there_is_no_occupancy(until):
    with operation("Closed", FOUNDER, may=Right.EDIT_COMPANY) as done:
        for row in BusinessHours.select():
            done.delete(row)
    data = collect(MonthlyInteractionsParameters(month=MONTH))

    assert {row.occupancy.amount for row in data.team} == {None}


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
