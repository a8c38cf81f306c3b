"""E-mails that are not sent: left behind when the program ended, or refused. Each is sent, written on, or thrown away by somebody."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QListWidget, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.exchange.mail_account import mail_account
from crm_desktop.queries.outgoing_mails import WaitingMail, waiting_mails
from crm_desktop.services.outgoing_mails import MailState, note_sent, try_again
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.mail_password import ask_password
from crm_desktop.ui.look import dress
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.outbox import Outbox
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine

_WIDE, _HIGH = 620, 380


class WaitingMailsDialog(QDialog):
    def __init__(self, desk: Desk, outbox: Outbox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self._desk, self._outbox = desk, outbox
        self._waiting: list[WaitingMail] = []
        self.setWindowTitle(_("E-mails that were not sent"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list, self.why, self.message = QListWidget(), label("", wrap=True), MessageLine()
        self.list.setAccessibleName(self.windowTitle())
        self.send = button(_("&Send now"), "check", "primary")
        self.edit = button(_("&Write on"), "pencil", tip=_("Take it back, and change it"))
        self.was_sent = button(_("It &was sent"), tip=_("Note it as sent"))
        self.drop = button(_("&Throw away"), "trash-2")
        self.close_button = button(_("Later"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout.setSpacing(GAP + GAP // 2)
        layout.addWidget(label(_("Nothing of this is lost. Say what becomes of each."), "soft", wrap=True))
        for each in (self.list, self.why, self.message):
            layout.addWidget(each, 1 if each is self.list else 0)
        layout.addWidget(flowing(self.send, self.edit, self.was_sent, self.drop))
        layout.addLayout(row(1, self.close_button))
        self.list.currentRowChanged.connect(self._on_row)
        self.send.clicked.connect(self._on_send)
        self.edit.clicked.connect(self._on_edit)
        self.was_sent.clicked.connect(self._on_was_sent)
        self.drop.clicked.connect(self._on_drop)
        self.close_button.clicked.connect(self.reject)
        outbox.changed.connect(self.load)
        open_at(self, _WIDE, _HIGH)
        self._on_row(-1)
        self.load()

    @Slot()
    def load(self) -> None:
        self._desk.jobs.read(self, partial(waiting_mails, self._desk.by.id), self._show, newest="waiting")

    def chosen(self) -> WaitingMail | None:
        place = self.list.currentRow()
        return self._waiting[place] if 0 <= place < len(self._waiting) else None

    def _show(self, found: list[WaitingMail]) -> None:
        self._waiting = [mail for mail in found if not self._outbox.is_timed(mail.id)]
        self.list.clear()
        self.list.addItems([f"{mail.subject} · {mail.recipients}" for mail in self._waiting])
        self.list.setCurrentRow(0 if self._waiting else -1)
        if (found and not self._waiting) or not found:
            self.why.setText(_("Nothing waits any more."))

    @Slot(int)
    def _on_row(self, _place: int) -> None:
        mail = self.chosen()
        for each in (self.send, self.edit, self.was_sent, self.drop):
            each.setEnabled(mail is not None)
        if mail is None:
            return
        unclear = mail.state == MailState.SENDING
        self.was_sent.setVisible(unclear)
        self.send.setText(_("It was not: &send it again") if unclear else _("&Send now"))
        self.send.setAccessibleName(self.send.text().replace("&", ""))
        left = _("You took it back to write on.") if mail.state == MailState.TAKEN else _("The program ended before it went out.")
        open_ = _("The program ended while it was sent, and nobody can tell whether it arrived. Look among what you sent.")
        self.why.setText(mail.problem or (open_ if unclear else left))

    @Slot()
    def _on_send(self) -> None:
        mail, server = self.chosen(), mail_account().server
        if mail is None:
            return
        if server is not None and self._outbox.needs_password():
            ask_password(self, server, self._on_password)
            return
        if mail.state in (MailState.SENDING, MailState.TAKEN):
            work = partial(try_again, mail.id, self._desk.by)
            self._desk.jobs.note(self, work, partial(self._send, mail.id), failed=self.message.show_error)
        else:
            self._send(mail.id, None)

    def _on_password(self, password: str) -> None:
        self._outbox.know_password(password)
        self._on_send()

    def _send(self, mail_id: int, _nothing: None) -> None:
        self._outbox.send(mail_id, self._desk)

    @Slot()
    def _on_edit(self) -> None:
        mail = self._taken()
        if mail is not None:
            self._outbox.take_back(mail.id, self._desk)
            self.accept()

    @Slot()
    def _on_was_sent(self) -> None:
        mail = self.chosen()
        if mail is not None:
            self._desk.jobs.write(self, partial(note_sent, mail.id, self._desk.by), self._on_noted, self.message.show_error)

    @Slot()
    def _on_drop(self) -> None:
        mail = self._taken()
        if mail is not None:
            self._outbox.throw_away(mail.id, self._desk)

    def _taken(self) -> WaitingMail | None:
        """One that is surely not sent."""
        mail = self.chosen()
        if mail is not None and mail.state == MailState.SENDING:
            self.message.say(_("First say whether it was sent."))
            return None
        return mail

    def _on_noted(self, _done: Change | None) -> None:
        self.load()
