import json

import pytest

from crm_desktop.core.changes import Entity
from crm_desktop.core.custom_values import CustomTable
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.core.kinds_of_trade import CustomFieldKind as Kind
from crm_desktop.data.integrity import check
from crm_desktop.data.models import Contact, Customer, CustomField, Interaction, Order, Product
from crm_desktop.queries.custom_fields import definitions
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.custom_fields import (
    CustomFieldChange,
    CustomFieldInput,
    add_custom_field,
    change_custom_field,
    change_custom_values,
    retire_custom_field,
)
from crm_desktop.services.customers import ContactInput, CustomerInput, add_contact, change_customer
from crm_desktop.services.history import undo
from crm_desktop.services.products import ProductInput, add_product


@pytest.fixture
def define(store, owner):
    def make(name, kind=Kind.TEXT, table=CustomTable.CUSTOMER, **fields):
        add_custom_field(CustomFieldInput(table, name, kind=kind, **fields), owner)
        return CustomField.select().order_by(CustomField.id.desc()).first()

    return make


def custom(row):
    return json.loads(type(row).get_by_id(row.id).custom)


def test_only_who_may_change_settings_defines_fields(define, nancy):
    field = define("colour")

    for act in (
        lambda: add_custom_field(CustomFieldInput(CustomTable.ORDER, "gift"), nancy),
        lambda: change_custom_field(field.id, field.version, CustomFieldChange("Colour"), nancy),
        lambda: retire_custom_field(field.id, field.version, nancy),
    ):
        with pytest.raises(NotAllowed, match="edit the company"):
            act()


@pytest.mark.parametrize("name", ["", "a.b", "a'b", 'a"b', "a?b", "a%b", "a=b", "a\\b", "a:b", "-a", "a ", "x" * 61, "a\x00b"])
def test_a_name_that_queries_or_scripts_could_trip_over_is_refused(define, name):
    if name == "a ":
        assert define(name).name == "a"
    else:
        with pytest.raises(UserError, match=r"Nothing was saved|nothing was saved"):
            define(name)
        assert CustomField.select().count() == 0


def test_a_name_stands_once_per_table_whatever_its_capitals(define, owner):
    define("Shoe size")
    define("Shoe size", table=CustomTable.ORDER)

    with pytest.raises(UserError, match="is a field “shoe SIZE” already"):
        define("shoe  SIZE")


@pytest.mark.parametrize(
    ("kind", "choices", "words"),
    [
        (Kind.CHOICE, (), "something to choose from"),
        (Kind.CHOICE, ("Red", "red "), "stands twice"),
        (Kind.TEXT, ("red",), "Only a field of the kind"),
        (Kind.CHOICE, tuple(map(str, range(201))), "at most 200"),
    ],
)
def test_choices_make_sense(define, kind, choices, words):
    with pytest.raises(UserError, match=words):
        define("colour", kind, choices=choices)


def test_values_are_checked_and_kept_with_every_record_that_has_them(define, make_customer, make_order, make_interaction, nancy):
    define("size", Kind.NUMBER)
    define("gift", Kind.YES_NO, CustomTable.ORDER)
    define("since", Kind.DAY, CustomTable.INTERACTION)
    define("made in", Kind.CHOICE, CustomTable.PRODUCT, choices=("Norway", "Peru"))
    define("hobby", Kind.TEXT, CustomTable.CONTACT)
    customer = make_customer(custom={"size": "42.50"})
    order = make_order(customer, custom={"gift": "yes"})
    add_product(ProductInput("P-9", "Sweater", custom={"made in": "norway"}), nancy)
    add_contact(customer.id, ContactInput("Zoë", custom={"hobby": "Chess"}), nancy)

    assert custom(customer) == {"size": "42.5"}
    assert custom(order) == {"gift": True}
    assert custom(make_interaction(customer, custom={"since": "2026-01-01"})) == {"since": "2026-01-01"}
    assert custom(Product.get(sku="P-9")) == {"made in": "Norway"}
    assert custom(Contact.get()) == {"hobby": "Chess"}
    with pytest.raises(UserError, match="size: “big” is not a number"):
        make_customer(custom={"size": "big"})
    with pytest.raises(UserError, match="no further field “size”"):
        make_order(customer, custom={"size": "1"})
    assert (Customer.select().count(), Order.select().count(), Interaction.select().count()) == (1, 1, 1)


def test_a_change_without_further_fields_leaves_them_alone(define, make_customer, nancy):
    define("size", Kind.NUMBER)
    customer = make_customer(custom={"size": "42"})

    change_customer(customer.id, customer.version, CustomerInput("Another"), nancy)

    assert custom(customer) == {"size": "42"}


def test_a_retired_field_keeps_its_values_and_takes_no_new_ones(define, make_customer, owner, nancy):
    field = define("size", Kind.NUMBER)
    customer = make_customer(custom={"size": "42"})
    retire_custom_field(field.id, field.version, owner)

    change_customer(customer.id, customer.version, CustomerInput("Another"), nancy)
    assert custom(customer) == {"size": "42"}
    with pytest.raises(UserError, match="“size” is retired"):
        make_customer(custom={"size": "1"})
    with pytest.raises(UserError, match="is retired already"):
        retire_custom_field(field.id, CustomField.get().version, owner)

    change_custom_field(field.id, CustomField.get().version, CustomFieldChange("Size", active=True), owner)
    assert custom(make_customer(custom={"size": "1"})) == {"size": "1"}


def test_a_field_moves_and_gets_another_label_and_other_choices(define, make_customer, owner):
    define("size")
    colour = define("colour", Kind.CHOICE, choices=("red", "blue"))
    customer = make_customer(custom={"colour": "red"})

    change_custom_field(colour.id, colour.version, CustomFieldChange("Farbe", ("blue", "green"), -1), owner)

    assert [(field.name, field.label, field.choices) for field in definitions("customer")] == [
        ("colour", "Farbe", ("blue", "green")), ("size", "size", ()),
    ]  # fmt: skip
    assert custom(customer) == {"colour": "red"}
    with pytest.raises(UserError, match="Farbe: “red” is not one of: blue, green"):
        make_customer(custom={"colour": "red"})
    with pytest.raises(EditConflict):
        change_custom_field(colour.id, colour.version, CustomFieldChange("x", ("blue",)), owner)


def test_values_change_on_their_own_in_history_and_back(define, make_order, nancy):
    define("gift", Kind.YES_NO, CustomTable.ORDER)
    order = make_order()

    change = change_custom_values(RecordRef(Entity.ORDER, order.id), order.version, {"gift": "yes"}, nancy)

    assert (custom(order), change.of(Entity.ORDER)) == ({"gift": True}, {order.id})
    undo(change.operation, nancy)
    assert custom(order) == {}
    assert [finding for finding in check(deep=True) if not finding.ok] == []


def test_an_auditor_changes_no_values(define, make_order, auditor):
    define("gift", Kind.YES_NO, CustomTable.ORDER)
    order = make_order()

    with pytest.raises(NotAllowed):
        change_custom_values(RecordRef(Entity.ORDER, order.id), order.version, {"gift": "yes"}, auditor)
    with pytest.raises(UserError, match="no further fields"):
        change_custom_values(RecordRef(Entity.INVOICE, 1), 1, {"gift": "yes"}, auditor)
