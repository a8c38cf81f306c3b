"""The one builder of form rows: label, buddy, help, accessible name, and the place for what is wrong with the field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.ui.theme import GAP, set_role
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.beside import Beside
from crm_desktop.ui.widgets.one_shown import OneShown


class FormRow(QWidget):
    """A label above its field; below it help, or what to put right."""

    def __init__(self, text: str, field: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._help = field, help_text
        self.is_wrong = False
        self.label = label(text, "label")
        self.label.setBuddy(_focus_of(field))
        self.note = label("", "small", wrap=True)
        name = text.replace("&", "")
        for named in {field, _focus_of(field)}:
            named.setAccessibleName(name)
            named.setAccessibleDescription(help_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for widget in (self.label, field, self.note):
            layout.addWidget(widget)
        # What flows into several lines gets the height that its width needs; anything else would only grow taller than it looks.
        flows = field.hasHeightForWidth()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum if flows else QSizePolicy.Policy.Maximum)
        self.clear()

    def mark(self, text: str) -> None:
        """Say what is wrong beside the field, to eyes and to screen readers."""
        self.is_wrong = True
        self._say(text, "error", "true")
        _focus_of(self.field).setFocus()

    def clear(self) -> None:
        self.is_wrong = False
        self._say(self._help, "small", "false")

    def _say(self, text: str, kind: str, invalid: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        set_role(self.note, "type", kind)
        set_role(_focus_of(self.field), "invalid", invalid)
        _focus_of(self.field).setAccessibleDescription(text)


class Form(QWidget):
    """Rows from top to bottom; `beside` puts several in one line, or below each other where that is too narrow."""

    def __init__(self, parent: QWidget | None = None, rows: "list[FormRow] | None" = None) -> None:
        """`rows`: those of the form that this one is a part of."""
        super().__init__(parent)
        self.rows: list[FormRow] = [] if rows is None else rows
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP + GAP // 2)

    def add_row(self, text: str, field: QWidget, help_text: str = "") -> FormRow:
        made = self._row(text, field, help_text)
        self._layout.addWidget(made)
        return made

    def beside(self, *fields: tuple[str, QWidget]) -> list[FormRow]:
        made = [self._row(text, field, "") for text, field in fields]
        self._layout.addLayout(Beside(*made))
        return made

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._layout.addWidget(widget, stretch)

    def showEvent(self, event: QShowEvent) -> None:
        """Height that no row can use stays below the last one, instead of between sentences."""
        super().showEvent(event)
        if not self._layout.expandingDirections() & Qt.Orientation.Vertical:
            self._layout.addStretch()

    def clear_marks(self) -> None:
        for one in self.rows:
            one.clear()

    def start_with_what_is_wrong(self) -> None:
        """The keyboard goes to the first field that is marked."""
        for one in self.rows:
            if one.is_wrong:
                reveal(one)
                _focus_of(one.field).setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _row(self, text: str, field: QWidget, help_text: str) -> FormRow:
        made = FormRow(text, field, help_text)
        self.rows.append(made)
        return made


def reveal(widget: QWidget) -> None:
    """Turn to the page the widget is on, and scroll to it."""
    child, parent = widget, widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QStackedWidget | OneShown):
            parent.setCurrentWidget(child)
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        child, parent = parent, parent.parentWidget()


def _focus_of(field: QWidget) -> QWidget:
    """The part that takes the keyboard."""
    return field.focusProxy() or field
