"""The form of a return without an order: who brings what back, and why. Goods of an order are returned from that order."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.services.returns import ReturnInput, ReturnLineInput, request_return
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import Field, text_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import customer_field, late_field
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.customer_finder import CustomerFinder, somebody_needed
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.loose_goods import LooseGoods
from crm_desktop.ui.widgets.notes_edit import NotesEdit


class LooseReturnDialog(FormDialog):
    def __init__(self, desk: Desk, customer: tuple[int, str] | None = None, parent: QWidget | None = None) -> None:
        """`customer`: id and name of whoever brings it, where that is known."""
        super().__init__(desk, _("Return without an order"), _("Save the return"), parent)
        self.makes = Entity.RETURN
        self.customer = CustomerFinder(desk, somebody_needed())
        self.goods, self.reason, self.words = LooseGoods(desk), LateChoice(), NotesEdit()
        self.words.setFixedHeight(sized(66))
        self._customer_row = self.form.add_row(_("&Customer"), self.customer)
        self._goods_row = self.form.add_row(_("What comes &back"), self.goods, _("A gift, a purchase at a fair: what no order here knows."))
        self.form.add_row(_("&Why"), self.reason)
        self.form.add_row(_("&Note"), self.words, _("What the customer says about it, in their words."))
        self.fields.add(
            customer_field(self.customer),
            Field("goods", _("What comes back"), self.goods.typed, self.goods.retype, self.goods.edited, self.goods.in_words),
            late_field("reason", _("&Why"), self.reason),
            text_field("note", _("&Note"), self.words),
        )
        self.begin_with({"customer": customer})
        self.keep_changes(f"loose-return-{customer[0]}" if customer else "loose-return")
        desk.jobs.read(self, choices, self._show_choices)
        self.fit(520)
        (self.customer if customer is None else self.goods).setFocus(Qt.FocusReason.OtherFocusReason)

    def work(self) -> Callable[[], Change] | None:
        customer_id, counted = self.customer.customer_id(), self.goods.counted()
        if customer_id is None:
            self._customer_row.mark(_("A return is somebody's. Choose a customer from what is found."))
            return None
        if counted is None:
            self._goods_row.mark(_("Choose a product that is found, and say how many: at least one."))
            return None
        note, reason = self.words.toPlainText(), self.reason.value()
        lines = tuple(ReturnLineInput(count, reason, product_id=product_id, note=note) for product_id, count in counted.items())
        return partial(request_return, ReturnInput(lines, customer_id=customer_id), self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Return {number} is noted.").format(number=self.change.number)

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        is_open = self.reason.value() is None
        self.reason.offer((_(reason.name), reason.id) for reason in found.return_reasons)
        if is_open:
            self.base["reason"] = self.reason.value()
