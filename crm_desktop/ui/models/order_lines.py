"""The lines of an order while they are typed: quantity, price and discount in place, the sums at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from crm_desktop.core.currencies import digits_of
from crm_desktop.core.i18n import _
from crm_desktop.core.money import ZERO, line_total
from crm_desktop.core.order_sums import OrderSums, order_sums
from crm_desktop.queries.ordering import OpenLine, Pricing, SoldProduct
from crm_desktop.services.order_lines import LineInput
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.record_table import NO_PARENT, Index
from crm_desktop.ui.plain_tip import plain_tip


class Place(IntEnum):
    PRODUCT = 0
    STOCK = 1
    QUANTITY = 2
    PRICE = 3
    DISCOUNT = 4
    TOTAL = 5


TYPED = {Place.QUANTITY: "quantity", Place.PRICE: "unit_price", Place.DISCOUNT: "discount_percent"}
_SHOWN, _EDITED = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """With an `id`, a line that the order has already."""

    product: SoldProduct
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = ZERO
    discount_percent: Decimal = ZERO
    id: int | None = field(default=None)


class OrderLinesModel(QAbstractTableModel):
    changed = Signal()
    """A line came, went or changed."""
    refused = Signal(str)
    """Why what was typed into a line was not taken."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.pricing = Pricing(formats.currency, prices_include_tax=False)
        self.lines: list[TypedLine] = []
        self.stock_below = False
        """Below the name of the product, where there is no room beside it."""

    def add(self, product: SoldProduct) -> int:
        """One of it, or one more where it stands there already; its row."""
        for row, line in enumerate(self.lines):
            if line.product.id == product.id and line.id is None:
                self._put(row, replace(line, quantity=line.quantity + 1))
                return row
        row = len(self.lines)
        self.beginInsertRows(NO_PARENT, row, row)
        self.lines.append(TypedLine(product, unit_price=product.price))
        self.endInsertRows()
        self.changed.emit()
        return row

    def show_lines(self, lines: list[OpenLine]) -> None:
        self.put_back([TypedLine(line.product, line.quantity, line.unit_price, line.discount_percent, line.id) for line in lines])

    def put_back(self, lines: list[TypedLine]) -> None:
        """These instead of all that stand here."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()
        self.changed.emit()

    def take_away(self, row: int) -> None:
        self.beginRemoveRows(NO_PARENT, row, row)
        del self.lines[row]
        self.endRemoveRows()
        self.changed.emit()

    def wanted(self) -> tuple[LineInput, ...]:
        return tuple(LineInput(line.product.id, line.quantity, line.unit_price, line.discount_percent, line.id) for line in self.lines)

    def sums(self, discount: Decimal, shipping_charge: Decimal) -> OrderSums:
        rated = [(line.product.tax_rate, self.total_of(line)) for line in self.lines]
        included, digits = self.pricing.prices_include_tax, digits_of(self.pricing.currency)
        return order_sums(rated, discount, shipping_charge, included=included, digits=digits)

    def total_of(self, line: TypedLine) -> Decimal:
        return line_total(line.quantity, line.unit_price, line.discount_percent, digits_of(self.pricing.currency))

    def stock_of(self, product: SoldProduct) -> str:
        return _("{count} in stock").format(count=self._formats.number(product.on_hand)) if product.stocked else _("not stocked")

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(Place)

    def data(self, index: Index, role: int = _SHOWN) -> Any:
        line, place = self.lines[index.row()], Place(index.column())
        if role == _SHOWN:
            return self._shown(line, place)
        if role == _EDITED and place in TYPED:
            return self._formats.plain(getattr(line, TYPED[place]), digits_of(self.pricing.currency) if place == Place.PRICE else 0)
        if role == int(Qt.ItemDataRole.ToolTipRole) and place == Place.PRODUCT:
            return plain_tip(f"{line.product.sku} {line.product.name}")
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            side = Qt.AlignmentFlag.AlignLeft if place == Place.PRODUCT else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = _EDITED) -> bool:
        name = TYPED.get(Place(index.column()))
        if role != _EDITED or name is None:
            return False
        line, typed = self.lines[index.row()], self._formats.read_number(str(value))
        why = _("“{text}” is no number.").format(text=value) if typed is None else _why_not(name, typed)
        if why or typed is None:
            self.refused.emit(why)
            return False
        changes: dict[str, Any] = {name: typed}
        self._put(index.row(), replace(line, **changes))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and Place(index.column()) in TYPED else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _SHOWN) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == _SHOWN:
            return (_("Product"), _("In stock"), _("Number"), _("Price"), _("Less %"), _("Total"))[section]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            side = Qt.AlignmentFlag.AlignLeft if section == Place.PRODUCT else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _shown(self, line: TypedLine, place: Place) -> str:
        formats, currency = self._formats, self.pricing.currency
        shown: dict[Place, Callable[[], str]] = {
            Place.PRODUCT: lambda: f"{line.product.name}\n{self.stock_of(line.product)}" if self.stock_below else line.product.name,
            Place.STOCK: lambda: formats.number(line.product.on_hand) if line.product.stocked else "–",
            Place.QUANTITY: lambda: formats.number(line.quantity),
            Place.PRICE: lambda: formats.money(line.unit_price, currency),
            Place.DISCOUNT: lambda: formats.number(line.discount_percent) if line.discount_percent else "",
            Place.TOTAL: lambda: formats.money(self.total_of(line), currency),
        }
        return shown[place]()

    def _put(self, row: int, line: TypedLine) -> None:
        self.lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(Place) - 1))
        self.changed.emit()


def _why_not(name: str, typed: Decimal) -> str:
    if name == "quantity" and typed <= 0:
        return _("A quantity must be above zero; the Delete key takes the line away.")
    if name == "unit_price" and typed < 0:
        return _("A price cannot be below zero.")
    if name == "discount_percent" and not 0 <= typed <= 100:
        return _("A discount lies between 0 and 100 percent.")
    if typed != typed.quantize(Decimal("0.0001")):
        return _("At most four digits after the decimal sign.")
    return ""
