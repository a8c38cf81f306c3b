"""What is due by one rule, the oldest first: to be looked at before anybody decides."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.retention import DueKind, DueRow
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.record_view import RecordView


class DueDialog(QDialog):
    def __init__(self, desk: Desk, entry: DueKind, rows: list[DueRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Due: {what}").format(what=_(entry.rule.name)))
        formats = desk.formats
        columns = (
            Column(_("What"), lambda each: Cell(each.title)),
            Column(_("Counted from"), lambda each: Cell(formats.moment(each.since) if each.since else "–"), 180),
        )
        self.model = RecordTableModel(columns, desk.jobs, self)
        self.table = RecordView(self.model, self.windowTitle())
        close = button(_("Close"))
        close.clicked.connect(self.accept)
        shown = _("The {count} oldest of {all}.").format(count=formats.number(len(rows)), all=formats.number(entry.due))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout.addWidget(label(_("{what}: {does}.").format(what=_(entry.rule.name), does=_(entry.rule.does)), wrap=True))
        layout.addWidget(label(shown, "soft", wrap=True))
        layout.addWidget(self.table, 1)
        layout.addLayout(row(1, close))
        open_at(self, 520, 440)
        self.model.show(source_of(rows))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
