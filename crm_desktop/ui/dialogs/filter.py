"""One condition of a list: which field, how, and what."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.columns import Column, Subject
from crm_desktop.queries.conditions import Asked
from crm_desktop.queries.narrowed import known_values
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, row, surface
from crm_desktop.ui.widgets.condition_edit import ChoiceEdit, ConditionEdit, editor_for
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.words_of_lists import is_for_people, title_of


class FilterDialog(QDialog):
    chosen = Signal(object)
    """Field, operator and value."""

    def __init__(
        self, desk: Desk, subject: Subject, labels: Mapping[str, str], asked: Asked | None = None, parent: QWidget | None = None
    ) -> None:
        """`asked`: the condition that is to be changed; None for a new one."""
        super().__init__(parent)
        self._desk, self._subject, self._asked = desk, subject, asked
        self.setWindowTitle(_("Filter") if asked is None else _("Change the filter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = self._field_box(labels)
        self.form = Form()
        self.edit: ConditionEdit | None = None
        self._value_row: FormRow | None = None
        self.form.add_row(_("&Field"), self.field)
        self.cancel, self.apply = button(_("Cancel")), button(_("Show these"), "check", "primary", tip=_("Ctrl+Enter"))
        self.apply.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.form.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addWidget(surface("status", row(1, self.cancel, self.apply, margins=(3 * GAP, 12, 3 * GAP, 12))))
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._on_apply)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_apply)
        self.field.currentIndexChanged.connect(self._on_field)
        place = self.field.findData(asked[0]) if asked is not None else 0
        self.field.setCurrentIndex(max(place, 0))
        self._on_field()
        open_at(self, 440, 400)
        (self.field if asked is None else self.edit or self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_box(self, labels: Mapping[str, str]) -> QComboBox:
        """Typed into, it offers the fields that hold the letters."""
        box = QComboBox(editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        fields = sorted((title_of(column, labels), column.name) for column in self._subject.columns if is_for_people(column))
        main = [name for name in self._subject.main if any(name == other for _title, other in fields)]
        for title, name in sorted(fields, key=lambda field: main.index(field[1]) if field[1] in main else len(main)):
            box.addItem(title, name)
        completer = box.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        return box

    def column(self) -> Column | None:
        return self._subject.column(self.field.currentData() or "")

    @Slot()
    def _on_field(self) -> None:
        column = self.column()
        if column is None or (self.edit is not None and self.edit.column is column):
            return
        edit = editor_for(column, self._desk.formats)
        before, self._value_row, self.edit = self._value_row, FormRow(_("&Value"), edit), edit
        self.form.add(self._value_row)
        if before is not None:
            before.hide()
            before.deleteLater()
        edit.entered.connect(self._on_apply)
        if isinstance(edit, ChoiceEdit) and column.words is None:
            self._desk.jobs.read(edit, partial(known_values, self._subject, column), partial(self._offer, edit))
        if self._asked is not None and self._asked[0] == column.name:
            edit.show_condition(self._asked)

    @staticmethod
    def _offer(edit: ChoiceEdit, values: list[str]) -> None:
        edit.offer([(value, value) for value in values])

    @Slot()
    def _on_apply(self) -> None:
        column, edit = self.column(), self.edit
        if column is None or edit is None:
            return
        found = edit.operator_and_value()
        if found is None and self._value_row is not None:
            self._value_row.mark(edit.problem())
        if found is not None:
            self.chosen.emit((column.name, *found))
            self.accept()
