"""The form of a voucher: what it is worth, why it is given, how long it counts."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import VoucherKind
from crm_desktop.services.approvals import ask_for_voucher
from crm_desktop.services.vouchers import VoucherInput, give_voucher
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.asking import AskingDialog
from crm_desktop.ui.dialogs.fields import Field, choice_field, line_field
from crm_desktop.ui.widgets.day_or_none import DayOrNone
from crm_desktop.ui.widgets.lines_editor import amount_of
from crm_desktop.ui.widgets.notes_edit import NoteLine
from crm_desktop.ui.widgets.number_box import number_box
from crm_desktop.ui.words_of_trade import VOUCHER_KINDS

_GIVEN = (VoucherKind.GOODWILL, VoucherKind.COUPON, VoucherKind.DISCOUNT, VoucherKind.STORE_CREDIT)
_MOST_USES = 9_999


class VoucherDialog(AskingDialog):
    def __init__(self, desk: Desk, customer: tuple[int, str], parent: QWidget | None = None) -> None:
        """`customer`: id and name of whom it is for."""
        super().__init__(desk, _("Voucher for {name}").format(name=customer[1]), _("Give voucher"), parent)
        self._customer = customer[0]
        self.kind, self.worth, self.unit = QComboBox(), QLineEdit(), QComboBox()
        for kind in _GIVEN:
            self.kind.addItem(_(VOUCHER_KINDS[kind]), kind.value)
        self.unit.addItem(desk.formats.currency, "amount")
        self.unit.addItem(_("percent of one order"), "percent")
        self.reason, self.code = NoteLine(), QLineEdit(placeholderText=_("made for you"))
        self.expires = DayOrNone(_("It ends on"), desk.formats.today().replace(month=12, day=31))
        self.uses = number_box(0, _MOST_USES)
        self.uses.setSpecialValueText(_("as often as it lasts"))
        self._build()
        self.begin_with({})
        self.keep_changes(f"new voucher {customer[0]}")
        self.fit(480)
        self.worth.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        wanted = self._wanted()
        return None if wanted is None else partial(give_voucher, wanted, self.desk.by, self.key)

    def asking(self) -> Callable[[], Change] | None:
        wanted = self._wanted()
        return None if wanted is None else partial(ask_for_voucher, wanted, self.desk.by, key=self.key)

    def _wanted(self) -> VoucherInput | None:
        """None when something had to be marked first."""
        worth, kind = amount_of(self.worth.text(), self.desk), VoucherKind(self.kind.currentData())
        is_percent = self.unit.currentData() == "percent"
        if not worth or (is_percent and worth > 100):
            self._worth_row.mark(_("1 to 100 percent.") if is_percent else _("An amount above zero."))
            return None
        if kind == VoucherKind.GOODWILL and not self.reason.text().strip():
            self._reason_row.mark(_("Say why it is given: others will ask."))
            return None
        return VoucherInput(
            kind, Decimal(0) if is_percent else worth, worth if is_percent else Decimal(0), self._customer, "", self.code.text(),
            self.reason.text(), self.expires.value() or NEVER, self.uses.value(),
        )  # fmt: skip

    def said_after(self) -> str:
        return _("Voucher {code} was given; it stands among the agreements.").format(code=self.change.numbers.get("code", ""))

    def _build(self) -> None:
        self.form.add_row(_("&Kind"), self.kind)
        self._worth_row, _unit = self.form.beside((_("Worth"), self.worth), (_("In"), self.unit))
        self._reason_row = self.form.add_row(_("Wh&y"), self.reason)
        self.form.add_row(_("&End"), self.expires, _("Left open, it counts until it is used."))
        self.form.beside((_("C&ode"), self.code), (_("&Uses"), self.uses))
        self.fields.add(
            choice_field("kind", _("&Kind"), self.kind),
            line_field("worth", _("Worth"), self.worth),
            choice_field("unit", _("In"), self.unit),
            line_field("reason", _("Wh&y"), self.reason),
            line_field("code", _("C&ode"), self.code),
            Field("expires", _("End"), self.expires.text, self.expires.show_text, self.expires.changed),
            Field("uses", _("Uses"), self.uses.value, self.uses.setValue, self.uses.valueChanged),
        )
        self.kind.currentIndexChanged.connect(self._on_kind)

    @Slot()
    def _on_kind(self) -> None:
        """Store credit is money; only the others can be percent."""
        is_credit = self.kind.currentData() == VoucherKind.STORE_CREDIT.value
        if is_credit:
            self.unit.setCurrentIndex(0)
        self.unit.setEnabled(not is_credit)
