"""What comes next, agreed while they are on the line: a follow-up, an appointment. Each is a small form beside the notes."""

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.kinds import Priority
from crm_desktop.queries.desk import Choices
from crm_desktop.services.appointments import AppointmentInput, Clash, clashes
from crm_desktop.services.follow_ups import FollowUpInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, row
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.when import WhenEdit, next_workday
from crm_desktop.ui.words import PRIORITIES

_LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)
_HOUR = 60


class Part(QFrame):
    """A subclass fills `form`, reads itself into what a service wants, and into text that outlives a crash."""

    edited = Signal()
    closed = Signal()
    wanted_again = Signal()
    """One more of its kind is asked for."""

    def __init__(self, desk: Desk, title: str, another: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self._title = desk, title
        self.setProperty("surface", "box")
        self.form = Form()
        self.shut = button("", "x", "quiet", tip=_("Leave out: {what}").format(what=title))
        self.another = button(another, "plus", "quiet")
        self.heading = label(title, "heading")
        head = row(self.heading, 1, self.shut)
        self.setLayout(column(head, self.form, row(self.another, 1), gap=GAP, margins=(2 * GAP, 10, 2 * GAP, GAP)))
        self.shut.clicked.connect(self.closed)
        self.another.clicked.connect(self.wanted_again)

    def number(self, place: int, count: int) -> None:
        """The last of several offers one more."""
        self.heading.setText(f"{self._title} {place}" if count > 1 else self._title)
        self.another.setVisible(place == count)

    def narrow(self) -> None:
        """A long name in a list does not widen the whole form."""
        for box in self.findChildren(QComboBox):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(6)

    def begin(self, about: str) -> None:
        """It was asked for: something to start from, and the keyboard."""
        raise NotImplementedError

    def wanted(self) -> object | None:
        """What the service takes; None when something had to be marked first."""
        raise NotImplementedError

    def typed(self) -> str:
        return json.dumps(self._typed(), ensure_ascii=False)

    def retype(self, text: str) -> None:
        self._retype(json.loads(text))

    def _typed(self) -> dict[str, Any]:
        raise NotImplementedError

    def _retype(self, typed: dict[str, Any]) -> None:
        raise NotImplementedError


class FollowUpPart(Part):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Follow-up"), _("Another follow-up"), parent)
        self.title, self.when = QLineEdit(), WhenEdit(desk.formats)
        self.priority, self.owner = QComboBox(), QComboBox()
        for priority, word in PRIORITIES.items():
            self.priority.addItem(_(word), priority.value)
        self.title_row = self.form.add_row(_("What was promised"), self.title)
        self.form.add_row(_("Due"), self.when)
        self.form.beside((_("Priority"), self.priority), (_("Owner"), self.owner))
        self._empty()
        self.title.textEdited.connect(self.edited)
        self.when.changed.connect(self.edited)
        for box in (self.priority, self.owner):
            box.activated.connect(self.edited)

    def offer(self, found: Choices) -> None:
        for person in found.staff:
            self.owner.addItem(person.name, person.id)
        self.owner.setCurrentIndex(self.owner.findData(self.desk.by.id))

    def begin(self, about: str) -> None:
        if not self.title.text():
            self.title.setText(_("Call back: {about}").format(about=about) if about else _("Call back"))
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()

    def hand_to(self, staff_id: int, about: str) -> None:
        """A colleague goes on with it at once."""
        self.title.setText(_("Take over: {about}").format(about=about) if about else _("Take over this call"))
        self.when.show_value(self.desk.formats.today(), "")
        self.priority.setCurrentIndex(self.priority.findData(Priority.HIGH.value))
        self.owner.setCurrentIndex(max(self.owner.findData(staff_id), 0))
        self.edited.emit()

    def _empty(self) -> None:
        self.title.clear()
        self.when.show_value(next_workday(self.desk.formats.today(), 1), "")
        self.priority.setCurrentIndex(self.priority.findData(Priority.NORMAL.value))
        self.owner.setCurrentIndex(self.owner.findData(self.desk.by.id))

    def wanted(self) -> FollowUpInput | None:
        """None when something had to be marked first."""
        if not self.title.text().strip():
            self.title_row.mark(_("A few words on what was promised."))
            return None
        day, wall_time = self.when.value()
        priority = Priority(self.priority.currentData())
        return FollowUpInput(self.title.text(), day, wall_time, priority=priority, owner_id=self.owner.currentData())

    def _typed(self) -> dict[str, Any]:
        day, wall_time = self.when.value()
        return {
            "title": self.title.text(),
            "due": [day.isoformat(), wall_time],
            "priority": self.priority.currentData(),
            "owner": self.owner.currentData(),
        }

    def _retype(self, typed: dict[str, Any]) -> None:
        self.title.setText(typed["title"])
        self.when.show_value(date.fromisoformat(typed["due"][0]), typed["due"][1])
        self.priority.setCurrentIndex(max(self.priority.findData(typed["priority"]), 0))
        self.owner.setCurrentIndex(max(self.owner.findData(typed["owner"]), 0))


class AppointmentPart(Part):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Appointment"), _("Another appointment"), parent)
        self.title, self.when, self.minutes, self.place = QLineEdit(), WhenEdit(desk.formats), QComboBox(), QLineEdit()
        for length in _LENGTHS:
            self.minutes.addItem(ngettext("{count} minute", "{count} minutes", length), length)
        self.clash = label("", "error", wrap=True)
        self.title_row = self.form.add_row(_("What it is"), self.title)
        self.when_row = self.form.add_row(_("Begins"), self.when)
        self.form.add(self.clash)
        self.form.add_row(_("Lasts"), self.minutes)
        self.form.add_row(_("Place or link"), self.place)
        self._empty()
        for line in (self.title, self.place):
            line.textEdited.connect(self.edited)
        self.minutes.activated.connect(self._on_time)
        self.when.changed.connect(self._on_time)

    def begin(self, about: str) -> None:
        if not self.title.text():
            self.title.setText(about or _("Meeting"))
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()
        self._on_time()

    def _empty(self) -> None:
        self.title.clear()
        self.place.clear()
        self.clash.hide()
        self.when.show_value(next_workday(self.desk.formats.today(), 1), "10:00")
        self.minutes.setCurrentIndex(self.minutes.findData(_HOUR))

    def wanted(self) -> AppointmentInput | None:
        """None when something had to be marked first."""
        if not self.title.text().strip():
            self.title_row.mark(_("A few words on what it is."))
            return None
        return self._input()

    def _input(self) -> AppointmentInput:
        day, wall_time = self.when.value()
        place = self.place.text().strip()
        is_link = place.lower().startswith(("https://", "http://"))
        return AppointmentInput(
            self.title.text().strip() or _("Meeting"),
            day,
            wall_time,
            self.minutes.currentData() if wall_time else 0,
            place="" if is_link else place,
            link=place if is_link else "",
        )

    @Slot()
    def _on_time(self) -> None:
        self.edited.emit()
        self.desk.jobs.read(
            self, partial(clashes, self._input(), self.desk.by), self._show_clashes, newest="clash", failed=self._on_no_time
        )

    def _show_clashes(self, found: Sequence[Clash]) -> None:
        titles = ", ".join(f"{clash.title} ({self.desk.formats.day_and_time(clash.at)})" for clash in found)
        self.clash.setText(_("At the same time: {titles}").format(titles=titles))
        self.clash.setVisible(bool(found))

    def _on_no_time(self, _error: Exception) -> None:
        """Half a time, as it is while it is typed; saving says what is wrong with it."""
        self.clash.hide()

    def _typed(self) -> dict[str, Any]:
        day, wall_time = self.when.value()
        return {
            "title": self.title.text(),
            "begins": [day.isoformat(), wall_time],
            "minutes": self.minutes.currentData(),
            "place": self.place.text(),
        }

    def _retype(self, typed: dict[str, Any]) -> None:
        self.title.setText(typed["title"])
        self.when.show_value(date.fromisoformat(typed["begins"][0]), typed["begins"][1])
        self.minutes.setCurrentIndex(max(self.minutes.findData(typed["minutes"]), 0))
        self.place.setText(typed["place"])
