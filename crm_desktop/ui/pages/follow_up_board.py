"""The board of open follow-ups: reads its columns, and writes what is moved between them."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.dates import NEVER, due_moment, utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import FollowUpState
from crm_desktop.queries.follow_ups import FollowUpFilter, FollowUpRow, Urgency, bounds, follow_up_rows, grouped_ids
from crm_desktop.queries.lists import in_order
from crm_desktop.services.follow_up_steps import Due, move_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.board import Board, Lane, due_day

_MOST_CARDS = 100
"""In a column; the list has all of them."""


class FollowUpBoard(Board):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.formats, parent)
        self._desk = desk
        self._rows: dict[int, FollowUpRow] = {}
        self.moved.connect(self._on_moved)

    def load(self, owner_id: int | None) -> None:
        """None: everybody's."""
        wanted = FollowUpFilter(FollowUpState.OPEN, owner_id)
        self._desk.jobs.read(self, partial(_lanes, wanted, self._desk.formats.zone), self._show, newest="board")

    def _show(self, lanes: list[Lane]) -> None:
        self._rows = {row.id: row for lane in lanes for row in lane.rows}
        self.show_lanes(lanes)

    @Slot(int, object)
    def _on_moved(self, follow_up_id: int, urgency: Urgency) -> None:
        formats = self._desk.formats
        row, day = self._rows.get(follow_up_id), due_day(urgency, formats.today())
        if row is None or day is None:
            return
        due = Due(day, "" if urgency == Urgency.NO_DAY else row.due_time)
        if urgency == Urgency.TODAY and due_moment(day, row.due_time, formats.zone) < utc_now():
            due = Due(day)
        said = _("{what}: due {when}.").format(what=row.title, when=formats.due(None if day == NEVER else day, due.time))
        work = partial(move_follow_up, row.id, row.version, due, self._desk.by)
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._desk.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)


def _lanes(wanted: FollowUpFilter, zone: ZoneInfo) -> list[Lane]:
    """The first cards of each column, and how many there are."""
    groups = grouped_ids(wanted, bounds(utc_now(), zone))
    rows = follow_up_rows([row_id for ids in groups.values() for row_id in ids[:_MOST_CARDS]])
    return [Lane(urgency, in_order(ids[:_MOST_CARDS], rows), len(ids)) for urgency, ids in groups.items()]
