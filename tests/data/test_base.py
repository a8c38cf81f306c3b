"""A row that is asked for by equal values is the one that Peewee's own query finds, and looks the same."""

import pytest

from crm_desktop.data.models import Channel, Company, ContactReason, Customer, Order, Staff


def by_peewee(model, filters):
    return model.select().filter(**filters).first()


@pytest.mark.parametrize(
    ("model", "filters"),
    [
        (Staff, {"login": "nancy"}),
        (Staff, {"login": "nobody"}),
        (Staff, {"id": 1}),
        (Staff, {"id": None}),
        (Channel, {"kind": "phone", "active": True}),
        (Company, {"currency": "EUR", "id": 1}),
        (ContactReason, {"parent": None, "name": "Order status"}),
        (Customer, {"name": "Robert'); DROP TABLE customer; --"}),
        (Order, {"customer": 1}),
        (Order, {"customer": 1, "number": "none"}),
    ],
)
def test_equal_values_find_what_peewee_finds(make_order, model, filters):
    make_order()
    found, expected = model.get_or_none(**filters), by_peewee(model, filters)
    assert (found and found.__data__) == (expected and expected.__data__)


def test_a_row_stands_for_its_id_and_a_key_leads_to_its_row(make_order):
    order = make_order()
    assert Order.get(customer=order.customer).id == order.id
    assert order.customer.__data__ == by_peewee(Customer, {"id": order.customer_id}).__data__


def test_what_is_not_there_is_said_as_peewee_says_it(store):
    for ask in (lambda: Order.get(id=7), lambda: Order.get_by_id(7), lambda: Order.get(Order.id == 7), lambda: Order.get(customer=None)):
        with pytest.raises(Order.DoesNotExist):
            ask()


def test_any_other_question_is_peewee_s(make_customer):
    ada, bob = make_customer(), make_customer("Bob")
    assert Customer.get(Customer.id > ada.id).id == bob.id
    assert Customer.get((Customer.name == "Bob") & (Customer.id != ada.id)).id == bob.id
    assert Customer.get(name__in=["Bob"]).id == bob.id
