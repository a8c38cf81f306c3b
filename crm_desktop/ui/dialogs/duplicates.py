"""Customers who may be one: pair by pair to be compared and merged, or kept apart for good."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.duplicates import Twins, twins
from crm_desktop.services.merging import keep_apart
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.merge import open_merge
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import button, column, label, row, surface
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.record_view import RecordView

_SIZE = 820, 560
_MARGINS = 3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP
_FOOT = 3 * GAP, 12, 3 * GAP, 12


def open_duplicates(desk: Desk, parent: QWidget | None) -> "DuplicatesDialog":
    """Everybody in the company's file who may be somebody else there too."""
    dialog = DuplicatesDialog(desk, parent)
    dialog.open()
    return dialog


class DuplicatesDialog(QDialog):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pairs: dict[int, Twins] = {}
        self.setWindowTitle(_("Possible duplicates"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.head = label(_("Looking through all customers …"), wrap=True)
        self.message = MessageLine()
        columns = (Column(_("Customer"), _first), Column(_("Perhaps the same as"), _second), Column(_("In common"), _shared, 250))
        self.model = RecordTableModel(columns, desk.jobs, self)
        self.list = RecordView(self.model, _("Possible duplicates"), TALL_ROW_HEIGHT)
        self.merge = button(_("Compare and merge"), role="primary", tip=_("Look at both side by side (Enter)"))
        self.apart = button(_("They are two"), tip=_("Do not propose this pair again (Ctrl+D)"))
        self.leave = button(_("Close"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(self.head, self.message, gap=GAP, margins=_MARGINS))
        layout.addWidget(self.list, 1)
        layout.addWidget(surface("status", row(self.apart, 1, self.leave, self.merge, margins=_FOOT)))
        self.merge.clicked.connect(self._on_merge)
        self.apart.clicked.connect(self._on_apart)
        self.leave.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.apart.click)
        self.list.opened.connect(self._on_merge)
        self.list.current_changed.connect(self._on_current)
        self.model.loaded.connect(self._on_loaded)
        desk.jobs.changed.connect(self._on_changed)
        open_at(self, *_SIZE)
        self._on_current(0)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        self._desk.jobs.read(self, twins, self._show, newest="twins", failed=self.message.show_error)

    def _show(self, found: list[Twins]) -> None:
        self._pairs = {pair.id: pair for pair in found}
        self.model.show(source_of(found))
        if found:
            said = ngettext(
                "{count} pair of customers has something in common.", "{count} pairs of customers have something in common.", len(found)
            )
        else:
            said = _("No two customers share a phone, an e-mail, or a name in the same place. There is nothing to do here.")
        self.head.setText(said)
        self.list.setVisible(bool(found))
        self._on_current(0)

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.list.choose_first()
        self._on_current(self.list.chosen())

    @Slot(int)
    def _on_current(self, pair_id: int) -> None:
        for each in (self.merge, self.apart):
            each.setEnabled(pair_id in self._pairs)

    @Slot()
    def _on_merge(self) -> None:
        pair = self._pairs.get(self.list.chosen())
        if pair is not None:
            open_merge(self._desk, pair.first_id, pair.second_id, self)

    @Slot()
    def _on_apart(self) -> None:
        pair = self._pairs.get(self.list.chosen())
        if pair is not None:
            self.apart.setEnabled(False)
            work = partial(keep_apart, pair.first_id, pair.second_id, self._desk.by)
            self._desk.jobs.write(self, work, self._on_kept_apart, self._on_refused)

    def _on_kept_apart(self, _change: Change) -> None:
        self.message.say(_("This pair is not proposed again. Undo takes that back."), Tone.OK)

    def _on_refused(self, error: Exception) -> None:
        self.apart.setEnabled(True)
        self.message.show_error(error)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        """Whoever changed a customer, here or elsewhere."""
        if change.of(Entity.CUSTOMER):
            self._look()


def _first(pair: Twins) -> Cell:
    return Cell(pair.name, " · ".join(filter(None, (pair.number, pair.place))))


def _second(pair: Twins) -> Cell:
    return Cell(pair.other_name, " · ".join(filter(None, (pair.other_number, pair.other_place))))


def _shared(pair: Twins) -> Cell:
    words = {"phone": _("phone"), "email": _("e-mail"), "name": _("name")}
    kinds = dict.fromkeys(each.strip() for each in pair.likeness.split(","))
    return Cell(
        ", ".join(dict.fromkeys(each.strip() for each in pair.shared.split(","))),
        chips=tuple(Chip(words.get(kind, kind)) for kind in kinds),
    )
