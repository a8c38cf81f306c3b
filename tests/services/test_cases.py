from datetime import timedelta

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import OrderState, Outcome, Priority
from crm_desktop.core.kinds_of_service import CaseEventKind as Happened
from crm_desktop.core.kinds_of_service import CaseKind, CaseStatusKind
from crm_desktop.core.kinds_of_trade import PaymentState
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import CaseEvent, CaseStatus, Interaction, Order, SupportCase
from crm_desktop.data.search import find
from crm_desktop.data.undo import undo
from crm_desktop.queries.case_sheets import case_events, case_sheet, event_ids
from crm_desktop.queries.cases import OPEN, CaseFilter, case_ids, first_cases, open_cases
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.services.interactions import InteractionInput, log_interaction
from tests.conftest import MOMENT


@pytest.fixture
def opened(store, nancy):
    def make(subject="Crushed boxes", **given):
        (row_id,) = open_case(CaseInput(subject, **given), nancy).of(Entity.CASE)
        return SupportCase.get_by_id(row_id)

    return make


def told(case):
    return [event.kind for event in CaseEvent.select().where(CaseEvent.case == case).order_by(CaseEvent.id)]


def status(kind):
    return CaseStatus.get(kind=kind)


def test_a_case_opens_with_a_number_a_status_and_an_event_at_its_moment(opened, make_customer):
    case = opened(customer_id=make_customer().id, kind=CaseKind.COMPLAINT, priority=Priority.URGENT, opened_at=MOMENT)

    assert (case.number, case.state, case.urgency, case.status.name) == ("C-00001", "open", 0, "New")
    (event,) = CaseEvent.select()
    assert (event.kind, event.at, event.state, event.after) == ("opened", MOMENT, "open", str(case.status_id))
    assert case.last_event_at == MOMENT
    assert set(rebuild().values()) == {0}


def test_nobody_known_can_have_a_case(opened):
    assert opened(caller="  a man from Köln ").caller == "a man from Köln"


def test_each_thing_that_changes_is_an_event_of_its_own(opened, nancy):
    case = opened(description="wet")
    wanted = CaseInput("Wet boxes", CaseKind.COMPLAINT, description="wet", priority=Priority.HIGH, assignee_id=nancy.id)

    change_case(case.id, case.version, wanted, nancy)

    assert sorted(told(case)) == sorted(["opened", "assigned", "priority", "kind", "changed"])
    event = CaseEvent.get(kind="changed")
    assert (event.after, event.note) == ("subject", "")
    assert CaseEvent.get(kind="assigned").after == str(nancy.id)


def test_saving_a_case_as_it_is_tells_nothing(opened, nancy):
    case = opened()
    change_case(case.id, case.version, CaseInput("Crushed boxes"), nancy)
    assert told(case) == ["opened"]


def test_who_saves_an_older_version_overwrites_nothing(opened, nancy):
    case = opened()
    change_case(case.id, case.version, CaseInput("Wet boxes"), nancy)
    with pytest.raises(EditConflict):
        change_case(case.id, case.version, CaseInput("Torn boxes"), nancy)
    assert SupportCase.get().subject == "Wet boxes"


def test_a_solved_case_that_is_worked_on_again_is_reopened_and_counted(opened, nancy):
    case = opened()
    for kind in (CaseStatusKind.DONE, CaseStatusKind.OPEN, CaseStatusKind.DONE):
        case = SupportCase.get_by_id(case.id)
        change_case(case.id, case.version, CaseInput("Crushed boxes", status_id=status(kind).id), nancy)

    case = SupportCase.get_by_id(case.id)
    assert (case.reopened, case.state) == (1, "done")
    assert case.resolved_at is not None
    assert told(case) == ["opened", "status", "reopened", "status"]
    assert set(rebuild().values()) == {0}


def test_a_contact_about_a_case_stands_among_its_events_and_answers_it(opened, phone, nancy, make_customer):
    customer = make_customer()
    case = opened(customer_id=customer.id, opened_at=MOMENT)
    missed = InteractionInput(phone.id, customer.id, started_at=MOMENT + timedelta(hours=1), outcome=Outcome.MISSED, case_id=case.id)
    spoken = InteractionInput(phone.id, customer.id, started_at=MOMENT + timedelta(hours=2), case_id=case.id, summary="24 boxes")

    log_interaction(missed, nancy)
    assert SupportCase.get().first_response_at is None
    log_interaction(spoken, nancy)

    assert SupportCase.get().first_response_at == MOMENT + timedelta(hours=2)
    newest, older, _opened = case_events(case.id, 10)
    assert (newest.kind, newest.summary, older.kind) == (Happened.ANSWERED, "24 boxes", Happened.HEARD)
    assert [case_events(case.id, 1), list(event_ids(case.id))[:2]] == [[newest], [newest.id, older.id]]


def test_a_case_takes_the_call_it_came_with(opened, phone, nancy, make_customer):
    customer = make_customer()
    log_interaction(InteractionInput(phone.id, customer.id, started_at=MOMENT), nancy)

    case = opened(customer_id=customer.id, interaction_id=Interaction.get().id, opened_at=MOMENT)

    assert Interaction.get().case_id == case.id
    assert SupportCase.get().first_response_at == MOMENT


def test_an_open_billing_dispute_makes_its_order_disputed(opened, nancy, make_order):
    order = make_order()
    case = opened(kind=CaseKind.BILLING_DISPUTE, customer_id=order.customer_id, order_id=order.id)
    assert Order.get().payment_state == PaymentState.DISPUTED
    assert Order.get().state == OrderState.OPEN

    wanted = CaseInput("x", CaseKind.BILLING_DISPUTE, order.customer_id, order_id=order.id, status_id=status("done").id)
    change_case(case.id, case.version, wanted, nancy)

    assert Order.get().payment_state == PaymentState.UNPAID
    assert set(rebuild().values()) == {0}


def test_opening_a_case_can_be_undone_with_all_its_events(nancy):
    undo(open_case(CaseInput("x", assignee_id=nancy.id), nancy).operation, nancy)
    assert SupportCase.select().count() == CaseEvent.select().count() == 0


def test_lists_find_cases_by_state_person_and_words(opened, nancy, make_customer):
    customer = make_customer("Alfreds Futterkiste")
    mine, other = opened(assignee_id=nancy.id, customer_id=customer.id), opened("Where is my order?", opened_at=MOMENT)
    change_case(other.id, other.version, CaseInput("Where is my order?", status_id=status("done").id), nancy)

    assert list(case_ids()) == [mine.id, other.id]
    assert list(case_ids(CaseFilter(OPEN))) == [mine.id]
    assert list(case_ids(CaseFilter(assignee_id=0))) == [other.id]
    assert list(case_ids(CaseFilter(text="alfreds crush"))) == []
    assert list(case_ids(CaseFilter(text="alfreds"))) == list(case_ids(CaseFilter(text="crushed"))) == [mine.id]
    assert [row.customer for row in first_cases(CaseFilter(), 1)] == ["Alfreds Futterkiste"]
    assert (open_cases(), open_cases(nancy.id), open_cases(0)) == (1, 1, 0)
    assert find(SupportCase, "crush") == [mine.id]


def test_a_sheet_holds_what_the_page_shows(opened, nancy, make_order):
    order = make_order()
    sheet = case_sheet(opened(order_id=order.id, customer_id=order.customer_id, assignee_id=nancy.id, opened_at=MOMENT).id)
    assert (sheet.order, sheet.assignee, sheet.status, sheet.opened_at) == (order.number, "Nancy Davolio", "New", MOMENT)
    assert (sheet.resolved_at, sheet.closes_on, sheet.remedy_cost) == (None, None, 0)
    assert case_sheet(999) is None


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (CaseInput("  "), "few words"),
        (CaseInput("x", opened_at=utc_now() + timedelta(days=1)), "future"),
        (CaseInput("x", customer_id=99), "customer"),
        (CaseInput("x", return_id=99), "return"),
        (CaseInput("x", status_id=99), "status"),
        (CaseInput("x", interaction_id=99), "interaction"),
    ],
)
def test_what_makes_no_case_is_refused_and_nothing_is_saved(store, nancy, wanted, why):
    with pytest.raises(UserError, match=why):
        open_case(wanted, nancy)
    assert SupportCase.select().count() == 0


def test_an_auditor_opens_no_case(store, auditor):
    with pytest.raises(NotAllowed, match="handle cases"):
        open_case(CaseInput("x"), auditor)


def test_card_numbers_never_reach_the_store(opened):
    case = opened("Card 4111 1111 1111 1111", description="4111111111111111")
    assert "4111" not in case.subject + case.description
