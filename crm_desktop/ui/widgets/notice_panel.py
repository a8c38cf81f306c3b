"""The small panel below the bell, where each reminder is seen to."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.snoozing import snoozed_until
from crm_desktop.queries.reminders import Notice
from crm_desktop.services.appointment_reminders import dismiss_appointment_reminder, snooze_appointment
from crm_desktop.services.follow_ups import complete_follow_up, dismiss_reminder, snooze
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import ElidedLabel, button, column, empty, label, row, scrolled, set_menu, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.notices import NoticeButton
from crm_desktop.ui.words import SNOOZES

_WIDTH, _HIGHEST, _SHOWN = 420, 520, 30
_RIGHTS = {Entity.FOLLOW_UP: Right.PLAN_FOLLOW_UPS, Entity.APPOINTMENT: Right.PLAN_APPOINTMENTS}
"""What can be put off: anything else stays until it is seen to."""


class NoticePanel(QFrame):
    """A part of the window below the bell: Esc, or the keyboard going elsewhere, closes it."""

    def __init__(self, desk: Desk, bell: NoticeButton) -> None:
        super().__init__(bell.window())
        self.setProperty("surface", "popup")
        self.setAccessibleName(_("Reminders"))
        self._desk, self._bell, self._reminders = desk, bell, bell.reminders
        self.entries: list[NoticeEntry] = []
        self.heading, self.message = label(_("Reminders"), "heading"), MessageLine()
        self.none = label(_("Nothing to be reminded of now."), "soft", wrap=True)
        self.more = button(_("All follow-ups"), "arrow-right", "quiet")
        self.shut = button("", "x", "quiet", tip=_("Close the reminders"))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 0, 0, 0)
        inner = surface("clear", column(self._list, 1, gap=0))
        layout = column(row(self.heading, 1, self.more, self.shut), self.message, self.none, scrolled(inner), margins=(12, 10, 12, 10))
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.more.clicked.connect(self._on_more)
        self.shut.clicked.connect(self._on_shut)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self._reminders.changed.connect(self._on_changed)
        self._on_changed(self._reminders.due)

    def open_below(self, bell: QWidget) -> None:
        window = bell.window()
        width = min(sized(_WIDTH), window.width() - 2 * GAP)
        height = sum(entry.sizeHint().height() for entry in self.entries) + sized(90)
        place = bell.mapTo(window, QPoint(0 if bell.isRightToLeft() else bell.width() - width, bell.height() + 4))
        left = min(max(place.x(), GAP), window.width() - width - GAP)
        self.setGeometry(left, place.y(), width, max(min(height, sized(_HIGHEST), window.height() - place.y() - 5 * GAP), sized(120)))
        self.show()
        self.raise_()
        follow_the_eye(self)
        self._focus(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_shut()
        else:
            super().keyPressEvent(event)

    def write(self, work: Callable[[], Change], said: str) -> None:
        self.message.clear()
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._on_refused)

    def open_notice(self, notice: Notice) -> None:
        self.hide()
        self._bell.open_notice(notice)

    @Slot(object)
    def _on_changed(self, due: tuple[Notice, ...]) -> None:
        place = next((place for place, entry in enumerate(self.entries) if entry.isAncestorOf(self.focusWidget() or self)), 0)
        if self.isVisible():
            self.more.setFocus()  # what has the keyboard is about to go
        empty(self._list)
        self.entries = [NoticeEntry(self._desk, notice, self) for notice in due[:_SHOWN]]
        for entry in self.entries:
            self._list.addWidget(entry)
        self.none.setVisible(not due)
        if self.isVisible():
            follow_the_eye(self)
            self._focus(min(place, len(self.entries) - 1))

    def words(self, notice: Notice) -> str:
        return self._reminders.words(notice)

    def _focus(self, place: int) -> None:
        (self.entries[place].open if 0 <= place < len(self.entries) else self.more).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    def _on_refused(self, error: Exception) -> None:
        self.message.show_error(error)
        self._reminders.look()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A menu, or another program, takes the keyboard for a while only; the bell itself opens and closes."""
        if now is None or now in (self, self._bell) or now.window() is not self.window() or self.isAncestorOf(now):
            return
        self.hide()

    @Slot()
    def _on_shut(self) -> None:
        self.hide()
        self._bell.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_more(self) -> None:
        self.hide()
        self._desk.go_to(Entity.FOLLOW_UP.value)


class NoticeEntry(QFrame):
    def __init__(self, desk: Desk, notice: Notice, panel: NoticePanel) -> None:
        super().__init__()
        self._desk, self.notice, self._panel = desk, notice, panel
        right = _RIGHTS.get(notice.entity)
        may = right is not None and right in RIGHTS[desk.by.role]
        self.setProperty("surface", "entry")
        self.open = button(_("Open"), "arrow-right", tip=_("Open: {title}").format(title=notice.title))
        self.finished = button(_("Done"), "check", tip=_("Done: {title}").format(title=notice.title))
        self.seen = button(_("Seen"), tip=_("Remind no more of: {title}").format(title=notice.title))
        self.later = button(_("Later"), tip=_("Later: {title}").format(title=notice.title))
        for made in (self.open, self.finished, self.seen, self.later):
            made.setAccessibleName(made.toolTip())
        menu = QMenu(self.later)
        for choice, word in SNOOZES.items():
            action = QAction(_(word), menu)
            action.setData(choice)
            menu.addAction(action)
        set_menu(self.later, menu)
        self.finished.setVisible(notice.entity == Entity.FOLLOW_UP)
        for made in (self.finished, self.seen, self.later):
            made.setEnabled(may)
        for made in (self.seen, self.later) if right is None else ():
            made.hide()
        title, words = ElidedLabel(notice.title, "strong"), ElidedLabel(panel.words(notice), "small")
        buttons = row(self.open, self.finished, self.later, self.seen, 1, gap=6)
        self.setLayout(column(title, words, buttons, gap=4, margins=(0, 10, 0, 10)))
        self.open.clicked.connect(self._on_open)
        self.finished.clicked.connect(self._on_done)
        self.seen.clicked.connect(self._on_seen)
        menu.triggered.connect(self._on_later)

    @Slot()
    def _on_open(self) -> None:
        self._panel.open_notice(self.notice)

    @Slot()
    def _on_done(self) -> None:
        work = partial(complete_follow_up, self.notice.record_id, self._desk.by)
        self._panel.write(work, _("Done: {title}").format(title=self.notice.title))

    @Slot()
    def _on_seen(self) -> None:
        dismiss = dismiss_reminder if self.notice.entity == Entity.FOLLOW_UP else dismiss_appointment_reminder
        self._panel.write(partial(dismiss, self.notice.record_id, self._desk.by), _("You are not reminded of it any more."))

    @Slot(QAction)
    def _on_later(self, action: QAction) -> None:
        until = snoozed_until(action.data(), utc_now(), self._desk.formats.zone)
        put_off = snooze if self.notice.entity == Entity.FOLLOW_UP else snooze_appointment
        said = _("You are reminded again: {when}.").format(when=self._desk.formats.day_and_time(until))
        self._panel.write(partial(put_off, self.notice.record_id, until, self._desk.by), said)
