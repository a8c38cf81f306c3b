"""The cases of the sample company: each told by its events, none of which contradicts another."""

from collections import defaultdict

from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind, Remedy
from crm_desktop.data.models import CaseEvent, CaseRemedy, Interaction, SupportCase


def test_there_are_cases_of_several_kinds_solved_and_open(sample):
    cases = list(SupportCase.select())
    assert len(cases) >= 20
    assert {case.kind for case in cases} >= {CaseKind.COMPLAINT, CaseKind.TECHNICAL}
    assert {case.state for case in cases} >= {CaseStatusKind.OPEN, CaseStatusKind.DONE}
    assert any(case.remedy for case in cases)


def test_complaints_were_made_good_by_real_things(sample):
    made = {kind: list(CaseRemedy.select().where(CaseRemedy.kind == kind)) for kind in Remedy}
    assert all(made[kind] for kind in (Remedy.APOLOGY, Remedy.REFUND, Remedy.COUPON, Remedy.CREDIT, Remedy.REPLACEMENT))
    for given in made[Remedy.REFUND]:
        assert (given.payment.direction, given.payment.amount) == ("out", given.cost) and given.payment.order_id == given.case.order_id
    for given in made[Remedy.COUPON] + made[Remedy.CREDIT]:
        assert (given.voucher.customer_id, given.voucher.case_id) == (given.case.customer_id, given.case_id)
    for given in made[Remedy.REPLACEMENT]:
        assert (given.order.customer_id, given.order.goods) == (given.case.customer_id, 0) and given.cost > 0
    events = {(event.case_id, event.at) for event in CaseEvent.select().where(CaseEvent.kind == "remedy")}
    assert events == {(given.case_id, given.at) for given in CaseRemedy.select()}


def test_one_case_was_merged_one_split_and_one_problem_has_incidents(sample):
    merged = SupportCase.get(SupportCase.merged_into.is_null(False))
    assert merged.state == CaseStatusKind.DONE and merged.merged_into.customer_id == merged.customer_id
    split = SupportCase.get(SupportCase.split_from.is_null(False))
    assert CaseEvent.select().where(CaseEvent.case == split, CaseEvent.kind == "note").exists()
    (problem,) = {case.parent_id for case in SupportCase.select() if case.parent_id}
    assert SupportCase.select().where(SupportCase.parent == problem).count() == 3


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
