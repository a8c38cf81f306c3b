"""The follow-ups: what is overdue first, then today, the week, later, as a list or as cards on a board. One is done with Enter."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import FollowUpState
from crm_desktop.core.rights import Right
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.queries.follow_ups import (
    FollowUpFilter,
    FollowUpRow,
    Urgency,
    bounds,
    first_follow_ups,
    follow_up_ids,
    follow_up_rows,
    grouped_ids,
)
from crm_desktop.ui.desk import Chosen
from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog
from crm_desktop.ui.dialogs.follow_up import FollowUpDialog
from crm_desktop.ui.models.cells import Cell, Heading
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.models.timeline import due_chip
from crm_desktop.ui.pages.follow_up_board import FollowUpBoard
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import GAP, NARROW_PANEL_WIDTH
from crm_desktop.ui.widgets.basics import button, column, only_for, surface
from crm_desktop.ui.widgets.entry_line import EntryLine
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.view_switch import View, ViewSwitch
from crm_desktop.ui.words import URGENCIES, priority_chips

if TYPE_CHECKING:
    from crm_desktop.ui.pages.follow_up_panel import FollowUpPanel

_MINUTE = 60_000


class FollowUpsPage(ListPage):
    name: ClassVar[str] = Entity.FOLLOW_UP.value
    next_step: ClassVar[str] = N_("Plan a follow-up")
    entity: ClassVar[Entity] = Entity.FOLLOW_UP
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.FOLLOW_UP, Entity.CUSTOMER})
    panel_width: ClassVar[int] = NARROW_PANEL_WIDTH
    always_chooses: ClassVar[bool] = True
    first_order: ClassVar[tuple[str, bool]] = ("due", False)
    view = View.LIST
    """Or the board; the other views are another page's."""

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("What"), _what),
            Column(_("Who"), _who, 144),
            Column(_("About"), _about, 94),
            Column(_("Due"), lambda row: Cell(chips=(due_chip(row, formats),)), 138),
            Column(_("Owner"), _owner, 104),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        wanted = FollowUpFilter(self.which.currentData(), self._owner())
        if wanted.state != FollowUpState.OPEN:
            return Source(partial(first_follow_ups, wanted), partial(follow_up_ids, wanted), follow_up_rows)
        grouped = _Grouped(wanted, utc_now(), self.desk.formats.zone)
        return Source(grouped.first, grouped.ids, grouped.rows)

    def actions_above(self) -> list[QWidget]:
        self.sought.hide()
        self.whose, self.which = QComboBox(), QComboBox()
        for text, is_mine in ((_("Everybody’s"), False), (_("Mine"), True)):
            self.whose.addItem(text, is_mine)
        for text, state in ((_("Open"), FollowUpState.OPEN), (_("Done"), FollowUpState.DONE), (_("Cancelled"), FollowUpState.CANCELLED)):
            self.which.addItem(text, state)
        self.whose.setAccessibleName(_("Whose follow-ups"))
        self.which.setAccessibleName(_("Which follow-ups"))
        self.whose.currentIndexChanged.connect(self.reload)
        self.which.currentIndexChanged.connect(self.reload)
        self.views = ViewSwitch(only_icons=True)
        self.views.show_view(self.view)
        self.views.chosen.connect(self._on_view)
        self.paper = button("", "printer", tip=_("The list to work from, on paper"))
        self.paper.clicked.connect(self._on_paper)
        add = button(_("Follow-up"), "plus", "primary", tip=_("Plan a follow-up"))
        only_for(self.desk.by, Right.PLAN_FOLLOW_UPS, add)
        add.clicked.connect(self.add_new)
        # What was due later becomes overdue while nobody does anything.
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()
        return [self.views, add]

    @cached_property
    def reading(self) -> FollowUpPanel:
        from crm_desktop.ui.pages.follow_up_panel import FollowUpPanel  # after the rows

        reading = self.split.put(FollowUpPanel(self.desk))
        reading.done_wanted.connect(self.complete)
        return reading

    def why_empty(self) -> str:
        if self.which.currentData() != FollowUpState.OPEN or self.whose.currentData():
            return _("There is none of these.")
        return _("Nothing is waiting. What you promise a customer shows up here until it is done.")

    @Slot()
    def add_new(self) -> None:
        dialog = FollowUpDialog(self.desk, parent=self)
        dialog.saved.connect(self.selecting.choose_saved)
        dialog.open()

    def show_record(self, record_id: int) -> None:
        self.reading.show_follow_up(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """Whatever its state, its details are shown; in the list it is marked where it belongs to it."""
        self.whose.setCurrentIndex(0)
        super().open_record(record_id, about)
        self._show_view()

    def narrow(self, only: object, called: str) -> None:
        """A view is no filter: it is how all of them are shown."""
        if isinstance(only, View):
            self.show_as(only)
            self.start()
        else:
            if isinstance(only, Chosen):
                self.show_as(View.LIST)
            super().narrow(only, called)

    def show_as(self, view: View) -> None:
        self.view = view
        self.views.show_view(view)
        with suppress(UserError):  # the next start shows the list
            change_settings(follow_ups=view.value)
        self.reload()

    def start(self) -> None:
        if self.view == View.BOARD and self._stack.currentWidget() is self.board:
            self.board.start()
        else:
            super().start()

    def reload(self) -> None:
        super().reload()
        if self.view == View.BOARD:
            self.board.load(self._owner())

    def _read_again(self) -> None:
        """Without losing the place."""
        self.model.refresh(self._source())
        if self.view == View.BOARD:
            self.board.load(self._owner())

    def take(self, change: Change) -> None:
        """One that changed may belong to another group now."""
        if not change.of(Entity.FOLLOW_UP):
            super().take(change)
            return
        self._read_again()
        if self.table.chosen() in change.of(Entity.FOLLOW_UP):
            self.show_record(self.table.chosen())

    def records_shown(self) -> int:
        return sum(self.model.id_at(row) > 0 for row in range(self.model.rowCount()))

    @Slot(int)
    def complete(self, follow_up_id: int) -> None:
        CompleteDialog(self.desk, follow_up_id, self).open()

    def _build(self) -> None:
        settings = load_settings()
        self.view = View(settings.follow_ups) if settings.follow_ups in (View.LIST, View.BOARD) else View.LIST
        super()._build()
        self.board, self.entry = FollowUpBoard(self.desk), EntryLine(self.desk)
        self._stack.addWidget(self.board)
        # Which of them are shown is chosen below what is begun most often: one line would be too long for all of it.
        which = flowing(self.whose, self.which, self.menus.filter, self.menus.views, self.paper)
        line = surface("clear", column(self.entry, which, margins=(2 * GAP, 0, 2 * GAP, 6)))
        holder = self._stack.parentWidget()
        around = holder.layout() if holder is not None else None
        assert isinstance(around, QBoxLayout), "the list stands in a column"
        around.insertWidget(1, line)

    def _connect(self) -> None:
        super()._connect()
        self.table.opened.connect(self.complete)
        self.board.opened.connect(self.complete)
        self.board.current_changed.connect(self._on_card)
        self.entry.saved.connect(self.selecting.choose_saved)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+E"), self, context=here).activated.connect(partial(_edit, self))
        QShortcut(QKeySequence("Ctrl+L"), self, context=here).activated.connect(self.entry.line.setFocus)

    def _owner(self) -> int | None:
        return self.desk.by.id if self.whose.currentData() else None

    def _show_view(self) -> None:
        """The board shows what is open; what is done is a list."""
        if self.view == View.BOARD and self.which.currentData() == FollowUpState.OPEN and self.records_shown():
            self._stack.setCurrentWidget(self.board)

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        super()._on_loaded(count)
        self._show_view()

    @Slot(int)
    def _on_card(self, follow_up_id: int) -> None:
        self.table.choose(follow_up_id)
        self.show_record(follow_up_id)

    @Slot(object)
    def _on_view(self, view: View) -> None:
        if view in (View.LIST, View.BOARD):
            self.show_as(view)
            self.start()
        else:
            self.views.show_view(self.view)
            self.desk.narrow("appointment", view, "")

    @Slot()
    def _on_paper(self) -> None:
        self.desk.show_paper("follow-up-list", "")

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self._read_again()


class _Grouped:
    """Open ones below a heading for each urgency; all its reads go by the same clock."""

    def __init__(self, wanted: FollowUpFilter, now: datetime, zone: ZoneInfo) -> None:
        self._wanted, self._bounds = wanted, bounds(now, zone)
        self._headings: dict[int, Heading] = {}

    def first(self, _limit: int) -> Sequence[Any]:
        """All headings need all ids; these come from one index."""
        ids = self.ids()
        found = self.rows(ids[:256])
        return [found[row_id] for row_id in ids[:256] if row_id in found]

    def ids(self) -> array[int]:
        ids = array("q")
        for urgency, records in grouped_ids(self._wanted, self._bounds).items():
            heading = -1 - tuple(Urgency).index(urgency)
            self._headings[heading] = Heading(heading, _(URGENCIES[urgency]), str(len(records)))
            ids.append(heading)
            ids.extend(records)
        return ids

    def rows(self, ids: Sequence[int]) -> dict[int, Any]:
        return {**self._headings, **follow_up_rows([row_id for row_id in ids if row_id > 0])}


def _edit(page: FollowUpsPage) -> None:
    """Its panel is made after the rows."""
    page.reading.open_form()


def _what(row: FollowUpRow) -> Cell:
    return Cell(row.title, chips=priority_chips(row.priority))


def _who(row: FollowUpRow) -> Cell:
    return Cell(row.customer or "–", soft=True)


def _about(row: FollowUpRow) -> Cell:
    return Cell(row.order or row.interaction or "–", soft=True)


def _owner(row: FollowUpRow) -> Cell:
    return Cell(row.owner, soft=True)
