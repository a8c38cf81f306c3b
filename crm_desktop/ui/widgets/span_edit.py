"""From when to when: days and times, or whole days. Moving the beginning takes the end along."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDateEdit, QLineEdit, QWidget

from crm_desktop.core.dates import DAY_MINUTES
from crm_desktop.core.i18n import _
from crm_desktop.core.wall_times import read_wall_time
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import column, label
from crm_desktop.ui.widgets.flow import flowing


class Span(NamedTuple):
    """`time` (`HH:MM`) empty: whole days, as many as `minutes` make."""

    day: date
    time: str
    minutes: int


class SpanEdit(QWidget):
    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        today = formats.today()
        self.first, self.last = (self._day_edit(today) for _each in range(2))
        self.begins, self.ends = QLineEdit(placeholderText="9:00"), QLineEdit(placeholderText="10:00")
        self.all_day = QCheckBox(_("&All day"))
        self._length = timedelta(minutes=60)
        names = (
            (self.first, _("First day")),
            (self.begins, _("Begins at, such as 9:30")),
            (self.last, _("Last day")),
            (self.ends, _("Ends at")),
        )
        for field, name in names:
            field.setAccessibleName(name)
        for field in (self.begins, self.ends):
            field.setMaximumWidth(sized(84))
        self.until = label("–", "soft")
        self.setLayout(column(flowing(self.first, self.begins, self.until, self.last, self.ends, self.all_day)))
        self.setFocusProxy(self.first)
        self.first.dateChanged.connect(self._on_begin)
        self.begins.editingFinished.connect(self._on_begin)
        self.begins.textEdited.connect(self.changed)
        self.last.dateChanged.connect(self._on_end)
        self.ends.editingFinished.connect(self._on_end)
        self.ends.textEdited.connect(self.changed)
        self.all_day.toggled.connect(self._on_all_day)

    def show_span(self, span: Span) -> None:
        whole = not span.time
        days = max(span.minutes // DAY_MINUTES, 1) - 1 if whole else 0
        begins = datetime.combine(span.day, time.fromisoformat(span.time) if span.time else time(9))
        ends = begins + (timedelta(days) if whole else timedelta(minutes=span.minutes))
        self._length = ends - begins if not whole else timedelta(minutes=60)
        for each in (self.first, self.last, self.all_day):
            each.blockSignals(True)
        self.all_day.setChecked(whole)
        _show(self.first, begins.date())
        _show(self.last, ends.date())
        for each in (self.first, self.last, self.all_day):
            each.blockSignals(False)
        self.begins.setText(f"{begins:%H:%M}")
        self.ends.setText(f"{(begins + self._length):%H:%M}")
        self._show_times()
        self.changed.emit()

    def span(self) -> Span | None:
        """None where a time is none, or the end is not after the beginning."""
        if self.all_day.isChecked():
            days = (_day(self.last) - _day(self.first)).days + 1
            return Span(_day(self.first), "", days * DAY_MINUTES if days > 1 else 0) if days > 0 else None
        moments = self._moments()
        if moments is None or moments[1] <= moments[0]:
            return None
        return Span(moments[0].date(), f"{moments[0]:%H:%M}", int((moments[1] - moments[0]).total_seconds() // 60))

    def _moments(self) -> tuple[datetime, datetime] | None:
        """Wall time; no zone."""
        begins, ends = read_wall_time(self.begins.text()), read_wall_time(self.ends.text())
        if begins is None or ends is None:
            return None
        return datetime.combine(_day(self.first), time.fromisoformat(begins)), datetime.combine(_day(self.last), time.fromisoformat(ends))

    def _day_edit(self, day: date) -> QDateEdit:
        made = QDateEdit(QDate(day.year, day.month, day.day))
        made.setCalendarPopup(True)
        made.setDisplayFormat("ddd d MMM yyyy")
        made.setMinimumWidth(sized(146))
        return made

    def _show_times(self) -> None:
        for field in (self.begins, self.ends):
            field.setVisible(not self.all_day.isChecked())

    @Slot()
    def _on_begin(self) -> None:
        """It lasts as long as before."""
        begins = read_wall_time(self.begins.text())
        if begins is not None:
            self.begins.setText(begins)
            start = datetime.combine(_day(self.first), time.fromisoformat(begins))
            if self.all_day.isChecked():
                _show(self.last, max(_day(self.last), start.date()))
            else:
                _show(self.last, (start + self._length).date())
                self.ends.setText(f"{(start + self._length):%H:%M}")
        self.changed.emit()

    @Slot()
    def _on_end(self) -> None:
        ends = read_wall_time(self.ends.text())
        if ends is not None:
            self.ends.setText(ends)
        moments = self._moments()
        if moments is not None and moments[1] > moments[0]:
            self._length = moments[1] - moments[0]
        self.changed.emit()

    @Slot()
    def _on_all_day(self) -> None:
        self._show_times()
        self.changed.emit()


def _day(field: QDateEdit) -> date:
    shown = field.date()
    return date(shown.year(), shown.month(), shown.day())


def _show(field: QDateEdit, day: date) -> None:
    field.setDate(QDate(day.year, day.month, day.day))
