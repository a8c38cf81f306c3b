"""The bell above every page with the number of reminders."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import Tone, set_role

if TYPE_CHECKING:
    from crm_desktop.queries.reminders import Notice
    from crm_desktop.ui.reminders import Reminders
    from crm_desktop.ui.widgets.notice_panel import NoticePanel


class NoticeButton(QPushButton):
    """In the header of each window. It is a host of `Reminders`."""

    _desk: Desk
    reminders: Reminders

    def __init__(self) -> None:
        super().__init__()
        self._panel: NoticePanel | None = None
        self.setProperty("role", "bell")
        self.setAutoDefault(False)
        icons.set_icon(self, "bell", "soft")
        self.clicked.connect(self._on_clicked)
        self.setEnabled(False)
        self._on_changed(())

    def begin(self, desk: Desk) -> None:
        from crm_desktop.ui.reminders import reminders_of

        self._desk = desk
        self.setEnabled(True)
        self.reminders = reminders_of(desk.jobs, desk.by, desk.formats)
        self.reminders.changed.connect(self._on_changed)
        self.reminders.attach(self)
        self._on_changed(self.reminders.due)

    def is_in_front(self) -> bool:
        return self.window().isActiveWindow()

    def tell(self, notices: Sequence[Notice], *, quietly: bool) -> None:
        from crm_desktop.ui.reminders import title_of

        if not quietly:
            text = title_of(notices)
            words = self.reminders.words(notices[0]) if len(notices) == 1 else ""
            action = (_("Open"), partial(self.open_notice, notices[0])) if len(notices) == 1 else (_("Show them"), self.open_panel)
            self._desk.say(": ".join(filter(None, (words, text))), Tone.WARN, action)

    def come_to_front(self, notices: Sequence[Notice]) -> None:
        window = self.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if len(notices) == 1:
            self.open_notice(notices[0])
        else:
            self.open_panel()

    def open_notice(self, notice: Notice) -> None:
        if notice.entity in (Entity.ESCALATION, Entity.APPROVAL):
            # What colleagues ask is rare: its forms are loaded when one is opened.
            from crm_desktop.ui.dialogs.asked import open_asked

            open_asked(self._desk, notice.entity, notice.record_id, self.window())
        else:
            self._desk.go_to(notice.entity.value, notice.record_id)

    @Slot()
    def open_panel(self) -> None:
        # What changes follow-ups is loaded with the panel, not with the window.
        from crm_desktop.ui.widgets.notice_panel import NoticePanel

        if self._panel is None:
            self._panel = NoticePanel(self._desk, self)
        self._panel.open_below(self)

    @Slot()
    def _on_clicked(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._panel.hide()
        else:
            self.open_panel()

    @Slot(object)
    def _on_changed(self, due: tuple[Notice, ...]) -> None:
        count = len(due)
        self.setText((str(count) if count < 100 else "99+") if count else "")
        name = ngettext("{count} reminder", "{count} reminders", count) if count else _("No reminders")
        self.setAccessibleName(name)
        self.setToolTip(name)
        set_role(self, "urgent", "true" if count else "false")
        icons.recolour_one(self)
