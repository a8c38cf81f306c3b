"""The form of a return: how many of which line come back, and why."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.queries.desk import Choices, choices
from crm_desktop.queries.orders import LineRow, OrderSheet
from crm_desktop.services.returns import OutsideWindow, ReturnInput, ReturnLineInput, request_return
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.fields import line_field, text_field
from crm_desktop.ui.dialogs.fields_of_trade import counts_field
from crm_desktop.ui.dialogs.form_dialog import FormDialog
from crm_desktop.ui.dialogs.shared_fields import late_field
from crm_desktop.ui.theme import sized
from crm_desktop.ui.widgets.late_choice import LateChoice
from crm_desktop.ui.widgets.notes_edit import NoteLine, NotesEdit
from crm_desktop.ui.widgets.quantities import Countable, Quantities


class ReturnDialog(FormDialog):
    def __init__(self, desk: Desk, sheet: OrderSheet, parent: QWidget | None = None) -> None:
        super().__init__(desk, _("Return of {number}").format(number=sheet.number), _("Save the return"), parent)
        self._sheet, self.makes = sheet, Entity.RETURN
        lines = [line for line in sheet.lines if line.shipped > line.returned]
        self.goods = Quantities(desk.formats, [_countable(line, alone=len(lines) == 1) for line in lines])
        self.reason, self.words, self.window_reason = LateChoice(), NotesEdit(), NoteLine()
        self.words.setFixedHeight(sized(66))
        self._goods_row = self.form.add_row(_("What &comes back"), self.goods)
        self.form.add_row(_("&Why"), self.reason)
        self.form.add_row(_("&Note"), self.words, _("What the customer says about it, in their words."))
        self._late_row = self.form.add_row(_("It is &late; take it because"), self.window_reason)
        self._late_row.hide()
        self.fields.add(
            counts_field(self.goods, _("What comes back")),
            late_field("reason", _("&Why"), self.reason),
            text_field("note", _("&Note"), self.words),
            line_field("window_reason", _("It is late; take it because"), self.window_reason),
        )
        self.begin_with({})
        self.keep_changes(f"return-of-{sheet.id}")
        desk.jobs.read(self, choices, self._show_choices)
        self.fit(520)
        self.goods.setFocus()

    def work(self) -> Callable[[], Change] | None:
        counted = self.goods.counted()
        if not counted:
            self._goods_row.mark(_("Not more than what was shipped, and at least one."))
            return None
        note, reason = self.words.toPlainText(), self.reason.value()
        lines = tuple(ReturnLineInput(count, reason, line_id, note=note) for line_id, count in counted.items())
        wanted = ReturnInput(lines, self._sheet.id, window_reason=self.window_reason.text())
        return partial(request_return, wanted, self.desk.by, self.key)

    def said_after(self) -> str:
        return _("Return {number} of order {order} is noted.").format(number=self.change.number, order=self._sheet.number)

    @Slot(object)
    def _show_choices(self, found: Choices) -> None:
        is_open = self.reason.value() is None
        self.reason.offer((_(reason.name), reason.id) for reason in found.return_reasons)
        if is_open:
            self.base["reason"] = self.reason.value()

    def _on_refused(self, error: Exception) -> None:
        super()._on_refused(error)
        if isinstance(error, OutsideWindow):
            self._late_row.show()
            self._late_row.mark(_("A few words on why it is taken all the same."))


def _countable(line: LineRow, *, alone: bool) -> Countable:
    most = line.shipped - line.returned
    return Countable(line.id, line.name, most, most if alone else Decimal(0))
