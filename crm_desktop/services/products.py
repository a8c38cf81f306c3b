"""Everything that changes a product or the stock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import MovementKind
from crm_desktop.core.money import ZERO
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean, clean_line
from crm_desktop.data.history import operation
from crm_desktop.data.models import Product, ProductCategory, StockMovement
from crm_desktop.services.custom_fields import fill_in


@dataclass(frozen=True, slots=True)
class ProductInput:
    sku: str
    name: str
    price: Decimal = ZERO
    description: str = ""
    unit: str = ""
    tax_rate: Decimal = ZERO
    category: str = ""
    custom: Custom | None = None


def add_product(wanted: ProductInput, by: Actor, key: str | None = None) -> Change:
    sku, name = clean_line(wanted.sku), clean_line(wanted.name)
    if not sku or not name:
        raise UserError(_("A product needs a number and a name. Nothing was saved."))
    if wanted.price < 0:
        raise UserError(_("A price cannot be below zero. Nothing was saved."))
    with operation(N_("Added product {number}"), by, may=Right.EDIT_PRODUCTS, key=key) as done:
        if Product.get_or_none(sku=sku) is not None:
            raise UserError(_("Product {number} is there already. Nothing was saved.").format(number=sku))
        category = None
        if wanted.category:
            category = ProductCategory.get_or_none(name=clean_line(wanted.category)) or ProductCategory(name=clean_line(wanted.category))
            if category.id is None:
                done.insert(category)
        product = Product(
            sku=sku,
            name=name,
            price=wanted.price,
            description=clean(wanted.description),
            unit=clean_line(wanted.unit),
            tax_rate=wanted.tax_rate,
            category=category,
        )
        fill_in(product, wanted.custom)
        done.insert(product)
        done.numbers["number"] = sku
    return done.change


def change_price(product_id: int, version: int, price: Decimal, by: Actor, key: str | None = None) -> Change:
    """Lines that were ordered keep the price they had."""
    if price < 0:
        raise UserError(_("A price cannot be below zero. Nothing was saved."))
    with operation(N_("Changed the price of {number}"), by, may=Right.EDIT_PRODUCTS, key=key) as done:
        product = Product.get_by_id(product_id)
        product.version, product.price = version, price
        done.save(product)
        done.numbers["number"] = product.sku
    return done.change


def receive_goods(product_id: int, quantity: Decimal, on: date, by: Actor, key: str | None = None, note: str = "") -> Change:
    if quantity <= 0:
        raise UserError(_("A receipt needs a quantity above zero. Nothing was saved."))
    return _move(N_("Received goods: {number}"), MovementKind.RECEIPT, product_id, quantity, on, note, by, key)


def correct_stock(product_id: int, difference: Decimal, on: date, by: Actor, key: str | None = None, note: str = "") -> Change:
    """What a count found more or less than expected."""
    return _move(N_("Corrected the stock of {number}"), MovementKind.CORRECTION, product_id, difference, on, note, by, key)


def _move(label: str, kind: MovementKind, product_id: int, quantity: Decimal, on: date, note: str, by: Actor, key: str | None) -> Change:
    with operation(label, by, may=Right.EDIT_STOCK, key=key) as done:
        product = Product.get_by_id(product_id)
        done.insert(StockMovement(product=product, kind=kind, quantity=quantity, moved_on=on, note=clean(note)))
        done.numbers["number"] = product.sku
    return done.change
