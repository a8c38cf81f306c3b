"""What can be done about the chosen order now: only the steps that its states allow are offered."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import OrderState
from crm_desktop.core.rights import Right
from crm_desktop.queries.orders import OrderSheet
from crm_desktop.services.invoices import issue_invoice
from crm_desktop.services.orders import complete_order, confirm_order, reorder
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.order import ChangeLinesDialog, OrderDetailsDialog
from crm_desktop.ui.dialogs.order_steps import PaymentDialog, RefundDialog, ShipDialog, cancel_dialog, credit_dialog
from crm_desktop.ui.dialogs.return_request import ReturnDialog
from crm_desktop.ui.widgets.basics import button, only_for, set_menu

Step = tuple[str, bool, Callable[[], None]]
"""What it is called, whether it can be done now, and what does it."""


class OrderSteps(QObject):
    def __init__(self, desk: Desk, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._sheet: OrderSheet | None = None
        self.pay = button(_("Payment …"), "banknote", tip=_("Money for this order came in"))
        self.ship = button(_("Ship …"), "package", tip=_("All or some of it left the house"))
        self.give_back = button(_("Return …"), "undo-2", tip=_("The customer wants to send something back"))
        self.more = button(_("More"), "ellipsis", tip=_("Invoice, credit note, change, complete, order again, refund, cancel"))
        self.menu = QMenu(self.more)
        self._actions = QActionGroup(self)
        set_menu(self.more, self.menu)
        self.buttons: tuple[QPushButton, ...] = (self.pay, self.ship, self.give_back, self.more)
        only_for(desk.by, Right.TAKE_PAYMENTS, self.pay)
        only_for(desk.by, Right.SHIP, self.ship)
        only_for(desk.by, Right.HANDLE_RETURNS, self.give_back)
        only_for(desk.by, Right.PLACE_ORDERS, self.more)
        self.pay.clicked.connect(self._on_pay)
        self.ship.clicked.connect(self._on_ship)
        self.give_back.clicked.connect(self._on_return)
        self._actions.triggered.connect(self._on_action)

    def show_for(self, sheet: OrderSheet | None) -> None:
        self._sheet = sheet
        self.menu.clear()
        for old in self._actions.actions():
            self._actions.removeAction(old)
            old.deleteLater()
        if sheet is None:
            return
        self.pay.setVisible(sheet.owed > 0)
        self.ship.setVisible(sheet.state == OrderState.OPEN and any(line.shipped < line.quantity for line in sheet.lines))
        self.give_back.setVisible(any(line.returned < line.shipped for line in sheet.lines))
        for text, is_offered, work in self._steps(sheet):
            if is_offered:
                action = QAction(text, self._actions)
                action.setData(work)
                self.menu.addAction(action)

    def _steps(self, sheet: OrderSheet) -> tuple[Step, ...]:
        lines, desk = bool(sheet.lines), self._desk
        invoice = partial(issue_invoice, sheet.id, desk.by)
        done = partial(complete_order, sheet.id, sheet.version, desk.by)
        confirm = partial(confirm_order, sheet.id, sheet.version, desk.by)
        is_draft = sheet.state == OrderState.DRAFT
        can_bill = lines and not is_draft and sheet.state != OrderState.CANCELLED and not sheet.invoice
        return (
            (_("Confirm the order"), is_draft, self._writes(confirm)),
            (_("Change the lines …"), _is_open(sheet) and not sheet.invoice, self._on_change),
            (_("Change address, note …"), _is_open(sheet), self._on_details),
            (_("Issue the invoice"), can_bill, self._writes(invoice, self._on_issued)),
            (_("Completed"), sheet.state == OrderState.OPEN, self._writes(done)),
            (_("Order the same again"), lines, self._writes(partial(reorder, sheet.id, desk.by), self._on_again)),
            (_("Print the confirmation"), not is_draft, partial(desk.show_paper, "order-confirmation", sheet.number)),
            (_("Print the invoice"), bool(sheet.invoice), partial(desk.show_paper, "invoice", sheet.invoice)),
            (_("Credit note …"), bool(sheet.invoice), self._on_credit),
            (_("Print the credit note"), bool(sheet.credit_note), partial(desk.show_paper, "credit-note", sheet.credit_note)),
            (_("Refund …"), sheet.paid > sheet.refunded, self._on_refund),
            (_("Cancel the order …"), _is_open(sheet) and not any(line.shipped for line in sheet.lines), self._on_cancel),
        )

    def _writes(self, work: Callable[[], Change], then: Callable[[Change], None] | None = None) -> Callable[[], None]:
        return partial(self._write, work, then or self._desk.say_done)

    def _write(self, work: Callable[[], Change], then: Callable[[Change], None]) -> None:
        self._desk.jobs.write(self, work, then, self._on_refused)

    def _on_issued(self, change: Change) -> None:
        show = (_("Open"), partial(self._desk.show_paper, "invoice", change.number))
        self._desk.say_done(change, _("Invoice {number} was issued.").format(number=change.number), show)

    def _on_again(self, change: Change) -> None:
        self._desk.say_done(change)
        self._desk.go_to(Entity.ORDER.value, max(change.of(Entity.ORDER)))

    def _on_refused(self, error: Exception) -> None:
        self._desk.say_error(error)

    @Slot(QAction)
    def _on_action(self, action: QAction) -> None:
        action.data()()

    @Slot()
    def _on_pay(self) -> None:
        if self._sheet is not None:
            PaymentDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_ship(self) -> None:
        if self._sheet is not None:
            ShipDialog(self._desk, self._sheet, self._panel).open()

    @Slot()
    def _on_return(self) -> None:
        if self._sheet is not None:
            ReturnDialog(self._desk, self._sheet, self._panel).open()

    def _on_change(self) -> None:
        if self._sheet is not None:
            ChangeLinesDialog(self._desk, self._sheet, self._panel).open()

    def _on_details(self) -> None:
        if self._sheet is not None:
            OrderDetailsDialog(self._desk, self._sheet, self._panel).open()

    def _on_refund(self) -> None:
        if self._sheet is not None:
            RefundDialog(self._desk, self._sheet, self._panel).open()

    def _on_credit(self) -> None:
        if self._sheet is not None:
            credit_dialog(self._desk, self._sheet, self._panel).open()

    def _on_cancel(self) -> None:
        if self._sheet is not None:
            cancel_dialog(self._desk, self._sheet, self._panel).open()


def _is_open(sheet: OrderSheet) -> bool:
    return sheet.state in (OrderState.OPEN, OrderState.DRAFT)
