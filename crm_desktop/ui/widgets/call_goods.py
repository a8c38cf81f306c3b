"""Goods agreed on while they are on the line: what comes back from an order, and what is ordered."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from crm_desktop.core.cards import mask_cards
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Fulfilment
from crm_desktop.queries.desk import Choices
from crm_desktop.queries.ordering import Pricing, pricing
from crm_desktop.queries.orders import LineRow, OrderRow, OrderSheet, order_sheet
from crm_desktop.services.orders import OrderInput
from crm_desktop.services.returns import ReturnInput, ReturnLineInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.order_lines import Place
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import empty, label
from crm_desktop.ui.widgets.call_part import Part
from crm_desktop.ui.widgets.lines_editor import LinesEditor, no_extras
from crm_desktop.ui.widgets.loose_goods import LooseGoods
from crm_desktop.ui.widgets.notes_edit import NoteLine
from crm_desktop.ui.widgets.quantities import Countable, Quantities

_NARROW = {Place.QUANTITY: 72, Place.PRICE: 92}
"""Stock is said below the product, a discount is for the order itself, and all is summed up below."""
_TWO_LINES = 46


_NO_ORDER = -1
_ONE_ORDER = 3
"""Choices where one order alone is offered: none yet, that one, and goods of no order."""


class ReturnPart(Part):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Return"), _("Another return"), parent)
        self.order, self.reason, self.words, self.window_reason = QComboBox(), QComboBox(), NoteLine(), NoteLine()
        self.goods: Quantities | None = None
        self.loose = LooseGoods(desk)
        """What comes back without an order."""
        self.meant = 0
        """The order the call is about."""
        self._meant: dict[int, str] = {}
        self._sheet: OrderSheet | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._place)
        self.order_row = self.form.add_row(_("Of order"), self.order)
        self.goods_row = self.form.add_row(_("What comes back"), holder)
        self.loose_row = self.form.add_row(_("Goods of no order"), self.loose)
        self.form.add_row(_("Why"), self.reason)
        self.words_row = self.form.add_row(_("In their words"), self.words)
        self.late_row = self.form.add_row(_("It is late; take it because"), self.window_reason)
        self.late_row.hide()
        self.order.activated.connect(self._on_order)
        self.reason.activated.connect(self.edited)
        for line in (self.words, self.window_reason):
            line.textEdited.connect(self.edited)
        self.loose.edited.connect(self.edited)
        self._fill_orders(())
        self._show_sheet(None)

    def offer(self, found: Choices) -> None:
        for reason in found.return_reasons:
            self.reason.addItem(_(reason.name), reason.id)

    def offer_orders(self, rows: Sequence[OrderRow]) -> None:
        """Of this customer, the latest first, but those of which nothing can come back; what was chosen stays."""
        chosen = self.order.currentData()
        self._fill_orders([each for each in rows if each.fulfilment != Fulfilment.UNFULFILLED])
        self.order.setCurrentIndex(max(self.order.findData(chosen), 0))

    def choose_order(self, order_id: int, number: str = "") -> None:
        if order_id > 0 and self.order.findData(order_id) < 0:
            self.order.addItem(number, order_id)
        self.order.setCurrentIndex(max(self.order.findData(order_id), 0))
        self._on_order()

    def begin(self, about: str) -> None:
        if not self.order.currentData():
            only = self.order.itemData(1) if self.order.count() == _ONE_ORDER else 0
            self.choose_order(self.meant if self.order.findData(self.meant) > 0 else only)
        self.order.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_of(self, order_id: int) -> bool:
        return self._sheet is not None and self._sheet.id == order_id

    def ask_why_late(self) -> None:
        self.late_row.show()
        self.late_row.mark(_("A few words on why it is taken all the same."))

    def wanted(self) -> ReturnInput | None:
        """None when something had to be marked first."""
        if self.order.currentData() == _NO_ORDER:
            return self._wanted_loose()
        if self._sheet is None:
            self.order_row.mark(_("Goods come back from an order. Choose which."))
            return None
        counted = self.goods.counted() if self.goods is not None else None
        if not counted:
            self.goods_row.mark(_("Not more than what was shipped, and at least one."))
            return None
        note, reason = self.words.text(), self.reason.currentData()
        lines = tuple(ReturnLineInput(count, reason, line_id, note=note) for line_id, count in counted.items())
        return ReturnInput(lines, self._sheet.id, window_reason=self.window_reason.text())

    def _wanted_loose(self) -> ReturnInput | None:
        counted = self.loose.counted()
        if counted is None:
            self.loose_row.mark(_("Choose a product that is found, and say how many: at least one."))
            return None
        note, reason = self.words.text(), self.reason.currentData()
        return ReturnInput(tuple(ReturnLineInput(count, reason, product_id=each, note=note) for each, count in counted.items()))

    def _fill_orders(self, rows: Sequence[OrderRow]) -> None:
        self.order.clear()
        self.order.addItem(_("Choose an order"), 0)
        for each in rows:
            self.order.addItem(f"{each.number} · {self.desk.formats.money(each.total, each.currency)}", each.id)
        self.order.addItem(_("Without an order"), _NO_ORDER)

    @Slot()
    def _on_order(self) -> None:
        self.edited.emit()
        order_id = self.order.currentData()
        if order_id > 0:
            self.desk.jobs.read(self, partial(order_sheet, order_id), self._show_sheet, newest="sheet")
        else:
            self._show_sheet(None)

    def _show_sheet(self, sheet: OrderSheet | None) -> None:
        empty(self._place)
        self.goods = None
        lines = [line for line in sheet.lines if line.shipped > line.returned] if sheet is not None else []
        self._sheet = sheet if lines else None
        self.goods_row.setVisible(sheet is not None)
        self.loose_row.setVisible(self.order.currentData() == _NO_ORDER)
        if sheet is None:
            return
        if not lines:
            self._place.addWidget(label(_("Nothing of this order was shipped, or all of it came back already."), "soft", wrap=True))
            return
        self.goods = Quantities(self.desk.formats, [_countable(line, alone=len(lines) == 1) for line in lines])
        self._place.addWidget(self.goods)
        for line, field in zip(lines, self.goods.fields, strict=True):
            field.setText(self._meant.get(line.id, field.text()))
            field.textEdited.connect(self.edited)

    def _typed(self) -> dict[str, Any]:
        lines = [line for line in self._sheet.lines if line.shipped > line.returned] if self._sheet is not None else []
        fields = self.goods.fields if self.goods is not None else []
        return {
            "order": [self.order.currentData(), self.order.currentText()],
            "counts": [[line.id, field.text()] for line, field in zip(lines, fields, strict=False)],
            "reason": self.reason.currentData(),
            "words": mask_cards(self.words.text())[0],
            "late": self.window_reason.text(),
            "loose": self.loose.typed(),
        }

    def _retype(self, typed: dict[str, Any]) -> None:
        self._meant = dict(typed["counts"])
        self.reason.setCurrentIndex(max(self.reason.findData(typed["reason"]), 0))
        self.words.setText(typed["words"])
        self.window_reason.setText(typed["late"])
        self.late_row.setVisible(bool(typed["late"]))
        self.loose.retype(typed.get("loose", ()))
        if typed["order"][0]:
            self.choose_order(*typed["order"])


class OrderPart(Part):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Order"), _("Another order"), parent)
        self.lines, self.note = LinesEditor(desk, no_extras), NoteLine()
        self.as_draft = QCheckBox(_("Only a draft"))
        self.as_draft.setToolTip(_("Nothing leaves the stock until it is confirmed"))
        self.lines.table.show_only(_NARROW)
        self.lines.table.setWordWrap(False)
        self.lines.model.stock_below = True
        self.lines.table.verticalHeader().setDefaultSectionSize(sized(_TWO_LINES))
        self.lines_row = self.form.add_row(_("Products"), self.lines)
        self.form.add_row(_("Note on the order"), self.note)
        self.form.add(self.as_draft)
        self.lines.model.changed.connect(self.edited)
        self.lines.refused.connect(self.lines_row.mark)
        self.note.textEdited.connect(self.edited)
        self.as_draft.clicked.connect(self.edited)
        desk.jobs.read(self, pricing, self._show_pricing)

    def begin(self, about: str) -> None:
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def wanted(self) -> OrderInput | None:
        """Whose it is, the call knows. None when something had to be marked first."""
        if not self.lines.model.lines:
            self.lines_row.mark(_("An order needs at least one product."))
            return None
        return OrderInput(0, self.lines.model.wanted(), note=self.note.text(), draft=self.as_draft.isChecked())

    @Slot(object)
    def _show_pricing(self, found: Pricing) -> None:
        self.lines.model.pricing = found
        self.lines.show_sums()

    def _typed(self) -> dict[str, Any]:
        return {"lines": self.lines.typed(), "note": mask_cards(self.note.text())[0], "draft": self.as_draft.isChecked()}

    def _retype(self, typed: dict[str, Any]) -> None:
        self.note.setText(typed["note"])
        self.as_draft.setChecked(typed["draft"])
        self.lines.retype(typed["lines"])


def _countable(line: LineRow, *, alone: bool) -> Countable:
    most = line.shipped - line.returned
    return Countable(line.id, line.name, most, most if alone else Decimal(0))
