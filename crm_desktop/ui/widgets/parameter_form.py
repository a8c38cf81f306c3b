"""A report's form, made from the fields of its parameter class: a new parameter needs no line here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices
from crm_desktop.reports.parameters import Ask, Parameter, parameters_of
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.form import Form

_MONTHS_SHOWN = 36
_TEXT_HEIGHT = 160
_PAPERS = (("", "As the company"), ("a4", "A4"), ("letter", "Letter"))


class ParameterForm(Form):
    """Days are left to the command line until the full window. Several numbers stand with commas. `languages` can be chosen from."""

    changed = Signal()

    def __init__(
        self,
        parameters: type[Any],
        formats: Formats,
        lists: Choices,
        logins: dict[int, str],
        languages: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._class, self._formats, self._languages = parameters, formats, languages
        self._lists, self._logins = lists, logins
        self.fields: dict[str, QWidget] = {}
        self._asked = {parameter.name: parameter for parameter in parameters_of(parameters)}
        self._drawn_with: Any = None
        makers: dict[Ask, Callable[[Parameter], QWidget]] = {
            Ask.MONTH: self._month,
            Ask.FLAG: self._flag,
            Ask.STAFF: self._staff,
            Ask.PAPER: self._paper,
            Ask.CHOICE: self._choice,
            Ask.NUMBERS: self._line,
            Ask.CUSTOMER: self._line,
            Ask.TEXT: self._line,
            Ask.LONG_TEXT: self._long_text,
        }
        if len(languages) > 1:
            makers[Ask.LANGUAGE] = self._language
        for parameter in self._asked.values():
            if parameter.ask in makers:
                self.fields[parameter.name] = makers[parameter.ask](parameter)

    def wanted(self) -> Any:
        return self._class(**{name: _value(field, self._asked[name].ask) for name, field in self.fields.items()})

    def fill_number(self, number: str) -> None:
        """Of the record that the document is about."""
        field = next(self.fields[name] for name, asked in self._asked.items() if asked.ask in (Ask.NUMBERS, Ask.CUSTOMER))
        assert isinstance(field, QLineEdit)
        field.setText(number)

    def missing(self) -> str:
        """What must be filled in first; empty when nothing is missing."""
        for name, field in self.fields.items():
            parameter = self._asked[name]
            if parameter.needed and not _value(field, parameter.ask):
                return _("Fill in first: {field}, {hint}.").format(field=_(parameter.label), hint=_(parameter.hint))
        return ""

    def _month(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        field.setMaxVisibleItems(14)
        field.addItem(_("Latest with data") if parameter.name == "month" else _("The month before"), None)
        month = self._formats.today().replace(day=1)
        for _step in range(_MONTHS_SHOWN):
            field.addItem(self._formats.month(month), month)
            month = _month_before(month)
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _flag(self, parameter: Parameter) -> QCheckBox:
        field = QCheckBox(_(parameter.label))
        field.setToolTip(_(parameter.hint))
        field.setAccessibleDescription(_(parameter.hint))
        field.toggled.connect(self.changed)
        self.add(field)
        return field

    def _staff(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        field.addItem(_("Everyone"), ())
        for person in self._lists.staff:
            field.addItem(person.name, (self._logins[person.id],))
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _paper(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        for paper, name in _PAPERS:
            field.addItem(_(name), paper)
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _language(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        field.addItem(_("The reader's, or the company's"), "")
        for language in self._languages:
            field.addItem(QLocale(language).nativeLanguageName().capitalize(), language)
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _choice(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        for value, name in parameter.choices:
            field.addItem(_(name), value)
        field.setCurrentIndex(max(field.findData(parameter.default), 0))
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _line(self, parameter: Parameter) -> QLineEdit:
        """Drawn when it is finished: a number that is half typed is nobody's."""
        field = QLineEdit()
        field.editingFinished.connect(self._on_finished)
        self.add_row(_(parameter.label), field, _(parameter.hint))
        return field

    def _long_text(self, parameter: Parameter) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(_TEXT_HEIGHT)
        field.textChanged.connect(self.changed)
        self.add_row(_(parameter.label), field, _(parameter.hint))
        return field

    @Slot()
    def _on_finished(self) -> None:
        """Leaving a field that nobody changed draws nothing."""
        wanted = self.wanted()
        if wanted != self._drawn_with:
            self._drawn_with = wanted
            self.changed.emit()


def _value(field: QWidget, ask: Ask) -> Any:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QLineEdit):
        text = field.text().strip()
        return tuple(number.strip() for number in text.split(",") if number.strip()) if ask is Ask.NUMBERS else text
    assert isinstance(field, QComboBox)
    return field.currentData()


def _month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
