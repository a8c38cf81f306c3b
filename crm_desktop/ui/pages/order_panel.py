"""One order as it stands on paper: who, when, its lines, its sums."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.queries.orders import LineRow, OrderSheet, order_sheet
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.order_steps import OrderSteps
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, sized
from crm_desktop.ui.widgets.basics import ChipRow, button, column, empty, label, only_for, row, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.words import order_chips, payment_chips

_TOTAL = 4

_LEAST = 140
"""Pixels of height for the lines; what is lower scrolls as a whole."""


class OrderPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: OrderSheet | None = None
        self.setProperty("surface", "card")
        self.number, self.line = label("", "heading"), label("", "soft", wrap=True)
        self.chips = ChipRow()
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.log = button(_("Log call"), "phone", tip=_("Note a call or message about this order"))
        self.steps, self.tools = OrderSteps(desk, self), RecordTools(desk, Entity.ORDER, self)
        only_for(desk.by, Right.LOG_INTERACTIONS, self.log)
        self.address, self.note = label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.model = RecordTableModel(self._columns(), desk.jobs, self)
        self.lines = RecordView(self.model, _("Lines of the order"), TALL_ROW_HEIGHT)
        self._sums = QGridLayout()
        self._sums.setColumnStretch(0, 1)
        self._sums.setHorizontalSpacing(3 * GAP)
        head = row(self.number, self.chips, 1)
        above = column(
            head,
            self.line,
            self.address,
            self.note,
            flowing(*self.steps.buttons, self.customer, self.log, *self.tools.buttons),
            margins=(2 * GAP, 2 * GAP, 2 * GAP, 12),
        )
        below = QWidget()
        below.setLayout(self._sums)
        inside = surface("card")
        whole = column(above, surface("line"), self.lines, surface("line"), below, gap=0)
        whole.setStretch(2, 1)
        inside.setLayout(whole)
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.lines.setMinimumHeight(sized(_LEAST))
        self._body = Downwards(inside)
        self._none = label(_("Choose an order in the list."), "soft", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self._body)
        self.customer.clicked.connect(self._on_customer)
        self.log.clicked.connect(self._on_log)
        self._show(None)

    def show_order(self, order_id: int) -> None:
        """0: none."""
        if order_id:
            self._desk.jobs.read(self, partial(order_sheet, order_id), self._show, newest="sheet")
        else:
            self._show(None)

    def _columns(self) -> tuple[Column, ...]:
        formats = self._desk.formats

        def price(line: LineRow) -> Cell:
            less = _("less {percent}").format(percent=formats.percent(line.discount_percent)) if line.discount_percent else ""
            return Cell(self._money(line.unit_price), less, soft=True)

        def total(line: LineRow) -> Cell:
            return Cell(self._money(line.total))

        def quantity(line: LineRow) -> Cell:
            back = _("{count} back").format(count=formats.number(line.returned)) if line.returned else ""
            sent = _("{count} sent").format(count=formats.number(line.shipped)) if 0 < line.shipped < line.quantity else ""
            return Cell(formats.number(line.quantity), back or sent)

        return (
            Column(_("Product"), _product),
            Column(_("Number"), quantity, 78, RIGHT),
            Column(_("Price"), price, 90, RIGHT),
            Column(_("Total"), total, 92, RIGHT),
        )

    def _money(self, amount: Decimal) -> str:
        return self._desk.formats.money(amount, self.sheet.currency if self.sheet else "")

    def _show(self, sheet: OrderSheet | None) -> None:
        self.sheet = sheet
        self.steps.show_for(sheet)
        self._body.setVisible(sheet is not None)
        self._none.setVisible(sheet is None)
        if sheet is None:
            return
        formats = self._desk.formats
        self.tools.show_for(sheet.id, sheet.number)
        self.number.setText(sheet.number)
        self.chips.show_chips((*order_chips(sheet.state, sheet.fulfilment), *payment_chips(sheet.payment_state)))
        shipped = _("shipped {day}").format(day=formats.day(sheet.shipped_on)) if sheet.shipped_on else ""
        due = _("due {day}").format(day=formats.day(sheet.due_on)) if sheet.due_on and not sheet.shipped_on else ""
        ordered = _("ordered {when}").format(when=formats.day_and_time(sheet.ordered_at))
        self.line.setText(" · ".join(filter(None, (sheet.customer, ordered, due, shipped, sheet.carrier))))
        self.address.setText(", ".join(filter(None, sheet.shipping_address.splitlines())))
        self.address.setVisible(bool(sheet.shipping_address))
        self.note.setText(" · ".join(filter(None, (sheet.cancel_reason, sheet.note))))
        self.note.setVisible(bool(self.note.text()))
        self.model.show(source_of(sheet.lines))
        self._show_sums(sheet)

    def _show_sums(self, sheet: OrderSheet) -> None:
        empty(self._sums)
        sums = (
            (_("Goods"), sheet.goods, True),
            (_("Discount"), -sheet.discount, bool(sheet.discount)),
            (_("Shipping"), sheet.shipping_charge, bool(sheet.shipping_charge)),
            (_("Tax"), sheet.tax, bool(sheet.tax)),
            (_("Total"), sheet.total, True),
            (_("Paid"), sheet.paid - sheet.refunded, bool(sheet.paid)),
            (_("Still owed") if sheet.owed > 0 else _("To give back"), abs(sheet.owed), bool(sheet.owed and sheet.paid)),
        )
        for place, (name, amount, is_shown) in enumerate(sums):
            if is_shown:
                kind = "strong" if place == _TOTAL else "soft"
                value = label(self._money(amount), kind)
                self._sums.addWidget(label(name, kind), place, 1)
                self._sums.addWidget(value, place, 2, Qt.AlignmentFlag.AlignRight)
        self._sums.setContentsMargins(2 * GAP, GAP, 2 * GAP, GAP)

    @Slot()
    def _on_customer(self) -> None:
        if self.sheet is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self.sheet.customer_id)

    @Slot()
    def _on_log(self) -> None:
        if self.sheet is not None:
            self._desk.go_to("log", self.sheet.id, Entity.ORDER)


def _product(line: LineRow) -> Cell:
    return Cell(line.name, line.sku)
