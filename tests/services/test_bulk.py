"""The same done to many records in one step."""

from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.core.kinds import CustomerStatus, Shelf
from crm_desktop.core.kinds_of_trade import ReturnReason
from crm_desktop.data.models import Customer, FollowUp, Operation, Order, Product, ReturnRequest, Shipment
from crm_desktop.services import bulk
from crm_desktop.services.bulk import (
    change_responsible,
    change_sold,
    change_status,
    delete_many,
    hand_on,
    shelve_many,
    shelving_preview,
)
from crm_desktop.services.bulk_steps import Step, step_preview, take_step
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
