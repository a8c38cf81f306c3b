"""A second factor: scanned by a telephone, proved by a code of it, and ten codes for the day the telephone is lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from crm_desktop.core.actors import Actor
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import company_facts
from crm_desktop.reports.qr import squares
from crm_desktop.reports.recovery_sheet import CodesSheet, draw_codes
from crm_desktop.services.sign_in import NewFactor, keep_factor
from crm_desktop.ui.aside import aside
from crm_desktop.ui.dialogs.small_dialog import lay_out
from crm_desktop.ui.jobs import sentence
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.basics import button, label
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.sheet_buttons import SheetButtons

_SIDE, _QUIET = 190, 4


class SecondFactorDialog(QDialog):
    kept = Signal()

    def __init__(
        self, session: Callable[[], AbstractContextManager[Any]], new: NewFactor, by: Actor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._new, self._by = session, new, by
        self.setWindowTitle(_("A second factor"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Form()
        self.said = label(_("Scan this with an authenticator on your telephone, then type the six digits it shows."), wrap=True)
        self.picture = QLabel()
        self.picture.setPixmap(_picture(new.address))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(_("QR code"))
        self.secret = label(" ".join(new.secret[place : place + 4] for place in range(0, len(new.secret), 4)), "small", wrap=True)
        self.secret.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.secret.setAccessibleName(_("The same in letters, for who cannot scan it"))
        self.secret.setToolTip(self.secret.accessibleName())
        self.sheet = SheetButtons(self._draw_codes, _("codes for emergencies.pdf"))
        self.sheet.hide()
        for part in (self.said, self.picture, self.secret, self.sheet):
            self.form.add(part)
        self.code = QLineEdit()
        self._row = self.form.add_row(_("C&ode"), self.code)
        self.cancel, self.go = button(_("Cancel")), button(_("&Go on"), "check", "primary")
        lay_out(self, self.form, self.cancel, self.go)
        self.go.clicked.connect(self._on_go)
        self._is_kept = False
        self._codes: tuple[str, ...] = ()

    @Slot()
    def _on_go(self) -> None:
        if self._is_kept:
            self.kept.emit()
            self.accept()
            return
        self._row.clear()
        self.setEnabled(False)
        aside(partial(_kept, self._session, self._new, self.code.text(), self._by), self._on_kept, self._on_failed)

    @Slot(object)
    def _on_kept(self, codes: tuple[str, ...]) -> None:
        """It counts from here on: the codes are shown now, and never again."""
        self._is_kept, self._codes = True, codes
        self.setEnabled(True)
        self.sheet.show()
        self.said.setText(_("It counts now. Print these codes or write them down for the day your telephone is lost; each is good once."))
        self.picture.hide()
        self._row.hide()
        self.cancel.hide()
        self.secret.setText("\n".join(codes))
        self.secret.setAccessibleName(_("Codes for emergencies"))
        self.secret.setToolTip("")
        self.go.setText(_("I have them on &paper"))

    def _draw_codes(self, path: Path) -> None:
        with self._session():
            facts = company_facts()
        name, paper = (facts.name, facts.paper) if facts is not None else ("", "a4")
        day = datetime.now().astimezone().date()
        draw_codes(CodesSheet(self._codes, self._by.login, name, day, paper), path)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.setEnabled(True)
        self._row.mark(sentence(error))

    def reject(self) -> None:
        """Once it counts, there is no way back but on."""
        if not self._is_kept:
            super().reject()


def _kept(session: Callable[[], AbstractContextManager[Any]], new: NewFactor, code: str, by: Actor) -> tuple[str, ...]:
    with session():
        return keep_factor(new, code, by)[1]


def _picture(text: str) -> QPixmap:
    """Black on white in every theme: a camera reads nothing else as well."""
    rows = squares(text)
    side = len(rows) + 2 * _QUIET
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(255, 255, 255))
    for line, row in enumerate(rows):
        for place, dark in enumerate(row):
            if dark:
                image.setPixelColor(place + _QUIET, line + _QUIET, QColor(0, 0, 0))
    larger = side * max(1, round(sized(_SIDE) / side))  # whole squares: none is wider than its neighbour
    return QPixmap.fromImage(image.scaled(larger, larger))
