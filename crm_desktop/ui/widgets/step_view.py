"""One operation as people read it: who, when, what changed from what to what; and taking it back."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.queries.trail import Step, step_of
from crm_desktop.services.history import undo
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.long_words import breakable
from crm_desktop.ui.models.history import HistoryLine, history_lines, line_columns, step_line, step_text
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, label, only_for, row, surface
from crm_desktop.ui.widgets.chosen_or_not import ChosenOrNot
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView

_LINE_HEIGHT = 30
_READING_HEIGHT = 130
_LONG = 24
"""Letters from which a value may not fit into its column."""


class StepView(QFrame):
    undone = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = 0
        self.step: Step | None = None
        self._lines: dict[int, HistoryLine] = {}
        self.setProperty("surface", "card")
        self.title, self.line = label("", "heading", wrap=True), label("", "soft", wrap=True)
        self.undo = button(_("Undo this"), "undo-2", tip=_("Take this one step back; what came later stays"))
        only_for(desk.by, Right.UNDO, self.undo)
        self.message = MessageLine()
        self.model = RecordTableModel(line_columns(), desk.jobs, self)
        self.lines = RecordView(self.model, _("What changed"), _LINE_HEIGHT)
        head = row(column(self.title, self.line, gap=4), self.undo)
        head.setStretch(0, 1)
        above = column(head, self.message, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        self.reading = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self.reading.setAccessibleName(_("The whole of what was and what is"))
        self.reading.setMaximumHeight(_READING_HEIGHT)
        self.reading.hide()
        below = column(self.reading, margins=(GAP, GAP, GAP, GAP))
        whole = column(above, surface("line"), self.lines, below, gap=0)
        whole.setStretch(2, 1)
        self._chosen = ChosenOrNot(surface("clear", whole), _("Choose what happened in the list."))
        self.setLayout(self._chosen)
        self.lines.current_changed.connect(self._on_line)
        self.undo.clicked.connect(self._on_undo)
        self.show_step(0)

    def show_step(self, operation_id: int) -> None:
        """0: none."""
        if operation_id != self._wanted:
            self.message.clear()
        self._wanted = operation_id
        if operation_id:
            self._desk.jobs.read(self, partial(step_of, operation_id, self._desk.by), self._fill, newest="step")
        else:
            self._fill(None)

    def _fill(self, step: Step | None) -> None:
        self.step = step
        self._lines = {}
        self.reading.hide()
        self.title.setText(breakable(step_text(step)) if step else "")
        self._chosen.show_chosen(step is not None)
        self.line.setText(step_line(step, self._desk.formats) if step else "")
        self.undo.setVisible(step is not None and step.stands)
        self.undo.setEnabled(True)
        self.undo.setText(_("Bring it back") if step is not None and step.undoes else _("Undo this"))
        if step is None:
            self.model.clear()
        else:
            rows = history_lines(step, self._desk.formats)
            self._lines = {row.id: row for row in rows if isinstance(row, HistoryLine)}
            self.model.show(source_of(rows))

    @Slot(int)
    def _on_line(self, line_id: int) -> None:
        """What is too long for the table is read below it."""
        line = self._lines.get(line_id)
        is_long = line is not None and max(len(line.before), len(line.after)) > _LONG
        self.reading.setVisible(is_long)
        if line is not None:
            self.reading.setPlainText("\n\n".join(filter(None, (line.before, line.after))))

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
