from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import AlreadyDone, CannotUndo, EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import Condition, Disposition, ReturnReason
from crm_desktop.data.derived import rebuild
from crm_desktop.data.models import Operation, Order, OrderLine, Product, ReturnLine, ReturnRequest, Shipment, ShipmentLine, SupplierReturn
from crm_desktop.data.search import find
from crm_desktop.services.history import redo_latest, undo, undo_latest
from crm_desktop.services.orders import LineInput, OrderInput, place_order
from crm_desktop.services.returns import (
    OutsideWindow,
    ReturnInput,
    ReturnLineInput,
    approve_return,
    cancel_return,
    decline_return,
    expire_return,
    inspect_line,
    receive_return,
    request_return,
    send_return,
    split_return,
)
from crm_desktop.services.shipments import mark_sent_back, ship_order
from tests.conftest import DAY

SOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


def fresh(row):
    return type(row).get_by_id(row.id)


def line_of(order):
    return OrderLine.get(order=order)


def asked(order, by, quantity=2, **more):
    line = ReturnLineInput(Decimal(quantity), ReturnReason.DAMAGED, line_of(order).id)
    change = request_return(ReturnInput((line,), order.id, **{"requested_at": SOON, **more}), by)
    (row_id,) = change.of(Entity.RETURN)
    return ReturnRequest.get_by_id(row_id)


def received(order, by, quantity=2):
    request = asked(order, by, quantity)
    approve_return(request.id, request.version, by)
    receive_return(request.id, fresh(request).version, by, DAY)
    return fresh(request)


@pytest.fixture
def order(make_order, make_product, nancy):
    """Four pens of 25, all shipped."""
    order = make_order(product=make_product("pen", price="25", on_hand=10), quantity=4)
    ship_order(order.id, order.version, DAY, "Speedy", nancy)
    return fresh(order)


def test_a_return_goes_its_way_and_its_goods_are_back_in_stock(order, nancy):
    request = asked(order, nancy)
    assert (request.number, request.state, request.customer_id) == ("RMA-00001", "requested", order.customer_id)

    approve_return(request.id, request.version, nancy, DAY)
    send_return(request.id, fresh(request).version, nancy, on=DAY, carrier="Speedy", tracking="77")
    assert (fresh(request).state, line_of(order).returned) == ("in_transit", 0)
    receive_return(request.id, fresh(request).version, nancy, DAY)
    assert (fresh(request).state, line_of(order).returned, Shipment.get(direction="in").status) == ("received", 2, "delivered")
    change = inspect_line(ReturnLine.get().id, ReturnLine.get().version, Condition.AS_NEW, Disposition.RESTOCK, nancy)

    assert change.of(Entity.PRODUCT) and fresh(request).state == "inspected"
    assert Product.get().on_hand == 8
    assert set(rebuild().values()) == {0}


def test_all_of_it_returned_shows_in_the_order(order, nancy):
    received(order, nancy, 4)
    assert fresh(order).fulfilment == "returned"


def test_more_than_was_shipped_and_is_not_in_a_return_cannot_come_back(order, nancy):
    asked(order, nancy, 3)
    with pytest.raises(UserError, match="Only 1 of “Product pen”"):
        asked(order, nancy, 2)
    assert ReturnRequest.select().count() == 1


def test_what_was_not_shipped_cannot_come_back(make_order, nancy):
    with pytest.raises(UserError, match="Only 0 of"):
        asked(make_order(), nancy, 1)


@pytest.mark.parametrize("drop", [decline_return, cancel_return])
def test_a_return_that_came_to_nothing_frees_its_goods(order, nancy, drop):
    request = asked(order, nancy, 4)
    with pytest.raises(UserError, match="Say why"):
        drop(request.id, request.version, " ", nancy)
    drop(request.id, request.version, "worn for a year", nancy)
    asked(order, nancy, 4)
    with pytest.raises(NotAllowed):
        approve_return(request.id, fresh(request).version, nancy)


def test_the_window_is_a_warning_that_a_reason_passes(order, nancy):
    late = datetime(2026, 2, 5, 12, tzinfo=UTC)
    with pytest.raises(OutsideWindow, match="until 2026-02-04"):
        asked(order, nancy, requested_at=late)
    request = asked(order, nancy, requested_at=late, window_reason="known customer")
    assert request.window_reason == "known customer"


def test_the_last_day_of_the_window_counts(order, nancy):
    asked(order, nancy, requested_at=datetime(2026, 2, 4, 22, 30, tzinfo=UTC))


def test_a_return_may_have_no_order(make_customer, make_product, nancy):
    wanted = ReturnLineInput(Decimal(1), ReturnReason.GIFT, product_id=make_product().id)
    request_return(ReturnInput((wanted,), customer_id=make_customer().id), nancy)
    assert (ReturnRequest.get().order_id, ReturnRequest.get().currency, ReturnLine.get().name) == (None, "EUR", "Product P-1")


def test_another_orders_line_is_refused(order, make_order, nancy):
    other = line_of(make_order(customer=order.customer))
    with pytest.raises(UserError, match="is not one of order"):
        request_return(ReturnInput((ReturnLineInput(Decimal(1), ReturnReason.STYLE, other.id),), order.id, requested_at=SOON), nancy)


def test_another_reason_needs_words(order, nancy):
    with pytest.raises(UserError, match="other reason"):
        request_return(
            ReturnInput((ReturnLineInput(Decimal(1), ReturnReason.OTHER, line_of(order).id),), order.id, requested_at=SOON), nancy
        )


def test_what_did_not_come_in_time_expires(order, nancy):
    request = asked(order, nancy)
    approve_return(request.id, request.version, nancy, DAY)
    with pytest.raises(NotAllowed, match="has time until"):
        expire_return(request.id, fresh(request).version, DAY, nancy)
    expire_return(request.id, fresh(request).version, DAY + timedelta(days=1), nancy)
    assert fresh(request).state == "expired"


def test_what_is_not_approved_is_not_received(order, nancy):
    request = asked(order, nancy)
    with pytest.raises(NotAllowed, match="is requested"):
        receive_return(request.id, request.version, nancy)


def test_a_line_is_inspected_once(order, nancy):
    received(order, nancy)
    inspect_line(ReturnLine.get().id, ReturnLine.get().version, Condition.USED, Disposition.SCRAP, nancy)
    assert Product.get().on_hand == 6
    with pytest.raises(NotAllowed):
        inspect_line(ReturnLine.get().id, ReturnLine.get().version, Condition.USED, Disposition.RESTOCK, nancy)


def test_two_people_who_answer_one_return_conflict(order, nancy, owner):
    request = asked(order, nancy)
    approve_return(request.id, request.version, nancy)
    with pytest.raises(EditConflict):
        decline_return(request.id, request.version, "too late", owner)


def test_the_same_request_twice_is_one(order, nancy):
    wanted = ReturnInput((ReturnLineInput(Decimal(1), ReturnReason.STYLE, line_of(order).id),), order.id, requested_at=SOON)
    request_return(wanted, nancy, key="form")
    with pytest.raises(AlreadyDone):
        request_return(wanted, nancy, key="form")
    assert ReturnRequest.select().count() == 1


def test_what_came_in_part_is_split_off_with_its_parcel(order, nancy):
    request = asked(order, nancy, 3)
    approve_return(request.id, request.version, nancy)
    send_return(request.id, fresh(request).version, nancy, on=DAY, tracking="77")

    split_return(request.id, fresh(request).version, {ReturnLine.get().id: Decimal(1)}, nancy)

    again = ReturnRequest.get(split_from=request)
    assert (again.state, again.order_id, again.number) == ("in_transit", order.id, "RMA-00002")
    assert sorted(line.quantity for line in ReturnLine.select()) == [1, 2]
    assert sorted(line.quantity for line in ShipmentLine.select().join(Shipment).where(Shipment.direction == "in")) == [1, 2]
    receive_return(request.id, fresh(request).version, nancy)
    assert line_of(order).returned == 2


@pytest.mark.parametrize("quantity", ["0", "4", "3"])
def test_a_split_leaves_some_and_takes_some(order, nancy, quantity):
    request = asked(order, nancy, 3)
    with pytest.raises(UserError, match="split off"):
        split_return(request.id, request.version, {ReturnLine.get().id: Decimal(quantity)}, nancy)


def test_what_goes_to_the_supplier_waits_to_be_sent(order, nancy):
    received(order, nancy)
    inspect_line(ReturnLine.get().id, ReturnLine.get().version, Condition.DEFECTIVE, Disposition.SUPPLIER, nancy)
    assert SupplierReturn.get().state == "waiting"


def test_a_return_is_found_by_its_number_and_words(order, nancy):
    request = asked(order, nancy, note="corner crushed")
    assert find(ReturnRequest, "RMA-00001") == find(ReturnRequest, "crushed") == [request.id]


def test_a_parcel_whose_goods_are_in_a_return_did_not_come_back_unclaimed(order, nancy):
    asked(order, nancy)
    with pytest.raises(NotAllowed, match="RMA-00001"):
        mark_sent_back(Shipment.get().id, nancy)


def test_undoing_the_shipment_under_a_return_is_refused(order, nancy):
    shipped = Operation.select().order_by(Operation.id.desc()).get().id
    asked(order, nancy)
    with pytest.raises(CannotUndo, match="more of order SO-00001 would be returned"):
        undo(shipped, nancy)
    assert fresh(order).fulfilment == "fulfilled"


def test_undo_and_redo_of_an_inspection(order, nancy):
    request = received(order, nancy)
    inspect_line(ReturnLine.get().id, ReturnLine.get().version, Condition.AS_NEW, Disposition.RESTOCK, nancy)
    undo_latest(nancy)
    assert (fresh(request).state, Product.get().on_hand, ReturnLine.get().condition) == ("received", 6, "")
    redo_latest(nancy)
    assert (fresh(request).state, Product.get().on_hand) == ("inspected", 8)


def test_an_auditor_handles_no_returns(order, auditor):
    with pytest.raises(NotAllowed):
        asked(order, auditor)


def test_two_desks_do_not_take_the_same_goods_back_twice(store, order, nancy, owner):
    def desk(by):
        with store.connection_context():
            try:
                asked(order, by, 3)
            except UserError:
                return "refused"
        return "taken"

    with ThreadPoolExecutor(2) as desks:
        said = sorted(desks.map(desk, (nancy, owner)))

    assert said == ["refused", "taken"]
    assert [line.quantity for line in ReturnLine.select()] == [3]


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_an_order_of_two_thousand_lines_comes_back_at_once(make_customer, make_product, nancy):
    product = make_product(price="1", on_hand=2_000)
    place_order(OrderInput(make_customer().id, (LineInput(product.id, Decimal(1)),) * 2_000, ordered_at=SOON), nancy)
    order = Order.get()
    ship_order(order.id, order.version, DAY, "Speedy", nancy)
    lines = tuple(ReturnLineInput(Decimal(1), ReturnReason.UNWANTED, line.id) for line in OrderLine.select())
    request_return(ReturnInput(lines, order.id, requested_at=SOON), nancy)
    request = ReturnRequest.get()
    approve_return(request.id, request.version, nancy)
    receive_return(request.id, fresh(request).version, nancy, DAY)
    assert (fresh(order).fulfilment, ReturnLine.select().count()) == ("returned", 2_000)
