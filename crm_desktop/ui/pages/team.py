"""Who does how much, what is late, and what colleagues ask of this person."""

from datetime import timedelta
from functools import partial
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import Availability
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.escalations import ApprovalRow, EscalationRow, approvals_asked_by, approvals_to_decide, open_escalations
from crm_desktop.queries.sla import DueCase, breaches, due_soon
from crm_desktop.queries.team import Load, Spent, call_target, open_work, time_spent
from crm_desktop.services.staffing import set_availability
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.asked_lines import AskedLine, asked_lines, case_lines, chip_cell, main_cell, own_lines
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.page import Page
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import button, column, label, only_for, row, scroll_page, surface
from crm_desktop.ui.widgets.list_card import LEAST_ROWS, ListCard
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.words_of_escalation import AVAILABLE

_MINUTE = 60_000
DAYS = 30
_TOLD_DAYS = 3
"""For so long a decision stands on the page of who asked for it."""
_CHIP = 150


class Person(NamedTuple):
    """A colleague's open work, and what they spent time on lately."""

    id: int
    load: Load
    spent: Spent


class Shown(NamedTuple):
    people: list[Person]
    escalations: list[EscalationRow]
    approvals: list[ApprovalRow]
    own: list[ApprovalRow]
    late: list[DueCase]
    soon: list[DueCase]
    target: int


class TeamPage(Page):
    name: ClassVar[str] = "team"
    watches: ClassVar[frozenset[Entity]] = frozenset(
        {Entity.CASE, Entity.ESCALATION, Entity.APPROVAL, Entity.FOLLOW_UP, Entity.INTERACTION, Entity.STAFF}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setProperty("surface", "ground")
        self._lines: dict[int, AskedLine] = {}
        self._people: list[Person] = []
        self._target = 0
        self.message = MessageLine()
        self.mine = QComboBox()
        for each, (word, _tone) in AVAILABLE.items():
            self.mine.addItem(_(word), each)
        self.mine.setAccessibleName(_("Whether you take work now"))
        self.mine.setToolTip(_("Whether you take work now: new cases go to who is available, where a rule says so."))
        self.absence = button(_("Absence …"), "calendar", tip=_("Note when somebody is not there"))
        only_for(desk.by, Right.PLAN_APPOINTMENTS, self.absence)
        self.asked_model = RecordTableModel((Column(_("What"), main_cell), Column("", chip_cell, _CHIP)), desk.jobs, self)
        self.late_model = RecordTableModel((Column(_("Case"), main_cell), Column("", chip_cell, _CHIP)), desk.jobs, self)
        self.people_model = RecordTableModel(self._people_columns(), desk.jobs, self)
        self.asked = RecordView(self.asked_model, _("Asked of you"), TALL_ROW_HEIGHT)
        self.late = RecordView(self.late_model, _("Late, or nearly so"), TALL_ROW_HEIGHT)
        self.people = RecordView(self.people_model, _("Open work and time spent"), TALL_ROW_HEIGHT)
        self.none_asked = label(_("Nobody asks anything of you."), "soft", wrap=True)
        self.none_late = label(_("No case is late. Cases get a due time from the service levels in the settings."), "soft", wrap=True)
        self._clock = QTimer(self, interval=_MINUTE)
        self._build()
        self._connect()
        self.reload()

    def reload(self) -> None:
        self.desk.jobs.read(self, partial(_read, self.desk.by.id, Right.DECIDE in RIGHTS[self.desk.by.role]), self._show, newest="team")

    def start(self) -> None:
        (self.asked if self.asked_model.rowCount() else self.people).setFocus()

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        if about in (Entity.ESCALATION, Entity.APPROVAL):
            self._open(about, record_id)

    def _people_columns(self) -> tuple[Column, ...]:
        return (
            Column(_("Name"), self._name), Column(_("Open cases"), _cases, 150), Column(_("Follow-ups"), _follow_ups, 100, RIGHT),
            Column(_("Contacts"), _contacts, 100, RIGHT), Column(_("Time"), self._time, 120, RIGHT),
            Column(_("A call"), self._call, 120, RIGHT),
        )  # fmt: skip

    def _build(self) -> None:
        self._asked_card = ListCard(row(label(_("Asked of you, and by you"), "heading"), 1), self.asked, self.none_asked)
        self._late_card = ListCard(row(label(_("Late, or nearly so"), "heading"), 1), self.late, self.none_late)
        self.said = label("", "soft", wrap=True)
        head = column(label(_("Open work, and time spent in the last {days} days").format(days=DAYS), "heading"), self.said, gap=2)
        self.people.setMinimumHeight((LEAST_ROWS + 1) * self.people.verticalHeader().defaultSectionSize())  # and its head
        people = surface("box", column(head, self.people, margins=(2 * GAP, 12, 12, GAP)))
        asked, late = column(self._asked_card, 0), column(self._late_card, 0)
        for each in (asked, late):  # as high as its rows need, where there is room
            each.setStretch(0, 1)
        above = row(asked, late, gap=14)
        above.setStretch(0, 1)
        above.setStretch(1, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(14)
        whole.addLayout(row(label(_("Team"), "title"), 1, self.mine, self.absence))
        whole.addWidget(self.message)
        whole.addLayout(above, 2)
        whole.addWidget(people, 3)
        self._whole, self._above = whole, above
        scroll_page(self, whole)

    def _connect(self) -> None:
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()
        self.asked.opened.connect(self._on_asked)
        self.late.opened.connect(self._on_late)
        self.people.opened.connect(self._on_person)
        self.mine.activated.connect(self._on_mine)
        self.absence.clicked.connect(self._on_absence)

    def _show(self, shown: Shown) -> None:
        formats, now = self.desk.formats, utc_now()
        self._target, self._people = shown.target, shown.people
        asked = [*asked_lines(shown.escalations, shown.approvals, formats), *own_lines(shown.own, formats, 5_000)]
        late = case_lines([*shown.late, *shown.soon], now, formats, 10_000)
        self._lines = {line.id: line for line in (*asked, *late)}
        self._asked_card.show_count(len(asked))
        self._late_card.show_count(len(late))
        self._whole.setStretchFactor(self._above, 2 if asked or late else 0)
        self.asked_model.show(source_of(asked))
        self.late_model.show(source_of(late))
        self.people_model.show(source_of(shown.people))
        own = next((each.load.availability for each in shown.people if each.id == self.desk.by.id), Availability.OFF)
        self.mine.setCurrentIndex(self.mine.findData(Availability(own)))
        target = _("A call should take {time} at most, wrap-up included.").format(time=formats.duration(timedelta(seconds=shown.target)))
        self.said.setText(target if shown.target else _("Time counts from the start of a contact to the end of the work after it."))

    def _name(self, person: Person) -> Cell:
        load = person.load
        word, _tone = AVAILABLE[Availability(load.availability)]
        if load.away_until is not None:
            word = _("Absent until {day}").format(day=self.desk.formats.day(load.away_until))
        return Cell(load.name, " · ".join(filter(None, (_(word), load.specialities, load.languages))), icon="user")

    def _time(self, person: Person) -> Cell:
        return Cell(self.desk.formats.duration(timedelta(seconds=person.spent.seconds)), soft=not person.spent.seconds)

    def _call(self, person: Person) -> Cell:
        took = person.spent.per_call
        if took is None:
            return Cell("–", soft=True)
        told = self.desk.formats.duration(timedelta(seconds=took))
        return Cell(chips=(Chip(told, Tone.WARN),)) if self._target and took > self._target else Cell(told)

    @Slot()
    def _on_minute(self) -> None:
        if self.isVisible():
            self.reload()

    @Slot(int)
    def _on_asked(self, line_id: int) -> None:
        self._open(self._lines[line_id].entity, self._lines[line_id].record_id)

    @Slot(int)
    def _on_late(self, line_id: int) -> None:
        self.desk.go_to(Entity.CASE.value, self._lines[line_id].record_id)

    @Slot(int)
    def _on_person(self, staff_id: int) -> None:
        self._open_absence(staff_id)

    @Slot(int)
    def _on_mine(self, _place: int) -> None:
        work = partial(set_availability, self.desk.by.id, self.mine.currentData(), self.desk.by)
        self.desk.jobs.write(self, work, self._on_written, self.message.show_error)

    @Slot()
    def _on_absence(self) -> None:
        self._open_absence(self.desk.by.id)

    def _on_written(self, _change: object) -> None:
        self.message.clear()

    def _open(self, entity: Entity, record_id: int) -> None:
        from crm_desktop.ui.dialogs.asked import open_asked

        open_asked(self.desk, entity, record_id, self)

    def _open_absence(self, staff_id: int) -> None:
        from crm_desktop.ui.dialogs.absence import AbsenceDialog

        AbsenceDialog(self.desk, staff_id, [(each.id, each.load.name) for each in self._people], self).open()


def _read(staff_id: int, decides: bool) -> Shown:
    now = utc_now()
    spent = {each.staff_id: each for each in time_spent(now - timedelta(DAYS), now)}
    people = [Person(each.staff_id, each, spent.get(each.staff_id, Spent(each.staff_id, 0, 0, 0, 0, 0))) for each in open_work(now)]
    approvals = approvals_to_decide(staff_id) if decides else []
    own = [each for each in approvals_asked_by(staff_id) if each.decided_at is None or each.decided_at > now - timedelta(_TOLD_DAYS)]
    return Shown(people, open_escalations(staff_id), approvals, own, breaches(now), due_soon(now), call_target())


def _cases(person: Person) -> Cell:
    late = (Chip(_("{count} late").format(count=person.load.late), Tone.BAD),) if person.load.late else ()
    return Cell(str(person.load.cases), chips=late)


def _follow_ups(person: Person) -> Cell:
    return Cell(str(person.load.follow_ups), soft=not person.load.follow_ups)


def _contacts(person: Person) -> Cell:
    return Cell(str(person.spent.contacts), soft=not person.spent.contacts)
