"""The questionnaires there are: written, opened, closed, and what came of each."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.core.survey_kinds import SurveyKind, SurveyState
from crm_desktop.queries.survey_sheets import SurveySheet, surveys
from crm_desktop.services.surveys import copy_survey, set_survey_state
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.kept_list import KeptList
from crm_desktop.ui.dialogs.survey import SurveyDialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT as AT_END
from crm_desktop.ui.models.record_table import Column
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.words_of_surveys import SURVEY_KINDS, SURVEY_STATES


class SurveysDialog(KeptList):
    entity: ClassVar[Entity] = Entity.SURVEY

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        said = _("What customers are asked. A questionnaire is asked while it is open; once somebody was asked, its questions stay.")
        super().__init__(desk, _("Questionnaires"), said, parent)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def answered(row: SurveySheet) -> Cell:
            rate = _("{share} of those asked").format(share=formats.percent(round(100 * row.answered / row.asked))) if row.asked else ""
            return Cell(formats.number(row.answered), rate)

        return (
            Column(_("Name"), lambda row: Cell(row.name, row.question)),
            Column(_("Kind"), lambda row: Cell(_(SURVEY_KINDS[SurveyKind(row.kind)])), 190),
            Column(_("Asked"), lambda row: Cell(formats.number(row.asked)), 70, AT_END),
            Column(_("Answered"), answered, 150, AT_END),
            Column(_("State"), _state, 90),
        )

    def read(self) -> Sequence[Any]:
        return surveys()

    def steps(self) -> Sequence[QPushButton]:
        self.add, self.change = button(_("New …"), "plus", "primary"), button(_("Change …"), "pencil")
        self.open_it, self.close_it = button(_("Open it"), "play"), button(_("Close it"), "pause")
        self.copy = button(_("Copy"), "copy", tip=_("A draft with the same questions"))
        self.add.clicked.connect(self._on_add)
        self.change.clicked.connect(self.open_chosen)
        self.open_it.clicked.connect(self._on_open)
        self.close_it.clicked.connect(self._on_close)
        self.copy.clicked.connect(self._on_copy)
        return self.add, self.change, self.open_it, self.close_it, self.copy

    def show_steps(self, chosen: SurveySheet | None) -> None:
        may = Right.DESIGN_SURVEYS in RIGHTS[self.desk.by.role]
        self.add.setEnabled(may)
        for each in (self.change, self.copy):
            each.setEnabled(may and chosen is not None)
        self.open_it.setEnabled(may and chosen is not None and chosen.state != SurveyState.OPEN)
        self.close_it.setEnabled(may and chosen is not None and chosen.state == SurveyState.OPEN)

    @Slot()
    def open_chosen(self) -> None:
        chosen = self.chosen()
        if chosen is not None and self.change.isEnabled():
            SurveyDialog(self.desk, chosen, self).open()

    @Slot()
    def _on_add(self) -> None:
        SurveyDialog(self.desk, None, self).open()

    @Slot()
    def _on_open(self) -> None:
        self._put(SurveyState.OPEN, _("“{name}” is open: it can be asked now."))

    @Slot()
    def _on_close(self) -> None:
        self._put(SurveyState.CLOSED, _("“{name}” is closed; answers on paper can still be entered."))

    def _put(self, state: SurveyState, said: str) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.write(partial(set_survey_state, chosen.id, chosen.version, state, self.desk.by), said.format(name=chosen.name))

    @Slot()
    def _on_copy(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.write(partial(copy_survey, chosen.id, self.desk.by), _("A copy of “{name}” is there as a draft.").format(name=chosen.name))


def _state(row: SurveySheet) -> Cell:
    text, tone = SURVEY_STATES[SurveyState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
