"""One operation as people read it: who, when, what changed from what to what; and taking it back."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.trail import Step, step_of
from crm_desktop.services.history import undo
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.history import history_lines, line_columns, step_line
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView

_LINE_HEIGHT = 30


class StepView(QFrame):
    undone = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = 0
        self.step: Step | None = None
        self.setProperty("surface", "card")
        self.title, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.undo = button(_("Undo this"), "undo-2", tip=_("Take this one step back; what came later stays"))
        self.message = MessageLine()
        self.model = RecordTableModel(line_columns(), desk.jobs, self)
        self.lines = RecordView(self.model, _("What changed"), _LINE_HEIGHT)
        head = row(column(self.title, self.line, gap=4), self.undo)
        head.setStretch(0, 1)
        above = column(head, self.message, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(above, surface("line"), self.lines, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.undo.clicked.connect(self._on_undo)
        self.show_step(0)

    def show_step(self, operation_id: int) -> None:
        """0: none."""
        if operation_id != self._wanted:
            self.message.clear()
        self._wanted = operation_id
        if operation_id:
            self._desk.jobs.read(self, partial(step_of, operation_id), self._fill, newest="step")
        else:
            self._fill(None)

    def _fill(self, step: Step | None) -> None:
        self.step = step
        self.title.setText(step.text if step else _("Choose what happened in the list."))
        self.line.setText(step_line(step, self._desk.formats) if step else "")
        self.undo.setVisible(step is not None and step.stands)
        self.undo.setEnabled(True)
        self.undo.setText(_("Bring it back") if step is not None and step.undoes else _("Undo this"))
        if step is None:
            self.model.clear()
        else:
            self.model.show(source_of(history_lines(step, self._desk.formats)))

    @Slot()
    def _on_undo(self) -> None:
        if self.step is not None:
            self.undo.setEnabled(False)
            self._desk.jobs.write(self, partial(undo, self.step.id, self._desk.by), self._on_undone, self._on_refused)

    def _on_undone(self, _change: Change) -> None:
        self.show_step(self._wanted)
        self.message.say(_("Undone. Ctrl+Z in the main window brings it back."), Tone.OK)
        self.undone.emit()

    def _on_refused(self, error: Exception) -> None:
        self.undo.setEnabled(True)
        self.message.show_error(error)
