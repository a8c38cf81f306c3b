"""Customers who were merged or erased here, and files that go on naming them."""

import pytest

from crm_desktop.data.integrity import check
from crm_desktop.data.models import Address, ContactPoint, Customer, Interaction
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo_latest
from crm_desktop.services.imports import bring_in
from crm_desktop.services.incoming import Incoming, Place, Reference, RunInput
from crm_desktop.services.merging import merge_customers
from tests.stored import changes, content

PLACE = Place("list.csv", 2)
CUSTOMER = Reference("customer_id", "customer")


def customers(*rows):
    incoming = Incoming("customer", ("number", "name", "language"), "customers", once=frozenset({"number"}))
    for key, name, language in rows:
        incoming.add(key, [f"X-{key}", name, language], PLACE)
    return incoming


def points(*rows):
    incoming = Incoming("contact_point", ("customer_id", "kind", "value", "normal"), "", references=(CUSTOMER,))
    for key, customer, value in rows:
        incoming.add(key, [customer, "email", value, value], PLACE)
    return incoming


def bring(by, *incoming):
    return bring_in(incoming, RunInput("elsewhere", "", {}), by)


def merge(kept, other, by):
    kept, other = (Customer.get(number=number) for number in (kept, other))
    merge_customers(kept.id, kept.version, other.id, other.version, {}, by)
    return kept


def values(customer):
    return [row.value for row in ContactPoint.select().where(ContactPoint.customer == customer).order_by(ContactPoint.id)]


@pytest.fixture
def imported(store, owner):
    return bring(
        owner,
        customers(("a", "Ada Ltd", "en"), ("b", "Ada", "")),
        points(("a1", "a", "x@shop.example"), ("b1", "b", "x@shop.example"), ("b2", "b", "y@shop.example")),
    )


def test_the_same_files_again_change_nothing(imported, owner, nancy):
    merge("X-a", "X-b", nancy)
    before = content()
    arrival = bring(
        owner,
        customers(("a", "Ada Ltd", "en"), ("b", "Ada", "")),
        points(("a1", "a", "x@shop.example"), ("b1", "b", "x@shop.example"), ("b2", "b", "y@shop.example")),
    )
    assert (arrival.change, arrival.refused, changes(before, content())) == (None, [], {})


def test_what_comes_for_the_other_one_goes_to_the_kept_one(imported, owner, nancy, phone):
    kept = merge("X-a", "X-b", nancy)
    talks = Incoming(
        "interaction", ("number", "customer_id", "channel_id", "direction", "started_at"), "interactions", references=(CUSTOMER,)
    )
    talks.add("t", ["", "b", phone.id, "in", 1_700_000_000], PLACE)
    by_number = Incoming("address", ("customer_id", "kind", "city"), "", references=(Reference("customer_id", "customer", by="number"),))
    by_number.add("h", ["X-b", "billing", "Kiel"], PLACE)

    bring(owner, talks, by_number, points(("b3", "b", "z@shop.example")))

    assert (Interaction.get().customer_id, Address.get().customer_id) == (kept.id, kept.id)
    assert values(kept) == ["x@shop.example", "y@shop.example", "z@shop.example"]
    assert [finding for finding in check(deep=True) if not finding.ok] == []


def test_a_phone_that_both_had_moves_once_it_is_another(imported, owner, nancy):
    kept = merge("X-a", "X-b", nancy)
    bring(owner, points(("b1", "b", "new@shop.example")))
    assert values(kept) == ["x@shop.example", "new@shop.example", "y@shop.example"]


def test_news_of_the_other_one_is_reported_where_the_kept_one_is_in_the_file_too(imported, owner, nancy):
    kept = merge("X-a", "X-b", nancy)
    arrival = bring(owner, customers(("a", "Ada Ltd", "en"), ("b", "Ada Limited", "")))
    assert Customer.get_by_id(kept.id).name == "Ada Ltd"
    assert [(row.column, row.value, row.reason) for row in arrival.refused] == [
        ("name", "Ada Limited", "X-b was merged into X-a here, which keeps its own value."),
    ]


def test_news_of_the_other_one_reaches_one_who_was_made_here(imported, make_customer, owner, nancy):
    kept = make_customer("Ada")
    merge(kept.number, "X-b", nancy)
    arrival = bring(owner, customers(("a", "Ada Ltd", "en"), ("b", "Ada Limited", "de")))
    assert (Customer.get_by_id(kept.id).name, Customer.get_by_id(kept.id).language) == ("Ada Limited", "de")
    assert arrival.counts["customers"].changed == 1
    before = content()
    assert bring(owner, customers(("a", "Ada Ltd", "en"), ("b", "Ada Limited", "de"))).change is None
    assert changes(before, content()) == {}


def test_what_was_chosen_in_the_merge_is_no_longer_the_files(imported, make_customer, owner, nancy):
    kept = make_customer("Ada & Sons")
    merge(kept.number, "X-b", nancy)
    arrival = bring(owner, customers(("b", "Ada Limited", "de")))
    assert (Customer.get_by_id(kept.id).name, Customer.get_by_id(kept.id).language) == ("Ada & Sons", "de")
    assert [row.column for row in arrival.refused] == ["name"]


def test_a_merge_is_undone_after_such_an_import(imported, owner, nancy):
    merge("X-a", "X-b", nancy)
    bring(owner, points(("b3", "b", "z@shop.example")))
    undo_latest(nancy)
    assert values(Customer.get(number="X-b")) == ["x@shop.example", "y@shop.example"]
    assert [finding for finding in check(deep=True) if not finding.ok] == []


def test_nothing_of_a_person_who_was_erased_comes_back(imported, owner):
    erased = Customer.get(number="X-b")
    erase_customer(erased.id, owner)
    before = content()

    arrival = bring(
        owner, customers(("a", "Ada Ltd", "en"), ("b", "Ada", "")), points(("b1", "b", "x@shop.example"), ("b9", "b", "new@shop.example"))
    )

    assert (arrival.change, changes(before, content())) == (None, {})
    assert [(row.column, row.value) for row in arrival.refused] == [("", ""), ("customer", "b"), ("customer", "b")]
    assert arrival.counts["customers"].kept == 1
