"""Keeps what is written into a report's form, such as a letter, until the document is made: through another report, closing and a crash."""

from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from crm_desktop.ui.desk import Desk
from crm_desktop.ui.draft import Draft, Typed
from crm_desktop.ui.widgets.parameter_form import ParameterForm


class ReportWriting(QObject):
    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form: ParameterForm | None = None
        self._draft: Draft | None = None
        self._name = ""
        self._made: Typed = {}
        """What the document was made of last: it lies there, and is no draft any more."""
        self._left: dict[str, Typed] = {}
        """By form: what was begun there, when somebody went on to another report."""

    def begin(self, form: ParameterForm, report: str, number: str) -> None:
        """A letter to one customer is not the letter to another: opened about a record's `number`, each has a draft of its own."""
        self._leave()
        fields = form.written()
        if not fields:
            return
        self._form, self._name, self._made = form, f"report-{report}-{number}" if number else f"report-{report}", {}
        self._draft = Draft(self._desk, self._name, self._typed, self._retype, self)
        for field in fields.values():
            field.textChanged.connect(self._draft.touch)
        if self._name in self._left:
            self._retype(self._left.pop(self._name))
        else:
            self._draft.restore()

    @Slot(object)
    def on_made(self, wanted: Any) -> None:
        """What was written since it was drawn stays a draft."""
        if self._form is not None and self._draft is not None and wanted == self._form.wanted():
            self._made = self._texts()
            self._draft.drop()

    def _leave(self) -> None:
        if self._draft is not None:
            self._left[self._name] = self._typed()
            self._draft.keep()
            self._draft.deleteLater()
        self._form, self._draft = None, None

    def _typed(self) -> Typed:
        texts = self._texts()
        if self._form is None or texts == self._made:
            return {}
        return texts if any(texts[name].strip() for name in self._form.prose()) else {}

    def _texts(self) -> Typed:
        return {name: _text(field) for name, field in self._form.written().items()} if self._form is not None else {}

    def _retype(self, typed: Typed) -> None:
        if self._form is None or not typed:
            return
        for name, field in self._form.written().items():
            if name in typed:
                field.setPlainText(typed[name]) if isinstance(field, QPlainTextEdit) else field.setText(typed[name])
        self._form.changed.emit()


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()
