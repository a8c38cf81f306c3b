"""What a file is called and what it shows."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.attachments import AttachmentRow
from crm_desktop.services.attachments import describe_file
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import line_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog


class DescribeFileDialog(FormDialog):
    def __init__(self, desk: Desk, file: AttachmentRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Describe {name}").format(name=file.file_name), _("Save"), parent)
        self._file = file
        self.name, self.note = QLineEdit(), QLineEdit()
        ending = PurePosixPath(file.file_name).suffix
        self._name_row = self.form.add_row(_("&Name"), self.name, _("It stays a {ending} file.").format(ending=ending) if ending else "")
        self.form.add_row(_("&What it shows"), self.note)
        self.fields.add(line_field("name", _("&Name"), self.name), line_field("note", _("&What it shows"), self.note))
        self.begin_with({"name": PurePosixPath(file.file_name).stem, "note": file.note}, file.version)
        self.keep_changes(f"file {file.id}")
        self.fit(460)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        if not self.name.text().strip():
            self._name_row.mark(_("A file needs a name."))
            return None
        return partial(describe_file, self._file.id, self.version, self.name.text(), self.note.text(), self.desk.by, self.key)
