"""What people asked to be reminded of: told once when it is due, by the system or in a window, and kept until it is seen to.

One object per store, whatever windows there are. It asks the store at the start, after changes of what it tells of, and when
the next one is due; not in between.
"""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import ngettext
from crm_desktop.core.settings import load_settings
from crm_desktop.queries.reminders import Notice
from crm_desktop.services.notices import Due, tell_due
from crm_desktop.ui import icons
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.tray import Tray, is_press, the_tray

_WATCHED = frozenset({Entity.FOLLOW_UP, Entity.APPOINTMENT, Entity.CASE, Entity.ESCALATION, Entity.APPROVAL})
_LONGEST = 5 * 60
"""Seconds. A timer does not count while the computer sleeps: the clock is looked at so often, the store only when something is due."""
_NAMED = 3
"""Notices that are named when many come at once."""


class Host(Protocol):
    """A window that can show notices."""

    def is_in_front(self) -> bool: ...

    def tell(self, notices: Sequence[Notice], *, quietly: bool) -> None:
        """`quietly`: the system shows them, or nobody wants to see more than their number."""

    def come_to_front(self, notices: Sequence[Notice]) -> None: ...


class Reminders(QObject):
    changed = Signal(object)
    """Everything that is due now: a tuple of notices."""

    def __init__(self, jobs: Jobs, by: Actor, formats: Formats) -> None:
        super().__init__(jobs)
        self.due: tuple[Notice, ...] = ()
        self._jobs, self._by, self._formats = jobs, by, formats
        self._hosts: list[Host] = []
        self._next_at = 0
        self._is_asking = self._is_stale = False
        self._tray: Tray | None = None
        self._told: tuple[Notice, ...] = ()
        self._names_nobody = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._on_time)
        jobs.changed.connect(self._on_changed)
        QGuiApplication.instance().applicationStateChanged.connect(self._on_state)  # type: ignore[union-attr]
        QTimer.singleShot(0, self, self.look)  # the window is painted first

    def attach(self, host: Host) -> None:
        """From now on this window may be the one that shows notices."""
        self._hosts = [*filter(shiboken6.isValid, self._hosts), host]

    @Slot()
    def look(self) -> None:
        """Ask the store what is due. One question at a time: what it answers is told once and must not get lost."""
        if self._is_asking:
            self._is_stale = True
            return
        self._is_asking, self._is_stale = True, False
        self._jobs.read(self, partial(tell_due, self._by), self._on_due, failed=self._on_failed)

    @Slot()
    def name_nobody(self) -> None:
        """The windows are locked: the system, whose notices lie above them, says no more than how many there are."""
        self._names_nobody = True
        if self._tray is not None and self._told:
            self._tray.setToolTip(count_of(self._told))

    @Slot()
    def name_again(self) -> None:
        self._names_nobody = False

    def words(self, notice: Notice) -> str:
        """When and for whom."""
        return " · ".join(filter(None, (self._formats.moment(notice.due), notice.customer, notice.number)))

    def _on_due(self, found: Due) -> None:
        self._is_asking = False
        self._next_at = found.next_at
        self._wait()
        if found.notices != self.due:
            self.due = found.notices
            self.changed.emit(self.due)
        if found.fresh:
            self._tell(found.fresh)
        if self._is_stale:
            self.look()

    def _on_failed(self, _error: Exception) -> None:
        """A store that is busy or away for a moment is asked again; whoever reads or writes in earnest says what is wrong."""
        self._is_asking = False
        self._next_at = int(utc_now().timestamp()) + _LONGEST
        self._wait()

    def _wait(self) -> None:
        if self._next_at:
            left = self._next_at - utc_now().timestamp()
            self._timer.start(round(min(max(left, 0), _LONGEST) * 1000))
        else:
            self._timer.stop()

    @Slot()
    def _on_time(self) -> None:
        if self._next_at and utc_now().timestamp() >= self._next_at:
            self.look()
        else:
            self._wait()

    @Slot(Qt.ApplicationState)
    def _on_state(self, _state: Qt.ApplicationState) -> None:
        """Somebody came back, perhaps after the computer slept."""
        self._on_time()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if _WATCHED & (change.ids.keys() | change.membership):
            self.look()

    def _tell(self, fresh: tuple[Notice, ...]) -> None:
        self._told = fresh
        wanted = load_settings().notices
        by_system = wanted == "system" and self._has_tray()
        if by_system:
            self._show_in_tray(fresh)
        host = self._host()
        if host is not None:
            host.tell(fresh, quietly=by_system or wanted == "count")

    def _host(self) -> Host | None:
        """The window in front, else any that is open."""
        self._hosts = [host for host in self._hosts if shiboken6.isValid(host)]
        return next((host for host in self._hosts if host.is_in_front()), self._hosts[0] if self._hosts else None)

    def _has_tray(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def _show_in_tray(self, fresh: tuple[Notice, ...]) -> None:
        if self._tray is None:
            self._tray = the_tray()
            self._tray.messageClicked.connect(self._on_clicked)
            self._tray.activated.connect(self._on_activated)
        title, text = (count_of(fresh), "") if self._names_nobody else (title_of(fresh), self.text_of(fresh))
        self._tray.setToolTip(title)
        self._tray.show()
        self._tray.showMessage(title, text, QIcon(icons.app_icon()))

    def text_of(self, fresh: Sequence[Notice]) -> str:
        if len(fresh) == 1:
            return self.words(fresh[0])
        return "\n".join([each.title for each in fresh[:_NAMED]] + (["…"] if len(fresh) > _NAMED else []))

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if is_press(why):
            self._on_clicked()

    @Slot()
    def _on_clicked(self) -> None:
        host = self._host()
        if host is not None and not self._names_nobody:
            host.come_to_front(self._told)


def title_of(notices: Sequence[Notice]) -> str:
    return notices[0].title if len(notices) == 1 else count_of(notices)


def count_of(notices: Sequence[Notice]) -> str:
    return ngettext("{count} reminder", "{count} reminders", len(notices))


def reminders_of(jobs: Jobs, by: Actor, formats: Formats) -> Reminders:
    """The store's, made when a window first asks for them."""
    found = jobs.findChild(Reminders)
    return found if isinstance(found, Reminders) else Reminders(jobs, by, formats)
