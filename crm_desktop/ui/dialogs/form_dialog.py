"""What every form in a window of its own does: mark what is missing, save off the window's thread, say what came of it."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QMessageBox, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.errors import EditConflict, UserError
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Action, Desk
from crm_desktop.ui.dialogs.conflict import ConflictDialog, Contest, Meeting, Stored, meetings, stored_now, taken
from crm_desktop.ui.dialogs.fields import Fields, Values, packed, unpacked
from crm_desktop.ui.draft import Draft, Typed
from crm_desktop.ui.focus import follow_the_eye_soon
from crm_desktop.ui.look import dress
from crm_desktop.ui.opening_size import bounded
from crm_desktop.ui.theme import GAP, Tone, sized
from crm_desktop.ui.widgets.basics import button, row, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.sides import Pick

_FOOT = 80
"""Pixels for the buttons below the form."""


class FormDialog(QDialog):
    """A subclass fills `self.form` and says how to save: `work`.

    One that changes a record also

    - puts its fields into `self.fields`, and calls `begin_with` with what the record holds and its version;
    - hands `self.version` to the service that saves;
    - answers `contest` with how to read the record again.

    Then a conflict with somebody else's edit is settled field by field, and `keep_changes` keeps what was typed through a crash.
    """

    saved = Signal(object)

    def __init__(self, desk: Desk, title: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.desk = desk
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.key = secrets.token_hex(16)
        """Made when the form opens: saving again after an unclear answer does not do it twice."""
        self.draft: Draft | None = None
        self.form = Form()
        self.fields = Fields()
        self.base: dict[str, Any] = {}
        """What the fields held when the form was opened, or was last brought up to what is stored."""
        self.stored: dict[str, Any] = {}
        """What the record held then, which a field may spell in its own way."""
        self.version = 0
        self.makes: Entity | None = None
        """What a form of a new one makes: it can be opened at once."""
        self.change = Change()
        """What was saved, once it is."""
        self.places: dict[str, FormRow | QWidget] = {}
        """Where a refusal is said, or at least looked at, by what of the input it is about."""
        self.message = MessageLine()
        self.cancel, self.save = button(_("Cancel")), button(save, "check", "primary", tip=_("Save (Ctrl+Enter)"))
        self.save.setDefault(True)
        self.form.setProperty("surface", "clear")
        self.form.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Downwards(self.form), 1)
        lines = surface("clear", row(self.message, margins=(3 * GAP, 0, 3 * GAP, GAP)))
        layout.addWidget(lines)
        layout.addWidget(surface("status", row(1, self.cancel, self.save, margins=(3 * GAP, 12, 3 * GAP, 12))))
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.try_save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.try_save)

    def work(self) -> Callable[[], Change] | None:
        """What saves the form, run in the writer's thread; None when something had to be marked first."""
        raise NotImplementedError

    def said_after(self) -> str:
        """What the window says when it is saved; empty for what history says was done."""
        return ""

    def opens_after(self, change: Change) -> Action | None:
        """What can be opened then: the new record."""
        return self.desk.opening(self.makes, change) if self.makes is not None else None

    def contest(self) -> Contest | None:
        """How to learn what is stored by now, where somebody else saved the record first; None for a form of a new one."""
        return None

    def begin_with(self, values: Values, version: int = 0) -> None:
        """Fill the fields; what stands in them then is what changes are told by."""
        held = self.fields.values()
        self.fields.fill({name: value for name, value in values.items() if name not in held or value != held[name]})
        self.base, self.stored, self.version = self.fields.values(), dict(values), version

    def keep_changes(self, form: str) -> Draft:
        """From now on what was changed in the fields outlives a crash. `form` names the form and its record."""
        draft = self.keep_typing(form, self._changed, self._change_again)
        for field in self.fields:
            field.edited.connect(draft.touch)
        return draft

    def keep_typing(self, form: str, typed: Callable[[], Typed], retype: Callable[[Typed], None]) -> Draft:
        """From now on what is typed outlives a crash; connect what is typed into to the draft's `touch`."""
        self.draft = Draft(self.desk, form, typed, retype, self.desk.doors)
        self.draft.restored.connect(self._on_restored)
        self.destroyed.connect(self.draft.deleteLater)  # closed before what it shows was read, a form begins its draft after its end
        self.draft.restore()
        return self.draft

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye_soon(self)

    def reject(self) -> None:
        """Whoever changed something is asked once what becomes of it; before the form knows what is stored, nothing is changed."""
        if self.isVisible() and self.base and self.fields.differing(self.base):
            self._ask_before_leaving()
        else:
            super().reject()

    def throw_away(self) -> None:
        """What was changed is not wanted."""
        super().reject()

    def leave(self) -> None:
        """Close the form for something else; what was typed is there again when it is next opened."""
        if self.draft is not None:
            self.draft.keep()
            self.draft.deleteLater()
            self.draft = None
        super().reject()

    def done(self, result: int) -> None:
        """Saved or cancelled on purpose: either way the draft has served."""
        if self.draft is not None:
            self.draft.drop()
            self.draft.deleteLater()
            self.draft = None
        super().done(result)

    def fit(self, width: int) -> None:
        """As wide as asked for and as high as the form needs, with larger text more of it, as far as the screen has room."""
        wide = max(sized(width), self.minimumSizeHint().width())
        high = self.form.heightForWidth(wide) if self.form.hasHeightForWidth() else self.form.sizeHint().height()
        self.resize(bounded(self, QSize(wide, high + sized(_FOOT))))

    @Slot()
    def try_save(self) -> None:
        if not self.save.isEnabled():
            return
        self.message.clear()
        self.form.clear_marks()
        work = self.work()
        if work is None:
            self.form.start_with_what_is_wrong()
            return
        self.save.setEnabled(False)
        self.desk.jobs.write(self, work, self._on_saved, self._on_refused)

    def _ask_before_leaving(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.windowTitle())
        box.setText(_("What you changed here is not saved yet."))
        save, away = QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard
        box.setStandardButtons(save | away | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        for which, text in ((save, self.save.text()), (away, _("Throw it away")), (QMessageBox.StandardButton.Cancel, _("Keep editing"))):
            box.button(which).setText(text)
        box.button(save).clicked.connect(self.try_save)
        box.button(away).clicked.connect(self.throw_away)
        box.open()

    @Slot()
    def _on_restored(self) -> None:
        self.message.say(_("What you had typed before is here again."), Tone.INFO)

    def _on_saved(self, change: Change) -> None:
        self.change = change
        self.desk.say_done(change, self.said_after(), self.opens_after(change))
        self.saved.emit(change)
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        _say_refused(self, error)
        contest = self.contest() if isinstance(error, EditConflict) else None
        if contest is not None:
            self.save.setEnabled(False)
            self.desk.jobs.read(self, partial(stored_now, contest), partial(self._meet, contest), failed=self._on_unread)

    def _on_unread(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.message.show_error(error)

    def _meet(self, contest: Contest, found: Stored) -> None:
        """Where both changed something, or the other one alone, somebody chooses; else the form is saved over the new version."""
        self.save.setEnabled(True)
        if found.record is None:
            self.message.say(_("This record is not there any more. What you typed still stands here; copy what you need."), Tone.BAD)
            return
        theirs = contest.values_of(found.record)
        met = list(meetings(self.fields, self.base, self.stored, theirs))
        if not met:
            self._save_over(theirs, found.record.version)
            return
        dialog = ConflictDialog(self.desk, found, met, self)
        dialog.settled.connect(partial(self._settle, met, theirs, found.record.version))
        dialog.open()

    def _settle(self, met: list[Meeting], theirs: Values, version: int, choices: dict[str, Pick]) -> None:
        for each in met:
            each.field.fill(taken(each, choices[each.field.name]))
        self._save_over(theirs, version)

    def _save_over(self, theirs: Values, version: int) -> None:
        self.base.update(theirs)
        self.stored.update(theirs)
        self.version = version
        self.try_save()

    def _changed(self) -> Typed:
        """For the draft: what was changed, what stood there before, and in which version of the record."""
        typed = self.fields.differing(self.base)
        if not typed:
            return {}
        base, stored = ({name: values.get(name) for name in typed} for values in (self.base, self.stored))
        return {"version": str(self.version), "base": packed(base), "stored": packed(stored), "typed": packed(typed)}

    def _change_again(self, kept: Typed) -> None:
        """Where the record was saved by others since, it is as if the form had been open all the time: saving shows both versions."""
        self.fields.fill(unpacked(kept.get("typed", "")))
        self.base.update(unpacked(kept.get("base", "")))
        self.stored.update(unpacked(kept.get("stored", "")))
        self.version = int(kept.get("version", self.version))


def _say_refused(dialog: FormDialog, error: Exception) -> None:
    """Beside the field it is about, where that is known."""
    place = dialog.places.get(error.about) if isinstance(error, UserError) else None
    if isinstance(place, FormRow) and not place.isHidden():
        place.mark(str(error))
        return
    dialog.message.show_error(error)
    if isinstance(place, QWidget):
        place.setFocus()
