"""What can be done with the whole calendar: paper, and files for other calendars."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.ui.desk import Desk


class CalendarMenu(QMenu):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, parent
        steps = (
            (_("Print the list …"), self._on_paper, Right.PRINT),
            (_("Save as calendar file …"), self._on_export, Right.EXPORT),
            (_("Bring in a calendar file …"), self._on_import, Right.IMPORT),
        )
        for text, done, right in steps:
            if right not in RIGHTS[desk.by.role]:
                continue
            action = QAction(text, self)
            action.triggered.connect(done)
            self.addAction(action)

    @Slot()
    def _on_paper(self) -> None:
        self._desk.show_paper("follow-up-list", "")

    @Slot()
    def _on_export(self) -> None:
        from crm_desktop.ui.dialogs.appointment_end import export_appointments

        export_appointments(self._desk, self._page)

    @Slot()
    def _on_import(self) -> None:
        self._desk.go_to("import")
