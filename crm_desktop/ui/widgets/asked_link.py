"""An address of the web that stands in what people wrote: it is opened only after somebody has seen where it really leads."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from crm_desktop.core.i18n import _

SCHEMES = ("http", "https", "mailto", "tel")
_LONGEST_SHOWN = 300


def ask_to_open(parent: QWidget, link: QUrl) -> None:
    """Nothing happens for anything but an address of the web, of a mail or of a phone."""
    if link.scheme().lower() not in SCHEMES or not link.isValid():
        return
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(_("Open a link"))
    box.setText(_("This leads out of the program, to:"))
    box.setInformativeText(_as_it_is(link))
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.button(QMessageBox.StandardButton.Open).setText(_("Open it"))
    box.button(QMessageBox.StandardButton.Cancel).setText(_("Stay here"))
    box.button(QMessageBox.StandardButton.Open).clicked.connect(lambda: QDesktopServices.openUrl(link))
    box.open()


def _as_it_is(link: QUrl) -> str:
    """Letters of other scripts that look like ours show as what they are."""
    written = bytes(link.toEncoded().data()).decode("ascii", "replace")
    return written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}…"
