"""A report's form, made from the fields of its parameter class: a new parameter needs no line here."""

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices
from crm_desktop.reports.parameters import Ask, Parameter, parameters_of
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.form import Form

_MONTHS_SHOWN = 36
_PAPERS = (("", "As the company"), ("a4", "A4"), ("letter", "Letter"))


class ParameterForm(Form):
    """Days that replace a month, and the language of the page, are left to the command line until the full window."""

    changed = Signal()

    def __init__(
        self, parameters: type[Any], formats: Formats, lists: Choices, logins: dict[int, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._class, self._formats = parameters, formats
        self._lists, self._logins = lists, logins
        self.fields: dict[str, QWidget] = {}
        makers = {Ask.MONTH: self._month, Ask.FLAG: self._flag, Ask.STAFF: self._staff, Ask.PAPER: self._paper}
        for parameter in parameters_of(parameters):
            if parameter.ask in makers:
                self.fields[parameter.name] = makers[parameter.ask](parameter)

    def wanted(self) -> Any:
        return self._class(**{name: _value(field) for name, field in self.fields.items()})

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


def _value(field: QWidget) -> Any:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    assert isinstance(field, QComboBox)
    return field.currentData()


def _month_before(first: date) -> date:
    return date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
