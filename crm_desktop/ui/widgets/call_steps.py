"""What comes next, several at once: each is a switch below the notes and a small form beside them."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices
from crm_desktop.queries.orders import OrderRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, scrolled
from crm_desktop.ui.widgets.call_goods import OrderPart, ReturnPart
from crm_desktop.ui.widgets.call_part import AppointmentPart, FollowUpPart, Part
from crm_desktop.ui.widgets.flow import flowing

_FORMS = {"returns": "returned", "orders": "ordered", "follow_ups": "promised", "appointments": "met"}


class CallSteps(QWidget):
    """The switches. `forms` is what they open, for another place of the page."""

    edited = Signal()

    grown = Signal()
    """A form came into being, and takes its place among what the keyboard reaches."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.about = ""
        """What the call is about, as a first word for what is promised."""
        self.meant = 0
        """The order it is about."""
        self._choices: Choices | None = None
        self._orders: Sequence[OrderRow] | None = None
        self._parts: dict[str, Part] = {}
        """Made when they are first asked for: most calls end without any."""
        self.switches = {
            "returns": self._switch(_("Re&turn"), "undo-2"),
            "orders": self._switch(_("&Order"), "shopping-cart"),
            "follow_ups": self._switch(_("&Follow-up"), "bell"),
            "appointments": self._switch(_("Appoint&ment"), "calendar"),
        }
        self.setLayout(column(label(_("Then"), "label"), flowing(*self.switches.values()), gap=GAP // 2))
        self._place = QVBoxLayout()
        self.forms = self._place_of_parts()
        for switch in self.switches.values():
            switch.toggled.connect(self._on_switch)

    @cached_property
    def returned(self) -> ReturnPart:
        made = ReturnPart(self._desk, self._place.parentWidget())
        if self._choices is not None:
            made.offer(self._choices)
        if self._orders is not None:
            made.offer_orders(self._orders)
        self._put("returns", made)
        return made

    @cached_property
    def ordered(self) -> OrderPart:
        made = OrderPart(self._desk, self._place.parentWidget())
        self._put("orders", made)
        return made

    @cached_property
    def promised(self) -> FollowUpPart:
        made = FollowUpPart(self._desk, self._place.parentWidget())
        if self._choices is not None:
            made.offer(self._choices)
        self._put("follow_ups", made)
        return made

    @cached_property
    def met(self) -> AppointmentPart:
        made = AppointmentPart(self._desk, self._place.parentWidget())
        self._put("appointments", made)
        return made

    def offer(self, found: Choices) -> None:
        self._choices = found
        for part in self._parts.values():
            if isinstance(part, ReturnPart | FollowUpPart):
                part.offer(found)

    def offer_orders(self, rows: Sequence[OrderRow]) -> None:
        self._orders = rows
        if "returns" in self._parts:
            self.returned.offer_orders(rows)

    def open(self, name: str) -> None:
        self.switches[name].setChecked(True)

    def is_any_open(self) -> bool:
        return any(switch.isChecked() for switch in self.switches.values())

    def wanted(self) -> dict[str, Any] | None:
        """By the fields of `services.calls.CallInput`; None when something had to be marked first."""
        found = {}
        for name, switch in self.switches.items():
            if switch.isChecked():
                part = self._part(name)
                part.form.clear_marks()
                wanted = part.wanted()
                if wanted is None:
                    return None
                found[name] = (wanted,)
        return found

    def clear(self) -> None:
        for switch in self.switches.values():
            switch.setChecked(False)
        for part in self._parts.values():
            part.clear()

    def typed(self) -> str:
        shown = [name for name, switch in self.switches.items() if switch.isChecked()]
        return json.dumps({name: self._part(name).typed() for name in shown}, ensure_ascii=False)

    def retype(self, text: str) -> None:
        for name, typed in json.loads(text or "{}").items():
            self._part(name).retype(typed)
            self._show_quietly(self.switches[name])

    def _switch(self, title: str, icon: str) -> QPushButton:
        made = button(title, icon)
        made.setCheckable(True)
        return made

    def _place_of_parts(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("surface", "clear")
        inner.setLayout(self._place)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(14)
        self._place.addStretch(1)
        made = scrolled(inner)
        made.hide()
        return made

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            getattr(self, _FORMS[name])
        return self._parts[name]

    def _put(self, name: str, part: Part) -> None:
        """In the order of the switches."""
        part.hide()
        part.narrow()
        before = tuple(self.switches)[: tuple(self.switches).index(name)]
        self._place.insertWidget(sum(each in self._parts for each in before), part)
        self._parts[name] = part
        part.closed.connect(self._on_part_closed)
        part.edited.connect(self.edited)
        self.grown.emit()

    def _show_quietly(self, switch: QPushButton) -> None:
        switch.blockSignals(True)
        switch.setChecked(True)
        switch.blockSignals(False)
        self._show_parts()

    def _show_parts(self) -> None:
        for name, switch in self.switches.items():
            if switch.isChecked() or name in self._parts:
                self._part(name).setVisible(switch.isChecked())
        inner = self.forms.widget()
        if inner is not None:  # it scrolls downwards only, so it must be as wide as what it shows
            self.forms.setMinimumWidth(inner.minimumSizeHint().width() + self.forms.verticalScrollBar().sizeHint().width())
        self.forms.setVisible(self.is_any_open())

    @Slot(bool)
    def _on_switch(self, is_on: bool) -> None:
        self._show_parts()
        if is_on:
            name = next(name for name, switch in self.switches.items() if switch is self.sender())
            if name == "returns":
                self.returned.meant = self.meant
            self._part(name).begin(self.about)
            self.forms.ensureWidgetVisible(self._part(name))
        self.edited.emit()

    @Slot()
    def _on_part_closed(self) -> None:
        for name, part in self._parts.items():
            if part is self.sender():
                self.switches[name].setChecked(False)
                self.switches[name].setFocus()
