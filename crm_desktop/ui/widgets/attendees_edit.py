"""Who is asked to come: colleagues and the customer's people to tick, and anybody else by e-mail or name."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.services.appointments import AttendeeInput
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import column

_WHO = Qt.ItemDataRole.UserRole
Person = list[Any]
"""`[staff_id, contact_id, customer_id, name, email]`, which JSON can hold."""


class AttendeesEdit(QWidget):
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people = QListWidget()
        self.people.setProperty("role", "choices")
        self.people.setAccessibleName(_("Who is asked; Space ticks"))
        self.people.setFixedHeight(sized(104))
        self.others = QLineEdit(placeholderText=_("anybody else: ada@example.org, Grace Hopper"))
        self.others.setAccessibleName(_("Anybody else who is asked, with commas between them"))
        self.setLayout(column(self.people, self.others, gap=6))
        self.setFocusProxy(self.people)
        self._names: dict[str, str] = {}
        self._asked: list[Person] = []
        self.people.itemChanged.connect(self._on_ticked)
        self.others.textEdited.connect(self._on_typed)

    def offer(self, people: Iterable[tuple[str, Person]]) -> None:
        """Who can be ticked; whoever is asked already stays, also when they are not offered any more."""
        offered = list(people)
        known = [person for _name, person in offered]
        kept = [(self._names.get(str(person[:3]), "…"), person) for person in self._asked if any(person[:3]) and person not in known]
        self.people.blockSignals(True)
        self.people.clear()
        for name, person in (*offered, *kept):
            self._names[str(person[:3])] = name
            item = QListWidgetItem(name)
            item.setData(_WHO, person)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if person in self._asked else Qt.CheckState.Unchecked)
            self.people.addItem(item)
        self.people.blockSignals(False)

    def know(self, person: Person, name: str) -> None:
        self._names[str(person[:3])] = name

    def asked(self) -> list[Person]:
        return [list(person) for person in self._asked]

    def show_asked(self, asked: list[Person]) -> None:
        self._asked = [list(person) for person in asked]
        self.others.setText(", ".join(person[4] or person[3] for person in self._asked if not any(person[:3])))
        self.offer([(self.people.item(place).text(), self.people.item(place).data(_WHO)) for place in range(self.people.count())])
        self.changed.emit()

    def inputs(self) -> tuple[AttendeeInput, ...]:
        return tuple(AttendeeInput(*person) for person in self._asked)

    def names(self, asked: list[Person]) -> str:
        return ", ".join(self._names.get(str(person[:3]), "") if any(person[:3]) else person[4] or person[3] for person in asked)

    @Slot(QListWidgetItem)
    def _on_ticked(self, item: QListWidgetItem) -> None:
        person = item.data(_WHO)
        self._asked = [each for each in self._asked if each != person]
        if item.checkState() == Qt.CheckState.Checked:
            self._asked.append(person)
        self.changed.emit()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        named = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        # Who came with a name and an e-mail keeps both, though only one of them is shown.
        before = {person[4] or person[3]: person for person in self._asked if not any(person[:3])}
        typed = [before.get(part) or ([None, None, None, "", part] if "@" in part else [None, None, None, part, ""]) for part in named]
        self._asked = [*(each for each in self._asked if any(each[:3])), *typed]
        self.changed.emit()
