"""Tags on many records at once: some put on, or some taken away."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QRadioButton, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _, ngettext
from crm_desktop.core.tag_names import tag_names
from crm_desktop.queries.records import RecordRef
from crm_desktop.queries.tags import TagRow, all_tags
from crm_desktop.services.tags import tag, untag
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.widgets.basics import row


class BulkTagsDialog(FormDialog):
    def __init__(self, desk: Desk, records: Sequence[RecordRef], parent: QWidget | None = None) -> None:
        title = ngettext("Tags of {count} record", "Tags of {count} records", len(records))
        super().__init__(desk, title, _("Save"), parent)
        self._records = tuple(records)
        self.put, self.take, self.names = QRadioButton(_("&Put on")), QRadioButton(_("&Take away")), QLineEdit()
        self.put.setChecked(True)
        around = QWidget()
        around.setLayout(row(self.put, self.take, 1))
        self.form.add(around)
        self._names_row = self.form.add_row(_("&Tags"), self.names, _("Several with commas between them."))
        desk.jobs.read(self, all_tags, self._offer)
        self.names.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit(420)

    def work(self) -> Callable[[], Change] | None:
        if not self.names.text().strip(" ,;"):
            self._names_row.mark(_("Type at least one tag."))
            return None
        return partial(self._write, self._records, self.names.text(), self.put.isChecked())

    def _write(self, records: Sequence[RecordRef], typed: str, is_put: bool) -> Change:
        return (tag if is_put else untag)(records, tag_names(typed), self.desk.by, self.key)

    def _offer(self, known: list[TagRow]) -> None:
        completer = QCompleter([each.name for each in known if each.active], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.names.setCompleter(completer)
