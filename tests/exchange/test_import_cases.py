"""Cases of other programs, with their moments and what their customers thought of them."""

from datetime import UTC, datetime

import pytest

from crm_desktop.core.kinds_of_service import CaseEventKind, CaseStatusKind
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import CaseEvent, CaseStatus, SupportCase, SurveyResponse
from crm_desktop.exchange.column_guesses import guess_places
from crm_desktop.exchange.importing import run_import, undo_import
from crm_desktop.exchange.made_mapping import Matching, mapping_text, missing
from crm_desktop.exchange.row_shapes import SHAPES_BY_NAME
from crm_desktop.services.case_lists import add_case_status

HEAD = "Id,Subject,Status,Opened,Answered,Solved,Closed,Hours,Score\n"
MAPPING = """
source = "desk"
dates = "YMD"
decimal = "."
[[file]]
path = "cases.csv"
[file.case_status]
id = "Status"
name = "Status"
kind = { column = "Status", map = { Going = "open", Parked = "waiting_other", Over = "done" } }
repeated = "same"
[file.case]
id = "Id"
subject = "Subject"
status = "Status"
opened_at = "Opened"
first_response_at = "Answered"
resolved_at = "Solved"
closed_at = "Closed"
first_response_hours = "Hours"
[file.survey]
id = { column = "Id", map = { "-" = "s" }, other = "s" }
name = { value = "Content?" }
kind = { value = "csat" }
repeated = "same"
[file.rating]
id = "Id"
survey = { value = "s" }
case = "Id"
score = "Score"
answered_at = "Opened"
when = { column = "Score", above = -100 }
"""


@pytest.fixture
def bring(write, owner):
    def bring(*rows, mapping=MAPPING):
        write("cases.csv", HEAD + "".join(f"{row}\n" for row in rows))
        return run_import(write("desk.toml", mapping), by=owner)

    return bring


def at(hour, day=2):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def moments(case):
    return [(event.kind, event.state, event.at) for event in CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id)]


def test_the_moments_of_a_case_are_its_events(bring):
    bring("1,Lamp,Over,2026-03-02T08:00Z,2026-03-02T09:00Z,2026-03-02T10:00Z,2026-03-02T11:00Z,,")

    case = SupportCase.get()
    assert moments(case) == [
        (CaseEventKind.OPENED, CaseStatusKind.OPEN, at(8)),
        (CaseEventKind.ANSWERED, "", at(9)),
        (CaseEventKind.STATUS, CaseStatusKind.DONE, at(10)),
        (CaseEventKind.CLOSED, "", at(11)),
    ]
    assert CaseEvent.get(CaseEvent.kind == CaseEventKind.STATUS).after == str(case.status_id)
    assert (case.state, case.first_response_at, case.resolved_at, case.closed_at) == (CaseStatusKind.DONE, at(9), at(10), at(11))
    assert set(rebuild().values()) == {0}


def test_hours_count_from_when_it_was_opened_and_what_is_closed_was_solved_by_then(bring):
    bring("1,Lamp,Over,2026-03-02T08:00Z,,,2026-03-02T11:00Z,1.5,")

    case = SupportCase.get()
    assert (case.first_response_at, case.resolved_at, case.closed_at) == (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), at(11), at(11))


def test_what_cannot_be_is_named_and_stays_out_without_its_case(bring):
    result = bring(
        "1,Early,Over,2026-03-02T08:00Z,2026-03-01T08:00Z,,2026-03-02T11:00Z,,",
        "2,Going on,Going,2026-03-02T08:00Z,,2026-03-02T09:00Z,,,",
        "3,Negative,Going,2026-03-02T08:00Z,,,,-1,",
        "4,Unclear,Going,03/04/2026 08:00,,,,,",
    )

    assert [(refused.place.line, refused.column) for refused in result.refused] == [
        (4, "Hours"), (5, "Opened"), (2, "answered"), (3, "status"),
    ]  # fmt: skip
    first, second = SupportCase.select().order_by(SupportCase.id)
    assert (first.first_response_at, second.state, second.resolved_at) == (None, CaseStatusKind.OPEN, None)


def test_a_later_file_moves_a_case_on_and_doubles_nothing(bring):
    bring("1,Lamp,Going,2026-03-02T08:00Z,2026-03-02T09:00Z,,,,", "2,Sofa,Parked,2026-03-02T08:00Z,,,,,")
    again = bring("1,Lamp,Over,2026-03-02T08:00Z,2026-03-02T09:00Z,,2026-03-03T09:00Z,,", "2,Sofa,Parked,2026-03-02T08:00Z,,,,,")

    assert (again.counts["case"].changed, again.counts["case"].same) == (1, 1)
    lamp, sofa = SupportCase.select().order_by(SupportCase.id)
    assert (lamp.state, lamp.closed_at, len(moments(lamp)), sofa.state) == (CaseStatusKind.DONE, at(9, 3), 4, CaseStatusKind.WAITING_OTHER)
    third = bring("1,Lamp,Over,2026-03-02T08:00Z,2026-03-02T09:00Z,,2026-03-03T09:00Z,,", "2,Sofa,Parked,2026-03-02T08:00Z,,,,,")
    assert third.change is None


def test_a_status_that_the_company_has_is_taken_for_that_one(bring, owner):
    add_case_status("over", CaseStatusKind.DONE, by=owner)
    bring("1,Lamp,Over,2026-03-02T08:00Z,,,2026-03-02T11:00Z,,")

    assert SupportCase.get().status.name == "over"
    assert CaseStatus.select().where(CaseStatus.name == "Over").count() == 0


def test_ratings_are_answers_to_a_survey_on_its_scale(bring):
    result = bring("1,Lamp,Going,2026-03-02T08:00Z,,,,,4", "2,Sofa,Going,2026-03-02T08:00Z,,,,,", "3,Bed,Going,2026-03-02T08:00Z,,,,,6")

    (answer,) = SurveyResponse.select()
    assert (answer.score, answer.state, answer.case.subject, answer.survey.kind) == (4, "answered", "Lamp", "csat")
    assert [(refused.column, refused.value) for refused in result.refused] == [("score", "6")]


def test_undoing_takes_cases_their_events_and_ratings_away(bring, owner):
    result = bring("1,Lamp,Over,2026-03-02T08:00Z,,,2026-03-02T11:00Z,,4")

    assert undo_import(result.run, by=owner).kept == []
    assert [model.select().count() for model in (SupportCase, CaseEvent, SurveyResponse)] == [0, 0, 0]


def test_cases_come_in_by_columns_that_were_put_together_by_hand_and_words_for_done_are_known(write, owner):
    write("tickets.csv", "Ticket,Customer,Subject,Status,Opened,Closed\nT-1,Ada,Late,Resolved,2026-01-05 10:00,2026-01-06 11:00\n"
                         "T-2,Ada,Wet,On the bench,2026-01-05 10:00,\n")  # fmt: skip
    header = ["Ticket", "Customer", "Subject", "Status", "Opened", "Closed"]
    matching = Matching(
        "cases", guess_places(header, SHAPES_BY_NAME["cases"]), "desk", "tickets.csv", dates=dict.fromkeys(header[4:], "YMD")
    )
    assert missing(matching) == []
    run_import(write("made.toml", mapping_text(matching)), by=owner)

    late, wet = SupportCase.select().order_by(SupportCase.id)
    assert (late.number, late.customer.name, late.status.name, late.state) == ("T-1", "Ada", "Resolved", "done")
    assert late.closed_at is not None
    assert (wet.status.name, wet.state, wet.customer_id) == ("On the bench", "open", late.customer_id)
