"""What stands in the calendar on one day, as a list to phone from."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.queries.agenda import Block
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.jobs import Jobs
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.theme import TALL_ROW_HEIGHT
from crm_desktop.ui.widgets.agenda_blocks import days_of, tone_of
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.record_view import RecordView


class Line(NamedTuple):
    """A block in the list. Its id is its place."""

    id: int
    block: Block


class DayList(QStackedWidget):
    opened = Signal(object)
    current_changed = Signal(object)
    wanted = Signal()
    """Something new, where there is nothing."""

    def __init__(self, formats: Formats, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._day: date | None = formats.today()
        self._lines: dict[int, Line] = {}
        columns = (
            Column(_("When"), self._when_cell, 150),
            Column(_("What"), _what_cell),
            Column(_("Who"), _who_cell, 190),
            Column(_("Phone"), _phone_cell, 150),
        )
        self.model = RecordTableModel(columns, jobs, self)
        self.view = RecordView(self.model, _("The day"), TALL_ROW_HEIGHT)
        self.empty = EmptyState("calendar")
        self.addWidget(self.view)
        self.addWidget(self.empty)
        self.model.loaded.connect(self._on_loaded)
        self.view.opened.connect(self._on_opened)
        self.view.current_changed.connect(self._on_chosen)
        self.empty.wanted.connect(self.wanted)

    def show_day(self, day: date, blocks: Sequence[Block]) -> None:
        """What is overdue may stand on it too; what was met on other days does not."""
        self._day, zone = day, self._formats.zone
        here = [block for block in blocks if block.entity == Entity.FOLLOW_UP or days_of(block, zone)[1] >= day]
        self._lines = {place: Line(place, block) for place, block in enumerate(here, start=1)}
        self.model.show(source_of(list(self._lines.values())))

    def show_these(self, blocks: Sequence[Block]) -> None:
        """Of whatever days."""
        self._day = None
        self._lines = {place: Line(place, block) for place, block in enumerate(blocks, start=1)}
        self.model.show(source_of(list(self._lines.values())))

    def _when_cell(self, line: Line) -> Cell:
        formats, block = self._formats, line.block
        here = formats.time(block.begins) if block.time else _("any time")
        text = here if block.day == self._day else formats.due(block.day, block.time)
        return Cell(chips=(Chip(text, tone_of(block, utc_now())),))

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        had_focus = self.view.hasFocus() or self.empty.step.hasFocus() or self.hasFocus()
        self.empty.say(_("Nothing is planned for this day."), _("Plan an appointment"))
        self.setCurrentWidget(self.view if count else self.empty)
        self.setFocusProxy(self.view if count else self.empty.step)
        if had_focus:
            self.setFocus()
        if count:
            self.view.choose_first()
        else:
            self.current_changed.emit(None)

    @Slot(int)
    def _on_opened(self, place: int) -> None:
        self.opened.emit(self._lines[place].block)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        self.current_changed.emit(self._lines[place].block if place in self._lines else None)


def _what_cell(line: Line) -> Cell:
    block = line.block
    icon = "bell" if block.entity == Entity.FOLLOW_UP else "calendar"
    second = " · ".join(filter(None, (block.place, block.link, block.owner, _("over") if block.is_done else "")))
    return Cell(block.title, second, icon=icon)


def _who_cell(line: Line) -> Cell:
    return Cell(line.block.customer or "–", soft=not line.block.customer)


def _phone_cell(line: Line) -> Cell:
    return Cell(line.block.phone or "–", soft=not line.block.phone)
