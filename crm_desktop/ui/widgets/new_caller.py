"""Somebody we did not know, added in the call itself: a name, a phone, an e-mail. The rest can be asked for later."""

import re
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import CustomerKind, PointKind
from crm_desktop.core.phones import normal_email, normal_phone
from crm_desktop.queries.duplicates import Duplicate, likely_duplicates
from crm_desktop.services.customers import CustomerInput, PointInput
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.widgets.basics import button, column, label
from crm_desktop.ui.widgets.form import Form

_PHONE = re.compile(r"\+?[\d\s()/.\-–]{5,}")


class NewCaller(QWidget):
    edited = Signal()
    known = Signal(int, str)
    """It is somebody we know after all: id and name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._like: Duplicate | None = None
        self.name, self.kind, self.phone, self.email = QLineEdit(), QComboBox(), QLineEdit(), QLineEdit()
        self.kind.addItem(_("A person"), CustomerKind.PERSON.value)
        self.kind.addItem(_("A company"), CustomerKind.COMPANY.value)
        self.form = Form()
        self.name_row = self.form.add_row(_("Name"), self.name)
        self.form.add_row(_("Who this is"), self.kind)
        self.form.beside((_("Phone"), self.phone), (_("E-mail"), self.email))
        self.warning, self.same = label("", "error", wrap=True), button("")
        self.setLayout(column(self.form, self.warning, self.same))
        for line in (self.name, self.phone, self.email):
            line.textEdited.connect(self._on_edited)
        self.kind.activated.connect(self.edited)
        self.same.clicked.connect(self._on_same)
        self._show_like([])

    def begin(self, typed: str, number: str) -> None:
        """What was looked for says already what it is."""
        is_phone, is_email = bool(_PHONE.fullmatch(typed)), "@" in typed
        self.phone.setText(self.phone.text() or (typed if is_phone else number))
        self.email.setText(self.email.text() or (typed if is_email else ""))
        self.name.setText(self.name.text() or ("" if is_phone or is_email else typed))
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_edited()

    def clear(self) -> None:
        for line in (self.name, self.phone, self.email):
            line.clear()
        self._show_like([])
        self.form.clear_marks()

    def wanted(self) -> CustomerInput | None:
        """None when something had to be marked first."""
        if not self.name.text().strip():
            self.name_row.mark(_("A customer needs a name."))
            return None
        kind = CustomerKind(self.kind.currentData())
        points = ((PointKind.PHONE, self.phone), (PointKind.EMAIL, self.email))
        given = tuple(PointInput(point, field.text(), main=True) for point, field in points if field.text().strip())
        return CustomerInput(self.name.text(), kind, points=given)

    def typed(self) -> list[str]:
        return [self.name.text(), self.kind.currentData(), self.phone.text(), self.email.text()]

    def retype(self, typed: list[str]) -> None:
        name, kind, phone, email = typed
        self.name.setText(name)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.phone.setText(phone)
        self.email.setText(email)

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()
        written = self.name.text(), self.phone.text(), self.email.text(), self._desk.formats.country
        self._desk.jobs.read(self, partial(_alike, *written), self._show_like, newest="alike")

    def _show_like(self, found: list[Duplicate]) -> None:
        self._like = found[0] if found else None
        self.warning.setVisible(self._like is not None)
        self.same.setVisible(self._like is not None)
        if self._like is not None:
            self.warning.setText(_("{name}, {number}, may be the same.").format(name=self._like.name, number=self._like.number))
            words = _("It is {name}").format(name=self._like.name)
            self.same.setText(words.replace("&", "&&"))
            self.same.setAccessibleName(words)

    @Slot()
    def _on_same(self) -> None:
        if self._like is not None:
            self.known.emit(self._like.id, self._like.name)


def _alike(name: str, phone: str, email: str, country: str) -> list[Duplicate]:
    normals = (normal_phone(phone, country) if phone.strip() else "", normal_email(email))
    return likely_duplicates(name, "", [normal for normal in normals if normal]) if name.strip() or any(normals) else []
