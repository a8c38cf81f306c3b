"""What can be done about the chosen return now: only the steps that its state and the chosen line allow are offered."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.core.rights import Right
from crm_desktop.queries.return_sheets import ReturnLineRow, ReturnSheet
from crm_desktop.services.returns import approve_return, cancel_return, decline_return, receive_return, send_return
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.order_steps import ReasonDialog
from crm_desktop.ui.dialogs.settle_return import InspectDialog, SettleDialog
from crm_desktop.ui.widgets.basics import button, only_for

KEPT_SO_FAR = (ReturnState.APPROVED, ReturnState.IN_TRANSIT)
"""The customer may send the goods, and still has them."""
_TO_COME = 30
"""Days that a customer who may send goods has for it."""


class ReturnSteps(QObject):
    def __init__(self, desk: Desk, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        self._sheet: ReturnSheet | None = None
        self._line: ReturnLineRow | None = None
        self.approve = button(_("Approve"), "check", "primary", tip=_("The customer may send the goods"))
        self.received = button(_("Received"), "package-open", "primary", tip=_("All goods of this return are here"))
        self.inspect = button(_("Inspect …"), "search", "primary", tip=_("Say in which state the chosen line is"))
        self.settle = button(_("Settle …"), "check", tip=_("Say what the customer gets for the chosen line"))
        self.sent = button(_("On its way"), "truck", tip=_("The customer has sent the goods"))
        self.slip = button(_("Return slip"), "printer", tip=_("What the customer puts into the parcel"))
        self.decline = button(_("Decline …"), "x", tip=_("The customer may not send them; say why"))
        self.cancel = button(_("Cancel …"), "x", tip=_("The customer keeps the goods; say why"))
        self.buttons: tuple[QPushButton, ...] = (
            self.approve, self.received, self.inspect, self.settle, self.sent, self.slip, self.decline, self.cancel,
        )  # fmt: skip
        only_for(
            desk.by, Right.HANDLE_RETURNS, self.approve, self.received, self.inspect, self.settle, self.sent, self.decline, self.cancel
        )
        self.approve.clicked.connect(self._on_approve)
        self.received.clicked.connect(self._on_received)
        self.inspect.clicked.connect(self._on_inspect)
        self.settle.clicked.connect(self._on_settle)
        self.sent.clicked.connect(self._on_sent)
        self.slip.clicked.connect(self._on_slip)
        self.decline.clicked.connect(self._on_decline)
        self.cancel.clicked.connect(self._on_cancel)

    def show_for(self, sheet: ReturnSheet, line: ReturnLineRow | None) -> None:
        self._sheet, self._line = sheet, line
        state = ReturnState(sheet.state)
        is_here, is_kept = state in (ReturnState.RECEIVED, ReturnState.INSPECTED), state in KEPT_SO_FAR
        is_asked, is_open = state == ReturnState.REQUESTED, line is not None and not line.resolution
        self.approve.setVisible(is_asked)
        self.decline.setVisible(is_asked)
        self.sent.setVisible(state == ReturnState.APPROVED)
        self.slip.setVisible(is_kept)
        self.received.setVisible(is_kept)
        self.cancel.setVisible((is_asked or is_kept) and not any(each.resolution for each in sheet.lines))
        self.inspect.setVisible(line is not None and state == ReturnState.RECEIVED and not line.condition)
        self.settle.setVisible(is_open and (is_here or is_kept))

    def go_on(self) -> None:
        """What comes next for the chosen line."""
        if self.inspect.isVisible():
            self._on_inspect()
        elif self.settle.isVisible():
            self._on_settle()

    def _write(self, work: Callable[[], Change], said: str) -> None:
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._desk.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    @Slot()
    def _on_approve(self) -> None:
        if self._sheet is not None:
            until = self._desk.formats.today() + timedelta(_TO_COME)
            said = _("Approved; the goods may come until {day}.").format(day=self._desk.formats.day(until))
            self._write(partial(approve_return, self._sheet.id, self._sheet.version, self._desk.by, until), said)

    @Slot()
    def _on_sent(self) -> None:
        if self._sheet is not None:
            work = partial(send_return, self._sheet.id, self._sheet.version, self._desk.by, on=self._desk.formats.today())
            self._write(work, _("Noted: it is on its way."))

    @Slot()
    def _on_received(self) -> None:
        if self._sheet is not None:
            said = _("Received. Now say in which state each line is.")
            self._write(partial(receive_return, self._sheet.id, self._sheet.version, self._desk.by), said)

    @Slot()
    def _on_slip(self) -> None:
        if self._sheet is not None:
            self._desk.show_paper("return-slip", self._sheet.number)

    @Slot()
    def _on_decline(self) -> None:
        self._ask_why(_("Decline return {number}"), _("Decline"), decline_return)

    @Slot()
    def _on_cancel(self) -> None:
        self._ask_why(_("Cancel return {number}"), _("Cancel the return"), cancel_return)

    def _ask_why(self, title: str, save: str, service: Callable[..., Change]) -> None:
        sheet, by = self._sheet, self._desk.by
        if sheet is None:
            return

        def work(reason: str, key: str) -> Change:
            return service(sheet.id, sheet.version, reason, by, key)

        ReasonDialog(self._desk, title.format(number=sheet.number), save, work, self._panel).open()

    @Slot()
    def _on_inspect(self) -> None:
        if self._line is not None:
            InspectDialog(self._desk, self._line, self._panel).open()

    @Slot()
    def _on_settle(self) -> None:
        if self._line is not None and self._sheet is not None:
            SettleDialog(self._desk, self._sheet, self._line, self._panel).open()
