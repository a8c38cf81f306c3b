"""The documents of one record, in a window of their own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.records import RecordRef
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.focus import follow_the_eye
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.attachments import Attachments
from crm_desktop.ui.widgets.basics import button, column, row, surface


def open_files(desk: Desk, entity: Entity, record_id: int, number: str, parent: QWidget) -> "FilesDialog":
    """`number`: what people call the record."""
    dialog = FilesDialog(desk, RecordRef(entity, record_id), number, parent)
    dialog.open()
    return dialog


class FilesDialog(QDialog):
    def __init__(self, desk: Desk, record: RecordRef, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Documents of {number}").format(number=number))
        open_at(self, 520, 620)
        self.files = Attachments(desk)
        self.close_button = button(_("Close"))
        whole = column(
            surface("card", column(self.files)), surface("status", row(1, self.close_button, margins=(2 * GAP, 12, 2 * GAP, 12))), gap=0
        )
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.close_button.clicked.connect(self.accept)
        desk.jobs.changed.connect(self.files.take)
        self.files.show_for(record)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        follow_the_eye(self)
        self.files.add.setFocus()
