"""The products: what they cost and how many are there."""

from functools import partial
from typing import ClassVar

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.products import ProductRow, first_products, product_ids, product_rows
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import Tone


class ProductsPage(ListPage):
    name: ClassVar[str] = Entity.PRODUCT.value
    title: ClassVar[str] = N_("Products")
    icon: ClassVar[str] = "package"
    shortcut: ClassVar[str] = "Ctrl+6"
    entity: ClassVar[Entity] = Entity.PRODUCT
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.PRODUCT, Entity.ORDER})
    first_order: ClassVar[tuple[str, bool]] = ("name", False)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def price(row: ProductRow) -> Cell:
            return Cell(formats.money(row.price))

        def on_hand(row: ProductRow) -> Cell:
            return Cell(formats.number(row.on_hand) if row.stocked else "–", soft=not row.stocked)

        return (
            Column(_("Product"), _name, sort="name", key="name", fields=("name",)),
            Column(_("Number"), _number, 140, sort="sku", key="sku", fields=("sku",)),
            Column(_("Category"), _category, 180, sort="category", key="category", fields=("category",)),
            Column(_("Price"), price, 120, RIGHT, "price", down_first=True, key="price", fields=("price",)),
            Column(_("In stock"), on_hand, 110, RIGHT, "on_hand", key="on_hand", fields=("on_hand",)),
            Column("", _state, 110, key="active", fields=("active",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        return Source(_first(text, sort, downwards), partial(product_ids, text, sort, downwards), product_rows)

    def why_empty(self) -> str:
        return _("There are no products yet. Bring them from a file with “crm-desktop import”.")


def _first(text: str, sort: str, downwards: bool) -> partial[list[ProductRow]]:
    return partial(first_products, text, sort=sort, downwards=downwards)


def _name(row: ProductRow) -> Cell:
    return Cell(row.name)


def _number(row: ProductRow) -> Cell:
    return Cell(row.sku, soft=True)


def _category(row: ProductRow) -> Cell:
    return Cell(row.category, soft=True)


def _state(row: ProductRow) -> Cell:
    if not row.active:
        return Cell(chips=(Chip(_("Not sold")),))
    return Cell(chips=(Chip(_("None left"), Tone.WARN),)) if row.stocked and row.on_hand <= 0 else Cell()
