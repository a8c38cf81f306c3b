"""Which other customer is the same as this one, before both are looked at side by side."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.core.kinds import PointKind
from crm_desktop.queries.customers import CustomerCard
from crm_desktop.queries.duplicates import Duplicate, likely_duplicates
from crm_desktop.services.customers import normal_value
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.merge import open_merge
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.customer_finder import CustomerFinder
from crm_desktop.ui.widgets.flow import flowing

_MOST = 4
"""Of those who are likely the same."""


class MergeWithDialog(FormDialog):
    """Nothing is written here: the merge itself asks again."""

    def __init__(self, desk: Desk, card: CustomerCard, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Merge {name} with another").format(name=card.name), _("Compare them"), parent)
        self._card, self._parent = card, parent
        self.other = CustomerFinder(desk, _("No other customer was found. Look for another word."), without=card.id)
        self._row = self.form.add_row(_("&The other one"), self.other, _("Any part of a name, number, phone or order finds them."))
        self.likely = flowing()
        self.form.add(self.likely)
        desk.jobs.read(self, partial(_likely, card, desk.formats.country), self._offer)
        self.fit(460)
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def try_save(self) -> None:
        other = self.other.customer_id()
        if other is None:
            self._row.mark(_("Choose another customer."))
            return
        self._compare(other)

    def _compare(self, other: int) -> None:
        self.accept()
        open_merge(self.desk, self._card.id, other, self._parent)

    def _offer(self, found: list[Duplicate]) -> None:
        """Those who are likely the same, one press each."""
        layout = self.likely.layout()
        assert layout is not None
        for each in found:
            made = button(f"{each.name} ({each.number})", "users", tip=_("Likely the same: compare them"))
            made.clicked.connect(partial(self._compare, each.id))
            layout.addWidget(made)
        self.fit(460)


def _likely(card: CustomerCard, country: str) -> list[Duplicate]:
    normals = [normal_value(PointKind(point.kind), point.value, country) for point in card.points]
    city = card.addresses[0].city if card.addresses else ""
    return likely_duplicates(card.name, city, normals, card.id)[:_MOST]
