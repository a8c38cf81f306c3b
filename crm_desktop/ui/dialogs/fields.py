"""What a form holds, field by field: read and filled by name, so that a draft, a conflict and a save all speak of the same thing."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from crm_desktop.core.i18n import _

Values = Mapping[str, Any]
"""By the fields' names; only what JSON can hold, so that it outlives a crash: lists, never tuples."""


def as_it_is(value: Any) -> str:
    return str(value)


@dataclass(frozen=True, slots=True)
class Field:
    """`label` is what people call it, `shown` puts a value into words for them. `joined` makes one of two where both can stay."""

    name: str
    label: str
    read: Callable[[], Any]
    fill: Callable[[Any], object]
    edited: SignalInstance
    shown: Callable[[Any], str] = as_it_is
    joined: Callable[[Any, Any], Any] | None = None


class Fields:
    """The fields of one form, in its order."""

    def __init__(self, *fields: Field) -> None:
        self._fields = {field.name: field for field in fields}

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def add(self, *fields: Field) -> None:
        self._fields.update({field.name: field for field in fields})

    def values(self) -> dict[str, Any]:
        return {field.name: field.read() for field in self}

    def fill(self, values: Values) -> None:
        """Fields that are not named stay as they are."""
        for field in self:
            if field.name in values:
                field.fill(values[field.name])

    def differing(self, base: Values) -> dict[str, Any]:
        """What stands in the form and not in `base`."""
        return {name: value for name, value in self.values().items() if value != base.get(name)}


def line_field(name: str, label: str, widget: QLineEdit) -> Field:
    return Field(name, plain(label), widget.text, widget.setText, widget.textChanged)


def text_field(name: str, label: str, widget: QPlainTextEdit) -> Field:
    return Field(name, plain(label), widget.toPlainText, widget.setPlainText, widget.textChanged, joined=one_below_the_other)


def check_field(name: str, label: str, widget: QCheckBox) -> Field:
    return Field(name, plain(label), widget.isChecked, widget.setChecked, widget.toggled, yes_or_no)


def choice_field(name: str, label: str, widget: QComboBox) -> Field:
    """By the data of its items."""
    chosen = Chosen(widget)
    return Field(name, plain(label), chosen.read, chosen.fill, widget.currentIndexChanged, chosen.shown)


class Chosen:
    """A list to choose from, read and filled by its items' data."""

    def __init__(self, widget: QComboBox) -> None:
        self._widget = widget

    def read(self) -> Any:
        return self._widget.currentData()

    def fill(self, value: Any) -> None:
        """What is not in the list is taken in: a word that is retired stays with the record that has it."""
        place = self._widget.findData(value)
        if place < 0 and value not in (None, ""):
            self._widget.addItem(str(value), value)
            place = self._widget.count() - 1
        self._widget.setCurrentIndex(place)

    def shown(self, value: Any) -> str:
        place = self._widget.findData(value)
        return self._widget.itemText(place) if place >= 0 else as_it_is(value or "")


def one_below_the_other(theirs: str, mine: str) -> str:
    return "\n\n".join(dict.fromkeys(filter(None, (theirs.strip(), mine.strip()))))


def yes_or_no(value: Any) -> str:
    return _("yes") if value else _("no")


def plain(label: str) -> str:
    """Without the sign before its key."""
    return label.replace("&", "")


def packed(values: Values) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> dict[str, Any]:
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}
