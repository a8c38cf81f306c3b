"""Who looked at one customer, and which papers about them left the house."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from crm_desktop.core.i18n import _, ngettext
from crm_desktop.queries.access import AccessRow, access_to
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column, RecordTableModel, source_of
from crm_desktop.ui.opening_size import open_at
from crm_desktop.ui.theme import GAP
from crm_desktop.ui.widgets.basics import button, label, row
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.words_of_privacy import access_word

_MOST = 1_000


class AccessDialog(QDialog):
    def __init__(self, desk: Desk, customer_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Who looked at {name}").format(name=name))
        self.model = RecordTableModel(access_columns(desk.formats, with_whom=False), desk.jobs, self)
        self.table = RecordView(self.model, self.windowTitle())
        self.count = label(_("Looking …"), "soft", wrap=True)
        close = button(_("Close"))
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        layout.addWidget(self.count)
        layout.addWidget(self.table, 1)
        layout.addLayout(row(1, close))
        open_at(self, 620, 440)
        desk.jobs.read(self, partial(access_to, customer_id, desk.by, _MOST), self._show)

    def _show(self, found: list[AccessRow]) -> None:
        self.model.show(source_of(found))
        said = ngettext("{count} look or paper.", "{count} looks and papers, the latest first.", len(found))
        none = _("Nobody looked yet, as far as is written down.")
        self.count.setText(said if found else none)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def access_columns(formats: Formats, *, with_whom: bool) -> tuple[Column, ...]:
    whom = (Column(_("Whom or what"), lambda each: Cell(each.whom)),) if with_whom else ()
    return (
        Column(_("When"), lambda each: Cell(formats.moment(each.at)), 160),
        Column(_("Who"), lambda each: Cell(each.who or _("nobody known"), soft=not each.who), 180),
        Column(_("What was done"), lambda each: Cell(access_word(each.action, each.what))),
        *whom,
    )
