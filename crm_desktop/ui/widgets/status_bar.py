"""The line below every page: where things are saved, the last backup, and what undo and redo would do."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Undoable, undoable_now
from crm_desktop.services.backups import Backup, back_up, backups
from crm_desktop.services.history import redo_latest, undo_latest
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, label, row


class StatusBar(QFrame):
    def __init__(self, desk: Desk, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._address = desk, address
        self._found = Undoable("", "")
        self.setProperty("surface", "status")
        self.saved = label("", "status")
        self.backup = button("", "shield-check", "status", tip=_("Make a verified backup now"))
        self.undo, self.redo = button("", "undo-2", "status"), button("", "redo-2", "status")
        self.setLayout(row(self.saved, self.backup, 1, self.redo, self.undo, gap=2 * GAP, margins=(2 * GAP, 2, 2 * GAP, 2)))
        desk.jobs.changed.connect(self._on_changed)
        desk.jobs.saving.connect(self._on_saving)
        self.backup.clicked.connect(self._on_backup)
        self.undo.clicked.connect(self._undo)
        self.redo.clicked.connect(self._redo)
        # A button's own shortcut would wait for its animation.
        for what, keys in ((self.undo, "Ctrl+Z"), (self.redo, "Ctrl+Shift+Z"), (self.redo, "Ctrl+Y")):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(what.click)
            what.setToolTip(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))
        self._on_saving(False)
        self._show_undoable(self._found)
        self._look_for_undoable()
        self._look_for_backup()

    @Slot(bool)
    def _on_saving(self, busy: bool) -> None:
        text = _("{store}: saving …") if busy else _("{store}: all changes saved")
        self.saved.setText(text.format(store=Path(self._address).name))

    @Slot(object)
    def _on_changed(self, _change: Change) -> None:
        self._look_for_undoable()

    def _look_for_undoable(self) -> None:
        self._desk.jobs.read(self, partial(undoable_now, self._desk.by.id), self._show_undoable, newest="undo")

    def _show_undoable(self, found: Undoable) -> None:
        self._found = found
        for what, text, words in ((self.undo, _("Undo: {what}"), found.undo), (self.redo, _("Redo: {what}"), found.redo)):
            shown = text.format(what=words)
            what.setHidden(not words)
            what.setEnabled(bool(words))
            what.setText(shown)
            what.setAccessibleName(shown)

    @Slot()
    def _undo(self) -> None:
        self._take_back(undo_latest, _("Undone: {what}").format(what=self._found.undo))

    @Slot()
    def _redo(self) -> None:
        self._take_back(redo_latest, _("Done again: {what}").format(what=self._found.redo))

    def _take_back(self, work: Callable[..., Change], said: str) -> None:
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self._desk.jobs.write(self, partial(work, self._desk.by), partial(self._on_taken_back, said), self._on_refused)

    def _on_taken_back(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    def _on_refused(self, error: Exception) -> None:
        self._look_for_undoable()
        self._desk.say(sentence(error), Tone.WARN if isinstance(error, UserError) else Tone.BAD)

    def _look_for_backup(self) -> None:
        self._desk.jobs.read(self, partial(backups, self._address), self._show_backup, newest="backup")

    def _show_backup(self, found: list[Backup]) -> None:
        last = _("Backup {when}").format(when=self._desk.formats.day_and_time(found[0].made_at)) if found else _("No backup yet")
        self.backup.setText(last)
        self.backup.setAccessibleName(last)
        self.backup.setEnabled(True)

    @Slot()
    def _on_backup(self) -> None:
        self.backup.setEnabled(False)
        self.backup.setText(_("Backing up …"))
        self._desk.jobs.read(self, partial(back_up, self._desk.by), self._on_backed_up, failed=self._on_backup_failed)

    def _on_backed_up(self, made: Backup) -> None:
        self._look_for_backup()
        self._desk.say(_("Backed up and verified: {path}").format(path=made.path))

    def _on_backup_failed(self, error: Exception) -> None:
        self._look_for_backup()
        self._desk.jobs.failed.emit(error)
