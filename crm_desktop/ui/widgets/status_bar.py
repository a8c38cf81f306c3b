"""The line below every page: where things are saved, the last backup that was proved, and what undo and redo would do."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.second_place import second_place
from crm_desktop.core.settings import load_settings
from crm_desktop.ui import icons
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.plain_tip import plain_tip
from crm_desktop.ui.taking_back import TakingBack
from crm_desktop.ui.theme import GAP, Tone, colours, sized, theme
from crm_desktop.ui.widgets.basics import label, row
from crm_desktop.ui.widgets.elided_button import ElidedButton

if TYPE_CHECKING:
    from crm_desktop.services.backups import Backup, Made

_OLD = 3
"""Days after which a shop that lost its computer would miss what it cannot write down again."""
_ICON = 14
_LONGEST_NAME = 40


class StatusButton(ElidedButton):
    """Gives way where there is no room: all of it is its name for screen readers, and in its tooltip."""

    def __init__(self, icon: str, keys: str = "") -> None:
        super().__init__()
        self._keys = keys
        self.setProperty("role", "status")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        icons.set_icon(self, icon, "soft", _ICON)

    def say(self, text: str, more: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(plain_tip("\n".join(filter(None, (f"{text} ({self._keys})" if self._keys else text, more)))))

    def show_keys(self, keys: str) -> None:
        self._keys = keys
        self.say(self.text())


class StatusBar(QFrame):
    _desk: Desk

    def __init__(self, address: str, steps: TakingBack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._last: Backup | None = None
        self.setProperty("surface", "status")
        self._picture, self.saved = label(), label("", "status")
        self.saved.setToolTip(plain_tip(address))
        self.backup = StatusButton("shield-check")
        self.busy = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.busy.setFixedWidth(sized(80))
        self.busy.setAccessibleName(_("Backing up"))
        self.busy.hide()
        self.undo, self.redo = StatusButton("undo-2"), StatusButton("redo-2")
        where = row(self._picture, self.saved, gap=GAP // 2)
        self.setLayout(row(where, self.backup, self.busy, 1, self.redo, self.undo, gap=2 * GAP, margins=(2 * GAP, 2, 2 * GAP, 2)))
        steps.found.connect(self._on_found)
        self.backup.clicked.connect(self.back_up_now)
        self.undo.clicked.connect(steps.undo)
        self.redo.clicked.connect(steps.redo)
        theme().changed.connect(self._paint)
        self._paint()
        self._say(_("{store}: opening …"))
        self.backup.hide()
        self._on_found("", "")

    def begin(self, desk: Desk) -> None:
        self._desk = desk
        desk.jobs.saving.connect(self._on_saving)
        desk.doors.backed_up.connect(self.look_for_backup)
        self._on_saving(False)

    @Slot()
    def back_up_now(self) -> None:
        """In a worker, while everybody goes on working."""
        from crm_desktop.services.backups import back_up_now

        if not self.busy.isHidden():
            return
        self._show_busy(True)
        self.backup.say(_("Backing up …"))
        second = second_place(load_settings(), self._address)
        self._desk.jobs.read(self, partial(back_up_now, self._desk.by, second), self._on_backed_up, failed=self._on_backup_failed)

    @Slot()
    def refresh(self) -> None:
        """What grows older by itself."""
        if self.busy.isHidden() and not self.backup.isHidden():
            self._show_backup([self._last] if self._last is not None else [])

    @Slot(bool)
    def _on_saving(self, busy: bool) -> None:
        self._say(_("{store}: saving …") if busy else _("{store}: all changes saved"))

    def _say(self, text: str) -> None:
        name = Path(self._address).name
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
        self.saved.setText(text.format(store=name))

    @Slot(str, str)
    def _on_found(self, undo: str, redo: str) -> None:
        for what, text, words in ((self.undo, _("Undo: {what}"), undo), (self.redo, _("Redo: {what}"), redo)):
            what.say(text.format(what=words))
            what.setHidden(not words)

    @Slot()
    def look_for_backup(self) -> None:
        from crm_desktop.services.backups import backups

        self._desk.jobs.read(self, partial(backups, self._address), self._show_backup, newest="backup")

    def _show_backup(self, found: "list[Backup]") -> None:
        self._last = next((each for each in found if each.verified), None)
        days = (utc_now() - self._last.made_at).days if self._last is not None else _OLD
        self.backup.say(self._age(), _("Make a verified backup now"))
        self.backup.show()
        icons.set_icon(self.backup, "shield-check" if days < _OLD else "triangle-alert", "soft", _ICON)

    def _age(self) -> str:
        if self._last is None:
            return _("No backup yet")
        when, formats = self._last.made_at, self._desk.formats
        is_today = formats.local_day(when) == formats.today()
        return _("Backup {when}, verified").format(when=formats.time(when) if is_today else formats.ago(when))

    def _show_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.backup.setEnabled(not busy)

    def _on_backed_up(self, made: "Made") -> None:
        self._show_busy(False)
        self.look_for_backup()
        if made.problem:
            self._desk.say(made.problem, Tone.WARN)
        else:
            self._desk.say(_("Backed up and verified: {path}").format(path=made.backup.path))

    def _on_backup_failed(self, error: Exception) -> None:
        self._show_busy(False)
        self.look_for_backup()
        self._desk.jobs.failed.emit(error)

    @Slot()
    def _paint(self) -> None:
        self._picture.setPixmap(icons.pixmap("database", colours().soft, sized(_ICON), self.devicePixelRatioF()))
