"""The form of a remedy: what makes a case good, and the refund, voucher or goods with it in one step."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_service import Remedy
from crm_desktop.core.kinds_of_trade import NO_MONEY, PaymentMethod
from crm_desktop.core.money import ZERO
from crm_desktop.queries.case_pages import GoodsRow, OrderGoods, order_goods
from crm_desktop.queries.case_sheets import CaseSheet
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.services.approvals import ask_for_remedy
from crm_desktop.services.complaints import RemedyInput, give_remedy
from crm_desktop.services.order_lines import LineInput
from crm_desktop.services.returns import ReturnLineInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.asking import AskingDialog
from crm_desktop.ui.dialogs.fields import Field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.fields_of_trade import counts_field
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.lines_editor import amount_of
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.quantities import Countable, Quantities
from crm_desktop.ui.words_of_service import REMEDIES
from crm_desktop.ui.words_of_trade import METHODS

_MONEY = (Remedy.REFUND, Remedy.DISCOUNT, Remedy.COUPON, Remedy.CREDIT)
_PERCENT = (Remedy.DISCOUNT, Remedy.COUPON)
_VOUCHERS = (*_PERCENT, Remedy.CREDIT)
_GOODS = (Remedy.REPLACEMENT, Remedy.EXCHANGE)


def open_remedy(desk: Desk, sheet: CaseSheet, parent: QWidget) -> None:
    """The form, once the lines of the case's order are read."""
    if sheet.order_id is None:
        RemedyDialog(desk, sheet, None, parent).open()
    else:
        desk.jobs.read(parent, partial(order_goods, sheet.order_id), partial(_open, desk, sheet, parent))


def _open(desk: Desk, sheet: CaseSheet, parent: QWidget, order: OrderGoods | None) -> None:
    RemedyDialog(desk, sheet, order, parent).open()


class RemedyDialog(AskingDialog):
    def __init__(self, desk: Desk, sheet: CaseSheet, order: OrderGoods | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Make it good"), _("Give the remedy"), parent)
        self._sheet, self._order = sheet, order
        self.kind, self.worth, self.unit, self.method = QComboBox(), QLineEdit(), QComboBox(), QComboBox()
        self.expires = DayOrNone(_("It ends on"), desk.formats.today().replace(month=12, day=31))
        self.goods = Quantities(desk.formats, [_countable(line, alone=len(order.lines) == 1) for line in order.lines] if order else [])
        self.reason, self.note = LateChoice(), NotesEdit()
        self.note.setFixedHeight(sized(58))
        self._offer()
        self._build()
        self.begin_with({})
        self.keep_changes(f"remedy-{sheet.id}")
        self._on_kind()
        desk.jobs.read(self, choices, self._show_choices)
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        wanted = self._wanted()
        return None if wanted is None else partial(give_remedy, self._sheet.id, wanted, self.desk.by, self.key)

    def asking(self) -> Callable[[], Change] | None:
        wanted = self._wanted()
        if wanted is None or wanted.lines or wanted.returned:
            return None
        return partial(ask_for_remedy, self._sheet.id, wanted, self.desk.by, key=self.key)

    def _wanted(self) -> RemedyInput | None:
        """None when something had to be marked first."""
        kind = Remedy(self.kind.currentData())
        worth = self._worth(kind)
        counted = self.goods.counted() if kind in _GOODS else {}
        if worth is None:
            self._worth_row.mark(_("1 to 100 percent.") if self._is_percent(kind) else _("An amount above zero."))
            return None
        if kind in _GOODS and not counted:
            self._goods_row.mark(_("Not more than what was ordered, and at least one."))
            return None
        if kind == Remedy.EXCHANGE and self.reason.value() is None:
            self._reason_row.mark(_("Say why it comes back."))
            return None
        amount, percent = (ZERO, worth) if self._is_percent(kind) else (worth, ZERO)
        return RemedyInput(
            kind, amount, percent, self.note.toPlainText(), method=PaymentMethod(self.method.currentData()),
            expires_on=self.expires.value() or NEVER, lines=self._lines(kind, counted or {}), returned=self._back(kind, counted or {}),
        )  # fmt: skip

    def said_after(self) -> str:
        return _("{remedy}: it stands on case {number}.").format(remedy=self.kind.currentText(), number=self._sheet.number)

    def _offer(self) -> None:
        has_goods = self._order is not None and bool(self._order.lines)
        for kind, word in REMEDIES.items():
            needs = kind in (*_GOODS, Remedy.REFUND)
            if (not needs or self._order is not None) and (kind not in _GOODS or has_goods):
                self.kind.addItem(_(word), kind.value)
        self.unit.addItem(self._currency(), "amount")
        self.unit.addItem(_("percent of one order"), "percent")
        for method, word in METHODS.items():
            if method not in NO_MONEY:
                self.method.addItem(_(word), method.value)
        self.method.setCurrentIndex(self.method.findData(PaymentMethod.TRANSFER.value))

    def _build(self) -> None:
        self.form.add(label(f"{self._sheet.number} {self._sheet.subject}", "heading", wrap=True))
        words = "" if self._order is not None else _("Money back, goods again and an exchange need the order: put it on the case first.")
        self.form.add_row(_("&Remedy"), self.kind, words)
        self._worth_row, self._unit_row = self.form.beside((_("&Worth"), self.worth), (_("I&n"), self.unit))
        self._method_row = self.form.add_row(_("&By which way"), self.method)
        self._expires_row = self.form.add_row(_("&End"), self.expires, _("Left open, it counts until it is used."))
        self._goods_row = self.form.add_row(_("&How many"), self.goods)
        self._reason_row = self.form.add_row(_("Wh&y it comes back"), self.reason)
        self.form.add_row(_("N&ote"), self.note)
        self.fields.add(
            choice_field("kind", _("Remedy"), self.kind), line_field("worth", _("Worth"), self.worth),
            choice_field("unit", _("In"), self.unit), choice_field("method", _("By which way"), self.method),
            Field("expires", _("End"), self.expires.text, self.expires.show_text, self.expires.changed),
            counts_field(self.goods, _("How many")), late_field("reason", _("Why it comes back"), self.reason),
            text_field("note", _("Note"), self.note),
        )  # fmt: skip
        self.kind.currentIndexChanged.connect(self._on_kind)

    @Slot()
    def _on_kind(self) -> None:
        """Only what this remedy takes is asked for."""
        kind = Remedy(self.kind.currentData())
        if kind not in _PERCENT:
            self.unit.setCurrentIndex(0)
        self.unit.setEnabled(kind in _PERCENT)
        for part, stands in (
            (self._worth_row, kind in _MONEY), (self._unit_row, kind in _MONEY), (self._method_row, kind == Remedy.REFUND),
            (self._expires_row, kind in _VOUCHERS), (self._goods_row, kind in _GOODS), (self._reason_row, kind == Remedy.EXCHANGE),
        ):  # fmt: skip
            part.setVisible(stands)
        self.fit(520)

    def _worth(self, kind: Remedy) -> Decimal | None:
        """Zero where nothing is asked; None where what is typed makes no sense."""
        if kind not in _MONEY:
            return ZERO
        worth = amount_of(self.worth.text(), self.desk)
        return worth if worth and not (self._is_percent(kind) and worth > 100) else None

    def _is_percent(self, kind: Remedy) -> bool:
        return kind in _PERCENT and self.unit.currentData() == "percent"

    def _currency(self) -> str:
        return self._order.currency if self._order is not None else self.desk.formats.currency

    def _lines(self, kind: Remedy, counted: dict[int, Decimal]) -> tuple[LineInput, ...]:
        if kind != Remedy.REPLACEMENT or self._order is None:
            return ()
        again = ((line, counted.get(line.line_id)) for line in self._order.lines)
        return tuple(LineInput(line.product_id, count, line.unit_price) for line, count in again if count and line.product_id is not None)

    def _back(self, kind: Remedy, counted: dict[int, Decimal]) -> tuple[ReturnLineInput, ...]:
        if kind != Remedy.EXCHANGE:
            return ()
        why, note = self.reason.value(), self.note.toPlainText()
        return tuple(ReturnLineInput(count, why, line_id, note=note) for line_id, count in counted.items())

    def _show_choices(self, found: Choices) -> None:
        is_open = self.reason.value() is None
        self.reason.offer((_(reason.name), reason.id) for reason in found.return_reasons)
        if is_open:
            self.base["reason"] = self.reason.value()


def _countable(line: GoodsRow, *, alone: bool) -> Countable:
    return Countable(line.line_id, line.name, line.quantity, line.quantity if alone else ZERO)
