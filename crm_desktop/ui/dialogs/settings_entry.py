"""One entry of a list in the settings: its declared fields, saved by whoever opened it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import EditConflict
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.draft import Typed
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.zone_box import ZoneBox

Values = dict[str, Any]
Save = Callable[[Values, Any, str], Callable[[], Change]]
"""Of what the fields hold, the entry that was opened (None: a new one) and the form's key, what writes it."""


class Ask(NamedTuple):
    """A field under its name. `needed`: what is said beside it when it is empty; `said`: what stands below it."""

    name: str
    label: str
    field: QWidget
    needed: str = ""
    said: str = ""


class EntryDialog(FormDialog):
    def __init__(
        self, desk: Desk, title: str, asks: Sequence[Ask], save: Save, entry: Any = None, read: Callable[[], Sequence[Any]] | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`read` gives all entries of the list anew, for when somebody else saved this one first."""
        super().__init__(desk, title, _("Save"), parent)
        self.asks = {ask.name: ask.field for ask in asks}
        self._needed = {ask.name: ask.needed for ask in asks if ask.needed}
        self._save, self._entry, self._read = save, entry, read
        self._rows = {ask.name: self.form.add_row(ask.label, ask.field, ask.said) for ask in asks if not isinstance(ask.field, QCheckBox)}
        for ask in asks:
            if isinstance(ask.field, QCheckBox):
                ask.field.setText(ask.label)
                self.form.add(ask.field)
        self.places.update(self.asks | self._rows)
        self._first = self._typed_in()
        draft = self.keep_typing(f"settings-{type(parent).__name__}-{entry.id if entry is not None else 'new'}", self._typed, self._retype)
        for field in self.asks.values():
            if isinstance(field, QLineEdit | QPlainTextEdit):
                field.textChanged.connect(draft.touch)
        self.fit(460)
        next(field for field in self.asks.values() if field.isEnabled()).setFocus()

    def values(self) -> Values:
        return {name: value_of(field) for name, field in self.asks.items()}

    def work(self) -> Callable[[], Change] | None:
        values = self.values()
        missing = [name for name in self._needed if not str(values[name]).strip()]
        for name in reversed(missing):
            self._rows[name].mark(self._needed[name])
        return None if missing else self._save(values, self._entry, self.key)

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, EditConflict) and self._read is not None and self._entry is not None:
            self.desk.jobs.read(self, self._read, self._on_read_again)
        else:
            super()._on_refused(error)

    def _on_read_again(self, entries: Sequence[Any]) -> None:
        """What is stored now is said; saving again replaces it, on purpose this time."""
        self.save.setEnabled(True)
        found = next((entry for entry in entries if entry.id == self._entry.id), None)
        if found is None:
            self.message.say(_("Somebody took this entry away meanwhile. Nothing was saved."), Tone.BAD)
            return
        before, now = self._entry._asdict(), found._asdict()
        changed = ", ".join(str(now[name]) for name in now if name != "version" and now[name] != before[name])
        self._entry = found
        text = _("Somebody changed this meanwhile to: {now}. Nothing was overwritten. Save again if what stands here is right.")
        self.message.say(text.format(now=changed or "–"), Tone.WARN)

    def _typed_in(self) -> Typed:
        fields = {name: field for name, field in self.asks.items() if isinstance(field, QLineEdit | QPlainTextEdit)}
        return {name: str(value_of(field)) for name, field in fields.items()}

    def _typed(self) -> Typed:
        typed = self._typed_in()
        return typed if typed != self._first else {}

    def _retype(self, typed: Typed) -> None:
        for name, text in typed.items():
            field = self.asks.get(name)
            if isinstance(field, QLineEdit):
                field.setText(text)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(text)


def narrow(box: QComboBox) -> QComboBox:
    """As wide as there is room, however long its longest choice is."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def value_of(field: QWidget) -> Any:
    """What a field holds: a text, a number, a day, whether it is ticked, or what was chosen."""
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QComboBox):
        is_free = field.isEditable() and not isinstance(field, ZoneBox)
        return field.currentText().strip() if is_free else field.currentData()
    if isinstance(field, QSpinBox):
        return field.value()
    if isinstance(field, QDateEdit):
        shown = field.date()
        return date(shown.year(), shown.month(), shown.day())
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    assert isinstance(field, QLineEdit)
    return field.text()
