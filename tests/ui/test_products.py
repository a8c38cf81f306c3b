"""The products: list, what is known of one, its form and its stock."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from crm_desktop.data.models import Product, StockMovement
from crm_desktop.services.drafts import keep_draft

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(make_product, window, settle):
    make_product("P-1", price="9.99", on_hand=5)
    page = window.show_page("product")
    settle()
    page.start()
    return page


def form_of(page):
    (dialog,) = [each for each in page.findChildren(QDialog) if each.isVisible()]
    return dialog


def test_a_product_is_added_with_the_keyboard_alone(page, press, settle):
    page.add_new()
    settle()
    press("Cup")
    press(Qt.Key.Key_Tab)
    press("C-1")
    press(Qt.Key.Key_Tab)
    press("4006381333931")
    form_of(page).price.setText("4.5")
    press(ENTER, CTRL)
    made = Product.get(sku="C-1")
    assert (made.name, made.price, made.barcode, made.stocked, made.active) == ("Cup", Decimal("4.5"), "4006381333931", True, True)
    assert page.goods.title.text() == "Cup"


def test_what_is_wrong_is_marked_beside_its_field(page, settle):
    page.add_new()
    settle()
    form = form_of(page)
    form.price.setText("a lot")
    form.try_save()
    assert form._name_row.is_wrong and form._sku_row.is_wrong and form._price_row.is_wrong and not form._tax_row.is_wrong
    form.throw_away()


def test_a_product_is_changed_and_no_longer_sold(page, settle):
    page.goods.edit.click()
    settle()
    form = form_of(page)
    form.name.setText("Large cup")
    form.tax_rate.setText("19")
    form.try_save()
    settle()
    assert page.goods.title.text() == "Large cup" and Product.get().tax_rate == 19
    page.goods.sold.click()
    settle()
    assert not Product.get().active and page.goods.sold.text() == "Sell it again"


def test_stock_comes_in_and_is_corrected_with_a_reason(page, settle):
    page.goods.stock.click()
    settle()
    form = form_of(page)
    form.count.setText("2")
    form.try_save()
    settle()
    assert Product.get().on_hand == 7
    page.goods.stock.click()
    settle()
    form = form_of(page)
    form.what.setCurrentIndex(1)
    form.count.setText("6")
    form.try_save()
    assert form._reason_row.is_wrong
    form.reason.setText("one broke")
    form.try_save()
    settle()
    assert (Product.get().on_hand, StockMovement.select().order_by(StockMovement.id.desc()).first().note) == (6, "one broke")
    assert page.goods.model.rowCount() == 3


def test_what_was_typed_before_a_crash_is_there_again(page, nancy, settle):
    keep_draft("new product", {"version": "0", "base": "{}", "stored": "{}", "typed": '{"name": "Jug"}'}, nancy)
    page.add_new()
    settle()
    assert form_of(page).name.text() == "Jug"
    form_of(page).throw_away()
