"""The chosen file of a record: looked at, opened as a copy, saved elsewhere, described, taken away and brought back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.file_names import looks_like_program
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.exchange.attached_files import save_attachment
from crm_desktop.queries.attachments import AttachmentRow
from crm_desktop.services.attachments import detach
from crm_desktop.services.history import undo
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.file_copies import Copies, copies, open_file, small_picture
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import button, column, only_for
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.message_line import MessageLine
from crm_desktop.ui.widgets.picture import Picture

_PICTURE = QSize(1200, 900)
"""Pixels; enough for a panel on any screen."""


class ChosenFile(QFrame):
    changed = Signal()
    """It was described, taken away or brought back."""

    def __init__(self, desk: Desk, message: MessageLine, parent: QWidget | None = None) -> None:
        """`message` says what came of it."""
        super().__init__(parent)
        self._desk, self._message = desk, message
        self.file: AttachmentRow | None = None
        self.setProperty("surface", "status")
        self.picture = Picture()
        self.open = button(_("Open"), "arrow-right", tip=_("A copy, with the program this computer has for it"))
        self.save = button(_("Save as …"), "download")
        self.describe = button(_("Describe …"), "pencil", tip=_("Another name, and what it shows"))
        self.remove = button("", "trash-2", tip=_("Remove the file; undo brings it back"))
        only_for(desk.by, Right.EDIT_CUSTOMERS, self.describe, self.remove)
        steps = flowing(self.open, self.save, self.describe, self.remove)
        self.setLayout(column(self.picture, steps, margins=(2 * GAP, 10, 2 * GAP, 10)))
        self.open.clicked.connect(self.open_copy)
        self.save.clicked.connect(self._on_save)
        self.describe.clicked.connect(self._on_describe)
        self.remove.clicked.connect(self.take_away)
        self.show_file(None)

    def show_file(self, file: AttachmentRow | None) -> None:
        self.setVisible(file is not None)
        if file is None or self.file is None or file.id != self.file.id:
            self.picture.clear()
        self.file = file
        if file is not None:
            work = partial(small_picture, file.id, _PICTURE, partial(self._looks_at, file.id))
            self._desk.jobs.read(self, work, self.picture.show_image, newest="picture", failed=self._message.show_error)

    def _looks_at(self, file_id: int) -> bool:
        """Asked from a worker."""
        return self.file is not None and self.file.id == file_id

    @Slot()
    def open_copy(self) -> None:
        if self.file is None:
            return
        if looks_like_program(self.file.file_name):
            said = _("{name} is a program, or can bring one along, and is not opened from here. Save it if you trust who sent it.")
            self._message.say(said.format(name=self.file.file_name), Tone.WARN)
            return
        work = partial(_copy, copies(), self.file.id, self._desk.by)
        self._desk.jobs.read(self, work, self._show_copy, failed=self._message.show_error)

    @Slot()
    def take_away(self) -> None:
        if self.file is not None:
            done = partial(self._on_removed, self.file.file_name)
            self._desk.jobs.write(self, partial(detach, self.file.id, self._desk.by), done, self._message.show_error)

    def save_to(self, name: str) -> None:
        if self.file is not None:
            work = partial(save_attachment, self.file.id, Path(name), self._desk.by)
            self._desk.jobs.read(self, work, self._on_saved, failed=self._message.show_error)

    def _show_copy(self, path: Path) -> None:
        try:
            open_file(path)
        except UserError as error:
            self._message.show_error(error)

    @Slot()
    def _on_save(self) -> None:
        if self.file is None:
            return
        dialog = QFileDialog(self, _("Save {name}").format(name=self.file.file_name), documents_folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(self.file.file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _on_saved(self, path: Path) -> None:
        self._message.say(_("Saved as {path}.").format(path=path), Tone.OK)

    @Slot()
    def _on_describe(self) -> None:
        from crm_desktop.ui.dialogs.describe_file import DescribeFileDialog

        if self.file is not None:
            dialog = DescribeFileDialog(self._desk, self.file, self)
            dialog.saved.connect(self.changed)
            dialog.open()

    def _on_removed(self, name: str, change: Change) -> None:
        action = (_("Undo"), partial(self._bring_back, change.operation)) if change.operation else None
        self._message.say(_("{name} was removed.").format(name=name), Tone.OK, action)
        self.changed.emit()

    def _bring_back(self, operation: int) -> None:
        self._desk.jobs.write(self, partial(undo, operation, self._desk.by), self._on_back, self._message.show_error)

    def _on_back(self, _change: Change) -> None:
        self._message.clear()
        self.changed.emit()


def documents_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _copy(held: Copies, file_id: int, by: Actor) -> Path:
    return held.write(file_id, by)
