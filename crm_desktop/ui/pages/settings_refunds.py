"""How much each role may give back without asking."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.settings import LimitRow, limit_rows
from crm_desktop.services.refund_limits import set_refund_limit
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_lists import ROLE_NAMES
from crm_desktop.ui.pages.settings_section import ListSection


class RefundsSection(ListSection):
    name: ClassVar[str] = "refunds"
    title: ClassVar[str] = N_("Refund limits")
    said: ClassVar[str] = N_("How much each role may give back of one order. Who needs more asks somebody who may.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Refunds"), N_("Goodwill"), N_("Roles"))
    add_title: ClassVar[str] = N_("Add")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Role"), _role), Column(_("At most"), self._limit, 200, RIGHT)

    def read(self) -> Sequence[LimitRow]:
        return limit_rows()

    def asks(self, entry: LimitRow) -> tuple[Ask, ...]:
        shown = "" if entry.limit is None else self.desk.formats.plain(entry.limit, 2)
        said = _("In {currency}, per order and person. Empty: no limit.").format(currency=self.desk.formats.currency)
        return (Ask("limit", _("&At most"), QLineEdit(shown), said=said),)

    def saving(self, values: Values, entry: LimitRow, key: str) -> Callable[[], Change]:
        text = values["limit"].strip()
        limit = self.desk.formats.read_number(text) if text else None
        if text and limit is None:
            return partial(_refuse, text)
        return partial(set_refund_limit, entry.role, limit, self.desk.by, key)

    def _limit(self, entry: LimitRow) -> Cell:
        return Cell(_("no limit") if entry.limit is None else self.desk.formats.money(entry.limit), soft=entry.limit is None)


def _refuse(text: str) -> Change:
    raise UserError(_("“{text}” is no amount. Nothing was saved; write it as 50.00, or leave it empty.").format(text=text))


def _role(entry: LimitRow) -> Cell:
    return Cell(_(ROLE_NAMES[entry.role]))
