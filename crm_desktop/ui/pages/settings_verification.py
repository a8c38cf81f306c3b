"""What callers are asked before their data is told, and how much of it is needed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.verification import CheckKind
from crm_desktop.queries.verification import CheckRow, Terms, check_rows, verification_terms
from crm_desktop.services.company_lists import CompanyList
from crm_desktop.services.verification import add_check, change_check, set_verification
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.pages.settings_lists import chooser, retired, ticked
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.widgets.basics import label
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.number_box import number_box

CHECK_KINDS = {
    CheckKind.OTHER: N_("Whoever asks judges"),
    CheckKind.ORDER_NUMBER: N_("One of their order numbers"),
    CheckKind.CUSTOMER_NUMBER: N_("Their customer number"),
    CheckKind.POSTAL_CODE: N_("A postal code of theirs"),
    CheckKind.PHONE: N_("A phone number of theirs"),
    CheckKind.EMAIL: N_("An e-mail address of theirs"),
    CheckKind.BIRTHDAY: N_("Their date of birth"),
}
_MOST = 20


class VerificationSection(ListSection):
    name: ClassVar[str] = "verification"
    title: ClassVar[str] = N_("Verifying callers")
    said: ClassVar[str] = N_("What callers are asked before their data is told. What they answer is compared with what is known of them.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Privacy"), N_("Identity"), *CHECK_KINDS.values())
    add_title: ClassVar[str] = N_("Add a check")
    which: ClassVar[CompanyList | None] = CompanyList.VERIFICATION

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._shown: Terms | None = None
        self.needed, self.hides = number_box(0, _MOST), QCheckBox(_("Show nothing of them before"))
        self.needed.setAccessibleName(_("Right answers that are needed"))
        self.hides.setToolTip(_("Orders, contacts and what happened are shown once they are verified."))
        self.inside.insertWidget(2, flowing(label(_("Right answers that are needed"), "label"), self.needed, self.hides))
        for each in (self.needed, self.hides):
            each.setEnabled(self.may)
        self.needed.valueChanged.connect(self._on_terms)
        self.hides.toggled.connect(self._on_terms)
        desk.jobs.read(self, verification_terms, self._show_terms)

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Name"), _name), Column(_("What is right"), _kind, 220), Column("", retired, 110)

    def read(self) -> Sequence[CheckRow]:
        return check_rows()

    def asks(self, entry: CheckRow | None) -> tuple[Ask, ...]:
        name = QLineEdit(entry.name if entry else "")
        kind = chooser(CHECK_KINDS, entry.kind if entry else CheckKind.OTHER, fixed=entry is not None)
        asks = Ask("name", _("&Name"), name, _("A name is needed.")), Ask("kind", _("What is &right"), kind)
        return asks if entry is None else (*asks, Ask("active", _("It is asked"), ticked(entry.active)))

    def saving(self, values: Values, entry: CheckRow | None, key: str) -> Callable[[], Change]:
        if entry is None:
            return partial(add_check, values["name"], CheckKind(values["kind"]), self.desk.by, key)
        return partial(change_check, entry.id, entry.version, values["name"], values["active"], self.desk.by, key)

    def turning(self, entry: CheckRow) -> Callable[[], Change]:
        return partial(change_check, entry.id, entry.version, entry.name, not entry.active, self.desk.by)

    def _show_terms(self, terms: Terms) -> None:
        self._shown = None
        self.needed.setValue(terms.needed)
        self.hides.setChecked(terms.hides)
        self._shown = terms

    @Slot()
    def _on_terms(self, *_given: object) -> None:
        wanted = Terms(self.needed.value(), self.hides.isChecked())
        if self._shown is not None and wanted != self._shown:
            self._shown = wanted
            work = partial(set_verification, wanted.needed, wanted.hides, self.desk.by)
            self.desk.jobs.write(self, work, self._on_set, self._on_refused_terms)

    def _on_set(self, _change: Change) -> None:
        self.message.clear()

    def _on_refused_terms(self, error: Exception) -> None:
        self.message.show_error(error)
        self.desk.jobs.read(self, verification_terms, self._show_terms)


def _name(entry: CheckRow) -> Cell:
    return Cell(entry.name, soft=not entry.active)


def _kind(entry: CheckRow) -> Cell:
    return Cell(_(CHECK_KINDS[CheckKind(entry.kind)]), soft=True)
