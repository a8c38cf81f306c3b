"""The surveys that were asked: the list on the left, what was answered on the right."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.core.changes import Entity
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.rights import Right
from crm_desktop.core.survey_kinds import NO_SCORE, SCALES, ResponseState, SurveyKind
from crm_desktop.queries.survey_sheets import (
    ResponseFilter,
    ResponseRow,
    ResponseSheet,
    first_responses,
    response_ids,
    response_of_number,
    response_rows,
)
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.survey_answers import AnswersDialog, AskDialog
from crm_desktop.ui.dialogs.surveys import SurveysDialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, Source
from crm_desktop.ui.pages.list_page import ListPage
from crm_desktop.ui.theme import TWO_LINES_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import button, only_for
from crm_desktop.ui.words_of_surveys import RESPONSE_STATES

if TYPE_CHECKING:
    from crm_desktop.ui.pages.survey_panel import SurveyPanel


class SurveysPage(ListPage):
    name: ClassVar[str] = Entity.SURVEY_RESPONSE.value
    entity: ClassVar[Entity] = Entity.SURVEY_RESPONSE
    watches: ClassVar[frozenset[Entity]] = frozenset({Entity.SURVEY_RESPONSE, Entity.SURVEY, Entity.CUSTOMER})
    first_order: ClassVar[tuple[str, bool]] = ("asked", True)
    next_step: ClassVar[str] = N_("Ask a customer …")
    row_height: ClassVar[int] = TWO_LINES_HEIGHT
    panel_width: ClassVar[int] = 476

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.sought.setPlaceholderText(_("Find or scan a sheet"))
        self.sought.setToolTip(_("Scan the code of a sheet that came back, or type its number: Enter opens its answers."))
        self.sought.returnPressed.connect(self._on_scanned)

    def columns(self) -> tuple[Column, ...]:
        formats = self.desk.formats

        def asked(row: ResponseRow) -> Cell:
            return Cell(formats.day(formats.local_day(row.asked_at)), soft=True)

        return (
            Column(_("Number"), _number, 92, sort="number", key="number", fields=("number",)),
            Column(_("Customer"), _customer, key="customer_name", fields=("customer_name", "survey")),
            Column(_("Asked"), asked, 106, sort="asked", down_first=True, key="asked_at", fields=("asked_at",)),
            Column(_("Score"), _score, 76, RIGHT, sort="score", key="score", fields=("score",)),
            Column(_("State"), _state, 138, key="state", fields=("state",)),
        )

    def source(self, text: str, sort: str, downwards: bool) -> Source:
        state, low = self.which.currentData()
        wanted = ResponseFilter(state, text, low)
        return Source(partial(first_responses, wanted, sort, downwards), partial(response_ids, wanted, sort, downwards), response_rows)

    def actions_above(self) -> list[QWidget]:
        self.which = QComboBox()
        self.which.setAccessibleName(_("Which surveys"))
        self.which.addItem(_("All surveys"), ("", False))
        self.which.addItem(_("Low scores"), ("", True))
        for state, (words, _tone) in RESPONSE_STATES.items():
            self.which.addItem(_(words), (state.value, False))
        self.kept = button(_("Questionnaires …"), "clipboard", tip=_("What is asked: write, open and close questionnaires"))
        self.ask = button(_("Ask …"), "plus", "primary", tip=_("Ask a customer now, or note a sheet that goes out"), keys="Ctrl+Shift+A")
        only_for(self.desk.by, Right.ASK_SURVEYS, self.ask)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(8)
        self.which.currentIndexChanged.connect(self._on_which)
        self.kept.clicked.connect(self._on_kept)
        self.ask.clicked.connect(self.add_new)
        return [self.which, self.kept, self.ask]

    def chooses(self) -> bool:
        return bool(self.which.currentIndex() > 0)

    @cached_property
    def sheet(self) -> SurveyPanel:
        from crm_desktop.ui.pages.survey_panel import SurveyPanel  # after the rows

        return self.split.put(SurveyPanel(self.desk))

    def why_empty(self) -> str:
        if self.chooses():
            return _("No survey is like this.")
        return _("Nobody was asked yet. Write a questionnaire and open it; then ask by phone, on paper or by e-mail.")

    def show_record(self, record_id: int) -> None:
        self.sheet.show_response(record_id)

    def open_record(self, record_id: int, about: Entity | None = None) -> None:
        self.which.setCurrentIndex(0)
        super().open_record(record_id, about)

    @Slot()
    def add_new(self) -> None:
        AskDialog(self.desk, parent=self).open()

    @Slot()
    def _on_kept(self) -> None:
        SurveysDialog(self.desk, self).open()

    @Slot()
    def _on_which(self) -> None:
        self.reload()

    @Slot()
    def _on_scanned(self) -> None:
        number = self.sought.text().strip()
        if number:
            self.desk.jobs.read(self, partial(response_of_number, number), self._on_exact, newest="scanned")

    def _on_exact(self, sheet: ResponseSheet | None) -> None:
        """A sheet that came back: its answers can be typed at once."""
        if sheet is None:
            self.desk.say(_("No survey has this number; below is what has it in its text."), Tone.INFO)
            return
        self.open_record(sheet.id)
        if sheet.state == ResponseState.ASKED:
            AnswersDialog(self.desk, sheet, self).open()


def _number(row: ResponseRow) -> Cell:
    return Cell(row.number, row.about)


def _customer(row: ResponseRow) -> Cell:
    return Cell(row.customer or _("(nobody named)"), row.survey, soft=not row.customer)


def _score(row: ResponseRow) -> Cell:
    if row.score == NO_SCORE:
        return Cell("–", soft=True)
    text = f"{row.score} / {SCALES[SurveyKind(row.kind)].highest}"
    return Cell(chips=(Chip(text, Tone.BAD if row.low else Tone.OK if row.score >= SCALES[SurveyKind(row.kind)].good else Tone.PLAIN),))


def _state(row: ResponseRow) -> Cell:
    text, tone = RESPONSE_STATES[ResponseState(row.state)]
    return Cell(chips=(Chip(_(text), tone),))
