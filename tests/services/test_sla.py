"""What is promised for cases, and when it falls due: Berlin, Monday to Friday 9 to 17."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import FAR
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Priority
from crm_desktop.core.kinds_of_escalation import SlaStatus, SlaTargetKind
from crm_desktop.core.kinds_of_service import CaseEventKind, CaseKind, CaseStatusKind
from crm_desktop.core.rights import Right
from crm_desktop.core.sla_clock import NoWorkingTime
from crm_desktop.core.working_hours import Hours
from crm_desktop.data.derived import rebuild
from crm_desktop.data.history import operation
from crm_desktop.data.models import CaseEvent, CaseStatus, Sla, SlaTarget, SupportCase
from crm_desktop.queries.settings import week_hours
from crm_desktop.queries.sla import Attained, attained_ids, attainment, breaches, case_clocks, due_soon, late_counts, waiting
from crm_desktop.services.case_events import happened, put_status
from crm_desktop.services.cases import CaseInput, change_case, open_case
from crm_desktop.services.customers import CustomerInput, change_customer
from crm_desktop.services.history import redo_latest, undo_latest
from crm_desktop.services.sla import SlaInput, TargetInput, add_sla, change_sla, remove_sla
from crm_desktop.services.working_hours import add_holiday, set_hours

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = "2026-01-05 "
ALL = tuple(TargetInput(priority, 60, 240) for priority in Priority)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def policy(owner, name="Standard", **fields):
    add_sla(SlaInput(name, **{"targets": ALL, **fields}), owner)
    return Sla.get(name=name)


@pytest.fixture
def make_case(store, nancy):
    def make(opened=MONDAY + "10:00", **fields):
        (row_id,) = open_case(CaseInput(**{"subject": "Broken", "opened_at": at(opened), **fields}), nancy).of(Entity.CASE)
        return SupportCase.get_by_id(row_id)

    return make


@pytest.fixture
def put(nancy):
    """A case comes into a status of this kind at that moment."""

    def put_into(case, kind, when):
        with operation("Moved", nancy, may=Right.HANDLE_CASES) as done:
            row = SupportCase.get_by_id(case.id)
            put_status(row, CaseStatus.get(kind=kind), nancy, done, at=at(when))
            done.save(row)
        return SupportCase.get_by_id(case.id)

    return put_into


@pytest.fixture
def answer(nancy):
    def answered(case, when):
        with operation("Answered", nancy, may=Right.HANDLE_CASES) as done:
            happened(SupportCase.get_by_id(case.id), CaseEventKind.ANSWERED, nancy, done, at=at(when))
        return SupportCase.get_by_id(case.id)

    return answered


def test_a_new_case_is_due_in_working_time(owner, make_case):
    sla = policy(owner)
    case = make_case("2026-01-05 16:30")
    assert case.sla_id == sla.id
    assert (case.response_due_at, case.resolution_due_at) == (at("2026-01-06 09:30"), at("2026-01-06 12:30"))
    assert (case.next_due_at, case.next_warn_at) == (at("2026-01-06 09:30"), at("2026-01-06 09:18"))


def test_the_answer_leaves_the_solution_to_fall_due(owner, make_case, answer):
    policy(owner)
    case = answer(make_case(), MONDAY + "10:45")
    assert case.next_due_at == at(MONDAY + "14:00")
    assert case.response_took == 45 * 60
    clocks = case_clocks(case.id, at(MONDAY + "11:00"))
    assert [(each.kind, each.met) for each in clocks.targets] == [(SlaTargetKind.RESPONSE, True), (SlaTargetKind.RESOLUTION, None)]
    assert clocks.status == SlaStatus.RESOLUTION_DUE
    assert clocks.targets[1].left == 3 * 3600


def test_waiting_for_the_customer_stops_the_clock_by_its_working_time_only(owner, make_case, answer, put):
    policy(owner)
    case = answer(make_case(), MONDAY + "10:10")
    case = put(case, CaseStatusKind.WAITING_CUSTOMER, MONDAY + "16:00")
    assert (case.resolution_due_at, case.next_due_at) == (at(MONDAY + "14:00"), at(MONDAY + "14:00"))
    other = answer(make_case(), MONDAY + "10:10")
    other = put(other, CaseStatusKind.WAITING_CUSTOMER, MONDAY + "12:00")
    assert (other.resolution_due_at, int(other.next_due_at.timestamp()), other.sla_held, other.sla_left) == (None, FAR, True, 2 * 3600)
    assert case_clocks(other.id, at(MONDAY + "13:00")).status == SlaStatus.PAUSED
    other = put(other, CaseStatusKind.OPEN, "2026-01-06 10:00")
    assert other.resolution_due_at == at("2026-01-06 12:00")


def test_a_policy_may_let_the_clock_run_while_others_are_waited_for(owner, make_case, answer, put):
    policy(owner, pauses_for_others=False)
    case = put(answer(make_case(), MONDAY + "10:10"), CaseStatusKind.WAITING_OTHER, MONDAY + "11:00")
    assert case.next_due_at == at(MONDAY + "14:00")


def test_reopening_lets_the_clock_go_on(owner, make_case, answer, put):
    policy(owner)
    case = put(answer(make_case(), MONDAY + "10:10"), CaseStatusKind.DONE, MONDAY + "12:00")
    assert (case.resolution_took, int(case.next_due_at.timestamp())) == (2 * 3600, FAR)
    assert case_clocks(case.id).status == SlaStatus.FULFILLED
    case = put(case, CaseStatusKind.OPEN, "2026-01-07 09:00")
    assert case.next_due_at == at("2026-01-07 11:00")


def test_solving_without_a_word_counts_as_the_answer(owner, make_case, put):
    policy(owner)
    case = put(make_case(), CaseStatusKind.DONE, MONDAY + "10:30")
    assert case.answered_at == at(MONDAY + "10:30")
    assert case_clocks(case.id).status == SlaStatus.FULFILLED


def test_around_the_clock_nights_count(owner, make_case):
    policy(owner, around_the_clock=True)
    assert make_case("2026-01-05 23:30").response_due_at == at("2026-01-06 00:30")


def test_the_first_policy_that_fits_counts_and_the_fallback_last(owner, make_case, make_customer):
    rest = policy(owner, "All others", fallback=True)
    vip = policy(owner, "Important", vip_only=True, targets=(TargetInput(Priority.NORMAL, 10, 20),))
    claims = policy(owner, "Complaints", for_kind=(CaseKind.COMPLAINT,), position=1)
    loud = policy(owner, "Urgent", for_priority=(Priority.URGENT,), position=2)
    customer = make_customer(vip=True)
    cases = [
        make_case(), make_case(customer_id=customer.id), make_case(kind=CaseKind.COMPLAINT),
        make_case(kind=CaseKind.COMPLAINT, priority=Priority.URGENT), make_case(priority=Priority.URGENT),
    ]  # fmt: skip
    assert [case.sla_id for case in cases] == [rest.id, vip.id, claims.id, claims.id, loud.id]


def test_who_becomes_important_is_promised_more(owner, nancy, make_case, make_customer):
    policy(owner, "All others", fallback=True)
    vip = policy(owner, "Important", vip_only=True)
    customer = make_customer()
    case = make_case(customer_id=customer.id)
    change_customer(customer.id, customer.version, CustomerInput("Ada Ltd", vip=True), nancy)
    assert SupportCase.get_by_id(case.id).sla_id == vip.id


def test_a_change_of_the_policy_counts_open_cases_anew_and_leaves_those_that_are_done(owner, make_case, put):
    sla = policy(owner)
    standing, solved = make_case(), put(make_case(), CaseStatusKind.DONE, MONDAY + "10:30")
    change = change_sla(sla.id, sla.version, SlaInput("Standard", targets=(TargetInput(Priority.NORMAL, 30, 120),)), owner)
    assert Entity.CASE in change.membership
    assert SupportCase.get_by_id(standing.id).response_due_at == at(MONDAY + "10:30")
    assert SupportCase.get_by_id(solved.id).response_due_at == at(MONDAY + "11:00")
    undo_latest(owner)
    assert SupportCase.get_by_id(standing.id).response_due_at == at(MONDAY + "11:00")
    redo_latest(owner)
    assert SupportCase.get_by_id(standing.id).response_due_at == at(MONDAY + "10:30")
    assert rebuild()["support_case"] == 0


def test_hours_and_closed_days_count_open_cases_anew(owner, make_case):
    policy(owner)
    case = make_case("2026-01-05 16:30")
    add_holiday(date(2026, 1, 6), "Epiphany", owner)
    assert SupportCase.get_by_id(case.id).response_due_at == at("2026-01-07 09:30")
    set_hours(week_hours(), [Hours(day, "10:00", "18:00") for day in range(5)], owner)
    assert SupportCase.get_by_id(case.id).response_due_at == at("2026-01-05 17:30")


def test_a_removed_policy_promises_nothing(owner, make_case):
    sla = policy(owner)
    case = make_case()
    remove_sla(sla.id, sla.version, owner)
    found = SupportCase.get_by_id(case.id)
    assert (found.sla_id, found.response_due_at, int(found.next_due_at.timestamp())) == (None, None, FAR)
    assert case_clocks(case.id).status == SlaStatus.NONE


def test_late_and_nearly_late_cases_are_listed(owner, make_case):
    policy(owner)
    late, near, _fresh = make_case(MONDAY + "09:00"), make_case(MONDAY + "09:40"), make_case(MONDAY + "10:15")
    now = at(MONDAY + "10:30")
    assert [each.id for each in breaches(now)] == [late.id]
    assert [(each.id, each.target) for each in due_soon(now)] == [(near.id, SlaTargetKind.RESPONSE)]
    assert breaches(now)[0].minutes_late(now) == 30
    assert late_counts(now) == (1, 1)


def test_attainment_counts_targets_that_fell_due_in_the_period(owner, make_case, answer, put):
    policy(owner)
    kept = put(answer(make_case(), MONDAY + "10:30"), CaseStatusKind.DONE, MONDAY + "13:00")
    missed = put(answer(make_case(), MONDAY + "12:00"), CaseStatusKind.DONE, MONDAY + "13:00")
    never = make_case()
    make_case("2026-01-05 16:59")
    whole = (at(MONDAY + "00:00"), at("2026-01-06 00:00"), at("2026-01-06 00:00"))
    assert attainment(*whole) == (Attained("response", "normal", 1, 2), Attained("resolution", "normal", 2, 1))
    assert list(attained_ids(*whole[:2], SlaTargetKind.RESPONSE, met=False, now=whole[2])) == [missed.id, never.id]
    assert list(attained_ids(*whole[:2], SlaTargetKind.RESPONSE, met=True)) == [kept.id]


def test_waiting_is_told_by_whose_turn_it_was(make_case, put):
    case = put(make_case(MONDAY + "10:00"), CaseStatusKind.WAITING_CUSTOMER, MONDAY + "11:00")
    put(put(case, CaseStatusKind.OPEN, MONDAY + "14:00"), CaseStatusKind.DONE, MONDAY + "14:30")
    assert waiting(at(MONDAY + "00:00"), at("2026-01-06 00:00")) == (90 * 60, 180 * 60, 0)
    assert waiting(at(MONDAY + "10:30"), at(MONDAY + "12:00")) == (30 * 60, 60 * 60, 0)
    assert case_clocks(case.id).waited == (90 * 60, 180 * 60, 0)


def test_only_who_may_edit_the_company_sets_what_is_promised(nancy, store):
    with pytest.raises(NotAllowed):
        add_sla(SlaInput("Standard", targets=ALL), nancy)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (SlaInput(" ", targets=ALL), "name"),
        (SlaInput("None"), "promises something"),
        (SlaInput("Zero", targets=(TargetInput(Priority.LOW, 0, 10),)), "1 minute"),
        (SlaInput("Late", targets=(TargetInput(Priority.LOW, 20, 10),)), "comes before"),
        (SlaInput("Twice", targets=(TargetInput(Priority.LOW, 1, 10),) * 2), "one target"),
        (SlaInput("Gone", targets=ALL, team_id=99), "team"),
    ],
)
def test_what_makes_no_sense_is_refused(owner, wanted, said):
    with pytest.raises(UserError, match=said):
        add_sla(wanted, owner)
    assert not SlaTarget.select().exists()


def test_a_second_fallback_is_refused(owner):
    policy(owner, "All others", fallback=True)
    with pytest.raises(UserError, match="already"):
        policy(owner, "The rest", fallback=True)


def test_working_time_without_working_hours_is_refused(owner):
    set_hours(week_hours(), [], owner)
    with pytest.raises(NoWorkingTime, match="no working hours"):
        policy(owner)
    policy(owner, around_the_clock=True)


def test_the_last_working_hours_stay_while_a_policy_counts_in_them(owner):
    policy(owner)
    with pytest.raises(NoWorkingTime, match="must stay"):
        set_hours(week_hours(), [], owner)


def test_a_policy_that_somebody_else_changed_is_not_overwritten(owner):
    sla = policy(owner)
    change_sla(sla.id, 1, SlaInput("Other", targets=ALL), owner)
    with pytest.raises(EditConflict):
        change_sla(sla.id, 1, SlaInput("Mine", targets=ALL), owner)
    with pytest.raises(EditConflict):
        remove_sla(sla.id, 1, owner)


def test_a_change_of_priority_changes_what_is_promised(owner, nancy, make_case):
    policy(owner, targets=(TargetInput(Priority.NORMAL, 60, 240), TargetInput(Priority.URGENT, 10, 20)))
    case = make_case()
    change_case(case.id, case.version, CaseInput("Broken", priority=Priority.URGENT), nancy)
    assert SupportCase.get_by_id(case.id).response_due_at == at(MONDAY + "10:10")
    assert CaseEvent.select().where(CaseEvent.case == case, CaseEvent.kind == CaseEventKind.PRIORITY).exists()
    assert timedelta(minutes=10) == SupportCase.get_by_id(case.id).response_due_at - case.opened_at
