import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds import Shelf
from crm_desktop.data.models import Customer, Order
from crm_desktop.services.history import undo_latest
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.shelves import put_on_shelf


def test_a_record_goes_to_the_trash_and_back(make_customer, nancy):
    customer = make_customer()
    change = put_on_shelf(Entity.CUSTOMER, customer.id, customer.version, Shelf.TRASH, nancy)
    assert change.of(Entity.CUSTOMER) == {customer.id} and Customer.get().shelf == "trash"
    undo_latest(nancy)
    assert Customer.get().shelf == ""


@pytest.mark.parametrize("entity", [Entity.CUSTOMER, Entity.PRODUCT, Entity.ORDER])
def test_what_an_open_order_needs_is_not_thrown_away(make_order, nancy, entity):
    order = make_order()
    with pytest.raises(NotAllowed, match=order.number):
        put_on_shelf(entity, 1, order.version, Shelf.TRASH, nancy)
    cancel_order(order.id, "no", nancy)
    row = Order.get() if entity == Entity.ORDER else None
    put_on_shelf(entity, 1, row.version if row else 1, Shelf.TRASH, nancy)


def test_archiving_what_somebody_changed_is_a_conflict(make_order, nancy, owner):
    order = make_order()
    put_on_shelf(Entity.ORDER, order.id, order.version, Shelf.ARCHIVE, nancy)
    with pytest.raises(EditConflict):
        put_on_shelf(Entity.ORDER, order.id, order.version, Shelf.DESK, owner)


def test_what_is_gone_cannot_be_put_away(nancy):
    with pytest.raises(UserError, match="not there"):
        put_on_shelf(Entity.ORDER, 9, 1, Shelf.ARCHIVE, nancy)
