"""Fields for one condition, of the kind its column has: some of several words, from … to, a time, a text, yes or no."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Shelf
from crm_desktop.core.relative_days import RELATIVE
from crm_desktop.queries.columns import Column, Kind
from crm_desktop.queries.conditions import ONE_OF, RANGE, Asked, several
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.filters import EMPTY, FILLED, has_choices, one_of
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import label, row
from crm_desktop.ui.words_of_lists import WORDS

_TEXT_WAYS = (("~", N_("contains")), ("=", N_("is exactly")), ("!=", N_("is not")))
_FROM_TO = "from to"
_LIST_HEIGHT = 220


class ConditionEdit(QWidget):
    """`operator_and_value` is None while nothing sensible was chosen; then `problem` says what is missing."""

    entered = Signal()
    """Enter in a field: it is to be done."""

    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column, self.formats = column, formats
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(GAP)

    def operator_and_value(self) -> tuple[str, str] | None:
        raise NotImplementedError

    def problem(self) -> str:
        raise NotImplementedError

    def show_condition(self, asked: Asked) -> None:
        raise NotImplementedError


class ChoiceEdit(ConditionEdit):
    """Ticks beside the words there are."""

    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(column, formats, parent)
        self.list = QListWidget()
        self.list.setAccessibleName(_("One of these"))
        self.list.setMinimumHeight(sized(_LIST_HEIGHT))
        self.none = None if column.words is not None else QListWidgetItem(_("(empty)"))
        self._wanted: frozenset[str] = frozenset()
        self.lines.addWidget(self.list)
        self.setFocusProxy(self.list)
        if column.words is not None:
            words = WORDS[column.words]
            self.offer([(word, _(words[word])) for word in column.words if word or column.words is not Shelf])

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Values and what people call them."""
        for value, text in choices:
            self._add(value, text)
        if self.none is not None:
            self._add("", _("(empty)"))
        self.list.setCurrentRow(0)

    def show_condition(self, asked: Asked) -> None:
        _name, operator, value = asked
        self._wanted = frozenset(several(value) if operator == ONE_OF else [value])
        for place in range(self.list.count()):
            self._tick(self.list.item(place))

    def operator_and_value(self) -> tuple[str, str] | None:
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in self._ticked()]
        if not chosen:
            return None
        if "" in chosen:
            return EMPTY if len(chosen) == 1 else None
        return ("=", chosen[0]) if len(chosen) == 1 else (ONE_OF, one_of(chosen))

    def problem(self) -> str:
        return _("Tick “(empty)” alone.") if self._ticked() else _("Tick at least one.")

    def _ticked(self) -> list[QListWidgetItem]:
        items = (self.list.item(place) for place in range(self.list.count()))
        return [item for item in items if item.checkState() == Qt.CheckState.Checked]

    def _add(self, value: str, text: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self._tick(item)

    def _tick(self, item: QListWidgetItem) -> None:
        is_wanted = item.data(Qt.ItemDataRole.UserRole) in self._wanted
        item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)


class TextEdit(ConditionEdit):
    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(column, formats, parent)
        self.way, self.text = _ways(_TEXT_WAYS), QLineEdit()
        self.text.setAccessibleName(_("Text"))
        self.lines.addLayout(row(self.way, self.text))
        self.way.currentIndexChanged.connect(self._on_way)
        self.text.returnPressed.connect(self.entered)
        self.setFocusProxy(self.text)

    def operator_and_value(self) -> tuple[str, str] | None:
        way = self.way.currentData()
        if isinstance(way, tuple):
            return way
        text = self.text.text().strip()
        return (way, text) if text else None

    def problem(self) -> str:
        return _("Type what to look for.")

    def show_condition(self, asked: Asked) -> None:
        _name, operator, value = asked
        self.way.setCurrentIndex(_place_of(self.way, operator, value))
        self.text.setText(value)

    @Slot()
    def _on_way(self) -> None:
        self.text.setVisible(not isinstance(self.way.currentData(), tuple))


class NumberEdit(ConditionEdit):
    """From … to; either may be left out."""

    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(column, formats, parent)
        self.way = _ways(((_FROM_TO, N_("from … to")),))
        self.least, self.most = QLineEdit(), QLineEdit()
        self.least.setAccessibleName(_("At least"))
        self.most.setAccessibleName(_("At most"))
        self.least.setPlaceholderText(_("At least"))
        self.most.setPlaceholderText(_("At most"))
        self.lines.addWidget(self.way)
        self.lines.addLayout(row(self.least, label("–", "soft"), self.most))
        self.way.currentIndexChanged.connect(self._on_way)
        for field in (self.least, self.most):
            field.returnPressed.connect(self.entered)
        self.setFocusProxy(self.least)

    def operator_and_value(self) -> tuple[str, str] | None:
        way = self.way.currentData()
        if isinstance(way, tuple):
            return way
        texts = [field.text().strip() for field in (self.least, self.most)]
        numbers = [self.formats.read_number(text) if text else None for text in texts]
        if not any(texts) or any(text and number is None for text, number in zip(texts, numbers, strict=True)):
            return None
        least, most = ("" if number is None else format(number, "f") for number in numbers)
        return ("=", least) if least == most else ("=", f"{least}{RANGE}{most}")

    def problem(self) -> str:
        return _("Type a number in at least one of the two fields, as in {example}.").format(example=self.formats.number(12))

    def show_condition(self, asked: Asked) -> None:
        _name, operator, value = asked
        self.way.setCurrentIndex(_place_of(self.way, _FROM_TO, value, operator))
        if operator in (">", ">=", "<", "<="):
            value = f"{value}{RANGE}" if ">" in operator else f"{RANGE}{value}"
        least, dots, most = value.partition(RANGE)
        for field, text in ((self.least, least), (self.most, most if dots else least)):
            field.setText(self.formats.plain(Decimal(text)) if text else "")

    @Slot()
    def _on_way(self) -> None:
        for field in (self.least, self.most):
            field.setVisible(not isinstance(self.way.currentData(), tuple))


class TimeEdit(ConditionEdit):
    """A time told from today, or from one day to another."""

    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(column, formats, parent)
        self.way = QComboBox()
        self.way.setAccessibleName(_("When"))
        for word, text in RELATIVE.items():
            self.way.addItem(_(text), word)
        self.way.addItem(_("From one day to another …"), _FROM_TO)
        self.way.addItem(_("From a day on …"), ">=")
        self.way.addItem(_("Up to a day …"), "<=")
        self.way.addItem(_("Empty"), EMPTY)
        self.way.addItem(_("Filled in"), FILLED)
        today = formats.today()
        self.first, self.last = QDateEdit(), QDateEdit()
        for field in (self.first, self.last):
            field.setCalendarPopup(True)
        self.first.setAccessibleName(_("First day"))
        self.last.setAccessibleName(_("Last day"))
        self.first.setDate(QDate(today.year, today.month, 1))
        self.last.setDate(QDate(today.year, today.month, today.day))
        self.lines.addWidget(self.way)
        self.lines.addLayout(row(self.first, self.last))
        self.way.currentIndexChanged.connect(self._on_way)
        self.way.setCurrentIndex(self.way.findData("this month"))
        self._on_way()
        self.setFocusProxy(self.way)

    def operator_and_value(self) -> tuple[str, str] | None:
        way = self.way.currentData()
        if isinstance(way, tuple):
            return way
        first, last = (_iso(field.date()) for field in (self.first, self.last))
        if way == _FROM_TO:
            return ("=", f"{first}{RANGE}{last}") if first <= last else None
        return (way, first if way == ">=" else last) if way in (">=", "<=") else ("=", way)

    def problem(self) -> str:
        return _("The first day comes after the last.")

    def show_condition(self, asked: Asked) -> None:
        _name, operator, value = asked
        first, dots, last = value.partition(RANGE)
        if not value or (operator == "=" and not dots):
            self.way.setCurrentIndex(max(_place_of(self.way, value or operator, value, operator), 0))
            return
        self.way.setCurrentIndex(self.way.findData(_FROM_TO if dots else operator))
        for field, day in ((self.first, first), (self.last, last or first)):
            field.setDate(QDate.fromString(day, Qt.DateFormat.ISODate))

    @Slot()
    def _on_way(self) -> None:
        way = self.way.currentData()
        self.first.setVisible(way in (_FROM_TO, ">="))
        self.last.setVisible(way in (_FROM_TO, "<="))


class FlagEdit(ConditionEdit):
    def __init__(self, column: Column, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(column, formats, parent)
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Yes or no"))
        self.choice.addItem(_("Yes"), "yes")
        self.choice.addItem(_("No"), "no")
        self.lines.addWidget(self.choice)
        self.setFocusProxy(self.choice)

    def operator_and_value(self) -> tuple[str, str] | None:
        return "=", self.choice.currentData()

    def problem(self) -> str:
        return ""

    def show_condition(self, asked: Asked) -> None:
        _name, _operator, value = asked
        self.choice.setCurrentIndex(self.choice.findData(value))


def editor_for(column: Column, formats: Formats) -> ConditionEdit:
    if has_choices(column):
        return ChoiceEdit(column, formats)
    kinds: dict[Kind, type[ConditionEdit]] = {Kind.TEXT: TextEdit, Kind.FLAG: FlagEdit, Kind.MOMENT: TimeEdit, Kind.DAY: TimeEdit}
    return kinds.get(column.kind, NumberEdit)(column, formats)


def _ways(ways: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(_("How to compare"))
    for operator, text in ways:
        box.addItem(_(text), operator)
    box.addItem(_("is empty"), EMPTY)
    box.addItem(_("is filled in"), FILLED)
    return box


def _place_of(box: QComboBox, way: str, value: str, operator: str = "") -> int:
    """Of an empty value the two last ones tell."""
    wanted = way if value else (EMPTY if (operator or way) == "=" else FILLED)
    return next((place for place in range(box.count()) if box.itemData(place) == wanted), 0)


def _iso(day: QDate) -> str:
    return date(day.year(), day.month(), day.day()).isoformat()
