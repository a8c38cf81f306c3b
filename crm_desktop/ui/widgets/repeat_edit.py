"""How often something comes again, and until when."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.repeats import WORKDAYS, Repeat, repeat_of, repeat_words
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.widgets.basics import column
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.number_box import number_box

_OFTEN = (
    ("", N_("Does not repeat")),
    ("FREQ=DAILY", N_("Every day")),
    (WORKDAYS, N_("Every workday")),
    ("FREQ=WEEKLY", N_("Every week")),
    ("FREQ=WEEKLY;INTERVAL=2", N_("Every two weeks")),
    ("FREQ=MONTHLY", N_("Every month")),
    ("FREQ=MONTHLY;INTERVAL=3", N_("Every three months")),
    ("FREQ=YEARLY", N_("Every year")),
)
_EVER, _UNTIL, _COUNT = "ever", "until", "count"
_MOST = 999


class RepeatEdit(QWidget):
    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.often, self.ends = QComboBox(), QComboBox()
        for body, word in _OFTEN:
            self.often.addItem(_(word), body)
        for word, ends in ((_("For ever"), _EVER), (_("Until a day"), _UNTIL), (_("A number of times"), _COUNT)):
            self.ends.addItem(word, ends)
        later = formats.today() + timedelta(90)
        self.until = QDateEdit(QDate(later.year, later.month, later.day))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("ddd d MMM yyyy")
        self.count = number_box(1, _MOST, 5)
        self.ends.setAccessibleName(_("How long it repeats"))
        self.until.setAccessibleName(_("The last day it may come"))
        self.count.setAccessibleName(_("How many times it comes, the first included"))
        self.setLayout(column(flowing(self.often, self.ends, self.until, self.count)))
        self.setFocusProxy(self.often)
        self.often.currentIndexChanged.connect(self._on_change)
        self.ends.currentIndexChanged.connect(self._on_change)
        self.until.dateChanged.connect(self.changed)
        self.count.valueChanged.connect(self.changed)
        self._on_change()

    def rule(self) -> str:
        until, ends = self.until.date(), self.ends.currentData()
        last = date(until.year(), until.month(), until.day()) if ends == _UNTIL else None
        return Repeat(self.often.currentData(), last, self.count.value() if ends == _COUNT else None).rule()

    def show_rule(self, rule: str) -> None:
        """A rule that is none of those offered becomes one of them, in its own words."""
        repeat = repeat_of(rule)
        if self.often.findData(repeat.body) < 0:
            words = repeat_words(repeat.body, self._formats)
            self.often.addItem(words[:1].upper() + words[1:], repeat.body)
        self.often.setCurrentIndex(self.often.findData(repeat.body))
        if repeat.until is not None:
            self.until.setDate(QDate(repeat.until.year, repeat.until.month, repeat.until.day))
        if repeat.times is not None:
            self.count.setValue(repeat.times)
        ends = _UNTIL if repeat.until else _COUNT if repeat.times else _EVER
        self.ends.setCurrentIndex(self.ends.findData(ends))

    @Slot()
    def _on_change(self) -> None:
        repeats, ends = bool(self.often.currentData()), self.ends.currentData()
        self.ends.setVisible(repeats)
        self.until.setVisible(repeats and ends == _UNTIL)
        self.count.setVisible(repeats and ends == _COUNT)
        self.changed.emit()
