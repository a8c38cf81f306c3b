"""E-mails on their way out of this program: each waits a moment in which it can be taken back, then goes to the server.

One object per store, whatever windows there are. What waited when the program ended is asked about at the next start: it is neither lost
nor sent without a word.
"""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.exchange.mail_account import mail_account
from crm_desktop.exchange.smtp import Server, deliver
from crm_desktop.queries.outgoing_mails import WaitingMail, waiting_mails
from crm_desktop.services.outgoing_mails import HELD_FOR, MailInput, MailState, send_held, take_back, throw_away
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.theme import Tone

_A_MOMENT = 200
"""Milliseconds that a timer may come before the store's own clock."""


class Outbox(QObject):
    changed = Signal()
    """What waits is not what it was."""

    def __init__(self, jobs: Jobs, by: Actor) -> None:
        super().__init__(jobs)
        self._jobs, self._by = jobs, by
        self._password: str | None = None
        self._timers: dict[int, QTimer] = {}
        self._shown: list[QDialog] = []
        self.delivering: Callable[..., None] = deliver

    def needs_password(self) -> bool:
        server = mail_account().server
        return server is not None and bool(server.user) and self._password is None

    def know_password(self, password: str) -> None:
        """Until the program ends."""
        self._password = password

    def hold(self, mail_id: int, subject: str, desk: Desk) -> None:
        """It goes when its moment is over, unless somebody takes it back."""
        timer = self._timers[mail_id] = QTimer(self, singleShot=True, interval=int(HELD_FOR.total_seconds() * 1000) + _A_MOMENT)
        timer.timeout.connect(partial(self.send, mail_id, desk))
        timer.start()
        said = _("“{subject}” goes out in {count} seconds.").format(subject=subject, count=int(HELD_FOR.total_seconds()))
        desk.say(said, Tone.INFO, (_("Take it back"), partial(self.take_back, mail_id, desk)))
        self.changed.emit()

    def send(self, mail_id: int, desk: Desk) -> None:
        """Now. Beside the writer: a slow server keeps nobody from saving."""
        self._let_go(mail_id)
        server, told = mail_account().server, list[str]()
        if server is None:
            desk.say_error(UserError(_("No mail server is set. The e-mail waits; state one in the settings, under E-mail.")))
            return
        desk.say(_("Sending …"), Tone.INFO)
        work = partial(send_held, mail_id, self._by, partial(self._deliver, server, self._password or ""), told.append)
        self._jobs.read(self, work, partial(self._on_sent, desk, told), failed=partial(self._on_refused, mail_id, desk))

    def take_back(self, mail_id: int, desk: Desk) -> None:
        """The form opens with what was written."""
        self._let_go(mail_id)
        self._jobs.note(self, partial(take_back, mail_id, self._by), partial(self._on_back, mail_id, desk), failed=desk.say_error)

    def throw_away(self, mail_id: int, desk: Desk) -> None:
        self._let_go(mail_id)
        self._jobs.note(self, partial(throw_away, mail_id, self._by), self._on_gone, failed=desk.say_error)

    def look(self, desk: Desk, window: QWidget) -> None:
        """At the start: what was left behind."""
        self._jobs.read(self, partial(waiting_mails, self._by.id), partial(self._on_left_behind, desk, window))

    def is_timed(self, mail_id: int) -> bool:
        """Whether it goes by itself in a moment."""
        return mail_id in self._timers

    def _deliver(self, server: Server, password: str, message: object) -> None:
        self.delivering(message, server, password)

    def _let_go(self, mail_id: int) -> None:
        timer = self._timers.pop(mail_id, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()

    def _on_sent(self, desk: Desk, told: list[str], _change: Change) -> None:
        if told:
            desk.say(told[0], Tone.WARN)
        else:
            desk.say(_("The e-mail was sent."))
        self.changed.emit()

    def _on_refused(self, mail_id: int, desk: Desk, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._jobs.failed.emit(error)
        if "password" in str(error):
            self._password = None
        desk.say(
            str(error) if isinstance(error, UserError) else _("The e-mail was not sent."), Tone.BAD, (_("Look"), partial(self.open, desk))
        )
        self.changed.emit()

    def _on_back(self, mail_id: int, desk: Desk, found: MailInput) -> None:
        from crm_desktop.ui.dialogs.compose_mail import ComposeDialog

        self._show(ComposeDialog(desk, found, taken_back=mail_id))
        desk.say(_("It was not sent. Write on, or throw it away."), Tone.INFO)
        self.changed.emit()

    def _on_gone(self, _nothing: None) -> None:
        self.changed.emit()

    def _on_left_behind(self, desk: Desk, window: QWidget, found: list[WaitingMail]) -> None:
        late = [mail for mail in found if not self.is_timed(mail.id) and (mail.state != MailState.HELD or mail.send_at < utc_now())]
        if late:
            from crm_desktop.ui.dialogs.waiting_mails import WaitingMailsDialog

            WaitingMailsDialog(desk, self, window).open()

    def open(self, desk: Desk) -> None:
        from crm_desktop.ui.dialogs.waiting_mails import WaitingMailsDialog

        self._show(WaitingMailsDialog(desk, self))

    def _show(self, dialog: QDialog) -> None:
        """In front of the window that is active, or by itself where none is."""
        dialog.setParent(QApplication.activeWindow(), dialog.windowFlags())
        self._shown = [*filter(shiboken6.isValid, self._shown), dialog]
        dialog.open()


def ask_about_left_behind(desk: Desk, window: QWidget) -> None:
    """In the first window of a store."""
    if desk.jobs.findChild(Outbox) is None:
        outbox_of(desk.jobs, desk.by).look(desk, window)


def outbox_of(jobs: Jobs, by: Actor) -> Outbox:
    """The one of this store."""
    found = jobs.findChild(Outbox)
    return found if isinstance(found, Outbox) else Outbox(jobs, by)
