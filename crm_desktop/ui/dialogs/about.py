"""What this program is, its versions and those of what it stands on, to be copied for whoever helps."""

import platform
import sys

from PySide6.QtCore import QCoreApplication, Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from crm_desktop import __version__
from crm_desktop.core.i18n import _
from crm_desktop.core.paths import log_folder
from crm_desktop.queries.versions import StoreVersions, store_versions
from crm_desktop.ui import icons
from crm_desktop.ui.clipboard import copy_lasting
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.opening_size import open_as_wide
from crm_desktop.ui.theme import GAP, sized
from crm_desktop.ui.widgets.basics import button, column, label, row, surface

_SIGN = 48
_WIDTH = 540


class AboutDialog(QDialog):
    def __init__(self, desk: Desk, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About CRM Desktop"))
        self._address = address
        self._lines: list[tuple[str, str]] = []
        self._said: dict[tuple[int, int], QLabel] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * GAP)
        self._grid.setColumnStretch(1, 1)
        self.copy, self.leave = button(_("&Copy"), "copy"), button(_("Close"), role="primary")
        self._build()
        self.copy.clicked.connect(self._on_copy)
        self.leave.clicked.connect(self.accept)
        self._show(StoreVersions("…", "…"))
        desk.jobs.read(self, store_versions, self._show)

    def text(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self._lines)

    def _build(self) -> None:
        sign = label()
        sign.setPixmap(icons.app_icon().pixmap(sized(_SIGN), sized(_SIGN)))
        said = label(_("Customers, orders and every word said about them, on this computer."), "soft", wrap=True)
        title = column(label("CRM Desktop", "title"), said, gap=2)
        top = row(sign, title, gap=2 * GAP)
        top.setStretch(1, 1)
        free = label(_("Free software under the MIT licence. Icons: Lucide (ISC). Fonts: Noto (OFL)."), "small", wrap=True)
        inside = surface("card", column(top, self._grid, free, gap=2 * GAP, margins=(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)))
        below = surface("status", row(1, self.copy, self.leave, margins=(3 * GAP, 12, 3 * GAP, 12)))
        self.setLayout(column(inside, below, gap=0))
        self.leave.setDefault(True)
        self.leave.setFocus()

    def _show(self, store: StoreVersions) -> None:
        system = f"{platform.system()} {platform.release()}, {platform.machine()}"
        self._lines = [
            (_("Program"), __version__),
            (_("Python"), f"{platform.python_version()} ({sys.executable})"),
            (_("Qt"), f"{qVersion()}, {QGuiApplication.platformName()}"),
            (_("Database"), store.engine),
            (_("Tables"), store.schema),
            (_("Store"), self._address),
            (_("Log"), str(log_folder())),
            (_("System"), system),
        ]
        for line, (name, value) in enumerate(self._lines):
            self._put(line, 0, name, "soft")
            said = self._put(line, 1, value, "")
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        open_as_wide(self, _WIDTH)

    def _put(self, line: int, place: int, text: str, kind: str) -> QLabel:
        if (line, place) not in self._said:
            self._said[line, place] = label("", kind, wrap=True)
            self._grid.addWidget(self._said[line, place], line, place, Qt.AlignmentFlag.AlignTop)
        self._said[line, place].setText(text)
        return self._said[line, place]

    @Slot()
    def _on_copy(self) -> None:
        copy_lasting(f"{QCoreApplication.applicationName()}\n{self.text()}\n")
