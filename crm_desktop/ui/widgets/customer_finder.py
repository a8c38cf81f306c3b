"""A field for a customer: found by any scrap while typing, shown by name once chosen."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from crm_desktop.core.i18n import _
from crm_desktop.queries.customers import FoundCustomer, find_customers
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.widgets.finder import Finder


class CustomerFinder(Finder):
    chosen = Signal(int)
    """The customer's id; 0 when the field was emptied or typed in anew."""

    def __init__(self, desk: Desk, nothing: str, parent: QWidget | None = None, *, without: int = 0) -> None:
        """`nothing`: what the form can do with somebody it does not find. `without`: who is not meant."""
        find = partial(find_customers, without=without)
        super().__init__(desk.jobs, _("Name, number, phone, e-mail, order …"), find, _cell, nothing, parent)
        self._chosen = 0
        self.picked.connect(self._on_picked)
        self.textEdited.connect(self._on_edited)

    def customer_id(self) -> int | None:
        return self._chosen or None

    def is_undecided(self) -> bool:
        """Something was typed, but nobody chosen."""
        return not self._chosen and bool(self.text().strip())

    def caller(self) -> str:
        """What was typed when it is nobody we know."""
        return "" if self._chosen else self.text().strip()

    def choose(self, customer_id: int, name: str) -> None:
        self._chosen = customer_id
        self.setText(name)
        self.chosen.emit(customer_id)

    def look_for(self, text: str) -> None:
        """As if it had been typed: what is found stands below."""
        self.setText(text)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.textEdited.emit(text)

    def clear_choice(self) -> None:
        self._chosen = 0
        self.clear()
        self.chosen.emit(0)

    @Slot(int)
    def _on_picked(self, customer_id: int) -> None:
        row = self.results().row_of(customer_id)
        shown = self.results().shown(row, 0)
        self.choose(customer_id, shown.text)

    @Slot(str)
    def _on_edited(self, _text: str) -> None:
        if self._chosen:
            self._chosen = 0
            self.chosen.emit(0)


def noted_as_caller() -> str:
    return _("Nobody was found. Leave it as it is: what is typed here is noted as the caller.")


def somebody_needed() -> str:
    return _("Nobody was found. Only a customer can be chosen here: add them first, or look for another word.")


def nobody_needed() -> str:
    return _("Nobody was found. Look for another word, or leave this empty.")


def _cell(row: FoundCustomer) -> Cell:
    via = _("by {number}").format(number=row.via) if row.via else ""
    return Cell(row.name or _("(no name)"), ", ".join(filter(None, (row.person, row.place, via))), aside=row.number)
