"""The tab of what was agreed with a customer: subscriptions and contracts, and vouchers, with their steps."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import AgreementState
from crm_desktop.core.rights import Right
from crm_desktop.queries.agreements import AgreementSheet, VoucherSheet, agreement_sheet, voucher_sheet
from crm_desktop.queries.timeline import Entry
from crm_desktop.services.agreements import renew_agreement, resume_agreement
from crm_desktop.services.vouchers import cancel_voucher
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.agreement import AgreementDialog, StopDialog
from crm_desktop.ui.dialogs.history import open_history
from crm_desktop.ui.dialogs.voucher import VoucherDialog
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, only_for, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.timeline import EntryList

KINDS = (Entity.AGREEMENT, Entity.VOUCHER)


class CustomerAgreements(EntryList):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        why_empty = _("Nothing is agreed with this customer: no subscription, no contract, no voucher.")
        super().__init__(desk, KINDS, _("Agreements and vouchers"), why_empty, parent)
        self._name = ""
        self.sheet: AgreementSheet | VoucherSheet | None = None
        self.new = button(_("New agreement …"), "handshake", tip=_("A subscription, a contract, a service"))
        self.give = button(_("New voucher …"), "ticket", tip=_("Goodwill, a coupon, a discount, store credit"))
        self.change = button(_("Change …"), "pencil")
        self.renew = button(_("Renew"), "redo-2", tip=_("For another term"))
        self.stop = button(_("Stop …"), "x", tip=_("Switch it off, today or on a day ahead"))
        self.resume = button(_("Switch on again"), "play")
        self.void = button(_("Void"), "x", tip=_("It counts no more; what was paid with it stays paid"))
        self.history = button(_("History"), "history", tip=_("Who changed what, and when"))
        only_for(desk.by, Right.EDIT_AGREEMENTS, self.new, self.change, self.renew, self.stop, self.resume)
        only_for(desk.by, Right.GIVE_VOUCHERS, self.give, self.void)
        self.used = label("", "soft", wrap=True)
        above = QWidget()
        above.setLayout(column(flowing(self.new, self.give), margins=(2 * GAP, 12, 2 * GAP, GAP)))
        self.put_above(above)
        steps = flowing(self.change, self.renew, self.stop, self.resume, self.void, self.history)
        self._steps = surface("status", column(self.used, steps, margins=(2 * GAP, GAP, 2 * GAP, 10)))
        self.put_below(self._steps)
        self._connect()
        self._show(None)

    def show_customer(self, customer_id: int) -> None:
        if customer_id != self._customer:
            self._show(None)
        super().show_customer(customer_id)

    def call_them(self, name: str) -> None:
        """Whose agreements they are."""
        self._name = name

    def take(self, change: Change) -> None:
        super().take(change)
        if self.sheet is not None and any(self.sheet.id in change.of(kind) for kind in KINDS):
            self._read_again()

    def _connect(self) -> None:
        for each, slot in (
            (self.new, self.add_agreement), (self.give, self.add_voucher), (self.change, self._on_change), (self.renew, self._on_renew),
            (self.stop, self._on_stop), (self.resume, self._on_resume), (self.void, self._on_void), (self.history, self._on_history),
        ):  # fmt: skip
            each.clicked.connect(slot)
        self.chosen.connect(self._on_chosen)
        self.agreed_wanted.connect(self._on_opened_here)
        self.model.loaded.connect(self._choose_first)

    @Slot()
    def add_agreement(self) -> None:
        if self._customer:
            AgreementDialog(self._desk, self._customer, None, self).open()

    @Slot()
    def add_voucher(self) -> None:
        if self._customer:
            VoucherDialog(self._desk, (self._customer, self._name), self).open()

    @Slot(int)
    def _choose_first(self, count: int) -> None:
        """So that its steps are in sight at once."""
        if count:
            self.list.choose_first()

    @Slot(object)
    def _on_chosen(self, entry: Entry | None) -> None:
        if entry is None:
            self._show(None)
            return
        read = agreement_sheet if entry.kind == Entity.AGREEMENT else voucher_sheet
        self._desk.jobs.read(self, partial(read, entry.record.id), self._show, newest="sheet")

    def _read_again(self) -> None:
        read = agreement_sheet if isinstance(self.sheet, AgreementSheet) else voucher_sheet
        if self.sheet is not None:
            self._desk.jobs.read(self, partial(read, self.sheet.id), self._show, newest="sheet")

    def _show(self, sheet: AgreementSheet | VoucherSheet | None) -> None:
        self.sheet = sheet
        self.reading.open.hide()
        self._steps.setVisible(sheet is not None)
        agreed = sheet if isinstance(sheet, AgreementSheet) else None
        given = sheet if isinstance(sheet, VoucherSheet) else None
        runs = agreed is not None and agreed.state == AgreementState.STARTED
        self.change.setVisible(runs)
        self.stop.setVisible(runs)
        self.renew.setVisible(runs and agreed is not None and agreed.renews_on is not None)
        self.resume.setVisible(agreed is not None and not runs)
        self.void.setVisible(given is not None and not given.cancelled)
        self.used.setText(self._uses(given) if given else "")
        self.used.setVisible(given is not None)

    def _uses(self, sheet: VoucherSheet) -> str:
        formats = self._desk.formats
        if not sheet.uses:
            return _("Not used yet.")
        each = (
            _("{amount} for {order} on {day}").format(
                amount=formats.money(use.amount, sheet.currency), order=use.order, day=formats.day(formats.local_day(use.received_at))
            )
            for use in sheet.uses
        )
        return _("Used: {uses}").format(uses="; ".join(each))

    @Slot(object)
    def _on_opened_here(self, _entry: Entry) -> None:
        if self.change.isVisible():
            self._on_change()

    @Slot()
    def _on_change(self) -> None:
        if isinstance(self.sheet, AgreementSheet):
            AgreementDialog(self._desk, self._customer, self.sheet, self).open()

    @Slot()
    def _on_stop(self) -> None:
        if isinstance(self.sheet, AgreementSheet):
            StopDialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_renew(self) -> None:
        if self.sheet is not None:
            self._write(partial(renew_agreement, self.sheet.id, self.sheet.version, self._desk.by), _("Renewed for another term."))

    @Slot()
    def _on_resume(self) -> None:
        if self.sheet is not None:
            self._write(partial(resume_agreement, self.sheet.id, self.sheet.version, self._desk.by), _("It runs again."))

    @Slot()
    def _on_void(self) -> None:
        if isinstance(self.sheet, VoucherSheet):
            said = _("Voucher {code} counts no more. Ctrl+Z brings it back.").format(code=self.sheet.code)
            self._write(partial(cancel_voucher, self.sheet.id, self.sheet.version, self._desk.by), said)

    @Slot()
    def _on_history(self) -> None:
        if self.sheet is not None:
            kind = Entity.AGREEMENT if isinstance(self.sheet, AgreementSheet) else Entity.VOUCHER
            open_history(self._desk, kind, self.sheet.id, self)

    def _write(self, work: Callable[[], Change], said: str) -> None:
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._desk.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)
        self._read_again()
