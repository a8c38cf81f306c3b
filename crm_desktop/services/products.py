"""Everything that changes a product or the stock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_desktop.core.actors import Actor
from crm_desktop.core.cards import clean_note
from crm_desktop.core.changes import Change
from crm_desktop.core.custom_values import Custom
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import MovementKind
from crm_desktop.core.money import ZERO
from crm_desktop.core.rights import Right
from crm_desktop.core.text import clean_line
from crm_desktop.data.history import Done, operation
from crm_desktop.data.models import Product, ProductCategory, StockMovement
from crm_desktop.services.custom_fields import fill_in

_MOST_TAX = 100


@dataclass(frozen=True, slots=True)
class ProductInput:
    """`tax_rate` in percent. `barcode`: several with spaces between them. `stocked` no: it is never counted."""

    sku: str
    name: str
    price: Decimal = ZERO
    description: str = ""
    unit: str = ""
    tax_rate: Decimal = ZERO
    category: str = ""
    custom: Custom | None = None
    cost: Decimal | None = None
    barcode: str = ""
    stocked: bool = True
    active: bool = True
    warranty_months: int = 0
    return_instructions: str = ""


def add_product(wanted: ProductInput, by: Actor, key: str | None = None) -> Change:
    with operation(N_("Added product {number}"), by, may=Right.EDIT_PRODUCTS, key=key) as done:
        product = Product()
        _fill(product, wanted, done)
        done.insert(product)
        done.numbers["number"] = product.sku
    return done.change


def change_product(product_id: int, version: int, wanted: ProductInput, by: Actor, key: str | None = None) -> Change:
    """Lines that were ordered keep what they had."""
    with operation(N_("Changed product {number}"), by, may=Right.EDIT_PRODUCTS, key=key) as done:
        product = Product.get_or_none(id=product_id)
        if product is None:
            raise UserError(_("This record is not there any more. Nothing was changed."))
        product.version = version
        _fill(product, wanted, done)
        done.save(product)
        done.numbers["number"] = product.sku
    return done.change


def barcodes(text: str) -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(clean_line(text).replace(",", " ").split()))


def _fill(product: Product, wanted: ProductInput, done: Done) -> None:
    """Raises UserError for what a product cannot be."""
    sku, name = clean_line(wanted.sku), clean_line(wanted.name)
    if not sku or not name:
        raise UserError(_("A product needs a number and a name. Nothing was saved."))
    if min(wanted.price, wanted.cost or ZERO) < 0:
        raise UserError(_("A price cannot be below zero. Nothing was saved."))
    if not 0 <= wanted.tax_rate <= _MOST_TAX:
        raise UserError(_("A tax rate lies between 0 and 100 percent. Nothing was saved."))
    if wanted.warranty_months < 0:
        raise UserError(_("Months of warranty are zero or more. Nothing was saved."))
    other = Product.get_or_none(sku=sku)
    if other is not None and other.id != product.id:
        raise UserError(_("Product {number} is there already. Nothing was saved.").format(number=sku))
    codes = barcodes(wanted.barcode)
    _demand_own(codes, product)
    product.sku, product.name, product.barcode = sku, name, " ".join(codes)
    product.price, product.cost, product.tax_rate = wanted.price, wanted.cost, wanted.tax_rate
    product.description, product.unit = clean_note(wanted.description), clean_line(wanted.unit)
    product.stocked, product.active, product.warranty_months = wanted.stocked, wanted.active, wanted.warranty_months
    product.return_instructions = clean_note(wanted.return_instructions)
    product.category = _category(wanted.category, done)
    fill_in(product, wanted.custom)


def _category(name: str, done: Done) -> ProductCategory | None:
    """A new name is a new category."""
    name = clean_line(name)
    if not name:
        return None
    found = ProductCategory.get_or_none(name=name)
    if found is None:
        found = ProductCategory(name=name)
        done.insert(found)
    return found


def _demand_own(codes: list[str], product: Product) -> None:
    """A scanner must find one product."""
    for code in codes:
        for other in Product.select().where(Product.barcode.contains(code)):
            if other.id != product.id and code in other.barcode.split():
                raise UserError(
                    _("The barcode {code} belongs to product {number} already. Nothing was saved.").format(code=code, number=other.sku)
                )


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
        done.insert(StockMovement(product=product, kind=kind, quantity=quantity, moved_on=on, note=clean_note(note)))
        done.numbers["number"] = product.sku
    return done.change
