"""Everything about the chosen product: what it costs, how many are there, and what came and went."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QSizePolicy, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import MovementKind
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.products import MovementRow, ProductCard, product_card
from crm_desktop.services.bulk import change_sold
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT as AT_END
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.palette import ALSO
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone, sized
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, only_for, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.widgets.record_view import RecordView

MOVEMENTS = {
    MovementKind.OPENING: N_("Was there at first"),
    MovementKind.RECEIPT: N_("Came in"),
    MovementKind.SALE: N_("Sold"),
    MovementKind.RETURN: N_("Came back"),
    MovementKind.LOSS: N_("Lost"),
    MovementKind.CORRECTION: N_("Corrected"),
}

_LEAST = 140
"""Pixels of height for what came and went; what is lower scrolls as a whole."""


class ProductPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.card: ProductCard | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.chips = label("", "heading", wrap=True), label("", "soft", wrap=True), ChipRow()
        self.edit = button(_("Edit"), "pencil", tip=_("Change this product"), keys="Ctrl+E")
        self.stock = button(_("Stock …"), "package", tip=_("Goods came in, or a count found another number"))
        self.stock.setProperty(ALSO, _("receive goods, count, inventory"))
        self.sold = button("", tip=_("Whether it can be ordered"))
        only_for(desk.by, Right.EDIT_PRODUCTS, self.edit, self.sold)
        only_for(desk.by, Right.EDIT_STOCK, self.stock)
        self.tools = RecordTools(desk, Entity.PRODUCT, self)
        self.buttons = flowing(self.edit, self.stock, self.sold, *self.tools.buttons)
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(2 * GAP)
        self.moved = label(_("What came and went"), "label")
        self.model = RecordTableModel(self._columns(), desk.jobs, self)
        self.movements = RecordView(self.model, _("What came and went"), TALL_ROW_HEIGHT)
        parts = (self.title, self.line, self.chips, self.buttons, self._facts, self.moved, self.movements)
        inside = column(*parts, gap=10, margins=(2 * GAP, 2 * GAP, 2 * GAP, 0))
        inside.setStretch(len(parts) - 1, 1)
        inside.addStretch()
        self.movements.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.movements.setMinimumHeight(sized(_LEAST))
        self._chosen = ChosenOrNot(Downwards(surface("card", inside)), _("Choose a product in the list."))
        self.setLayout(self._chosen)
        self.edit.clicked.connect(self._on_edit)
        self.stock.clicked.connect(self._on_stock)
        self.sold.clicked.connect(self._on_sold)
        self._show(None)

    def show_product(self, product_id: int) -> None:
        self._desk.jobs.read(self, partial(product_card, product_id), self._show, newest="card")

    def _columns(self) -> tuple[Column, ...]:
        formats = self._desk.formats

        def when(row: MovementRow) -> Cell:
            return Cell(formats.day(row.moved_on), soft=True)

        def count(row: MovementRow) -> Cell:
            return Cell(("+" if row.quantity > 0 else "") + formats.number(row.quantity))

        return (
            Column(_("On"), when, 76),
            Column(_("What"), _what),
            Column(_("Count"), count, 60, AT_END),
        )

    def _show(self, card: ProductCard | None) -> None:
        self.card = card
        self._chosen.show_chosen(card is not None)
        while self._facts.rowCount():
            self._facts.removeRow(0)
        if card is None:
            self.model.clear()
            return
        rights = RIGHTS[self._desk.by.role]
        self.tools.show_for(card.id, card.sku)
        self.title.setText(card.name)
        self.line.setText(" · ".join(filter(None, (card.sku, card.category, card.unit))))
        self.chips.show_chips(_chips(card))
        self.sold.setText(_("Not sold any more") if card.active else _("Sell it again"))
        self.sold.setAccessibleName(self.sold.text())
        for each in (self.edit, self.sold):
            each.setEnabled(Right.EDIT_PRODUCTS in rights)
        self.stock.setEnabled(Right.EDIT_STOCK in rights and card.stocked)
        for name, text in self._told(card):
            self._facts.addRow(label(name, "soft"), _value(text))
        self.model.show(source_of(card.movements))

    def _told(self, card: ProductCard) -> list[tuple[str, str]]:
        formats = self._desk.formats
        told = [
            (_("Price"), formats.money(card.price)),
            (_("What it costs us"), "" if card.cost is None else formats.money(card.cost)),
            (_("Tax"), formats.percent(card.tax_rate) if card.tax_rate else ""),
            (_("In stock"), formats.number(card.on_hand) if card.stocked else _("not counted")),
            (_("Barcode"), card.barcode),
            (_("Months of warranty"), formats.number(card.warranty_months) if card.warranty_months else ""),
            (_("Description"), card.description),
            (_("How it is returned"), card.return_instructions),
        ]
        return [(name, text) for name, text in told if text]

    @Slot()
    def _on_edit(self) -> None:
        from crm_desktop.ui.dialogs.product import ProductDialog

        if self.card is not None:
            ProductDialog(self._desk, self.card, self).open()

    @Slot()
    def _on_stock(self) -> None:
        from crm_desktop.ui.dialogs.product import StockDialog

        if self.card is not None:
            StockDialog(self._desk, self.card, self).open()

    @Slot()
    def _on_sold(self) -> None:
        if self.card is not None:
            self.sold.setEnabled(False)
            work = partial(change_sold, [self.card.id], not self.card.active, self._desk.by)
            self._desk.jobs.write(self, work, self._on_done, self._on_refused)

    def _on_done(self, _change: Change) -> None:
        """The page shows it again."""

    def _on_refused(self, error: Exception) -> None:
        self.sold.setEnabled(True)
        self._desk.say_error(error)


def _chips(card: ProductCard) -> list[Chip]:
    if not card.active:
        return [Chip(_("Not sold"))]
    return [Chip(_("None left"), Tone.WARN)] if card.stocked and card.on_hand <= 0 else []


def _what(row: MovementRow) -> Cell:
    return Cell(_(MOVEMENTS[MovementKind(row.kind)]), row.order or row.note)


def _value(text: str) -> QLabel:
    return label(text, wrap=True)
