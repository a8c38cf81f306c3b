"""A report's form, made from the fields of its parameter class: a new parameter needs no line here."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.customers import FoundCustomer, find_customers
from crm_desktop.queries.desk import Choices
from crm_desktop.reports.parameters import Ask, Parameter, parameters_of
from crm_desktop.reports.periods import Period
from crm_desktop.ui.desk import Desk, Monthly
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import row
from crm_desktop.ui.widgets.finder import Finder
from crm_desktop.ui.widgets.form import Form, FormRow

_MONTHS_SHOWN = 36
_TEXT_HEIGHT = 160
PERIOD = "two days"
"""What the list of months holds where two days stand instead."""
_PAPERS = (("", "As the company"), ("a4", "A4"), ("letter", "Letter"))


class ParameterForm(Form):
    """Several numbers stand with commas. `languages` can be chosen from. Where a month is asked for and two days instead of it, the days
    are shown once the list of months says so."""

    changed = Signal()

    def __init__(
        self,
        parameters: type[Any],
        desk: Desk,
        lists: Choices,
        logins: dict[int, str],
        languages: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._class, self._formats, self._languages = parameters, desk.formats, languages
        self._jobs = desk.jobs
        self._days: list[FormRow] = []
        self._lists, self._logins = lists, logins
        self.fields: dict[str, QWidget] = {}
        self._asked = {parameter.name: parameter for parameter in parameters_of(parameters)}
        self._drawn_with: Any = None
        makers: dict[Ask, Callable[[Parameter], QWidget]] = {
            Ask.MONTH: self._month,
            Ask.DAY: self._day,
            Ask.FLAG: self._flag,
            Ask.STAFF: self._staff,
            Ask.PAPER: self._paper,
            Ask.CHOICE: self._choice,
            Ask.NUMBERS: self._line,
            Ask.CUSTOMER: self._customer,
            Ask.TEXT: self._line,
            Ask.LONG_TEXT: self._long_text,
        }
        if len(languages) > 1:
            makers[Ask.LANGUAGE] = self._language
        for parameter in self._asked.values():
            if parameter.ask in makers:
                is_customer = parameter.ask is Ask.NUMBERS and parameter.label == "Customer"
                self.fields[parameter.name] = (self._customer if is_customer else makers[parameter.ask])(parameter)
        for box in self.findChildren(QComboBox):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._show_days()

    def wanted(self) -> Any:
        return self._class(**{name: self._value_of(name, field) for name, field in self.fields.items()})

    def fill_number(self, number: str) -> None:
        """Of the record that the document is about."""
        field = next(self.fields[name] for name, asked in self._asked.items() if asked.ask in (Ask.NUMBERS, Ask.CUSTOMER))
        assert isinstance(field, QLineEdit)
        field.setText(number)

    def fill_monthly(self, asked: Monthly) -> None:
        """Its month, or its days where it is no single one."""
        is_month = Period(asked.first, asked.last).is_month
        _choose(self.fields["month"], asked.first if is_month else PERIOD, self._formats.month(asked.first))
        for name, day in (("since", asked.first), ("until", asked.last)):
            field = self.fields[name]
            assert isinstance(field, OptionalDay)
            if not is_month:
                field.show_day(day)
        _choose(self.fields["compare"], asked.compared, self._formats.month(asked.compared) if asked.compared else "")
        _choose(self.fields["staff"], asked.staff, ", ".join(asked.staff))

    def written(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed by hand, where some of it is prose; nothing in a form of mere choices and numbers."""
        typed = {name: field for name, field in self.fields.items() if isinstance(field, QLineEdit | QPlainTextEdit)}
        return typed if self.prose() else {}

    def prose(self) -> list[str]:
        """The fields for words of one's own, as in a letter."""
        return [name for name in self.fields if self._asked[name].ask in (Ask.TEXT, Ask.LONG_TEXT)]

    def missing(self) -> str:
        """What must be filled in first; empty when nothing is missing."""
        for name, field in self.fields.items():
            parameter = self._asked[name]
            is_spared = self._is_filled(parameter.unless) or (parameter.ask is Ask.NUMBERS and self._has_days())
            if parameter.needed and not is_spared and not _value(field, parameter.ask):
                return _("Fill in first: {field}, {hint}.").format(field=_(parameter.label), hint=_(parameter.hint))
        return ""

    def _is_filled(self, name: str) -> bool:
        return name in self.fields and bool(_value(self.fields[name], self._asked[name].ask))

    def _month(self, parameter: Parameter) -> QComboBox:
        field = QComboBox()
        field.setMaxVisibleItems(14)
        field.addItem(_("Latest with data") if parameter.name == "month" else _("The month before"), None)
        if parameter.name == "month" and self._period_days():
            field.insertItem(1, _("Between two days …"), PERIOD)
            field.currentIndexChanged.connect(self._show_days)
        month = self._formats.today().replace(day=1)
        for _step in range(_MONTHS_SHOWN):
            field.addItem(self._formats.month(month), month)
            month = _month_before(month)
        field.currentIndexChanged.connect(self.changed)
        self.add_row(_(parameter.label), field)
        return field

    def _day(self, parameter: Parameter) -> "OptionalDay":
        """One of two days instead of a month begins with this month's."""
        today, is_of_period = self._formats.today(), parameter.name in self._period_days()
        first = today.replace(day=1) if parameter.name == "since" else today
        field = OptionalDay(_(parameter.label), first if is_of_period else today, is_always=is_of_period)
        field.changed.connect(self.changed)
        made = self.add_row(_(parameter.label), field, "" if is_of_period else _(parameter.hint))
        if is_of_period:
            self._days.append(made)
        return field

    def _period_days(self) -> frozenset[str]:
        """The fields of days that stand for a month."""
        names = {parameter.name for parameter in self._asked.values() if parameter.ask is Ask.DAY}
        return frozenset(names) if {"month", "since", "until"} <= {*names, *self._asked} else frozenset()

    def _is_period(self) -> bool:
        month = self.fields.get("month")
        return isinstance(month, QComboBox) and month.currentData() == PERIOD

    def _has_days(self) -> bool:
        return any(isinstance(field, OptionalDay) and field.value() is not None for field in self.fields.values())

    @Slot()
    def _show_days(self) -> None:
        for each in self._days:
            each.setVisible(self._is_period())

    def _value_of(self, name: str, field: QWidget) -> Any:
        if name in self._period_days():
            return _value(field, Ask.DAY) if self._is_period() else None
        if name == "month" and self._is_period():
            return None
        return _value(field, self._asked[name].ask)

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

    def _customer(self, parameter: Parameter) -> "NumberFinder":
        """By any scrap of a name, or by the number itself."""
        field = NumberFinder(self._jobs, _(parameter.label), several=parameter.ask is Ask.NUMBERS)
        field.editingFinished.connect(self._on_finished)
        field.filled.connect(self._on_finished)
        self.add_row(_(parameter.label), field, _(parameter.hint))
        return field

    def _long_text(self, parameter: Parameter) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setFixedHeight(sized(_TEXT_HEIGHT))
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


def _choose(field: QWidget, wanted: object, called: str) -> None:
    """What is not among those offered is offered too."""
    assert isinstance(field, QComboBox)
    place = next((place for place in range(field.count()) if field.itemData(place) == wanted), -1)
    if place < 0:
        place = field.count()
        field.addItem(called, wanted)
    field.setCurrentIndex(place)


class OptionalDay(QWidget):
    """A day, or none where its box is not ticked. `is_always`: there is no box."""

    changed = Signal()

    def __init__(self, name: str, first: date, *, is_always: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box, self.day = QCheckBox(), QDateEdit(QDate(first.year, first.month, first.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.box.setAccessibleName(name)
        self.day.setAccessibleName(name)
        self.box.setChecked(is_always)
        self.box.setVisible(not is_always)
        self.day.setEnabled(is_always)
        layout = row(self.box, self.day, gap=GAP)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.day if is_always else self.box)
        self.box.toggled.connect(self.day.setEnabled)
        self.box.toggled.connect(self.changed)
        self.day.dateChanged.connect(self.changed)

    def value(self) -> date | None:
        shown = self.day.date()
        return date(shown.year(), shown.month(), shown.day()) if self.box.isChecked() else None

    def show_day(self, day: date) -> None:
        self.box.setChecked(True)
        self.day.setDate(QDate(day.year, day.month, day.day))


class NumberFinder(Finder):
    """Takes the number of the customer that was found; of `several` it is added behind a comma."""

    filled = Signal()

    def __init__(self, jobs: Jobs, name: str, *, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(jobs, _("Name, number, phone …"), find_customers, _found, _("Nobody was found."), parent)
        self.setAccessibleName(name)
        self._several = several
        self.picked.connect(self._on_picked)

    @Slot(int)
    def _on_picked(self, customer_id: int) -> None:
        cell = self.results().shown(self.results().row_of(customer_id), 0)
        assert isinstance(cell, Cell)
        number = cell.aside
        before = self.text().rpartition(",")[0] if self._several else ""
        self.setText(f"{before}, {number}" if before else number)
        self.filled.emit()


def _found(row: FoundCustomer) -> Cell:
    return Cell(row.name or _("(no name)"), ", ".join(filter(None, (row.person, row.place))), aside=row.number)


def _value(field: QWidget, ask: Ask) -> Any:
    if isinstance(field, OptionalDay):
        return field.value()
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
