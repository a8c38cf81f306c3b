"""The calendar: appointments and promises of a day, a week or a month, as blocks that can be moved; a day is a list to phone from."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import next_month, utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.recurrence import first_occurrence
from crm_desktop.core.rights import Right
from crm_desktop.core.settings import change_settings, load_settings
from crm_desktop.queries.agenda import Block, agenda, appointments_of
from crm_desktop.queries.appointment_sheets import AppointmentSheet, appointment_sheet
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.to_do import Whose
from crm_desktop.services.follow_up_steps import Due
from crm_desktop.ui.desk import Chosen, Desk
from crm_desktop.ui.pages.calendar_bar import CalendarBar
from crm_desktop.ui.pages.calendar_menu import CalendarMenu
from crm_desktop.ui.pages.calendar_moves import moved_block
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.agenda_blocks import Slot as At
from crm_desktop.ui.widgets.agenda_blocks import usual_slot
from crm_desktop.ui.widgets.basics import button, column, label, only_for, row, set_menu, surface
from crm_desktop.ui.widgets.day_list import DayList
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.month_layout import WEEKS
from crm_desktop.ui.widgets.month_view import MonthView, first_shown
from crm_desktop.ui.widgets.tool_line import ToolLine
from crm_desktop.ui.widgets.view_switch import View, ViewSwitch
from crm_desktop.ui.widgets.week_view import WeekView

_EVERYBODY = 0
_LATE = 60
"""Days back from which what is overdue is still on today's list."""


class CalendarPage(Page):
    name: ClassVar[str] = Entity.APPOINTMENT.value
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.APPOINTMENT, Entity.FOLLOW_UP, Entity.CUSTOMER})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.day = desk.formats.today()
        self._these: Chosen | None = None
        """Just these appointments, as another page asked, until another day or view is looked at."""
        kept = load_settings().calendar
        self.view = View(kept) if kept in (View.DAY, View.WEEK, View.MONTH) else View.WEEK
        formats = desk.formats
        self.week, self.month = WeekView(formats, _("Week")), MonthView(formats, _("Month"))
        self.list = DayList(formats, desk.jobs)
        self.bar = CalendarBar(desk)
        self._build()
        self._connect()
        self._show_view()
        desk.jobs.read(self, choices, self._show_choices)
        self.reload()

    def narrow(self, only: object, called: str) -> None:
        if isinstance(only, View):
            self.show_as(only)
        elif isinstance(only, date):
            self.go_to(only)
        elif isinstance(only, Chosen):
            self._these = only
            self.period.setText(called)
            self._stack.setCurrentWidget(self.list)
            self.reload()
        self.start()

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        """The form of an appointment; where it stands is shown behind it."""
        if about is None:
            self.desk.jobs.read(self, partial(appointment_sheet, record_id), self._open_sheet)
        self.start()

    def start(self) -> None:
        if (shown := self._stack.currentWidget()) is not None:
            shown.setFocus()

    def add_new(self) -> None:
        now = utc_now().astimezone(self.desk.formats.zone)
        self._plan(usual_slot(self.day, now) if self.view != View.WEEK else self.week.slot())

    def reload(self) -> None:
        if (these := self._these) is not None:
            self.desk.jobs.read(self, lambda: appointments_of(these.ids()), self.list.show_these, newest="agenda")
            return
        first, last = self._days()
        whose = Whose((self.whose.value(),) if self.whose.value() else ())
        since = first - timedelta(_LATE) if self.view == View.DAY and first == self.desk.formats.today() else first
        work = partial(agenda, whose, since, last, self.desk.formats.zone)
        self.desk.jobs.read(self, work, partial(self._show, first, last), newest="agenda")

    def show_as(self, view: View) -> None:
        self.view, self._these = view, None
        with suppress(UserError):  # the next start shows the week
            change_settings(calendar=view.value)
        self._show_view()
        self.reload()

    def go_to(self, day: date) -> None:
        self.day = day
        self._widen()
        self.week.go_to(day)
        self.month.go_to(day)
        self.reload()

    def _open_sheet(self, sheet: AppointmentSheet | None) -> None:
        """Of a series, the next time it comes."""
        from crm_desktop.ui.dialogs.appointment import AppointmentDialog

        if sheet is None:
            return
        today = self.desk.formats.today()
        following = first_occurrence(sheet.recurrence, sheet.starts_on, today, sheet.except_days) if sheet.recurrence else None
        self.go_to(following or sheet.starts_on)
        AppointmentDialog(self.desk, self, sheet=sheet, day=following).open()

    def _build(self) -> None:
        self.heading, self.period = label(_(self.card.title), "title"), label("", "soft")
        self.back, self.on = button("", "chevron-left", tip=_("Earlier (Page Up)")), button("", "chevron-right", tip=_("Later (Page Down)"))
        self.today = button(_("Today"), tip=_("Back to today"))
        self.whose, self.views = LateChoice(), ViewSwitch(only_icons=True)
        self.whose.setAccessibleName(_("Whose calendar"))
        self.whose.choose(self.desk.by.id)
        self.more = button("", "ellipsis", tip=_("Calendar files and paper"))
        set_menu(self.more, CalendarMenu(self.desk, self))
        self.add_promise = button(_("Follow-up"), "plus", tip=_("Plan a follow-up at the chosen time"))
        self.add = button(_("Appointment"), "plus", "primary", tip=_("Plan an appointment at the chosen time"))
        only_for(self.desk.by, Right.PLAN_FOLLOW_UPS, self.add_promise)
        only_for(self.desk.by, Right.PLAN_APPOINTMENTS, self.add)
        tools = self.back, self.today, self.on, self.whose, self.views, self.add_promise, self.add, self.more
        line = ToolLine(*tools, yielding=(self.add, self.add_promise))
        above = row(self.heading, self.period, line, margins=(2 * GAP, 12, 2 * GAP, 6))
        above.setStretch(2, 1)
        self._stack = QStackedWidget()
        for view in (self.week, self.month, self.list):
            self._stack.addWidget(view)
        whole = column(above, self._stack, self.bar, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(column(surface("card", whole)))

    def _connect(self) -> None:
        self.back.clicked.connect(partial(self._turn, -1))
        self.on.clicked.connect(partial(self._turn, 1))
        self.today.clicked.connect(self._on_today)
        self.whose.currentIndexChanged.connect(self._on_whose)
        self.views.chosen.connect(self._on_view)
        self.add.clicked.connect(self.add_new)
        self.add_promise.clicked.connect(self._on_promise)
        for view in (self.week, self.month):
            view.opened.connect(self.bar.open_block)
            view.new_wanted.connect(self._plan)
            view.moved.connect(self._on_moved)
            view.turned.connect(self._turn)
            view.current_changed.connect(self.bar.show_block)
        self.month.day_wanted.connect(self._on_day)
        self.list.opened.connect(self.bar.open_block)
        self.list.current_changed.connect(self.bar.show_block)
        self.list.wanted.connect(self.add_new)

    def _days(self) -> tuple[date, date]:
        if self.view == View.DAY:
            return self.day, self.day
        if self.view == View.WEEK:
            start = self.desk.formats.week_start(self.day)
            return start, start + timedelta(6)
        first = first_shown(self.day, self.desk.formats)
        return first, first + timedelta(7 * WEEKS - 1)

    def _show(self, first: date, last: date, blocks: list[Block]) -> None:
        if (first, last) != self._days():
            return
        self.period.setText(self._period(first, last))
        if self.view == View.WEEK:
            self.week.show_days([first + timedelta(ahead) for ahead in range(7)], blocks)
        elif self.view == View.MONTH:
            self.month.show_month(self.day, blocks)
        else:
            self.list.show_day(self.day, blocks)

    def _period(self, first: date, last: date) -> str:
        formats = self.desk.formats
        if self.view == View.DAY:
            return formats.weekday(first)
        return formats.month(self.day) if self.view == View.MONTH else f"{formats.day(first)} – {formats.day(last)}"

    def _show_view(self) -> None:
        self.views.show_view(self.view)
        self._stack.setCurrentWidget({View.WEEK: self.week, View.MONTH: self.month}.get(self.view, self.list))
        self.bar.show_block(None)

    def _show_choices(self, found: Choices) -> None:
        mine = [(person.name, person.id) for person in found.staff if person.id != self.desk.by.id]
        self.whose.offer([(_("Mine"), self.desk.by.id), (_("Everybody’s"), _EVERYBODY), *mine])

    def _widen(self) -> None:
        """All of the days that are looked at again."""
        if self._these is not None:
            self._these = None
            self._show_view()

    def _turn(self, step: int = 1) -> None:
        self._widen()
        if self.view == View.MONTH:
            first = self.day.replace(day=1)
            self.day = next_month(first) if step > 0 else (first - timedelta(1)).replace(day=1)
            self.month.go_to(self.day)
        else:
            self.day += timedelta(step * (7 if self.view == View.WEEK else 1))
        self.reload()

    @Slot()
    def _on_whose(self) -> None:
        self._widen()
        self.reload()

    @Slot()
    def _on_today(self) -> None:
        self.go_to(self.desk.formats.today())

    @Slot(object)
    def _on_day(self, day: date) -> None:
        self.day = day
        self.show_as(View.DAY)

    @Slot(object)
    def _on_view(self, view: View) -> None:
        if view in (View.LIST, View.BOARD):
            self.views.show_view(self.view)
            self.desk.narrow(Entity.FOLLOW_UP.value, view, "")
        else:
            self.show_as(view)
            self.start()

    @Slot(object)
    def _plan(self, at: At) -> None:
        from crm_desktop.ui.dialogs.appointment import AppointmentDialog

        AppointmentDialog(self.desk, self, at=at).open()

    @Slot()
    def _on_promise(self) -> None:
        from crm_desktop.ui.dialogs.follow_up import FollowUpDialog

        at = self.week.slot() if self.view == View.WEEK else self.month.slot() if self.view == View.MONTH else At(self.day)
        FollowUpDialog(self.desk, parent=self, due=Due(at.day, at.time)).open()

    @Slot(object, object)
    def _on_moved(self, block: Block, to: At) -> None:
        moved_block(self.desk, block, to, self, self.reload)
