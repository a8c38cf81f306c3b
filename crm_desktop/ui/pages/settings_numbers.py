"""How numbers are written, and the words that people put on records."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPushButton

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.tags import TagRow, all_tags
from crm_desktop.services.numbering import (
    HIGHEST,
    KINDS,
    LONGEST_PREFIX,
    MOST_DIGITS,
    NumberingInput,
    NumberingRow,
    change_numbering,
    numbering_rows,
)
from crm_desktop.services.tag_looks import TONES, TagInput, change_tag, remove_tag
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_lists import chooser, ticked
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.number_box import number_box

COLOURS = dict(zip(TONES, (N_("Grey"), N_("Blue"), N_("Green"), N_("Amber"), N_("Red")), strict=True))


class NumbersSection(ListSection):
    name: ClassVar[str] = "numbers"
    title: ClassVar[str] = N_("Numbers")
    said: ClassVar[str] = N_("How new records are numbered. Numbers that were given stay, and none is given twice.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Prefix"), N_("Invoice number"), N_("Next number"), *KINDS.values())
    add_title: ClassVar[str] = N_("Add")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Of"), _kind), Column(_("The next one"), _next, 200), Column(_("Prefix"), _prefix, 130)

    def read(self) -> Sequence[NumberingRow]:
        return numbering_rows()

    def asks(self, entry: NumberingRow) -> tuple[Ask, ...]:
        prefix, width = QLineEdit(entry.prefix, maxLength=LONGEST_PREFIX), number_box(1, MOST_DIGITS, entry.width)
        count = number_box(1, HIGHEST, entry.next_count)
        return (
            Ask("prefix", _("&Before the number"), prefix, said=_("Such as INV- or 2027-. Each prefix is counted for itself.")),
            Ask("width", _("&Digits"), width, said=_("Shorter numbers get zeros in front.")),
            Ask("count", _("&Next number"), count, said=_("Only forward; invoices and credit notes run without a gap.")),
        )

    def saving(self, values: Values, entry: NumberingRow, key: str) -> Callable[[], Change]:
        wanted = NumberingInput(values["prefix"], values["width"], values["count"])
        return partial(change_numbering, entry, wanted, self.desk.by, key)


class TagsSection(ListSection):
    name: ClassVar[str] = "tags"
    title: ClassVar[str] = N_("Tags")
    said: ClassVar[str] = N_("Words on records. Renaming one to another's name makes the two one. One that is retired is offered no more.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Labels"), N_("Merge tags"), *COLOURS.values())
    nothing: ClassVar[str] = N_("No record has a tag yet. Put the first to a customer, an order or a case.")
    add_title: ClassVar[str] = N_("Add")
    can_add: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Tag"), _tag), Column(_("Records"), self._records, 120, RIGHT), Column("", _retired, 110)

    def read(self) -> Sequence[TagRow]:
        return all_tags()

    def more_buttons(self) -> tuple[QPushButton, ...]:
        self.take = button(_("Take from all records"), "x")
        self.take.clicked.connect(self._on_take)
        return (self.take,)

    def asks(self, entry: TagRow) -> tuple[Ask, ...]:
        name, colour, offered = QLineEdit(entry.name), chooser(COLOURS, entry.tone), ticked(entry.active)
        return (
            Ask("name", _("&Name"), name, _("A tag needs a name."), _("The name of another tag makes the two one.")),
            Ask("tone", _("&Colour"), colour),
            Ask("active", _("It is offered"), offered),
        )

    def saving(self, values: Values, entry: TagRow, key: str) -> Callable[[], Change]:
        return partial(change_tag, entry.name, TagInput(values["name"], values["tone"], values["active"]), self.desk.by, key)

    def turning(self, entry: TagRow) -> Callable[[], Change]:
        return partial(change_tag, entry.name, TagInput(entry.name, entry.tone, not entry.active), self.desk.by)

    def _records(self, entry: TagRow) -> Cell:
        return Cell(self.desk.formats.number(entry.records), soft=True)

    @Slot(int)
    def _on_current(self, entry_id: int) -> None:
        super()._on_current(entry_id)
        self.take.setEnabled(self.may and self.chosen() is not None)

    @Slot()
    def _on_take(self) -> None:
        if self.chosen() is not None:
            self.write(partial(remove_tag, self.chosen().name, self.desk.by))


def _kind(entry: NumberingRow) -> Cell:
    return Cell(_(KINDS[entry.kind]))


def _next(entry: NumberingRow) -> Cell:
    return Cell(entry.next_number, soft=True)


def _prefix(entry: NumberingRow) -> Cell:
    return Cell(entry.prefix or "–", soft=True)


def _tag(entry: TagRow) -> Cell:
    return Cell(chips=(Chip(entry.name, Tone(entry.tone)),))


def _retired(entry: TagRow) -> Cell:
    return Cell(_("Retired") if not entry.active else "", soft=True)
