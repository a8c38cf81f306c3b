"""What every panel of a record offers beside its own steps: an e-mail, its documents and its history."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.basics import button, only_for

_WRITTEN_ABOUT = frozenset({Entity.CUSTOMER, Entity.ORDER, Entity.RETURN, Entity.CASE, Entity.INTERACTION})


class RecordTools(QObject):
    """`buttons` go where the panel's own are; `show_for` says which record they are about."""

    def __init__(self, desk: Desk, entity: Entity, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk, self._entity, self._panel = desk, entity, panel
        self._record_id, self._number = 0, ""
        is_talk = entity is Entity.INTERACTION
        words = _("Answer by e-mail") if is_talk else _("Write an e-mail about it")
        self.mail = button("", "mail", tip=words)
        self.files = button("", "paperclip", tip=_("Documents: photos, letters, signed papers"))
        self.history = button("", "history", tip=_("History: who changed what, and when"))
        only_for(desk.by, Right.LOG_INTERACTIONS, self.mail)
        writes = (self.mail,) if entity in _WRITTEN_ABOUT else ()
        self.buttons: tuple[QPushButton, ...] = (*writes, self.files, self.history)
        self.mail.clicked.connect(self._on_mail)
        self.files.clicked.connect(self._on_files)
        self.history.clicked.connect(self._on_history)
        self.show_for(0, "")

    def show_for(self, record_id: int, number: str) -> None:
        """0: none."""
        self._record_id, self._number = record_id, number
        for each in self.buttons:
            each.setEnabled(bool(record_id))

    @Slot()
    def _on_mail(self) -> None:
        from crm_desktop.ui.dialogs.compose_mail import open_mail

        open_mail(self._desk, self._entity, self._record_id, self._panel)

    @Slot()
    def _on_files(self) -> None:
        from crm_desktop.ui.dialogs.files import open_files

        open_files(self._desk, self._entity, self._record_id, self._number, self._panel)

    @Slot()
    def _on_history(self) -> None:
        from crm_desktop.ui.dialogs.history import open_history

        open_history(self._desk, self._entity, self._record_id, self._panel)
