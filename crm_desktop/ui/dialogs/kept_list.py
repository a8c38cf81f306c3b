"""A window with a short list and what can be done with the chosen one: questionnaires, scorecards, trainings."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView


class KeptList(QDialog):
    """A subclass says what it shows (`columns`, `read`), what can be done (`steps`), and what opening one does."""

    entity: ClassVar[Entity]

    def __init__(self, desk: Desk, title: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows: dict[int, Any] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        open_at(self, 820, 460)
        self.model = RecordTableModel(self.columns(), desk.jobs, self)
        self.list = RecordView(self.model, title, TALL_ROW_HEIGHT)
        self.message = MessageLine()
        self.close_button = button(_("Close"))
        head = column(label(title, "title"), label(said, "soft", wrap=True), flowing(*self.steps()), gap=GAP)
        head.setContentsMargins(2 * GAP, 12, 2 * GAP, 12)
        foot = surface("status", row(self.message, 1, self.close_button, margins=(2 * GAP, 12, 2 * GAP, 12)))
        whole: QVBoxLayout = column(surface("card", head), surface("line"), self.list, foot, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.list.current_changed.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)
        self.close_button.clicked.connect(self.accept)
        desk.jobs.changed.connect(self._on_changed)
        self._load()

    def columns(self) -> tuple[Column, ...]:
        raise NotImplementedError

    def read(self) -> Sequence[Any]:
        """In a worker."""
        raise NotImplementedError

    def steps(self) -> Sequence[QPushButton]:
        raise NotImplementedError

    def show_steps(self, chosen: Any) -> None:
        """What can be done with this one; None: with none."""

    def open_chosen(self) -> None:
        """Enter, or a double click."""

    def chosen(self) -> Any:
        return self.rows.get(self.list.chosen())

    def write(self, work: Callable[[], Change], said: str) -> None:
        self.message.clear()
        self.desk.jobs.write(self, work, partial(self._on_written, said), self.message.show_error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.list.setFocus()

    @Slot()
    def _load(self) -> None:
        self.desk.jobs.read(self, self.read, self._fill, newest="kept")

    def _fill(self, found: Sequence[Any]) -> None:
        self.rows = {each.id: each for each in found}
        self.model.show(source_of(list(found)))
        self.show_steps(self.chosen())

    def _on_written(self, said: str, _change: Change) -> None:
        self.desk.say(said)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self.entity in change.ids.keys() | change.membership:
            self._load()

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.list.choose_first()
        self.show_steps(self.chosen())

    @Slot(int)
    def _on_chosen(self, _row_id: int) -> None:
        self.show_steps(self.chosen())

    @Slot(int)
    def _on_opened(self, _row_id: int) -> None:
        self.open_chosen()
