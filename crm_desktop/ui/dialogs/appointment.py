"""The form of an appointment: what, with whom, from when to when, where, and how often; who is asked to two places at once is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import utc_now
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds_of_trade import AppointmentState
from crm_desktop.queries.appointment_sheets import AppointmentSheet, Invitable, appointment_sheet, invitable
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.follow_up_sheets import About, orders_to_be_about
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.appointment_steps import change_occurrence
from crm_desktop.services.appointments import AppointmentInput, Clash, change_appointment, clashes, plan_appointment
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.appointment_end import AppointmentEnd
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.follow_up import NO_REMINDER, REMINDERS
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field, repeat_field, span_field
from crm_desktop.ui.theme import Tone, sized
from crm_desktop.ui.widgets.agenda_blocks import Slot as At
from crm_desktop.ui.widgets.agenda_blocks import usual_slot
from crm_desktop.ui.widgets.attendees_edit import AttendeesEdit, Person
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, nobody_needed
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.link_edit import LinkEdit
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.repeat_edit import RepeatEdit
from crm_desktop.ui.widgets.span_edit import Span, SpanEdit
from crm_desktop.ui.widgets.zone_box import ZoneBox

_PAUSE = 300
"""Milliseconds without a change before clashes are looked for."""
_ONE, _ALL = "one", "all"


def open_appointment(desk: Desk, appointment_id: int, parent: QWidget, day: date | None = None) -> None:
    """The form of one that is there, once it is read; `day` is the time of a series that is meant."""
    desk.jobs.read(parent, partial(appointment_sheet, appointment_id), partial(_open, desk, parent, day))


def _open(desk: Desk, parent: QWidget, day: date | None, sheet: AppointmentSheet | None) -> None:
    if sheet is not None:
        AppointmentDialog(desk, parent, sheet=sheet, day=day).open()


class AppointmentDialog(FormDialog):
    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        customer: tuple[int, str] | None = None,
        at: At | None = None,
        sheet: AppointmentSheet | None = None,
        day: date | None = None,
    ) -> None:
        """`customer`: id and name of whom a new one is with, `at` where it begins. `sheet`: the one to be changed."""
        super().__init__(desk, _("Appointment") if sheet else _("New appointment"), _("Save"), parent)
        self._sheet, self.makes = sheet, None if sheet else Entity.APPOINTMENT
        self._day = day if sheet and sheet.recurrence else None
        self._except_days = sheet.except_days if sheet else ()
        self._colleagues: list[tuple[str, Person]] = []
        self._contacts: list[tuple[str, Person]] = []
        self.scope, self.text, self.span = QComboBox(), NoteLine(), SpanEdit(desk.formats)
        self.customer = CustomerFinder(desk, nobody_needed())
        self.clash, self.repeat, self.zone = label("", "error", wrap=True), RepeatEdit(desk.formats), ZoneBox()
        self.people, self.place, self.link = AttendeesEdit(), QLineEdit(), LinkEdit()
        self.order, self.owner, self.reminder = LateChoice(), LateChoice(), QComboBox()
        self.note = NotesEdit()
        self.note.setFixedHeight(sized(58))
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._fill_lists()
        self._build()
        self._name_fields()
        self._connect()
        self.begin_with(self._values(sheet) if sheet else self._fresh(customer, at), sheet.version if sheet else 0)
        self.keep_changes(f"appointment-{sheet.id}" if sheet else "new-appointment")
        desk.jobs.read(self, choices, self._show_choices)
        self.fit(640)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        wanted = self._wanted()
        if wanted is None:
            return None
        if self._sheet is None:
            return partial(plan_appointment, wanted, self.desk.by, self.key)
        if self._is_one():
            assert self._day is not None, "one time of a series has its day"
            return partial(change_occurrence, self._sheet.id, self.version, self._day, wanted, self.desk.by, self.key)
        return partial(change_appointment, self._sheet.id, self.version, wanted, self.desk.by, key=self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        return Contest(RecordRef(Entity.APPOINTMENT, self._sheet.id), partial(appointment_sheet, self._sheet.id), self._values)

    def said_after(self) -> str:
        span = self.span.span()
        assert span is not None, "what was saved has a beginning"
        when = self.desk.formats.due(span.day, span.time)
        return _("“{title}” is in the calendar: {when}.").format(title=self.text.text().strip(), when=when)

    def _fill_lists(self) -> None:
        own = self._sheet.zone if self._sheet else self.desk.formats.zone.key
        for name in (self.desk.formats.zone.key, own):
            self.zone.choose(name)
        for minutes, word in REMINDERS:
            self.reminder.addItem(_(word) if minutes else _("When it begins"), minutes)
        before = self._sheet.remind_before if self._sheet else None
        if before is not None and self.reminder.findData(before) < 0:
            self.reminder.addItem(ngettext("{count} minute before", "{count} minutes before", before), before)
        if self._day is not None:
            self.scope.addItem(_("Only the one on {day}").format(day=self.desk.formats.weekday(self._day)), _ONE)
        self.scope.addItem(_("The whole series"), _ALL)

    def _build(self) -> None:
        self._scope_row = self.form.add_row(_("What is changed"), self.scope)
        self._scope_row.setVisible(self._day is not None)
        self._text_row = self.form.add_row(_("&What"), self.text)
        self._customer_row, _about = self.form.beside((_("&Customer"), self.customer), (_("&About the order or return"), self.order))
        self._span_row = self.form.add_row(_("Whe&n"), self.span)
        self.form.add(self.clash)
        self.clash.hide()
        self._repeat_row, _zone = self.form.beside((_("Comes a&gain"), self.repeat), (_("Time &zone"), self.zone))
        self.form.add_row(_("W&ho is asked"), self.people)
        self._place_row, self._link_row = self.form.beside((_("&Place"), self.place), (_("&Link to join"), self.link))
        self.form.beside((_("Re&minder"), self.reminder), (_("&Owner"), self.owner))
        self.form.add_row(_("No&te"), self.note)
        self.skipped = button("", "undo-2", tip=_("It comes on these days again"))
        self.form.add(self.skipped)
        self._show_skipped()
        if self._sheet is not None:
            self.end = AppointmentEnd(self.desk, self._sheet, self._meant)
            self.end.ended.connect(self._on_ended)
            self.form.add(self.end)
            self._show_end(self._sheet)

    def _show_end(self, sheet: AppointmentSheet) -> None:
        if sheet.state != AppointmentState.PLANNED:
            self.save.setEnabled(False)
            ended = {AppointmentState.HELD: _("It was held."), AppointmentState.NO_SHOW: _("Nobody came.")}
            said = ended.get(AppointmentState(sheet.state), _("It was called off."))
            self.message.say(" ".join(filter(None, (said, sheet.state_reason))), Tone.INFO)

    def _name_fields(self) -> None:
        formats = self.desk.formats
        self.fields.add(
            line_field("title", _("&What"), self.text),
            customer_field(self.customer),
            late_field("order", _("Order"), self.order),
            span_field(self.span, formats),
            repeat_field(self.repeat, formats),
            choice_field("zone", _("Time &zone"), self.zone),
            Field("people", _("Who is asked"), self.people.asked, self.people.show_asked, self.people.changed, self.people.names),
            line_field("place", _("&Place"), self.place),
            line_field("link", _("&Link to join"), self.link.line),
            choice_field("reminder", _("Re&minder"), self.reminder),
            late_field("owner", _("&Owner"), self.owner),
            text_field("note", _("No&te"), self.note),
        )

    def _connect(self) -> None:
        self.customer.chosen.connect(self._on_customer)
        self.scope.currentIndexChanged.connect(self._on_scope)
        self.skipped.clicked.connect(self._on_bring_back)
        self._later.timeout.connect(self._look_for_clashes)
        for changed in (self.span.changed, self.people.changed, self.owner.currentIndexChanged, self.zone.currentIndexChanged):
            changed.connect(self._later.start)
        self.repeat.setEnabled(not self._is_one())

    def _fresh(self, customer: tuple[int, str] | None, at: At | None) -> dict[str, Any]:
        at = at or usual_slot(self.desk.formats.today(), utc_now().astimezone(self.desk.formats.zone))
        return {
            "customer": list(customer) if customer else None, "span": [at.day.isoformat(), at.time, at.minutes or (60 if at.time else 0)],
            "owner": self.desk.by.id, "reminder": 15 if at.time else NO_REMINDER,
        }  # fmt: skip

    def _values(self, sheet: AppointmentSheet) -> dict[str, Any]:
        for asked in sheet.attendees:
            self.people.know(list(asked[:5]), asked.called)
        self.order.know(sheet.order_id, sheet.order)
        return {
            "title": sheet.title, "customer": [sheet.customer_id, sheet.customer] if sheet.customer_id else None, "order": sheet.order_id,
            "span": [(self._day if self._is_one() and self._day else sheet.starts_on).isoformat(), sheet.starts_time, sheet.minutes],
            "rule": sheet.recurrence, "zone": sheet.zone, "people": [list(asked[:5]) for asked in sheet.attendees], "place": sheet.place,
            "link": sheet.link, "reminder": NO_REMINDER if sheet.remind_before is None else sheet.remind_before, "owner": sheet.owner_id,
            "note": sheet.note,
        }  # fmt: skip

    def _wanted(self) -> AppointmentInput | None:
        """None when something had to be marked first."""
        span = self.span.span()
        if not self.text.text().strip():
            self._text_row.mark(_("A few words on what it is."))
            return None
        if self.customer.is_undecided():
            self._customer_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        if span is None:
            self._span_row.mark(_("It ends after it begins; write times as 9:30."))
            return None
        if not self.link.makes_sense():
            self._link_row.mark(_("This is no address of the web or of a meeting program."))
            return None
        return self._input(span)

    def _input(self, span: Span) -> AppointmentInput:
        self.zone.take()
        minutes = self.reminder.currentData()
        return AppointmentInput(
            title=self.text.text(), starts_on=span.day, starts_time=span.time, minutes=span.minutes, zone=self.zone.currentData() or "",
            customer_id=self.customer.customer_id(), order_id=self.order.value(), owner_id=self.owner.value(), place=self.place.text(),
            link=self.link.text(), note=self.note.toPlainText(), recurrence=self.repeat.rule(), except_days=self._except_days,
            remind_before=None if minutes == NO_REMINDER else minutes, uid=self._sheet.uid if self._sheet else "",
            attendees=self.people.inputs(),
        )  # fmt: skip

    def _is_one(self) -> bool:
        return bool(self.scope.currentData() == _ONE)

    def _meant(self) -> date | None:
        """The time of a series that is meant; None: all of it."""
        return self._day if self._is_one() else None

    def _show_skipped(self) -> None:
        days = ", ".join(self.desk.formats.day(day) for day in self._except_days)
        self.skipped.setText(_("Left out: {days}. Bring back").format(days=days))
        self.skipped.setVisible(bool(self._except_days) and not self._is_one())

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.desk.jobs.read(self, partial(orders_to_be_about, customer_id), self._offer_orders, newest="orders")
        self.desk.jobs.read(self, partial(invitable, customer_id), partial(self._offer_contacts, customer_id), newest="contacts")

    def _offer_orders(self, found: list[About]) -> None:
        formats = self.desk.formats
        named = [(f"{each.number} · {formats.day(formats.local_day(each.ordered_at))}", each.order_id) for each in found]
        self.order.offer([(_("No order"), None), *named])

    def _offer_contacts(self, customer_id: int, found: list[Invitable]) -> None:
        own: list[tuple[str, Person]] = [(self.customer.text(), [None, None, customer_id, "", ""])] if customer_id else []
        contacts: list[tuple[str, Person]] = [(each.name, [None, each.id, None, "", ""]) for each in found]
        self._contacts = contacts or own
        self.people.offer([*self._contacts, *self._colleagues])

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        self.owner.offer((person.name, person.id) for person in found.staff)
        self._colleagues = [(person.name, [person.id, None, None, "", ""]) for person in found.staff]
        self.people.offer([*self._contacts, *self._colleagues])

    @Slot()
    def _look_for_clashes(self) -> None:
        span = self.span.span()
        if span is None or (self._sheet is not None and self._sheet.state != AppointmentState.PLANNED):
            self.clash.hide()
            return
        work = partial(_clashes, self._input(span), self.desk, self._sheet.id if self._sheet else None)
        self.desk.jobs.read(self, work, self._show_clashes, newest="clashes")

    def _show_clashes(self, found: list[Clash]) -> None:
        """A hint: two at once are allowed."""
        formats = self.desk.formats
        lines = [
            _("{name} is at “{title}” then ({when}).").format(
                name=self.owner.shown(clash.staff_id) or _("A colleague"), title=clash.title, when=formats.day_and_time(clash.at)
            )
            for clash in found[:3]
        ]
        self.clash.setText("\n".join(lines))
        self.clash.setVisible(bool(lines))

    @Slot()
    def _on_scope(self) -> None:
        assert self._sheet is not None, "only a series has a scope"
        self.fields["span"].fill(self._values(self._sheet)["span"])
        self.base["span"] = self.fields["span"].read()
        self.repeat.setEnabled(not self._is_one())
        self._show_skipped()

    @Slot()
    def _on_bring_back(self) -> None:
        self._except_days = ()
        self._show_skipped()

    @Slot(object)
    def _on_ended(self, change: Change) -> None:
        self.saved.emit(change)
        self.accept()


def _clashes(wanted: AppointmentInput, desk: Desk, besides: int | None) -> list[Clash]:
    """None while it is half typed."""
    try:
        return clashes(replace(wanted, title=wanted.title.strip() or "…"), desk.by, besides)
    except UserError:
        return []
