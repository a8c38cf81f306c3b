"""The orders: the list on the left, the chosen one as it stands on paper on the right."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.kinds_of_trade import PaymentState
from crm_desktop.queries.orders import OrderFilter, OrderRow, first_orders, order_ids, order_rows
from crm_desktop.ui.dialogs.order import OrderDialog
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TWO_LINES_HEIGHT
from crm_desktop.ui.words import ORDER_STATES, PAYMENT_STATES, order_chips

if TYPE_CHECKING:
    from crm_desktop.ui.pages.order_panel import OrderPanel


class OrdersPage(ListPage):
    name: ClassVar[str] = Entity.ORDER.value
    entity: ClassVar[Entity] = Entity.ORDER
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.ORDER, Entity.CUSTOMER})
    next_step: ClassVar[str] = N_("Place an order")
    first_order: ClassVar[tuple[str, bool]] = ("ordered", True)
    row_height: ClassVar[int] = TWO_LINES_HEIGHT

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def ordered(row: OrderRow) -> Cell:
            return Cell(formats.day(formats.local_day(row.ordered_at)), soft=True)

        def lines(row: OrderRow) -> Cell:
            return Cell(formats.number(row.line_count), soft=True)

        def total(row: OrderRow) -> Cell:
            return Cell(formats.money(row.total, row.currency))

        return (
            Column(_("Number"), _number, 92, sort="number", key="number", fields=("number",)),
            Column(_("Customer"), _customer, key="customer_name", fields=("customer_name",)),
            Column(_("Ordered"), ordered, 108, sort="ordered", down_first=True, key="ordered_at", fields=("ordered_at",)),
            Column(_("Lines"), lines, 62, RIGHT, key="line_count", fields=("line_count",)),
            Column(_("Total"), total, 106, RIGHT, "total", down_first=True, key="total", fields=("total",)),
            Column(_("State"), _state, 116, key="state", fields=("state", "fulfilment", "payment_state")),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        wanted = replace(self.only or OrderFilter(), state=self.state.currentData(), text=text)
        return Source(_first(wanted, sort, downwards), partial(order_ids, wanted, sort, downwards), order_rows)

    def actions_above(self) -> list[QWidget]:
        self.state = QComboBox()
        self.state.setAccessibleName(_("Which orders"))
        self.state.addItem(_("All orders"), None)
        for state in OrderState:
            self.state.addItem(_(ORDER_STATES[state][0]), state)
        self.state.currentIndexChanged.connect(self._on_state)
        return [self.state]

    def chooses(self) -> bool:
        return self.state.currentData() is not None

    @cached_property
    def sheet(self) -> OrderPanel:
        from crm_desktop.ui.pages.order_panel import OrderPanel  # after the rows

        return self.split.put(OrderPanel(self.desk))

    def why_empty(self) -> str:
        if self.state.currentData() is not None:
            return _("No order is in this state.")
        return _("There are no orders yet. Place the first, or bring them from a file with “Bring my data” in the menu.")

    @Slot()
    def add_new(self) -> None:
        dialog = OrderDialog(self.desk, parent=self)
        dialog.saved.connect(self.selecting.choose_saved)
        dialog.open()

    def show_record(self, record_id: int) -> None:
        self.sheet.show_order(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        self.state.setCurrentIndex(0)
        super().open_record(record_id, about)

    @Slot()
    def _on_state(self) -> None:
        self.reload()


def _first(wanted: OrderFilter, sort: str, downwards: bool) -> partial[list[OrderRow]]:
    return partial(first_orders, wanted, sort=sort, downwards=downwards)


def _number(row: OrderRow) -> Cell:
    return Cell(row.number)


def _customer(row: OrderRow) -> Cell:
    return Cell(row.customer or _("(no name)"))


def _state(row: OrderRow) -> Cell:
    """All three: how far the order is, what has left the house, and below it what is paid."""
    is_owed = row.state not in (OrderState.DRAFT, OrderState.CANCELLED) or row.payment_state != PaymentState.UNPAID
    paid = _(PAYMENT_STATES[PaymentState(row.payment_state)][0]) if is_owed else ""
    return Cell(second=paid, chips=order_chips(row.state, row.fulfilment))
