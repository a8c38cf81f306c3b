"""A day, perhaps with a time: typed as one thinks of it, or taken from a button."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QLineEdit, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, row
from crm_desktop.ui.widgets.flow import flowing


def next_workday(day: date, days: int) -> date:
    """So many days on; a weekend becomes the Monday after it."""
    found = day + timedelta(days)
    return found + timedelta((7 - found.weekday()) % 7) if found.weekday() > 4 else found


_AHEAD = ((N_("Today"), 0), (N_("Tomorrow"), 1), (N_("In 3 days"), 3), (N_("Next week"), 7))


def _ahead(formats: Formats, days: int) -> date:
    return formats.today() if days == 0 else next_workday(formats.today(), days)


def days_ahead(formats: Formats) -> list[tuple[str, date]]:
    """The days that are chosen most often, in words."""
    return [(_(text), _ahead(formats, days)) for text, days in _AHEAD]


class WhenEdit(QWidget):
    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        today = formats.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setMinimumWidth(sized(150))
        self.time = QLineEdit(placeholderText=_("any time"))
        self.time.setMaximumWidth(sized(96 if len(self.time.placeholderText()) < 10 else 170))
        self.time.setAccessibleName(_("Time, such as 14:30; empty for any time of the day"))
        self._group = QButtonGroup(self, exclusive=False)
        shortcuts = flowing(*(self._choice(_(text), days) for text, days in _AHEAD), gap=6)
        self.setLayout(column(row(self.day, self.time, 1), shortcuts, gap=GAP - 2))
        self.setFocusProxy(self.day)
        self._group.idClicked.connect(self._on_choice)
        self.day.dateChanged.connect(self.changed)
        self.time.textEdited.connect(self.changed)

    def value(self) -> tuple[date, str]:
        """The day, and the time as it was typed."""
        shown = self.day.date()
        return date(shown.year(), shown.month(), shown.day()), self.time.text().strip().replace(".", ":")

    def show_value(self, day: date, wall_time: str) -> None:
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.time.setText(wall_time)

    def _choice(self, text: str, days: int) -> QWidget:
        made = button(text)
        self._group.addButton(made, days)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    @Slot(int)
    def _on_choice(self, days: int) -> None:
        found = _ahead(self._formats, days)
        self.day.setDate(QDate(found.year, found.month, found.day))
