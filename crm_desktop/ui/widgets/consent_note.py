"""Below a template that somebody did not agree to get: what they said, and whether something of theirs needs the mail all the same."""

from PySide6.QtWidgets import QCheckBox, QFrame

from crm_desktop.core.i18n import _
from crm_desktop.ui.theme import GAP, Tone, set_role
from crm_desktop.ui.widgets.basics import column, label


class ConsentNote(QFrame):
    """Not there while nothing hinders."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "message")
        set_role(self, "tone", Tone.WARN.value)
        self.setAccessibleName(_("Consent"))
        self._said = label("", wrap=True)
        self.needed = QCheckBox(_("Their order, return or case needs this mail: it is no ad&vertising"))
        self.setLayout(column(self._said, self.needed, gap=4, margins=(12, GAP, 12, GAP)))
        self.hide()

    def say(self, hindrance: str, *, is_about: bool) -> None:
        """`is_about`: an order, a return or a case is what the mail is about."""
        self._said.setText(hindrance)
        self.needed.setVisible(is_about)
        self.needed.setChecked(False)
        self.setVisible(bool(hindrance))

    def is_needed(self) -> bool:
        return self.needed.isChecked()
