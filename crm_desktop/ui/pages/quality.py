"""The assessments: the list on the left, criterion by criterion on the right. Who may not assess sees what is about themselves."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.quality_score import AssessmentKind, AssessmentState
from crm_desktop.core.rights import RIGHTS, Right
from crm_desktop.queries.assessment_sheets import (
    AssessmentFilter,
    AssessmentRow,
    assessment_ids,
    assessment_rows,
    first_assessments,
)
from crm_desktop.queries.quality import sees_everybody
from crm_desktop.ui.dialogs.draw_sample import SampleDialog
from crm_desktop.ui.dialogs.scorecards import ScorecardsDialog
from crm_desktop.ui.dialogs.trainings import TrainingsDialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TWO_LINES_HEIGHT
from crm_desktop.ui.widgets.basics import button
from crm_desktop.ui.words_of_quality import ASSESSMENT_KINDS, ASSESSMENT_STATES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.quality_panel import QualityPanel


class QualityPage(ListPage):
    name: ClassVar[str] = Entity.ASSESSMENT.value
    entity: ClassVar[Entity] = Entity.ASSESSMENT
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.ASSESSMENT, Entity.SCORECARD, Entity.STAFF})
    first_order: ClassVar[tuple[str, bool]] = ("day", True)
    next_step: ClassVar[str] = N_("Draw conversations by lot …")
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 476

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def on(row: AssessmentRow) -> Cell:
            return Cell(formats.day(row.contact_on), soft=True)

        def score(row: AssessmentRow) -> Cell:
            return Cell(formats.percent(round(row.score, 1)) if row.score is not None else "–")

        return (
            Column(_("Number"), _number, 96, sort="number", key="number", fields=("number", "interaction", "case")),
            Column(_("Who"), _who, key="staff", fields=("staff", "reviewer", "kind")),
            Column(_("Day"), on, 106, sort="day", down_first=True, key="contact_on", fields=("contact_on",)),
            Column(_("Score"), score, 76, RIGHT, sort="score", down_first=True, key="score", fields=("score",)),
            Column(_("State"), _state, 118, key="state", fields=("state",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        me = self.desk.by.id
        wanted = replace(self._wanted(), text=text.strip(), seen_by=0 if sees_everybody(self.desk.by) else me)
        return Source(
            partial(first_assessments, wanted, sort, downwards), partial(assessment_ids, wanted, sort, downwards), assessment_rows
        )

    def actions_above(self) -> list[QWidget]:
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which assessments"))
        for words, value in ((_("All"), ""), (_("Mine to judge"), "mine"), (_("About me"), "me")):
            self.which.addItem(words, value)
        for state, (words, _tone) in ASSESSMENT_STATES.items():
            self.which.addItem(_(words), state.value)
        self.cards = button(_("Scorecards …"), "clipboard", tip=_("What conversations are judged by"))
        self.trainings = button(_("Trainings …"), "file-text", tip=_("Who learned what"))
        self.draw = button(_("Draw …"), "plus", "primary", tip=_("Conversations of a person and month, by lot"), keys="Ctrl+Shift+D")
        if Right.ASSESS not in RIGHTS[self.desk.by.role]:
            self.draw.hide()
        if not sees_everybody(self.desk.by):
            self.cards.hide()
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(9)
        self.which.currentIndexChanged.connect(self._on_which)
        self.cards.clicked.connect(self._on_cards)
        self.trainings.clicked.connect(self._on_trainings)
        self.draw.clicked.connect(self.add_new)
        return [self.which, self.cards, self.trainings, self.draw]

    def chooses(self) -> bool:
        return bool(self.which.currentIndex() > 0) or not sees_everybody(self.desk.by)

    @cached_property
    def sheet(self) -> QualityPanel:
        from crm_desktop.ui.pages.quality_panel import QualityPanel  # after the rows

        return self.split.put(QualityPanel(self.desk))

    def why_empty(self) -> str:
        if self.which.currentIndex() > 0:
            return _("No assessment is like this.")
        return _("Nothing was judged yet. Put a scorecard to use; then draw conversations by lot.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_assessment(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        self.which.setCurrentIndex(0)
        super().open_record(record_id, about)

    def _wanted(self) -> AssessmentFilter:
        chosen, me = str(self.which.currentData()), self.desk.by.id
        if chosen == "mine":
            return AssessmentFilter(AssessmentState.PLANNED, reviewer_id=me)
        return AssessmentFilter(staff_id=me) if chosen == "me" else AssessmentFilter(chosen)

    @Slot()
    def add_new(self) -> None:
        if Right.ASSESS in RIGHTS[self.desk.by.role]:
            SampleDialog(self.desk, self).open()

    @Slot()
    def _on_cards(self) -> None:
        ScorecardsDialog(self.desk, self).open()

    @Slot()
    def _on_trainings(self) -> None:
        TrainingsDialog(self.desk, self).open()

    @Slot()
    def _on_which(self) -> None:
        self.reload()


def _number(row: AssessmentRow) -> Cell:
    return Cell(row.number, row.about)


def _who(row: AssessmentRow) -> Cell:
    return Cell(row.staff, " · ".join((_(ASSESSMENT_KINDS[AssessmentKind(row.kind)]), row.reviewer)))


def _state(row: AssessmentRow) -> Cell:
    text, tone = ASSESSMENT_STATES[AssessmentState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
