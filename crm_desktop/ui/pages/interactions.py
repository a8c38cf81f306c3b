"""Every contact: the list, and the whole of the chosen one beside it."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.kinds import Direction
from crm_desktop.queries.interactions import InteractionFilter, InteractionRow, first_interactions, interaction_ids, interaction_rows
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.models.timeline import interaction_icon, interaction_title
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import GAP, NARROW_PANEL_WIDTH, TALL_ROW_HEIGHT
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words import outcome_chips, reason_chips


class InteractionsPage(ListPage):
    name: ClassVar[str] = Entity.INTERACTION.value
    next_step: ClassVar[str] = N_("Log the first contact")
    entity: ClassVar[Entity] = Entity.INTERACTION
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.INTERACTION, Entity.CUSTOMER})
    row_height: ClassVar[int] = TALL_ROW_HEIGHT
    panel_width: ClassVar[int] = NARROW_PANEL_WIDTH
    first_order: ClassVar[tuple[str, bool]] = ("started", True)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def when(row: InteractionRow) -> Cell:
            return Cell(formats.day(formats.local_day(row.started_at)), formats.time(row.started_at), soft=True)

        return (
            Column(_("What"), _what, key="summary", fields=("number", "channel", "reason", "summary")),
            Column(_("Who"), _who, 152, key="customer_name", fields=("customer_name", "staff")),
            Column(_("When"), when, 108, sort="started", down_first=True, key="started_at", fields=("started_at",)),
            Column(_("Came of it"), _outcome, 146, key="outcome", fields=("outcome",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        wanted = replace(self.only or InteractionFilter(), text=text)
        return Source(_first(wanted, sort, downwards), partial(interaction_ids, wanted, sort, downwards), interaction_rows)

    def panel(self) -> QWidget:
        self.reading = InteractionPanel(self.desk)
        return self.reading

    def why_empty(self) -> str:
        return _("Nothing was logged yet. Press F2 when the phone rings; any contact can be logged afterwards too.")

    def add_new(self) -> None:
        self.desk.go_to("log")

    def show_record(self, record_id: int) -> None:
        self.reading.show_interaction(record_id)


class InteractionPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: InteractionRow | None = None
        self.setProperty("surface", "card")
        self.title, self.line, self.summary = label("", "heading", wrap=True), label("", "soft", wrap=True), label("", "strong", wrap=True)
        self.chips = ChipRow()
        self.notes = QPlainTextEdit(readOnly=True)
        self.notes.setAccessibleName(_("Notes"))
        self.notes.setTabChangesFocus(True)
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.tools = RecordTools(desk, Entity.INTERACTION, self)
        layout = column(
            self.title,
            self.line,
            self.chips,
            flowing(self.customer, *self.tools.buttons),
            self.summary,
            self.notes,
            gap=10,
            margins=(2 * GAP,) * 4,
        )
        self.setLayout(layout)
        self.customer.clicked.connect(self._on_customer)
        self._show({})

    def show_interaction(self, interaction_id: int) -> None:
        self._desk.jobs.read(self, partial(interaction_rows, [interaction_id] if interaction_id else []), self._show, newest="row")

    def _show(self, found: dict[int, InteractionRow]) -> None:
        self._row = next(iter(found.values()), None)
        for widget in (self.line, self.chips, self.customer, self.summary, self.notes, *self.tools.buttons):
            widget.setVisible(self._row is not None)
        if self._row is None:
            self.title.setText(_("Choose a contact in the list."))
            return
        shown, formats = self._row, self._desk.formats
        self.tools.show_for(shown.id, shown.number)
        self.title.setText(interaction_title(shown, formats))
        way = _("incoming") if shown.direction == Direction.IN else _("outgoing")
        parts = shown.number, way, formats.day_and_time(shown.started_at), shown.staff, shown.order
        self.line.setText(" · ".join(filter(None, parts)))
        self.chips.show_chips((*reason_chips(shown.reason, shown.reason_kind), *outcome_chips(shown.outcome)))
        self.customer.setVisible(shown.customer_id is not None)
        self.customer.setText(shown.customer or _("(no name)"))
        self.summary.setText(shown.summary)
        self.summary.setVisible(bool(shown.summary))
        self.notes.setPlainText(shown.notes or _("No notes were taken."))

    @Slot()
    def _on_customer(self) -> None:
        if self._row is not None and self._row.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self._row.customer_id)


def _first(wanted: InteractionFilter, sort: str, downwards: bool) -> partial[list[InteractionRow]]:
    return partial(first_interactions, wanted, sort=sort, downwards=downwards)


def _what(row: InteractionRow) -> Cell:
    text = row.summary or " ".join(row.notes.split()) or row.channel
    second = " ".join(row.notes.split()) if row.summary else row.channel
    return Cell(text, second or row.channel, reason_chips(row.reason, row.reason_kind), interaction_icon(row))


def _who(row: InteractionRow) -> Cell:
    return Cell(row.customer or _("somebody"), row.staff)


def _outcome(row: InteractionRow) -> Cell:
    return Cell(chips=outcome_chips(row.outcome))
