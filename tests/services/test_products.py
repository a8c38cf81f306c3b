from decimal import Decimal

import pytest

from crm_desktop.core.actors import Actor, Role
from crm_desktop.core.errors import NotAllowed, UserError
from crm_desktop.data.models import Product, ProductCategory
from crm_desktop.services.products import ProductInput, add_product, change_price, correct_stock, receive_goods
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
