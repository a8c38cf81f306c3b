"""The returns: the list on the left, how far the chosen one is and what comes next on the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.kinds_of_trade import ReturnState
from crm_desktop.queries.return_sheets import OPEN, ReturnFilter, ReturnRow, first_returns, return_ids, return_rows
from crm_desktop.queries.search import Hit, exactly
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TWO_LINES_HEIGHT, Tone
from crm_desktop.ui.words import RETURN_STATES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.return_panel import ReturnPanel

_SOUGHT_WIDTH = 176


class ReturnsPage(ListPage):
    name: ClassVar[str] = Entity.RETURN.value
    entity: ClassVar[Entity] = Entity.RETURN
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.RETURN, Entity.CUSTOMER})
    first_order: ClassVar[tuple[str, bool]] = ("requested", True)
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 520

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sought.setPlaceholderText(_("Find or scan a return"))
        self.sought.setToolTip(_("Scan the code of a return slip: Enter opens it. The number of an order or a product opens that."))
        self.sought.setFixedWidth(_SOUGHT_WIDTH)
        self.sought.returnPressed.connect(self._on_scanned)

    def add_new(self) -> None:
        """What belongs to an order comes back from there."""
        from crm_desktop.ui.dialogs.loose_return import LooseReturnDialog

        dialog = LooseReturnDialog(self.desk, None, self)
        dialog.saved.connect(self.selecting.choose_saved)
        dialog.open()

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def requested(row: ReturnRow) -> Cell:
            return Cell(formats.day(formats.local_day(row.requested_at)), soft=True)

        def value(row: ReturnRow) -> Cell:
            return Cell(formats.money(row.value, row.currency) if row.value else "–", soft=not row.value)

        return (
            Column(_("Number"), _number, 108, sort="number", key="number", fields=("number",)),
            Column(_("Customer"), _customer, key="customer_name", fields=("customer_name", "order")),
            Column(_("Asked for"), requested, 112, sort="requested", down_first=True, key="requested_at", fields=("requested_at",)),
            Column(_("Value"), value, 88, RIGHT, key="value", fields=("value",)),
            Column(_("State"), _state, 96, key="state", fields=("state",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        wanted = ReturnFilter(self.which.currentData(), text)
        return Source(partial(_first, wanted, downwards), partial(return_ids, wanted, downwards), return_rows)

    def actions_above(self) -> list[QWidget]:
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which returns"))
        self.which.addItem(_("All returns"), ())
        self.which.addItem(_("Still to do"), OPEN)
        for state in ReturnState:
            self.which.addItem(_(RETURN_STATES[state][0]), (state,))
        self.which.currentIndexChanged.connect(self._on_which)
        return [self.which]

    def chooses(self) -> bool:
        return bool(self.which.currentData())

    @cached_property
    def sheet(self) -> ReturnPanel:
        from crm_desktop.ui.pages.return_panel import ReturnPanel  # after the rows

        return self.split.put(ReturnPanel(self.desk))

    def why_empty(self) -> str:
        if self.which.currentData():
            return _("No return is in this state.")
        return _("Nothing has come back yet. Begin a return at its order, at the customer, or with New › Return.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_return(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        self.which.setCurrentIndex(0)
        super().open_record(record_id, about)

    def narrow(self, only: object, called: str) -> None:
        """The states it can be narrowed to are in its own choice."""
        if not isinstance(only, ReturnFilter):
            self.which.setCurrentIndex(0)
            super().narrow(only, called)
            return
        self.which.setCurrentIndex(self.which.findText(called))
        self.start()

    @Slot()
    def _on_scanned(self) -> None:
        code = self.sought.text().strip()
        if code:
            self.desk.jobs.read(self, partial(exactly, code), partial(self._on_exact, code), newest="scanned")

    def _on_exact(self, code: str, found: list[Hit]) -> None:
        if self.sought.text().strip() != code:
            return
        hit = next((each for each in found if each.kind == Entity.RETURN), found[0] if found else None)
        if hit is None:
            self.desk.say(_("No record has the number “{number}”; below is what has it in its text.").format(number=code), Tone.INFO)
        elif hit.kind == Entity.RETURN:
            self.open_record(hit.record_id)
        else:
            self.sought.clear()
            self.desk.go_to(hit.kind.value, hit.record_id)

    @Slot()
    def _on_which(self) -> None:
        self.reload()


def _first(wanted: ReturnFilter, downwards: bool, limit: int) -> list[ReturnRow]:
    return first_returns(wanted, limit, downwards)


def _number(row: ReturnRow) -> Cell:
    return Cell(row.number)


def _customer(row: ReturnRow) -> Cell:
    return Cell(row.customer or _("(no name)"), row.order or _("without an order"))


def _state(row: ReturnRow) -> Cell:
    text, tone = RETURN_STATES[ReturnState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
