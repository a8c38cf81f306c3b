"""The training log: who learned what, when, and from whom."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDateEdit, QLineEdit, QPushButton, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.quality import TrainingRow, sees_everybody, trainings
from crm_desktop.services.trainings import TrainingInput, change_training, log_training, remove_training
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import line_field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.kept_list import KeptList
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT as AT_END
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NotesEdit
from crm_desktop.ui.widgets.number_box import decimal_box

_MOST_HOURS = 1_000
_FIRST, _LAST = date(1970, 1, 1), date(9999, 12, 30)


class TrainingsDialog(KeptList):
    entity: ClassVar[Entity] = Entity.TRAINING

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Trainings"), _("What everybody learned, for the sheet of each person."), parent)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("Day"), lambda row: Cell(formats.day(row.held_on)), 110),
            Column(_("Who"), lambda row: Cell(row.staff), 150),
            Column(_("Topic"), lambda row: Cell(row.topic, row.note)),
            Column(_("Hours"), lambda row: Cell(formats.number(row.hours)), 70, AT_END),
            Column(_("Given by"), lambda row: Cell(row.given_by), 140),
        )

    def read(self) -> Sequence[Any]:
        return trainings(_FIRST, _LAST, () if sees_everybody(self.desk.by) else (self.desk.by.id,))

    def steps(self) -> Sequence[QPushButton]:
        self.add, self.change = button(_("New …"), "plus", "primary"), button(_("Change …"), "pencil")
        self.remove = button(_("Take out"), "trash-2", tip=_("Undo brings it back"))
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self.open_chosen)
        self.remove.clicked.connect(self._on_remove)
        return self.add, self.change, self.remove

    def show_steps(self, chosen: TrainingRow | None) -> None:
        may = Right.ASSESS in RIGHTS[self.desk.by.role]
        self.add.setEnabled(may)
        for each in (self.change, self.remove):
            each.setEnabled(may and chosen is not None)

    @Slot()
    def open_chosen(self) -> None:
        if self.chosen() is not None and self.change.isEnabled():
            TrainingDialog(self.desk, self.chosen(), self).open()

    @Slot()
    def _on_add(self) -> None:
        TrainingDialog(self.desk, None, self).open()

    @Slot()
    def _on_remove(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.write(partial(remove_training, chosen.id, chosen.version, self.desk.by), _("Taken out. Undo brings it back."))


class TrainingDialog(FormDialog):
    def __init__(self, desk: Desk, training: TrainingRow | None = None, parent: QWidget | None = None) -> None:
        """`training` None: a new one."""
        super().__init__(desk, _("Change a training") if training else _("Note a training"), _("Save"), parent)
        self._training = training
        day = training.held_on if training else desk.formats.today()
        self.staff, self.topic, self.given_by = LateChoice(), QLineEdit(), QLineEdit()
        self.day, self.note = QDateEdit(QDate(day.year, day.month, day.day)), NotesEdit()
        self.hours = decimal_box(_MOST_HOURS, float(training.hours) if training else 1, 0.5)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("d MMM yyyy")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(sized(58))
        self._staff_row = self.form.add_row(_("&Who"), self.staff)
        self._topic_row = self.form.add_row(_("&Topic"), self.topic)
        self.form.beside((_("&Day"), self.day), (_("&Hours"), self.hours))
        self.form.add_row(_("&Given by"), self.given_by)
        self.form.add_row(_("N&ote"), self.note)
        self.fields.add(
            late_field("staff", _("Who"), self.staff), line_field("topic", _("Topic"), self.topic),
            line_field("given_by", _("Given by"), self.given_by), text_field("note", _("Note"), self.note),
        )  # fmt: skip
        self.begin_with(_values(training) if training else {}, training.version if training else 0)
        self.keep_changes(f"training-{training.id}" if training else "new-training")
        desk.jobs.read(self, choices, self._offer)
        self.fit(440)
        self.staff.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if self.staff.value() is None:
            self._staff_row.mark(_("Choose a colleague."))
            return None
        if not self.topic.text().strip():
            self._topic_row.mark(_("What was learned, in a few words."))
            return None
        shown = self.day.date()
        wanted = TrainingInput(
            self.staff.value(), self.topic.text(), date(shown.year(), shown.month(), shown.day()),
            Decimal(str(round(self.hours.value(), 2))), self.given_by.text(), self.note.toPlainText(),
        )  # fmt: skip
        if self._training is None:
            return partial(log_training, wanted, self.desk.by, self.key)
        return partial(change_training, self._training.id, self.version, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("{name}: “{topic}” is noted.").format(name=self.staff.currentText(), topic=self.topic.text().strip())

    def _offer(self, found: Choices) -> None:
        self.staff.offer((each.name, each.id) for each in found.staff)
        self.base["staff"] = self.staff.value()


def _values(training: TrainingRow) -> dict[str, Any]:
    return {"staff": training.staff_id, "topic": training.topic, "given_by": training.given_by, "note": training.note}
