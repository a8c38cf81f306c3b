"""One assessment: what each criterion got, how it was chosen, what is learned from it, and what comes next."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.quality_score import JUDGED, STEPS, AssessmentKind, AssessmentState, CriterionScale, compliance, percent, spread
from crm_desktop.queries.assessment_sheets import AssessmentSheet, CriterionRow, assessment_sheet
from crm_desktop.queries.quality import SampleRow, sees_everybody
from crm_desktop.services.assessments import acknowledge, withdraw_assessment
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.judge import JudgeDialog, dispute_dialog
from crm_desktop.ui.models.cells import Cell, Chip
from crm_desktop.ui.models.record_table import RIGHT, Column, RecordTableModel, source_of
from crm_desktop.ui.theme import GAP, TALL_ROW_HEIGHT, Tone
from crm_desktop.ui.widgets.basics import ChipRow, button, column, label, row, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.widgets.record_view import RecordView
from crm_desktop.ui.words_of_quality import ASSESSMENT_KINDS, ASSESSMENT_STATES, STEP_WORDS


class QualityPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: AssessmentSheet | None = None
        self.setProperty("surface", "card")
        self.number, self.score, self.chips = label("", "heading"), label("", "title"), ChipRow()
        self.line, self.told = label("", "soft", wrap=True), label("", wrap=True)
        self.judge = button(_("Judge …"), "check", "primary", tip=_("Give each criterion its score"))
        self.acknowledge = button(_("Acknowledge"), "check", "primary", tip=_("Read and understood"))
        self.dispute = button(_("Dispute …"), "message-square", tip=_("Say what you see differently"))
        self.withdraw = button(_("Withdraw"), "x", tip=_("It is not judged after all"))
        self.about = button("", "messages-square", tip=_("The conversation that is judged"))
        self.follow_up = button("", "bell", tip=_("What is done about it"))
        self.paper = button(_("Sheet"), "printer", tip=_("Everything of this person and month on paper"))
        self.tools = RecordTools(desk, Entity.ASSESSMENT, self)
        self.model = RecordTableModel(self._columns(), desk.jobs, self)
        self.criteria = RecordView(self.model, _("Criteria"), TALL_ROW_HEIGHT)
        self._body = QWidget()
        self._build()
        for each, slot in (
            (self.judge, self._on_judge), (self.acknowledge, self._on_acknowledge), (self.dispute, self._on_dispute),
            (self.withdraw, self._on_withdraw), (self.about, self._on_about), (self.follow_up, self._on_follow_up),
            (self.paper, self._on_paper),
        ):  # fmt: skip
            each.clicked.connect(slot)
        self._show(None)

    def show_assessment(self, assessment_id: int) -> None:
        """0: none."""
        if assessment_id:
            self._desk.jobs.read(self, partial(assessment_sheet, assessment_id), self._show, newest="sheet")
        else:
            self._show(None)

    def _build(self) -> None:
        steps = (self.judge, self.acknowledge, self.dispute, self.withdraw, self.about, self.follow_up, self.paper, *self.tools.buttons)
        head = row(self.number, self.chips, 1, self.score)
        above = column(head, self.line, flowing(*steps), self.told, margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        whole = column(above, surface("line"), self.criteria, gap=0)
        whole.setStretch(2, 1)
        self._body.setLayout(whole)
        self._none = label(_("Choose an assessment in the list."), "soft", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self._body)

    def _columns(self) -> tuple[Column, ...]:
        formats = self._desk.formats

        def what(each: CriterionRow) -> Cell:
            return Cell(each.text, " · ".join(filter(None, (each.section, _("fatal") if each.fatal else "", each.comment))))

        return (
            Column(_("Criterion"), what),
            Column(_("Weight"), lambda each: Cell(formats.number(each.weight), soft=True), 64, RIGHT),
            Column(_("Score"), _given, 130),
        )

    def _show(self, sheet: AssessmentSheet | None) -> None:
        self.sheet = sheet
        self._body.setVisible(sheet is not None)
        self._none.setVisible(sheet is None)
        if sheet is None:
            return
        text, tone = ASSESSMENT_STATES[AssessmentState(sheet.state)]
        self.tools.show_for(sheet.id, sheet.number)
        self.number.setText(sheet.number)
        self.chips.show_chips((Chip(_(text), tone), Chip(_(ASSESSMENT_KINDS[AssessmentKind(sheet.kind)]))))
        self.score.setText(self._percent(sheet))
        self.line.setText(self._line(sheet))
        self.told.setText("\n".join(self._told(sheet)))
        self.told.setVisible(bool(self.told.text()))
        self._show_steps(sheet)
        self.model.show(source_of(sheet.criteria))

    def _show_steps(self, sheet: AssessmentSheet) -> None:
        me, state = self._desk.by.id, AssessmentState(sheet.state)
        is_mine, waits = sheet.reviewer_id == me, sheet.staff_id == me and state in (AssessmentState.DONE, AssessmentState.DISPUTED)
        self.judge.setVisible(is_mine and state != AssessmentState.ACKNOWLEDGED)
        self.judge.setText(_("Judge …") if state == AssessmentState.PLANNED else _("Judge again …"))
        self.acknowledge.setVisible(waits)
        self.dispute.setVisible(waits and state == AssessmentState.DONE)
        self.withdraw.setVisible(state == AssessmentState.PLANNED and (is_mine or sees_everybody(self._desk.by)))
        self.about.setText(sheet.interaction or sheet.case)
        self.follow_up.setText(sheet.follow_up)
        self.follow_up.setVisible(bool(sheet.follow_up))

    def _percent(self, sheet: AssessmentSheet) -> str:
        if sheet.score is None or sheet.state not in JUDGED:
            return "–"
        return self._desk.formats.percent(percent(sheet.score))

    def _line(self, sheet: AssessmentSheet) -> str:
        formats = self._desk.formats
        reviewer = _("judged by {name}").format(name=sheet.reviewer)
        kept = compliance(sheet.given)
        fatal = _("{passed} of {applied} fatal criteria kept").format(passed=kept.passed, applied=kept.applied) if kept.applied else ""
        return " · ".join(filter(None, (sheet.staff, formats.day(sheet.contact_on), reviewer, sheet.scorecard, fatal, sheet.summary)))

    def _told(self, sheet: AssessmentSheet) -> list[str]:
        """What the reviewer wrote, what the person answered, how it was drawn, and what others gave."""
        said = [
            (_("Remarks"), sheet.note), (_("What to learn from it"), sheet.coaching), (_("What is done about it"), sheet.coaching_action),
            (_("Answer of {name}").format(name=sheet.staff), sheet.answer),
        ]  # fmt: skip
        lines = [f"{name}: {words}" for name, words in said if words]
        if sheet.sample is not None:
            lines.append(self._drawn(sheet.sample))
        if sees_everybody(self._desk.by) and sheet.others:
            lines.append(self._compared(sheet))
        return lines

    def _drawn(self, drawn: SampleRow) -> str:
        number = self._desk.formats.number
        said = _("Drawn by lot: {drawn} of {candidates} not judged yet, of {handled} in {month}; seed {seed}, by {name}.")
        return said.format(
            drawn=number(drawn.drawn), candidates=number(drawn.candidates), handled=number(drawn.handled), month=drawn.month,
            seed=drawn.seed, name=drawn.drawn_by,
        )  # fmt: skip

    def _compared(self, sheet: AssessmentSheet) -> str:
        formats = self._desk.formats
        others = ", ".join(f"{each.reviewer} {formats.percent(percent(each.score))}" for each in sheet.others if each.score is not None)
        scores = [score for score in (sheet.score, *(each.score for each in sheet.others)) if score is not None]
        apart = spread(scores)
        told = _("Others gave: {others}.").format(others=others)
        return told if apart is None else f"{told} " + _("{percent} points apart.").format(percent=formats.number(percent(apart)))

    def _write(self, work: Callable[[], Change], said: str) -> None:
        self._desk.jobs.write(self, work, partial(self._on_written, said), self._desk.say_error)

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    @Slot()
    def _on_judge(self) -> None:
        if self.sheet is not None:
            JudgeDialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_acknowledge(self) -> None:
        if self.sheet is not None:
            self._write(partial(acknowledge, self.sheet.id, self.sheet.version, self._desk.by), _("Acknowledged."))

    @Slot()
    def _on_dispute(self) -> None:
        if self.sheet is not None:
            dispute_dialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_withdraw(self) -> None:
        if self.sheet is not None:
            said = _("{number} is withdrawn. Undo brings it back.").format(number=self.sheet.number)
            self._write(partial(withdraw_assessment, self.sheet.id, self.sheet.version, self._desk.by), said)

    @Slot()
    def _on_about(self) -> None:
        if self.sheet is not None and self.sheet.interaction_id is not None:
            self._desk.go_to(Entity.INTERACTION.value, self.sheet.interaction_id)
        elif self.sheet is not None and self.sheet.case_id is not None:
            self._desk.go_to(Entity.CASE.value, self.sheet.case_id)

    @Slot()
    def _on_paper(self) -> None:
        if self.sheet is not None:
            self._desk.show_paper("quality-sheet", self.sheet.login)

    @Slot()
    def _on_follow_up(self) -> None:
        if self.sheet is not None and self.sheet.follow_up_id is not None:
            self._desk.go_to(Entity.FOLLOW_UP.value, self.sheet.follow_up_id)


def _given(each: CriterionRow) -> Cell:
    if not each.given:
        return Cell("–", soft=True)
    if each.score is None:
        return Cell(_("Does not apply"), soft=True)
    scale = CriterionScale(each.scale)
    place = STEPS[scale].index(each.score)
    tone = Tone.BAD if place == 0 else Tone.OK if place == len(STEPS[scale]) - 1 else Tone.PLAIN
    return Cell(chips=(Chip(_(STEP_WORDS[scale][place]), tone),))
