"""What the company aims at with its figures."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit

from crm_desktop.core.changes import Change
from crm_desktop.core.errors import UserError
from crm_desktop.core.figure import Better, Figure, Unit
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.queries.figure_targets import TargetRow, target_rows
from crm_desktop.reports.measures import MEASURES
from crm_desktop.services.figure_targets import set_figure_target
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_section import ListSection

_UNITS = {
    Unit.SHARE: N_("In percent."), Unit.SECONDS: N_("In minutes."), Unit.DAYS: N_("In days."), Unit.RATIO: N_("As the figure is written."),
    Unit.COUNT: N_("In a month."), Unit.UNITS: N_("In a month."), Unit.MONEY: N_("In a month, in {currency}."),
}  # fmt: skip
_SHOWN = {Unit.SECONDS: N_("{target} min"), Unit.DAYS: N_("{target} days")}


class TargetsSection(ListSection):
    name: ClassVar[str] = "targets"
    title: ClassVar[str] = N_("Targets")
    said: ClassVar[str] = N_("What you aim at with each figure. The page of figures and the monthly report say whether it was met.")
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Figures"), N_("Goals"), N_("Service levels"))
    add_title: ClassVar[str] = N_("Add")
    change_title: ClassVar[str] = N_("Set the target …")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def columns(self) -> tuple[Column, ...]:
        return Column(_("Figure"), _name), Column(_("Target"), self._target, 200, RIGHT)

    def read(self) -> Sequence[TargetRow]:
        return target_rows(frozenset(MEASURES))

    def asks(self, entry: TargetRow) -> tuple[Ask, ...]:
        shown = "" if entry.target is None else self.desk.formats.plain(entry.target, 2)
        how = _("{definition} {unit} Empty: no target.").format(definition=_(entry.figure.definition), unit=self._unit(entry.figure))
        words = _("At &least") if entry.figure.better is Better.MORE else _("At &most")
        return (Ask("target", words, QLineEdit(shown), said=how),)

    def saving(self, values: Values, entry: TargetRow, key: str) -> Callable[[], Change]:
        text = values["target"].strip()
        target = self.desk.formats.read_number(text) if text else None
        if text and target is None:
            return partial(_refuse, text)
        return partial(set_figure_target, entry.figure.id, target, self.desk.by, key)

    def _unit(self, figure: Figure) -> str:
        return _(_UNITS[figure.unit]).format(currency=self.desk.formats.currency)

    def _target(self, entry: TargetRow) -> Cell:
        if entry.target is None:
            return Cell(_("no target"), soft=True)
        if entry.figure.unit is Unit.MONEY:
            return Cell(self.desk.formats.money(entry.target))
        if entry.figure.unit is Unit.SHARE:
            return Cell(self.desk.formats.percent(entry.target))
        shown = self.desk.formats.plain(entry.target, 2 if entry.target % 1 else 0)
        return Cell(_(_SHOWN.get(entry.figure.unit, "{target}")).format(target=shown))


def _refuse(text: str) -> Change:
    raise UserError(_("“{text}” is no number. Nothing was saved; write it as 90 or 7.5, or leave it empty.").format(text=text))


def _name(entry: TargetRow) -> Cell:
    return Cell(_(entry.figure.name))
