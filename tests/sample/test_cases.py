"""The cases of the sample company: each told by its events, none of which contradicts another."""

from collections import defaultdict

from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.data.models import CaseEvent, Interaction, SupportCase


def test_there_are_cases_of_several_kinds_solved_and_open(sample):
    cases = list(SupportCase.select())
    assert len(cases) >= 20
    assert {case.kind for case in cases} >= {CaseKind.COMPLAINT, CaseKind.TECHNICAL}
    assert {case.state for case in cases} >= {CaseStatusKind.OPEN, CaseStatusKind.DONE}
    assert any(case.remedy for case in cases)


def test_a_case_is_where_its_last_event_says_and_answered_when_its_first_answer_was(sample):
    """Recomputed in plain Python from the events alone."""
    events = defaultdict(list)
    for event in CaseEvent.select().order_by(CaseEvent.at, CaseEvent.id):
        events[event.case_id].append(event)
    for case in SupportCase.select():
        mine = events[case.id]
        assert mine[0].kind == "opened" and mine[0].at == case.opened_at
        assert [event.state for event in mine if event.state][-1] == case.state
        answers = [event.at for event in mine if event.kind == "answered"]
        assert case.first_response_at == (answers[0] if answers else None)
        assert case.reopened == sum(event.kind == "reopened" for event in mine)
        assert case.last_event_at == mine[-1].at


def test_each_case_came_with_a_contact_that_is_about_it(sample):
    for event in CaseEvent.select().where(CaseEvent.interaction.is_null(False)):
        assert Interaction.get_by_id(event.interaction_id).case_id == event.case_id
