"""The lines of an order as they are typed: a field that finds products, the lines below it, the sums below them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QGridLayout, QHeaderView, QTableView, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.ordering import OpenLine, SoldProduct, find_products, sold_products
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.order_lines import TYPED, OrderLinesModel, Place, TypedLine
from crm_desktop.ui.theme import GAP, ROW_HEIGHT, sized
from crm_desktop.ui.widgets.basics import column, empty, label
from crm_desktop.ui.widgets.finder import Finder

_WIDTHS = {Place.STOCK: 72, Place.QUANTITY: 80, Place.PRICE: 100, Place.DISCOUNT: 66, Place.TOTAL: 108}
_PRODUCT = 130
_HEADER_ROOM = 26
"""Pixels beside a column's title."""
Kept = Sequence[Any]
"""A line as JSON can hold it: its id or None, its product's id, quantity, price and discount."""
_REMOVING = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class LinesEditor(QWidget):
    refused = Signal(str)

    def __init__(self, desk: Desk, extras: Callable[[], tuple[Decimal, Decimal]], parent: QWidget | None = None) -> None:
        """`extras` are the order's discount and shipping charge, which stand elsewhere in the form."""
        super().__init__(parent)
        self._desk, self._extras = desk, extras
        self._found: dict[int, SoldProduct] = {}
        self._known: dict[tuple[int | None, int], SoldProduct] = {}
        """By line and product: what a line is of may not be sold any more, and its tax is the line's own."""
        self.model = OrderLinesModel(desk.formats, self)
        nothing = _("No product is called so. Type its number or any word of its name.")
        self.finder = Finder(desk.jobs, _("Add a product: number or name …"), self._find, self._cell, nothing)
        self.table = _LinesView(self.model)
        self.model.setParent(self.table)  # to outlive it: a view that still has a chosen cell asks its model to the end
        self._sums = QGridLayout()
        self._sums.setColumnStretch(0, 1)
        self._sums.setHorizontalSpacing(3 * GAP)
        self._sums.setContentsMargins(0, 0, GAP, 0)
        below = QWidget()
        below.setLayout(self._sums)
        whole = column(self.finder, self.table, below)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.finder)
        self.finder.picked.connect(self._on_picked)
        self.model.changed.connect(self.show_sums)
        self.model.refused.connect(self.refused)
        self.table.typed.connect(self._on_typed)
        self.show_sums()

    @Slot()
    def show_sums(self) -> None:
        empty(self._sums)
        found, money = self.model.sums(*self._extras()), self._desk.formats.money
        rows = (
            (_("Goods"), found.goods, True),
            (_("Discount"), -found.discount, bool(found.discount)),
            (_("Shipping"), found.shipping_charge, bool(found.shipping_charge)),
            (_("Tax"), found.tax, bool(found.tax)),
            (_("Total, tax included") if self.model.pricing.prices_include_tax else _("Total"), found.total, True),
        )
        for place, (name, amount, is_shown) in enumerate(rows):
            if is_shown:
                kind = "strong" if place == len(rows) - 1 else "soft"
                self._sums.addWidget(label(name, kind), place, 1)
                self._sums.addWidget(label(money(amount, self.model.pricing.currency), kind), place, 2, Qt.AlignmentFlag.AlignRight)

    def typed(self) -> list[Kept]:
        self.learn(self.model.lines)
        return [kept(line) for line in self.model.lines]

    def retype(self, lines: Sequence[Kept] | None) -> None:
        """What is no longer sold is left out, unless the order has it."""
        unknown = [row[1] for row in lines or () if self._product_of(row) is None]
        if unknown:
            self._desk.jobs.read(self, partial(sold_products, unknown), partial(self._on_products, lines or ()), newest="products")
        else:
            self._put_back(lines or ())

    def learn(self, lines: Iterable[TypedLine | OpenLine]) -> None:
        """What the products of these lines are, so that they need not be read when the lines are put back."""
        self._known.update({(line.id, line.product.id): line.product for line in lines})

    def in_words(self, lines: Sequence[Kept] | None) -> str:
        number = self._desk.formats.number
        named = [(row, self._product_of(row)) for row in lines or ()]
        return "\n".join(f"{number(Decimal(row[2]))} × {product.name if product else row[1]}" for row, product in named)

    def _product_of(self, line: Kept) -> SoldProduct | None:
        return self._known.get((line[0], line[1])) or self._found.get(line[1])

    def _on_products(self, lines: Sequence[Kept], found: dict[int, SoldProduct]) -> None:
        self._found.update(found)
        self._put_back(lines)

    def _put_back(self, lines: Sequence[Kept]) -> None:
        named = [(row, self._product_of(row)) for row in lines]
        self.model.put_back([_typed(row, product) for row, product in named if product is not None])

    def _find(self, text: str) -> list[SoldProduct]:
        found = find_products(text)
        self._found.update((product.id, product) for product in found)
        return found

    def _cell(self, product: SoldProduct) -> Cell:
        price = self._desk.formats.money(product.price, self.model.pricing.currency)
        return Cell(product.name, f"{product.sku} · {self.model.stock_of(product)}", aside=price)

    @Slot(int)
    def _on_picked(self, product_id: int) -> None:
        row = self.model.add(self._found[product_id])
        self.finder.clear()
        self.table.type_into(row, Place.QUANTITY)

    @Slot()
    def _on_typed(self) -> None:
        """Enter in a line: on to the next product."""
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)


class _LinesView(QTableView):
    typed = Signal()

    def __init__(self, model: OrderLinesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._widths: Mapping[Place, int] = _WIDTHS
        self.setModel(model)
        self.setProperty("role", "lines")
        self.setAccessibleName(_("Lines of the order"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMinimumHeight(5 * sized(ROW_HEIGHT))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setDefaultSectionSize(sized(ROW_HEIGHT))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)

    def show_only(self, widths: Mapping[Place, int]) -> None:
        """Besides the product, in pixels at least; the rest is hidden."""
        self._widths = widths
        for place in _WIDTHS:
            self.setColumnHidden(place, place not in widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """The product has what is left over; where that is too little, its stock goes, which was shown when it was found."""
        metrics, head = self.horizontalHeader().fontMetrics(), Qt.Orientation.Horizontal
        widths = {
            place: max(sized(width), metrics.horizontalAdvance(self._lines.headerData(place, head)) + _HEADER_ROOM)
            for place, width in self._widths.items()
        }
        room, least = self.viewport().width() - sum(widths.values()), sized(_PRODUCT)
        if Place.STOCK in widths:
            self.setColumnHidden(Place.STOCK, room < least)
            room += widths[Place.STOCK] if room < least else 0
        for place, width in {**widths, Place.PRODUCT: max(room, least)}.items():
            self.setColumnWidth(place, width)

    def type_into(self, row: int, place: Place) -> None:
        index = self._lines.index(row, place)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in _REMOVING and current.isValid():
            self._lines.take_away(current.row())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        moves = QAbstractItemDelegate.EndEditHint
        if hint in (moves.EditNextItem, moves.EditPreviousItem):
            super().closeEditor(editor, moves.NoHint)
            self._step(1 if hint == moves.EditNextItem else -1)
            return
        super().closeEditor(editor, hint)
        if hint == moves.SubmitModelCache:
            self.typed.emit()

    def _step(self, by: int) -> None:
        """Tab goes on to the next cell that can be typed into."""
        shown = [place for place in TYPED if not self.isColumnHidden(place)]
        places = [(row, place) for row in range(self._lines.rowCount()) for place in shown]
        here = places.index((self.currentIndex().row(), Place(self.currentIndex().column()))) + by
        if 0 <= here < len(places):
            self.type_into(*places[here])
        else:
            self.typed.emit()


def kept(line: TypedLine | OpenLine) -> Kept:
    return [line.id, line.product.id, str(line.quantity), str(line.unit_price), str(line.discount_percent)]


def _typed(line: Kept, product: SoldProduct) -> TypedLine:
    line_id, _product_id, quantity, price, discount = line
    return TypedLine(product, Decimal(quantity), Decimal(price), Decimal(discount), line_id)


def no_extras() -> tuple[Decimal, Decimal]:
    return Decimal(0), Decimal(0)


def amount_of(text: str, desk: Desk) -> Decimal | None:
    """Of a field for money that may stay empty: nothing is zero; None for what is no amount."""
    found = desk.formats.read_number(text) if text.strip() else Decimal(0)
    return None if found is None or found < 0 else found
