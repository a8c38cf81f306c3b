from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import ShipmentStatus
from crm_desktop.core.rights import Right
from crm_desktop.data.derived import rebuild
from crm_desktop.data.history import operation
from crm_desktop.data.models import Order, OrderLine, Product, Shipment, ShipmentLine
from crm_desktop.data.search import find
from crm_desktop.services.history import undo_latest
from crm_desktop.services.orders import LineInput, OrderInput, cancel_order, change_quantity, complete_order, place_order
from crm_desktop.services.shipments import (
    ParcelLine,
    ShipmentInput,
    change_shipment,
    mark_delivered,
    mark_lost,
    mark_sent_back,
    ship,
    ship_as_stated,
    ship_order,
)
from tests.conftest import DAY


def fresh(order):
    return Order.get_by_id(order.id)


def lines(order):
    return list(OrderLine.select().where(OrderLine.order == order).order_by(OrderLine.id))


@pytest.fixture
def order(make_customer, make_product, nancy):
    """Three pens and two cups, of ten each."""
    goods = (make_product("pen", on_hand=10), make_product("cup", on_hand=10))
    wanted = (LineInput(goods[0].id, Decimal(3)), LineInput(goods[1].id, Decimal(2)))
    (row_id,) = place_order(OrderInput(make_customer().id, wanted), nancy).of(Entity.ORDER)
    return Order.get_by_id(row_id)


def send(order, by, *wanted, on=DAY, **more):
    parcel = tuple(ParcelLine(line.id, Decimal(quantity)) for line, quantity in wanted) or None
    ship(order.id, fresh(order).version, ShipmentInput(parcel, shipped_on=on, **more), by)
    return Shipment.select().order_by(Shipment.id.desc()).get()


def test_an_order_leaves_in_parts(order, nancy):
    pens, _cups = lines(order)

    send(order, nancy, (pens, 2), carrier="Speedy")

    assert (fresh(order).fulfilment, fresh(order).carrier, fresh(order).shipped_on) == ("partly", "Speedy", NEVER)
    assert [line.shipped for line in lines(order)] == [2, 0]
    send(order, nancy, on=DAY + timedelta(days=1), carrier="Slow")
    assert (fresh(order).fulfilment, fresh(order).carrier, fresh(order).shipped_on) == ("fulfilled", "Slow", date(2026, 1, 6))
    assert [line.shipped for line in lines(order)] == [3, 2]


def test_what_is_shipped_left_the_stock_with_the_order(order, nancy):
    send(order, nancy)
    assert [product.on_hand for product in Product.select().order_by(Product.id)] == [7, 8]


def test_more_than_waits_cannot_leave(order, nancy):
    pens, _cups = lines(order)
    send(order, nancy, (pens, 2))
    with pytest.raises(UserError, match="Only 1 of “Product pen”"):
        send(order, nancy, (pens, 2))
    assert Shipment.select().count() == 1


def test_a_prepared_parcel_holds_its_goods(order, nancy):
    parcel = send(order, nancy, on=NEVER)
    assert (parcel.status, fresh(order).fulfilment) == ("prepared", "unfulfilled")
    with pytest.raises(NotAllowed, match="Nothing of order"):
        send(order, nancy)

    change_shipment(parcel.id, parcel.version, ShipmentInput(shipped_on=DAY, carrier="Speedy"), nancy)

    assert fresh(order).fulfilment == "fulfilled"


def test_another_orders_line_cannot_be_sent(order, make_order, nancy):
    (other,) = lines(make_order(customer=order.customer))
    with pytest.raises(UserError, match="is not one of order"):
        send(order, nancy, (other, 1))


def test_an_order_is_found_by_its_tracking_number_which_its_link_has(order, nancy):
    parcel = send(order, nancy, tracking="1Z 999", link="https://track.example/?n={tracking}")
    assert parcel.link == "https://track.example/?n=1Z%20999"
    assert find(Order, "1Z 999") == [order.id]


def test_a_link_that_is_no_web_page_is_refused(order, nancy):
    with pytest.raises(UserError, match="https"):
        send(order, nancy, link="javascript:alert(1)")


def test_delivery_comes_after_shipping(order, nancy):
    parcel = send(order, nancy)
    with pytest.raises(UserError, match="after it leaves"):
        mark_delivered(parcel.id, DAY - timedelta(days=1), nancy)
    mark_delivered(parcel.id, DAY, nancy)
    assert (Shipment.get().status, fresh(order).fulfilment) == ("delivered", "fulfilled")
    with pytest.raises(NotAllowed):
        mark_lost(parcel.id, nancy)


def test_lost_goods_wait_again_and_are_gone_from_stock(order, nancy):
    mark_lost(send(order, nancy).id, nancy)
    assert fresh(order).fulfilment == "unfulfilled"
    assert [product.on_hand for product in Product.select().order_by(Product.id)] == [4, 6]

    cancel_order(order.id, "lost", nancy)

    assert [product.on_hand for product in Product.select().order_by(Product.id)] == [7, 8]


def test_a_parcel_that_came_back_can_leave_again(order, nancy):
    mark_sent_back(send(order, nancy).id, nancy)
    assert fresh(order).fulfilment == "unfulfilled"
    send(order, nancy)
    assert fresh(order).fulfilment == "fulfilled"
    assert [product.on_hand for product in Product.select().order_by(Product.id)] == [7, 8]


def test_what_was_shipped_is_not_cancelled_nor_made_less(order, nancy):
    send(order, nancy)
    with pytest.raises(NotAllowed, match="as a return"):
        cancel_order(order.id, "changed their mind", nancy)
    with pytest.raises(NotAllowed, match="3 of “Product pen” have been shipped"):
        change_quantity(lines(order)[0].id, Decimal(2), nancy)


def test_an_order_is_completed_when_its_goods_are_gone(order, nancy):
    with pytest.raises(NotAllowed, match="still wait"):
        complete_order(order.id, order.version, nancy)
    send(order, nancy)
    complete_order(order.id, fresh(order).version, nancy)
    assert fresh(order).state == "completed" and fresh(order).completed_at


def test_two_people_who_ship_one_order_conflict(order, nancy, owner):
    ship_order(order.id, order.version, DAY, "Speedy", nancy)
    with pytest.raises(EditConflict):
        ship_order(order.id, order.version, DAY, "Slow", owner)


def test_undoing_a_shipment(order, nancy):
    send(order, nancy)
    undo_latest(nancy)
    assert (fresh(order).fulfilment, fresh(order).shipped_on, fresh(order).carrier) == ("unfulfilled", NEVER, "")
    assert not ShipmentLine.select().exists()
    assert set(rebuild().values()) == {0}


def test_orders_in_bulk_state_when_they_left(make_customer, make_product, owner):
    customer, product = make_customer(), make_product()
    with operation("Filled", owner, may=Right.IMPORT) as done:
        columns = ("number", "customer_id", "ordered_at", "currency", "shipped_on", "carrier", "source", "source_id")
        rows = [(f"R-{n}", customer.id, 0, "EUR", day, "Speedy", "old", str(n)) for n, day in enumerate(("2026-01-02", "9999-12-31"))]
        ids = done.insert_many(Order, columns, rows)
        columns = ("order_id", "product_id", "name", "quantity", "unit_price", "gross", "total")
        done.insert_many(OrderLine, columns, [(row_id, product.id, "pen", 20_000, 10_000, 20_000, 20_000) for row_id in ids])
        ship_as_stated(done, ids)
    assert [order.fulfilment for order in Order.select().order_by(Order.id)] == ["fulfilled", "unfulfilled"]
    assert (Order.get_by_id(ids[0]).shipped_on, Order.get_by_id(ids[0]).carrier) == (date(2026, 1, 2), "Speedy")
    assert (Shipment.get().source_id, ShipmentLine.get().quantity, Shipment.get().status) == ("0", 2, ShipmentStatus.IN_TRANSIT)
