from dataclasses import replace
from decimal import Decimal

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.errors import UserError
from crm_desktop.core.kinds import PointKind
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.trail import TABLES, trail_of, whole_trail
from crm_desktop.services.attachments import FileInput, attach
from crm_desktop.services.company import FOUNDER
from crm_desktop.services.custom_fields import CustomFieldInput, add_custom_field
from crm_desktop.services.customers import ContactInput, CustomerInput, PointInput, add_contact, change_customer
from crm_desktop.services.erasing import erase_customer
from crm_desktop.services.history import undo_latest
from crm_desktop.services.orders import change_quantity
from crm_desktop.services.products import change_price
from crm_desktop.services.tags import tag, untag


def texts(trail):
    return [step.text for step in trail.steps]


def test_the_newest_comes_first_with_who_did_it_and_what_it_undid(make_customer, nancy):
    make_customer("Ada")
    undo_latest(nancy)

    trail = whole_trail(2, FOUNDER)

    assert texts(trail) == ["Undid operation 3", "Added customer CU-00001"]
    assert [step.login for step in trail.steps] == ["nancy", "nancy"]
    assert trail.steps[0].undoes == trail.steps[1].sequence == 3
    assert trail.size == 4


def test_a_change_shows_what_was_there_and_what_is_there_now(make_product, nancy):
    product = make_product(price="9.99")
    change_price(product.id, product.version, Decimal("12.50"), nancy)

    changed, made = trail_of("product", "P-1", 10, FOUNDER).steps

    assert [(change.kind, change.before, change.after) for change in changed.changes] == [("update", {"price": "9.99"}, {"price": "12.5"})]
    assert made.changes[0].kind == "insert"
    assert made.changes[0].before == {}
    assert {"sku": "P-1", "name": "Product P-1", "price": "9.99"}.items() <= made.changes[0].after.items()


def test_what_happened_to_its_parts_is_part_of_a_record_s_history(make_customer, nancy):
    wanted = CustomerInput("Ada", points=(PointInput(PointKind.PHONE, "030 1"),))
    customer = make_customer("Ada", points=wanted.points)
    make_customer("Ben", points=(PointInput(PointKind.PHONE, "030 2"),))
    add_contact(customer.id, ContactInput("Zoe"), nancy)
    change_customer(customer.id, type(customer).get_by_id(customer.id).version, replace(wanted, points=()), nancy)

    trail = trail_of("customer", "CU-00001", 10, FOUNDER)

    assert texts(trail) == ["Changed customer CU-00001", "Added a contact of customer CU-00001", "Added customer CU-00001"]
    assert [(change.kind, change.what, change.number) for change in trail.steps[0].changes] == [("delete", "contact point", "030 1")]
    assert [(change.kind, change.what) for change in trail.steps[1].changes] == [("insert", "contact")]
    assert trail.steps[1].changes[0].after["customer"] == "CU-00001"


def test_a_line_s_change_is_part_of_its_order_s_history(make_order, nancy):
    order = make_order(quantity=3)
    change_quantity(1, Decimal(4), nancy)

    (change,) = trail_of("order", order.number, 1, FOUNDER).steps[0].changes

    assert (change.before["quantity"], change.after["quantity"]) == ("3", "4")


def test_erased_values_are_gone_from_it(make_customer, owner):
    customer = make_customer("Ada", quick_facts="Likes tea")
    erase_customer(customer.id, owner)

    trail = trail_of("customer", "CU-00001", 10, FOUNDER)

    assert all(change.erased and not change.before and not change.after for step in trail.steps for change in step.changes)
    assert "Ada" not in repr(trail)


def test_a_limit_keeps_the_newest_and_says_how_many_there_are(make_customer, nancy):
    customer = make_customer("Ada")
    for name in ("Bea", "Cleo"):
        change_customer(customer.id, type(customer).get_by_id(customer.id).version, CustomerInput(name), nancy)

    trail = trail_of("customer", "CU-00001", 1, FOUNDER)

    assert (trail.size, [step.changes[0].after for step in trail.steps]) == (3, [{"name": "Cleo"}])


def test_a_record_that_is_not_there_is_named(store):
    for what in TABLES:
        with pytest.raises(UserError, match="“X-1”"):
            trail_of(what, "X-1", 10, FOUNDER)


def test_what_was_put_on_a_record_and_taken_off_again_is_part_of_its_history(make_customer, nancy):
    ada, ben = (RecordRef(Entity.CUSTOMER, make_customer(name).id) for name in ("Ada", "Ben"))
    tag([ada, ben], ["VIP"], nancy)
    attach(ada, FileInput("letter.txt", b"Dear Ada"), nancy)
    untag([ada], ["VIP"], nancy)
    tag([ben], ["other"], nancy)

    trail = trail_of("customer", "CU-00001", 10, FOUNDER)

    assert texts(trail) == [
        "Took a tag from CU-00001", "Attached a file to CU-00001", "Tagged 2 records", "Added customer CU-00001",
    ]  # fmt: skip
    assert [(change.kind, change.what, change.number) for change in trail.steps[0].changes] == [("delete", "tag", "VIP")]
    assert [change.after["file_name"] for change in trail.steps[1].changes] == ["letter.txt"]
    assert len(trail_of("customer", "CU-00002", 10, FOUNDER).steps) == 3


def test_of_further_fields_only_those_that_changed_are_shown(make_customer, owner, nancy):
    for name in ("colour", "size"):
        add_custom_field(CustomFieldInput(CustomTable.CUSTOMER, name), owner)
    customer = make_customer("Ada", custom={"colour": "red", "size": "42"})
    change_customer(customer.id, customer.version, CustomerInput("Ada", custom={"colour": "blue"}), nancy)

    (change,) = trail_of("customer", "CU-00001", 1, FOUNDER).steps[0].changes
    assert (change.before, change.after) == ({"custom.colour": "red"}, {"custom.colour": "blue"})
