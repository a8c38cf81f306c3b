"""The fields that a company added to its records: a row for each, made from what it is."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.custom_values import Definition, kept_value, number_text
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import CustomFieldKind
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.day_edit import DayEdit
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NotesEdit

Kept = dict[str, Any]
_LONG = 60
_LOW, _HIGH = 34, 76
"""Pixels, of one line of text and of several."""


class CustomFieldsEditor(QWidget):
    """Its rows stand in the form they are added to; this holds them together."""

    edited = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._formats = formats
        self._fields: dict[str, tuple[Definition, FormRow]] = {}
        self._other: Kept = {}

    def make(self, definitions: Iterable[Definition], form: Form) -> None:
        """Below what stands in the form. What was shown before comes into its rows."""
        kept = self.values()
        for definition in definitions:
            widget = self._widget(definition)
            self._fields[definition.name] = definition, form.add_row(definition.label.replace("&", "&&"), widget)
        self.show_values(kept)

    def values(self) -> Kept:
        """By name, what has a value; numbers as they were typed."""
        typed = {name: _read(row.field) for name, (_definition, row) in self._fields.items()}
        return {**self._other, **{name: value for name, value in typed.items() if value not in (None, "")}}

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Names without a row, of retired fields, stay as they are."""
        self._other = {name: value for name, value in values.items() if name not in self._fields}
        for name, (_definition, row) in self._fields.items():
            _fill(row.field, values.get(name))

    def shown(self, values: Mapping[str, Any]) -> str:
        labels = {name: definition.label for name, (definition, _row) in self._fields.items()}
        words = {True: _("yes"), False: _("no")}
        return "\n".join(
            f"{labels.get(name, name)}: {words[value] if isinstance(value, bool) else value}" for name, value in values.items()
        )

    def given(self, values: Mapping[str, Any]) -> dict[str, object]:
        """For the service, which leaves what is not named: also what was emptied."""
        return {**dict.fromkeys(self._fields, ""), **values}

    def mark_what_is_wrong(self) -> bool:
        is_right = True
        for name, (definition, row) in self._fields.items():
            try:
                kept_value(definition, self.values().get(name))
            except UserError:
                row.mark(_problem(row.field))
                is_right = False
        return is_right

    def _widget(self, definition: Definition) -> QWidget:
        if definition.kind in (CustomFieldKind.CHOICE, CustomFieldKind.YES_NO):
            chosen = _list_for(definition)
            chosen.currentIndexChanged.connect(self._on_edited)
            return chosen
        if definition.kind == CustomFieldKind.TEXT:
            text = NotesEdit()
            text.textChanged.connect(self._on_edited)
            return text
        line = DayEdit(self._formats) if definition.kind == CustomFieldKind.DAY else _NumberEdit(self._formats)
        line.textChanged.connect(self._on_edited)
        return line

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


def _list_for(definition: Definition) -> QComboBox:
    made = QComboBox()
    made.addItem("", None)
    if definition.kind == CustomFieldKind.YES_NO:
        for value, word in ((True, _("yes")), (False, _("no"))):
            made.addItem(word, value)
    else:
        for choice in definition.choices:
            made.addItem(choice, choice)
    return made


class _NumberEdit(QLineEdit):
    """A number as people here type it; its value is written with a point."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats

    def value(self) -> str:
        found = self._formats.read_number(self.text().strip())
        return self.text().strip() if found is None else number_text(found)

    def show_value(self, value: str) -> None:
        """What an import left there may be no number."""
        is_number = re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII) is not None
        self.setText(self._formats.plain(Decimal(value)) if is_number else value)


def _read(field: QWidget) -> Any:
    if isinstance(field, QComboBox):
        return field.currentData()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText().strip()
    assert isinstance(field, DayEdit | _NumberEdit)
    return field.iso() if isinstance(field, DayEdit) else field.value()


def _fill(field: QWidget, value: Any) -> None:
    text = "" if value is None else str(value)
    if isinstance(field, QComboBox):
        if text and field.findData(value) < 0:
            field.addItem(text, value)
        field.setCurrentIndex(max(field.findData(value), 0))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
        field.setFixedHeight(_HIGH if "\n" in text or len(text) > _LONG else _LOW)
    elif isinstance(field, DayEdit):
        field.show_iso(text)
    elif isinstance(field, _NumberEdit):
        field.show_value(text)


def _problem(field: QWidget) -> str:
    if isinstance(field, DayEdit):
        return field.problem()
    if isinstance(field, _NumberEdit):
        return _("This is no number of at most eleven digits with four places behind them.")
    return _("This value is not taken here any more; choose or type another.")
