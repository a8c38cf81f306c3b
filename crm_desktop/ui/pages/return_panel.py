"""One return: how far it is, what came back in which state, and the step that comes next."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds_of_trade import Condition, Disposition, Resolution, ReturnReason, ReturnState
from crm_desktop.queries.return_sheets import ReturnLineRow, ReturnSheet, return_sheet
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.pages.return_steps import KEPT_SO_FAR, ReturnSteps
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone, sized
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, row, surface
from crm_desktop.ui.widgets.downwards import Downwards
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.widgets.steps import Steps
from crm_desktop.ui.words import RETURN_STATES
from crm_desktop.ui.words_of_trade import CONDITIONS, DISPOSITIONS, RESOLUTIONS, RETURN_REASONS

STEPS = (N_("Asked for"), N_("Approved"), N_("Received"), N_("Inspected"), N_("Settled"))
_AT = {
    ReturnState.REQUESTED: 0, ReturnState.APPROVED: 1, ReturnState.IN_TRANSIT: 1, ReturnState.RECEIVED: 2, ReturnState.INSPECTED: 3,
    ReturnState.SETTLED: 4,
}  # fmt: skip

_LEAST = 140
"""Pixels of height for the lines; what is lower scrolls as a whole."""


class ReturnPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: ReturnSheet | None = None
        self.setProperty("surface", "card")
        self.number, self.line, self.note = label("", "heading"), label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.chips, self.steps = ChipRow(), Steps()
        self.steps_ahead, self.tools = ReturnSteps(desk, self), RecordTools(desk, Entity.RETURN, self)
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.order = button(_("Order"), "shopping-cart", tip=_("The order that these goods are of"))
        self.model = RecordTableModel(self._columns(), desk.jobs, self)
        self.lines = RecordView(self.model, _("Lines of the return"), TALL_ROW_HEIGHT)
        self._build()
        self._connect()
        self._show(None)

    def show_return(self, return_id: int) -> None:
        """0: none."""
        if return_id:
            self._desk.jobs.read(self, partial(return_sheet, return_id), self._show, newest="sheet")
        else:
            self._show(None)

    def _build(self) -> None:
        actions = flowing(*self.steps_ahead.buttons, self.customer, self.order, *self.tools.buttons)
        head = row(self.number, self.chips, 1)
        above = column(head, self.line, self.note, actions, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        inside = surface("card")
        whole = column(above, surface("line"), self.steps, surface("line"), self.lines, gap=0)
        whole.setStretch(4, 1)
        inside.setLayout(whole)
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.lines.setMinimumHeight(sized(_LEAST))
        self._body = Downwards(inside)
        self._none = label(_("Choose a return in the list."), "soft", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self._body)

    def _connect(self) -> None:
        self.customer.clicked.connect(self._on_customer)
        self.order.clicked.connect(self._on_order)
        self.lines.current_changed.connect(self._on_line)
        self.lines.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)

    def _columns(self) -> tuple[Column, ...]:
        formats = self._desk.formats

        def count(line: ReturnLineRow) -> Cell:
            whole = _("of {count}").format(count=formats.number(line.sold)) if line.order_line_id else ""
            return Cell(formats.number(line.quantity), whole)

        def value(line: ReturnLineRow) -> Cell:
            currency = self.sheet.currency if self.sheet else ""
            return Cell(formats.money(line.value, currency) if line.value else "–", soft=not line.value)

        return (
            Column(_("Product"), _product),
            Column(_("Number"), count, 62, RIGHT),
            Column(_("Condition"), _condition, 98),
            Column(_("Settled by"), _resolution, 116),
            Column(_("Value"), value, 80, RIGHT),
        )

    def _show(self, sheet: ReturnSheet | None) -> None:
        self.sheet = sheet
        self._body.setVisible(sheet is not None)
        self._none.setVisible(sheet is None)
        if sheet is None:
            return
        state = ReturnState(sheet.state)
        text, tone = RETURN_STATES[state]
        self.tools.show_for(sheet.id, sheet.number)
        self.number.setText(sheet.number)
        self.chips.show_chips((Chip(_(text), tone),))
        self.line.setText(self._line(sheet))
        self.note.setText(" · ".join(filter(None, (sheet.state_reason, sheet.window_reason, sheet.note))))
        self.note.setVisible(bool(self.note.text()))
        self.steps.show_steps([_(step) for step in STEPS], _AT.get(state, 0), "" if state in _AT else _(text))
        self.model.show(source_of(sheet.lines))
        self.order.setVisible(sheet.order_id is not None)
        self.steps_ahead.show_for(sheet, self._chosen())

    def _line(self, sheet: ReturnSheet) -> str:
        formats = self._desk.formats
        asked = _("asked for {when}").format(when=formats.day_and_time(sheet.requested_at))
        until = _("time until {day}").format(day=formats.day(sheet.deadline)) if sheet.deadline and sheet.state in KEPT_SO_FAR else ""
        parcel = " ".join(filter(None, (sheet.carrier, sheet.tracking)))
        return " · ".join(filter(None, (sheet.customer, sheet.order or _("without an order"), asked, until, parcel)))

    def _chosen(self) -> ReturnLineRow | None:
        lines = self.sheet.lines if self.sheet else ()
        return next((line for line in lines if line.id == self.lines.chosen()), None)

    @Slot(int)
    def _on_opened(self, _line_id: int) -> None:
        self.steps_ahead.go_on()

    @Slot(int)
    def _on_line(self, _line_id: int) -> None:
        if self.sheet is not None:
            self.steps_ahead.show_for(self.sheet, self._chosen())

    @Slot(int)
    def _on_loaded(self, _count: int) -> None:
        self.lines.choose_first()
        self._on_line(0)

    @Slot()
    def _on_customer(self) -> None:
        if self.sheet is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self.sheet.customer_id)

    @Slot()
    def _on_order(self) -> None:
        if self.sheet is not None and self.sheet.order_id is not None:
            self._desk.go_to(Entity.ORDER.value, self.sheet.order_id)


def _product(line: ReturnLineRow) -> Cell:
    return Cell(line.name, line.said or _(RETURN_REASONS[ReturnReason(line.reason)]))


def _condition(line: ReturnLineRow) -> Cell:
    if not line.condition:
        return Cell("–", soft=True)
    where = DISPOSITIONS.get(Disposition(line.disposition)) if line.disposition else None
    return Cell(_(CONDITIONS[Condition(line.condition)]), _(where) if where else "")


def _resolution(line: ReturnLineRow) -> Cell:
    if not line.resolution:
        return Cell("–", soft=True)
    chip = Chip(_(RESOLUTIONS[Resolution(line.resolution)]), Tone.BAD if line.resolution == Resolution.REJECTED else Tone.OK)
    return Cell(chips=(chip,), second=line.replacement or line.voucher)
