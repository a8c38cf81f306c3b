"""The phone rings: who it is, what it is about, what happens next. One keystroke saves all of it."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import ChannelKind, Direction, Outcome
from crm_desktop.queries.customers import CustomerCard, customer_card
from crm_desktop.queries.desk import Choice, Choices, choices
from crm_desktop.queries.orders import OrderFilter, OrderRow, first_orders, order_rows
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.services.interactions import InteractionInput, log_interaction
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.pages.page import Page, Where
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.caller_card import CallerCard
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import OUTCOMES

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
        self._lists: Choices | None = None
        self._build()
        self._connect()
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._show_time)
        desk.jobs.read(self, choices, self._show_choices)

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
            self.desk.jobs.read(self, partial(order_rows, [record_id]), self._show_order)
        self.summary.setFocus()

    def has_text(self) -> bool:
        texts = self.customer.text(), self.summary.text(), self.notes.toPlainText(), self.next_title.text()
        return any(text.strip() for text in texts)

    @Slot()
    def try_save(self) -> None:
        if not self.save.isEnabled():
            return
        self.message.clear()
        for form in (self.about, self.next):
            form.clear_marks()
        work = self._work()
        if work is not None:
            self.save.setEnabled(False)
            self.desk.jobs.write(self, work, self._on_saved, self._on_refused)

    @Slot()
    def leave(self) -> None:
        """What was typed stays; F2 comes back to it."""
        self.desk.doors.closed.emit(self)

    @Slot()
    def discard(self) -> None:
        self._clear()
        self.leave()

    def _work(self) -> Callable[[], Change] | None:
        if self.channel.currentData() is None:
            return None
        follow_up = None
        if self.promised.isChecked():
            if not self.next_title.text().strip():
                self._next_row.mark(_("A few words on what was promised."))
                return None
            day, wall_time = self.when.value()
            follow_up = FollowUpInput(title=self.next_title.text(), due_on=day, due_time=wall_time)
        return partial(log_interaction, self._wanted(follow_up), self.desk.by, self._key)

    def _wanted(self, follow_up: FollowUpInput | None) -> InteractionInput:
        outcome = self.outcome.currentData()
        if follow_up is not None and outcome is None:
            outcome = Outcome.FOLLOW_UP
        return InteractionInput(
            channel_id=self.channel.currentData().id,
            customer_id=self.customer.customer_id(),
            caller=self.customer.caller(),
            direction=self.direction.currentData(),
            reason_id=self.reason.currentData(),
            summary=self.summary.text(),
            notes=self.notes.toPlainText(),
            started_at=self._began,
            ended_at=utc_now() if self._takes_time() else None,
            outcome=outcome,
            order_id=self.order.currentData(),
            follow_up=follow_up,
        )

    def _takes_time(self) -> bool:
        """A conversation lasts; a letter or an e-mail does not."""
        chosen: Choice | None = self.channel.currentData()
        return chosen is not None and chosen.kind in (ChannelKind.PHONE, ChannelKind.VIDEO, ChannelKind.IN_PERSON, ChannelKind.CHAT)

    def _build(self) -> None:
        self.customer, self.caller = CustomerFinder(self.desk), CallerCard(self.desk)
        self.time = label("00:00", "title")
        self.time.setAccessibleName(_("How long it has lasted"))
        self.message = MessageLine()
        self.about, self.next = self._about_form(), self._next_form()
        self.drop, self.back = button(_("Discard"), tip=_("Throw away what was typed")), button(_("Back"), tip=_("Leave it for now (Esc)"))
        self.save = button(_("Save"), "check", "primary", tip=_("Save all of it (Ctrl+Enter)"))
        who = Form()
        who.add_row(_("&Who is it?"), self.customer, _("Any part of a name, number, phone, e-mail, order or note."))
        clock = row(label(_("New contact"), "heading"), 1, self.time)
        left = column(surface("box", column(clock, who, gap=12, margins=(2 * GAP,) * 4)), self.caller, gap=14)
        left.setStretch(1, 1)
        hint = label(_("Ctrl+Enter saves all of it in one step"), "small", wrap=True)
        foot = surface("status", row(hint, self.back, self.drop, self.save, margins=(2 * GAP, 12, 2 * GAP, 12)))
        work = column(self._padded(self.about), self.message, foot, gap=0)
        work.setStretch(0, 1)
        middle = surface("box", work)
        right = surface("box", column(self._padded(self.next), 1))
        columns = row(surface("clear", left), middle, right, gap=14, margins=(2 * GAP,) * 4)
        for place, weight in enumerate((3, 4, 3)):
            columns.setStretch(place, weight)
        self.setLayout(columns)

    def _about_form(self) -> Form:
        self.channel, self.direction, self.reason, self.order, self.outcome = (QComboBox() for _each in range(5))
        self.summary, self.notes = QLineEdit(), QPlainTextEdit(tabChangesFocus=True)
        self.direction.addItem(_("They called us"), Direction.IN)
        self.direction.addItem(_("We called them"), Direction.OUT)
        self.outcome.addItem(_("Not said"), None)
        for outcome, word in OUTCOMES.items():
            self.outcome.addItem(_(word), outcome)
        self.order.addItem(_("No order"), None)
        form = Form()
        form.add(label(_("What is it about?"), "heading"))
        form.beside((_("C&hannel"), self.channel), (_("&Direction"), self.direction))
        form.beside((_("&Reason"), self.reason), (_("&Order"), self.order))
        form.add_row(_("&In a line"), self.summary)
        notes = form.add_row(_("&Notes"), self.notes)
        notes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.notes.setMinimumHeight(90)
        form.add_row(_("What &came of it"), self.outcome)
        return form

    def _next_form(self) -> Form:
        self.promised, self.next_title = QCheckBox(_("&Follow up")), QLineEdit()
        self.when = WhenEdit(self.desk.formats)
        form = Form()
        form.add(label(_("What happens next?"), "heading"))
        form.add(self.promised)
        self._next_row = form.add_row(_("What was &promised"), self.next_title)
        form.add_row(_("D&ue"), self.when)
        return form

    def _padded(self, form: Form) -> Form:
        form.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        return form

    def _connect(self) -> None:
        self.customer.chosen.connect(self._on_customer)
        self.next_title.textEdited.connect(self._on_next)
        self.promised.toggled.connect(self._on_promised)
        self.channel.currentIndexChanged.connect(self._on_channel)
        self.save.clicked.connect(self.try_save)
        self.back.clicked.connect(self.leave)
        self.drop.clicked.connect(self.discard)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, context=here).activated.connect(self.try_save)
        QShortcut(QKeySequence("Esc"), self, context=here).activated.connect(self.leave)

    def _begin(self) -> None:
        self._key, self._began = secrets.token_hex(16), utc_now()
        self.when.show_value(next_workday(self.desk.formats.today(), 1), "")
        self._show_time()
        self._clock.start()

    def _clear(self) -> None:
        self._began = None
        self._clock.stop()
        self.customer.clear_choice()
        for line in (self.summary, self.next_title):
            line.clear()
        self.notes.clear()
        self.promised.setChecked(False)
        for box in (self.channel, self.direction, self.reason, self.order, self.outcome):
            box.setCurrentIndex(0)
        self.message.clear()

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        self._lists = found
        for channel in found.channels:
            self.channel.addItem(channel.name, channel)
        self.reason.addItem(_("Not said"), None)
        for reason in found.reasons:
            self.reason.addItem(reason.name, reason.id)

    @Slot()
    def _show_time(self) -> None:
        if self._began is not None:
            minutes, seconds = divmod(int((utc_now() - self._began).total_seconds()), 60)
            self.time.setText(f"{minutes:02}:{seconds:02}")

    @Slot()
    def _on_channel(self) -> None:
        self.time.setVisible(self._takes_time())

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.caller.show_customer(customer_id)
        self.order.clear()
        self.order.addItem(_("No order"), None)
        if customer_id:
            wanted = OrderFilter(customer_id=customer_id)
            self.desk.jobs.read(self, partial(first_orders, wanted, _ORDERS_OFFERED), self._offer_orders, newest="orders")

    def _offer_orders(self, rows: list[OrderRow]) -> None:
        formats = self.desk.formats
        for each in rows:
            self.order.addItem(f"{each.number} · {formats.day(formats.local_day(each.ordered_at))}", each.id)

    def _show_caller(self, card: CustomerCard | None) -> None:
        if card is not None:
            self.customer.choose(card.id, card.name)

    def _show_order(self, found: dict[int, OrderRow]) -> None:
        for each in found.values():
            self.customer.choose(each.customer_id, each.customer)
            self.order.addItem(each.number, each.id)
            self.order.setCurrentIndex(self.order.count() - 1)

    @Slot(str)
    def _on_next(self, text: str) -> None:
        self.promised.setChecked(bool(text.strip()))

    @Slot(bool)
    def _on_promised(self, is_on: bool) -> None:
        if is_on and not self.next_title.text():
            self.next_title.setText(_("Call back: {about}").format(about=self.summary.text()).strip(" :"))

    def _on_saved(self, _change: Change) -> None:
        self.save.setEnabled(True)
        self.desk.say(_("Contact logged, follow-up planned.") if self.promised.isChecked() else _("Contact logged."), Tone.OK)
        self._clear()
        self.leave()

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.message.show_error(error)
