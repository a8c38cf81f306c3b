"""The people of a company: their names in a list, and beside it everything about the chosen one."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from crm_desktop.core.custom_values import Definition
from crm_desktop.core.i18n import _
from crm_desktop.queries.customer_form import ContactForm
from crm_desktop.services.customers import Colleague, ContactInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, offer, row
from crm_desktop.ui.widgets.birthday_edit import BirthdayEdit, birthday_in, is_birthday, parts_of
from crm_desktop.ui.widgets.custom_fields_editor import CustomFieldsEditor
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.form import Form, FormRow
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.points_editor import PointsEditor, point_inputs, point_of

PersonValue = dict[str, Any]
"""As `ContactForm`, but `id` may be nothing, `birthday` is day, month and year, and `points` are those of a `PointsEditor`."""
_LINES = ("name", "role", "salutation", "department")
_LIST_WIDTH = 168


def person_of(stored: ContactForm) -> PersonValue:
    points = [point_of(point) for point in stored.points]
    return {**stored._asdict(), "birthday": parts_of(stored.birthday), "custom": dict(stored.custom), "points": points}


class PersonForm(QWidget):
    edited = Signal()

    def __init__(self, desk: Desk, rows: list[FormRow]) -> None:
        super().__init__()
        self._id: int | None = None
        self.lines = {name: QLineEdit() for name in _LINES}
        self.birthday, self.points = BirthdayEdit(desk.formats), PointsEditor(desk)
        self.notes, self.custom = NotesEdit(), CustomFieldsEditor(desk.formats)
        self.notes.setFixedHeight(sized(58))
        self.main, self.active = QCheckBox(_("Is asked first")), QCheckBox(_("Works there"))
        self.form = Form(rows=rows)
        self.name_row, _role = self.form.beside((_("Name of the contact"), self.lines["name"]), (_("Role"), self.lines["role"]))
        self.form.beside((_("Salutation"), self.lines["salutation"]), (_("Department"), self.lines["department"]))
        self.form.add(flowing(self.main, self.active, gap=2 * GAP))
        self.form.add_row(_("Phones and e-mails of the contact"), self.points)
        self.birthday_row = self.form.add_row(_("Birthday"), self.birthday)
        self.form.add_row(_("Notes on the contact"), self.notes)
        self.setLayout(column(self.form, self.custom, 1, gap=0))
        for line in self.lines.values():
            line.textChanged.connect(self._on_edited)
        for part in (self.birthday, self.points, self.custom):
            part.edited.connect(self._on_edited)
        for box in (self.main, self.active):
            box.toggled.connect(self._on_edited)
        self.notes.textChanged.connect(self._on_edited)

    def value(self) -> PersonValue:
        lines = {name: line.text().strip() for name, line in self.lines.items()}
        flags = {"main": self.main.isChecked(), "active": self.active.isChecked(), "notes": self.notes.toPlainText().strip()}
        parts = {"birthday": self.birthday.value(), "custom": self.custom.values(), "points": self.points.points()}
        return {"id": self._id, **lines, **flags, **parts}

    def show_value(self, value: PersonValue) -> None:
        self._id = value["id"]
        for name, line in self.lines.items():
            line.setText(value[name])
        self.main.setChecked(value["main"])
        self.active.setChecked(value["active"])
        self.notes.setPlainText(value["notes"])
        self.birthday.show_value(value["birthday"])
        self.custom.show_values(value["custom"])
        self.points.show_points(value["points"])

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


class PeopleEditor(QWidget):
    edited = Signal()

    def __init__(self, desk: Desk, rows: list[FormRow]) -> None:
        """`rows`: those of the form that this is a part of."""
        super().__init__()
        self._people: list[PersonValue] = []
        self.list, self.person = QListWidget(), PersonForm(desk, rows)
        self.list.setAccessibleName(_("People of this company"))
        self.list.setFixedWidth(sized(_LIST_WIDTH))
        self.list.setProperty("role", "names")
        self.more = button(_("Add a contact"), "plus")
        self.remove = button(_("Remove this contact"), "x", "quiet", tip=_("Who ordered or called once is kept as one who left"))
        left = column(self.list, self.more, gap=GAP)
        left.setStretch(0, 1)
        whole = row(left, column(self.person, row(1, self.remove), 1, gap=GAP), gap=2 * GAP)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.list)
        self.list.currentRowChanged.connect(self._on_current)
        self.person.edited.connect(self._on_edited)
        self.more.clicked.connect(self._on_more)
        self.remove.clicked.connect(self._on_remove)
        self.show_people([])

    def offer(self, definitions: tuple[Definition, ...]) -> None:
        """The company's own fields of contacts."""
        self.person.custom.make(definitions, self.person.form)
        self._show_current()

    def people(self) -> list[PersonValue]:
        """New ones of whom nothing was typed are none."""
        return [value for value in self._people if value["id"] is not None or _is_typed(value)]

    def show_people(self, people: list[PersonValue]) -> None:
        with QSignalBlocker(self.list):
            self._people = list(people)
            self.list.clear()
            for value in people:
                self.list.addItem(QListWidgetItem(_title(value)))
            self.list.setCurrentRow(0 if people else -1)
        self._show_current()

    def colleagues(self) -> tuple[Colleague, ...]:
        return tuple(Colleague(self._contact(each), point_inputs(each["points"]), each["id"]) for each in self.people())

    def _contact(self, value: PersonValue) -> ContactInput:
        lines = {name: value[name] for name in _LINES}
        flags = {name: value[name] for name in ("main", "active", "notes")}
        custom = self.person.custom.given(value["custom"])
        return ContactInput(**lines, **flags, birthday=birthday_in(value["birthday"]), custom=custom)

    def shown(self, people: list[PersonValue]) -> str:
        lines = (", ".join(filter(None, (each["name"], each["role"], *(point["value"] for point in each["points"])))) for each in people)
        return "\n".join(lines)

    def wrong_rows(self) -> list[tuple[FormRow, str]]:
        """Of the first of whom something is wrong; that one is shown."""
        for place, value in enumerate(self._people):
            if value["id"] is None and not _is_typed(value):
                continue
            no_name, no_day = not value["name"], not is_birthday(value["birthday"])
            if no_name or no_day:
                self.list.setCurrentRow(place)
                wrong = [(self.person.name_row, _("A contact needs a name.") if no_name else "")]
                wrong.append((self.person.birthday_row, _("This is no day. The year may be left out.") if no_day else ""))
                return [each for each in wrong if each[1]]
        return []

    @Slot(int)
    def _on_current(self, _place: int) -> None:
        self._show_current()

    def _show_current(self) -> None:
        place = self.list.currentRow()
        is_anyone = 0 <= place < len(self._people)
        offer(self.person, wanted=is_anyone)
        offer(self.remove, wanted=is_anyone)
        if is_anyone:
            with QSignalBlocker(self.person):
                self.person.show_value(self._people[place])

    @Slot()
    def _on_edited(self) -> None:
        """What is typed is at once what the list holds: a crash then loses nothing of it either."""
        place = self.list.currentRow()
        if not 0 <= place < len(self._people):
            return
        value = self._people[place] = self.person.value()
        if value["main"]:
            self._people = [each if each is value else {**each, "main": False} for each in self._people]
        for number, each in enumerate(self._people):
            item = self.list.item(number)
            if item is not None:
                item.setText(_title(each))
        self.edited.emit()

    @Slot()
    def _on_more(self) -> None:
        self._people.append(_nobody(is_first=not self._people))
        self.list.addItem(QListWidgetItem(_title(self._people[-1])))
        self.list.setCurrentRow(len(self._people) - 1)
        self.person.lines["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_remove(self) -> None:
        place = self.list.currentRow()
        del self._people[place]
        with QSignalBlocker(self.list):
            self.list.takeItem(place)
        self._show_current()
        (self.list if self._people else self.more).setFocus()
        self.edited.emit()


def joined_people(theirs: list[PersonValue], mine: list[PersonValue]) -> list[PersonValue]:
    """Whom only one of them has, both ways; of whom both have, what is stored."""
    there = {each["id"] for each in theirs}
    return [*theirs, *({**each, "id": None, "main": False} for each in mine if each["id"] not in there)]


def _title(value: PersonValue) -> str:
    name = value["name"] or _("(no name yet)")
    if not value["active"]:
        return _("{name} (left)").format(name=name)
    return _("{name} ★").format(name=name) if value["main"] else str(name)


def _is_typed(value: PersonValue) -> bool:
    texts = (*(value[name] for name in _LINES), value["notes"], *value["birthday"])
    return any(texts) or bool(value["points"]) or bool(value["custom"])


def _nobody(*, is_first: bool) -> PersonValue:
    texts: PersonValue = dict.fromkeys((*_LINES, "notes"), "")
    return {"id": None, **texts, "main": is_first, "active": True, "birthday": ["", "", ""], "custom": {}, "points": []}
