"""One survey that was asked: what they answered, and what comes next."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.core.changes import Change, Entity
from crm_desktop.core.i18n import _
from crm_desktop.core.rights import Right
from crm_desktop.core.survey_kinds import NO_SCORE, SCALES, QuestionKind, ResponseState, SurveyChannel, SurveyKind
from crm_desktop.queries.survey_sheets import QuestionRow, ResponseSheet, response_sheet
from crm_desktop.services.survey_responses import decline_survey
from crm_desktop.ui.desk import Desk
from crm_desktop.ui.dialogs.survey_answers import AnswersDialog
from crm_desktop.ui.models.cells import Chip
from crm_desktop.ui.theme import GAP, Tone
from crm_desktop.ui.widgets.basics import ChipRow, button, column, empty, label, only_for, row, scrolled, surface
from crm_desktop.ui.widgets.flow import flowing
from crm_desktop.ui.widgets.record_tools import RecordTools
from crm_desktop.ui.words_of_surveys import RESPONSE_STATES, SURVEY_CHANNELS


class SurveyPanel(QFrame):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sheet: ResponseSheet | None = None
        self.setProperty("surface", "card")
        self.number, self.line, self.chips = label("", "heading"), label("", "soft", wrap=True), ChipRow()
        self.tools = RecordTools(desk, Entity.SURVEY_RESPONSE, self)
        self.enter = button(_("Enter answers …"), "pencil", "primary", tip=_("What they said, or what came back on paper"))
        self.declined = button(_("Declined"), "x", tip=_("They would rather not answer"))
        self.paper = button(_("Print the sheet"), "printer", tip=_("The questions on paper, with the number to enter the answers by"))
        self.customer = button(_("Customer"), "users", tip=_("Everything about this customer"))
        self.about = button("", "messages-square", tip=_("What they were asked about"))
        self.follow_up = button("", "bell", tip=_("Who gets in touch after the low score"))
        only_for(desk.by, Right.ASK_SURVEYS, self.enter, self.declined)
        self._body, self._answers = QWidget(), column(gap=GAP)
        self._build()
        self.enter.clicked.connect(self._on_enter)
        self.declined.clicked.connect(self._on_declined)
        self.paper.clicked.connect(self._on_paper)
        self.customer.clicked.connect(self._on_customer)
        self.about.clicked.connect(self._on_about)
        self.follow_up.clicked.connect(self._on_follow_up)
        self._show(None)

    def show_response(self, response_id: int) -> None:
        """0: none."""
        if response_id:
            self._desk.jobs.read(self, partial(response_sheet, response_id), self._show, newest="sheet")
        else:
            self._show(None)

    def _build(self) -> None:
        steps = (self.enter, self.declined, self.paper, self.customer, self.about, self.follow_up, *self.tools.buttons)
        above = column(row(self.number, self.chips, 1), self.line, flowing(*steps), margins=(2 * GAP, 2 * GAP, 2 * GAP, 12))
        told = QWidget()
        told.setProperty("surface", "clear")
        self._answers.setContentsMargins(2 * GAP, 12, 2 * GAP, 2 * GAP)
        told.setLayout(self._answers)
        whole = column(above, surface("line"), scrolled(told), gap=0)
        whole.setStretch(2, 1)
        self._body.setLayout(whole)
        self._none = label(_("Choose a survey in the list."), "soft", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._none)
        layout.addWidget(self._body)

    def _show(self, sheet: ResponseSheet | None) -> None:
        self.sheet = sheet
        self._body.setVisible(sheet is not None)
        self._none.setVisible(sheet is None)
        if sheet is None:
            return
        is_waiting = sheet.state == ResponseState.ASKED
        self.tools.show_for(sheet.id, sheet.number)
        self.number.setText(sheet.number)
        self.chips.show_chips(_chips(sheet))
        self.line.setText(self._line(sheet))
        self.enter.setText(_("Enter answers …") if sheet.state != ResponseState.ANSWERED else _("Change answers …"))
        self.declined.setVisible(is_waiting)
        self.paper.setVisible(is_waiting)
        self.customer.setVisible(sheet.customer_id is not None)
        self.about.setText(sheet.case or sheet.interaction or sheet.order)
        self.about.setVisible(bool(self.about.text()))
        self.follow_up.setText(sheet.follow_up)
        self.follow_up.setVisible(bool(sheet.follow_up))
        self._tell(sheet)

    def _line(self, sheet: ResponseSheet) -> str:
        formats = self._desk.formats
        asked = _("asked {when}").format(when=formats.day_and_time(sheet.asked_at))
        answered = _("answered {when}").format(when=formats.day_and_time(sheet.answered_at)) if sheet.answered_at else ""
        about = _("about {name}").format(name=sheet.staff) if sheet.staff else ""
        channel = _(SURVEY_CHANNELS[SurveyChannel(sheet.channel)])
        return " · ".join(filter(None, (sheet.survey.name, sheet.customer, channel, asked, answered, about, sheet.product)))

    def _tell(self, sheet: ResponseSheet) -> None:
        empty(self._answers)
        scale = SCALES.get(SurveyKind(sheet.survey.kind))
        if scale is not None:
            given = _("{score} of {highest}").format(score=sheet.score, highest=scale.highest) if sheet.score != NO_SCORE else "–"
            self._add(sheet.survey.question, given)
        for question in sheet.survey.questions:
            self._add(question.text, _answer(sheet, question, self._desk))
        if sheet.comment:
            self._add(_("In their words"), sheet.comment)
        self._answers.addStretch(1)

    def _add(self, question: str, answer: str) -> None:
        self._answers.addWidget(label(question, "soft", wrap=True))
        self._answers.addWidget(label(answer or "–", wrap=True))

    def _on_written(self, said: str, _change: Change) -> None:
        self._desk.say(said)

    @Slot()
    def _on_enter(self) -> None:
        if self.sheet is not None:
            AnswersDialog(self._desk, self.sheet, self).open()

    @Slot()
    def _on_declined(self) -> None:
        if self.sheet is not None:
            work = partial(decline_survey, self.sheet.id, self.sheet.version, self._desk.by)
            self._desk.jobs.write(self, work, partial(self._on_written, _("Noted: they would rather not answer.")), self._desk.say_error)

    @Slot()
    def _on_paper(self) -> None:
        if self.sheet is not None:
            self._desk.show_paper("survey-sheet", self.sheet.number)

    @Slot()
    def _on_customer(self) -> None:
        if self.sheet is not None and self.sheet.customer_id is not None:
            self._desk.go_to(Entity.CUSTOMER.value, self.sheet.customer_id)

    @Slot()
    def _on_about(self) -> None:
        if self.sheet is None:
            return
        about = ((Entity.CASE, self.sheet.case_id), (Entity.INTERACTION, self.sheet.interaction_id), (Entity.ORDER, self.sheet.order_id))
        entity, row_id = next((each for each in about if each[1] is not None), about[0])
        self._desk.go_to(entity.value, row_id or 0)

    @Slot()
    def _on_follow_up(self) -> None:
        if self.sheet is not None and self.sheet.follow_up_id is not None:
            self._desk.go_to(Entity.FOLLOW_UP.value, self.sheet.follow_up_id)


def _chips(sheet: ResponseSheet) -> tuple[Chip, ...]:
    text, tone = RESPONSE_STATES[ResponseState(sheet.state)]
    return Chip(_(text), tone), *((Chip(_("Low score"), Tone.BAD),) if sheet.is_low else ())


def _answer(sheet: ResponseSheet, question: QuestionRow, desk: Desk) -> str:
    given = [answer for answer in sheet.answers if answer.question_id == question.id]
    if question.kind == QuestionKind.MATRIX:
        return "\n".join(f"{answer.item}: {answer.value}" for answer in given)
    if question.kind == QuestionKind.SCALE and given:
        return _("{score} of {highest}").format(score=given[0].value, highest=question.highest)
    if question.kind == QuestionKind.DATE and given:
        return desk.formats.day(date.fromisoformat(given[0].value))
    return ", ".join(answer.text or answer.value for answer in given)
