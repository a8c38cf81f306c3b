"""Which columns a list has, and in which order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.text import fold
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, column, label, row, surface

_KEY = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    chosen = Signal(object)
    """Keys of the columns, in their order."""

    def __init__(self, offered: Sequence[Column], shown: Sequence[str], first: Sequence[str], parent: QWidget | None = None) -> None:
        """`first`: those the page begins with."""
        super().__init__(parent)
        self._titles = {each.key: each.title or _("Marks") for each in offered}
        self._first = tuple(first)
        self.setWindowTitle(_("Columns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sought = QLineEdit(placeholderText=_("Find a column"), clearButtonEnabled=True)
        self.sought.setAccessibleName(_("Find a column"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns, ticked ones are shown"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.up, self.down = (
            button("", "chevron-up", tip=_("Further left (Alt+Up)")),
            button("", "chevron-down", tip=_("Further right (Alt+Down)")),
        )
        self.reset = button(_("Reset"), "undo-2", "quiet", tip=_("The columns this list begins with"))
        self.cancel, self.apply = button(_("Cancel")), button(_("Show these"), "check", "primary", tip=_("Ctrl+Enter"))
        self.apply.setDefault(True)
        hint = label(_("Ticked columns are shown, from top to bottom."), "small", wrap=True)
        moving = column(self.up, self.down, 1)
        inner = column(self.sought, hint, row(self.list, moving), margins=(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(inner)
        layout.addWidget(surface("status", row(self.reset, 1, self.cancel, self.apply, margins=(3 * GAP, 12, 3 * GAP, 12))))
        self._fill(shown)
        self._connect()
        open_at(self, 420, 520)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.sought.textChanged.connect(self._on_sought)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.reset.clicked.connect(self._on_reset)
        self.cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(self._on_apply)
        for keys, does in (
            ("Alt+Up", self._on_up),
            ("Alt+Down", self._on_down),
            ("Ctrl+Return", self._on_apply),
            ("Ctrl+Enter", self._on_apply),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def _fill(self, shown: Sequence[str]) -> None:
        self.list.clear()
        known = [key for key in shown if key in self._titles]
        for key in [*known, *(key for key in self._titles if key not in known)]:
            item = QListWidgetItem(self._titles[key], self.list)
            item.setData(_KEY, key)
            item.setFlags((item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if key in known else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)

    def ticked(self) -> tuple[str, ...]:
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked)

    def _move(self, step: int) -> None:
        """Past what the search hides."""
        place = self.list.currentRow()
        to = place + step
        while 0 <= to < self.list.count() and self.list.item(to).isHidden():
            to += step
        if place >= 0 and 0 <= to < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(to, item)
            self.list.setCurrentRow(to)

    @Slot()
    def _on_up(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down(self) -> None:
        self._move(1)

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(fold(text.strip()) not in fold(item.text()))

    @Slot()
    def _on_reset(self) -> None:
        self.sought.clear()
        self._fill(self._first)

    @Slot()
    def _on_apply(self) -> None:
        self.chosen.emit(self.ticked() or self._first)
        self.accept()
