"""A new passphrase, typed twice, with what is wrong with it said beside the field."""

from PySide6.QtWidgets import QWidget

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import _
from crm_desktop.core.passphrases import LEAST, demand_good
from crm_desktop.ui.dialogs.small_dialog import secret_edit
from crm_desktop.ui.widgets.form import Form


class NewPassphrase(Form):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.again = secret_edit(), secret_edit()
        said = _("Eight signs or more; several words in a row are easy to keep in mind.")
        self._first_row = self.add_row(_("&Passphrase"), self.first, said)
        self._again_row = self.add_row(_("The same &again"), self.again)

    def passphrase(self) -> str | None:
        """None where it is not good yet: then it is said beside the field."""
        self.clear_marks()
        try:
            demand_good(self.first.text(), LEAST)
        except UserError as error:
            self._first_row.mark(str(error))
            return None
        if self.first.text() != self.again.text():
            self._again_row.mark(_("These are not the same. Type it once more."))
            return None
        return self.first.text()
