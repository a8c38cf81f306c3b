"""The phone rings: who it is, what it is about, what happens next. One keystroke saves all of it."""

import secrets
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.orders import OrderFilter, OrderRow, first_orders, order_rows
from crm_desktop.services.interactions import log_interaction
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.draft import Draft
from crm_desktop.ui.pages.page import Page, Where
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import ElidedLabel, button, column, label, row, surface
from crm_desktop.ui.widgets.caller_card import CallerCard
from crm_desktop.ui.widgets.contact_form import ContactForm
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine

_SECOND = 1000
_ORDERS_OFFERED = 20


class LogInteractionPage(Page):
    name: ClassVar[str] = "log"
    title: ClassVar[str] = N_("Log contact")
    icon: ClassVar[str] = "phone"
    shortcut: ClassVar[str] = "F2"
    where: ClassVar[Where] = Where.HEADER

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self._key = ""
        self._began: datetime | None = None
        self._build()
        self._connect()
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._show_time)
        self._draft = Draft(desk, "log-interaction", self._typed, self._retype, self)
        self._draft.restored.connect(self._on_restored)
        self.form.edited.connect(self._draft.touch)
        desk.jobs.read(self, choices, self._on_choices)

    def start(self) -> None:
        """A form that was begun goes on; else a new one, whose clock runs from now."""
        if self._began is None:
            self._begin()
        self.customer.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """A customer is on the line, or somebody about an order."""
        self.start()
        if about == Entity.CUSTOMER:
            self.desk.jobs.read(self, partial(customer_card, record_id), self._show_caller, newest="caller")
        elif about == Entity.ORDER:
            self.desk.jobs.read(self, partial(order_rows, [record_id]), self._show_order, newest="caller")
        self.form.summary.setFocus()

    @Slot()
    def try_save(self) -> None:
        if not self.save.isEnabled() or not self.form.is_ready():
            return
        self.message.clear()
        wanted = self.form.wanted()
        if wanted is None:
            return
        wanted = replace(
            wanted,
            customer_id=self.customer.customer_id(),
            caller=self.customer.caller(),
            started_at=self._began,
            ended_at=utc_now() if self.form.takes_time() else None,
        )
        self.save.setEnabled(False)
        self.desk.jobs.write(self, partial(log_interaction, wanted, self.desk.by, self._key), self._on_saved, self._on_refused)

    @Slot()
    def leave(self) -> None:
        """What was typed stays; F2 comes back to it."""
        self.desk.doors.closed.emit(self)

    @Slot()
    def discard(self) -> None:
        self._clear()
        self.leave()

    def _build(self) -> None:
        self.customer, self.caller = CustomerFinder(self.desk), CallerCard(self.desk)
        self.form, self.message = ContactForm(self.desk.formats), MessageLine()
        self.time = label("00:00", "title")
        self.time.setAccessibleName(_("How long it has lasted"))
        self.drop, self.back = button(_("Discard"), tip=_("Throw away what was typed")), button(_("Back"), tip=_("Leave it for now (Esc)"))
        self.save = button(_("Save"), "check", "primary", tip=_("Save all of it (Ctrl+Enter)"))
        who = Form()
        who.add_row(_("&Who is it?"), self.customer, _("Any part of a name, number, phone, e-mail, order or note."))
        clock = row(label(_("New contact"), "heading"), 1, self.time)
        left = column(surface("box", column(clock, who, gap=12, margins=(2 * GAP,) * 4)), self.caller, gap=14)
        left.setStretch(1, 1)
        foot = row(ElidedLabel(_("Ctrl+Enter saves all of it in one step"), "small"), self.back, self.drop, self.save)
        foot.setStretch(0, 1)
        work = column(self.form, self.message, foot, gap=14, margins=(2 * GAP, 2 * GAP, 2 * GAP, 14))
        work.setStretch(0, 1)
        columns = row(surface("clear", left), surface("box", work), gap=14, margins=(2 * GAP,) * 4)
        columns.setStretch(0, 3)
        columns.setStretch(1, 5)
        self.setLayout(columns)

    def _connect(self) -> None:
        self.customer.chosen.connect(self._on_customer)
        self.form.channel_changed.connect(self._on_channel)
        self.save.clicked.connect(self.try_save)
        self.back.clicked.connect(self.leave)
        self.drop.clicked.connect(self.discard)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.try_save)
        QShortcut(QKeySequence("Esc"), self, context=here).activated.connect(self.leave)

    def _begin(self) -> None:
        self._key, self._began = secrets.token_hex(16), utc_now()
        if not self.form.has_text():
            self.form.clear()
        self._show_time()
        self._clock.start()

    def _clear(self) -> None:
        self._began = None
        self._clock.stop()
        self.customer.clear_choice()
        self.form.clear()
        self.message.clear()
        self._draft.drop()

    def _on_choices(self, found: Choices) -> None:
        self.form.offer(found)
        self._draft.restore()

    def _typed(self) -> dict[str, str]:
        if not self.form.has_text():
            return {}
        customer = self.customer.customer_id()
        return {**self.form.typed(), "caller": self.customer.text(), "customer": str(customer) if customer else ""}

    def _retype(self, typed: dict[str, str]) -> None:
        self.form.retype(typed)
        if typed.get("customer"):
            self.customer.choose(int(typed["customer"]), typed.get("caller", ""))
        else:
            self.customer.setText(typed.get("caller", ""))

    @Slot()
    def _on_restored(self) -> None:
        self.message.say(_("What you had typed before is here again."), Tone.INFO)

    @Slot()
    def _show_time(self) -> None:
        if self._began is not None:
            minutes, seconds = divmod(int((utc_now() - self._began).total_seconds()), 60)
            self.time.setText(f"{minutes:02}:{seconds:02}")

    @Slot()
    def _on_channel(self) -> None:
        self.time.setVisible(self.form.takes_time())

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.caller.show_customer(customer_id)
        if customer_id:
            wanted = OrderFilter(customer_id=customer_id)
            self.desk.jobs.read(self, partial(first_orders, wanted, _ORDERS_OFFERED), self.form.offer_orders, newest="orders")
        else:
            self.form.offer_orders([])

    def _show_caller(self, card: CustomerCard | None) -> None:
        if card is not None:
            self.customer.choose(card.id, card.name)

    def _show_order(self, found: dict[int, OrderRow]) -> None:
        for each in found.values():
            self.form.choose_order(each)
            self.customer.choose(each.customer_id, each.customer)

    def _on_saved(self, _change: Change) -> None:
        self.save.setEnabled(True)
        said = _("Contact logged, follow-up planned.") if self.form.promised.isChecked() else _("Contact logged.")
        customer = self.customer.customer_id()
        self._clear()
        self.leave()
        shown = (_("Show"), partial(self.desk.go_to, Entity.CUSTOMER.value, customer)) if customer else None
        self.desk.say(said, Tone.OK, shown)

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.message.show_error(error)
