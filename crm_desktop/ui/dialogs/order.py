"""The form of an order: for whom, what, at what price; and the lines of one that is open, to be changed."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.ordering import OpenLine, Pricing, open_lines, pricing
from crm_desktop.queries.orders import OrderSheet, order_sheet
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.orders import OrderDetails, OrderInput, change_lines, change_order, place_order
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Values, check_field, line_field, text_field
from crm_desktop.ui.dialogs.fields_of_trade import lines_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, somebody_needed
from crm_desktop.ui.widgets.form import FormRow
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.lines_editor import LinesEditor, amount_of, kept
from crm_desktop.ui.widgets.notes_edit import NotesEdit

_WIDE = 780


class OrderDialog(FormDialog):
    def __init__(self, desk: Desk, customer: tuple[int, str] | None = None, parent: QWidget | None = None) -> None:
        """`customer`: id and name of whom it is for, where that is known."""
        super().__init__(desk, _("New order"), _("Place order"), parent)
        self.customer, self.channel = CustomerFinder(desk, somebody_needed()), LateChoice()
        self.discount, self.shipping = QLineEdit(), QLineEdit()
        self.address, self.note = QPlainTextEdit(tabChangesFocus=True), NotesEdit()
        for text in (self.address, self.note):
            text.setFixedHeight(sized(58))
        self.lines = LinesEditor(desk, self._extras)
        self.makes = Entity.ORDER
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
        self._name_fields()
        self.begin_with({"customer": customer})
        self.keep_changes(f"new-order-{customer[0]}" if customer else "new-order")
        desk.jobs.read(self, _known, self._show_known)
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
            channel_id=self.channel.value(),
            discount=discount,
            shipping_charge=shipping,
            shipping_address=self.address.toPlainText(),
            note=self.note.toPlainText(),
            draft=self.as_draft.isChecked(),
        )
        return partial(place_order, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        said = _("Draft {number} was saved for {name}.") if self.as_draft.isChecked() else _("Order {number} was placed for {name}.")
        return said.format(number=self.change.number, name=self.customer.text())

    def _name_fields(self) -> None:
        self.fields.add(
            customer_field(self.customer),
            lines_field(self.lines),
            line_field("discount", _("&Discount on all"), self.discount),
            line_field("shipping_charge", _("&Shipping charge"), self.shipping),
            late_field("channel", _("C&hannel"), self.channel),
            text_field("shipping_address", _("Ship &to, if elsewhere"), self.address),
            text_field("note", _("N&ote"), self.note),
            check_field("draft", _("Only a draft"), self.as_draft),
        )

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
        is_open = self.channel.value() is None
        self.channel.offer((channel.name, channel.id) for channel in found[1].channels)
        if is_open:
            self.base["channel"] = self.channel.value()


class ChangeLinesDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Change order {number}").format(number=sheet.number), _("Save"), parent)
        self._sheet = sheet
        self.lines = LinesEditor(desk, self._extras)
        self._lines_row = self.form.add_row(_("&Products"), self.lines)
        self.lines.refused.connect(self._on_refused_line)
        self.fields.add(lines_field(self.lines))
        desk.jobs.read(self, partial(_lines_now, sheet.id), self._show_known)
        self.fit(_WIDE)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.lines.model.lines:
            self._lines_row.mark(_("An order needs at least one product. To drop it, cancel the order."))
            return None
        return partial(change_lines, self._sheet.id, self.version, self.lines.model.wanted(), self.desk.by, self.key)

    def contest(self) -> Contest | None:
        return Contest(RecordRef(Entity.ORDER, self._sheet.id), partial(_lines_now, self._sheet.id), self._values)

    def said_after(self) -> str:
        return _("Order {number} was changed.").format(number=self._sheet.number)

    def _extras(self) -> tuple[Decimal, Decimal]:
        return self._sheet.discount, self._sheet.shipping_charge

    @Slot(str)
    def _on_refused_line(self, why: str) -> None:
        self.message.say(why, Tone.WARN)

    def _values(self, found: "_Lines") -> Values:
        self.lines.learn(found.lines)
        return {"lines": [kept(line) for line in found.lines]}

    @Slot(object)
    def _show_known(self, found: "_Lines | None") -> None:
        if found is None:
            self.reject()
            return
        self.lines.model.pricing = Pricing(self._sheet.currency, found.prices_include_tax)
        self.begin_with(self._values(found), found.version)
        self.keep_changes(f"order-lines-{self._sheet.id}")


class OrderDetailsDialog(FormDialog):
    """What stands beside the lines of an open order."""

    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Details of {number}").format(number=sheet.number), _("Save"), parent)
        self._sheet = sheet
        self.discount, self.shipping = QLineEdit(), QLineEdit()
        self.billing, self.address, self.note = QPlainTextEdit(tabChangesFocus=True), QPlainTextEdit(tabChangesFocus=True), NotesEdit()
        for field in (self.billing, self.address, self.note):
            field.setFixedHeight(sized(84))
        self.form.beside((_("&Bill to"), self.billing), (_("Ship &to"), self.address))
        self._discount_row, self._shipping_row = self.form.beside(
            (_("&Discount on all"), self.discount), (_("&Shipping charge"), self.shipping)
        )
        self.form.add_row(_("N&ote"), self.note)
        self.fields.add(
            text_field("billing_address", _("&Bill to"), self.billing),
            text_field("shipping_address", _("Ship &to"), self.address),
            line_field("discount", _("&Discount on all"), self.discount),
            line_field("shipping_charge", _("&Shipping charge"), self.shipping),
            text_field("note", _("N&ote"), self.note),
        )
        self.begin_with(self._values(sheet), sheet.version)
        self.keep_changes(f"order-{sheet.id}")
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
        return partial(change_order, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        return Contest(RecordRef(Entity.ORDER, self._sheet.id), partial(order_sheet, self._sheet.id), self._values)

    def _values(self, sheet: OrderSheet) -> Values:
        digits = digits_of(sheet.currency)
        return {
            "billing_address": sheet.billing_address,
            "shipping_address": sheet.shipping_address,
            "discount": self.desk.formats.plain(sheet.discount, digits),
            "shipping_charge": self.desk.formats.plain(sheet.shipping_charge, digits),
            "note": sheet.note,
        }

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


class _Lines(NamedTuple):
    """An order's lines as they are stored, and in which version of it."""

    version: int
    prices_include_tax: bool
    lines: list[OpenLine]


def _lines_now(order_id: int) -> _Lines | None:
    sheet = order_sheet(order_id)
    return _Lines(sheet.version, pricing().prices_include_tax, open_lines(order_id)) if sheet else None
