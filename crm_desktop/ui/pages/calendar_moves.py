"""A block was dragged, or moved by keys: what is written, and what is asked first where it is one of a series."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import DAY_MINUTES, due_moment, zone_of
from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.services.appointment_steps import move_appointment, move_occurrence
from crm_desktop.services.follow_up_steps import Due, move_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.agenda_blocks import Slot as At
from crm_desktop.ui.widgets.basics import button, column, label
from crm_desktop.ui.widgets.flow import flowing

_USUAL = 60
"""Minutes of what had no time before."""


class SeriesDialog(QDialog):
    """Only this one, or all of them."""

    chosen = Signal(bool)
    """Whether only this one is meant."""

    def __init__(self, desk: Desk, block: Block, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("One of a series"))
        lead = label(_("“{title}” comes again and again. What is to be moved?").format(title=block.title), wrap=True)
        self.one = button(_("Only {day}").format(day=desk.formats.weekday(block.day)), "calendar", "primary")
        self.all = button(_("The whole series"), "calendar-days")
        self.none = button(_("Leave it"))
        self.one.setDefault(True)
        self.setLayout(column(lead, flowing(self.none, self.all, self.one, at_end=True), gap=2 * GAP, margins=(3 * GAP,) * 4))
        self.setMinimumWidth(sized(380))
        self.one.clicked.connect(partial(self._choose, True))
        self.all.clicked.connect(partial(self._choose, False))
        self.none.clicked.connect(self.reject)

    def _choose(self, only_one: bool, *_checked: bool) -> None:
        self.accept()
        self.chosen.emit(only_one)


def moved_block(desk: Desk, block: Block, to: At, parent: QWidget, again: Callable[[], None]) -> None:
    """`again` shows everything as it is, where nothing was moved."""
    if block.entity == Entity.APPOINTMENT:
        to = in_zone(to, desk.formats.zone, zone_of(block.zone))
    mover = _Mover(desk, block, to, parent, again)
    if block.entity == Entity.FOLLOW_UP:
        mover.write(partial(move_follow_up, block.record_id, block.version, Due(to.day, to.time), desk.by))
    elif block.repeats:
        dialog = SeriesDialog(desk, block, parent)
        dialog.chosen.connect(mover.move_series)
        dialog.rejected.connect(mover.leave)
        dialog.open()
    else:
        mover.write(partial(move_appointment, block.record_id, block.version, to.day, to.time, mover.minutes(), desk.by))


def in_zone(at: At, zone: ZoneInfo, other: ZoneInfo) -> At:
    """The same moment on the clocks of another zone; a day without a time is the same everywhere."""
    if not at.time or zone == other:
        return at
    there = due_moment(at.day, at.time, zone).astimezone(other)
    return at._replace(day=there.date(), time=f"{there:%H:%M}")


class _Mover(QWidget):
    """Lives as long as the page it is a part of needs it; never shown."""

    def __init__(self, desk: Desk, block: Block, to: At, parent: QWidget, again: Callable[[], None]) -> None:
        super().__init__(parent)
        self._desk, self._block, self._to, self._again = desk, block, to, again
        self.hide()

    def minutes(self) -> int:
        block, to = self._block, self._to
        if to.minutes is not None:
            return to.minutes
        length = int((block.ends - block.begins).total_seconds() // 60)
        if block.all_day == (not to.time):
            return length if not block.all_day else (length + 60) // DAY_MINUTES * DAY_MINUTES
        return _USUAL if to.time else 0

    @Slot(bool)
    def move_series(self, only_one: bool) -> None:
        block, to, by = self._block, self._to, self._desk.by
        if only_one:
            self.write(partial(move_occurrence, block.record_id, block.version, block.day, to.day, to.time, self.minutes(), by))
        else:
            self._desk.jobs.read(self, partial(_first_day, block.record_id), self._move_all)

    def _move_all(self, first: object) -> None:
        """As far as the one that was moved."""
        from crm_desktop.queries.appointment_sheets import AppointmentSheet

        block, to = self._block, self._to
        assert isinstance(first, AppointmentSheet), "a series that is shown is there"
        day = first.starts_on + (to.day - block.day)
        self.write(partial(move_appointment, block.record_id, block.version, day, to.time, self.minutes(), self._desk.by))

    def write(self, work: partial[Change]) -> None:
        self._desk.jobs.write(self, work, self._on_moved, self._on_refused)

    @Slot()
    def leave(self) -> None:
        self._again()
        self.deleteLater()

    def _on_moved(self, _change: Change) -> None:
        when = self._desk.formats.due(self._to.day, self._to.time)
        self._desk.say(_("{what}: {when}.").format(what=self._block.title, when=when))
        self.deleteLater()

    def _on_refused(self, error: Exception) -> None:
        self._desk.say_error(error)
        self.leave()


def _first_day(appointment_id: int) -> object:
    from crm_desktop.queries.appointment_sheets import appointment_sheet

    return appointment_sheet(appointment_id)
