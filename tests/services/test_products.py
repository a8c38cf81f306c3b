from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import EditConflict, NotAllowed, UserError
from crm_desktop.data.models import Product, ProductCategory
from crm_desktop.queries.products import product_card, product_ids, product_words
from crm_desktop.services.products import ProductInput, add_product, change_price, change_product, correct_stock, receive_goods
from tests.conftest import DAY


def test_stock_is_the_sum_of_what_moved(make_product, nancy):
    product = make_product(on_hand=10)
    receive_goods(product.id, Decimal("2.5"), DAY, nancy)
    correct_stock(product.id, Decimal("-0.5"), DAY, nancy)
    assert Product.get_by_id(product.id).on_hand == 12


def test_a_category_is_made_once(store, nancy):
    for sku in ("A", "B"):
        add_product(ProductInput(sku, "Tea", category="Drinks"), nancy)
    assert [category.name for category in ProductCategory.select()] == ["Drinks"]


@pytest.mark.parametrize("fields", [{"sku": ""}, {"name": " "}, {"price": Decimal(-1)}])
def test_what_no_product_can_be_is_refused(store, nancy, fields):
    with pytest.raises(UserError, match="Nothing was saved"):
        add_product(ProductInput(**{"sku": "A", "name": "Tea", **fields}), nancy)


def test_a_number_stands_for_one_product(make_product):
    make_product("A")
    with pytest.raises(UserError, match="A is there already"):
        make_product("A")


def test_a_price_of_nothing_is_a_price(make_product, nancy):
    product = make_product()
    change_price(product.id, product.version, Decimal(0), nancy)
    assert Product.get().price == 0


def test_representatives_do_not_touch_the_stock(make_product):
    with pytest.raises(NotAllowed, match="edit stock"):
        receive_goods(make_product().id, Decimal(1), DAY, Actor(5, "bob", Role.REPRESENTATIVE))


def test_a_product_is_changed_in_one_step_and_keeps_what_was_not_named(make_product, nancy):
    product = make_product("P-1", price="9.99", on_hand=3)
    wanted = ProductInput(
        "P-2",
        "Cup",
        Decimal("4.50"),
        "Blue",
        "piece",
        Decimal(19),
        "Cups",
        None,
        Decimal(2),
        "4006381333931, 123",
        True,
        False,
        24,
        "Dry",
    )
    change_product(product.id, product.version, wanted, nancy)
    card = product_card(product.id)
    assert (card.sku, card.name, card.price, card.category, card.cost, card.on_hand) == ("P-2", "Cup", Decimal("4.5"), "Cups", 2, 3)
    assert (card.barcode, card.active, card.warranty_months, card.tax_rate) == ("4006381333931 123", False, 24, 19)
    assert [(row.kind, row.quantity) for row in card.movements] == [("receipt", 3)]
    assert list(product_ids("4006381333931")) == [product.id]
    with pytest.raises(EditConflict):
        change_product(product.id, product.version, wanted, nancy)
    assert product_card(999) is None and product_words().categories == ("Cups",)


def test_a_barcode_and_a_number_belong_to_one_product(make_product, nancy):
    first, second = make_product("P-1"), make_product("P-2")
    change_product(first.id, first.version, ProductInput("P-1", "Cup", barcode="111 222"), nancy)
    change_product(second.id, second.version, ProductInput("P-2", "Jug", barcode="22"), nancy)
    for wanted in (ProductInput("P-2", "Jug", barcode="222"), ProductInput("P-1", "Jug")):
        with pytest.raises(UserError, match="Nothing was saved"):
            change_product(second.id, second.version + 1, wanted, nancy)


@pytest.mark.parametrize(
    "wrong",
    [ProductInput("", "Cup"), ProductInput("P", " "), ProductInput("P", "Cup", Decimal(-1)), ProductInput("P", "C", tax_rate=Decimal(101)),
     ProductInput("P", "C", cost=Decimal(-1)), ProductInput("P", "C", warranty_months=-1)],
)  # fmt: skip
def test_what_a_product_cannot_be_is_refused(nancy, wrong):
    with pytest.raises(UserError, match="Nothing was saved"):
        add_product(wrong, nancy)
