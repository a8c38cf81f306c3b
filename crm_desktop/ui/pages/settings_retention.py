"""How long the company keeps what, how much is due, and letting go of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.changes import Change
from crm_desktop.core.i18n import N_, _, ngettext
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.retention import DueKind, DueRow, due_rows, last_run, retention_due
from crm_desktop.services.retention import set_retention
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.due_rows import DueDialog
from crm_desktop.ui.dialogs.letting_go import LettingGoDialog
from crm_desktop.ui.dialogs.settings_entry import Ask, Values
from crm_desktop.ui.formats import Formats
from crm_desktop.ui.models.cells import Cell
from crm_desktop.ui.models.record_table import RIGHT, Column
from crm_desktop.ui.pages.settings_section import ListSection
from crm_desktop.ui.theme import Tone
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.widgets.number_box import number_box

_A_YEAR = 12
_MOST_SHOWN = 1_000


class RetentionSection(ListSection):
    name: ClassVar[str] = "retention"
    title: ClassVar[str] = N_("How long things are kept")
    said: ClassVar[str] = N_(
        "What was kept for longer than a rule says is due. Nothing goes by itself: an owner looks and decides, a backup is made before,"
        " and the list of erasures says what went. Customers kept for a legal matter stay."
    )
    right: ClassVar[Right | None] = Right.EDIT_COMPANY
    terms: ClassVar[tuple[str, ...]] = (N_("Retention"), N_("Privacy"), N_("Data protection"), N_("Erase"), N_("Delete"))
    add_title: ClassVar[str] = N_("Add")
    change_title: ClassVar[str] = N_("For how &long …")
    can_add: ClassVar[bool] = False
    can_turn: ClassVar[bool] = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.look, self.go = button(_("Show what is &due …"), "search"), button(_("Let &go of what is due …"), "trash-2")
        self.paper = button(_("Last &protocol"), "printer", tip=_("What went by which rule, as a paper for your files"))
        super().__init__(desk, parent)
        self.paper.clicked.connect(self._on_paper)
        self.look.clicked.connect(self._on_look)
        self.go.clicked.connect(self._on_go)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("What"), lambda entry: Cell(_(entry.rule.name))),
            Column(_("Then"), lambda entry: Cell(_(entry.rule.does), soft=True)),
            Column(_("Kept for"), lambda entry: Cell(span(entry.months), soft=not entry.months), 120),
            Column(_("Due now"), lambda entry: Cell(formats.number(entry.due) if entry.months else ""), 90, RIGHT),
            Column(_("Legal matter"), lambda entry: Cell(formats.number(entry.held) if entry.held else ""), 110, RIGHT),
        )

    def read(self) -> Sequence[DueKind]:
        return retention_due()

    def asks(self, entry: DueKind) -> tuple[Ask, ...]:
        if entry.rule.by_years:
            said = _("Counted from the end of the year. Ask your tax adviser how long the law of your country wants them.")
            return (Ask("months", _("&Years"), number_box(1, 50, entry.months // _A_YEAR), said=said),)
        proposed = span(entry.rule.proposed)
        said = _("0 keeps it for ever. Many companies take {proposed}. Persons count from their last contact or order.")
        said = said.format(proposed=proposed)
        return (Ask("months", _("&Months"), number_box(0, 600, entry.months), said=said),)

    def saving(self, values: Values, entry: DueKind, key: str) -> Callable[[], Change]:
        months = int(values["months"]) * (_A_YEAR if entry.rule.by_years else 1)
        return partial(set_retention, entry.rule.kind, months, self.desk.by, key)

    def more_buttons(self) -> tuple[QPushButton, ...]:
        return self.look, self.go, self.paper

    @Slot(int)
    def _on_current(self, entry_id: int) -> None:
        super()._on_current(entry_id)
        chosen = self.chosen()
        self.look.setEnabled(chosen is not None and chosen.due > 0)
        self.go.setEnabled(Right.ERASE in RIGHTS[self.desk.by.role] and any(entry.due for entry in self.entries))

    @Slot()
    def _on_look(self) -> None:
        entry = self.chosen()
        if entry is not None:
            work = partial(due_rows, entry.rule.kind, _MOST_SHOWN)
            self.desk.jobs.read(self, work, partial(self._show_due, entry), newest="due")

    @Slot()
    def _on_paper(self) -> None:
        self.desk.jobs.read(self, last_run, self._show_paper, newest="protocol")

    def _show_paper(self, number: int) -> None:
        if number:
            self.desk.show_paper("retention-protocol", str(number))
        else:
            self.message.say(_("Nothing was let go of by these rules yet, so there is no protocol."), Tone.INFO)

    def _show_due(self, entry: DueKind, rows: list[DueRow]) -> None:
        DueDialog(self.desk, entry, rows, self).open()

    @Slot()
    def _on_go(self) -> None:
        self.going().open()

    def going(self) -> LettingGoDialog:
        due = [entry for entry in self.entries if entry.due]
        dialog = LettingGoDialog(self.desk, self)
        gone = [told(entry, self.desk.formats) for entry in due]
        held = sum(entry.held for entry in due)
        stays = [_("A backup is made before. It still has all this, until it is thinned out itself.")]
        if held:
            stays.insert(0, ngettext("{count} stays for a legal matter.", "{count} stay for a legal matter.", held).format(count=held))
        dialog.tell(gone, stays)
        dialog.done_for_good.connect(self.reload)
        return dialog


def told(entry: DueKind, formats: Formats) -> str:
    """One line of what would go."""
    return f"{_(entry.rule.name)}: {formats.number(entry.due)} ({_(entry.rule.does)})"


def span(months: int) -> str:
    if not months:
        return _("for ever")
    years, rest = divmod(months, _A_YEAR)
    if rest:
        return ngettext("{count} month", "{count} months", months).format(count=months)
    return ngettext("{count} year", "{count} years", years).format(count=years)
