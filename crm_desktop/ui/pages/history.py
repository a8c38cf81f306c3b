"""What happened in this store: who did what, filtered by person, days and kind of record, each step with what it changed and its undo."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QSplitter, QStackedWidget, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.record_words import thing_word
from crm_desktop.queries.happened import Happened, first_steps, step_ids, who_did_something
from crm_desktop.queries.records import NAMED, TABLES
from crm_desktop.queries.trail import Step, steps_by_ids
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.history import step_column
from crm_desktop.ui.models.record_table import RecordTableModel, Source
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT
from crm_desktop.ui.widgets.basics import column, label, row, surface
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.step_view import StepView

_ANY, _ONE_DAY = -1, -2
"""Among the periods, beside so many days back from today."""


class HistoryPage(Page):
    name: ClassVar[str] = "history"
    watches: ClassVar[frozenset[Entity]] = frozenset(Entity)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = RecordTableModel((step_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, _("What happened"), TALL_ROW_HEIGHT)
        self.list.horizontalHeader().hide()
        self.count, self.step, self.empty = label("", "soft"), StepView(desk), EmptyState(self.card.icon)
        self.person, self.period, self.thing, self.day = QComboBox(), QComboBox(), QComboBox(), QDateEdit()
        self._fill_filters()
        self._build()
        for box in (self.person, self.period, self.thing):
            box.currentIndexChanged.connect(self._on_filter)
        self.day.dateChanged.connect(self._on_filter)
        self.list.current_changed.connect(self.step.show_step)
        self.model.loaded.connect(self._on_loaded)
        self.empty.wanted.connect(self.show_all)
        desk.jobs.read(self, who_did_something, self._show_people)
        self.reload()

    def start(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """A step, by its operation."""
        self.show_all()
        self.list.choose(record_id)
        self.step.show_step(record_id)

    def reload(self) -> None:
        wanted = self.wanted()
        self.model.show(Source(partial(_first, wanted), partial(step_ids, wanted), steps_by_ids))

    def take(self, change: Change) -> None:
        super().take(change)
        if self.list.chosen():
            self.step.show_step(self.list.chosen())

    def wanted(self) -> Happened:
        first, last = self._days()
        return Happened(self.person.currentData(), first, last, self.thing.currentData())

    @Slot()
    def show_all(self) -> None:
        for box in (self.person, self.period, self.thing):
            box.setCurrentIndex(0)

    def _fill_filters(self) -> None:
        today = self.desk.formats.today()
        for box, name in (
            (self.person, _("Whose steps")), (self.period, _("Of which days")), (self.thing, _("Of what kind")), (self.day, _("The day")),
        ):  # fmt: skip
            box.setAccessibleName(name)
            if isinstance(box, QComboBox):
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                box.setMinimumContentsLength(10)
        self.person.addItem(_("Everybody"), None)
        self.thing.addItem(_("Everything"), None)
        for entity in NAMED:
            self.thing.addItem(thing_word(TABLES[entity]), entity)
        for text, days in (
            (_("Any day"), _ANY), (_("Today"), 0), (_("Since yesterday"), 1), (_("Last 7 days"), 6), (_("Last 30 days"), 29),
            (_("One day"), _ONE_DAY),
        ):  # fmt: skip
            self.period.addItem(text, days)
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.hide()

    def _build(self) -> None:
        filters = flowing(self.person, self.period, self.day, self.thing)
        head = column(row(label(_(self.card.title), "title"), self.count, 1), filters, margins=(2 * GAP, 12, 2 * GAP, GAP))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        below = column(head, self._stack, gap=0)
        below.setStretch(1, 1)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.addWidget(surface("card", below))
        split.addWidget(self.step)
        for place in (0, 1):  # both grow with the window, each by its share
            split.setStretchFactor(place, 1)
        split.setSizes([580, 500])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _show_people(self, found: list[tuple[int, str]]) -> None:
        for row_id, name in found:
            self.person.addItem(name, row_id)

    def _days(self) -> tuple[date | None, date | None]:
        back, shown = int(self.period.currentData()), self.day.date()
        if back == _ONE_DAY:
            day = date(shown.year(), shown.month(), shown.day())
            return day, day
        return (None, None) if back == _ANY else (self.desk.formats.today() - timedelta(days=back), None)

    @Slot()
    def _on_filter(self) -> None:
        self.day.setVisible(self.period.currentData() == _ONE_DAY)
        self.reload()

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        self.count.setText(self.desk.formats.number(count))
        self._stack.setCurrentWidget(self.list if count else self.empty)
        if count:
            self.list.choose_first()
        else:
            self.empty.say(_("Nobody did anything of this kind then."), _("Show everything"))
            self.step.show_step(0)


def _first(wanted: Happened, limit: int) -> list[Step]:
    return first_steps(wanted, limit)
