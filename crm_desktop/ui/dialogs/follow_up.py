"""The form of a follow-up: what was promised, to whom, about what, when it is due, and how often it comes again."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.dates import NEVER
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.kinds import Priority
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.follow_up_sheets import About, FollowUpSheet, follow_up_sheet, orders_to_be_about
from crm_desktop.queries.records import RecordRef
from crm_desktop.services.follow_up_steps import Due
from crm_desktop.services.follow_ups import FollowUpInput, add_follow_up, change_follow_up
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.conflict import Contest
from crm_desktop.ui.dialogs.fields import Field, check_field, choice_field, line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field, repeat_field
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import column
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, nobody_needed
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.repeat_edit import RepeatEdit
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import PRIORITIES

NO_REMINDER = -1
REMINDERS = (
    (NO_REMINDER, N_("None")),
    (0, N_("When it is due")),
    (5, N_("5 minutes before")),
    (15, N_("15 minutes before")),
    (30, N_("30 minutes before")),
    (60, N_("1 hour before")),
    (120, N_("2 hours before")),
    (24 * 60, N_("1 day before")),
    (2 * 24 * 60, N_("2 days before")),
    (7 * 24 * 60, N_("1 week before")),
)


def open_follow_up(desk: Desk, follow_up_id: int, parent: QWidget) -> None:
    """The form of one that is there, once it is read."""
    desk.jobs.read(parent, partial(follow_up_sheet, follow_up_id), partial(_open, desk, parent))


def _open(desk: Desk, parent: QWidget, sheet: FollowUpSheet | None) -> None:
    if sheet is not None:
        FollowUpDialog(desk, parent=parent, sheet=sheet).open()


class FollowUpDialog(FormDialog):
    def __init__(
        self,
        desk: Desk,
        customer: tuple[int, str] | None = None,
        parent: QWidget | None = None,
        *,
        sheet: FollowUpSheet | None = None,
        due: Due | None = None,
    ) -> None:
        """`customer`: id and name of whom it is for, where that is known. `sheet`: the one to be changed. `due`: when a new one is."""
        title = _("Follow-up {number}").format(number=sheet.number) if sheet else _("New follow-up")
        super().__init__(desk, title, _("Save"), parent)
        self._sheet, self.makes = sheet, None if sheet else Entity.FOLLOW_UP
        self.text, self.customer = NoteLine(), CustomerFinder(desk, nobody_needed())
        self.when, self.some_day = WhenEdit(desk.formats), QCheckBox(_("&No particular day"))
        self.order, self.channel, self.owner = LateChoice(), LateChoice(), LateChoice()
        self.priority, self.reminder, self.repeat = QComboBox(), QComboBox(), RepeatEdit(desk.formats)
        self.promise = NotesEdit()
        self.promise.setFixedHeight(sized(58))
        for priority, word in PRIORITIES.items():
            self.priority.addItem(_(word), priority.value)
        for minutes, word in REMINDERS:
            self.reminder.addItem(_(word), minutes)
        if sheet and sheet.remind_before is not None and self.reminder.findData(sheet.remind_before) < 0:
            self.reminder.addItem(ngettext("{count} minute before", "{count} minutes before", sheet.remind_before), sheet.remind_before)
        self._build()
        self._name_fields()
        self._connect()
        self.begin_with(_values(sheet) if sheet else self._fresh(customer, due), sheet.version if sheet else 0)
        draft = self.keep_changes(f"follow-up-{sheet.id}" if sheet else "new-follow-up")
        draft.restored.connect(self._on_some_day)
        desk.jobs.read(self, choices, self._show_choices)
        self.fit(560)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.text.text().strip():
            self._text_row.mark(_("A few words on what to do."))
            return None
        if self.customer.is_undecided():
            self._customer_row.mark(_("Choose one of what is found, or leave it empty."))
            return None
        if self.repeat.rule() and self.some_day.isChecked():
            self._when_row.mark(_("What repeats needs a first day."))
            return None
        wanted = self._wanted()
        if self._sheet is None:
            return partial(add_follow_up, wanted, self.desk.by, self.key)
        return partial(change_follow_up, self._sheet.id, self.version, wanted, self.desk.by, self.key)

    def contest(self) -> Contest | None:
        if self._sheet is None:
            return None
        return Contest(RecordRef(Entity.FOLLOW_UP, self._sheet.id), partial(follow_up_sheet, self._sheet.id), _values)

    def said_after(self) -> str:
        when = self.desk.formats.due(*((None, "") if self.some_day.isChecked() else self.when.value()))
        return _("“{title}” is follow-up {number}, due {when}.").format(
            title=self.text.text().strip(), number=self.change.number, when=when
        )

    def _build(self) -> None:
        self._text_row = self.form.add_row(_("&What is to be done"), self.text)
        self._customer_row = self.form.add_row(
            _("&Customer"), self.customer, _("Any part of a name, number, phone or order finds them; empty for none.")
        )
        self.form.beside((_("&About the order or return"), self.order), (_("By &which way"), self.channel))
        due = QWidget()
        due.setLayout(column(self.when, self.some_day, gap=6))
        due.setFocusProxy(self.when.day)
        self._when_row = self.form.add_row(_("&Due"), due)
        self.form.add_row(_("Comes &again"), self.repeat)
        self.form.beside((_("Re&minder"), self.reminder), (_("&Priority"), self.priority), (_("&Owner"), self.owner))
        self.form.add_row(_("P&romised to the customer, and notes"), self.promise)

    def _name_fields(self) -> None:
        formats = self.desk.formats
        self.fields.add(
            line_field("title", _("&What is to be done"), self.text),
            customer_field(self.customer),
            late_field("order", _("&About the order or return"), self.order),
            late_field("channel", _("By &which way"), self.channel),
            Field(
                "due",
                _("Due"),
                self._due_now,
                self._show_due,
                self.when.changed,
                lambda due: formats.due(date.fromisoformat(due[0]), due[1]),
            ),
            check_field("some_day", _("&No particular day"), self.some_day),
            repeat_field(self.repeat, formats),
            choice_field("reminder", _("Re&minder"), self.reminder),
            choice_field("priority", _("&Priority"), self.priority),
            late_field("owner", _("&Owner"), self.owner),
            text_field("promise", _("P&romised to the customer, and notes"), self.promise),
        )

    def _connect(self) -> None:
        self.customer.chosen.connect(self._on_customer)
        self.some_day.toggled.connect(self._on_some_day)

    def _fresh(self, customer: tuple[int, str] | None, due: Due | None) -> dict[str, Any]:
        due = due or Due(next_workday(self.desk.formats.today(), 1))
        return {
            "customer": list(customer) if customer else None, "due": [due.day.isoformat(), due.time], "reminder": 0,
            "priority": Priority.NORMAL.value, "owner": self.desk.by.id,
        }  # fmt: skip

    def _wanted(self) -> FollowUpInput:
        day, wall_time = self.when.value()
        is_some_day, sheet, minutes = self.some_day.isChecked(), self._sheet, self.reminder.currentData()
        is_same_customer = sheet is not None and sheet.customer_id == self.customer.customer_id()
        return FollowUpInput(
            title=self.text.text(),
            due_on=NEVER if is_some_day else day,
            due_time="" if is_some_day else wall_time,
            customer_id=self.customer.customer_id(),
            contact_id=sheet.contact_id if sheet and is_same_customer else None,
            interaction_id=sheet.interaction_id if sheet and is_same_customer else None,
            order_id=self.order.value(),
            channel_id=self.channel.value(),
            promise=self.promise.toPlainText(),
            priority=Priority(self.priority.currentData()),
            owner_id=self.owner.value(),
            recurrence=self.repeat.rule(),
            remind_before=None if is_some_day or minutes == NO_REMINDER else minutes,
        )

    def _due_now(self) -> list[str]:
        day, wall_time = self.when.value()
        return [day.isoformat(), wall_time]

    def _show_due(self, due: list[str]) -> None:
        self.when.show_value(date.fromisoformat(due[0]), due[1])

    @Slot(int)
    def _on_customer(self, customer_id: int) -> None:
        self.desk.jobs.read(self, partial(orders_to_be_about, customer_id), self._offer_orders, newest="orders")

    def _offer_orders(self, found: list[About]) -> None:
        formats = self.desk.formats
        named = [
            (" · ".join(filter(None, (each.number, formats.day(formats.local_day(each.ordered_at)), each.back))), each.order_id)
            for each in found
        ]
        if self._sheet is not None and self._sheet.order_id is not None:
            self.order.know(self._sheet.order_id, self._sheet.order)
        if self.order.value() not in {order_id for _name, order_id in named} and self.customer.customer_id() != (
            self._sheet.customer_id if self._sheet else None
        ):
            self.order.choose(None)
        self.order.offer([(_("No order"), None), *named])

    @Slot()
    def _on_some_day(self) -> None:
        for part in (self.when, self.repeat, self.reminder):
            part.setEnabled(not self.some_day.isChecked())

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        self.owner.offer((person.name, person.id) for person in found.staff)
        self.channel.offer([(_("Any way"), None), *((each.name, each.id) for each in found.channels)])


def _values(sheet: FollowUpSheet) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "customer": [sheet.customer_id, sheet.customer] if sheet.customer_id else None,
        "order": sheet.order_id,
        "channel": sheet.channel_id,
        "due": [(sheet.due_on or date.today()).isoformat(), sheet.due_time],  # noqa: DTZ011  # shown greyed out
        "some_day": sheet.due_on is None,
        "rule": sheet.recurrence,
        "reminder": NO_REMINDER if sheet.remind_before is None else sheet.remind_before,
        "priority": sheet.priority,
        "owner": sheet.owner_id,
        "promise": sheet.promise,
    }
