"""What was put away leaves every list at once, and comes back when it is asked for."""

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.kinds import PointKind, Shelf
from crm_desktop.data.database import fetch
from crm_desktop.data.models import Customer, FollowUp, Interaction, Order, Product
from crm_desktop.queries import customers, follow_ups, interactions, orders, products, timeline
from crm_desktop.queries.duplicates import likely_duplicates
from crm_desktop.queries.follow_ups import FollowUpFilter
from crm_desktop.queries.listing import Question, count, groups, records
from crm_desktop.queries.search import everything
from crm_desktop.queries.subjects import BY_NAME
from crm_desktop.services.customers import AddressInput, PointInput
from crm_desktop.services.follow_ups import complete_follow_up
from crm_desktop.services.merging import merge_customers
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.shelves import put_on_shelf

ON_BOTH_ENGINES = pytest.mark.parametrize("address", ["plain", "server"], indirect=True)
PHONE = (PointInput(PointKind.PHONE, "030 0074321"),)


def put(entity, row, shelf, by):
    row = type(row).get_by_id(row.id)
    put_on_shelf(entity, row.id, row.version, shelf, by)


def numbers(what, *where, **asked):
    subject = BY_NAME[what]
    return [row[0] for row in records(Question(subject, where, **asked), subject.columns)]


@pytest.fixture
def one_of_each(make_customer, make_order, make_interaction, make_follow_up, nancy):
    customer = make_customer("Ada Ltd", points=PHONE, addresses=(AddressInput(city="Bonn"),))
    order = make_order(customer)
    cancel_order(order.id, "no", nancy)
    promise = make_follow_up("Ada's parcel", customer_id=customer.id)
    complete_follow_up(promise.id, nancy)
    talk = make_interaction(customer, summary="Ada's parcel")
    return {
        Entity.CUSTOMER: customer, Entity.ORDER: order, Entity.FOLLOW_UP: promise, Entity.INTERACTION: talk, Entity.PRODUCT: Product.get(),
    }  # fmt: skip


def in_the_window():
    done = FollowUpFilter(state="done")
    return [
        list(customers.customer_ids()), list(orders.order_ids()), list(interactions.interaction_ids()), list(products.product_ids()),
        list(follow_ups.follow_up_ids(done)),
    ]  # fmt: skip


@ON_BOTH_ENGINES
@pytest.mark.parametrize("shelf", [Shelf.ARCHIVE, Shelf.TRASH])
def test_it_leaves_the_lists_and_is_there_when_asked_for(one_of_each, nancy, shelf):
    lists = ("customers", "contact-points", "addresses", "orders", "interactions", "follow-ups", "products")
    assert in_the_window() == [[1]] * 5
    for entity, row in one_of_each.items():
        put(entity, row, shelf, nancy)

    assert in_the_window() == [[]] * 5
    for what in lists:
        assert (numbers(what), count(Question(BY_NAME[what])), groups(Question(BY_NAME[what]), by="source")) == ([], 0, []), what
        assert len(numbers(what, put_away=True)) == count(Question(BY_NAME[what], put_away=True)) == 1, what
    assert numbers("orders", ("shelf", "=", shelf)) == ["SO-00001"]
    other = Shelf.TRASH if shelf == Shelf.ARCHIVE else Shelf.ARCHIVE
    assert numbers("orders", ("shelf", "=", other)) == []


@ON_BOTH_ENGINES
def test_search_and_a_customers_timeline_show_the_archive_and_not_the_trash(one_of_each, nancy):
    customer = one_of_each[Entity.CUSTOMER]
    before = (everything("ada"), list(timeline.timeline_ids(customer.id)), timeline.counts(customer.id))
    for entity, row in one_of_each.items():
        put(entity, row, Shelf.ARCHIVE, nancy)
    assert (everything("ada"), list(timeline.timeline_ids(customer.id)), timeline.counts(customer.id)) == before
    for entity, row in one_of_each.items():
        put(entity, row, Shelf.TRASH, nancy)
    assert everything("ada") == []
    assert list(timeline.timeline_ids(customer.id)) == [] and set(timeline.counts(customer.id).values()) == {0}


@ON_BOTH_ENGINES
def test_who_was_merged_is_asked_for_by_either_number(make_customer, make_order, nancy):
    kept, other = make_customer("Ada Ltd"), make_customer("Ada Limited")
    make_order(other)
    merge_customers(kept.id, 1, other.id, Customer.get_by_id(other.id).version, {}, nancy)

    assert numbers("customers") == numbers("customers", ("number", "=", other.number)) == [kept.number]
    assert numbers("orders", ("customer", "=", other.number)) == numbers("orders", ("customer", "=", kept.number)) == ["SO-00001"]
    assert numbers("orders", ("customer", "!=", other.number)) == []
    assert numbers("customers", ("merged_into", "=", kept.number)) == [other.number]
    assert numbers("customers", ("number", "=", other.number), put_away=True) == [other.number]


@ON_BOTH_ENGINES
def test_likely_duplicates_are_pairs_of_customers_at_hand(make_customer, nancy):
    pairs = BY_NAME["duplicates"]
    bonn = (AddressInput(city="Bonn"),)
    first, second = make_customer("Ada Ltd", points=PHONE, addresses=bonn), make_customer("ADA LTD", points=PHONE, addresses=bonn)
    third = make_customer("Łódź Oy", points=(*PHONE, PointInput(PointKind.EMAIL, "a@b.example")), addresses=bonn)
    fourth = make_customer("Bob", points=(PointInput(PointKind.EMAIL, "A@B.example"),))
    make_customer("Ada Ltd", addresses=(AddressInput(city="Ulm"),))

    found = {(row[0], row[2]): row[5:] for row in records(Question(pairs), pairs.columns)}

    assert found == {
        (first.number, second.number): ("name, phone", f"Ada Ltd, {shared_phone()}", 2),
        (first.number, third.number): ("phone", shared_phone(), 1),
        (second.number, third.number): ("phone", shared_phone(), 1),
        (third.number, fourth.number): ("email", "a@b.example", 1),
    }
    merge_customers(first.id, first.version, second.id, second.version, {}, nancy)
    put(Entity.CUSTOMER, fourth, Shelf.TRASH, nancy)
    assert [(row[0], row[2]) for row in records(Question(pairs), pairs.columns)] == [(first.number, third.number)]
    assert [hint.number for hint in likely_duplicates("x", normals=[shared_phone()])] == [first.number, third.number]


def shared_phone():
    return fetch("SELECT MIN(normal) FROM contact_point WHERE kind = 'phone'")[0][0]


@ON_BOTH_ENGINES
def test_a_crowd_with_one_phone_is_no_duplicate(make_customer):
    for number in range(11):
        make_customer(f"Branch {number}", points=PHONE)
    assert count(Question(BY_NAME["duplicates"])) == 0


@pytest.mark.parametrize("address", ["plain"], indirect=True)
def test_few_that_were_put_away_are_found_by_their_own_index(store):
    for model in (Customer, Product, Order, Interaction, FollowUp):
        table = model._meta.table_name
        plan = str(fetch(f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE shelf <> '' AND shelf = 'trash'"))
        assert f"{table}_shelf" in plan
