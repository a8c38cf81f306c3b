"""Gives the way a list is looked at now a name."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import _
from crm_desktop.queries.saved_views import View
from crm_desktop.services.saved_views import save_view
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog


class SaveViewDialog(FormDialog):
    saved_as = Signal(str)

    def __init__(self, desk: Desk, page: str, content: str, view: View | None, parent: QWidget | None = None) -> None:
        """`view`: the one that was changed, whose name is offered."""
        super().__init__(desk, _("Save this view"), _("Save"), parent)
        self._page, self._content = page, content
        self.name, self.share = QLineEdit(), QCheckBox(_("&Everybody in the company sees it"))
        self.name.setMaxLength(80)
        self._name_row = self.form.add_row(_("&Name"), self.name, _("Filter, columns and order are kept. A view of that name is replaced."))
        self.form.add(self.share)
        if view is not None:
            self.name.setText(view.name)
            self.share.setChecked(view.is_shared)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.saved.connect(self._tell)
        self.fit(440)

    def work(self) -> Callable[[], Change] | None:
        if not self.name.text().strip():
            self._name_row.mark(_("A view needs a name."))
            return None
        return partial(save_view, self._page, self.name.text(), self._content, self.desk.by, share=self.share.isChecked(), key=self.key)

    def _tell(self, _change: Change) -> None:
        self.saved_as.emit(" ".join(self.name.text().split()))
