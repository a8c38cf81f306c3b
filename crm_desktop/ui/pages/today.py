"""Where staff start: what is due, who waits, six figures, and how the last days went. Every number opens its rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.core.actors import Role
from crm_desktop.core.changes import Entity
from crm_desktop.core.charts import Chart, ChartKind, Series
from crm_desktop.core.dates import day_bounds, utc_now
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.cases import Lateness
from crm_desktop.queries.desk import staff_name
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow, approvals_to_decide, open_escalations
from crm_desktop.queries.follow_ups import FollowUpRow
from crm_desktop.queries.interactions import InteractionFilter, InteractionRow
from crm_desktop.queries.mentions import MentionRow
from crm_desktop.queries.orders import OrderFilter
from crm_desktop.queries.return_sheets import OPEN, ReturnFilter
from crm_desktop.queries.returns import StuckReturn
from crm_desktop.queries.today import WEEK, Counted, Day, Met, Today, today_of
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import give_keyboard, keyboard_kept
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.asked_lines import AskedLine, asked_lines, case_lines
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.models.timeline import due_chip
from crm_desktop.ui.pages.first_steps import FirstSteps
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, only_for, row, scroll_page, surface
from crm_desktop.ui.widgets.beside import Beside
from crm_desktop.ui.widgets.chart_view import ChartView
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.list_card import ListCard
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.tile import Tile
from crm_desktop.ui.words import RETURN_STATES

_MINUTE = 60_000
_CHART = 380
"""Pixels: taller bars tell nothing more."""
_ASKED = 20
_LEADERS = frozenset({Role.OWNER, Role.SUPERVISOR})
"""Who looks after the promises of others too."""


class Line(NamedTuple):
    """A line of one of the lists: what it shows, and what Enter opens. Its id is only its place."""

    id: int
    cell: Cell
    page: str
    record_id: int
    follow_up_id: int = 0


class Shown(NamedTuple):
    """`escalations` and `approvals` are what colleagues ask of this person."""

    today: Today
    name: str
    escalations: list[EscalationRow]
    approvals: list[ApprovalRow]


class TodayPage(Page):
    name: ClassVar[str] = "today"
    watches: ClassVar[frozenset[Entity]] = frozenset(
        {
            *(Entity.FOLLOW_UP, Entity.INTERACTION, Entity.ORDER, Entity.RETURN, Entity.APPOINTMENT, Entity.CUSTOMER),
            *(Entity.CASE, Entity.ESCALATION, Entity.APPROVAL),
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self._lines: dict[int, Line] = {}
        self._late = 0
        self.hello, self.day = label("", "title"), label("", "soft")
        self.contacts = Tile(_("Contacts, 7 days"), _("Every contact that began in the last seven days, today included."))
        self.missed = Tile(
            _("Calls to return"), _("Missed in the last seven days, and nobody of the same customer or number was reached since.")
        )
        self.orders = Tile(_("Orders, 7 days"), _("Orders placed in the last seven days that are not cancelled."))
        self.returns = Tile(_("Open returns"), _("Returns that wait for a next step."))
        self.late_cases = Tile(
            _("Cases late"), _("Open cases whose promised time is over; nearly late are those with a fifth of it left, or less.")
        )
        self.overdue = Tile(_("Promises overdue"), _("Open follow-ups of everybody that should have been done by now."))
        self.due_model = RecordTableModel((Column(_("What"), _cell), Column(_("When"), _chip_cell, 146)), desk.jobs, self)
        self.waiting_model = RecordTableModel((Column(_("Who"), _cell), Column(_("Since"), _chip_cell, 146)), desk.jobs, self)
        self.soon_model = RecordTableModel((Column(_("What"), _cell), Column(_("When"), _chip_cell, 146)), desk.jobs, self)
        self.due = RecordView(self.due_model, _("Due today"), TALL_ROW_HEIGHT)
        self.soon = RecordView(self.soon_model, _("The next 7 days"), TALL_ROW_HEIGHT)
        self.waiting = RecordView(self.waiting_model, _("Waiting for someone"), TALL_ROW_HEIGHT)
        self.late, self.whose = ChipRow(), QComboBox()
        for text, is_mine in ((_("Mine"), True), (_("The whole team’s"), False)):
            self.whose.addItem(text, is_mine)
        self.whose.setAccessibleName(_("Whose promises and appointments"))
        self.whose.setVisible(desk.by.role in _LEADERS)
        self.add = button(_("Follow-up"), "plus", tip=_("Promise something to somebody"))
        only_for(desk.by, Right.PLAN_FOLLOW_UPS, self.add)
        self.chart = ChartView(_("Contacts of the last 21 days"))
        self.no_contacts = label(_("Nobody was in touch in these days."), "soft", wrap=True)
        self.no_contacts.hide()
        self.nothing_due = label(_("Nothing is due today."), "soft", wrap=True)
        self.nothing_soon = label(_("Nothing is planned for the next days."), "soft", wrap=True)
        self.nobody_waits = label(_("Nobody waits."), "soft", wrap=True)
        self._clock = QTimer(self, interval=_MINUTE)
        self._build()
        self._connect()
        self.reload()

    def reload(self) -> None:
        self.desk.jobs.read(self, partial(_read, self.desk, self.whose.currentData()), self._show, newest="today")

    def start(self) -> None:
        give_keyboard(self.due, self.first_steps.add, self.first_steps.log, self.late_cases)

    def _build(self) -> None:
        tiles = Beside(self.late_cases, self.contacts, self.missed, self.orders, self.returns, self.overdue)
        self._due_card = ListCard(_heading(label(_("Due today"), "heading"), self.late, self.whose, self.add), self.due, self.nothing_due)
        self._soon_card = ListCard(row(label(_("The next 7 days"), "heading"), 1), self.soon, self.nothing_soon)
        self._chart_card = _card(row(label(_("Contacts of the last 21 days"), "heading"), 1), self.chart, self.no_contacts)
        self._chart_card.setMaximumHeight(_CHART)
        self._waiting_card = ListCard(row(label(_("Waiting for someone"), "heading"), 1), self.waiting, self.nobody_waits)
        left = column(self._due_card, self._soon_card, 0, gap=14)
        left.setStretch(0, 3)
        left.setStretch(1, 2)
        right = column(self._chart_card, self._waiting_card, 0, gap=14)
        right.setStretch(0, 2)
        right.setStretch(1, 3)
        below = row(left, right, gap=14)
        below.setStretch(0, 6)
        below.setStretch(1, 5)
        whole = QVBoxLayout()
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(14)
        whole.addLayout(row(self.hello, self.day, 1, gap=12))
        self.first_steps = FirstSteps(self.desk)
        self.first_steps.hide()
        whole.addWidget(self.first_steps)
        whole.addLayout(tiles)
        whole.addLayout(below, 1)
        scroll_page(self, whole)

    def _connect(self) -> None:
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()
        self.due_model.loaded.connect(self._on_loaded)
        self.whose.currentIndexChanged.connect(self.reload)
        self.due.opened.connect(self._on_due)
        self.soon.opened.connect(self._on_due)
        self.waiting.opened.connect(self._on_waiting)
        self.add.clicked.connect(self._on_add)
        self.chart.opened.connect(self._on_day)
        self.contacts.clicked.connect(self._on_contacts)
        self.missed.clicked.connect(self._on_missed)
        self.orders.clicked.connect(self._on_orders)
        self.returns.clicked.connect(self._on_returns)
        self.overdue.clicked.connect(self._on_overdue)
        self.late_cases.clicked.connect(self._on_late_cases)

    def _show(self, shown: Shown) -> None:
        with keyboard_kept(self, self.start):
            today, formats = shown.today, self.desk.formats
            now = utc_now()
            self.hello.setText(_greeting(now.astimezone(formats.zone).hour).format(name=shown.name.split(" ")[0]))
            things = len(today.due) + len(today.met) + len(today.mentions)
            needs = ngettext("{count} thing needs you today", "{count} things need you today", things)
            self.day.setText(f"{formats.weekday(formats.today())} · {needs if things else _('nothing needs you today')}")
            late = sum(each.due_at < now for each in today.due)
            overdue = ngettext("{count} overdue", "{count} overdue", late)
            self.late.show_chips((Chip(overdue, Tone.BAD),) if late else ())
            self.first_steps.setVisible(today.is_new)
            self._show_tiles(today)
            self._show_list(self.due_model, self._due_card, self._due_lines(today))
            self._show_list(self.soon_model, self._soon_card, self._soon_lines(today))
            asked = [_asked(line) for line in asked_lines(shown.escalations, shown.approvals, formats, 6_000)]
            behind = [_asked(line) for line in case_lines(today.cases, now, formats, 7_000)]
            self._show_list(self.waiting_model, self._waiting_card, [*asked, *behind, *_waiting_lines(today, formats)])
            has_contacts = any(day.calls or day.others for day in today.days)
            self.chart.setVisible(has_contacts)
            self.no_contacts.setVisible(not has_contacts)
            self._chart_card.setMaximumHeight(_CHART if has_contacts else self._chart_card.sizeHint().height())
            self.chart.show_chart(_chart(today.days, formats.day))

    def _show_tiles(self, today: Today) -> None:
        formats = self.desk.formats
        for tile, counted in ((self.contacts, today.contacts), (self.missed, today.missed)):
            tile.show_figure(formats.number(counted.now), _trend(counted))
        self.orders.show_figure(formats.number(today.orders.now), _sold(today, formats))
        stuck = len(today.stuck)
        words = ngettext("{count} is stuck", "{count} are stuck", stuck) if stuck else _("none is stuck")
        self.returns.show_figure(formats.number(today.returns), words, bool(stuck))
        self._late = today.late
        self.late_cases.show_figure(formats.number(today.late), _nearly_late(today), bool(today.late or today.nearly))
        words = _("in the whole team") if today.overdue else _("all promises kept")
        self.overdue.show_figure(formats.number(today.overdue), words, bool(today.overdue))

    def _show_list(self, model: RecordTableModel, card: ListCard, lines: list[Line]) -> None:
        self._lines.update((line.id, line) for line in lines)
        card.show_count(len(lines))
        model.show(source_of(lines))

    def _due_lines(self, today: Today) -> list[Line]:
        formats, is_mine = self.desk.formats, self.whose.currentData()
        planned = [
            Line(1 + place, _met_cell(met, _("all day") if met.all_day else formats.time(met.starts_at)), Entity.APPOINTMENT.value, met.id)
            for place, met in enumerate(today.met)
        ]
        named = [Line(6_000 + place, _named_cell(each), Entity.CASE.value, each.case_id) for place, each in enumerate(today.mentions)]
        return [*named, *(_promise(1_000 + place, each, formats, is_mine=is_mine) for place, each in enumerate(today.due)), *planned]

    def _soon_lines(self, today: Today) -> list[Line]:
        """By when they come; what is promised for a day without a time stands at its end."""
        formats, is_mine = self.desk.formats, self.whose.currentData()
        found = [(each.due_at, _promise(4_000 + place, each, formats, is_mine=is_mine)) for place, each in enumerate(today.soon)]
        for place, met in enumerate(today.soon_met):
            at = "" if met.all_day else f"{met.starts_at.astimezone(formats.zone):%H:%M}"
            when = formats.due(met.day if met.all_day else formats.local_day(met.starts_at), at)
            found.append((met.starts_at, Line(5_000 + place, _met_cell(met, when), Entity.APPOINTMENT.value, met.id)))
        return [line for _at, line in sorted(found, key=lambda each: each[0])]

    @Slot(int)
    def _on_loaded(self, count: int) -> None:
        if count:
            self.due.choose_first()

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self.reload()

    @Slot()
    def _on_add(self) -> None:
        from crm_desktop.ui.dialogs.follow_up import FollowUpDialog

        FollowUpDialog(self.desk, parent=self).open()

    @Slot(int)
    def _on_due(self, line_id: int) -> None:
        line = self._lines[line_id]
        if line.follow_up_id:
            from crm_desktop.ui.dialogs.complete_follow_up import CompleteDialog

            CompleteDialog(self.desk, line.follow_up_id, self).open()
        elif line.record_id:
            self.desk.go_to(line.page, line.record_id)

    @Slot(int)
    def _on_waiting(self, line_id: int) -> None:
        line = self._lines[line_id]
        if line.page in (Entity.ESCALATION, Entity.APPROVAL):
            from crm_desktop.ui.dialogs.asked import open_asked

            open_asked(self.desk, Entity(line.page), line.record_id, self)
        else:
            self.desk.go_to(line.page, line.record_id)

    @Slot(object)
    def _on_day(self, day: date) -> None:
        self._open_contacts(
            InteractionFilter(since=self._midnight(day), until=self._midnight(day + timedelta(1))), self.desk.formats.day(day)
        )

    @Slot()
    def _on_contacts(self) -> None:
        self._open_contacts(InteractionFilter(since=self._week()), _("Last 7 days"))

    @Slot()
    def _on_missed(self) -> None:
        self._open_contacts(InteractionFilter(since=self._week(), to_return=True), _("Calls to return"))

    @Slot()
    def _on_orders(self) -> None:
        self.desk.narrow(Entity.ORDER.value, OrderFilter(since=self._week()), _("Last 7 days"))

    @Slot()
    def _on_returns(self) -> None:
        self.desk.narrow(Entity.RETURN.value, ReturnFilter(OPEN), _("Still to do"))

    @Slot()
    def _on_late_cases(self) -> None:
        """Those that are late; where none is, those that soon will be."""
        self.desk.narrow(Entity.CASE.value, Lateness.LATE if self._late else Lateness.NEARLY, "")

    @Slot()
    def _on_overdue(self) -> None:
        self.desk.go_to(Entity.FOLLOW_UP.value)

    def _open_contacts(self, wanted: InteractionFilter, called: str) -> None:
        self.desk.narrow(Entity.INTERACTION.value, wanted, called)

    def _week(self) -> datetime:
        return self._midnight(self.desk.formats.today() - timedelta(WEEK - 1))

    def _midnight(self, day: date) -> datetime:
        return day_bounds(day, self.desk.formats.zone)[0]


def _read(desk: Desk, is_mine: bool) -> Shown:
    today = today_of(desk.by.id if is_mine else None, utc_now(), desk.formats.zone, desk.by.id)
    approvals = approvals_to_decide(desk.by.id, _ASKED) if Right.DECIDE in RIGHTS[desk.by.role] else []
    return Shown(today, staff_name(desk.by.id), open_escalations(desk.by.id, _ASKED), approvals)


def _greeting(hour: int) -> str:
    if hour < 11:
        return _("Good morning, {name}")
    return _("Good afternoon, {name}") if hour < 18 else _("Good evening, {name}")


def _trend(counted: Counted) -> str:
    if counted.now == counted.before:
        return _("as many as before")
    return _("{change} in a week").format(change=_sign(counted))


def _nearly_late(today: Today) -> str:
    if today.nearly:
        return ngettext("{count} is nearly late", "{count} are nearly late", today.nearly)
    return _("no other is nearly late") if today.late else _("all are in time")


def _sold(today: Today, formats: Formats) -> str:
    """As many as the week before: the amount says enough."""
    sold = formats.money(today.sold)
    return sold if today.orders.now == today.orders.before else f"{sold} · {_sign(today.orders)}"


def _sign(counted: Counted) -> str:
    sign = "▲" if counted.now > counted.before else "▼"
    return f"{sign} {abs(counted.now - counted.before)}"


def _chart(days: Sequence[Day], named: Any) -> Chart:
    calls, others = ([getattr(day, name) for day in days] for name in ("calls", "others"))
    return Chart(
        ChartKind.STACKED,
        _("Contacts of the last 21 days"),
        tuple(named(day.day) for day in days),
        (
            Series(_("Calls"), tuple(map(float, calls)), tuple(map(str, calls))),
            Series(_("Other"), tuple(map(float, others)), tuple(map(str, others))),
        ),
        opens=tuple(day.day for day in days),
        totals=tuple(str(day.calls + day.others) for day in days),
    )


def _waiting_lines(today: Today, formats: Formats) -> list[Line]:
    missed = [
        Line(2_000 + place, _missed_cell(call, formats.day_and_time(call.started_at)), Entity.INTERACTION.value, call.id)
        for place, call in enumerate(today.calls)
    ]
    stuck = [
        Line(3_000 + place, _stuck_cell(each, formats.ago(each.since)), Entity.RETURN.value, each.id)
        for place, each in enumerate(today.stuck)
    ]
    return [*missed, *stuck]


def _asked(line: AskedLine) -> Line:
    cell = Cell(line.cell.text, line.cell.second, (line.chip,), line.cell.icon)
    return Line(line.id, cell, line.entity.value, line.record_id)


def _cell(line: Line) -> Cell:
    return Cell(line.cell.text, line.cell.second, icon=line.cell.icon)


def _chip_cell(line: Line) -> Cell:
    return Cell(chips=line.cell.chips, second="") if line.cell.chips else Cell(line.cell.aside, soft=True)


def _promise(place: int, row: FollowUpRow, formats: Formats, *, is_mine: bool) -> Line:
    return Line(place, _due_cell(row, due_chip(row, formats), with_owner=not is_mine), Entity.FOLLOW_UP.value, row.id, row.id)


def _due_cell(row: FollowUpRow, chip: Chip, *, with_owner: bool) -> Cell:
    parts = row.owner if with_owner else "", row.customer, row.order, row.interaction
    return Cell(row.title, " · ".join(filter(None, parts)) or row.number, (chip,), "bell")


def _named_cell(mention: MentionRow) -> Cell:
    said = " ".join(mention.note.split())
    title = _("{name} names you: {note}").format(name=mention.by, note=said)
    return Cell(title, f"{mention.number} {mention.subject}", (Chip(_("For you"), Tone.INFO),), "message-square-warning")


def _met_cell(met: Met, at: str) -> Cell:
    return Cell(met.title, met.customer or _("appointment"), (Chip(at, Tone.INFO),), "calendar")


def _missed_cell(row: InteractionRow, when: str) -> Cell:
    return Cell(row.customer or _("somebody"), row.summary or _("missed call {number}").format(number=row.number), (), "phone-missed", when)


def _stuck_cell(row: StuckReturn, since: str) -> Cell:
    state = _(RETURN_STATES[row.state][0])  # type: ignore[index]  # a StrEnum's value finds it
    return Cell(row.customer, _("{number} · {state}").format(number=row.number, state=state), (), "package-open", since)


def _heading(title: QWidget, *parts: QWidget) -> QHBoxLayout:
    """What has no room beside the title goes on below."""
    line = row(title, flowing(*parts, at_end=True))
    line.setStretch(1, 1)
    return line


def _card(*parts: Any) -> QFrame:
    return surface("box", column(*parts, margins=(2 * GAP, 12, 12, GAP)))
