"""What happened to one record: every step of it, who and when, what changed, and taking a step back."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QSplitter, QVBoxLayout, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.records import RecordRef, number_of
from crm_desktop.queries.trail import Trail, trail_of_record
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.models.history import step_column
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.step_view import StepView

_MOST = 1_000
"""Steps shown of one record; the command line tells them all."""


def open_history(desk: Desk, entity: Entity, record_id: int, parent: QWidget) -> "HistoryDialog":
    dialog = HistoryDialog(desk, RecordRef(entity, record_id), parent)
    dialog.open()
    return dialog


class HistoryDialog(QDialog):
    def __init__(self, desk: Desk, record: RecordRef, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._record = desk, record
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History"))
        open_at(self, 920, 560)
        self.title, self.count = label(_("History"), "title"), label("", "soft")
        self.model = RecordTableModel((step_column(desk.formats),), desk.jobs, self)
        self.list = RecordView(self.model, _("What happened"), TALL_ROW_HEIGHT)
        self.list.horizontalHeader().hide()
        self.step = StepView(desk)
        self.close_button = button(_("Close"))
        self._build()
        self.list.current_changed.connect(self.step.show_step)
        self.model.loaded.connect(self._on_loaded)
        self.close_button.clicked.connect(self.accept)
        desk.jobs.changed.connect(self._on_changed)
        QShortcut(QKeySequence(Qt.Key.Key_F5), self).activated.connect(self._load)
        self._load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.list.setFocus()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.addWidget(self.list)
        split.addWidget(self.step)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 560])
        head = surface("card", row(self.title, self.count, 1, margins=(2 * GAP, 12, 2 * GAP, 12)))
        foot = surface("status", row(1, self.close_button, margins=(2 * GAP, 12, 2 * GAP, 12)))
        whole: QVBoxLayout = column(head, surface("line"), split, foot, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    @Slot()
    def _load(self) -> None:
        self._desk.jobs.read(self, partial(_read, self._record, self._desk.by), self._fill, newest="trail")

    def _fill(self, found: tuple[str, Trail]) -> None:
        number, trail = found
        name = _("History of {number}").format(number=number) if number else _("History")
        self.title.setText(name)
        self.setWindowTitle(name)
        self.count.setText(ngettext("{count} step", "{count} steps", trail.size))
        self.model.show(source_of(trail.steps))

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.list.choose_first()
        self.step.show_step(self.list.chosen())

    @Slot(object)
    def _on_changed(self, _change: Change) -> None:
        self._load()


def _read(record: RecordRef, by: Actor) -> tuple[str, Trail]:
    return number_of(record), trail_of_record(record, _MOST, by)
