"""What is done about a line that came back: in which state it is, and what the customer gets for it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.currencies import digits_of
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_trade import NO_MONEY, Condition, Disposition, PaymentMethod, Resolution
from crm_desktop.queries.ordering import Pricing, pricing
from crm_desktop.queries.return_sheets import ReturnLineRow, ReturnSheet
from crm_desktop.services.bulk import Preview, take_way, way_preview
from crm_desktop.services.bulk_ways import returns_inspected
from crm_desktop.services.returns import inspect_line
from crm_desktop.services.settlements import (
    Outlook,
    ToSettle,
    outlook,
    reject_line,
    settle_by_exchange,
    settle_by_partial_refund,
    settle_by_refund,
    settle_by_repair,
    settle_by_replacement,
    settle_by_store_credit,
)
from crm_desktop.ui.desk import Action, Desk
from crm_desktop.ui.dialogs.fields import check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.fields_of_trade import lines_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.lines_editor import LinesEditor, amount_of, no_extras
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.words_of_trade import CONDITIONS, DISPOSITIONS, METHODS, RESOLUTIONS

_MONEY = (Resolution.REFUND, Resolution.PARTIAL_REFUND, Resolution.EXCHANGE)
_VALUED = (*_MONEY, Resolution.REPLACEMENT, Resolution.STORE_CREDIT)
_NAMED = 5
"""Returns that are named; of more, that there are more."""


class _Inspection(FormDialog):
    """In which state goods are, and where they go."""

    def __init__(self, desk: Desk, title: str, kept_as: str, parent: QWidget | None) -> None:
        super().__init__(desk, title, _("Inspected"), parent)
        self.condition, self.disposition, self.note = QComboBox(), QComboBox(), NotesEdit()
        self.note.setFixedHeight(sized(58))
        for condition, word in CONDITIONS.items():
            self.condition.addItem(_(word), condition)
        for disposition, word in DISPOSITIONS.items():
            self.disposition.addItem(_(word), disposition)
        self.form.beside((_("&Condition"), self.condition), (_("&Where it goes"), self.disposition))
        self.form.add_row(_("&Note"), self.note)
        self.condition.currentIndexChanged.connect(self._on_condition)
        self.fields.add(
            choice_field("condition", _("&Condition"), self.condition),
            choice_field("disposition", _("&Where it goes"), self.disposition),
            text_field("note", _("&Note"), self.note),
        )
        self.begin_with({})
        self.keep_changes(kept_as)
        self.fit(480)
        self.condition.setFocus(Qt.FocusReason.OtherFocusReason)

    def found(self) -> tuple[Condition, Disposition, str]:
        return self.condition.currentData(), self.disposition.currentData(), self.note.toPlainText()

    def said_after(self) -> str:
        if self.disposition.currentData() == Disposition.RESTOCK:
            return _("Inspected; it is in stock again.")
        return _("Inspected.")

    @Slot()
    def _on_condition(self) -> None:
        """Where such goods usually go."""
        fresh = self.condition.currentData() in (Condition.UNOPENED, Condition.AS_NEW, Condition.NO_FAULT_FOUND)
        self.disposition.setCurrentIndex(self.disposition.findData(Disposition.RESTOCK if fresh else Disposition.SCRAP))


class InspectDialog(_Inspection):
    def __init__(self, desk: Desk, line: ReturnLineRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Inspect: {name}").format(name=line.name), f"inspect-{line.id}", parent)
        self._line = line

    def work(self) -> Callable[[], Change]:
        condition, disposition, said = self.found()
        return partial(inspect_line, self._line.id, self._line.version, condition, disposition, self.desk.by, said, self.key)


class InspectManyDialog(_Inspection):
    """Every line of these returns that waits for it; those that have not come yet are named before."""

    def __init__(self, desk: Desk, ids: Sequence[int], parent: QWidget | None = None) -> None:
        title = ngettext("Inspect {count} return", "Inspect {count} returns", len(ids)).format(count=desk.formats.number(len(ids)))
        super().__init__(desk, title, "inspect-many", parent)
        self._ids = tuple(ids)
        self.stay = label("", "soft", wrap=True)
        self.form.add(self.stay)
        desk.jobs.read(self, partial(way_preview, returns_inspected(*self.found()), self._ids), self._on_preview)

    def work(self) -> Callable[[], Change]:
        return partial(take_way, returns_inspected(*self.found()), self._ids, self.desk.by, self.key)

    def _on_preview(self, preview: Preview) -> None:
        if preview.refused:
            named = ", ".join(each.number for each in preview.refused[:_NAMED]) + (" …" if len(preview.refused) > _NAMED else "")
            self.stay.setText(_("These are not waiting for it and stay as they are: {numbers}.").format(numbers=named))
            self.fit(480)
        else:
            self.stay.hide()


class SettleDialog(FormDialog):
    """Only ways that are possible now are offered; what each will do stands below before anything is saved."""

    def __init__(self, desk: Desk, sheet: ReturnSheet, line: ReturnLineRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Settle: {name}").format(name=line.name), _("Settle"), parent)
        self._sheet, self._line = sheet, line
        self._outlook = Outlook(None, Decimal(0) if sheet.order_id is not None else None)
        self.way, self.value, self.method, self.note = QComboBox(), QLineEdit(), QComboBox(), NoteLine()
        self.warranty = QCheckBox(_("Under warranty"))
        self.goods = LinesEditor(desk, no_extras)
        self.happens = label("", "soft", wrap=True)
        for way in _ways(line):
            self.way.addItem(_(RESOLUTIONS[way]), way)
        for method, word in METHODS.items():
            if method not in NO_MONEY:
                self.method.addItem(_(word), method)
        self.method.setCurrentIndex(self.method.findData(PaymentMethod.TRANSFER))
        self.form.add_row(_("&How"), self.way)
        self._value_row, self._method_row = self.form.beside(
            (_("&Value in {currency}").format(currency=sheet.currency), self.value), (_("Money goes back &by"), self.method)
        )
        self._goods_row = self.form.add_row(_("&Goods instead"), self.goods)
        self._note_row = self.form.add_row(_("&Note"), self.note)
        self.form.add(self.warranty)
        self.form.add(self.happens)
        self.way.currentIndexChanged.connect(self._on_way)
        self.value.textEdited.connect(self._say_what_happens)
        self.goods.refused.connect(self._on_refused_line)
        self.goods.model.changed.connect(self._say_what_happens)
        desk.jobs.read(self, partial(outlook, line.id), self._show_outlook)
        desk.jobs.read(self, pricing, self._show_pricing, newest="pricing")
        self._on_way()
        self._name_fields()
        self.way.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        way, typed = self.way.currentData(), self.value.text().strip()
        value = amount_of(typed, self.desk) if typed and way in _VALUED else None
        if typed and way in _VALUED and value is None:
            self._value_row.mark(_("“{text}” is no amount.").format(text=typed))
            return None
        if way in (Resolution.REJECTED, Resolution.REPAIR) and not self.note.text().strip():
            self._note_row.mark(_("Say why.") if way == Resolution.REJECTED else _("Say what is to be repaired."))
            return None
        if way == Resolution.EXCHANGE and not self.goods.model.lines:
            self._goods_row.mark(_("Choose what the customer gets instead."))
            return None
        return self._work_of(way, ToSettle(self._line.id, self._line.version, value, self.note.text()))

    def said_after(self) -> str:
        made = self.change.numbers
        named = ""
        if "order" in made:
            named = _("It is order {number}.").format(number=made["order"])
        elif "voucher" in made:
            named = _("Its code is {code}.").format(code=made["voucher"])
        return " ".join(filter(None, (_("Settled. {what}").format(what=self.happens.text()), named)))

    def opens_after(self, change: Change) -> Action | None:
        return self.desk.opening(Entity.ORDER, change) if "order" in change.numbers else None

    def _name_fields(self) -> None:
        self.fields.add(
            choice_field("way", _("&How"), self.way),
            line_field("value", _("Value"), self.value),
            choice_field("method", _("Money goes back &by"), self.method),
            lines_field(self.goods),
            line_field("note", _("&Note"), self.note),
            check_field("warranty", _("Under warranty"), self.warranty),
        )
        self.begin_with({})
        self.keep_changes(f"settle-{self._line.id}")

    def _work_of(self, way: Resolution, which: ToSettle) -> Callable[[], Change]:
        by, key, method = self.desk.by, self.key, self.method.currentData()
        works: dict[Resolution, Callable[[], Change]] = {
            Resolution.REFUND: partial(settle_by_refund, which, by, method, key),
            Resolution.PARTIAL_REFUND: partial(settle_by_partial_refund, which, by, method, key),
            Resolution.STORE_CREDIT: partial(settle_by_store_credit, which, by, key=key),
            Resolution.EXCHANGE: partial(settle_by_exchange, which, self.goods.model.wanted(), by, method, key),
            Resolution.REPLACEMENT: partial(settle_by_replacement, which, by, key),
            Resolution.REPAIR: partial(settle_by_repair, which, self.note.text(), by, warranty=self.warranty.isChecked(), key=key),
            Resolution.REJECTED: partial(reject_line, which, by, key),
        }
        return works[way]

    @Slot()
    def _on_way(self) -> None:
        way = self.way.currentData()
        self._value_row.setVisible(way in _VALUED)
        self._method_row.setVisible(way in _MONEY)
        self._goods_row.setVisible(way == Resolution.EXCHANGE)
        self.warranty.setVisible(way == Resolution.REPAIR)
        self._say_what_happens()
        self.fit(780 if way == Resolution.EXCHANGE else 520)

    @Slot()
    def _say_what_happens(self) -> None:
        way, money = self.way.currentData(), self.desk.formats.money
        typed = amount_of(self.value.text(), self.desk) if self.value.text().strip() else self._outlook.value
        value, currency = typed or Decimal(0), self._sheet.currency
        back = self._outlook.back(value)
        count = self.desk.formats.number(self._line.quantity)
        text = self._sentence(way, is_paid=back > 0).format(
            back=money(back, currency), value=money(value, currency), count=count, name=self._line.name
        )
        self.happens.setText(text)

    def _sentence(self, way: Resolution, *, is_paid: bool) -> str:
        if way == Resolution.STORE_CREDIT and not is_paid:
            return _("Nothing of this is paid yet, so there is nothing to credit. Refund it instead: it comes off the order.")
        sentences = {
            Resolution.REFUND: _("{back} goes back; {value} comes off the order."),
            Resolution.PARTIAL_REFUND: _("The customer keeps the goods; {value} comes off the order, {back} goes back."),
            Resolution.STORE_CREDIT: _("A voucher over {back} is made; it pays for later orders."),
            Resolution.EXCHANGE: _("A new order is placed; {back} of the old one counts toward it."),
            Resolution.REPLACEMENT: _("A new order for {count} × {name} is placed and costs nothing."),
            Resolution.REPAIR: _("A repair is opened; the customer gets the same goods back."),
            Resolution.REJECTED: _("The goods go back to the customer as they are."),
        }
        without_order = {
            Resolution.REFUND: _("{back} goes back to the customer."),
            Resolution.PARTIAL_REFUND: _("The customer keeps the goods; {back} goes back."),
            Resolution.EXCHANGE: _("A new order is placed; {back} for what came back counts toward it."),
        }
        return (sentences if self._sheet.order_id is not None else {**sentences, **without_order})[way]

    @Slot(object)
    def _show_outlook(self, found: Outlook) -> None:
        self._outlook = found
        if found.value is not None:
            self.value.setPlaceholderText(self.desk.formats.plain(found.value, digits_of(self._sheet.currency)))
        self._say_what_happens()

    @Slot(object)
    def _show_pricing(self, found: Pricing) -> None:
        self.goods.model.pricing = found._replace(currency=self._sheet.currency)
        self.goods.show_sums()

    @Slot(str)
    def _on_refused_line(self, why: str) -> None:
        self.message.say(why, Tone.WARN)


def _ways(line: ReturnLineRow) -> tuple[Resolution, ...]:
    """Before the goods are inspected only what leaves them with the customer; of what is back in stock nothing that gives it back."""
    if not line.condition:
        return (Resolution.PARTIAL_REFUND, Resolution.REJECTED)
    back = () if line.disposition == Disposition.RESTOCK else (Resolution.REPAIR, Resolution.REJECTED)
    if line.product_id is None:
        return (Resolution.REFUND, Resolution.STORE_CREDIT, *back)
    return (Resolution.REFUND, Resolution.REPLACEMENT, Resolution.STORE_CREDIT, Resolution.EXCHANGE, *back)
