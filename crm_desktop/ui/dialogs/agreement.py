"""The form of an agreement: a subscription, a contract, a service; and the steps it goes through."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.queries.agreements import AgreementSheet, agreement_sheet
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.agreements import AgreementInput, change_agreement, start_agreement, stop_agreement
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, Values, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.lines_editor import amount_of
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.widgets.product_finder import ProductFinder

_EXAMPLE = Decimal("19.90")
_LONGEST = 120
"""Months of one renewal."""


class AgreementDialog(FormDialog):
    def __init__(self, desk: Desk, customer_id: int, sheet: AgreementSheet | None = None, parent: QWidget | None = None) -> None:
        """`sheet` None: a new one."""
        title = _("Change “{name}”").format(name=sheet.name) if sheet else _("New agreement")
        super().__init__(desk, title, _("Save"), parent)
        self._customer, self._sheet = customer_id, sheet
        self._currency = sheet.currency if sheet else desk.formats.currency
        today = desk.formats.today()
        self.name, self.price, self.note = QLineEdit(), QLineEdit(), NotesEdit()
        self.product = ProductFinder(desk.jobs)
        self.starts = QDateEdit(QDate(today.year, today.month, today.day))
        self.starts.setCalendarPopup(True)
        self.starts.setDisplayFormat("d MMM yyyy")
        self.ends = DayOrNone(_("It ends on"), date(today.year + 1, today.month, min(today.day, 28)))
        self.renews = DayOrNone(_("It renews on"), date(today.year + 1, today.month, min(today.day, 28)))
        self.months = number_box(1, _LONGEST, 12)
        self.months.setSuffix(f" {_('months')}")
        self.note.setFixedHeight(sized(66))
        self._build()
        self.begin_with(_values(desk, sheet) if sheet else {}, sheet.version if sheet else 0)
        self._on_renews()
        self.keep_changes(f"agreement {sheet.id}" if sheet else f"new agreement {customer_id}")
        self.fit(480)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        price = amount_of(self.price.text(), self.desk)
        if not self.name.text().strip():
            self._name_row.mark(_("What was agreed, in a few words."))
            return None
        if price is None:
            self._price_row.mark(_("An amount, such as {example}.").format(example=self.desk.formats.plain(_EXAMPLE, 2)))
            return None
        renews = self.renews.value()
        if self.product.is_undecided():
            self._product_row.mark(_("Choose a product from what is found, or leave this empty."))
            return None
        wanted = AgreementInput(
            self._customer, self.name.text(), _day(self.starts), self.product.product_id(), self.ends.value() or NEVER,
            renews or NEVER, self.months.value() if renews else 0, price, self._currency, self.note.toPlainText(),
        )  # fmt: skip
        if self._sheet is None:
            return partial(start_agreement, wanted, self.desk.by, self.key)
        return partial(change_agreement, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        read = partial(agreement_sheet, self._sheet.id)
        return Contest(RecordRef(Entity.AGREEMENT, self._sheet.id), read, partial(_values, self.desk))

    def said_after(self) -> str:
        return _("“{name}” was saved.").format(name=self.name.text().strip())

    def _build(self) -> None:
        self._name_row = self.form.add_row(_("&What was agreed"), self.name, _("Such as “Maintenance, plan M” or “Coffee every month”."))
        self._product_row = self.form.add_row(_("For a pro&duct"), self.product, _("Empty where it is for none that we sell."))
        price = _("&Price for each term, in {currency}").format(currency=self._currency)
        _starts, self._price_row = self.form.beside((_("&From"), self.starts), (price, self.price))
        _ends = self.form.add_row(_("&End"), self.ends, _("Left open, it runs until somebody stops it."))
        self.form.beside((_("&Renewal"), self.renews), (_("For another"), self.months))
        self.form.add_row(_("N&ote"), self.note)
        self.fields.add(
            line_field("name", _("&What was agreed"), self.name),
            Field("product", _("For a product"), self._product_read, self._product_fill, self.product.changed, _product_words),
            line_field("price", price, self.price),
            _date_field("starts", _("From"), self.starts),
            Field("ends", _("End"), self.ends.text, self.ends.show_text, self.ends.changed),
            Field("renews", _("Renewal"), self.renews.text, self.renews.show_text, self.renews.changed),
            Field("months", _("For another"), self.months.value, self.months.setValue, self.months.valueChanged),
            text_field("note", _("N&ote"), self.note),
        )
        self.renews.changed.connect(self._on_renews)

    def _product_read(self) -> list[object]:
        """Its id and name, which a draft and a conflict show; nothing of what is half typed."""
        chosen = self.product.product_id()
        return [chosen, self.product.text()] if chosen else []

    def _product_fill(self, held: list[Any]) -> None:
        if held:
            self.product.choose(held[0], held[1])
        else:
            self.product.choose(0, "")

    @Slot()
    def _on_renews(self) -> None:
        self.months.setEnabled(self.renews.value() is not None)


class StopDialog(FormDialog):
    """The last day may lie ahead."""

    def __init__(self, desk: Desk, sheet: AgreementSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Stop “{name}”").format(name=sheet.name), _("Stop it"), parent)
        self._sheet = sheet
        today = desk.formats.today()
        self.day, self.reason = QDateEdit(QDate(today.year, today.month, today.day)), NoteLine()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.form.add_row(_("&Last day"), self.day)
        self._reason_row = self.form.add_row(_("&Why"), self.reason)
        self.fields.add(_date_field("day", _("&Last day"), self.day), line_field("reason", _("&Why"), self.reason))
        self.begin_with({"day": today.isoformat(), "reason": ""})
        self.keep_changes(f"stop agreement {sheet.id}")
        self.fit(440)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.reason.text().strip():
            self._reason_row.mark(_("A few words on why."))
            return None
        return partial(stop_agreement, self._sheet.id, self._sheet.version, _day(self.day), self.reason.text(), self.desk.by, self.key)

    def said_after(self) -> str:
        return _("“{name}” was stopped.").format(name=self._sheet.name)


def _values(desk: Desk, sheet: AgreementSheet) -> Values:
    return {
        "name": sheet.name,
        "product": [sheet.product_id, sheet.product] if sheet.product_id else [],
        "price": desk.formats.plain(sheet.price, digits_of(sheet.currency)) if sheet.price else "",
        "starts": sheet.starts_on.isoformat() if sheet.starts_on else "",
        "ends": sheet.ends_on.isoformat() if sheet.ends_on else "",
        "renews": sheet.renews_on.isoformat() if sheet.renews_on else "",
        "months": sheet.renewal_months or 12,
        "note": sheet.note,
    }


def _product_words(held: list[Any]) -> str:
    return str(held[1]) if held else ""


def _date_field(name: str, label: str, widget: QDateEdit) -> Field:
    shown = _Dated(widget)
    return Field(name, label, shown.read, shown.fill, widget.dateChanged)


class _Dated:
    """A day as ISO letters."""

    def __init__(self, widget: QDateEdit) -> None:
        self._widget = widget

    def read(self) -> str:
        return self._widget.date().toString("yyyy-MM-dd")

    def fill(self, text: str) -> None:
        if text:
            self._widget.setDate(QDate.fromString(text, "yyyy-MM-dd"))


def _day(widget: QDateEdit) -> date:
    shown = widget.date()
    return date(shown.year(), shown.month(), shown.day())
