"""The same done to many records in one step."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import CustomerStatus, Priority, Shelf
from crm_desktop.core.kinds_of_service import CaseKind, Validity
from crm_desktop.core.kinds_of_trade import Condition, Disposition, ReturnReason
from crm_desktop.data.models import (
    CaseStatus,
    Customer,
    FollowUp,
    Operation,
    Order,
    Product,
    ReturnLine,
    ReturnRequest,
    Shipment,
    SupportCase,
)
from crm_desktop.services import bulk
from crm_desktop.services.bulk import (
    change_responsible,
    change_sold,
    change_status,
    delete_many,
    hand_on,
    shelve_many,
    shelving_preview,
    take_way,
    way_preview,
)
from crm_desktop.services.bulk_steps import Step, step_preview, take_step
from crm_desktop.services.bulk_ways import (
    cases_to,
    cases_with_priority,
    cases_with_status,
    follow_ups_called_off,
    follow_ups_done,
    follow_ups_due,
    follow_ups_with_priority,
    returns_inspected,
    returns_to,
)
from crm_desktop.services.cases import CaseInput, open_case
from crm_desktop.services.complaints import judge_complaint
from crm_desktop.services.history import undo
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.services.shipments import ship_order
from tests.conftest import DAY


@pytest.fixture
def three(make_customer):
    return [make_customer(name).id for name in ("Ada", "Bob", "Eve")]


def shelves():
    return [row.shelf for row in Customer.select().order_by(Customer.id)]


def test_many_are_put_away_in_one_step_and_come_back_in_one(three, nancy):
    before = Operation.select().count()
    done = shelve_many(Entity.CUSTOMER, three, Shelf.ARCHIVE, nancy)
    assert shelves() == ["archive"] * 3 and Operation.select().count() == before + 1
    assert Operation.get_by_id(done.operation).text() == "Archived 3 records"
    undo(done.operation, nancy)
    assert shelves() == [""] * 3


def test_what_cannot_go_is_named_beforehand_and_stays(three, make_order, nancy):
    order = make_order(Customer.get_by_id(three[1]))
    shelve_many(Entity.CUSTOMER, three[:1], Shelf.TRASH, nancy)
    preview = shelving_preview(Entity.CUSTOMER, [*three, 999], Shelf.TRASH)
    assert (preview.ready, preview.already) == ((three[2],), 1)
    assert order.number in preview.refused[0].why
    shelve_many(Entity.CUSTOMER, three, Shelf.TRASH, nancy)
    assert shelves() == ["trash", "", "trash"]
    with pytest.raises(UserError, match=order.number):
        shelve_many(Entity.CUSTOMER, [three[1]], Shelf.TRASH, nancy)


def test_only_what_lies_in_the_trash_is_deleted_for_good_and_only_by_who_may(three, nancy, owner):
    shelve_many(Entity.CUSTOMER, three[:2], Shelf.TRASH, nancy)
    with pytest.raises(NotAllowed):
        delete_many(Entity.CUSTOMER, three, nancy)
    delete_many(Entity.CUSTOMER, three, owner)
    assert [row.id for row in Customer.select()] == three[2:]
    with pytest.raises(UserError, match="Nothing was deleted"):
        delete_many(Entity.CUSTOMER, three, owner)


def test_status_and_colleague_of_many_customers(three, nancy):
    change_status(three[:2], CustomerStatus.INACTIVE, nancy)
    done = change_status(three, CustomerStatus.INACTIVE, nancy)
    assert Operation.get_by_id(done.operation).text() == "Changed the status of 1 customers"
    change_responsible(three, nancy.id, nancy)
    assert {(row.status, row.account_owner_id) for row in Customer.select()} == {("inactive", nancy.id)}
    with pytest.raises(UserError, match="so already"):
        change_responsible(three, nancy.id, nancy)
    with pytest.raises(NotAllowed):
        change_status(three, CustomerStatus.ANONYMISED, nancy)
    with pytest.raises(UserError, match="colleague"):
        change_responsible(three, 999, nancy)


def test_follow_ups_are_handed_on_and_products_no_longer_sold(make_follow_up, make_product, nancy, owner):
    promised, product = make_follow_up("Call"), make_product()
    hand_on([promised.id], owner.id, nancy)
    assert FollowUp.get().owner_id == owner.id
    change_sold([product.id], False, nancy)
    assert not Product.get().active


def test_too_many_at_once_and_none_at_all_are_refused(three, nancy, monkeypatch):
    monkeypatch.setattr(bulk, "AT_MOST", 2)
    for ids in (three, []):
        with pytest.raises(UserError, match="Nothing was changed"):
            shelve_many(Entity.CUSTOMER, ids, Shelf.ARCHIVE, nancy)


def test_returns_are_approved_and_received_together_and_taken_back_together(make_customer, make_product, nancy):
    ada, lamp = make_customer(), make_product()
    lines = (ReturnLineInput(Decimal(1), ReturnReason.DAMAGED, product_id=lamp.id),)
    ids = [row_id for _return in range(2) for row_id in request_return(ReturnInput(lines, customer_id=ada.id), nancy).of(Entity.RETURN)]

    def states():
        return [ReturnRequest.get_by_id(row_id).state for row_id in ids]

    take_step(Step.APPROVE, ids[:1], nancy)
    preview = step_preview(Step.APPROVE, ids)
    assert preview.ready == (ids[1],) and [each.number for each in preview.refused] == [ReturnRequest.get_by_id(ids[0]).number]
    take_step(Step.APPROVE, ids, nancy)
    with pytest.raises(UserError):
        take_step(Step.APPROVE, ids, nancy)
    received = take_step(Step.RECEIVE, ids, nancy)
    assert states() == ["received"] * 2 and Shipment.select().count() == 2
    assert Operation.get_by_id(received.operation).text() == "Received 2 returns"
    undo(received.operation, nancy)
    assert states() == ["approved"] * 2 and Shipment.select().count() == 0


def test_an_order_whose_goods_wait_is_not_completed_with_the_others(make_order, nancy):
    waiting, ready = make_order(), make_order()
    ship_order(ready.id, ready.version, DAY, "Post", nancy)
    preview = step_preview(Step.COMPLETE, [waiting.id, ready.id])
    assert preview.ready == (ready.id,) and "still wait to be shipped" in preview.refused[0].why
    take_step(Step.COMPLETE, [waiting.id, ready.id], nancy)
    assert [Order.get_by_id(each.id).state for each in (waiting, ready)] == ["open", "completed"]


@pytest.fixture
def two_cases(nancy):
    opened = [open_case(CaseInput(subject, CaseKind.COMPLAINT), nancy) for subject in ("Crushed", "Late")]
    return [row_id for change in opened for row_id in change.of(Entity.CASE)]


def test_cases_are_given_to_a_colleague_in_one_step(two_cases, nancy, owner):
    def holders():
        return [SupportCase.get_by_id(row_id).assignee_id for row_id in two_cases]

    before = holders()
    done = take_way(cases_to(owner.id), two_cases, nancy)
    assert holders() == [owner.id] * 2 and Operation.get_by_id(done.operation).text() == "Assigned 2 cases"
    assert way_preview(cases_to(owner.id), two_cases).already == 2
    with pytest.raises(UserError, match="so already"):
        take_way(cases_to(owner.id), two_cases, nancy)
    undo(done.operation, nancy)
    assert holders() == before
    with pytest.raises(UserError, match="colleague"):
        take_way(cases_to(999), two_cases, nancy)


def test_a_complaint_that_nobody_judged_is_not_solved_with_the_others(two_cases, nancy):
    solved = CaseStatus.get(kind="done", active=True)
    judged = SupportCase.get_by_id(two_cases[0])
    judge_complaint(judged.id, judged.version, Validity.VALID, nancy)
    preview = way_preview(cases_with_status(solved.id), two_cases)
    assert preview.ready == (two_cases[0],) and "valid" in preview.refused[0].why
    take_way(cases_with_status(solved.id), two_cases, nancy)
    take_way(cases_with_priority(Priority.URGENT), two_cases, nancy)
    assert [(row.state, row.priority) for row in SupportCase.select().order_by(SupportCase.id)] == [("done", "urgent"), ("open", "urgent")]


def test_follow_ups_are_moved_and_ended_together(make_follow_up, nancy):
    weekly, once = (
        make_follow_up("Water", due_time="09:30", recurrence="FREQ=WEEKLY;COUNT=9"),
        make_follow_up("Call", due_on=DAY + timedelta(1)),
    )
    ids = [weekly.id, once.id]
    later = DAY + timedelta(7)
    take_way(follow_ups_due(later), ids, nancy)
    take_way(follow_ups_with_priority(Priority.HIGH), ids, nancy)
    assert {(row.due_on, row.priority) for row in FollowUp.select()} == {(later, "high")} and FollowUp.get_by_id(
        weekly.id
    ).due_time == "09:30"
    take_way(follow_ups_done(), ids, nancy)
    assert [(row.title, row.due_on) for row in FollowUp.select().where(FollowUp.state == "open")] == [("Water", later + timedelta(7))]
    preview = way_preview(follow_ups_called_off(), [once.id, *(row.id for row in FollowUp.select().where(FollowUp.state == "open"))])
    assert len(preview.ready) == 1 and "not open" in preview.refused[0].why
    take_way(follow_ups_called_off(), preview.ready, nancy)
    assert not FollowUp.select().where(FollowUp.state == "open").exists()


def test_what_came_back_is_inspected_together_and_in_stock_again(make_customer, make_product, nancy, owner):
    ada, lamp = make_customer(), make_product()
    lines = (ReturnLineInput(Decimal(2), ReturnReason.DAMAGED, product_id=lamp.id),) * 2
    ids = [row_id for _return in range(2) for row_id in request_return(ReturnInput(lines, customer_id=ada.id), nancy).of(Entity.RETURN)]
    way = returns_inspected(Condition.AS_NEW, Disposition.RESTOCK, "Boxes are fine")
    assert len(way_preview(way, ids).refused) == 2
    take_step(Step.APPROVE, ids, nancy)
    take_step(Step.RECEIVE, ids, nancy)
    before = Product.get().on_hand
    take_way(returns_to(owner.id), ids, nancy)
    take_way(way, ids, nancy)
    assert {(row.state, row.responsible_id) for row in ReturnRequest.select()} == {("inspected", owner.id)}
    assert {(row.condition, row.disposition, row.note) for row in ReturnLine.select()} == {("as_new", "restock", "Boxes are fine")}
    assert Product.get().on_hand == before + 8
    with pytest.raises(UserError, match="colleague"):
        take_way(returns_to(999), ids, nancy)
