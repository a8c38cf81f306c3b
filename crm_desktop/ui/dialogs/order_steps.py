"""What happens to an order after it is placed: money comes or goes back, goods leave, it is cancelled."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import NO_MONEY, PaymentMethod
from crm_desktop.queries.invoices import id_of_invoice
from crm_desktop.queries.orders import OrderSheet
from crm_desktop.services.approvals import ask_for_refund
from crm_desktop.services.invoices import issue_credit_note
from crm_desktop.services.orders import cancel_order
from crm_desktop.services.payments import PaymentInput, record_payment, refund
from crm_desktop.services.shipments import ParcelLine, ShipmentInput, ship
from crm_desktop.ui.desk import Action, Desk
from crm_desktop.ui.dialogs.asking import AskingDialog
from crm_desktop.ui.dialogs.fields import choice_field, line_field
from crm_desktop.ui.dialogs.fields_of_trade import counts_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.form import FormRow
from crm_desktop.ui.widgets.lines_editor import amount_of
from crm_desktop.ui.widgets.notes_edit import NoteLine
from crm_desktop.ui.widgets.quantities import Countable, Quantities
from crm_desktop.ui.words_of_trade import METHODS


class _MoneyDialog(FormDialog):
    """An amount of the order's currency, and how it moved."""

    def __init__(self, desk: Desk, sheet: OrderSheet, title: str, save: str, most: Decimal, parent: QWidget | None = None) -> None:
        super().__init__(desk, title, save, parent)
        self._sheet = sheet
        self.amount, self.method, self.reference = QLineEdit(), QComboBox(), QLineEdit()
        if most > 0:
            self.amount.setText(desk.formats.plain(most, digits_of(sheet.currency)))
        for method, word in METHODS.items():
            if method not in NO_MONEY:
                self.method.addItem(_(word), method)
        self.method.setCurrentIndex(self.method.findData(PaymentMethod.TRANSFER))
        self._amount_row, _method = self.form.beside(
            (_("&Amount in {currency}").format(currency=sheet.currency), self.amount), (_("&How"), self.method)
        )
        self.form.add_row(_("&Reference"), self.reference, _("What the bank or the receipt calls it; may stay empty."))

    def checked_amount(self) -> Decimal | None:
        found = amount_of(self.amount.text(), self.desk)
        if not found:
            self._amount_row.mark(_("An amount above zero."))
            return None
        return found

    def start(self, step: str) -> None:
        """`step`: which of an order's steps it is, to keep what is typed."""
        self.fields.add(
            line_field("amount", _("Amount"), self.amount),
            choice_field("method", _("&How"), self.method),
            line_field("reference", _("&Reference"), self.reference),
        )
        self.begin_with({})
        self.keep_changes(f"{step}-{self._sheet.id}")
        self.fit(460)
        self.amount.selectAll()
        self.amount.setFocus(Qt.FocusReason.OtherFocusReason)


class PaymentDialog(_MoneyDialog):
    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        title = _("Payment for {number}").format(number=sheet.number)
        super().__init__(desk, sheet, title, _("Record payment"), sheet.owed, parent)
        self.start("payment")

    def work(self) -> Callable[[], Change] | None:
        amount = self.checked_amount()
        if amount is None:
            return None
        wanted = PaymentInput(self._sheet.id, amount, self.method.currentData(), self.reference.text())
        return partial(record_payment, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("The payment for order {number} is recorded.").format(number=self._sheet.number)


class RefundDialog(AskingDialog, _MoneyDialog):
    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        title = _("Refund for {number}").format(number=sheet.number)
        super().__init__(desk, sheet, title, _("Refund"), max(-sheet.owed, Decimal(0)), parent)
        self.reason = NoteLine()
        self._reason_row = self.form.add_row(_("&Why"), self.reason)
        self.fields.add(line_field("reason", _("&Why"), self.reason))
        self.start("refund")

    def work(self) -> Callable[[], Change] | None:
        amount = self.checked_amount()
        if amount is None:
            return None
        if not self.reason.text().strip():
            self._reason_row.mark(_("Say why the money goes back."))
            return None
        return partial(refund, self._wanted(amount), self.desk.by, self.key)

    def asking(self) -> Callable[[], Change] | None:
        amount = self.checked_amount()
        return None if amount is None else partial(ask_for_refund, self._wanted(amount), self.desk.by, key=self.key)

    def said_after(self) -> str:
        return _("The refund for order {number} is recorded.").format(number=self._sheet.number)

    def _wanted(self, amount: Decimal) -> PaymentInput:
        return PaymentInput(self._sheet.id, amount, self.method.currentData(), self.reference.text(), reason=self.reason.text())


class ShipDialog(FormDialog):
    """All that still waits, unless somebody counts less."""

    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Ship {number}").format(number=sheet.number), _("Shipped"), parent)
        self._sheet = sheet
        today = desk.formats.today()
        self.day, self.carrier, self.tracking, self.link = QDateEdit(), QLineEdit(sheet.carrier), QLineEdit(), QLineEdit()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        waiting = [(line, line.quantity - line.shipped) for line in sheet.lines if line.quantity > line.shipped]
        self.parcel = Quantities(desk.formats, [Countable(line.id, line.name, count, count) for line, count in waiting])
        self._parcel_row = self.form.add_row(_("What is in the &parcel"), self.parcel)
        self.form.beside((_("&Left on"), self.day), (_("&Carrier"), self.carrier))
        self.form.beside((_("&Tracking number"), self.tracking), (_("Tracking lin&k"), self.link))
        self.fields.add(
            counts_field(self.parcel, _("What is in the parcel")),
            line_field("carrier", _("&Carrier"), self.carrier),
            line_field("tracking", _("&Tracking number"), self.tracking),
            line_field("link", _("Tracking lin&k"), self.link),
        )
        self.begin_with({})
        self.keep_changes(f"ship-{sheet.id}")
        self.fit(520)
        self.carrier.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        counted = self.parcel.counted()
        if not counted:
            self._parcel_row.mark(_("Not more than what waits, and at least one."))
            return None
        day = self.day.date()
        wanted = ShipmentInput(
            tuple(ParcelLine(line_id, count) for line_id, count in counted.items()),
            date(day.year(), day.month(), day.day()),
            self.carrier.text(),
            self.tracking.text(),
            self.link.text(),
        )
        return partial(ship, self._sheet.id, self._sheet.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("A parcel of order {number} is on its way.").format(number=self._sheet.number)


class ReasonDialog(FormDialog):
    """One line that says why, for steps that need it."""

    def __init__(
        self, desk: Desk, title: str, save: str, work: Callable[[str, str], Change], parent: QWidget | None = None, *, paper: str = ""
    ) -> None:
        """`title` names the record too. `work` gets the reason and the form's key. `paper`: the document that is made."""
        super().__init__(desk, title, save, parent)
        self._work, self._paper = work, paper
        self.reason = NoteLine()
        self._row: FormRow = self.form.add_row(_("&Why"), self.reason)
        self.fields.add(line_field("reason", _("&Why"), self.reason))
        self.begin_with({"reason": ""})
        self.keep_changes(f"why {title}")
        self.fit(440)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.reason.text().strip():
            self._row.mark(_("A few words on why."))
            return None
        return partial(self._work, self.reason.text(), self.key)

    def opens_after(self, change: Change) -> Action | None:
        return (_("Open"), partial(self.desk.show_paper, self._paper, change.number)) if self._paper else None


def cancel_dialog(desk: Desk, sheet: OrderSheet, parent: QWidget) -> ReasonDialog:
    def cancel(reason: str, key: str) -> Change:
        return cancel_order(sheet.id, reason, desk.by, key)

    return ReasonDialog(desk, _("Cancel order {number}").format(number=sheet.number), _("Cancel the order"), cancel, parent)


def credit_dialog(desk: Desk, sheet: OrderSheet, parent: QWidget) -> ReasonDialog:
    """For all that is left of the invoice that stands; after it another one may be issued."""

    def credit(reason: str, key: str) -> Change:
        return issue_credit_note(id_of_invoice(sheet.invoice), reason, desk.by, key=key)

    title = _("Credit note for invoice {number}").format(number=sheet.invoice)
    return ReasonDialog(desk, title, _("Issue the credit note"), credit, parent, paper="credit-note")
