"""A part of the settings that is one form: filled from what is stored, saved as a whole, never overwritten while somebody types."""

import secrets
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import value_of
from crm_desktop.ui.draft import Draft, Typed
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.basics import button, row, scrolled, surface
from crm_desktop.ui.widgets.form import Form

_WIDEST = 520


class FormSection(Section):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.form = Form()
        self.form.setProperty("surface", "clear")
        self.form.setMaximumWidth(sized(_WIDEST))
        self.asked: list[QWidget] = []
        self._shown: list[Any] = []
        self._key = secrets.token_hex(16)
        self.draft: Draft | None = None
        self.save, self.back = button(_("Save"), "check", "primary", tip=_("Save (Ctrl+Enter)")), button(_("As it was"))

    def begin(self) -> None:
        """Called when every field is there."""
        self.form.add(QWidget(), 1)  # what room is left over lies below the fields
        self.inside.addWidget(scrolled(self.form), 1)
        self.inside.addWidget(surface("clear", row(self.save, self.back, 1)))
        self.save.clicked.connect(self._on_save)
        self.back.clicked.connect(self._on_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_save)
        for field in self.asked:
            field.setEnabled(field.isEnabled() and self.may)
            _edited(field).connect(self._on_edited)
        self.draft = Draft(self.desk, f"settings-{self.name}", self._typed, self._retype, self)
        self.draft.restored.connect(self._on_restored)
        self._on_edited()
        self.reload()

    def read(self) -> Any:
        """What is stored, in a worker."""
        raise NotImplementedError

    def show_stored(self, stored: Any) -> None:
        """Fill the fields."""
        raise NotImplementedError

    def saving(self, key: str) -> Callable[[], Change] | None:
        """What saves the form; None when something had to be marked first."""
        raise NotImplementedError

    def add_field(self, text: str, field: QWidget, said: str = "") -> None:
        if isinstance(field, QCheckBox):
            field.setText(text)
            self.form.add(field)
        else:
            self.form.add_row(text, field, said)
        self.asked.append(field)

    def start(self, term: str = "") -> None:
        found = next((row for row in self.form.rows if term and row.label.text().replace("&", "") == term), None)
        (found.field if found is not None else self.asked[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def is_changed(self) -> bool:
        return bool(self._shown) and [value_of(field) for field in self.asked] != self._shown

    def reload(self) -> None:
        if not self.is_changed():
            self.desk.jobs.read(self, self.read, self._show, newest="stored")

    def _show(self, stored: Any) -> None:
        if self.is_changed():
            return
        first = not self._shown
        self.show_stored(stored)
        self._shown = [value_of(field) for field in self.asked]
        self._on_edited()
        if first and self.draft is not None and self.may:
            self.draft.restore()

    @Slot()
    def _on_edited(self) -> None:
        changed = self.is_changed()
        self.save.setEnabled(changed and self.may)
        self.back.setEnabled(changed)
        if self.draft is not None and changed:
            self.draft.touch()

    @Slot()
    def _on_save(self) -> None:
        if not self.save.isEnabled():
            return
        self.form.clear_marks()
        work = self.saving(self._key)
        if work is not None:
            self.save.setEnabled(False)
            self.write(work)

    @Slot()
    def _on_back(self) -> None:
        self._forget()
        self.message.clear()
        self.form.clear_marks()
        self.reload()

    def _forget(self) -> None:
        """What was typed has served."""
        self._shown = []
        self._key = secrets.token_hex(16)
        if self.draft is not None:
            self.draft.drop()

    @Slot()
    def _on_restored(self) -> None:
        self.message.say(_("What you had typed before is here again."), Tone.INFO)

    def _on_written(self, change: Change) -> None:
        self._forget()
        self.reload()
        self.desk.say_done(change)

    def _on_refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        super()._on_refused(error)
        if isinstance(error, EditConflict):
            self.message.say(
                _("Somebody changed this meanwhile. Nothing was overwritten; “As it was” shows what is stored now."), Tone.WARN
            )

    def _typed(self) -> Typed:
        if not self.is_changed():
            return {}
        return {str(place): str(value_of(field)) for place, field in enumerate(self.asked) if isinstance(field, QLineEdit | QPlainTextEdit)}

    def _retype(self, typed: Typed) -> None:
        for place, text in typed.items():
            field = self.asked[int(place)] if int(place) < len(self.asked) else None
            if isinstance(field, QLineEdit):
                field.setText(text)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(text)


def _edited(field: QWidget) -> Any:
    if isinstance(field, QCheckBox):
        return field.toggled
    if isinstance(field, QComboBox):
        return field.currentTextChanged
    if isinstance(field, QSpinBox):
        return field.valueChanged
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.textChanged
