"""What comes next, several at once: each is a switch below the notes and a small form beside them."""

import json
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, scrolled
from crm_desktop.ui.widgets.call_goods import OrderPart, ReturnPart
from crm_desktop.ui.widgets.call_part import AppointmentPart, FollowUpPart, Part
from crm_desktop.ui.widgets.flow import flowing


class CallSteps(QWidget):
    """The switches. `forms` is what they open, for another place of the page."""

    edited = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.returned, self.ordered = ReturnPart(desk), OrderPart(desk)
        self.promised, self.met = FollowUpPart(desk), AppointmentPart(desk)
        self.about = ""
        """What the call is about, as a first word for what is promised."""
        self._parts: dict[str, tuple[QPushButton, Part]] = {
            "returns": (self._switch(_("Re&turn"), "undo-2"), self.returned),
            "orders": (self._switch(_("&Order"), "shopping-cart"), self.ordered),
            "follow_ups": (self._switch(_("&Follow-up"), "bell"), self.promised),
            "appointments": (self._switch(_("Appoint&ment"), "calendar"), self.met),
        }
        self.switches = {name: switch for name, (switch, _part) in self._parts.items()}
        self.setLayout(column(label(_("Then"), "label"), flowing(*self.switches.values()), gap=GAP // 2))
        self.forms = self._stack_of_parts()
        for switch, part in self._parts.values():
            switch.toggled.connect(self._on_switch)
            part.closed.connect(self._on_part_closed)
            part.edited.connect(self.edited)

    def offer(self, found: Choices) -> None:
        self.returned.offer(found)
        self.promised.offer(found)

    def open(self, name: str) -> None:
        self.switches[name].setChecked(True)

    def is_any_open(self) -> bool:
        return any(switch.isChecked() for switch in self.switches.values())

    def wanted(self) -> dict[str, Any] | None:
        """By the fields of `services.calls.CallInput`; None when something had to be marked first."""
        found = {}
        for name, (switch, part) in self._parts.items():
            if switch.isChecked():
                part.form.clear_marks()
                wanted = part.wanted()
                if wanted is None:
                    return None
                found[name] = (wanted,)
        return found

    def clear(self) -> None:
        for switch, part in self._parts.values():
            switch.setChecked(False)
            part.clear()

    def typed(self) -> str:
        return json.dumps({name: part.typed() for name, (switch, part) in self._parts.items() if switch.isChecked()}, ensure_ascii=False)

    def retype(self, text: str) -> None:
        for name, typed in json.loads(text or "{}").items():
            switch, part = self._parts[name]
            part.retype(typed)
            self._show_quietly(switch)

    def _switch(self, title: str, icon: str) -> QPushButton:
        made = button(title, icon)
        made.setCheckable(True)
        return made

    def _stack_of_parts(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("surface", "clear")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for _switch, part in self._parts.values():
            layout.addWidget(part)
            part.narrow()
            part.hide()
        layout.addStretch(1)
        made = scrolled(inner)
        made.hide()
        return made

    def _show_quietly(self, switch: QPushButton) -> None:
        switch.blockSignals(True)
        switch.setChecked(True)
        switch.blockSignals(False)
        self._show_parts()

    def _show_parts(self) -> None:
        for switch, part in self._parts.values():
            part.setVisible(switch.isChecked())
        inner = self.forms.widget()
        if inner is not None:  # it scrolls downwards only, so it must be as wide as what it shows
            self.forms.setMinimumWidth(inner.minimumSizeHint().width() + self.forms.verticalScrollBar().sizeHint().width())
        self.forms.setVisible(self.is_any_open())

    @Slot(bool)
    def _on_switch(self, is_on: bool) -> None:
        self._show_parts()
        if is_on:
            for switch, part in self._parts.values():
                if switch is self.sender():
                    part.begin(self.about)
                    self.forms.ensureWidgetVisible(part)
        self.edited.emit()

    @Slot()
    def _on_part_closed(self) -> None:
        for switch, part in self._parts.values():
            if part is self.sender():
                switch.setChecked(False)
                switch.setFocus()
