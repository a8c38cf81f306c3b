from datetime import timedelta
from itertools import pairwise

import pytest

from crm_desktop.core.actors import PROGRAM
from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER, local_day, utc_now, zone_of
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Direction, FollowUpState, Outcome, Shelf
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind, Validity, Visibility
from crm_desktop.data.derived import rebuild
from crm_desktop.data.finding import find
from crm_desktop.data.models import CaseEvent, CaseStatus, Company, FollowUp, Interaction, Mention, Operation, Staff, SupportCase
from crm_desktop.data.undo import undo
from crm_desktop.queries.case_sheets import case_events
from crm_desktop.queries.history import undoable
from crm_desktop.queries.mentions import unseen_mentions, who_else_looks
from crm_desktop.queries.search import everything, exactly
from crm_desktop.queries.timeline import first_entries
from crm_desktop.services.case_joining import merge_cases, set_case_parent, split_case
from crm_desktop.services.case_lists import add_case_status, change_case_status
from crm_desktop.services.case_steps import (
    assign_case,
    close_case,
    close_due_cases,
    note_case,
    reopen_case,
    set_case_status,
    solve_case,
)
from crm_desktop.services.case_viewers import STILL_HERE, leave_case, look_at_case
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.services.company import FOUNDER, StaffInput, add_staff, change_company
from crm_desktop.services.complaints import judge_complaint
from crm_desktop.services.interactions import InteractionInput, change_interaction, log_interaction
from crm_desktop.services.shelves import put_on_shelf
from tests.conftest import MOMENT

ON_ONE_ENGINE = pytest.mark.parametrize("address", ["plain"], indirect=True)


@pytest.fixture
def opened(store, nancy):
    def make(subject="Crushed boxes", **given):
        (row_id,) = open_case(CaseInput(subject, **given), nancy).of(Entity.CASE)
        return fresh(row_id)

    return make


def fresh(case):
    return SupportCase.get_by_id(case if isinstance(case, int) else case.id)


def told(case):
    return [event.kind for event in CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id)]


def solved(case, by, **given):
    solve_case(case.id, fresh(case).version, by, **given)
    return fresh(case)


def today():
    return local_day(utc_now(), zone_of(Company.the().zone))


def test_a_case_is_solved_gets_its_closing_day_and_closes_by_itself(opened, nancy):
    case = solved(opened(), nancy, note="Sent again")
    assert (case.state, case.closes_on) == ("done", today() + timedelta(days=7))
    assert close_due_cases().operation is None

    close_due_cases(utc_now() + timedelta(days=8))

    case = fresh(case)
    assert case.closed_at is not None and case.closes_on == NEVER
    assert told(case) == ["opened", "status", "closed"]
    assert CaseEvent.get(kind="closed").staff_id is None
    assert set(rebuild().values()) == {0}
    assert close_due_cases(utc_now() + timedelta(days=9)).operation is None


def test_what_the_program_closed_is_in_history_and_can_be_taken_back(opened, nancy):
    case = solved(opened(), nancy)
    before = undoable(nancy.id)
    change = close_due_cases(utc_now() + timedelta(days=8))
    assert Operation.get_by_id(change.operation).staff_id == PROGRAM.id
    assert undoable(nancy.id) == before

    undo(change.operation, nancy)

    assert (fresh(case).closed_at, fresh(case).closes_on) == (None, today() + timedelta(days=7))


@ON_ONE_ENGINE
def test_nothing_closes_by_itself_where_the_company_says_so(opened, nancy):
    change_company(Company.the().version, {"case_close_days": 0}, FOUNDER)
    assert solved(opened(), nancy).closes_on == NEVER


def test_a_reopened_case_counts_and_does_not_close(opened, nancy):
    case = solved(opened(), nancy)
    close_case(case.id, case.version, nancy)
    reopen_case(case.id, fresh(case).version, nancy, "Still wet")

    case = fresh(case)
    assert (case.state, case.reopened, case.resolved_at, case.closed_at, case.closes_on) == ("open", 1, None, None, NEVER)
    assert CaseEvent.get(kind="reopened").note == "Still wet"
    with pytest.raises(NotAllowed, match="is open"):
        reopen_case(case.id, case.version, nancy)
    with pytest.raises(NotAllowed, match="not solved"):
        close_case(case.id, case.version, nancy)


def test_a_complaint_that_nobody_judged_cannot_be_solved_and_one_that_is_solved_is_followed_up(opened, nancy, make_customer):
    case = opened(kind=CaseKind.COMPLAINT, customer_id=make_customer().id, assignee_id=nancy.id)
    with pytest.raises(NotAllowed, match="valid"):
        solved(case, nancy)
    judge_complaint(case.id, fresh(case).version, Validity.VALID, nancy)

    case = solved(case, nancy)

    (promised,) = FollowUp.select()
    assert (promised.case_id, promised.customer_id, promised.owner_id) == (case.id, case.customer_id, nancy.id)
    assert promised.due_on == today() + timedelta(days=3)
    reopen_case(case.id, case.version, nancy)
    solved(case, nancy)
    assert FollowUp.select().where(FollowUp.state == FollowUpState.OPEN).count() == 1


def asked_again(case, nancy, phone, **given):
    wanted = {"channel_id": phone.id, "case_id": case.id, "summary": "Again", "outcome": Outcome.VOICEMAIL, "started_at": utc_now()}
    return log_interaction(InteractionInput(**wanted | given), nancy)


def solved_days_ago(case, nancy, days):
    solved(case, nancy)
    CaseEvent.update(at=utc_now() - timedelta(days=days)).where(CaseEvent.case == case, CaseEvent.state == "done").execute()
    rebuild()


def test_who_gets_in_touch_about_what_is_solved_reopens_it_in_the_same_operation(opened, nancy, phone):
    case = opened()
    solved_days_ago(case, nancy, 14)
    change = asked_again(case, nancy, phone)
    assert (fresh(case).state, fresh(case).reopened, fresh(case).closes_on) == (CaseStatusKind.OPEN, 1, NEVER)
    assert told(case)[-2:] == ["heard", "reopened"] and not FollowUp.select().exists()
    undo(change.operation, nancy)
    assert fresh(case).state == CaseStatusKind.DONE and not Interaction.select().exists()


@ON_ONE_ENGINE
@pytest.mark.parametrize(("days", "within"), [(15, 14), (1, 0), (0, 0)])
def test_who_comes_later_than_that_reopens_nothing_and_somebody_looks(opened, nancy, phone, owner, days, within):
    change_company(Company.the().version, {"case_reopen_days": within}, owner)
    case = opened(assignee_id=nancy.id)
    solved_days_ago(case, nancy, days)
    asked_again(case, nancy, phone)
    assert fresh(case).state == CaseStatusKind.DONE
    (promised,) = FollowUp.select()
    assert (promised.case_id, promised.owner_id, promised.state) == (case.id, nancy.id, FollowUpState.OPEN)
    asked_again(case, nancy, phone)
    assert FollowUp.select().count() == 1


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    "given",
    [{"direction": Direction.OUT}, {"outcome": Outcome.WRONG_NUMBER}, {"started_at": MOMENT}],
    ids=["our own call", "a wrong number", "a call from before it was solved"],
)
def test_what_is_no_new_request_reopens_nothing(opened, nancy, phone, given):
    case = opened()
    solved(case, nancy)
    asked_again(case, nancy, phone, **given)
    assert fresh(case).state == CaseStatusKind.DONE and not FollowUp.select().exists()


@ON_ONE_ENGINE
def test_a_contact_that_is_put_right_later_does_not_reopen_once_more(opened, nancy, phone):
    case = opened()
    solved(case, nancy)
    asked_again(case, nancy, phone)
    solved(case, nancy)
    call = Interaction.get()
    wanted = InteractionInput(phone.id, case_id=case.id, started_at=utc_now(), notes="They said thanks")
    change_interaction(call.id, call.version, wanted, nancy)
    assert fresh(case).state == CaseStatusKind.DONE


def test_no_way_leads_a_complaint_that_nobody_judged_to_done(opened, nancy):
    done, case = CaseStatus.get(kind=CaseStatusKind.DONE), opened(kind=CaseKind.COMPLAINT)
    with pytest.raises(NotAllowed, match=r"whether complaint .* guideline"):
        set_case_status(case.id, case.version, done.id, nancy)
    with pytest.raises(NotAllowed, match="guideline"):
        change_case(case.id, case.version, CaseInput("Crushed", CaseKind.COMPLAINT, status_id=done.id), nancy)
    with pytest.raises(NotAllowed, match="guideline"):
        opened(kind=CaseKind.COMPLAINT, status_id=done.id)
    question = opened(status_id=done.id)
    with pytest.raises(NotAllowed, match="guideline"):
        change_case(question.id, question.version, CaseInput("Crushed", CaseKind.COMPLAINT), nancy)
    assert fresh(case).state == CaseStatusKind.OPEN and fresh(question).kind == CaseKind.QUESTION

    judge_complaint(case.id, case.version, Validity.INVALID, nancy)
    set_case_status(case.id, fresh(case).version, done.id, nancy)
    assert fresh(case).state == CaseStatusKind.DONE


def test_an_unjudged_complaint_of_another_system_that_is_done_can_still_be_changed_and_merged(opened, nancy):
    done, case = CaseStatus.get(kind=CaseStatusKind.DONE), opened(kind=CaseKind.COMPLAINT)
    merge_cases(case.id, case.version, opened().id, nancy)
    assert fresh(case).state == CaseStatusKind.DONE
    brought = opened(kind=CaseKind.COMPLAINT)
    SupportCase.update(status=done).where(SupportCase.id == brought.id).execute()
    change_case(brought.id, brought.version, CaseInput("Crushed corners", CaseKind.COMPLAINT, status_id=done.id), nancy)
    assert fresh(brought).subject == "Crushed corners"


def test_statuses_are_the_company_s_own_and_their_kinds_count(opened, nancy, owner):
    add_case_status("With the carrier", CaseStatusKind.WAITING_OTHER, owner)
    case = opened()
    set_case_status(case.id, case.version, CaseStatus.get(name="With the carrier").id, nancy)
    assert fresh(case).state == "waiting_other"
    done = CaseStatus.get(kind="done")
    with pytest.raises(UserError, match="Every case needs"):
        change_case_status(done.id, done.version, "Solved", False, owner)
    change_case_status(done.id, done.version, "All is well", True, owner)
    assert solved(case, nancy).status.name == "All is well"


def test_who_has_it_in_hands_is_told_by_ids(opened, nancy):
    case = opened()
    assign_case(case.id, case.version, nancy, nancy.id)
    assign_case(case.id, fresh(case).version, nancy)
    found = CaseEvent.select().where(CaseEvent.kind == "assigned").order_by(CaseEvent.id)
    assert [(each.before, each.after) for each in found] == [("", str(nancy.id)), (str(nancy.id), "")]
    with pytest.raises(EditConflict):
        assign_case(case.id, case.version, nancy, nancy.id)
    with pytest.raises(UserError, match="colleague"):
        assign_case(case.id, fresh(case).version, nancy, 99)


def test_a_note_is_for_us_and_an_answer_is_what_the_customer_saw(opened, nancy):
    case = opened()
    note_case(case.id, "Second wet carton this week", nancy)
    assert fresh(case).first_response_at is None
    note_case(case.id, "We send it again", nancy, Visibility.CUSTOMER)
    assert fresh(case).first_response_at is not None
    assert [(row.kind, row.visibility) for row in case_events(case.id, 2)] == [("answered", "customer"), ("note", "internal")]
    with pytest.raises(UserError, match="some words"):
        note_case(case.id, " \n ", nancy)


def test_colleagues_are_named_and_see_it_once(opened, nancy, owner):
    for name, login in (("Andrew Fuller", "andy"), ("Anne King", "anne"), ("Anne Bold", "bold"), ("Émile Zola", "zola")):
        add_staff(StaffInput(name, login), owner)
    case = opened()
    note_case(case.id, "@Andrew, talk to them? cc @bold and @emile, not a@andy.com, not @annemarie", nancy)
    assert {row.staff.login for row in Mention.select()} == {"andy", "bold", "zola"}
    andrew = Staff.get(login="andy").actor()
    (found,) = unseen_mentions(andrew.id)
    assert (found.number, found.by) == (case.number, "Nancy Davolio")

    look_at_case(case.id, andrew)

    assert unseen_mentions(andrew.id) == []
    assert who_else_looks(case.id, nancy.id, utc_now() - STILL_HERE) == ("Andrew Fuller",)
    assert who_else_looks(case.id, andrew.id, utc_now() - STILL_HERE) == ()
    leave_case(andrew)
    assert who_else_looks(case.id, nancy.id, utc_now() - STILL_HERE) == ()
    undo(undoable(nancy.id), nancy)
    assert not Mention.select().exists() and not unseen_mentions(nancy.id)


def test_two_cases_become_one_with_all_that_was_said(opened, nancy, phone, make_customer):
    customer = make_customer()
    kept, case = opened("Wet", customer_id=customer.id), opened("Wet again", customer_id=customer.id)
    log_interaction(InteractionInput(phone.id, customer.id, started_at=MOMENT, case_id=case.id), nancy)
    note_case(case.id, "hm", nancy)

    change = merge_cases(case.id, fresh(case).version, kept.id, nancy)

    assert Interaction.get().case_id == kept.id
    assert (fresh(case).merged_into_id, fresh(case).state) == (kept.id, "done")
    assert told(kept) == ["opened", "answered", "note", "merged"]
    assert told(case) == ["opened", "merged_into"]
    assert fresh(kept).first_response_at == MOMENT
    assert set(rebuild().values()) == {0}
    with pytest.raises(NotAllowed, match="go on there"):
        note_case(case.id, "x", nancy)
    undo(change.operation, nancy)
    assert told(kept) == ["opened"] and fresh(case).merged_into_id is None


@ON_ONE_ENGINE
def test_what_is_not_one_is_not_merged(opened, nancy, make_customer):
    one, other = (opened(customer_id=make_customer(name).id) for name in ("Ada", "Bob"))
    with pytest.raises(NotAllowed, match="itself"):
        merge_cases(one.id, one.version, one.id, nancy)
    with pytest.raises(NotAllowed, match="two customers"):
        merge_cases(one.id, one.version, other.id, nancy)
    with pytest.raises(UserError, match="not there"):
        merge_cases(one.id, one.version, 99, nancy)


def test_a_case_is_split_with_what_was_said_of_it(opened, nancy):
    case = opened()
    note_case(case.id, "And the invoice is wrong", nancy)
    note = CaseEvent.get(kind="note")

    split_case(case.id, CaseInput("Wrong invoice", CaseKind.BILLING_DISPUTE), nancy, (note.id,))

    second = SupportCase.get(subject="Wrong invoice")
    assert second.split_from_id == case.id
    assert told(second) == ["opened", "note", "split_from"] or sorted(told(second)) == ["note", "opened", "split_from"]
    with pytest.raises(UserError, match="go along"):
        split_case(case.id, CaseInput("x"), nancy, (CaseEvent.get(case=case, kind="opened").id,))


def test_incidents_of_a_problem_are_solved_with_it(opened, nancy):
    problem, first, second = opened("Outage"), opened("No login"), opened("No login here")
    for each in (first, second):
        set_case_parent(each.id, each.version, problem.id, nancy)
    solve_case(problem.id, fresh(problem).version, nancy, incidents=True)
    assert {fresh(each).state for each in (problem, first, second)} == {"done"}


@ON_ONE_ENGINE
def test_a_circle_of_problems_is_refused_however_long(opened, nancy):
    cases = [opened(f"Case {number}") for number in range(4)]
    for child, parent in pairwise(cases):
        set_case_parent(child.id, fresh(child).version, parent.id, nancy)
    for problem in cases:
        with pytest.raises(NotAllowed, match="part of itself"):
            set_case_parent(cases[-1].id, fresh(cases[-1]).version, problem.id, nancy)


def test_an_open_case_keeps_its_customer_and_stays_in_sight(opened, nancy, make_customer):
    customer = make_customer()
    case = opened(customer_id=customer.id)
    with pytest.raises(NotAllowed, match="is open"):
        put_on_shelf(Entity.CASE, case.id, case.version, Shelf.TRASH, nancy)
    with pytest.raises(NotAllowed, match=case.number):
        put_on_shelf(Entity.CUSTOMER, customer.id, customer.version, Shelf.TRASH, nancy)
    case = solved(case, nancy)
    put_on_shelf(Entity.CASE, case.id, case.version, Shelf.ARCHIVE, nancy)
    assert fresh(case).shelf == Shelf.ARCHIVE


def test_words_of_notes_find_the_case_until_they_are_gone(opened, nancy):
    case, other = opened(), opened("Something else")
    change = note_case(case.id, "The forwarder Żółw wants photographs", nancy)
    solved(case, nancy, note="replaced the gasket")
    assert [hit.record_id for hit in everything("zolw photogr") if hit.kind == Entity.CASE] == [case.id]
    assert find("support_case", f"{case.number} gasket") == [case.id]
    merge_cases(case.id, fresh(case).version, other.id, nancy)
    assert find("support_case", "photographs") == [other.id]
    undo(undoable(nancy.id), nancy)
    undo(change.operation, nancy)
    assert find("support_case", "photographs") == []


def test_search_and_timeline_know_cases(opened, make_customer):
    customer = make_customer("Alfreds")
    case = opened("Wet cartons", customer_id=customer.id, opened_at=MOMENT)
    assert [(hit.kind, hit.number) for hit in everything("wet")] == [(Entity.CASE, "C-00001")]
    assert [(hit.kind, hit.record_id) for hit in exactly("c-00001")] == [(Entity.CASE, case.id)]
    assert [(entry.kind, entry.record.subject) for entry in first_entries(customer.id, 5)] == [(Entity.CASE, "Wet cartons")]
