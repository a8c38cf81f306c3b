"""What comes next, several at once: each is a switch below the notes and a small form beside them."""

import json
from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot
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

_KINDS = {"returns": ReturnPart, "orders": OrderPart, "follow_ups": FollowUpPart, "appointments": AppointmentPart}


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
        self._wanted: Part | None = None
        """To be brought into sight."""
        self.switches = {
            "returns": self._switch(_("Re&turn"), "undo-2"),
            "orders": self._switch(_("&Order"), "shopping-cart"),
            "follow_ups": self._switch(_("&Follow-up"), "bell"),
            "appointments": self._switch(_("Appoint&ment"), "calendar"),
        }
        self._parts: dict[str, list[Part]] = {name: [] for name in self.switches}
        """Made when they are first asked for: most calls end without any."""
        self.setLayout(column(label(_("Then"), "label"), flowing(*self.switches.values()), gap=GAP // 2))
        self._place = QVBoxLayout()
        self.forms = self._place_of_parts()
        for switch in self.switches.values():
            switch.toggled.connect(self._on_switch)

    @property
    def returned(self) -> ReturnPart:
        """The first of each kind."""
        return cast(ReturnPart, self._of("returns")[0])

    @property
    def ordered(self) -> OrderPart:
        return cast(OrderPart, self._of("orders")[0])

    @property
    def promised(self) -> FollowUpPart:
        return cast(FollowUpPart, self._of("follow_ups")[0])

    @property
    def met(self) -> AppointmentPart:
        return cast(AppointmentPart, self._of("appointments")[0])

    def offer(self, found: Choices) -> None:
        self._choices = found
        for part in self._all():
            if isinstance(part, ReturnPart | FollowUpPart):
                part.offer(found)

    def offer_orders(self, rows: Sequence[OrderRow]) -> None:
        self._orders = rows
        for part in self._all():
            if isinstance(part, ReturnPart):
                part.offer_orders(rows)

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
        return {name: len(self._of(name)) for name, switch in self.switches.items() if switch.isChecked()}

    def wanted(self) -> dict[str, Any] | None:
        """By the fields of `services.calls.CallInput`; None when something had to be marked first."""
        found: dict[str, tuple[object, ...]] = {}
        for name in self.counts():
            for part in self._of(name):
                part.form.clear_marks()
                wanted = part.wanted()
                if wanted is None:
                    self._bring_up(part)
                    return None
                found[name] = (*found.get(name, ()), wanted)
        return found

    def ask_why_late(self, order_id: int) -> None:
        for part in self._of("returns"):
            if isinstance(part, ReturnPart) and part.is_of(order_id):
                part.ask_why_late()
                self._bring_up(part)

    def typed(self) -> str:
        return json.dumps({name: [part.typed() for part in self._of(name)] for name in self.counts()}, ensure_ascii=False)

    def retype(self, text: str) -> None:
        for name, typed in json.loads(text or "{}").items():
            each = [typed] if isinstance(typed, str) else typed
            while len(self._of(name)) < len(each):
                self._make(name)
            for part, words in zip(self._of(name), each, strict=False):
                part.retype(words)
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

    def _of(self, name: str) -> list[Part]:
        return self._parts[name] or [self._make(name)]

    def _all(self) -> list[Part]:
        return [part for parts in self._parts.values() for part in parts]

    def _make(self, name: str) -> Part:
        """Below those of its kind, which stand in the order of the switches."""
        made = _KINDS[name](self._desk, self._place.parentWidget())
        if isinstance(made, ReturnPart | FollowUpPart) and self._choices is not None:
            made.offer(self._choices)
        if isinstance(made, ReturnPart) and self._orders is not None:
            made.offer_orders(self._orders)
        made.hide()
        made.narrow()
        names = tuple(self._parts)
        self._place.insertWidget(sum(len(self._parts[each]) for each in names[: names.index(name) + 1]), made)
        self._parts[name].append(made)
        made.closed.connect(self._on_part_closed)
        made.wanted_again.connect(self._on_another)
        made.edited.connect(self.edited)
        self.grown.emit()
        return made

    def _add(self, name: str) -> Part:
        """One more, beside what is there."""
        made = self._make(name)
        self._show_parts()
        self._begin(made)
        self.edited.emit()
        return made

    def _begin(self, part: Part) -> None:
        if isinstance(part, ReturnPart):
            part.meant = self.meant
        part.begin(self.about)
        self._bring_up(part)

    def _bring_up(self, part: Part) -> None:
        """Once it has its place."""
        self._wanted = part
        QTimer.singleShot(0, self._on_placed)

    @Slot()
    def _on_placed(self) -> None:
        if self._wanted is not None and self._wanted in self._all():
            self.forms.verticalScrollBar().setValue(self._wanted.y())

    def _show_quietly(self, switch: QPushButton) -> None:
        switch.blockSignals(True)
        switch.setChecked(True)
        switch.blockSignals(False)
        self._show_parts()

    def _show_parts(self) -> None:
        for name, switch in self.switches.items():
            parts = self._of(name) if switch.isChecked() else self._parts[name]
            for place, part in enumerate(parts, 1):
                part.number(place, len(parts))
                part.setVisible(switch.isChecked())
        inner = self.forms.widget()
        if inner is not None:  # it scrolls downwards only, so it must be as wide as what it shows
            self.forms.setMinimumWidth(inner.minimumSizeHint().width() + self.forms.verticalScrollBar().sizeHint().width())
        self.forms.setVisible(self.is_any_open())

    @Slot(bool)
    def _on_switch(self, is_on: bool) -> None:
        self._show_parts()
        if is_on:
            self._begin(self._of(next(name for name, switch in self.switches.items() if switch is self.sender()))[0])
        self.edited.emit()

    @Slot()
    def _on_another(self) -> None:
        self._add(self._name_of(self.sender()))

    @Slot()
    def _on_part_closed(self) -> None:
        """The last of its kind keeps what was typed, should it be wanted again."""
        name = self._name_of(self.sender())
        parts = self._parts[name]
        if len(parts) == 1:
            self.switches[name].setChecked(False)
            self.switches[name].setFocus()
            return
        closed = next(part for part in parts if part is self.sender())
        parts.remove(closed)
        parts[-1].another.setFocus()
        closed.hide()
        closed.deleteLater()
        self._show_parts()
        self.edited.emit()

    def _name_of(self, part: QObject) -> str:
        return next(name for name, parts in self._parts.items() if part in parts)
