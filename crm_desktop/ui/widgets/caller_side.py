"""Who it is: found by any scrap, added on the spot, or noted as somebody nobody knows; and the clock above."""

import json
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.callers import who_calls
from crm_desktop.queries.customers import CustomerCard, FoundCustomer, customer_card
from crm_desktop.services.customers import CustomerInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, offer, row, surface
from crm_desktop.ui.widgets.call_card import CallCard
from crm_desktop.ui.widgets.caller_card import CallerCard
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, noted_as_caller
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.missed_calls import MissedCalls
from crm_desktop.ui.widgets.new_caller import NewCaller
from crm_desktop.ui.widgets.verify_card import VerifyCard


class CallerSide(QWidget):
    chosen = Signal(int)
    """The customer's id; 0 for nobody we know."""
    known = Signal()
    """It is clear who it is: on to what it is about."""
    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.number = ""
        self.customer, self.caller, self.card = CustomerFinder(desk, noted_as_caller()), CallerCard(desk), CallCard(desk)
        self.new, self.new_caller = button(_("New c&ustomer"), "user-plus", tip=_("Add them with this call")), NewCaller(desk)
        self.new.setCheckable(True)
        self.from_number = label("", "soft", wrap=True)
        self.verify, self.missed = VerifyCard(desk), MissedCalls(desk)
        for widget in (self.from_number, self.new_caller):
            widget.hide()
        who = Form()
        self.who_row = who.add_row(_("&Who is it?"), self.customer, _("Any part of a name, number, phone, e-mail, order or note."))
        head = column(
            self.card, self.from_number, who, row(self.new, 1), self.new_caller, self.verify, self.missed, gap=12, margins=(2 * GAP,) * 4
        )
        whole = column(surface("call", head), self.caller, gap=14)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setMinimumWidth(270)
        self._connect()

    def take_call(self, number: str) -> None:
        """The telephone says who it is."""
        self._put_number(number)
        self._desk.jobs.read(self, partial(who_calls, number, self._desk.formats.country), self._on_known, newest="caller")
        self.edited.emit()

    def call_back(self, number: str, customer_id: int, name: str) -> None:
        """Somebody whose call was missed."""
        if number:
            self._put_number(number)
            self.from_number.setText(_("To be called at {number}").format(number=number))
        if customer_id:
            self.customer.choose(customer_id, name)
        else:
            self.customer.setText(name)
        self.edited.emit()

    def show_customer(self, customer_id: int) -> None:
        self._desk.jobs.read(self, partial(customer_card, customer_id), self._show_card, newest="caller")

    def title(self) -> str:
        new = self.new_caller.name.text().strip() if self.new.isChecked() else ""
        return new or self.customer.text().strip() or self.number or _("Somebody")

    def is_blank(self) -> bool:
        return not any((self.customer.text().strip(), self.number, self.new.isChecked()))

    def is_somebody(self) -> bool:
        """A customer, or one in the making."""
        return self.new.isChecked() or self.customer.customer_id() is not None

    def new_wanted(self) -> tuple[bool, CustomerInput | None]:
        """Whether all is well, and who is to be added."""
        self.who_row.clear()
        wanted = self.new_caller.wanted() if self.new.isChecked() else None
        return wanted is not None or not self.new.isChecked(), wanted

    def typed(self) -> dict[str, str]:
        return {
            "caller": self.customer.text(),
            "customer": str(self.customer.customer_id() or ""),
            "number": self.number,
            "verified": self.verify.verified(),
            "new": json.dumps(self.new_caller.typed(), ensure_ascii=False) if self.new.isChecked() else "",
        }

    def retype(self, typed: dict[str, str]) -> None:
        if typed.get("customer"):
            self.customer.choose(int(typed["customer"]), typed["caller"])
        else:
            self.customer.setText(typed.get("caller", ""))
        self.verify.retype(typed.get("verified", ""))
        if typed.get("number"):
            self._put_number(typed["number"])
        if typed.get("new"):
            self.new_caller.retype(json.loads(typed["new"]))
            self.new.setChecked(True)

    def _connect(self) -> None:
        self.customer.chosen.connect(self._on_chosen)
        self.customer.picked.connect(self.known)
        self.customer.textEdited.connect(self.edited)
        self.new.toggled.connect(self._on_new)
        self.new_caller.known.connect(self._on_same)
        self.new_caller.edited.connect(self.edited)
        self.card.changed.connect(self.edited)
        self.verify.edited.connect(self.edited)
        self.verify.changed.connect(self._on_verified)
        self.missed.read()

    def _put_number(self, number: str) -> None:
        self.number = number
        self.from_number.setText(_("Calls from {number}").format(number=number))
        self.from_number.show()

    def _on_known(self, found: Sequence[FoundCustomer]) -> None:
        """One who has this number is on the line; of several the person chooses; of nobody the number is noted."""
        if self.customer.customer_id():
            return
        if len(found) == 1:
            self.customer.choose(found[0].id, found[0].name)
            self.known.emit()
        elif not self.customer.text():
            self.customer.look_for(self.number)

    def _show_card(self, card: CustomerCard | None) -> None:
        if card is not None:
            self.customer.choose(card.id, card.name)

    @Slot(int)
    def _on_chosen(self, customer_id: int) -> None:
        self.caller.show_customer(customer_id)
        self.verify.show_customer(customer_id)
        self.missed.setVisible(False)
        if customer_id:
            self.new.setChecked(False)
            self.who_row.clear()
        for part in (self.who_row.note, self.new):
            offer(part, wanted=not customer_id)
        self.chosen.emit(customer_id)
        self.edited.emit()

    @Slot()
    def _on_verified(self) -> None:
        """Nothing of what is known is told before, where the company wants it so."""
        self.caller.hide_data(hidden=self.verify.hides())
        customer_id = self.customer.customer_id()
        if customer_id:
            self.chosen.emit(customer_id)

    @Slot(bool)
    def _on_new(self, is_on: bool) -> None:
        self.new_caller.setVisible(is_on)
        if is_on:
            typed = self.customer.caller()
            if self.customer.customer_id():
                self.customer.clear_choice()
            self.new_caller.begin(typed, self.number)
        else:
            self.new_caller.clear()
        self.edited.emit()

    @Slot(int, str)
    def _on_same(self, customer_id: int, name: str) -> None:
        self.customer.choose(customer_id, name)
        self.known.emit()

    def start(self) -> None:
        self.customer.setFocus(Qt.FocusReason.ShortcutFocusReason)
