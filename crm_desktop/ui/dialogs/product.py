"""The form of a product, and that of its stock: what came in, or what a count found."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QDateEdit, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.i18n import _
from crm_desktop.queries.products import ProductCard, ProductWords, product_card, product_words
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.products import ProductInput, add_product, change_product, correct_stock, receive_goods
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, Values, check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.custom_fields_editor import CustomFieldsEditor
from crm_desktop.ui.widgets.form import FormRow
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.number_box import number_box

_EXAMPLE = Decimal("19.90")
_LONGEST = 240
"""Months of warranty."""
RECEIVED, CORRECTED = "received", "corrected"


class ProductDialog(FormDialog):
    def __init__(self, desk: Desk, card: ProductCard | None = None, parent: QWidget | None = None) -> None:
        """`card` None: a new one."""
        title = _("Change {name}").format(name=card.name) if card else _("New product")
        super().__init__(desk, title, _("Save"), parent)
        self._card, self.makes = card, None if card else Entity.PRODUCT
        self.name, self.sku, self.barcode = QLineEdit(), QLineEdit(), QLineEdit()
        self.category, self.unit = QLineEdit(), QLineEdit()
        self.price, self.tax_rate, self.cost = QLineEdit(), QLineEdit(), QLineEdit()
        self.stocked, self.active = QCheckBox(_("Stock is &counted")), QCheckBox(_("It is s&old"))
        self.months = number_box(0, _LONGEST)
        self.description, self.instructions = NotesEdit(), NotesEdit()
        for text in (self.description, self.instructions):
            text.setFixedHeight(sized(66))
        self.custom = CustomFieldsEditor(desk.formats)
        self._build()
        self.begin_with(_values(desk, card), card.version if card else 0)
        self.keep_changes(f"product {card.id}" if card else "new product")
        desk.jobs.read(self, product_words, self._show_words)
        self.fit(560)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        is_named = self._demand(self._name_row, bool(self.name.text().strip()), _("A product needs a name."))
        is_named &= self._demand(self._sku_row, bool(self.sku.text().strip()), _("A product needs a number."))
        price, cost = (self._amount(row, field) for row, field in ((self._price_row, self.price), (self._cost_row, self.cost)))
        rate = self._amount(self._tax_row, self.tax_rate)
        is_right = self.custom.mark_what_is_wrong()
        if not is_named or not is_right or price is None or cost is None or rate is None:
            return None
        wanted = ProductInput(
            self.sku.text(), self.name.text(), price, self.description.toPlainText(), self.unit.text(), rate, self.category.text(),
            self.custom.given(self.custom.values()), cost if self.cost.text().strip() else None, self.barcode.text(),
            self.stocked.isChecked(), self.active.isChecked(), self.months.value(), self.instructions.toPlainText(),
        )  # fmt: skip
        if self._card is None:
            return partial(add_product, wanted, self.desk.by, self.key)
        return partial(change_product, self._card.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._card is None:
            return None
        read = partial(product_card, self._card.id)
        return Contest(RecordRef(Entity.PRODUCT, self._card.id), read, partial(_values, self.desk))

    def said_after(self) -> str:
        return _("{name}, number {number}, was saved.").format(name=self.name.text().strip(), number=self.change.number)

    def _build(self) -> None:
        currency, form = self.desk.formats.currency, self.form
        self._name_row = form.add_row(_("&Name"), self.name)
        self._sku_row, _barcode = form.beside((_("N&umber"), self.sku), (_("&Barcode"), self.barcode))
        self.barcode.setPlaceholderText(_("Scan or type it; several with spaces"))
        form.beside((_("Ca&tegory"), self.category), (_("Un&it"), self.unit))
        price = _("&Price in {currency}").format(currency=currency)
        cost = _("What it costs &us, in {currency}").format(currency=currency)
        self._price_row, self._tax_row, self._cost_row = form.beside(
            (price, self.price), (_("Tax in percent"), self.tax_rate), (cost, self.cost)
        )
        form.beside((_("Months of &warranty"), self.months))
        form.add(self.stocked)
        form.add(self.active)
        form.add_row(_("&Description"), self.description)
        form.add_row(_("How it is &returned"), self.instructions, _("Stands on the return slip."))
        self.fields.add(
            line_field("name", _("&Name"), self.name), line_field("sku", _("N&umber"), self.sku),
            line_field("barcode", _("&Barcode"), self.barcode), line_field("category", _("Ca&tegory"), self.category),
            line_field("unit", _("Un&it"), self.unit), line_field("price", price, self.price),
            line_field("tax_rate", _("Tax in percent"), self.tax_rate), line_field("cost", cost, self.cost),
            Field("months", _("Months of warranty"), self.months.value, self.months.setValue, self.months.valueChanged),
            check_field("stocked", _("Stock is &counted"), self.stocked), check_field("active", _("It is s&old"), self.active),
            text_field("description", _("&Description"), self.description),
            text_field("instructions", _("How it is &returned"), self.instructions),
            Field("custom", _("Further fields"), self.custom.values, self.custom.show_values, self.custom.edited, self.custom.shown),
        )  # fmt: skip

    def _show_words(self, words: ProductWords) -> None:
        for field, known in ((self.category, words.categories), (self.unit, words.units)):
            completer = QCompleter(list(known), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)
        self.custom.make(words.fields, self.form)

    def _amount(self, row: FormRow, field: QLineEdit) -> Decimal | None:
        """Nothing typed is zero; what is no amount is marked."""
        text = field.text().strip()
        found = self.desk.formats.read_number(text) if text else Decimal(0)
        if found is None or found < 0:
            row.mark(_("A number, such as {example}.").format(example=self.desk.formats.plain(_EXAMPLE, 2)))
            return None
        return found

    @staticmethod
    def _demand(row: FormRow, is_right: bool, text: str) -> bool:
        if not is_right:
            row.mark(text)
        return is_right


class StockDialog(FormDialog):
    def __init__(self, desk: Desk, card: ProductCard, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Stock of {name}").format(name=card.name), _("Save"), parent)
        self._card = card
        today = desk.formats.today()
        self.what, self.count, self.reason = QComboBox(), QLineEdit(), QLineEdit()
        self.what.addItem(_("Goods came in"), RECEIVED)
        self.what.addItem(_("A count found another number"), CORRECTED)
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.form.add_row(_("&What happened"), self.what)
        unit = f" ({card.unit})" if card.unit else ""
        self._count_row, _day = self.form.beside((_("&How many"), self.count), (_("&On"), self.day))
        self._reason_row = self.form.add_row(
            _("W&hy"), self.reason, _("In stock now: {count}").format(count=desk.formats.number(card.on_hand) + unit)
        )
        self.fields.add(
            choice_field("what", _("What happened"), self.what),
            line_field("count", _("How many"), self.count),
            line_field("reason", _("Why"), self.reason),
        )
        self.begin_with({"what": RECEIVED})
        self.keep_changes(f"stock {card.id}")
        self.what.currentIndexChanged.connect(self._on_what)
        self._on_what()
        self.fit(460)
        self.count.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        typed = self.desk.formats.read_number(self.count.text().strip())
        is_receipt = self.what.currentData() == RECEIVED
        if typed is None or typed < 0 or (is_receipt and not typed):
            self._count_row.mark(_("A number above zero.") if is_receipt else _("How many there are, zero or more."))
            return None
        if not is_receipt and typed == self._card.on_hand:
            self._count_row.mark(_("That many are there by the books already."))
            return None
        if not is_receipt and not self.reason.text().strip():
            self._reason_row.mark(_("A few words on why, such as “broken” or “found behind the shelf”."))
            return None
        day = self.day.date()
        on = date(day.year(), day.month(), day.day())
        if is_receipt:
            return partial(receive_goods, self._card.id, typed, on, self.desk.by, self.key, self.reason.text())
        return partial(correct_stock, self._card.id, typed - self._card.on_hand, on, self.desk.by, self.key, self.reason.text())

    def said_after(self) -> str:
        return _("The stock of {name} was changed.").format(name=self._card.name)

    @Slot()
    def _on_what(self) -> None:
        is_receipt = self.what.currentData() == RECEIVED
        self._count_row.label.setText(_("&How many came") if is_receipt else _("&How many there are"))
        self.count.setAccessibleName(self._count_row.label.text().replace("&", ""))


def _values(desk: Desk, card: ProductCard | None) -> Values:
    if card is None:
        return {"stocked": True, "active": True}
    plain, digits = desk.formats.plain, digits_of(desk.formats.currency)
    return {
        "name": card.name, "sku": card.sku, "barcode": card.barcode, "category": card.category, "unit": card.unit,
        "price": plain(card.price, digits), "tax_rate": plain(card.tax_rate) if card.tax_rate else "",
        "cost": "" if card.cost is None else plain(card.cost, digits), "months": card.warranty_months,
        "stocked": card.stocked, "active": card.active, "description": card.description, "instructions": card.return_instructions,
        "custom": card.custom,
    }  # fmt: skip
