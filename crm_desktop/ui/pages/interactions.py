"""Every contact: the list, and the whole of the chosen one beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.queries.interactions import InteractionFilter, InteractionRow, first_interactions, interaction_ids, interaction_rows
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import Column, Source
from crm_desktop.ui.models.timeline import interaction_icon
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import NARROW_PANEL_WIDTH, TALL_ROW_HEIGHT
from crm_desktop.ui.words import outcome_chips, reason_chips

if TYPE_CHECKING:
    from crm_desktop.ui.pages.interaction_panel import InteractionPanel


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

    @cached_property
    def reading(self) -> InteractionPanel:
        from crm_desktop.ui.pages.interaction_panel import InteractionPanel  # after the rows

        return self.split.put(InteractionPanel(self.desk))

    def why_empty(self) -> str:
        return _("Nothing was logged yet. Press F2 when the phone rings; any contact can be logged afterwards too.")

    def add_new(self) -> None:
        self.desk.go_to("log")

    def show_record(self, record_id: int) -> None:
        self.reading.show_interaction(record_id)


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
