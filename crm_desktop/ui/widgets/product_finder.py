"""A field for a product: found by number or any word while typing, shown by name once chosen."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.ordering import SoldProduct, find_products
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.widgets.finder import Finder


class ProductFinder(Finder):
    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(jobs, _("Number or name"), find_products, _cell, _("No product is called so."), parent)
        self._chosen = 0
        self.picked.connect(self._on_picked)
        self.textEdited.connect(self._on_edited)

    def product_id(self) -> int | None:
        return self._chosen or None

    def choose(self, product_id: int, name: str) -> None:
        self._chosen = product_id
        self.setText(name)
        self.changed.emit()

    def is_undecided(self) -> bool:
        """Something is typed that is no product yet."""
        return bool(self.text().strip()) and not self._chosen

    @Slot(int)
    def _on_picked(self, product_id: int) -> None:
        shown = self.results().shown(self.results().row_of(product_id), 0)
        self.choose(product_id, shown.text)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        self._chosen = 0
        self.changed.emit()


def _cell(product: SoldProduct) -> Cell:
    return Cell(product.name, product.sku)
