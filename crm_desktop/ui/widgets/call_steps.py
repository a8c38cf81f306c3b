"""What comes next, several at once: each is a switch below the notes, and small forms beside them."""

import json
from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices
from crm_desktop.queries.orders import OrderRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label
from crm_desktop.ui.widgets.call_goods import OrderPart, ReturnPart
from crm_desktop.ui.widgets.call_part import AppointmentPart, FollowUpPart, Part
from crm_desktop.ui.widgets.call_parts import CallParts
from crm_desktop.ui.widgets.flow import flowing


class CallSteps(QWidget):
    """The switches. `forms` is what they open, for another place of the page."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = ""
        """What the call is about, as a first word for what is promised."""
        self.meant = 0
        """The order it is about."""
        self.switches = {
            "returns": self._switch(_("Re&turn"), "undo-2"),
            "orders": self._switch(_("&Order"), "shopping-cart"),
            "follow_ups": self._switch(_("&Follow-up"), "bell"),
            "appointments": self._switch(_("Appoint&ment"), "calendar"),
        }
        self.setLayout(column(label(_("Then"), "label"), flowing(*self.switches.values()), gap=GAP // 2))
        self.forms = CallParts(desk)
        self.forms.edited.connect(self.edited)
        self.forms.shut.connect(self._on_shut)
        self.forms.wanted_again.connect(self._add)
        for switch in self.switches.values():
            switch.toggled.connect(self._on_switch)

    @property
    def returned(self) -> ReturnPart:
        """The first of each kind."""
        return cast(ReturnPart, self.forms.of("returns")[0])

    @property
    def ordered(self) -> OrderPart:
        return cast(OrderPart, self.forms.of("orders")[0])

    @property
    def promised(self) -> FollowUpPart:
        return cast(FollowUpPart, self.forms.of("follow_ups")[0])

    @property
    def met(self) -> AppointmentPart:
        return cast(AppointmentPart, self.forms.of("appointments")[0])

    def offer(self, found: Choices) -> None:
        self.forms.offer(found)

    def offer_orders(self, rows: Sequence[OrderRow]) -> None:
        self.forms.offer_orders(rows)

    def open(self, name: str) -> None:
        self.switches[name].setChecked(True)

    def fresh_follow_up(self) -> FollowUpPart:
        """One that holds nothing yet; what is promised already stays."""
        if not self.switches["follow_ups"].isChecked():
            self.open("follow_ups")
            return self.promised
        return cast(FollowUpPart, self._add("follow_ups"))

    def is_any_open(self) -> bool:
        return any(switch.isChecked() for switch in self.switches.values())

    def counts(self) -> dict[str, int]:
        """How many of each will be made."""
        return {name: len(self.forms.of(name)) for name, switch in self.switches.items() if switch.isChecked()}

    def wanted(self) -> dict[str, Any] | None:
        """By the fields of `services.calls.CallInput`; None when something had to be marked first."""
        found: dict[str, tuple[object, ...]] = {}
        for name in self.counts():
            for part in self.forms.of(name):
                part.form.clear_marks()
                wanted = part.wanted()
                if wanted is None:
                    self.forms.bring_up(part)
                    return None
                found[name] = (*found.get(name, ()), wanted)
        return found

    def ask_why_late(self, order_id: int) -> None:
        for part in self.forms.of("returns"):
            if isinstance(part, ReturnPart) and part.is_of(order_id):
                part.ask_why_late()
                self.forms.bring_up(part)

    def typed(self) -> str:
        return json.dumps({name: [part.typed() for part in self.forms.of(name)] for name in self.counts()}, ensure_ascii=False)

    def retype(self, text: str) -> None:
        for name, typed in json.loads(text or "{}").items():
            each = [typed] if isinstance(typed, str) else typed  # one alone, of a program in which there could be no more
            while len(self.forms.of(name)) < len(each):
                self.forms.make(name)
            for part, words in zip(self.forms.of(name), each, strict=False):
                part.retype(words)
            self._show_quietly(self.switches[name])

    def _switch(self, title: str, icon: str) -> QPushButton:
        made = button(title, icon)
        made.setCheckable(True)
        return made

    def _begin(self, part: Part) -> None:
        if isinstance(part, ReturnPart):
            part.meant = self.meant
        part.begin(self.about)
        self.forms.bring_up(part)

    def _show_quietly(self, switch: QPushButton) -> None:
        switch.blockSignals(True)
        switch.setChecked(True)
        switch.blockSignals(False)
        self._show_parts()

    def _show_parts(self) -> None:
        self.forms.show_kinds([name for name, switch in self.switches.items() if switch.isChecked()])

    @Slot(bool)
    def _on_switch(self, is_on: bool) -> None:
        self._show_parts()
        if is_on:
            self._begin(self.forms.of(next(name for name, switch in self.switches.items() if switch is self.sender()))[0])
        self.edited.emit()

    @Slot(str)
    def _add(self, name: str) -> Part:
        """One more, beside what is there."""
        made = self.forms.make(name)
        self._show_parts()
        self._begin(made)
        self.edited.emit()
        return made

    @Slot(object)
    def _on_shut(self, part: Part) -> None:
        """The last of its kind keeps what was typed, should it be wanted again."""
        name = self.forms.name_of(part)
        if len(self.forms.of(name)) == 1:
            self.switches[name].setChecked(False)
            self.switches[name].setFocus()
            return
        self.forms.leave_out(part).another.setFocus()
        self._show_parts()
        self.edited.emit()
