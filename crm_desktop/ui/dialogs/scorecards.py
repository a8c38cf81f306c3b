"""The scorecards there are, edition by edition."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import ScorecardState
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.assessment_sheets import ScorecardSheet, scorecards
from crm_desktop.services.scorecards import next_edition, set_scorecard_state
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.kept_list import KeptList
from crm_desktop.ui.dialogs.scorecard import ScorecardDialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT as AT_END
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.words_of_quality import SCORECARD_STATES


class ScorecardsDialog(KeptList):
    entity: ClassVar[Entity] = Entity.SCORECARD

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        said = _("What conversations are judged by. Once something was judged by an edition it stays; a change makes the next.")
        super().__init__(desk, _("Scorecards"), said, parent)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats
        return (
            Column(_("Name"), lambda row: Cell(row.name, row.note)),
            Column(_("Edition"), lambda row: Cell(formats.number(row.edition)), 80, AT_END),
            Column(_("Criteria"), lambda row: Cell(formats.number(len(row.criteria))), 80, AT_END),
            Column(_("Assessments"), lambda row: Cell(formats.number(row.judged)), 110, AT_END),
            Column(_("State"), _state, 90),
        )

    def read(self) -> Sequence[Any]:
        return scorecards()

    def steps(self) -> Sequence[QPushButton]:
        self.add, self.change = button(_("New …"), "plus", "primary"), button(_("Change …"), "pencil")
        self.use, self.retire = button(_("Put to use"), "play"), button(_("Retire"), "pause")
        self.following = button(_("Next edition"), "copy", tip=_("A draft with the same criteria, to be changed"))
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self.open_chosen)
        self.use.clicked.connect(self._on_use)
        self.retire.clicked.connect(self._on_retire)
        self.following.clicked.connect(self._on_following)
        return self.add, self.change, self.use, self.retire, self.following

    def show_steps(self, chosen: ScorecardSheet | None) -> None:
        may = Right.ASSESS in RIGHTS[self.desk.by.role]
        self.add.setEnabled(may)
        for each in (self.change, self.following):
            each.setEnabled(may and chosen is not None)
        self.use.setEnabled(may and chosen is not None and chosen.state != ScorecardState.IN_USE)
        self.retire.setEnabled(may and chosen is not None and chosen.state == ScorecardState.IN_USE)

    @Slot()
    def open_chosen(self) -> None:
        chosen = self.chosen()
        if chosen is not None and self.change.isEnabled():
            ScorecardDialog(self.desk, chosen, self).open()

    @Slot()
    def _on_add(self) -> None:
        ScorecardDialog(self.desk, None, self).open()

    @Slot()
    def _on_use(self) -> None:
        self._put(ScorecardState.IN_USE, _("“{name}” is in use."))

    @Slot()
    def _on_retire(self) -> None:
        self._put(ScorecardState.RETIRED, _("“{name}” is retired."))

    @Slot()
    def _on_following(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            said = _("The next edition of “{name}” is there as a draft.").format(name=chosen.name)
            self.write(partial(next_edition, chosen.id, self.desk.by), said)

    def _put(self, state: ScorecardState, said: str) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.write(partial(set_scorecard_state, chosen.id, chosen.version, state, self.desk.by), said.format(name=chosen.name))


def _state(row: ScorecardSheet) -> Cell:
    text, tone = SCORECARD_STATES[ScorecardState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
