"""Who looked at customers, printed, exported, and signed in: for owners and auditors."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.access import AccessRow, access_rows
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.access import access_columns
from crm_desktop.ui.models.record_table import RecordTableModel, source_of
from crm_desktop.ui.pages.settings_section import Section
from crm_desktop.ui.widgets.form import Form
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.rows_or_not import RowsOrNot

_MOST = 1_000


class AccessSection(Section):
    name: ClassVar[str] = "access"
    title: ClassVar[str] = N_("Who looked at what")
    said: ClassVar[str] = N_(
        "Customers that somebody opened, papers, exports and sign-ins: the latest thousand. “Who looked at them” in a customer’s menu tells"
        " it of one customer; how long it is kept stands under “How long things are kept”."
    )
    right: ClassVar[Right | None] = Right.SEE_ACCESS
    terms: ClassVar[tuple[str, ...]] = (N_("Access log"), N_("Privacy"), N_("Data protection"), N_("Exports"), N_("Sign-ins"))

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.staff = LateChoice()
        form = Form()
        form.add_row(_("Only &what this colleague did"), self.staff)
        self.model = RecordTableModel(access_columns(desk.formats, with_whom=True), desk.jobs, self)
        self.table = RecordView(self.model, _(self.title))
        self.inside.addWidget(form)
        self.inside.addWidget(RowsOrNot(self.model, self.table, _("Nothing of this kind was done yet.")), 1)
        self.staff.currentIndexChanged.connect(self.reload)
        if self.may:
            desk.jobs.read(self, choices, self._offer)
            self.reload()

    @Slot()
    def reload(self) -> None:
        if self.may:
            work = partial(access_rows, self.desk.by, _MOST, self.staff.value() or 0)
            self.desk.jobs.read(self, work, self._show, newest="access", failed=self.message.show_error)

    def start(self, term: str = "") -> None:
        self.table.setFocus()

    def _offer(self, found: Choices) -> None:
        self.staff.offer([(_("Everybody"), None), *((each.name, each.id) for each in found.staff)])

    def _show(self, found: Sequence[AccessRow]) -> None:
        self.model.show(source_of(list(found)))
