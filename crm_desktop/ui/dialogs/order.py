"""The form of an order: for whom, what, at what price; and the lines of one that is open, to be changed."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.ordering import OpenLine, Pricing, open_lines, pricing
from crm_desktop.queries.orders import OrderSheet
from crm_desktop.services.orders import OrderDetails, OrderInput, change_lines, change_order, place_order
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.form import FormRow
from crm_desktop.ui.widgets.lines_editor import LinesEditor, amount_of

_WIDE = 780


class OrderDialog(FormDialog):
    def __init__(self, desk: Desk, customer: tuple[int, str] | None = None, parent: QWidget | None = None) -> None:
        """`customer`: id and name of whom it is for, where that is known."""
        super().__init__(desk, _("New order"), _("Place order"), parent)
        self.customer, self.channel = CustomerFinder(desk), QComboBox()
        self.discount, self.shipping = QLineEdit(), QLineEdit()
        self.address, self.note = QPlainTextEdit(tabChangesFocus=True), QPlainTextEdit(tabChangesFocus=True)
        for text in (self.address, self.note):
            text.setFixedHeight(58)
        self.lines = LinesEditor(desk, self._extras)
        self._customer_row = self.form.add_row(_("&Customer"), self.customer)
        self._lines_row = self.form.add_row(_("&Products"), self.lines)
        self._discount_row, self._shipping_row, _channel = self.form.beside(
            (_("&Discount on all"), self.discount), (_("&Shipping charge"), self.shipping), (_("C&hannel"), self.channel)
        )
        self.form.beside((_("Ship &to, if elsewhere"), self.address), (_("N&ote"), self.note))
        self.as_draft = QCheckBox(_("Only a dra&ft: nothing leaves the stock until it is confirmed"))
        self.form.add(self.as_draft)
        for money in (self.discount, self.shipping):
            money.textEdited.connect(self.lines.show_sums)
        self.lines.refused.connect(self._on_refused_line)
        desk.jobs.read(self, _known, self._show_known)
        if customer is not None:
            self.customer.choose(*customer)
        self.fit(_WIDE)
        (self.customer if customer is None else self.lines).setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        customer_id = self.customer.customer_id()
        if customer_id is None:
            self._customer_row.mark(_("An order is somebody's. Choose a customer from what is found."))
            return None
        if not self.lines.model.lines:
            self._lines_row.mark(_("An order needs at least one product."))
            return None
        discount, shipping = (
            checked_amount(self.desk, self.discount, self._discount_row),
            checked_amount(self.desk, self.shipping, self._shipping_row),
        )
        if discount is None or shipping is None:
            return None
        wanted = OrderInput(
            customer_id,
            self.lines.model.wanted(),
            channel_id=self.channel.currentData(),
            discount=discount,
            shipping_charge=shipping,
            shipping_address=self.address.toPlainText(),
            note=self.note.toPlainText(),
            draft=self.as_draft.isChecked(),
        )
        return partial(place_order, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        said = _("Draft saved for {name}.") if self.as_draft.isChecked() else _("Order placed for {name}.")
        return said.format(name=self.customer.text())

    def _extras(self) -> tuple[Decimal, Decimal]:
        """While an amount is no number yet, it counts as nothing."""
        return amount_of(self.discount.text(), self.desk) or Decimal(0), amount_of(self.shipping.text(), self.desk) or Decimal(0)

    @Slot(str)
    def _on_refused_line(self, why: str) -> None:
        self.message.say(why, Tone.WARN)

    @Slot(object)
    def _show_known(self, found: tuple[Pricing, Choices]) -> None:
        self.lines.model.pricing = found[0]
        self.lines.show_sums()
        for channel in found[1].channels:
            self.channel.addItem(channel.name, channel.id)


class ChangeLinesDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Change order {number}").format(number=sheet.number), _("Save"), parent)
        self._sheet = sheet
        self.lines = LinesEditor(desk, self._extras)
        self._lines_row = self.form.add_row(_("&Products"), self.lines)
        self.lines.refused.connect(self._on_refused_line)
        desk.jobs.read(self, partial(_known_of, sheet.id), self._show_known)
        self.fit(_WIDE)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.lines.model.lines:
            self._lines_row.mark(_("An order needs at least one product. To drop it, cancel the order."))
            return None
        return partial(change_lines, self._sheet.id, self._sheet.version, self.lines.model.wanted(), self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Order {number} was changed.").format(number=self._sheet.number)

    def _extras(self) -> tuple[Decimal, Decimal]:
        return self._sheet.discount, self._sheet.shipping_charge

    @Slot(str)
    def _on_refused_line(self, why: str) -> None:
        self.message.say(why, Tone.WARN)

    @Slot(object)
    def _show_known(self, found: tuple[Pricing, list[OpenLine]]) -> None:
        self.lines.model.pricing = Pricing(self._sheet.currency, found[0].prices_include_tax)
        self.lines.model.show_lines(found[1])


class OrderDetailsDialog(FormDialog):
    """What stands beside the lines of an open order."""

    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Details of {number}").format(number=sheet.number), _("Save"), parent)
        self._sheet = sheet
        digits = digits_of(sheet.currency)
        self.discount, self.shipping = (QLineEdit(desk.formats.plain(amount, digits)) for amount in (sheet.discount, sheet.shipping_charge))
        self.billing, self.address, self.note = (QPlainTextEdit(tabChangesFocus=True) for _field in range(3))
        for field, text in ((self.billing, sheet.billing_address), (self.address, sheet.shipping_address), (self.note, sheet.note)):
            field.setPlainText(text)
            field.setFixedHeight(84)
        self.form.beside((_("&Bill to"), self.billing), (_("Ship &to"), self.address))
        self._discount_row, self._shipping_row = self.form.beside(
            (_("&Discount on all"), self.discount), (_("&Shipping charge"), self.shipping)
        )
        self.form.add_row(_("N&ote"), self.note)
        self.fit(560)
        self.billing.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        discount, shipping = (
            checked_amount(self.desk, self.discount, self._discount_row),
            checked_amount(self.desk, self.shipping, self._shipping_row),
        )
        if discount is None or shipping is None:
            return None
        wanted = OrderDetails(
            due_on=self._sheet.due_on or NEVER,
            channel_id=self._sheet.channel_id,
            discount=discount,
            shipping_charge=shipping,
            billing_address=self.billing.toPlainText(),
            shipping_address=self.address.toPlainText(),
            note=self.note.toPlainText(),
        )
        return partial(change_order, self._sheet.id, self._sheet.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Order {number} was changed.").format(number=self._sheet.number)


def checked_amount(desk: Desk, field: QLineEdit, row: FormRow) -> Decimal | None:
    """None where it is no amount, which then stands beside the field."""
    found = amount_of(field.text(), desk)
    if found is None:
        row.mark(_("“{text}” is no amount.").format(text=field.text()))
    return found


def _known() -> tuple[Pricing, Choices]:
    return pricing(), choices()


def _known_of(order_id: int) -> tuple[Pricing, list[OpenLine]]:
    return pricing(), open_lines(order_id)
