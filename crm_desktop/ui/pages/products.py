"""The products: what they cost and how many are there."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.products import ProductRow, first_products, product_ids, product_rows
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import NARROW_PANEL_WIDTH, Tone

if TYPE_CHECKING:
    from crm_desktop.ui.pages.product_panel import ProductPanel


class ProductsPage(ListPage):
    name: ClassVar[str] = Entity.PRODUCT.value
    entity: ClassVar[Entity] = Entity.PRODUCT
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.PRODUCT, Entity.ORDER})
    next_step: ClassVar[str] = N_("Add the first product")
    panel_width: ClassVar[int] = NARROW_PANEL_WIDTH
    first_order: ClassVar[tuple[str, bool]] = ("name", False)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def price(row: ProductRow) -> Cell:
            return Cell(formats.money(row.price))

        def on_hand(row: ProductRow) -> Cell:
            return Cell(formats.number(row.on_hand) if row.stocked else "–", soft=not row.stocked)

        return (
            Column(_("Product"), _name, sort="name", key="name", fields=("name",)),
            Column(_("Number"), _number, 92, sort="sku", key="sku", fields=("sku",)),
            Column(_("Category"), _category, 124, sort="category", key="category", fields=("category",)),
            Column(_("Price"), price, 92, RIGHT, "price", down_first=True, key="price", fields=("price",)),
            Column(_("In stock"), on_hand, 92, RIGHT, "on_hand", key="on_hand", fields=("on_hand",)),
            Column("", _state, 96, key="active", fields=("active",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        return Source(_first(text, sort, downwards), partial(product_ids, text, sort, downwards), product_rows)

    @cached_property
    def goods(self) -> ProductPanel:
        from crm_desktop.ui.pages.product_panel import ProductPanel  # after the rows

        return self.split.put(ProductPanel(self.desk))

    def why_empty(self) -> str:
        return _("There are no products yet. Add the first one here, or drop a whole file on “Bring my data” in the menu.")

    @Slot()
    def add_new(self) -> None:
        from crm_desktop.ui.dialogs.product import ProductDialog

        dialog = ProductDialog(self.desk, parent=self)
        dialog.saved.connect(self.selecting.choose_saved)
        dialog.open()

    def show_record(self, record_id: int) -> None:
        self.goods.show_product(record_id)


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
