"""A birthday: day, month, and the year where it is known."""

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.birthdays import birthday_of
from crm_desktop.core.i18n import _
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import row


class BirthdayEdit(QWidget):
    edited = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.month, self.year = QLineEdit(), QComboBox(), QLineEdit()
        self.day.setPlaceholderText(_("day"))
        self.day.setAccessibleName(_("Day of the birthday"))
        self.day.setMaxLength(2)
        self.day.setFixedWidth(sized(56))
        self.month.addItem(_("month"), 0)
        names = QLocale(formats.languages[0])
        for number in range(1, 13):
            self.month.addItem(names.standaloneMonthName(number), number)
        self.month.setAccessibleName(_("Month of the birthday"))
        self.year.setPlaceholderText(_("year, if known"))
        self.year.setAccessibleName(_("Year of birth, if known"))
        self.year.setMaxLength(4)
        line = row(self.day, self.month, self.year, gap=GAP // 2)
        line.setStretch(2, 1)
        self.setLayout(line)
        self.setFocusProxy(self.day)
        self.month.setCurrentIndex(0)
        self.day.textChanged.connect(self._on_edited)
        self.year.textChanged.connect(self._on_edited)
        self.month.currentIndexChanged.connect(self._on_edited)

    def value(self) -> list[str]:
        """As typed: it outlives a crash also while it is no day yet."""
        return [self.day.text().strip(), str(self.month.currentData() or ""), self.year.text().strip()]

    def show_value(self, value: list[str]) -> None:
        day, month, year = value
        self.day.setText(day)
        self.month.setCurrentIndex(self.month.findData(int(month or 0)))
        self.year.setText(year)

    def shown(self, value: list[str]) -> str:
        day, month, year = value
        return " ".join(filter(None, (day, self.month.itemText(int(month)) if month else "", year)))

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


def parts_of(birthday: str) -> list[str]:
    """Of what is stored, day, month and year as they stand in the fields."""
    if not birthday:
        return ["", "", ""]
    year, month, day = birthday.rsplit("-", 2)
    return [str(int(day)), str(int(month)), year.strip("-")]


def birthday_in(parts: list[str]) -> str:
    """Of day, month and year as they were typed, as it is stored. Raises ValueError where they are no day."""
    day, month, year = parts
    return birthday_of(day, int(month or 0), year)


def is_birthday(parts: list[str]) -> bool:
    """Also where there is none."""
    try:
        birthday_in(parts)
    except ValueError:
        return False
    return True
